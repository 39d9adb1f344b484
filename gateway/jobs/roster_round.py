"""The roster by itself: what was dropped is imported, and once a night it is pulled.

One process of several does it, by a lease that is kept while the work lasts. A failure is on the
list of imports, with its reason; the last good roster serves on.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from gateway.district.directory import District
from gateway.district.imports import FAILED, last_import
from gateway.errors import GatewayError
from gateway.jobs.lease import Lease
from gateway.jobs.roster_drop import DropFolder
from gateway.jobs.roster_pull import SOURCE, RosterPull
from gateway.oversight.rosters import Rosters
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.terms.times import HOUR_MS

LEASE: Final = "roster"
RETRY_MS: Final = HOUR_MS
"""A pull that failed is tried again after an hour, until a person has to look at it."""
FOR_A_PERSON: Final = frozenset({"too_many_go"})
DROP: Final = "drop folder"


class RosterRound:
    """What a serving process does about the roster again and again."""

    def __init__(
        self,
        rosters: Rosters,
        pull: RosterPull,
        drop: DropFolder | None,
        district: District,
        reader: Reader,
        commit: GroupCommit,
        *,
        holder: str,
        now: Callable[[], int],
    ) -> None:
        """Open it.

        Args:
            rosters: by which rosters come in.
            pull: asks the district's service.
            drop: the folder that rosters are put into, None without one.
            district: whose clock it goes by.
            reader, commit: the database.
            holder: this process.
            now: milliseconds since 1970.
        """
        self._rosters = rosters
        self._pull = pull
        self._drop = drop
        self._district = district
        self._reader = reader
        self._now = now
        self._lease = Lease(LEASE, commit, holder=holder, now=now)

    async def work(self) -> None:
        """Do what is due, unless another process does.

        Raises:
            GatewayError: what went wrong; it is on the list of imports already.
        """
        async with self._lease.held() as ours:
            if not ours:
                return
            if self._drop is not None:
                await self._look_into(self._drop)
            if await self.is_due():
                await self._pull.bring_in()

    async def is_due(self) -> bool:
        """Tell whether the roster is to be pulled now."""
        source = await self._pull.source()
        if source is None or not source.on:
            return False
        await self._district.refresh()
        zone = ZoneInfo(self._district.choices.timezone)
        now = self._now()
        local = datetime.fromtimestamp(now / 1000, UTC).astimezone(zone)
        if local.hour < source.hour:
            return False
        last = await self._reader.quick(lambda db: last_import(db, source=SOURCE))
        if last is None:
            return True
        then = datetime.fromtimestamp(last.at / 1000, UTC).astimezone(zone)
        if (then.date(), then.hour >= source.hour) < (local.date(), True):
            return True
        again = last.result == FAILED and last.code not in FOR_A_PERSON
        return again and now - last.at >= RETRY_MS

    async def _look_into(self, drop: DropFolder) -> None:
        taken = await asyncio.to_thread(drop.take)
        if taken is None:
            return
        read = False
        try:
            roster = await asyncio.to_thread(drop.read, taken)
            read = True
            await self._rosters.bring_in(roster, source=DROP)
        except GatewayError as error:
            if not read:
                await self._rosters.failed(DROP, error)
            if error.status < 500:  # else nothing is wrong with it: it is tried again
                await asyncio.to_thread(drop.finish, taken, error)
            raise
        await asyncio.to_thread(drop.finish, taken)
