"""The shelf of caseloads: students whom somebody of the staff looks after outside classes.

A counsellor, a nurse, a case manager. Both days are local and inclusive; no roster holds them, and
an import of one leaves them alone.
"""

from typing import Final

from sqlalchemy import Connection, exists, select

from gateway.district.documents import CASE
from gateway.district.papers import Papers
from gateway.district.shelves import check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.people import Case, Kind

_PAPERS: Final = Papers(
    tables.caseloads,
    CASE,
    lambda case: {
        "person": case.person,
        "student": case.student,
        "begins": case.since.isoformat() if case.since else "",
        "ends": case.until.isoformat(),
    },
    moves="roster",
)


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


CASELOADS: Final = _PAPERS.shelf("case", check=_check)
