"""Who is to be told of something about a student: whoever holds the student's rights that day."""

from collections.abc import Iterable
from datetime import date

from gateway.district.directory import District
from gateway.district.enrolled import Enrolled
from gateway.identity.ages import MAJORITY
from gateway.terms.people import age_on


async def holders(district: District, students: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return who holds each student's rights, by roster id.

    That is the student at 18 (34 CFR 99.5), or where the office found so; else the roster's
    guardians but for those whose rights a court has restricted (34 CFR 99.4), and whoever acts as a
    parent beside them. Of whom no birth date is known, the guardians.
    """
    known = await district.people(students)
    rights, day = await district.rights(known), district.today()
    found: dict[str, tuple[str, ...]] = {}
    for student, one in known.items():
        told = rights.get(student)
        told = told if told is not None and told.on(day) else None
        if (told is not None and told.own) or _adult(one, day):
            found[student] = (student,)
            continue
        restricted = told.restricted if told else frozenset()
        acting = told.acting if told else frozenset()
        guardians = [other for other in one.person.guardians if other not in restricted]
        found[student] = tuple(dict.fromkeys((*guardians, *sorted(acting))))
    return found


def _adult(one: Enrolled, day: date) -> bool:
    return one.born is not None and age_on(day, one.born) >= MAJORITY
