"""The log read back from the store, and each way of tampering with the store found."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, text

from gateway.audit.findings import StoredEntry, Trouble
from gateway.audit.read import entries, heads
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from tests.audit.fakes import Desk
from tests.audit.guards import take_guards_away
from tests.store.fakes import FaultyLane

pytestmark = pytest.mark.anyio


@pytest.fixture
async def store(desk: Desk, lane: FaultyLane) -> GroupCommit:
    """Hold a log of two streams, seven entries each, nothing open."""
    first, second = await desk.writer(lane), await desk.writer(lane)
    for log in (first, second):
        for _ in range(3):
            intent = desk.intent()
            await log.append(intent)
            await log.append(desk.outcome(intent))
        await log.append(desk.event())
    await first.close()
    await second.close()
    return GroupCommit(lane)


@pytest.mark.parametrize("page", [1, 2, 7, 14, 100])
async def test_pages_hold_every_entry_once_and_in_order(
    desk: Desk, store: GroupCommit, page: int
) -> None:
    def read(connection: Connection) -> tuple[list[StoredEntry], Sequence[str]]:
        return list(entries(connection, page)), [head.stream for head in heads(connection)]

    reader = Reader(desk.url)
    found, streams = await reader.read(read)
    await reader.close()
    assert [(entry.stream, entry.index) for entry in found] == [
        (stream, index) for stream in streams for index in range(7)
    ]


async def test_the_log_in_the_store_is_intact(desk: Desk, store: GroupCommit) -> None:
    report = await desk.verify()
    assert (report.streams, report.entries, report.counts) == (2, 14, {})
    assert report.checkpoints == 4


TAMPERING = {
    "a changed bit": (
        "UPDATE log_entries SET data = (SELECT data FROM log_entries WHERE {at} AND {i} = 3) "
        "WHERE {at} AND {i} = 2",
        Trouble.CHANGED,
    ),
    "a changed column": ("UPDATE log_entries SET time = 1 WHERE {at} AND {i} = 2", Trouble.COLUMN),
    "a hidden outcome": (
        "UPDATE log_entries SET about = '' WHERE {at} AND {i} = 1",
        Trouble.COLUMN,
    ),
    "a removed entry": ("DELETE FROM log_entries WHERE {at} AND {i} = 3", Trouble.MISSING),
    "a cut tail": ("DELETE FROM log_entries WHERE {at} AND {i} >= 5", Trouble.CUT),
    "an inserted entry": (
        "INSERT INTO log_entries SELECT stream, 7, 'new', kind, about, time, data, leaf, '' "
        "FROM log_entries WHERE {at} AND {i} = 6",
        Trouble.BEYOND,
    ),
    "two swapped": (
        "UPDATE log_entries SET {i} = CASE {i} WHEN 2 THEN 104 WHEN 4 THEN 102 END "
        "WHERE {at} AND {i} IN (2, 4)",
        Trouble.ROOT,
    ),
    "a lost stream": ("DELETE FROM log_entries WHERE {at}", Trouble.CUT),
    "a lost head": ("DELETE FROM log_streams WHERE {at}", Trouble.LOST),
    "a changed head": ("UPDATE log_streams SET size = 6 WHERE {at}", Trouble.FORGED),
    "a forged checkpoint": (
        "UPDATE log_streams SET checkpoint = replace(checkpoint, '7', '6') WHERE {at}",
        Trouble.FORGED,
    ),
}


@pytest.mark.parametrize("name", TAMPERING)
async def test_tampering_with_the_store_is_found(desk: Desk, store: GroupCommit, name: str) -> None:
    statement, code = TAMPERING[name]
    at = "stream = (SELECT min(stream) FROM log_streams)"

    def tamper(connection: Connection) -> None:
        take_guards_away(connection)
        connection.execute(text(statement.format(at=at, i='"index"')))
        if name == "two swapped":
            connection.execute(
                text('UPDATE log_entries SET "index" = "index" - 100 WHERE "index" > 100')
            )

    await store.run(tamper)
    report = await desk.verify()
    assert code in report.counts
    assert report.exit_status == 1


async def test_the_log_can_be_verified_while_it_is_written(
    desk: Desk, lane: FaultyLane, store: GroupCommit
) -> None:
    log = await desk.writer(lane)
    await log.append(desk.intent())
    report = await desk.verify()
    assert report.intact
    assert report.open_intents == 1
    await log.close()
