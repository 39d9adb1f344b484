"""A table in each format: JSON Lines as it is read, CSV and Parquet made of those lines.

JSON Lines is what counts: it alone is written piece by piece, and the others say the same.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson

from gateway.audit import parquet
from gateway.district.sheets import BETWEEN, harmless
from gateway.reports.columns import Column, Plain


class Format(StrEnum):
    """What a table can be had as, beside the JSON Lines that it always comes with."""

    CSV = "csv"
    PARQUET = "parquet"


def lines_of(rows: Iterable[dict[str, Plain]]) -> bytes:
    """Return rows as JSON Lines."""
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of JSON Lines."""
    with path.open("rb") as file:
        for line in file:
            yield orjson.loads(line)


def check_available(formats: Iterable[Format]) -> None:
    """Refuse a format whose library is not installed.

    Raises:
        BadRequest: says which extra brings it.
    """
    if Format.PARQUET in formats:
        parquet.library()


def write_csv(lines: Path, path: Path, columns: Sequence[Column]) -> None:
    """Write a table as CSV (RFC 4180), UTF-8 with the mark that spreadsheet programs look for."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(column.name for column in columns)
        for row in read_lines(lines):
            writer.writerow(_cell(row[column.name]) for column in columns)


def write_parquet(lines: Path, path: Path, columns: Sequence[Column]) -> None:
    """Write a table as Parquet, each column with its meaning in the schema.

    Raises:
        BadRequest: the library is not installed.
    """
    arrow, _ = parquet.library()
    kinds = {"count": arrow.int64(), "number": arrow.float64(), "yes or no": arrow.bool_()}
    fields = []
    for column in columns:
        kind = kinds.get(column.kind, arrow.string())
        kind = arrow.list_(kind) if column.many else kind
        fields.append(arrow.field(column.name, kind, metadata={"words": column.words}))
    parquet.write(path, arrow.schema(fields), read_lines(lines))


def _cell(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return harmless(BETWEEN.join(value) if isinstance(value, list) else value)
