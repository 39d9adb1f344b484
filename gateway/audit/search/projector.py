"""Keeps the search tables up with the log, a little at a time, beside everything else.

A serving process takes small steps, so that nobody waits for them; a command takes large ones.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from itertools import batched

import structlog

from gateway.audit.search.bits import BLOCK
from gateway.audit.search.block import Block
from gateway.audit.search.project import NotOurs, Turn, keep_block, keep_sets, number, release
from gateway.audit.search.tail import Tail, behind, read_all
from gateway.errors import GatewayError
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader, is_sqlite

LEASE_MS = 15_000
PAUSE = 0.5
"""Seconds between two looks when not much is left to do: about how far behind the tables are.

A step for each few entries of a busy gateway would cost its prompts more than the tables are worth.
"""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How much is done at once: entries numbered, records read, sets kept."""

    entries: int
    records: int
    sets: int


GENTLE = Pace(entries=256, records=32, sets=200)
"""Beside prompts that write by the same connection."""
STEADY = Pace(entries=256, records=32, sets=1000)
"""Beside prompts that do not: each writing is several ways to the server and back."""
HASTY = Pace(entries=8192, records=8192, sets=8192)
"""Where nobody waits."""
AT_ONCE = 100
"""Sets that are packed before others run: a millisecond or two."""


def pace_beside_prompts(url: str) -> Pace:
    """Return how much is done at once beside prompts, in which database."""
    return GENTLE if is_sqlite(url) else STEADY


class Projector:
    """Fills the search tables. Belongs to one event loop."""

    def __init__(
        self,
        reader: Reader,
        commit: GroupCommit,
        *,
        holder: str,
        now: Callable[[], int],
        pace: Pace = GENTLE,
        tell: Callable[[int], None] = lambda _behind: None,
    ) -> None:
        """Open it.

        Args:
            reader, commit: the database; on PostgreSQL better not the log's own `commit`.
            holder: our name, unlike any other process's.
            now: milliseconds since 1970.
            pace: how much is done at once.
            tell: is told before each step how many entries the tables do not hold.
        """
        self._reader = reader
        self._commit = commit
        self._holder = holder
        self._now = now
        self._pace = pace
        self._tell = tell
        self._tail = Tail()

    async def run(self) -> None:
        """Keep up, until cancelled; what goes wrong is told, and tried again."""
        while True:
            taken = 0
            try:
                taken = await self.step()
            except NotOurs:
                pass  # another process sees to it
            except GatewayError as error:
                _log.warning("search_not_filled", code=error.code)
            await asyncio.sleep(0 if taken >= self._pace.entries else PAUSE)

    async def close(self) -> None:
        """Let another process take over at once; without a database it waits for our lease."""
        try:
            await self._commit.run(partial(release, holder=self._holder))
        except GatewayError as error:
            _log.warning("search_not_released", code=error.code)

    async def behind(self) -> int:
        """Return how many entries of the log are not in the search tables yet."""
        return await self._reader.quick(behind)

    async def step(self) -> int:
        """Do a little; return how many entries were taken in, all the pace allows if more wait.

        Raises:
            NotOurs: another process projects.
            Unusable: the database cannot be used.
        """
        left = await self.behind()
        self._tell(left)
        if not left:
            return 0  # without a write: an idle gateway leaves the disk alone
        count = await self._commit.run(
            lambda db: number(db, self._turn(), self._pace.entries),
        )
        await read_all(self._reader, self._tail, self._pace.records)
        if self._tail.block.count < BLOCK:
            return count
        await self._keep()
        return self._pace.entries

    async def _keep(self) -> None:
        """Keep the block that is full."""
        block, at = self._tail.block, (self._tail.generation, self._tail.number)
        async for some in self._packed(block):
            await self._commit.run(
                lambda db, some=some: keep_sets(db, self._turn(), at, some)  # type: ignore[misc]
            )
        await self._commit.run(lambda db: keep_block(db, self._turn(), at, block))

    async def _packed(self, block: Block) -> AsyncIterator[list[tuple[int, bytes]]]:
        """Yield a block's sets, as many at once as the pace allows; others run in between."""
        portion: list[tuple[int, bytes]] = []
        for some in batched(block.packed(), min(AT_ONCE, self._pace.sets)):
            portion += some
            if len(portion) >= self._pace.sets:
                yield portion
                portion = []
            await asyncio.sleep(0)
        if portion:
            yield portion

    def _turn(self) -> Turn:
        now = self._now()
        return Turn(holder=self._holder, now=now, until=now + LEASE_MS)
