"""Rows that are one document each: put, read, looked up, listed in order, taken away."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, create_engine, insert, select

from gateway.district.documents import CASE
from gateway.district.papers import Papers
from gateway.store import tables
from gateway.terms.people import Case

FIRST, SECOND, THIRD = (
    Case(id=name, person=person, student="s1", until=date(2026, 6, 30))
    for name, person in (("a", "t1"), ("b", "t2"), ("c", "t1"))
)
CASES = Papers(
    tables.caseloads,
    CASE,
    lambda case: {
        "person": case.person,
        "student": case.student,
        "begins": "",
        "ends": case.until.isoformat(),
    },
    moves="roster",
)


@pytest.fixture
def db() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    tables.metadata.create_all(engine, tables=[tables.caseloads, tables.revisions])
    with engine.connect() as connection:
        connection.execute(insert(tables.revisions).values(name="roster", number=1))
        for case in (THIRD, FIRST, SECOND):
            CASES.put(connection, case, 0)
        yield connection
    engine.dispose()


def revision(db: Connection) -> int:
    number: int = db.execute(select(tables.revisions.c.number)).scalar_one()
    return number


def test_what_is_put_is_read_until_it_is_taken_away(db: Connection) -> None:
    assert CASES.read(db, "b") == SECOND
    CASES.remove(db, "b")
    assert CASES.read(db, "b") is None
    assert CASES.find(db) == [FIRST, THIRD]


def test_what_is_put_again_takes_the_place_of_what_was(db: Connection) -> None:
    later = Case(id="b", person="t3", student="s2", until=date(2027, 6, 30))
    CASES.put(db, later, 0)
    assert CASES.find(db) == [FIRST, later, THIRD]
    assert CASES.find(db, tables.caseloads.c.person == "t3") == [later]


def test_rows_are_listed_by_the_page_those_that_fit(db: Connection) -> None:
    assert CASES.listed(db, "", 2) == [FIRST, SECOND]
    assert CASES.listed(db, "b", 2) == [THIRD]
    assert CASES.listed(db, "", 2, tables.caseloads.c.person == "t1") == [FIRST, THIRD]


def test_a_shelf_puts_reads_and_takes_away_the_same_rows(db: Connection) -> None:
    shelf, kept = CASES.shelf("case"), CASES.shelf("case", removable=False)
    shelf.put(db, FIRST, 0)
    assert (shelf.read(db, "a"), shelf.row_of(FIRST)) == (FIRST, "a")
    assert shelf.listed(db, "a", 1) == kept.listed(db, "a", 1) == [SECOND]
    assert shelf.remove is not None
    shelf.remove(db, "a")
    assert kept.read(db, "a") is None
    assert kept.remove is None


def test_each_change_moves_the_revision(db: Connection) -> None:
    before = revision(db)
    CASES.put(db, FIRST, 0)
    CASES.remove(db, "a")
    assert revision(db) == before + 2
