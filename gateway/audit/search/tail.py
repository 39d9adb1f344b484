"""The newest records, not yet in a whole block: read from the log itself, kept in memory.

Whoever asks and whoever projects each keep one. Its memory holds at most one block; reading on is
idempotent, so a reading that breaks off is simply done again.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, and_, bindparam, func, select
from sqlalchemy.sql import Select

from gateway.audit.search.bits import BLOCK
from gateway.audit.search.block import Block
from gateway.audit.search.fields import Told
from gateway.store.engine import Reader
from gateway.store.statements import Statement
from gateway.store.tables import log_entries, log_streams, search_rows, search_state, search_streams


@dataclass(frozen=True, slots=True)
class State:
    """How far the search tables are; see `gateway.store.tables.search_state`."""

    generation: int
    position: int
    sealed: int
    changed: int


STATE = tuple(search_state.c[one.name] for one in fields(State))
"""The columns a state is read from, in its order."""


_STATE = Statement(select(*STATE))
_BEHIND = Statement(
    select(
        select(func.coalesce(func.sum(log_streams.c.size), 0)).scalar_subquery(),
        select(func.coalesce(func.sum(search_streams.c.done), 0)).scalar_subquery(),
    )
)


def state_of(db: Connection) -> State:
    """Read it."""
    [row] = _STATE.rows(db)
    return State(*row)


def behind(db: Connection) -> int:
    """Return how many entries of the log the search tables do not hold yet."""
    [(heads, done)] = _BEHIND.rows(db)
    return max(0, int(heads) - int(done))


def rows_with_entries() -> Select[Any]:
    """Return the query for rows with their record's bytes and its outcome's, None without one."""
    entry, outcome = log_entries.alias("entry"), log_entries.alias("outcome")
    rows = search_rows
    # `time` is part of each join so that PostgreSQL looks into one partition only.
    at = and_(
        entry.c.stream == rows.c.stream,
        entry.c.index == rows.c.index,
        entry.c.time == rows.c.time,
    )
    ended = and_(
        outcome.c.stream == rows.c.stream,
        outcome.c.index == rows.c.ended_index,
        outcome.c.time == rows.c.ended_time,
    )
    return select(
        rows.c.position,
        rows.c.stream,
        rows.c.index.label("at"),
        entry.c.data,
        outcome.c.data.label("outcome"),
        entry.c.purged,
        entry.c.record,
        entry.c.kind,
        entry.c.time,
    ).select_from(rows.join(entry, at).join(outcome, ended, isouter=True))


_IN_ORDER = rows_with_entries().order_by(search_rows.c.position)
_NEXT = Statement(
    _IN_ORDER.where(search_rows.c.position >= bindparam("known")).limit(bindparam("most"))
)
_ENDED_SINCE = Statement(
    _IN_ORDER.where(
        search_rows.c.position >= bindparam("base"),
        search_rows.c.position < bindparam("known"),
        search_rows.c.changed > bindparam("changed"),
        search_rows.c.ended_index.is_not(None),
    )
)


class Entry(NamedTuple):
    """What `rows_with_entries` finds, in its order."""

    position: int
    stream: str
    at: int
    data: bytes
    outcome: bytes | None
    purged: str | None
    record: str
    kind: str
    time: int


def stub_of(row: Entry | Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """Return what is left of a purged record: all that the search knows of it."""
    return {"id": row.record, "kind": row.kind, "time": row.time, "purged": row.purged}


_FACTS, _BEHIND_FACTS = b',"facts":{', b'},"ferpa_99_32_mandatory":'


def searched(data: bytes) -> Told:
    """Read of an entry what searching looks at: all but the facts, most of a record's bytes.

    What it is cut at stands where a member begins and nowhere else, since a quotation mark in a
    string is escaped; and the members of an entry are in order (RFC 8785). The first version's
    subjects are told in part by its facts.
    """
    cut = data.find(_FACTS)
    ends = data.rfind(_BEHIND_FACTS, cut)
    told: Told
    if 0 < cut < ends:
        with suppress(orjson.JSONDecodeError):  # one of the two was inside something else
            told = orjson.loads(data[:cut] + data[ends + 1 :])
            if told["v"] > 1:
                return told
    told = orjson.loads(data)
    return told


class Tail:
    """Belongs to one reader at a time."""

    def __init__(self) -> None:
        self.block = Block()
        self.number = 0
        self.generation = -1
        self._changed = 0
        self._ended: set[int] = set()

    @property
    def base(self) -> int:
        """Return the position of its first record."""
        return self.number * BLOCK

    def read_on(self, db: Connection, limit: int) -> bool:
        """Take in what is new, at most so many records; tell whether that was all."""
        state = state_of(db)
        if (state.generation, state.sealed) != (self.generation, self.number):
            self._begin(state)
        known = self.base + self.block.count
        found = _NEXT.rows(db, known=known, most=limit)
        for row in found:
            self._take(Entry._make(row))
        if len(found) == limit:
            return False
        if state.changed != self._changed:
            for row in _ENDED_SINCE.rows(db, base=self.base, known=known, changed=self._changed):
                self._take(Entry._make(row))
            self._changed = state.changed
        return True

    def _begin(self, state: State) -> None:
        """Begin with another block: what is not read yet needs no second look."""
        self.block, self._ended = Block(), set()
        self.generation, self.number = state.generation, state.sealed
        self._changed = state.changed

    def _take(self, entry: Entry) -> None:
        offset = entry.position - self.base
        if offset == self.block.count:
            self.block.add(searched(entry.data) if entry.data else stub_of(entry))
        if entry.outcome and offset not in self._ended:
            self.block.end(offset, orjson.loads(entry.outcome))
            self._ended.add(offset)


async def read_all(reader: Reader, tail: Tail, limit: int) -> None:
    """Read on until all is read, at most so many records at once, and let others run between.

    Raises:
        Unusable: the database does not answer.
    """
    done = False
    while not done:
        done = await reader.read(lambda db: tail.read_on(db, limit))
        await asyncio.sleep(0)
