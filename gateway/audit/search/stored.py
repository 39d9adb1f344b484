"""Whole blocks as they are stored: which of their records pass some filters. Units of reading."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from gateway.audit.search.bits import BLOCK, unpack
from gateway.audit.search.block import Sets
from gateway.audit.search.filters import Between, Filter, chosen
from gateway.store.tables import search_blocks, search_postings

EVERYBODY = (1 << BLOCK) - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """One block: its earliest and latest time, which of its records pass, its sets."""

    number: int
    first: int
    last: int
    passing: int
    sets: Sets


def blocks(
    db: Connection, filters: Sequence[Filter], low: int, high: int, more: Iterable[int] = ()
) -> Iterator[Stored]:
    """Yield the blocks from `low` up to `high` in which some record may pass.

    Args:
        db: inside one snapshot.
        filters: all must hold.
        low, high: numbers of blocks, `high` exclusive.
        more: terms whose sets are wanted besides those the filters need.
    """
    table = search_blocks.c
    times = [one for one in filters if isinstance(one, Between) and one.field == "time"]
    others = [one for one in filters if one not in times]
    rows = db.execute(
        select(table.block, table.first, table.last)
        .where(table.block >= low, table.block < high)
        .order_by(table.block)
    )
    inside = [row for row in rows if all(_touches(one, row[1], row[2]) for one in times)]
    if not inside:
        return
    terms = {term for one in others for term in one.terms} | set(more)
    kept = _sets_of(db, terms, inside[0][0], inside[-1][0])
    for number, first, last in inside:
        held, sets = others, kept.get(number, {})
        if not all(_covers(one, first, last) for one in times):
            held, sets = list(filters), sets | _clock_of(db, number)
        get = _getter(sets)
        passing = chosen(held, get, EVERYBODY)
        yield Stored(number=number, first=first, last=last, passing=passing, sets=get)


def clock(db: Connection, number: int) -> Sets:
    """Return a block's sets of its records' times."""
    return _getter(_clock_of(db, number))


def _clock_of(db: Connection, number: int) -> dict[int, bytes]:
    return _sets_of(db, Between(field="time").terms, number, number).get(number, {})


def _touches(one: Between, first: int, last: int) -> bool:
    return (one.low is None or last >= one.low) and (one.high is None or first <= one.high)


def _covers(one: Between, first: int, last: int) -> bool:
    return (one.low is None or first >= one.low) and (one.high is None or last <= one.high)


def _sets_of(
    db: Connection, terms: Iterable[int], low: int, high: int
) -> dict[int, dict[int, bytes]]:
    """Return the stored sets of some terms by block, both ends inclusive."""
    found: dict[int, dict[int, bytes]] = {}
    wanted = sorted(terms)
    table = search_postings.c
    for start in range(0, len(wanted), 500):
        query = select(table.term, table.block, table.data).where(
            table.term.in_(wanted[start : start + 500]), table.block.between(low, high)
        )
        for term, block, data in db.execute(query):
            found.setdefault(block, {})[term] = data
    return found


def _getter(stored: dict[int, bytes]) -> Sets:
    known: dict[int, int] = {}

    def get(term: int) -> int:
        if term not in known:
            data = stored.get(term)
            known[term] = 0 if data is None else unpack(data)
        return known[term]

    return get
