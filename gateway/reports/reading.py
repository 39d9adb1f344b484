"""The log as reports read it: records that pass some filters, with their outcomes, to the heads
that were fixed at the beginning."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, select

from gateway.audit.findings import StoredHead
from gateway.audit.read import heads as read_heads
from gateway.audit.search.filters import Filter, read_filters, widened
from gateway.audit.search.rows import Found
from gateway.audit.search.search import Extent, Search
from gateway.district.merged import log_ids_of
from gateway.errors import BadRequest, Unusable
from gateway.reports.report import Batch, Sources
from gateway.store.engine import Reader
from gateway.store.tables import search_streams

LOOK_SECONDS = 0.2
MOST_LOOKS = 3000
"""Looks, ten minutes of them, until the search must know what the log held at the beginning."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A record as its entry says it, and its outcome, None without one yet."""

    said: dict[str, Any]
    after: dict[str, Any] | None

    @property
    def id(self) -> str:
        """Return the record's id."""
        return str(self.said["id"])

    def text(self, name: str) -> str:
        """Return a text the record holds, "" where it does not."""
        return str(self.said.get(name, ""))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts the record holds, none where it does not."""
        return tuple(self.said.get(name, ()))

    @property
    def ended(self) -> str:
        """Return how it ended, "" for what never left or is under way."""
        return "" if self.after is None else str(self.after["ended"])

    @property
    def subjects(self) -> list[dict[str, Any]]:
        """Return whom it describes."""
        found: list[dict[str, Any]] = self.said.get("subjects", [])
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Portion:
    """Some records, oldest first; those below position `done` of `total` were looked at."""

    records: tuple[Told, ...]
    done: int
    total: int

    def batch[Row](self, rows: Sequence[Row]) -> Batch[Row]:
        """Return the rows made of it, to go on behind it."""
        return Batch(rows=rows, mark=self.done, done=self.done, total=self.total)


async def fix(reader: Reader, search: Search) -> tuple[tuple[StoredHead, ...], Extent]:
    """Return the log's heads of now, and how far the search knows records: all of it, at least.

    Raises:
        Unusable: the search does not come up with the log.
    """
    heads = tuple(await reader.read(read_heads))
    for _ in range(MOST_LOOKS):
        if await reader.quick(partial(_holds_all, heads=heads)):
            return heads, await search.extent()
        await asyncio.sleep(LOOK_SECONDS)
    raise Unusable(
        "the search tables are behind the log; `crossing-guard log index` brings them up",
        code="search_behind",
    )


def _holds_all(db: Connection, heads: Sequence[StoredHead]) -> bool:
    done = {row.stream: row.done for row in db.execute(select(search_streams))}
    return all(done.get(head.stream, 0) >= head.size for head in heads)


async def read_log(
    sources: Sources,
    where: Sequence[str | Filter],
    *,
    mark: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> AsyncIterator[Portion]:
    """Yield the log's records that pass some filters, oldest first.

    Args:
        sources: the log.
        where: filters, as auditors write them or ready made.
        mark: `done` of an earlier portion, to go on behind it.
        since, until: local days, both inclusive; None is open.

    Raises:
        BadRequest: a filter makes no sense.
        Unusable: the log cannot be read.
    """
    said = [one for one in where if isinstance(one, str)]
    made = [one for one in where if not isinstance(one, str)]
    asked = (*made, *read_filters((*said, *_days(since, until, sources.zone))))
    filters = widened(asked, await sources.reader.quick(log_ids_of))
    sizes = {head.stream: head.size for head in sources.heads}
    after = (mark or 0) - 1
    async for swept in sources.search.sweep(filters, after=after, until=sources.until):
        # Parsing is all computing: a thread lets prompts through meanwhile.
        records = await asyncio.to_thread(_parsed, swept.found, filters, sizes)
        yield Portion(records=records, done=swept.done, total=sources.until.position)


async def tally(
    sources: Sources,
    where: Sequence[str | Filter],
    take: Callable[[Told], None],
    *,
    since: date | None = None,
    until: date | None = None,
) -> AsyncIterator[Batch[Any]]:
    """Have every record counted, and yield how far it is.

    There is no mark: what is counted in memory begins anew after a stop.
    """
    async for portion in read_log(sources, where, since=since, until=until):
        await asyncio.to_thread(_take_all, portion.records, take)
        yield Batch(done=portion.done, total=portion.total)


def _take_all(records: Sequence[Told], take: Callable[[Told], None]) -> None:
    for one in records:
        take(one)


def _parsed(
    found: Sequence[Found], filters: Sequence[Filter], sizes: dict[str, int]
) -> tuple[Told, ...]:
    records = []
    for one in found:
        if not one.data or one.index >= sizes.get(one.stream, 0):
            continue  # purged: a certificate tells of it; or written since the report began
        said = orjson.loads(one.data)
        after = orjson.loads(one.outcome) if one.outcome else None
        if all(wanted.holds(said, after) for wanted in filters):
            records.append(Told(said=said, after=after))
    return tuple(records)


def _days(since: date | None, until: date | None, zone: ZoneInfo) -> tuple[str, ...]:
    if since and until and until < since:
        raise BadRequest("`until` is before `since`", code="invalid_value", param="until")
    begins = () if since is None else (f"time>={_midnight(since, zone)}",)
    ends = () if until is None else (f"time<={_midnight(until + timedelta(days=1), zone) - 1}",)
    return begins + ends


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp() * 1000)
