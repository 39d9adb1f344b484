"""A lease that is kept while work lasts: of several server processes one works at a time.

A process that dies keeps nobody waiting for longer than a lease lasts.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

import structlog

from gateway.errors import GatewayError
from gateway.store.commit import GroupCommit
from gateway.store.leases import leave_lease, take_lease

LEASE_MS: Final = 180_000
RENEW_SECONDS: Final = 30.0

_log = structlog.get_logger(__name__)


class Lease:
    """One kind of work, and this process as one of those that may do it."""

    def __init__(
        self, name: str, commit: GroupCommit, *, holder: str, now: Callable[[], int]
    ) -> None:
        """Open it.

        Args:
            name: of the work.
            commit: the database.
            holder: this process.
            now: milliseconds since 1970.
        """
        self._name = name
        self._commit = commit
        self._holder = holder
        self._now = now

    @asynccontextmanager
    async def held(self) -> AsyncIterator[bool]:
        """Take the lease and keep it for the block; give whether it is ours."""
        if not await self._take():
            yield False
            return
        renewing = asyncio.create_task(self._keep())
        try:
            yield True
        finally:
            renewing.cancel()
            await asyncio.wait({renewing})
            await self._commit.run(lambda db: leave_lease(db, self._name, self._holder))

    async def _take(self) -> bool:
        now = self._now()
        return await self._commit.run(
            lambda db: take_lease(db, self._name, self._holder, now=now, span=LEASE_MS)
        )

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await self._take()
            except GatewayError as error:
                _log.warning("lease_not_kept", work=self._name, code=error.code)
