"""What a machine does to a log: its disk fills, its clock turns back, its database goes away.

Each fault is the database's own, not a lane that pretends. Through each of them: no intent is taken
while the log is unusable, nothing that was acknowledged is lost, every call has one outcome, and
once the fault is gone the log goes on without anybody's hand.
"""

import asyncio
import shutil
import subprocess
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import anyio.to_thread
import pytest
from sqlalchemy import Connection, text

from gateway.audit.streams import Fenced
from gateway.audit.takeover import Taken
from gateway.audit.writer import LogWriter, State
from gateway.errors import GatewayError, Unusable
from gateway.store.commit import GroupCommit, SqliteLane, open_lane
from gateway.store.engine import is_sqlite, postgres_engine, sqlite_url
from gateway.store.partitions import make_ahead
from gateway.terms.record import Receipt
from gateway.terms.times import DAY_MS
from tests.audit.fakes import Desk, tried
from tests.store.fakes import FaultyLane
from tests.waiting import until

pytestmark = pytest.mark.anyio
type Change = Callable[[Desk, FaultyLane], Awaitable[None]]


# --- faults ---------------------------------------------------------------------------------------


async def on_lane(lane: FaultyLane, *statements: str) -> None:
    """Run statements on the writing connection itself, outside of any transaction's promises."""
    if isinstance(lane.inner, SqliteLane):
        connection = lane.inner._connection
        assert connection is not None
        driver = connection.connection.dbapi_connection
        assert driver is not None
        for statement in statements:
            await asyncio.to_thread(driver.cursor().execute, statement)
        return
    await lane.inner.transact(
        [lambda db: [db.exec_driver_sql(statement) for statement in statements]]
    )


async def elsewhere(desk: Desk, *statements: str) -> None:
    """Run statements on another connection, as an administrator would."""
    engine = postgres_engine(desk.url, size=1)
    async with engine.begin() as db:
        for statement in statements:
            await db.execute(text(statement))
    await engine.dispose()


FULL = """
CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$
"""


async def fill_the_disk(desk: Desk, lane: FaultyLane) -> None:
    if is_sqlite(desk.url):
        await on_lane(lane, "PRAGMA max_page_count = 1")  # SQLite makes it what there is now
        return
    trigger = "CREATE TRIGGER no_room BEFORE INSERT ON log_entries"
    await elsewhere(desk, FULL, f"{trigger} FOR EACH ROW EXECUTE FUNCTION no_room()")


async def make_room(desk: Desk, lane: FaultyLane) -> None:
    if is_sqlite(desk.url):
        await on_lane(lane, "PRAGMA max_page_count = 1000000")
        return
    await elsewhere(desk, "DROP TRIGGER no_room ON log_entries")


async def make_it_read_only(desk: Desk, lane: FaultyLane) -> None:
    if is_sqlite(desk.url):
        await on_lane(lane, "PRAGMA query_only = ON")
        return
    await on_lane(lane, "SET default_transaction_read_only = on")


async def make_it_writable(desk: Desk, lane: FaultyLane) -> None:
    if is_sqlite(desk.url):
        await on_lane(lane, "PRAGMA query_only = OFF")
        return
    await on_lane(lane, "SET default_transaction_read_only = off")


FAULTS = [
    pytest.param(fill_the_disk, make_room, id="disk full"),
    pytest.param(make_it_read_only, make_it_writable, id="read-only"),
]


# --- what must hold -------------------------------------------------------------------------------


async def calls(desk: Desk, writer: LogWriter, count: int) -> list[str]:
    """Write whole calls; return the ids of what was acknowledged."""
    written: list[str] = []
    for _ in range(count):
        intent = desk.intent()
        outcome = desk.outcome(intent)
        written += [(await writer.append(record)).record for record in (intent, outcome)]
    return written


async def refused_until_it_cannot(desk: Desk, writer: LogWriter) -> list[str]:
    """Write until the fault shows; return the ids of what was acknowledged before it did."""
    written: list[str] = []
    while True:
        intent = desk.intent()
        receipt = await tried(writer, intent)
        if isinstance(receipt, GatewayError):
            assert isinstance(receipt, Unusable)
            return written
        written.append(intent.id)
        outcome = desk.outcome(intent)
        try:
            written.append((await writer.append(outcome)).record)
        except GatewayError:
            return written  # it is owed, and written later


async def assert_whole(desk: Desk, acknowledged: list[str]) -> None:
    """Tell that all that was acknowledged is there, and every intent has one outcome."""
    report = await desk.verify()
    assert (report.counts, report.open_intents) == ({}, 0)
    said = await desk.said()
    assert {*acknowledged} <= {one["id"] for one in said}
    ended = Counter(one["about"] for one in said if one["kind"] == "outcome")
    assert {*ended} == {one["id"] for one in said if one["kind"] == "intent"}
    assert set(ended.values()) == {1}


