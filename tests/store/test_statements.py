"""Statements kept as SQL: the same answers and the same errors on both databases."""

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from gateway.store.commit import Lane, UnitFailed, open_lane
from gateway.store.engine import Unit
from gateway.store.statements import Statement

pytestmark = pytest.mark.anyio

metadata = MetaData()
notes = Table(
    "notes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
ADD = Statement(insert(notes))
MOVE = Statement(
    update(notes).where(notes.c.name == bindparam("of")).values(number=bindparam("number"))
)
ALL = Statement(select(notes.c.name, notes.c.number, notes.c.content).order_by(notes.c.name))
ONE = Statement(select(notes.c.number).where(notes.c.name == bindparam("of")))
FIRST = Statement(
    select(notes.c.name, func.coalesce(notes.c.number, 0))
    .where(notes.c.name != "a", notes.c.number < bindparam("below"))
    .order_by(notes.c.name)
    .limit(bindparam("most"))
)
MOVE_B = Statement(update(notes).where(notes.c.name == "b").values(number=bindparam("number")))


@pytest.fixture
async def lane(url: str) -> AsyncIterator[Lane]:
    opened = open_lane(url)
    await opened.transact([metadata.create_all])
    yield opened
    await opened.close()


async def run[T](lane: Lane, unit: Unit[T]) -> T:
    [result] = await lane.transact([unit])
    made: T = result
    return made


def adding(*names: str) -> Callable[[Connection], int]:
    rows = [{"name": name, "number": 1, "content": b"\x00kept"} for name in names]
    return lambda connection: ADD.run(connection, *rows)


async def test_one_row_and_many_are_written_and_read_again(lane: Lane) -> None:
    await run(lane, adding("a"))
    await run(lane, adding("b", "c"))
    rows = await run(lane, ALL.rows)
    assert [(name, number, bytes(content)) for name, number, content in rows] == [
        (name, 1, b"\x00kept") for name in "abc"
    ]


async def test_changed_rows_are_counted(lane: Lane) -> None:
    await run(lane, adding("a"))
    assert await run(lane, lambda db: MOVE.run(db, {"of": "a", "number": 7})) == 1
    assert await run(lane, lambda db: MOVE.run(db, {"of": "z", "number": 7})) == 0
    assert await run(lane, lambda db: ONE.rows(db, of="a")) == [(7,)]
    assert await run(lane, lambda db: ONE.rows(db, of="z")) == []


async def test_what_is_written_in_a_statement_needs_no_value(lane: Lane) -> None:
    await run(lane, adding("a", "b", "c"))
    assert await run(lane, lambda db: FIRST.rows(db, below=9, most=1)) == [("b", 1)]
    assert await run(lane, lambda db: FIRST.rows(db, below=1, most=9)) == []
    assert await run(lane, lambda db: MOVE_B.run(db, {"number": 7})) == 1
    assert await run(lane, lambda db: ONE.rows(db, of="b")) == [(7,)]


async def test_errors_are_sqlalchemys_and_quote_no_value(lane: Lane) -> None:
    await run(lane, adding("Maria"))
    with pytest.raises(UnitFailed) as failed:
        await run(lane, adding("Maria"))
    assert isinstance(failed.value.error, IntegrityError)
    assert "Maria" not in str(failed.value.error).partition("DETAIL")[0]
    with pytest.raises(UnitFailed) as failed:
        await run(lane, lambda db: Statement(select(Table("none", MetaData()))).rows(db))
    assert isinstance(failed.value.error, DBAPIError)
