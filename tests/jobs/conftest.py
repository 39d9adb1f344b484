"""The clock of standing chores over the small district, on a clock to set."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from gateway.district.directory import District
from gateway.jobs.board import Board
from gateway.jobs.chores import LEASE, Chore, Chores
from gateway.jobs.lease import Lease
from gateway.telemetry import Metrics
from gateway.terms.chores import CHORE
from tests.district.conftest import bare, peopled, town
from tests.oversight.conftest import Rooms, rooms

__all__ = ["bare", "peopled", "rooms", "town"]

HOUR = 3


async def nothing() -> Counter[str]:
    """Do nothing, as a chore does it."""
    return Counter(nothing=0)


def chores_in(
    rooms: Rooms,
    chores: Sequence[Chore],
    district: District | None = None,
    *,
    clock: list[datetime],
    holder: str = "here",
    metrics: Metrics | None = None,
) -> Chores:
    """Return one process's clock; `clock` tells the time to all of them."""
    town = rooms.town

    def now() -> int:
        return round(clock[0].timestamp() * 1000)

    return Chores(
        chores,
        Board(CHORE, town.reader, town.commit, now=now, new_id=rooms.office._new_id),
        Lease(LEASE, town.commit, holder=holder, now=now),
        district or town.district(),
        metrics or Metrics(),
        hour=HOUR,
        now=now,
    )