@pytest.mark.parametrize(("spoil", "mend"), FAULTS)
async def test_the_log_refuses_while_it_cannot_be_written_and_goes_on_by_itself(
    desk: Desk, lane: FaultyLane, spoil: Change, mend: Change
) -> None:
    writer = await desk.writer(lane)
    acknowledged = await calls(desk, writer, 3)
    under_way = desk.intent()
    await writer.append(under_way)
    await spoil(desk, lane)
    try:
        acknowledged += await refused_until_it_cannot(desk, writer)
        assert (writer.healthy, writer.health().state) == (False, State.BROKEN)
        for _ in range(3):
            assert isinstance(await tried(writer, desk.intent()), Unusable)
        assert isinstance(await tried(writer, desk.outcome(under_way)), Unusable)
    finally:
        await mend(desk, lane)
    await until(lambda: writer.healthy)
    acknowledged += [under_way.id, *await calls(desk, writer, 3)]
    await writer.close()
    await assert_whole(desk, acknowledged)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes, where this account may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("this account may not mount a file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


async def test_a_file_system_that_is_really_full_stops_the_log_until_there_is_room(
    small_disk: Path, migrated_sqlite: Path
) -> None:
    desk = Desk(sqlite_url(shutil.copyfile(migrated_sqlite, small_disk / "log.db")))
    lane = FaultyLane(open_lane(desk.url))
    writer = await desk.writer(lane)
    acknowledged = await calls(desk, writer, 2)
    filler = small_disk / "filler"
    await anyio.to_thread.run_sync(_fill, filler)
    acknowledged += await refused_until_it_cannot(desk, writer)
    assert not writer.healthy
    filler.unlink()
    await until(lambda: writer.healthy)
    acknowledged += await calls(desk, writer, 2)
    await writer.close()
    await lane.close()
    await assert_whole(desk, acknowledged)


def _fill(path: Path) -> None:
    """Write until nothing more fits."""
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return


async def test_a_connection_that_is_cut_again_and_again_loses_nothing_acknowledged(
    postgres_store_url: str,
) -> None:
    desk, lane = Desk(postgres_store_url), FaultyLane(open_lane(postgres_store_url))
    writer = await desk.writer(lane)
    kill = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    acknowledged: list[str] = []

    async def keep_calling() -> None:
        for _ in range(60):
            intent = desk.intent()
            if isinstance(await tried(writer, intent), Receipt):
                acknowledged.append(intent.id)
                await tried(writer, desk.outcome(intent))
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(keep_calling())
        for _ in range(5):
            await asyncio.sleep(0.1)
            await elsewhere(desk, kill)
    await until(lambda: writer.healthy)
    acknowledged += await calls(desk, writer, 1)
    await writer.close()
    await lane.close()
    assert len(acknowledged) > 10
    await assert_whole(desk, acknowledged)


async def test_a_clock_set_back_keeps_the_log_whole_and_its_stream_ours(
    desk: Desk, lane: FaultyLane, other_lane: FaultyLane
) -> None:
    writer = await desk.writer(lane)
    acknowledged = await calls(desk, writer, 2)
    desk.clock.now -= 40 * DAY_MS
    acknowledged += await calls(desk, writer, 2)
    other = await desk.writer(other_lane)
    assert other.health().stream != writer.health().stream
    acknowledged += await calls(desk, other, 1)
    for one in (writer, other):
        await one.close()
    again = await desk.writer(lane)
    acknowledged += await calls(desk, again, 1)
    await again.close()
    await assert_whole(desk, acknowledged)


async def test_a_missing_partition_stops_the_log_until_its_month_is_made(
    postgres_store_url: str,
) -> None:
    desk, lane = Desk(postgres_store_url), FaultyLane(open_lane(postgres_store_url))
    writer = await desk.writer(lane)
    acknowledged = await calls(desk, writer, 1)  # into the default partition
    await elsewhere(desk, "ALTER TABLE log_entries DETACH PARTITION log_entries_default")
    acknowledged += await refused_until_it_cannot(desk, writer)
    assert not writer.healthy
    later = int(datetime(2026, 11, 28, tzinfo=UTC).timestamp()) * 1000
    desk.clock.now = later

    def make(db: Connection) -> int:
        return make_ahead(db, later)

    engine = postgres_engine(postgres_store_url, size=1)
    async with engine.begin() as db:
        assert await db.run_sync(make) == 4
    await engine.dispose()
    await elsewhere(desk, "ALTER TABLE log_entries ATTACH PARTITION log_entries_default DEFAULT")
    await until(lambda: writer.healthy)
    acknowledged += await calls(desk, writer, 2)
    await writer.close()
    await lane.close()
    await assert_whole(desk, acknowledged)


async def test_two_writers_that_hold_one_stream_cannot_both_write(
    desk: Desk, lane: FaultyLane, other_lane: FaultyLane
) -> None:
    writer = await desk.writer(lane)
    acknowledged = await calls(desk, writer, 2)
    # The same lease, epoch and head, as a process has that was copied while it ran.
    pen = replace(desk.pen(), holder=writer._pen.holder)
    taken = Taken(claim=writer._claim, head=writer._head)
    twin = LogWriter(GroupCommit(other_lane), pen, taken, desk.board)
    twin._start("lease", twin._keep_lease)
    first, second = desk.event(), desk.event()
    done = await asyncio.gather(tried(writer, first), tried(twin, second))
    kept = [one for one in done if isinstance(one, Receipt)]
    assert len(kept) == 1
    [lost] = [one for one in done if isinstance(one, GatewayError)]
    assert isinstance(lost, Fenced)
    winner, loser = (writer, twin) if done[0] in kept else (twin, writer)
    acknowledged += [kept[0].record, *await calls(desk, winner, 2)]
    assert isinstance(await tried(loser, desk.event()), Fenced)
    assert not loser.healthy
    await loser.close()
    await winner.close()
    await assert_whole(desk, acknowledged)
