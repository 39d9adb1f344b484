"""What is asked of the log: `tool=chat|draft`, `rule!=x`, `ms>=500`, `time>=2026-09-01`. Pure.

All filters must hold. `=` names values of which a record has at least one, `!=` values of which
it has none; numbers are compared with `>=` and `<=`, times also as ISO 8601 text in UTC.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from gateway.audit.search.bits import DIGITS, LARGEST, at_least, at_most
from gateway.audit.search.block import Sets, digit_of, term_of
from gateway.audit.search.fields import NUMBERS, VALUES, Told
from gateway.errors import BadRequest

OF_PEOPLE = frozenset({"principal", "who", "subject", "disclosed", "replaced"})
"""Fields whose values are log ids of people."""
MOST = 20
"""Filters in one question."""
_SHAPE = re.compile(
    r"(?P<field>[a-z0-9_]{1,40})(?P<sign>!=|>=|<=|=)(?P<value>.{1,2000})", re.DOTALL
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Among:
    """At least one of some values; where `wanted` is False, none of them."""

    field: str
    values: tuple[str, ...]
    wanted: bool = True

    @property
    def terms(self) -> list[int]:
        """Return the terms whose sets it needs."""
        return [term_of(self.field, value) for value in self.values]

    def of(self, sets: Sets, everybody: int) -> int:
        """Return which records of a block it lets through."""
        found = 0
        for term in self.terms:
            found |= sets(term)
        return found if self.wanted else everybody & ~found

    def holds(self, record: Told, outcome: Told | None) -> bool:
        """Tell whether it lets a record through."""
        field = VALUES[self.field]
        told = {*field.of(record), *(field.after(outcome) if outcome else ())}
        return told.isdisjoint(self.values) is not self.wanted


@dataclass(frozen=True, kw_only=True, slots=True)
class Between:
    """A number from `low` to `high`, both inclusive; None leaves an end open."""

    field: str
    low: int | None = None
    high: int | None = None

    @property
    def terms(self) -> list[int]:
        """Return the terms whose sets it needs."""
        return [digit_of(self.field, place) for place in range(-1, DIGITS)]

    def of(self, sets: Sets, everybody: int) -> int:
        """Return which records of a block it lets through."""
        found = sets(digit_of(self.field, -1)) & everybody
        if self.low is not None:
            found = at_least(self.low, found, lambda place: sets(digit_of(self.field, place)))
        if self.high is not None:
            found = at_most(self.high, found, lambda place: sets(digit_of(self.field, place)))
        return found

    def holds(self, record: Told, outcome: Told | None) -> bool:
        """Tell whether it lets a record through."""
        field = NUMBERS[self.field]
        told = field.of(record)
        if told is None and outcome:
            told = field.after(outcome)
        if told is None:
            return False
        told = min(told, LARGEST)
        return (self.low is None or min(self.low, LARGEST + 1) <= told) and (
            self.high is None or told <= self.high
        )


type Filter = Among | Between


def read_filters(texts: Iterable[str]) -> tuple[Filter, ...]:
    """Return filters from text.

    Raises:
        BadRequest: one names no field, no comparison of its field, or no value.
    """
    filters = tuple(_read(text) for text in texts)
    if len(filters) > MOST:
        raise _bad(f"ask with at most {MOST} filters at once")
    return filters


def widened(filters: Iterable[Filter], ids: Mapping[str, tuple[str, ...]]) -> tuple[Filter, ...]:
    """Return filters in which whoever has several log ids is meant by each of them.

    Args:
        filters: as they were asked.
        ids: every log id of a person, by the one that newer records hold.
    """
    return tuple(
        replace(one, values=tuple(dict.fromkeys(all_ids(one.values, ids))))
        if isinstance(one, Among) and one.field in OF_PEOPLE
        else one
        for one in filters
    )


def all_ids(log_ids: Iterable[str], ids: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """Yield log ids, and after one that newer records hold the others of the same person."""
    for one in log_ids:
        yield from ids.get(one, (one,))


def _read(text: str) -> Filter:
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise _bad("a filter reads `field=value`, `field!=value`, `field>=number` or the like")
    field, sign, value = match["field"], match["sign"], match["value"]
    if field in NUMBERS:
        if sign == "!=":
            raise _bad(f"`{field}` is a number: compare it with `=`, `>=` or `<=`")
        number = _time(value) if field == "time" else _number(field, value)
        low = number if sign in ("=", ">=") else None
        return Between(field=field, low=low, high=number if sign in ("=", "<=") else None)
    if field not in VALUES:
        raise _bad(f"there is no field `{field}`; `GET /fields` and `log query --fields` list them")
    if sign not in ("=", "!="):
        raise _bad(f"`{field}` is no number: compare it with `=` or `!=`")
    return Among(field=field, values=tuple(value.split("|")), wanted=sign == "=")


def _number(field: str, text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise _bad(f"`{field}` is compared with a whole number") from error


def _time(text: str) -> int:
    if text.isdecimal() and len(text) > 8:
        return int(text)
    try:
        return milliseconds(text)
    except ValueError as error:
        raise _bad("`time` is compared with a time such as `2026-09-01T08:00Z`") from error


def milliseconds(text: str) -> int:
    """Return an ISO 8601 day or time as milliseconds since 1970; UTC where it names no zone.

    Raises:
        ValueError: it is none.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1000)


def chosen(filters: Sequence[Filter], sets: Sets, everybody: int) -> int:
    """Return which records of a block every filter lets through."""
    found = everybody
    for one in filters:
        if not found:
            break
        found &= one.of(sets, everybody)
    return found


def _bad(words: str) -> BadRequest:
    return BadRequest(words, code="bad_filter", status=422, param="where")
