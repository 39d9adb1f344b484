"""Asking: pages of records, counts over time, and every record one by one.

Answers come from the search tables alone, and say how many entries of the log are not in them
yet. The newest block is read from the log itself and kept in memory.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from itertools import batched
from typing import Protocol

import orjson
from sqlalchemy import Connection

from gateway.audit.search.bits import BLOCK, newest_first
from gateway.audit.search.buckets import Buckets
from gateway.audit.search.counts import Counts, count, values
from gateway.audit.search.fields import VALUES
from gateway.audit.search.filters import Among, Filter, chosen
from gateway.audit.search.rows import Found, by_id, fetch, lines
from gateway.audit.search.stored import blocks
from gateway.audit.search.tail import Tail, behind, read_all, state_of
from gateway.errors import BadRequest, Unusable
from gateway.store.engine import Reader

READ = 256
"""Records of the newest block that are read at once."""
FIRST_BLOCKS, MOST_BLOCKS = 8, 512
"""Blocks looked into at once: few at first, since most questions find enough in them."""
FETCH = 1000
AHEAD = 2
"""Fetches that are under way while the records of the one before are handed on."""
_RETRIES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class PageFound:
    """Some records, newest first. `last` is the position to go on before, where there are more,
    in the numbering `generation`; `behind` counts entries the search does not know yet."""

    found: tuple[Found, ...]
    more: bool
    last: int
    generation: int
    behind: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """What the search knew at one moment: the records below `position`. Positions are good as long
    as the numbering is of the same `generation`: tables made anew may number otherwise."""

    position: int
    generation: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """Some records, oldest first; those below position `done` were looked at."""

    found: tuple[Found, ...]
    done: int


class _At[T](Protocol):
    """A unit that reads something of the records at some positions."""

    def __call__(self, db: Connection, positions: Sequence[int]) -> T: ...


class Renumbered(BadRequest):
    """The search tables were made anew since, and positions are others now."""

    code = "search_renumbered"
    status = 409


class _Moved(Exception):
    """A block was made whole while we were reading."""


class Search:
    """The door for one process. Belongs to one event loop."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._tail = Tail()
        self._reading = asyncio.Lock()

    async def page(
        self,
        filters: Sequence[Filter],
        *,
        limit: int,
        before: int | None = None,
        generation: int | None = None,
    ) -> PageFound:
        """Return the newest records that every filter lets through.

        Args:
            filters: all must hold.
            limit: at most so many.
            before: only those before this position.
            generation: of the numbering that position is of; None for whichever it is now.

        Raises:
            Renumbered: that numbering is no more.
            Unusable: the database cannot be used.
        """

        def unit(db: Connection, tail: Tail) -> PageFound:
            if generation is not None and tail.generation != generation:
                raise _renumbered()
            positions: list[int] = []
            for base, mask in _newest(db, tail, filters, before):
                for offset in newest_first(mask):
                    positions.append(base + offset)
                    if len(positions) > limit:
                        break
                if len(positions) > limit:
                    break
            found = fetch(db, positions[:limit])
            shown = sorted(found, key=lambda one: -one.position)
            return PageFound(
                found=tuple(one for one in shown if _holds(filters, one)),
                more=len(positions) > limit,
                last=positions[limit - 1] if len(positions) > limit else -1,
                generation=tail.generation,
                behind=behind(db),
            )

        return await self._read(unit)

    async def counts(
        self, filters: Sequence[Filter], *, by: str = "", buckets: Buckets | None = None
    ) -> Counts:
        """Count records, by the values of a field and over time.

        Args:
            filters: all must hold.
            by: a listed field; a record with several values counts for each. "" for none.
            buckets: the periods to count over; None for all of time.

        Raises:
            BadRequest: counts cannot be grouped by the field.
            Unusable: the database cannot be used.
        """
        if by and (by not in VALUES or not VALUES[by].listed):
            raise BadRequest(
                f"counts cannot be grouped by `{by}`", code="bad_group", status=422, param="by"
            )

        def unit(db: Connection, tail: Tail) -> Counts:
            rows = count(db, tail, filters, by=by, buckets=buckets)
            return Counts(rows=rows, behind=behind(db))

        return await self._read(unit)

    async def records(self, filters: Sequence[Filter], *, after: int = -1) -> AsyncGenerator[bytes]:
        """Yield every record that the filters let through, oldest first, as lines of JSON.

        Args:
            filters: all must hold.
            after: begin behind this position.

        Raises:
            Renumbered: the search tables are made anew meanwhile.
            Unusable: the database cannot be used.
        """
        until = await self.extent()
        async with aclosing(self._walk(lines, filters, after, until)) as walking:
            async for text, _ in walking:
                if text:
                    yield text

    async def extent(self) -> Extent:
        """Return which records the search knows."""

        def unit(db: Connection, tail: Tail) -> Extent:
            return Extent(position=state_of(db).position, generation=tail.generation)

        return await self._read(unit)

    async def sweep(
        self, filters: Sequence[Filter], *, after: int = -1, until: Extent
    ) -> AsyncGenerator[Swept]:
        """Yield every record that the filters let through, oldest first, some at a time.

        Args:
            filters: all must hold.
            after: begin behind this position.
            until: only the records known then.

        Raises:
            Renumbered: the search tables were made anew since `until`; what was yielded last may
                lack records.
            Unusable: the database cannot be used.
        """
        async with aclosing(self._walk(fetch, filters, after, until)) as walking:
            async for found, done in walking:
                yield Swept(found=tuple(found or ()), done=done)

    async def _walk[T](
        self, read: _At[T], filters: Sequence[Filter], after: int, until: Extent
    ) -> AsyncGenerator[tuple[T | None, int]]:
        """Yield what is read of the records that pass, and below which position all was."""
        low, size, end = (after + 1) // BLOCK, FIRST_BLOCKS, until.position
        while low * BLOCK < end:
            high = low + size
            positions = await self._read(partial(_oldest, filters=filters, low=low, high=high))
            wanted = [one for one in positions if after < one < end]
            async with aclosing(self._fetched(read, wanted)) as fetched:
                async for some in fetched:
                    yield some
            if await self._reader.quick(lambda db: state_of(db).generation) != until.generation:
                raise _renumbered()
            yield None, min(high * BLOCK, end)
            low = high
            # One person's records are few among millions; everybody's fill every block.
            size = min(4 * size, MOST_BLOCKS) if len(wanted) < FETCH else max(1, size // 4)

    async def _fetched[T](
        self, read: _At[T], positions: Sequence[int]
    ) -> AsyncGenerator[tuple[T, int]]:
        """Yield what is read at some positions, in that order; the next are read meanwhile."""
        reading: deque[tuple[asyncio.Task[T], int]] = deque()
        try:
            for some in batched(positions, FETCH):
                unit = partial(read, positions=some)
                reading.append((asyncio.create_task(self._reader.read(unit)), some[-1] + 1))
                if len(reading) > AHEAD:
                    task, done = reading.popleft()
                    yield await task, done
            while reading:
                task, done = reading.popleft()
                yield await task, done
        finally:
            for task, _ in reading:
                task.cancel()
            await asyncio.gather(*(task for task, _ in reading), return_exceptions=True)

    async def one(self, record: str) -> Found | None:
        """Return a record by its id, whether or not the search tables know it yet."""
        return await self._reader.read(partial(by_id, record=record))

    async def values_of(self, field: str) -> tuple[str, ...]:
        """Return the values that a listed field ever had."""
        return await self._read(lambda db, tail: values(db, tail, field))

    async def holds(self, field: str, value: str) -> bool:
        """Tell whether any record has a value in a field; one that is not a number."""
        wanted = (Among(field=field, values=(value,)),)

        def unit(db: Connection, tail: Tail) -> bool:
            for base, mask in _newest(db, tail, wanted, None):
                if mask:
                    newest = fetch(db, [base + next(iter(newest_first(mask)))])
                    return any(_holds(wanted, one) for one in newest)
            return False

        return await self._read(unit)

    async def behind(self) -> int:
        """Return how many entries of the log the search tables do not hold yet."""
        return await self._reader.quick(behind)

    async def _read[T](self, unit: Callable[[Connection, Tail], T]) -> T:
        """Run a unit with a tail that fits what it reads."""
        async with self._reading:
            for _ in range(_RETRIES):
                await read_all(self._reader, self._tail, READ)
                try:
                    return await self._reader.read(lambda db: self._fitting(db, unit))
                except _Moved:
                    continue
        raise Unusable("the search tables are being made anew; ask again soon", code="search_busy")

    def _fitting[T](self, db: Connection, unit: Callable[[Connection, Tail], T]) -> T:
        state = state_of(db)
        if (state.generation, state.sealed) != (self._tail.generation, self._tail.number):
            raise _Moved
        return unit(db, self._tail)


def _renumbered() -> Renumbered:
    return Renumbered("the search tables were made anew meanwhile; begin again")


def _newest(
    db: Connection, tail: Tail, filters: Sequence[Filter], before: int | None
) -> Iterator[tuple[int, int]]:
    """Yield each block's first position and which of its records pass, the newest block first."""
    bound = tail.base + tail.block.count if before is None else before
    if bound > tail.base:
        everybody = (1 << min(tail.block.count, bound - tail.base)) - 1
        yield tail.base, chosen(filters, tail.block.sets, everybody)
    top = min(tail.number, -(-bound // BLOCK))
    size = FIRST_BLOCKS
    while top > 0:
        low = max(0, top - size)
        for one in reversed(list(blocks(db, filters, low, top))):
            base = one.number * BLOCK
            yield base, one.passing & ((1 << min(BLOCK, bound - base)) - 1)
        top, size = low, min(4 * size, MOST_BLOCKS)


def _oldest(
    db: Connection, tail: Tail, filters: Sequence[Filter], low: int, high: int
) -> list[int]:
    """Return the positions of some blocks' records that pass, oldest first."""
    passing = [
        (one.number, one.passing) for one in blocks(db, filters, low, min(high, tail.number))
    ]
    if low <= tail.number < high:
        everybody = (1 << tail.block.count) - 1
        passing.append((tail.number, chosen(filters, tail.block.sets, everybody)))
    return [
        number * BLOCK + offset
        for number, mask in passing
        for offset in reversed(list(newest_first(mask)))
    ]


def _holds(filters: Sequence[Filter], found: Found) -> bool:
    """Tell whether a record is what was asked for; a term may be that of another value too."""
    outcome = orjson.loads(found.outcome) if found.outcome else None
    return all(one.holds(found.told(), outcome) for one in filters)
