"""The months of the log on PostgreSQL: one partition each, made before the first entry needs it.

An entry whose month has none (a clock that is far off, a gateway that stood still for a season)
goes to the default partition: nothing is refused for want of a table. The database's own function
`log_partition` makes one, with the guards that every part of the log has.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy import Connection, text

from gateway.errors import GatewayError
from gateway.store.commit import GroupCommit

MONTHS_AHEAD = 3
EVERY = 6 * 3600
"""Seconds between two looks."""
_log = structlog.get_logger(__name__)
_MAKE = text("SELECT log_partition(:moment)")


def make_ahead(db: Connection, now: int, *, ahead: int = MONTHS_AHEAD) -> int:
    """Make the partitions of this month and the next ones; return how many were missing.

    Waits for no reader: if one is in the way, it is tried again the next time.

    Args:
        db: inside a transaction; on SQLite nothing is done.
        now: milliseconds since 1970 UTC.
        ahead: months after this one.
    """
    if db.dialect.name != "postgresql":
        return 0
    db.execute(text("SET LOCAL lock_timeout = '250ms'"))
    return sum(
        bool(db.execute(_MAKE, {"moment": moment}).scalar_one())
        for moment in months(now, ahead + 1)
    )


def months(now: int, count: int) -> list[int]:
    """Return the beginnings of this month and the next ones, in milliseconds since 1970 UTC."""
    today = datetime.fromtimestamp(now / 1000, UTC)
    numbers = range(today.year * 12 + today.month - 1, today.year * 12 + today.month - 1 + count)
    return [
        int(datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC).timestamp()) * 1000
        for number in numbers
    ]


async def see_to_it(commit: GroupCommit, now: Callable[[], int]) -> None:
    """Make what is missing; a failure is told, and nothing else: the default partition holds."""
    try:
        made = await commit.run(lambda db: make_ahead(db, now()))
    except GatewayError as error:
        _log.warning("log_partitions_not_made", code=error.code)
    else:
        if made:
            _log.info("log_partitions_made", count=made)


async def keep_ahead(commit: GroupCommit, now: Callable[[], int]) -> None:
    """Make what is missing now and then, until cancelled."""
    while True:
        await see_to_it(commit, now)
        await asyncio.sleep(EVERY)
