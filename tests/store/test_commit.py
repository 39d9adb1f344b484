"""Group commit: what returned is durable, and nobody suffers from another's failure."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, make_url, select
from sqlalchemy.exc import IntegrityError

from gateway.errors import BadRequest, OurFault, Unusable
from gateway.store.commit import LARGEST_BATCH, GroupCommit, UnitFailed, open_lane
from gateway.store.engine import OneStatement, Reader, sqlite_url
from tests.store.fakes import FaultyLane

pytestmark = pytest.mark.anyio

metadata = MetaData()
numbers = Table("numbers", metadata, Column("number", Integer, primary_key=True))


def add(number: int) -> Callable[[Connection], int]:
    def unit(connection: Connection) -> int:
        connection.execute(insert(numbers).values(number=number))
        return number

    return unit


def listed(connection: Connection) -> list[int]:
    return list(connection.execute(select(numbers.c.number).order_by(numbers.c.number)).scalars())


@pytest.fixture
async def lane(url: str) -> AsyncIterator[FaultyLane]:
    faulty = FaultyLane(open_lane(url))
    await faulty.inner.transact([metadata.create_all])
    yield faulty
    await faulty.close()


async def committed(url: str) -> list[int]:
    """Read with a connection that shares nothing with the lane."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with sqlite3.connect(parsed.database or "") as connection:
            rows = connection.execute("SELECT number FROM numbers ORDER BY number").fetchall()
        connection.close()
        return [number for (number,) in rows]
    plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    other = await asyncpg.connect(plain)
    try:
        return [row["number"] for row in await other.fetch("SELECT number FROM numbers ORDER BY 1")]
    finally:
        await other.close()


async def test_what_returned_can_be_read_by_others(lane: FaultyLane, url: str) -> None:
    commit = GroupCommit(lane)
    assert await commit.run(add(1)) == 1
    assert await committed(url) == [1]


async def test_those_who_wait_together_share_one_transaction(lane: FaultyLane, url: str) -> None:
    commit = GroupCommit(lane)
    assert await asyncio.gather(*(commit.run(add(n)) for n in range(50))) == list(range(50))
    assert lane.transactions == 1
    assert await committed(url) == list(range(50))


async def test_a_transaction_takes_no_more_than_its_measure(lane: FaultyLane) -> None:
    commit = GroupCommit(lane)
    await asyncio.gather(*(commit.run(add(n)) for n in range(LARGEST_BATCH + 1)))
    assert lane.transactions == 2


async def test_only_the_unit_that_raises_fails(lane: FaultyLane, url: str) -> None:
    commit = GroupCommit(lane)

    def refuse(_connection: Connection) -> int:
        raise BadRequest("no")

    results = await asyncio.gather(
        commit.run(add(1)),
        commit.run(refuse),
        commit.run(add(2)),
        commit.run(add(1)),
        commit.run(add(3)),
        return_exceptions=True,
    )

    assert [results[0], results[2], results[4]] == [1, 2, 3]
    assert isinstance(results[1], BadRequest)
    assert isinstance(results[3], OurFault)
    assert results[3].code == "store_conflict"
    assert await committed(url) == [1, 2, 3]
    assert await commit.run(add(4)) == 4


async def test_a_unit_that_failed_through_another_gets_a_try_alone(
    lane: FaultyLane, url: str
) -> None:
    commit = GroupCommit(lane)

    def add_unless_crowded(connection: Connection) -> int:
        if len(listed(connection)) > 1:
            raise BadRequest("crowded")
        return add(9)(connection)

    def add_and_fall(connection: Connection) -> int:
        add(8)(connection)
        raise BadRequest("fallen")

    one, fallen, nine = await asyncio.gather(
        commit.run(add(1)),
        commit.run(add_and_fall),
        commit.run(add_unless_crowded),
        return_exceptions=True,
    )
    assert (one, nine) == (1, 9)
    assert isinstance(fallen, BadRequest)
    assert await committed(url) == [1, 9]


