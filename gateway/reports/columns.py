"""The columns of a report's table, read off the dataclass of its rows. Pure.

    @dataclass(frozen=True, kw_only=True, slots=True)
    class Row:
        record: Annotated[RecordId, "the record's id in the log"]
        at: Annotated[datetime, "when it was decided"]

Every field says what it means, so that no column is undocumented.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

RECORD = object()
type Plain = None | str | int | float | bool | list[str]

RecordId = Annotated[str, RECORD]
"""The id of a record of the log. Those in a table can be proved."""

_KINDS = {
    str: "text",
    int: "count",
    float: "number",
    bool: "yes or no",
    datetime: "time",
    date: "day",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: what its values are (`kind`), whether it may be empty, and what it means.
    `many` values stand in one cell; `records` tells that they are ids of the log's records."""

    name: str
    kind: str
    words: str
    optional: bool = False
    many: bool = False
    records: bool = False

    @property
    def shape(self) -> str:
        """Return what its values are, in words."""
        kind = f"list of {self.kind}" if self.many else self.kind
        return f"{kind}, or nothing" if self.optional else kind


def columns_of(row: type[Any]) -> tuple[Column, ...]:
    """Return the columns of a table.

    Raises:
        TypeError: a field of the row says not what it means, or can stand in no cell.
    """
    kind: Any = row
    return _columns(kind)


@cache
def _columns(row: Any) -> tuple[Column, ...]:
    hints = get_type_hints(row, include_extras=True)
    return tuple(_column(one.name, hints[one.name]) for one in fields(row))


def _column(name: str, hint: Any) -> Column:
    kind, *notes = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    words = next((note for note in notes if isinstance(note, str)), "")
    if not words:
        raise TypeError(f"column `{name}` says not what it means")
    kind, optional = _without_none(kind)
    many = get_origin(kind) in (tuple, frozenset)
    if many:
        kind = get_args(kind)[0]
    records = RECORD in notes
    if get_origin(kind) is Annotated:
        kind, *inner = get_args(kind)
        records = records or RECORD in inner
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        kind = str
    if kind not in _KINDS:
        raise TypeError(f"column `{name}` is of a kind that no cell holds")
    return Column(
        name=name, kind=_KINDS[kind], words=words, optional=optional, many=many, records=records
    )


def _without_none(kind: Any) -> tuple[Any, bool]:
    if get_origin(kind) in (Union, UnionType):
        [other] = [one for one in get_args(kind) if one is not NoneType]
        return other, True
    return kind, False


def plain(row: Any) -> dict[str, Plain]:
    """Return a row as plain JSON: times with their zone, days as such, lists of text."""
    return {column.name: _plain(getattr(row, column.name)) for column in columns_of(type(row))}


def _plain(value: Any) -> Plain:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return str(value) if isinstance(value, str) else value  # an enumeration is its text


def records_in(columns: tuple[Column, ...], row: dict[str, Any]) -> Iterator[str]:
    """Yield the ids of records that a plain row names."""
    for column in columns:
        if column.records and row[column.name]:
            yield from row[column.name] if column.many else (row[column.name],)
