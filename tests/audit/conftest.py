"""A log on either database."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import anyio.to_thread
import pytest
from sqlalchemy import delete

from gateway.store import schema
from gateway.store.commit import open_lane
from gateway.store.engine import postgres_engine, sqlite_url
from gateway.store.tables import log_entries, log_streams
from tests.audit.fakes import Desk
from tests.audit.guards import take_guards_away
from tests.conftest import Postgres
from tests.store.fakes import FaultyLane


@pytest.fixture(scope="session")
def log_database(postgres: Postgres) -> Iterator[str]:
    """Give the address of one database for all of these tests: making one takes a while."""
    postgres.run("createdb", "--template=template0", "audit")
    url = postgres.url("audit")
    schema.upgrade(url)
    yield url
    postgres.run("dropdb", "--force", "audit")


@pytest.fixture
def empty_log_database(log_database: str) -> str:
    """Empty the log's tables of what the last test left."""

    async def empty() -> None:
        engine = postgres_engine(log_database)
        async with engine.begin() as connection:
            await connection.run_sync(take_guards_away)
            for table in (log_entries, log_streams):
                await connection.execute(delete(table))
        await engine.dispose()

    asyncio.run(empty())
    return log_database


@pytest.fixture(params=["sqlite", "postgres"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    if request.param == "postgres":
        return Desk(await anyio.to_thread.run_sync(request.getfixturevalue, "empty_log_database"))
    url = sqlite_url(tmp_path / "log.db")
    await anyio.to_thread.run_sync(schema.upgrade, url)
    return Desk(url)


@pytest.fixture
async def lane(desk: Desk) -> AsyncIterator[FaultyLane]:
    faulty = FaultyLane(open_lane(desk.url))
    yield faulty
    await faulty.close()


@pytest.fixture
async def other_lane(desk: Desk) -> AsyncIterator[FaultyLane]:
    faulty = FaultyLane(open_lane(desk.url))
    yield faulty
    await faulty.close()
