"""Fills the search tables from the log: numbers its records, and keeps whole blocks. Units.

Nothing here is needed to know what happened: all of it can be thrown away and made again from
the entries. Each unit checks that its process is the one that projects.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Text,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from gateway.audit.search.amend import PUT_SETS, amend
from gateway.audit.search.bits import BLOCK
from gateway.audit.search.block import Block, terms_after
from gateway.audit.search.tail import STATE, State
from gateway.errors import Unusable
from gateway.store.statements import Statement, upsert
from gateway.store.tables import (
    log_entries,
    log_streams,
    search_blocks,
    search_postings,
    search_rows,
    search_state,
    search_streams,
    search_values,
)
from gateway.terms.record import RecordKind
from gateway.terms.times import HOUR_MS

_EVER = 2**63 - 1
"""Milliseconds since 1970 that no entry is later than: the largest the database keeps."""


class NotOurs(Unusable):
    """Another process projects, or threw everything away meanwhile."""

    code = "search_not_ours"


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """Who projects, and until when others leave it alone; milliseconds since 1970."""

    holder: str
    now: int
    until: int


@dataclass(frozen=True, slots=True)
class _New:
    """An entry as its columns say it."""

    stream: str
    index: int
    record: str
    kind: str
    about: str
    time: int


@dataclass(slots=True)
class _Numbered:
    """What one unit writes: rows by position, and outcomes of rows that were written before."""

    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    late: list[_New] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    count: int = 0


_ADD_ROWS = Statement(insert(search_rows))
_END_ROW = Statement(
    update(search_rows)
    .where(search_rows.c.position == bindparam("at"))
    .values({name: bindparam(name) for name in ("ended_index", "ended_time", "changed")})
)


_CLAIM = Statement(
    update(search_state)
    .where(
        or_(
            search_state.c.holder == "",
            search_state.c.holder == bindparam("of"),
            search_state.c.leased_until < bindparam("now"),
        )
    )
    .values(holder=bindparam("holder"), leased_until=bindparam("until"))
    .returning(*STATE)
)


def _standing_where(wanted: ColumnElement[bool]) -> Statement:
    rows, entries = search_rows.c, log_entries.c
    joined = and_(rows.stream == entries.stream, rows.index == entries.index)
    shortly = entries.time.between(bindparam("first"), bindparam("last"))
    return Statement(
        select(entries.record, rows.position)
        .join_from(log_entries, search_rows, joined)
        .where(wanted, shortly)
    )


_LISTED = func.json_each(bindparam("wanted")).table_valued("value").c.value
_STANDING = {
    "sqlite": _standing_where(log_entries.c.record.in_(select(_LISTED))),
    "postgresql": _standing_where(
        log_entries.c.record == func.any(bindparam("wanted", type_=ARRAY(Text)))
    ),
}
_MOVE = Statement(
    update(search_state).values(position=bindparam("upto"), changed=bindparam("change"))
)
_BEHIND = Statement(
    select(log_streams.c.stream, log_streams.c.size, search_streams.c.done)
    .join(search_streams, search_streams.c.stream == log_streams.c.stream, isouter=True)
    .where(or_(search_streams.c.done.is_(None), search_streams.c.done < log_streams.c.size))
)
_OF_STREAM = Statement(
    select(*(log_entries.c[name] for name in _New.__slots__))
    .where(
        log_entries.c.stream == bindparam("of"),
        log_entries.c.index >= bindparam("start"),
        log_entries.c.index < bindparam("end"),
    )
    .order_by(log_entries.c.index)
)
_PUT_DONE = upsert(search_streams, ("stream",), ("done",))
_PUT_BLOCK = upsert(search_blocks, ("block",), ("first", "last"))
_PUT_VALUES = upsert(search_values, ("field", "value"), ())


def _claim(db: Connection, turn: Turn) -> State:
    """Take or keep the turn, in the transaction of what is done in it."""
    values = {"of": turn.holder, "now": turn.now, "holder": turn.holder, "until": turn.until}
    rows = _CLAIM.rows(db, **values)
    if not rows:
        raise NotOurs("another process fills the search tables")
    return State(*rows[0])


def release(db: Connection, holder: str) -> None:
    """Let another process project at once."""
    table = search_state
    db.execute(update(table).where(table.c.holder == holder).values(holder="", leased_until=0))


def forget(db: Connection) -> None:
    """Throw everything away, so that it is made again from the entries."""
    for table in (search_rows, search_blocks, search_postings, search_values, search_streams):
        if db.dialect.name == "postgresql":
            db.exec_driver_sql(f"TRUNCATE {table.name}")
        else:
            db.execute(delete(table))
    state = search_state
    none = {"position": 0, "sealed": 0, "changed": 0}
    db.execute(update(state).values(generation=state.c.generation + 1, **none))


def number(db: Connection, turn: Turn, limit: int) -> int:
    """Number the next records, at most so many entries a stream; return how many were taken in.

    Stops where the block under way is full, for it to be kept first.

    Raises:
        NotOurs: another process projects.
    """
    state = _claim(db, turn)
    room = (state.sealed + 1) * BLOCK - state.position
    entries = _in_order(db, limit) if room else []
    if not entries:
        return 0
    batch = _numbered(entries, state, room)
    if batch.rows:
        _ADD_ROWS.run(db, *batch.rows.values())
    _end_late(db, batch.late, state)
    done = [{"stream": stream, "done": upto} for stream, upto in batch.done.items()]
    _PUT_DONE[db.dialect.name].run(db, *done)
    _MOVE.run(db, {"upto": state.position + len(batch.rows), "change": state.changed + 1})
    return batch.count


def _numbered(entries: Iterable[_New], state: State, room: int) -> _Numbered:
    batch = _Numbered()
    here: dict[str, int] = {}
    position = state.position
    for one in entries:
        if one.kind == RecordKind.OUTCOME:
            at = here.get(one.about)
            if at is None:
                batch.late.append(one)
            else:
                batch.rows[at] |= {"ended_index": one.index, "ended_time": one.time}
        elif len(batch.rows) == room:
            break
        else:
            here[one.record] = position
            batch.rows[position] = {
                "position": position,
                "stream": one.stream,
                "index": one.index,
                "time": one.time,
                "ended_index": None,
                "ended_time": None,
                "changed": state.changed + 1,
            }
            position += 1
        batch.done[one.stream] = one.index + 1
        batch.count += 1
    return batch


def _in_order(db: Connection, limit: int) -> list[_New]:
    """Return the next entries of every stream, merged by time as far as all of them are read."""
    behind = _BEHIND.rows(db)
    found: list[_New] = []
    bound: int | None = None
    for stream, size, upto in behind:
        some = _of_stream(db, stream, upto or 0, limit)
        found += some
        if some and some[-1].index + 1 < size:
            # The latest, not the last: a clock set back must not bring this to a stand.
            latest = max(one.time for one in some)
            bound = latest if bound is None else min(bound, latest)
    if len(behind) < 2:
        return found
    if bound is not None:
        found = _up_to(found, bound)
    return sorted(found, key=_running_time(found))


def _up_to(entries: Sequence[_New], bound: int) -> list[_New]:
    """Keep each stream's entries up to its first one later than a time."""
    kept: list[_New] = []
    ended: set[str] = set()
    for one in entries:
        if one.time > bound:
            ended.add(one.stream)
        if one.stream not in ended:
            kept.append(one)
    return kept


