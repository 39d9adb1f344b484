"""Counting records by the values of a field and over time, a block at a time. Units of reading."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, select

from gateway.audit.search.block import Sets, term_of
from gateway.audit.search.buckets import Buckets
from gateway.audit.search.filters import Between, Filter, chosen
from gateway.audit.search.stored import EVERYBODY, blocks, clock
from gateway.audit.search.tail import Tail
from gateway.errors import BadRequest
from gateway.store.tables import search_values

MOST_VALUES = 1000
"""Values that counts may be grouped by."""
AT_ONCE = 32
"""Blocks read at once: with hundreds of values some tens of thousands of sets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """How many records. `start` is the bucket's beginning in milliseconds, None without buckets;
    `value` the value they were grouped by, None without, and "" for records that have none."""

    start: int | None
    value: str | None
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """Counts in the order of time and value."""

    rows: tuple[Count, ...]
    behind: int


@dataclass(frozen=True, kw_only=True)
class _Tally:
    """Counts under way: by the beginning of a period and a value."""

    terms: dict[str, int] | None
    buckets: Buckets | None
    counts: Counter[tuple[int | None, str | None]] = field(default_factory=Counter)

    def block(
        self, passing: int, sets: Sets, first: int, last: int, times: Callable[[], Sets]
    ) -> None:
        """Count a block's passing records; `times` gives the sets of their times if needed."""
        if not passing:
            return
        periods = self.buckets.over(first, last) if self.buckets else []
        if len(periods) < 2:
            self._period(passing, sets, periods[0][0] if periods else None)
            return
        ticks = times()
        for start, end in periods:
            period = Between(field="time", low=start, high=end)
            self._period(passing & period.of(ticks, EVERYBODY), sets, start)

    def _period(self, passing: int, sets: Sets, start: int | None) -> None:
        if self.terms is None:
            self._add(passing, start, None)
            return
        without = passing
        for value, term in self.terms.items():
            having = passing & sets(term)
            self._add(having, start, value)
            without &= ~having
        self._add(without, start, "")

    def _add(self, records: int, start: int | None, value: str | None) -> None:
        if records:
            self.counts[start, value] += records.bit_count()


def count(
    db: Connection,
    tail: Tail,
    filters: Sequence[Filter],
    *,
    by: str,
    buckets: Buckets | None,
) -> tuple[Count, ...]:
    """Count what passes, by the values of a listed field ("" for none) and by period."""
    terms = {value: term_of(by, value) for value in values(db, tail, by)} if by else None
    tally = _Tally(terms=terms, buckets=buckets)
    for low in range(0, tail.number, AT_ONCE):
        high = min(tail.number, low + AT_ONCE)
        for one in blocks(db, filters, low, high, terms.values() if terms else ()):
            times = partial(clock, db, one.number)
            tally.block(one.passing, one.sets, one.first, one.last, times)
    newest = tail.block
    passing = chosen(filters, newest.sets, (1 << newest.count) - 1)
    tally.block(passing, newest.sets, newest.first, newest.last, lambda: newest.sets)
    ordered = sorted(tally.counts.items(), key=lambda item: (item[0][0] or 0, item[0][1] or ""))
    return tuple(Count(start=at, value=value, count=number) for (at, value), number in ordered)


def values(db: Connection, tail: Tail, field: str) -> tuple[str, ...]:
    """Return the values that a listed field ever had.

    Raises:
        BadRequest: there are more than anybody can be shown.
    """
    table = search_values.c
    kept = db.execute(select(table.value).where(table.field == field)).scalars()
    found = sorted({*kept, *(value for name, value in tail.block.listed if name == field)})
    if len(found) > MOST_VALUES:
        raise BadRequest(
            f"`{field}` has more than {MOST_VALUES} values; narrow it with filters on it instead",
            code="bad_group",
            status=422,
            param="by",
        )
    return tuple(found)