async def test_a_cancelled_caller_takes_nobody_with_it(lane: FaultyLane, url: str) -> None:
    commit = GroupCommit(lane)
    tasks = [asyncio.create_task(commit.run(add(n))) for n in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert results[0] == 0
    assert isinstance(results[1], asyncio.CancelledError)
    assert results[2] == 2
    assert await commit.run(listed) == [0, 1, 2]


@pytest.mark.parametrize("effect", [1, 4, 5], ids=["begin", "commit", "answer"])
async def test_a_database_that_fails_fails_all_who_wait_and_none_after(
    lane: FaultyLane, url: str, effect: int
) -> None:
    lane.fail = {lane.effects + effect}
    commit = GroupCommit(lane)
    first = await asyncio.gather(commit.run(add(1)), return_exceptions=True)

    assert isinstance(first[0], Unusable)
    assert lane.failed in (["begin"], ["commit"], ["answer"])
    assert await commit.run(add(2)) == 2
    kept = [1, 2] if lane.failed == ["answer"] else [2]
    assert await committed(url) == kept


async def test_a_broken_connection_is_replaced(postgres_url: str) -> None:
    commit = GroupCommit(open_lane(postgres_url))
    await commit.run(metadata.create_all)

    def die(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    results = await asyncio.gather(commit.run(add(1)), commit.run(die), return_exceptions=True)

    assert all(isinstance(result, Unusable) for result in results)
    assert await commit.run(add(2)) == 2
    assert await commit.run(listed) == [2]
    await commit.close()


async def test_another_writer_of_the_same_file_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "numbers.db"
    commit = GroupCommit(open_lane(sqlite_url(path)))
    await commit.run(metadata.create_all)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(commit.run(add(1)))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        other.execute("COMMIT")
        assert await waiting == 1
    other.close()
    await commit.close()


async def test_commits_are_synced_to_the_disk(lane: FaultyLane, url: str) -> None:
    def setting(connection: Connection) -> object:
        if connection.dialect.name == "sqlite":
            return connection.exec_driver_sql("PRAGMA synchronous").scalar()
        return connection.exec_driver_sql("SHOW synchronous_commit").scalar()

    assert await GroupCommit(lane).run(setting) in (2, "on")


async def test_what_can_be_made_anew_does_not_wait_for_the_disk(postgres_url: str) -> None:
    lane = open_lane(postgres_url, durable=False)
    ask = "SHOW synchronous_commit"
    assert await lane.transact([lambda db: db.exec_driver_sql(ask).scalar()]) == ["off"]
    await lane.close()


async def test_one_statement_goes_alone_where_nothing_else_waits(postgres_url: str) -> None:
    """When it began is the same for all statements of a transaction."""

    def of_one_transaction(connection: Connection) -> bool:
        first, second = (connection.exec_driver_sql("SELECT now()").scalar() for _ in range(2))
        return first == second

    lane, reader = open_lane(postgres_url), Reader(postgres_url)
    alone = OneStatement(of_one_transaction)
    assert await lane.transact([alone]) == [False]
    assert await lane.transact([of_one_transaction]) == [True]
    assert await lane.transact([alone, alone]) == [True, True]
    assert await lane.transact([alone]) == [False]
    assert await reader.quick(alone) is False
    assert await reader.quick(of_one_transaction) is True
    assert await reader.quick(alone) is False
    await lane.close()
    await reader.close()


async def test_one_statement_that_fails_leaves_nothing_and_stops_nobody(lane: FaultyLane) -> None:
    assert await lane.inner.transact([OneStatement(add(1))]) == [1]
    with pytest.raises(UnitFailed) as caught:
        await lane.inner.transact([OneStatement(add(1))])
    assert isinstance(caught.value.error, IntegrityError)
    assert await lane.inner.transact([add(2)]) == [2]
    assert await lane.inner.transact([OneStatement(listed)]) == [[1, 2]]


async def test_a_lane_tells_which_unit_failed(lane: FaultyLane) -> None:
    with pytest.raises(UnitFailed) as caught:
        await lane.inner.transact([add(1), add(2), add(1), add(3)])
    assert caught.value.position == 2
    assert await lane.inner.transact([listed]) == [[]]


async def test_a_unit_that_cannot_begin_fails_alone(lane: FaultyLane) -> None:
    commit = GroupCommit(lane)
    failures: list[Exception] = []

    def open_unit() -> Callable[[Connection], int]:
        raise BadRequest("not today")

    commit.submit(open_unit, lambda _: None, failures.append)
    assert await commit.run(add(1)) == 1
    assert isinstance(failures[0], BadRequest)


async def test_closing_writes_what_waits_and_takes_no_more(url: str) -> None:
    commit = GroupCommit(open_lane(url))
    await commit.run(metadata.create_all)
    waiting = asyncio.create_task(commit.run(add(1)))
    await asyncio.sleep(0)
    await commit.close()

    assert await waiting == 1
    with pytest.raises(Unusable):
        await commit.run(add(2))
    assert await committed(url) == [1]
