"""The district that rows are measured in: everybody of all rows' rosters, and a crowd beside them.

The crowd is made up from a seed. Nobody in it bears a full name, an id or an address that stands in
any row, so that whatever of theirs is found is a mistake; single names they share, as people do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gateway.demo.names import Draw, FullName, draw_family, draw_name, romanised
from gateway.detection.folding import fold, words
from gateway.evaluation.rows import Row
from gateway.terms.people import Kind, Person, Role

PEOPLE = 50_000
"""How many people of no row are in the district unless told otherwise."""

_STAFF_SHARE = 0.08


def everybody(rows: Sequence[Row]) -> tuple[list[Person], list[tuple[Person, ...]]]:
    """Return all rows' people, each once, and for each row its own people.

    The same id may be another person in another row; those get an id of their own. Who is written
    the same in several rows is one person.
    """
    ids: dict[Person, str] = {}
    used: set[str] = set()
    people: dict[str, Person] = {}
    own: list[tuple[Person, ...]] = []
    for row in rows:
        for person in row.roster:
            if person not in ids:
                unique = person.id if person.id not in used else f"{row.id}/{person.id}"
                while unique in used:
                    unique += "'"
                used.add(unique)
                ids[person] = unique
        here = {person.id: ids[person] for person in row.roster}
        mine = [
            replace(person, id=ids[person], guardians=tuple(here[one] for one in person.guardians))
            for person in row.roster
        ]
        people.update((person.id, person) for person in mine)
        own.append(tuple(mine))
    return list(people.values()), own


def crowd(rows: Sequence[Row], size: int, seed: str = "crowd") -> list[Person]:
    """Return people who are in no row; the same arguments give the same people.

    Args:
        rows: who and what must not be among them.
        size: how many.
        seed: of the draw.
    """
    taken = _pairs(rows)
    spoken = {word for row in rows for word in words(fold(row.text))}
    people: list[Person] = []
    for number, (name, kind) in enumerate(_drawn(Draw(seed))):
        if len(people) == size:
            break
        if (_key(name.given, name.family) in taken) or _key(name.preferred, name.family) in taken:
            continue
        local = str(100_000 + (number * 386_413 + 104_729) % 900_000)
        account = f"{romanised(name.given)[:1]}{romanised(name.family)[:12]}{number}"
        if local in spoken or account in spoken:
            continue
        student = kind is Kind.STUDENT
        people.append(
            Person(
                id=f"crowd-{number}",
                kind=kind,
                role=_ROLES[kind],
                given=name.given,
                family=name.family,
                middle=name.middle,
                preferred_given=name.preferred,
                username=account if student else "",
                emails=(f"{account}@crowd.example",),
                ids=(local,) if student else (),
            )
        )
    return people


_ROLES = {Kind.STUDENT: Role.STUDENT, Kind.GUARDIAN: Role.GUARDIAN, Kind.STAFF: Role.TEACHER}


def _drawn(draw: Draw) -> Iterator[tuple[FullName, Kind]]:
    """Yield names without end, household by household, staff between them."""
    while True:
        family = draw_family(draw)
        if draw.chance(_STAFF_SHARE):
            yield draw_name(draw, family.stock, family.guardians[0]), Kind.STAFF
            continue
        for _ in range(1 + draw.below(3)):
            yield draw_name(draw, family.stock, family.children), Kind.STUDENT
        for guardian in family.guardians[: 1 + draw.below(2)]:
            yield draw_name(draw, family.stock, guardian), Kind.GUARDIAN


def _key(*names: str) -> str:
    return " ".join(word for name in names for word in words(fold(name)))


def _pairs(rows: Sequence[Row]) -> set[str]:
    """Return every full name of a roster, and every two and three words side by side in a text."""
    taken = set()
    for row in rows:
        for one in row.roster:
            for given in (one.given, *re.split(r"\s+", one.preferred_given)):
                taken.add(_key(given, one.family))
        found = words(fold(row.text))
        for size in (1, 2, 3):
            for start in range(len(found) - size + 1):
                some = found[start : start + size]
                if size > 1:
                    taken.add(" ".join(some))
                    taken.add(" ".join(reversed(some)))
    return taken