def _running_time(entries: Sequence[_New]) -> Any:
    """Return a key that sorts by time and never changes the order within a stream."""
    latest: dict[str, int] = {}
    keys: dict[tuple[str, int], int] = {}
    for one in entries:
        latest[one.stream] = max(latest.get(one.stream, 0), one.time)
        keys[one.stream, one.index] = latest[one.stream]
    return lambda one: keys[one.stream, one.index]


def _of_stream(db: Connection, stream: str, start: int, limit: int) -> list[_New]:
    rows = _OF_STREAM.rows(db, of=stream, start=start, end=start + limit)
    return [_New(*row) for row in rows]


# --- outcomes of records numbered before ----------------------------------------------------------


def _end_late(db: Connection, outcomes: Sequence[_New], state: State) -> None:
    """Note outcomes at their records' rows, and in the sets of blocks that are kept already."""
    at = _positions(db, outcomes)
    known = [(at[one.about], one) for one in outcomes if one.about in at]
    if not known:
        return
    changed = state.changed + 1
    _END_ROW.run(
        db,
        *(
            {"at": row, "ended_index": one.index, "ended_time": one.time, "changed": changed}
            for row, one in known
        ),
    )
    blocks: dict[int, dict[int, set[int]]] = {}
    for row, one in known:
        number_, offset = divmod(row, BLOCK)
        if number_ < state.sealed:
            said = _said(db, one)
            terms, listed = terms_after(said) if said else ([], set())
            for term in terms:
                blocks.setdefault(number_, {}).setdefault(term, set()).add(offset)
            _put_values(db, listed)
    for number_, sets in blocks.items():
        amend(db, number_, sets)


