"""Beginning to write: which stream, and what is done about one whose writer crashed."""

import asyncio

import pytest
from sqlalchemy import Connection, update

from gateway.audit import takeover
from gateway.audit.checkpoint import origin_of, sign
from gateway.audit.writer import LogWriter
from gateway.store.commit import GroupCommit
from gateway.store.tables import log_streams
from gateway.terms.record import Ended
from tests.audit.fakes import KEY, LEASE, LOG_ID, Desk
from tests.audit.guards import take_guards_away
from tests.store.fakes import FaultyLane

pytestmark = pytest.mark.anyio


async def crash(desk: Desk, lane: FaultyLane, intents: int) -> LogWriter:
    """Open a log, leave intents open, and stop as a killed process does: saying nothing."""
    log = await desk.writer(lane)
    await asyncio.gather(*(log.append(desk.intent()) for _ in range(intents)))
    for task in log._tasks.values():
        task.cancel()
    return log


async def test_a_crashed_writers_intents_are_closed_by_who_takes_its_stream(
    desk: Desk, lane: FaultyLane
) -> None:
    crashed = await crash(desk, lane, 3)
    desk.clock.now += LEASE + 1000
    log = await desk.writer(lane)

    assert log.health().stream == crashed.health().stream
    assert log.health().rescued == 3
    assert [said.get("ended") for said in await desk.said()] == [None] * 3 + [Ended.INTERRUPTED] * 3
    await log.close()
    assert (await desk.verify()).counts == {}


async def test_a_lease_that_runs_is_respected(desk: Desk, lane: FaultyLane) -> None:
    crashed = await crash(desk, lane, 1)
    log = await desk.writer(lane)
    assert log.health().stream != crashed.health().stream
    report = await desk.verify()
    assert report.intact
    assert report.open_intents == 1
    await log.close()


async def test_a_holder_that_is_known_to_be_dead_is_not_waited_for(
    desk: Desk, lane: FaultyLane
) -> None:
    crashed = await crash(desk, lane, 1)
    log = await desk.writer(lane, gone=lambda holder: holder == "holder-1")
    assert log.health().stream == crashed.health().stream
    await log.close()


async def test_every_crashed_stream_is_closed_and_one_is_kept(desk: Desk, lane: FaultyLane) -> None:
    for _ in range(3):
        await crash(desk, lane, 2)
    desk.clock.now += LEASE + 1000
    log = await desk.writer(lane)
    assert log.health().rescued == 6
    report = await desk.verify()
    assert (report.streams, report.open_intents, report.counts) == (3, 0, {})
    await log.close()


async def test_a_living_writer_closes_what_others_left_when_their_lease_ends(
    desk: Desk, lane: FaultyLane
) -> None:
    await crash(desk, lane, 2)
    log = await desk.writer(lane)
    commit = GroupCommit(lane)
    pen = desk.pen("passer-by")

    def rescue(connection: Connection) -> int:
        return takeover.rescue(connection, pen, published=desk.board.read)

    assert await commit.run(rescue) == 0
    desk.clock.now += LEASE + 1000
    await log.append(desk.event())  # renews the living one's lease
    assert await commit.run(rescue) == 2
    assert await commit.run(rescue) == 0
    await log.append(desk.event())
    await log.close()
    assert (await desk.verify()).counts == {}


async def test_settled_intents_are_not_read_again(desk: Desk, lane: FaultyLane) -> None:
    log = await desk.writer(lane)
    for _ in range(3):
        intent = desk.intent()
        await log.append(intent)
        await log.append(desk.outcome(intent))
    await log.append(desk.intent())
    await log.append(desk.event())

    def settled(connection: Connection) -> int:
        number: int = connection.execute(log_streams.select()).one().settled
        return number

    assert await GroupCommit(lane).run(settled) == 6
    await log.close()
    assert await GroupCommit(lane).run(settled) == 9


@pytest.mark.parametrize("column", ["size", "root", "frontier", "checkpoint"])
async def test_a_stream_whose_head_was_changed_is_set_aside_untouched(
    desk: Desk, lane: FaultyLane, column: str
) -> None:
    log = await desk.writer(lane)
    for _ in range(3):
        await log.append(desk.event())
    await log.close()
    other: dict[str, object] = {
        "size": 2,
        "root": b"x" * 32,
        "frontier": b"x" * 64,
        "checkpoint": "changed",
    }

    def change(connection: Connection) -> None:
        take_guards_away(connection)
        connection.execute(update(log_streams).values({column: other[column]}))

    await GroupCommit(lane).run(change)
    second = await desk.writer(lane)
    assert second.health().set_aside == (log.health().stream,)
    assert second.health().stream != log.health().stream
    await second.append(desk.event())
    await second.close()


@pytest.mark.parametrize("size", [4, 3])
async def test_a_stream_that_contradicts_its_published_checkpoint_is_set_aside(
    desk: Desk, lane: FaultyLane, size: int
) -> None:
    log = await desk.writer(lane)
    for _ in range(3):
        await log.append(desk.event())
    await log.close()
    origin = origin_of(LOG_ID, log.health().stream)
    desk.board.notes[origin] = sign(origin, size, b"x" * 32, KEY).note

    second = await desk.writer(lane)
    assert second.health().set_aside == (log.health().stream,)
    await second.close()


async def test_a_published_checkpoint_that_is_behind_is_no_contradiction(
    desk: Desk, lane: FaultyLane
) -> None:
    log = await desk.writer(lane)
    await log.append(desk.event())
    earlier = dict(desk.board.notes)
    await log.append(desk.event())
    await log.close()
    desk.board.notes.update(earlier)

    second = await desk.writer(lane)
    assert second.health().set_aside == ()
    assert second.health().stream == log.health().stream
    await second.close()
