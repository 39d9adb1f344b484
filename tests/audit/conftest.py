"""A log on either database."""

from collections.abc import AsyncIterator
from pathlib import Path

import anyio.to_thread
import pytest

from gateway.store import schema
from gateway.store.commit import open_lane
from gateway.store.engine import sqlite_url
from tests.audit.fakes import Desk
from tests.store.fakes import FaultyLane


@pytest.fixture(params=["sqlite", "postgres"])
async def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    url = sqlite_url(tmp_path / "log.db")
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
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