def _positions(db: Connection, outcomes: Sequence[_New]) -> dict[str, int]:
    """Return where the records of outcomes stand, as far as they are numbered.

    Nearly all were written shortly before: whoever names that time has PostgreSQL look into one
    partition, not into all there are.
    """
    if not outcomes:
        return {}
    times = [one.time for one in outcomes]
    wanted = [one.about for one in outcomes]
    found = _standing(db, wanted, min(times) - HOUR_MS, max(times))
    return found | _standing(db, [one for one in wanted if one not in found], 0, _EVER)


def _standing(db: Connection, wanted: Sequence[str], first: int, last: int) -> dict[str, int]:
    """Return where those of some records stand that were written from one time to another."""
    sqlite = db.dialect.name == "sqlite"
    values = {"wanted": orjson.dumps(wanted).decode() if sqlite else wanted}
    rows = _STANDING[db.dialect.name].rows(db, **values, first=first, last=last) if wanted else ()
    return dict(rows)


def _said(db: Connection, one: _New) -> dict[str, Any] | None:
    """Return what an entry says, None where its bytes were purged."""
    table = log_entries.c
    at = (table.stream == one.stream, table.index == one.index, table.time == one.time)
    data = db.execute(select(table.data).where(*at)).scalar_one()
    said: dict[str, Any] | None = orjson.loads(data) if data else None
    return said


# --- whole blocks ---------------------------------------------------------------------------------


def keep_sets(
    db: Connection, turn: Turn, at: tuple[int, int], sets: Sequence[tuple[int, bytes]]
) -> None:
    """Keep some of a block's sets.

    Args:
        db, turn: see the module's head.
        at: the generation in which the block was read, and its number.
        sets: each term with its packed set.

    Raises:
        NotOurs: another process projects, the block is not the next one any more, or some of its
            records were purged since it was read.
    """
    _at(_claim(db, turn), at)
    block = at[1]
    rows = [{"term": term, "block": block, "data": data} for term, data in sets]
    PUT_SETS[db.dialect.name].run(db, *rows)


def keep_block(db: Connection, turn: Turn, at: tuple[int, int], block: Block) -> None:
    """Call a block whole, once all of its sets are kept.

    Raises:
        NotOurs: as for `keep_sets`.
    """
    _at(_claim(db, turn), at)
    number_ = at[1]
    times = {"block": number_, "first": block.first, "last": block.last}
    _PUT_BLOCK[db.dialect.name].run(db, times)
    _put_values(db, block.listed)
    db.execute(update(search_state).values(sealed=number_ + 1))


def _at(state: State, at: tuple[int, int]) -> None:
    if (state.generation, state.sealed) != at:
        raise NotOurs("the block was kept, purged, or thrown away meanwhile")


def _put_values(db: Connection, values: Collection[tuple[str, str]]) -> None:
    if values:
        rows = [{"field": field_, "value": value} for field_, value in sorted(values)]
        _PUT_VALUES[db.dialect.name].run(db, *rows)
