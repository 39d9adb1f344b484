"""Who is around somebody on a day: classmates, taught students, caseloads, wards and guardians."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, or_, select

from gateway.district.case_rows import students_of
from gateway.district.merged import Merged
from gateway.store import tables
from gateway.terms.people import Person

_ENROLMENTS = select(tables.enrolments).where(
    tables.enrolments.c.person.in_(bindparam("ids", expanding=True))
)
_ACCESS = select(tables.class_access).where(
    tables.class_access.c.person.in_(bindparam("ids", expanding=True))
)
_GUARDIANS = select(tables.guardianships.c.guardian).where(
    tables.guardianships.c.student.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Circle:
    """The people around a principal: everybody in own classes, their guardians, the own wards.

    `ids` are those in whom the principal has a legitimate educational interest by roster (34 CFR
    99.31(a)(1)(ii)); `people` adds the guardians who may be named along with them.
    """

    ids: frozenset[str]
    people: tuple[Person, ...]


def read_classes(
    db: Connection, merged: Merged, ids: Sequence[str], today: str
) -> dict[str, set[str]]:
    """Return the classes some people are in on a day, by roster or by the office's leave; by the
    ids they go by.

    Args:
        db: the database.
        merged: who is one.
        ids: any ids of theirs.
        today: the day, as ISO text.
    """
    classes: dict[str, set[str]] = {merged.one(one): set() for one in ids}
    for query in (_ENROLMENTS, _ACCESS):
        for row in db.execute(query, {"ids": merged.rows_of(ids)}):
            if (row.begins or today) <= today <= (row.ends or today):
                classes[merged.one(row.person)].add(row.class_id)
    return classes


def read_circle(
    db: Connection, merged: Merged, person: str, today: str
) -> tuple[set[str], set[str]]:
    """Return the ids of who is in somebody's classes and caseload and of their wards; and with
    guardians.

    Args:
        db: the database.
        merged: who is one.
        person: the id they go by.
        today: the day, as ISO text.
    """
    theirs = tables.enrolments
    in_class = (
        select(theirs.c.person)
        .where(
            theirs.c.class_id.in_(read_classes(db, merged, [person], today)[merged.one(person)]),
            or_(theirs.c.begins == "", theirs.c.begins <= today),
            or_(theirs.c.ends == "", theirs.c.ends >= today),
        )
        .distinct()
    )
    wards = select(tables.guardianships.c.student).where(
        tables.guardianships.c.guardian.in_(merged.rows(person))
    )
    ids = {person, *db.execute(in_class).scalars(), *db.execute(wards).scalars()}
    ids |= students_of(db, merged.rows(person), today)
    guardians = db.execute(_GUARDIANS, {"ids": sorted(merged.rows_of(ids))}).scalars()
    return set(merged.ones(ids)), set(merged.ones({*ids, *guardians}))
