"""The shelf of caseloads: students whom somebody of the staff looks after outside classes.

A counsellor, a nurse, a case manager. Both days are local and inclusive; no roster holds them, and
an import of one leaves them alone.
"""

from typing import Final

from sqlalchemy import Connection, delete, exists, insert, select

from gateway.district.documents import CASE
from gateway.district.roster_import import bump
from gateway.district.shelves import Shelf, check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.people import Case, Kind


def _check(db: Connection, case: Case) -> None:
    check_id(case.id)
    check_texts(case)
    if case.since is not None and case.until < case.since:
        raise invalid("ends before it begins", "until")
    people = tables.people.c
    for name, kind, words in (
        ("person", Kind.STAFF, "nobody active of the staff has this id"),
        ("student", Kind.STUDENT, "no active student has this id"),
    ):
        there = (people.id == getattr(case, name), people.kind == kind.value, people.active)
        if not db.execute(select(exists().where(*there))).scalar():
            raise invalid(words, name)


def _read(db: Connection, row: str) -> Case | None:
    cases = tables.caseloads.c
    text = db.execute(select(cases.document).where(cases.id == row)).scalar()
    return None if text is None else CASE.read(text)


def _list(db: Connection, after: str, limit: int) -> list[Case]:
    cases = tables.caseloads.c
    query = select(cases.document).where(cases.id > after).order_by(cases.id).limit(limit)
    return [CASE.read(text) for text in db.execute(query).scalars()]


def _remove(db: Connection, row: str) -> None:
    db.execute(delete(tables.caseloads).where(tables.caseloads.c.id == row))
    bump(db, "roster")


def _put(db: Connection, case: Case, _now: int) -> None:
    _remove(db, case.id)
    db.execute(
        insert(tables.caseloads).values(
            id=case.id,
            person=case.person,
            student=case.student,
            begins=case.since.isoformat() if case.since else "",
            ends=case.until.isoformat(),
            document=CASE.write(case),
        )
    )


CASELOADS: Final = Shelf(
    kind="case",
    part="roster",
    document=CASE,
    row_of=lambda case: case.id,
    read=_read,
    put=_put,
    remove=_remove,
    listed=_list,
    check=_check,
)
