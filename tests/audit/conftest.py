"""A log on either database."""

from collections.abc import AsyncIterator

import pytest

from gateway.store.commit import open_lane
from tests.audit.fakes import Desk
from tests.store.fakes import FaultyLane


@pytest.fixture
def desk(store_url: str) -> Desk:
    return Desk(store_url)


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
