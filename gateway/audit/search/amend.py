"""Changes to the sets of blocks that are kept already. Units.

A record gets its outcome late, or loses its bytes: what the sets say of it follows, in the
transaction that makes it so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from types import MappingProxyType

from sqlalchemy import Connection, delete, select, update

from gateway.audit.search.bits import BLOCK, mask_of, pack, unpack
from gateway.audit.search.block import terms_after, terms_of
from gateway.audit.search.fields import Told
from gateway.audit.search.tail import State, state_of
from gateway.store.statements import upsert
from gateway.store.tables import search_postings, search_rows, search_state

PUT_SETS = upsert(search_postings, ("term", "block"), ("data",))


def amend(
    db: Connection,
    block: int,
    added: Mapping[int, Collection[int]],
    removed: Mapping[int, Collection[int]] = MappingProxyType({}),
) -> None:
    """Put records, by their offsets, into the sets of a kept block, and take others out."""
    before = _sets(db, block, added.keys() | removed.keys())
    rows, empty = [], []
    for term in sorted(added.keys() | removed.keys()):
        left = before.get(term, 0) & ~mask_of(removed.get(term, ()))
        left |= mask_of(added.get(term, ()))
        if left:
            rows.append({"term": term, "block": block, "data": pack(left)})
        else:
            empty.append(term)
    if rows:
        PUT_SETS[db.dialect.name].run(db, *rows)
    table = search_postings.c
    for some in batched(empty, 500):  # a set of nobody would tell that somebody was here
        db.execute(delete(search_postings).where(table.block == block, table.term.in_(some)))


def _sets(db: Connection, block: int, terms: Collection[int]) -> dict[int, int]:
    table = search_postings.c
    found: dict[int, int] = {}
    for some in batched(sorted(terms), 500):
        query = select(table.term, table.data).where(table.block == block, table.term.in_(some))
        found.update((term, unpack(data)) for term, data in db.execute(query))
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """A record whose bytes are being purged: what it said, its outcome too, and what is left."""

    stream: str
    index: int
    record: Told
    outcome: Told | None
    stub: Told


def take_out(db: Connection, gone: Sequence[Gone]) -> None:
    """Keep of some records only what is left of them, in the transaction that purges them."""
    # Whoever projects takes this row first too, so that none of us amends what another does.
    db.execute(select(search_state.c.id).with_for_update())
    state, at = state_of(db), _rows_of(db, gone)
    removed: dict[int, dict[int, set[int]]] = {}
    added: dict[int, dict[int, set[int]]] = {}
    unkept = False
    for one in gone:
        position = at.get((one.stream, one.index))
        if position is None:
            continue  # not numbered yet: what numbers it finds the stub
        block, offset = divmod(position, BLOCK)
        unkept = unkept or block >= state.sealed
        after = terms_after(one.outcome)[0] if one.outcome else ()
        left = terms_of(one.stub)
        for sets, terms in ((removed, {*terms_of(one.record), *after} - left), (added, left)):
            for term in terms:
                sets.setdefault(block, {}).setdefault(term, set()).add(offset)
    for block in removed:
        if block < state.sealed:
            amend(db, block, added.get(block, {}), removed[block])
    if unkept:
        _forget_unkept(db, state)


def _rows_of(db: Connection, gone: Sequence[Gone]) -> dict[tuple[str, int], int]:
    table = search_rows.c
    found: dict[tuple[str, int], int] = {}
    for stream in {one.stream for one in gone}:
        indexes = [one.index for one in gone if one.stream == stream]
        for some in batched(indexes, 500):
            query = select(table.index, table.position).where(
                table.stream == stream, table.index.in_(some)
            )
            found.update(((stream, index), position) for index, position in db.execute(query))
    return found


def _forget_unkept(db: Connection, state: State) -> None:
    """Have everybody read the block under way from the log anew."""
    table = search_state
    db.execute(update(table).values(generation=table.c.generation + 1))
    db.execute(delete(search_postings).where(search_postings.c.block >= state.sealed))
