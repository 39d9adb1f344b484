"""The people of the roster as they are read: rows that the office merged are one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Row, bindparam, select
from tink import aead

from gateway.district.documents import from_texts
from gateway.district.merged import Merged
from gateway.district.oneroster import RANK
from gateway.district.sealed import open_birth_date
from gateway.store import tables
from gateway.terms.people import Kind, Person, Role, School

type PersonRow = Row[tuple[object, ...]]

_PEOPLE = select(tables.people).where(tables.people.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrolled:
    """A person of the roster with what the rules need and the detector must not have."""

    person: Person
    born: date | None
    log_id: str
    classes: tuple[str, ...] = ()


def person_of(row: PersonRow) -> Person:
    """Return the person a row of the roster describes."""
    return Person(
        id=row.id,
        kind=Kind(row.kind),
        role=Role(row.role),
        given=row.given,
        family=row.family,
        middle=row.middle,
        preferred_given=row.preferred_given,
        preferred_middle=row.preferred_middle,
        preferred_family=row.preferred_family,
        username=row.username,
        emails=from_texts(row.emails),
        phones=from_texts(row.phones),
        ids=from_texts(row.ids),
        guardians=from_texts(row.guardians),
        schools=from_texts(row.schools),
        grade=row.grade,
        active=row.active,
    )


def folded(people: Sequence[Person], merged: Merged) -> Person:
    """Return the one person that some rows of the roster are.

    Who is active in one row is active; who is a student in one is a student. Names and addresses
    are those of all rows, for somebody to be known by; schools and guardians those of the active.

    Args:
        people: the rows as they are, the kept one first.
        merged: who is one, guardians among them.
    """
    kept = merged.one(people[0].id)
    here = [one for one in people if one.active] or people[:1]
    base = min(here, key=lambda one: RANK[one.kind])
    others = [one for one in people if one is not base]
    every = (base, *others)
    return replace(
        base,
        id=kept,
        emails=_once(text for one in every for text in one.emails),
        phones=_once(text for one in every for text in one.phones),
        ids=_once(text for one in every for text in one.ids),
        guardians=_once(merged.one(guardian) for one in here for guardian in one.guardians),
        schools=_once(school for one in (base, *here) for school in one.schools),
        grade=base.grade or next((one.grade for one in here if one.grade), ""),
        also=tuple(every if base.id != kept else others),
    )


def born_of(births: Iterable[date | None]) -> date | None:
    """Return the birth date of one person from their rows; unknown where those disagree, which
    counts as the youngest."""
    known = {one for one in births if one is not None}
    return known.pop() if len(known) == 1 else None


def read_enrolled(
    db: Connection, fields: aead.Aead, merged: Merged, ids: Sequence[str]
) -> dict[str, Enrolled]:
    """Return some people, by the ids they go by, inactive ones too; without classes.

    Args:
        db: the database.
        fields: opens birth dates.
        merged: who is one.
        ids: any ids of theirs.
    """
    rows = {row.id: row for row in db.execute(_PEOPLE, {"ids": merged.rows_of(ids)})}
    found = {}
    for kept in dict.fromkeys(map(merged.one, ids)):
        theirs = [rows[one] for one in merged.rows(kept) if one in rows]
        if not theirs:
            continue
        people = [person_of(row) for row in theirs]
        several = merged.several(kept)
        found[kept] = Enrolled(
            person=folded(people, merged) if several else _with_guardians(people[0], merged),
            born=born_of(open_birth_date(fields, row.id, row.born) for row in theirs),
            log_id=theirs[0].log_id,
        )
    return found


def everybody(db: Connection, merged: Merged) -> list[Person]:
    """Return everybody active. Takes seconds at 500,000 people."""
    return [one for one in people_of_all(db, merged) if one.active]


def people_of_all(db: Connection, merged: Merged) -> Iterable[Person]:
    """Yield everybody, those too who left."""
    return _folded(map(person_of, db.execute(select(tables.people))), merged)


def changed_since(db: Connection, merged: Merged, since: int, most: int) -> list[Person]:
    """Return who changed after a revision of the roster, at most so many rows of it.

    A duplicate that was merged is told of by its own id too, as inactive.
    """
    people = tables.people
    query = select(people).where(people.c.revision > since).limit(most)
    changed = {row.id: person_of(row) for row in db.execute(query)}
    touched = [one for one in changed if merged.several(one)]
    if not touched:
        return list(_folded(changed.values(), merged))
    whole = db.execute(_PEOPLE, {"ids": merged.rows_of(touched)})
    rows = changed | {row.id: person_of(row) for row in whole}
    stale = [replace(rows[one], active=False) for one in rows if one in merged.kept_of]
    return [*_folded(rows.values(), merged), *stale]


def _folded(people: Iterable[Person], merged: Merged) -> Iterable[Person]:
    """Yield people in their order, and at the end those of whom there are several rows."""
    if not merged.kept_of:
        yield from people
        return
    several: dict[str, Person] = {}
    for one in people:
        if merged.several(one.id):
            several[one.id] = one
        else:
            yield _with_guardians(one, merged)
    for kept in dict.fromkeys(map(merged.one, several)):
        theirs = [several[row] for row in merged.rows(kept) if row in several]
        yield folded(theirs, merged)


def _with_guardians(person: Person, merged: Merged) -> Person:
    """Return a person whose guardians go by their one id."""
    if merged.kept_of.keys().isdisjoint(person.guardians):
        return person
    return replace(person, guardians=_once(map(merged.one, person.guardians)))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def read_schools(db: Connection) -> list[School]:
    """Return the roster's schools and other organisations."""
    return [
        School(id=row.id, name=row.name, kind=row.kind, identifier=row.identifier)
        for row in db.execute(select(tables.schools))
    ]
