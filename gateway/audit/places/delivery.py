"""Delivers checkpoints to places, and keeps how far each place got.

Beside the log's writer, and after it: heads are read as they stand in the database, so nothing that
waits here keeps a prompt waiting, and whoever delivers need not be who wrote. One process delivers
to a place at a time. A place that is late is told in the log once, and again when it caught up.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import structlog

from gateway.audit.places import state
from gateway.audit.places.place import Place, Undelivered
from gateway.audit.places.state import Waiting
from gateway.errors import GatewayError
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.terms.times import HOUR_MS

PAUSE = 20.0
"""Seconds between two looks."""
PATIENCE = 3
"""A place is late once this many of its own intervals have passed, and an hour at least."""
_log = structlog.get_logger(__name__)


class Delivery:
    """Delivers to some places. Belongs to one event loop."""

    def __init__(
        self,
        reader: Reader,
        commit: GroupCommit,
        places: Sequence[Place],
        *,
        holder: str,
        now: Callable[[], int],
        note: Callable[..., Awaitable[None]],
        tell: Callable[[str, float], None] = lambda _place, _seconds: None,
    ) -> None:
        """Open it.

        Args:
            reader, commit: the database.
            places: where to.
            holder: our name, unlike any other process's.
            now: milliseconds since 1970.
            note: writes an event to the log.
            tell: is told after each look for how many seconds a place has waited.
        """
        self._reader = reader
        self._commit = commit
        self._places = places
        self._holder = holder
        self._now = now
        self._note = note
        self._tell = tell

    async def run(self) -> None:
        """Deliver until cancelled; what goes wrong is kept, told, and tried again."""
        while self._places:
            try:
                await self.round()
            except GatewayError as error:
                _log.warning("checkpoints_not_delivered", code=error.code)
            await asyncio.sleep(PAUSE)

    async def round(self) -> None:
        """Deliver what is due at each place, once.

        Raises:
            Unusable: the database cannot be used.
        """
        for place in self._places:
            await self._round(place)

    async def _round(self, place: Place) -> None:
        waiting = await self._reader.quick(
            lambda db: state.waiting(db, place.name, self._now(), place.every)
        )
        if not waiting:
            self._tell(place.name, 0.0)
            await self._caught_up(place)
            return
        take = partial(state.take, place=place.name, holder=self._holder)
        if not await self._commit.run(lambda db: take(db, now=self._now(), waiting=waiting)):
            return  # another process delivers here
        try:
            await place.put([one.checkpoint for one in waiting])
        except Undelivered as error:
            await self._failed(place, error.code, waiting)
            return
        done = partial(state.delivered, place=place.name, holder=self._holder)
        await self._commit.run(lambda db: done(db, now=self._now(), delivered=waiting))
        self._tell(place.name, 0.0)
        await self._caught_up(place)

    async def _failed(self, place: Place, code: str, waiting: Sequence[Waiting]) -> None:
        now = self._now()
        since = min(one.since for one in waiting)
        late = now - since > max(HOUR_MS, PATIENCE * place.every)
        failed = partial(state.failed, place=place.name, holder=self._holder, code=code)
        first = await self._commit.run(lambda db: failed(db, late=late))
        self._tell(place.name, (now - since) / 1000)
        _log.warning("checkpoints_not_delivered", part=place.name, code=code)
        if late and first:
            streams = len({one.checkpoint.origin for one in waiting})
            counts = {"streams": streams, "minutes": (now - since) // 60_000}
            await self._note("checkpoint_late", what=place.name, code=code, counts=counts)

    async def _caught_up(self, place: Place) -> None:
        if await self._reader.quick(lambda db: state.is_late(db, place.name)):
            await self._commit.run(lambda db: state.caught_up(db, place.name))
            await self._note("checkpoint_delivered", what=place.name)
