"""The rows of OneRoster's CSV files, 1.1 and 1.2 (1EdTech), and what is wrong with them.

Only the columns that are needed are taken: of demographics.csv the birth date alone, of users.csv
never the password. Every fault is named with file and line.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gateway.district.csv_hints import not_utf8, parted_otherwise

MOST_FAULTS = 100

_USERS = ("sourcedId", "username", "givenName", "familyName", "agentSourcedIds", "grades")
_COLUMNS = {
    "orgs.csv": ("sourcedId", "name", "type"),
    "classes.csv": ("sourcedId", "title", "schoolSourcedId"),
    "enrollments.csv": ("sourcedId", "classSourcedId", "userSourcedId", "role"),
    "demographics.csv": ("sourcedId", "birthDate"),
    "academicSessions.csv": ("sourcedId", "startDate", "endDate"),
    "roles.csv": ("userSourcedId", "role"),
}
_TAKEN = {
    "users.csv": frozenset(
        {
            *_USERS,
            "status",
            "role",
            "orgSourcedIds",
            "userIds",
            "middleName",
            "identifier",
            "email",
            "sms",
            "phone",
            "preferredGivenName",
            "preferredMiddleName",
            "preferredFamilyName",
            "primaryOrgSourcedId",
        }
    ),
    "orgs.csv": frozenset({"sourcedId", "status", "name", "type", "identifier"}),
    "classes.csv": frozenset(
        {
            "sourcedId",
            "status",
            "title",
            "grades",
            "classCode",
            "schoolSourcedId",
            "termSourcedIds",
        }
    ),
    "academicSessions.csv": frozenset({"sourcedId", "status", "startDate", "endDate"}),
    "enrollments.csv": frozenset(
        {"sourcedId", "status", "classSourcedId", "userSourcedId", "role", "beginDate", "endDate"}
    ),
    "demographics.csv": frozenset({"sourcedId", "status", "birthDate"}),
    "roles.csv": frozenset(
        {"sourcedId", "status", "userSourcedId", "roleType", "role", "orgSourcedId"}
    ),
}

FILES = frozenset(_TAKEN)
"""The files that are read; a folder may hold others."""

type Progress = Callable[[str, int], None]
"""Told the file and how many of its bytes were read."""
type Row = dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What is wrong, in which file, on which line (the header is line 1; 0: the file itself)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.message}"


class Folder:
    """One reading of one folder: collects faults instead of stopping at the first."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self._folder = folder
        self._progress = progress
        self._headers: dict[str, list[str] | None] = {}
        self.faults: list[Fault] = []
        self.unlisted = 0

    def rows(self, name: str, *, needed: bool = False) -> Iterator[tuple[int, Row]]:
        """Yield a file's rows as the wanted columns only, with their line numbers."""
        header = self.header(name)
        if header is None:
            if needed:
                self.fault(name, 0, "is missing; OneRoster 1.2 keeps everybody's role there")
            return
        missing = [one for one in _COLUMNS.get(name, _USERS) if one not in header]
        if missing:
            if header:  # else it was said why it cannot be read
                told = f"these columns are missing: {', '.join(missing)}"
                self.fault(name, 1, parted_otherwise(header, _TAKEN[name]) or told)
            return
        wanted = [(index, one) for index, one in enumerate(header) if one in _TAKEN[name]]
        with (self._folder / name).open("rb") as file:
            lines = _decoded(file, lambda line, read: self.fault(name, line, not_utf8(read)))
            reader = csv.reader(lines, strict=True)
            next(reader)
            try:
                for cells in reader:
                    self._progress(name, file.tell())
                    if not cells:
                        continue
                    if len(cells) != len(header):
                        what = f"has {len(cells)} cells where the header has {len(header)}"
                        self.fault(name, reader.line_num, what)
                        continue
                    row = {one: cells[index].strip() for index, one in wanted}
                    if row.get("status", "").lower() == "tobedeleted":
                        continue
                    if "sourcedId" in row and not row["sourcedId"]:
                        self.fault(name, reader.line_num, "`sourcedId` is empty")
                        continue
                    yield reader.line_num, row
            except csv.Error as error:
                self.fault(name, reader.line_num, f"is not valid CSV: {error}")

    def header(self, name: str) -> list[str] | None:
        """Return a file's columns, none where they cannot be read, None where it is missing."""
        if name not in self._headers:
            self._headers[name] = self._read_header(name)
        return self._headers[name]

    def _read_header(self, name: str) -> list[str] | None:
        path = self._folder / name
        if not path.is_file():
            return None
        with path.open("rb") as file:
            first = file.readline(65_536)
        try:
            if b"\0" not in first:
                text = first.decode("utf-8-sig")
                return [cell.strip() for cell in next(csv.reader([text]))] or [""]
        except UnicodeDecodeError:
            pass  # told as what it is below
        self.fault(name, 1, not_utf8(first))
        return []

    def day(self, name: str, line: int, row: Row, column: str) -> str:
        """Return a cell's day as ISO text, "" for none."""
        text = row.get(column, "")[:10]
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            self.fault(name, line, f"`{column}` is not a date like 2026-05-31")
            return ""

    def fault(self, file: str, line: int, message: str) -> None:
        """Note what is wrong; see `Fault`."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(file=file, line=line, message=message))
        else:
            self.unlisted += 1


def _decoded(file: Iterator[bytes], bad: Callable[[int, bytes], None]) -> Iterator[str]:
    """Yield a file's lines; the first that is not UTF-8 is told, since the others are alike."""
    told = False
    for number, line in enumerate(file, 1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            if not told:
                bad(number, line)
            told = True
            yield line.decode(errors="replace")


def listed(row: Row, name: str) -> list[str]:
    """Return the values of a cell that lists them with commas."""
    return [cell.strip() for cell in row.get(name, "").split(",") if cell.strip()]
