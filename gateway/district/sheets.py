"""Spreadsheets of the office: CSV with a header row, to terms and back. Pure.

One row is one value, one column one field; several things in a cell are parted by `;`. Every
fault is named with its line and column; one fault refuses the whole sheet.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from gateway.district.csv_hints import not_utf8, parted_otherwise
from gateway.district.oneroster_csv import Fault
from gateway.errors import BadRequest

MOST_FAULTS = 100
MOST_ROWS = 200_000
BETWEEN = ";"
_INSTEAD = {
    "datetime": "must be a moment, such as `2026-02-28T14:30:00-05:00`, or its day alone",
    "date": "must be a day such as `2026-02-28`",
    "bool": "must be `true` or `false`",
    "missing": "is empty, and needed",
}
"""What to write where the library's own words, by the beginning of their kind, do not say it."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is run by some spreadsheet program: it is written behind an apostrophe."""


class SheetRejected(BadRequest):
    """The sheet cannot be imported; nothing was changed. `faults` says what is wrong, and where."""

    code = "sheet_rejected"
    status = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        self.more = len(faults) - len(self.faults)
        count = len(faults)
        super().__init__(
            f"nothing was imported: {count} {'fault' if count == 1 else 'faults'}, "
            f"the first being {faults[0]}"
        )


class Sheet[T]:
    """Reads and writes sheets of one kind of row, a flat dataclass."""

    def __init__(
        self, name: str, kind: type[T], *, needed: Iterable[str], without: str = ""
    ) -> None:
        """Prepare.

        Args:
            name: what faults call the sheet.
            kind: of a row.
            needed: columns that must be there.
            without: fields that are no columns, parted by blanks.
        """
        self._name = name
        self._adapter = TypeAdapter(kind)
        hints = get_type_hints(kind)
        skipped = without.split()
        self.columns = tuple(one.name for one in fields(kind) if one.name not in skipped)  # type: ignore[arg-type]
        self._many = {one for one in self.columns if get_origin(hints[one]) is frozenset}
        self._needed = tuple(needed)

    @property
    def header(self) -> str:
        """Return the first line."""
        return _line(self.columns)

    def rows(self, values: Iterable[T]) -> Iterator[str]:
        """Yield one line a value."""
        for value in values:
            plain = self._adapter.dump_python(value, mode="json")
            yield _line(_cell(plain[name]) for name in self.columns)

    def read(self, data: bytes) -> list[tuple[int, T]]:
        """Return each row of a sheet with its line; the header is line 1.

        Raises:
            SheetRejected: with everything that is wrong.
        """
        faults: list[Fault] = []
        found: list[tuple[int, T]] = []
        line = 1
        try:
            for line, row in self._rows(data.decode("utf-8-sig")):
                try:
                    found.append((line, self._adapter.validate_python(row)))
                except ValidationError as error:
                    faults += self._misread(line, error)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            faults.append(self.fault(line, "", not_utf8(data[:2])))
        except csv.Error as error:
            words = f"is not valid CSV after line {line}: {error}"
            faults.append(self.fault(0, "", f"{words}; look for a quotation mark left open"))
        except SheetRejected as rejected:
            faults += rejected.faults
        if faults:
            raise SheetRejected(faults)
        return found

    def _misread(self, line: int, error: ValidationError) -> list[Fault]:
        """Say what is wrong with the cells of a row, without saying what stands there."""
        return [
            self.fault(line, ".".join(map(str, one["loc"][:1])), _said(one["type"], one["msg"]))
            for one in error.errors(include_input=False, include_url=False)
        ]

    def fault(self, line: int, column: str, words: str) -> Fault:
        """Return a fault of this sheet."""
        message = f"`{column}`: {words}" if column else words
        return Fault(file=self._name, line=line, message=message)

    def _rows(self, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [cell.strip() for cell in next(reader, [])]
        self._check_header(header)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            line = reader.line_num
            if line > MOST_ROWS:
                raise SheetRejected([self.fault(line, "", f"more than {MOST_ROWS} lines; part it")])
            if len(cells) != len(header):
                what = f"has {len(cells)} cells where the header has {len(header)}"
                raise SheetRejected([self.fault(line, "", what)])
            read = zip(header, map(_text, cells), strict=True)
            yield (
                line,
                {name: _parts(cell) if name in self._many else cell for name, cell in read if cell},
            )

    def _check_header(self, header: list[str]) -> None:
        if not any(header):
            columns = ", ".join(self._needed or self.columns)
            words = f"there is no header; the first row names the columns, among them: {columns}"
            raise SheetRejected([self.fault(1, "", words)])
        if words := parted_otherwise(header, self.columns):
            raise SheetRejected([self.fault(1, "", words)])
        unknown = [str(at) for at, name in enumerate(header, 1) if name not in self.columns]
        missing = [name for name in self._needed if name not in header]
        twice = sorted({name for name in header if header.count(name) > 1})
        faults = []
        if unknown:
            # Their names are not repeated: a sheet without a header begins with somebody's data.
            known = ", ".join(self.columns)
            where = ", ".join(unknown)
            faults.append(self.fault(1, "", f"column {where}: the name is none of {known}"))
        if missing:
            faults.append(self.fault(1, "", f"these columns are missing: {', '.join(missing)}"))
        if twice and not unknown:
            faults.append(self.fault(1, "", f"these columns are there twice: {', '.join(twice)}"))
        if faults:
            raise SheetRejected(faults)


def _said(kind: str, words: str) -> str:
    """Return what is wrong with a cell in words that say what to write instead."""
    return next((said for of, said in _INSTEAD.items() if kind.startswith(of)), words)


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = BETWEEN.join(sorted(value)) if isinstance(value, list) else str(value)
    return harmless(text)


def harmless(text: str) -> str:
    """Return a cell's text so that no spreadsheet program takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(BETWEEN) if part.strip()]
