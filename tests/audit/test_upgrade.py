"""A log written before an upgrade: whole after it, by its old checkpoints, and written on.

What is written at an older revision goes into the tables as that revision left them. A migration
after which this can no longer be done needs a log of the older version in its place.
"""

import asyncio

import anyio.to_thread
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gateway.store import schema
from gateway.store.commit import Lane, open_lane
from gateway.store.engine import is_sqlite, postgres_engine, sqlite_engine
from tests.audit.fakes import Desk

pytestmark = pytest.mark.anyio

OLDER = [
    script.revision
    for script in ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()
    if script.revision != schema.newest()
]


def bring_to(db: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.attributes["connection"] = db
    command.upgrade(config, revision)


def make_older(url: str, revision: str) -> None:
    """Make a database as an older version made it."""

    async def on_postgres() -> None:
        engine = postgres_engine(url)
        async with engine.begin() as db:
            await db.run_sync(bring_to, revision)
        await engine.dispose()

    if not is_sqlite(url):
        asyncio.run(on_postgres())
        return
    engine = sqlite_engine(url)
    with engine.begin() as db:
        bring_to(db, revision)
    engine.dispose()


async def write_some(desk: Desk, lane: Lane) -> None:
    """Write a few prompts into the log as one server process does, and close it."""
    log = await desk.writer(lane)
    for _ in range(5):
        intent = desk.intent()
        await log.append(intent)
        await log.append(desk.outcome(intent))
    await log.close()
    await lane.close()


@pytest.mark.slow
@pytest.mark.parametrize("revision", OLDER)
async def test_a_log_of_an_older_version_is_whole_after_the_upgrade_and_goes_on(
    url: str, revision: str
) -> None:
    await anyio.to_thread.run_sync(make_older, url, revision)
    desk = Desk(url)
    await write_some(desk, open_lane(url))
    before, old_notes = await desk.said(), dict(desk.board.notes)
    assert old_notes

    await anyio.to_thread.run_sync(schema.upgrade, url)
    assert await anyio.to_thread.run_sync(schema.current, url) == schema.newest()
    assert await desk.said() == before
    report = await desk.verify()
    assert (report.entries, report.open_intents, report.counts) == (10, 0, {})

    await write_some(desk, open_lane(url))
    assert (await desk.said())[:10] == before
    report = await desk.verify()
    assert (report.streams, report.entries, report.counts) == (1, 20, {})
    desk.board.notes = old_notes  # as whoever kept them would
    assert (await desk.verify()).intact
