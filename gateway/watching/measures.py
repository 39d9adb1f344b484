"""Asks the log what a rule wants to know. Answers name log ids, tools and streams, never people."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import orjson
from sqlalchemy import Connection, select

from gateway.audit.publish import CheckpointPlaces
from gateway.audit.read import heads
from gateway.audit.search.filters import Among, Filter, read_filters
from gateway.audit.search.rows import Found
from gateway.audit.search.search import Search
from gateway.district.directory import District
from gateway.district.imports import days_left, last_import
from gateway.oversight.chore_runs import last_runs
from gateway.store.engine import Reader
from gateway.store.tables import checkpoint_places, log_entries
from gateway.terms.chores import RunState
from gateway.terms.record import Ended
from gateway.terms.times import DAY_MS, MINUTE_MS
from gateway.watching.rules import AlertRule, Look

OPEN_MINUTES: Final = 30
"""An intent younger than this may be a call under way."""
BEFORE: Final = 24
"""Earlier stretches that a spike is held against."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something a rule found: about which log id, tool or stream, "" for the district as a whole;
    `count` is how many."""

    about: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What is looked at."""

    reader: Reader
    search: Search
    district: District
    places: CheckpointPlaces


async def measure(rule: AlertRule, watched: Watched, now: int) -> list[Finding]:
    """Return what a rule finds at a moment, in milliseconds since 1970.

    Raises:
        Unusable: the log cannot be read.
    """
    return await _MEASURES[rule.look](rule, watched, now)


async def _count(rule: AlertRule, watched: Watched, now: int) -> list[Finding]:
    count = await _records(watched, rule.where, now - rule.minutes * MINUTE_MS, now)
    return _at_least(rule, {"": count})


async def _spike(rule: AlertRule, watched: Watched, now: int) -> list[Finding]:
    span = rule.minutes * MINUTE_MS
    count = await _records(watched, rule.where, now - span, now)
    if count < rule.least:
        return []
    before = await _records(watched, rule.where, now - (BEFORE + 1) * span, now - span - 1)
    return [Finding(about="", count=count)] if count >= rule.factor * before / BEFORE else []


async def _subjects(rule: AlertRule, watched: Watched, now: int) -> list[Finding]:
    named: dict[str, set[str]] = defaultdict(set)
    begin = f"time>={now - rule.minutes * MINUTE_MS}"
    await _sweep(watched, read_filters((*rule.where, begin)), partial(_name, named))
    return _at_least(rule, {principal: len(pupils) for principal, pupils in named.items()})


def _name(named: dict[str, set[str]], found: Sequence[Found]) -> None:
    for one in found:
        if one.data:
            said = orjson.loads(one.data)
            pupils = (each["id"] for each in said.get("subjects", ()) if each["kind"] == "student")
            named[said["principal"]].update(pupils)


async def _expired(rule: AlertRule, watched: Watched, now: int) -> list[Finding]:
    await watched.district.refresh()
    today = watched.district.today()
    counts = {}
    for tool in watched.district.tools:
        if tool.agreement_on(today) == "expired":
            where = (*rule.where, f"tool={tool.id}")
            counts[tool.id] = await _records(watched, where, now - rule.minutes * MINUTE_MS, now)
    return _at_least(rule, counts)


async def _open(rule: AlertRule, watched: Watched, now: int) -> list[Finding]:
    times = (
        f"time>={now - rule.minutes * MINUTE_MS}",
        f"time<={now - OPEN_MINUTES * MINUTE_MS}",
    )
    unended = Among(field="ended", values=tuple(Ended), wanted=False)
    count = 0

    def take(found: Sequence[Found]) -> None:
        nonlocal count
        count += sum(one.outcome is None for one in found)

    await _sweep(watched, (*read_filters((*rule.where, *times)), unended), take)
    return _at_least(rule, {"": count})


async def _checkpoints(rule: AlertRule, watched: Watched, now: int) -> list[Finding]:
    notes = await asyncio.to_thread(watched.places.read_all)
    outside: dict[str, int] = {}
    for note in notes:
        origin, size, *_ = [*note.split("\n"), "", ""]
        if size.isdecimal():
            stream = origin.rpartition("/")[2]
            outside[stream] = max(outside.get(stream, 0), int(size))
    late = await watched.reader.read(
        partial(_late, outside=outside, before=now - rule.minutes * MINUTE_MS)
    )
    return _at_least(rule, late)


def _late(db: Connection, outside: dict[str, int], before: int) -> dict[str, int]:
    """Return how many entries of each stream lie beyond its checkpoint outside, where the first of
    them is older than a time; and the places that get checkpoints now and then, and are late."""
    table, places = log_entries.c, checkpoint_places.c
    found = dict.fromkeys(db.execute(select(places.place).where(places.late)).scalars(), 1)
    for head in heads(db):
        known = outside.get(head.stream, 0)
        if known < head.size:
            first = select(table.time).where(table.stream == head.stream, table.index == known)
            written = db.execute(first).scalar()
            if written is not None and written < before:
                found[head.stream] = head.size - known
    return found


async def _roster(rule: AlertRule, watched: Watched, now: int) -> list[Finding]:
    good = await watched.reader.quick(partial(last_import, good=True))
    if good is None or now - good.at < rule.minutes * MINUTE_MS:
        return []
    return [Finding(about="", count=(now - good.at) // DAY_MS)]


async def _roster_ends(rule: AlertRule, watched: Watched, now: int) -> list[Finding]:
    good = await watched.reader.quick(partial(last_import, good=True))
    await watched.district.refresh()
    serves = watched.district.choices.roster_serves_days
    if good is None or good.at + serves * DAY_MS - now >= rule.minutes * MINUTE_MS:
        return []
    return [Finding(about="", count=max(0, days_left(good.at, now, serves)))]


async def _chores(_rule: AlertRule, watched: Watched, _now: int) -> list[Finding]:
    runs = await watched.reader.quick(last_runs)
    failed = (chore for chore, run in runs.items() if run.state is RunState.FAILED)
    return [Finding(about=chore, count=1) for chore in failed]


async def _records(watched: Watched, where: Sequence[str], begin: int, end: int) -> int:
    filters = read_filters((*where, f"time>={begin}", f"time<={end}"))
    return sum(one.count for one in (await watched.search.counts(filters)).rows)


async def _sweep(
    watched: Watched, filters: Sequence[Filter], take: Callable[[Sequence[Found]], None]
) -> None:
    async for swept in watched.search.sweep(filters, until=await watched.search.extent()):
        if swept.found:
            await asyncio.to_thread(take, swept.found)


def _at_least(rule: AlertRule, counts: dict[str, int]) -> list[Finding]:
    return [
        Finding(about=about, count=count)
        for about, count in sorted(counts.items())
        if count >= rule.least
    ]


_MEASURES: Final[dict[Look, Callable[[AlertRule, Watched, int], Awaitable[list[Finding]]]]] = {
    Look.SPIKE: _spike,
    Look.SUBJECTS: _subjects,
    Look.EXPIRED: _expired,
    Look.OPEN: _open,
    Look.CHECKPOINTS: _checkpoints,
    Look.COUNT: _count,
    Look.ROSTER: _roster,
    Look.ROSTER_ENDS: _roster_ends,
    Look.CHORES: _chores,
}
