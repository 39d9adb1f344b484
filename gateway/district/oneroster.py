"""Reads a district's roster as OneRoster CSV, 1.1 and 1.2 (1EdTech), told apart by their headers.

Only the columns that are needed are taken: of demographics.csv the birth date alone, of users.csv
never the password. Every fault is named with file and line; one fault refuses the whole folder.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from gateway.errors import BadRequest
from gateway.terms.people import KIND_OF_ROLE, Group, Kind, Person, Role, School

ROLES = {
    "student": Role.STUDENT,
    "teacher": Role.TEACHER,
    "aide": Role.AIDE,
    "counselor": Role.COUNSELLOR,
    "counsellor": Role.COUNSELLOR,
    "nurse": Role.NURSE,
    "casemanager": Role.CASE_MANAGER,
    "proctor": Role.PROCTOR,
    "administrator": Role.ADMINISTRATOR,
    "principal": Role.ADMINISTRATOR,
    "districtadministrator": Role.ADMINISTRATOR,
    "siteadministrator": Role.ADMINISTRATOR,
    "systemadministrator": Role.STAFF,
    "guardian": Role.GUARDIAN,
    "parent": Role.GUARDIAN,
    "relative": Role.GUARDIAN,
}
"""OneRoster's roles, 1.1 and 1.2, in lower case."""

RANK = {Kind.STUDENT: 0, Kind.STAFF: 1, Kind.GUARDIAN: 2}
MOST_FAULTS = 100
NO_UTF8 = "is not UTF-8 text; save it anew as `CSV UTF-8 (comma delimited)`"
"""Spreadsheet programs write Windows-1252 or UTF-16 under other names of theirs."""

_USERS = ("sourcedId", "username", "givenName", "familyName", "agentSourcedIds", "grades")
_COLUMNS = {
    "orgs.csv": ("sourcedId", "name", "type"),
    "classes.csv": ("sourcedId", "title", "schoolSourcedId"),
    "enrollments.csv": ("sourcedId", "classSourcedId", "userSourcedId", "role"),
    "demographics.csv": ("sourcedId", "birthDate"),
    "academicSessions.csv": ("sourcedId", "startDate", "endDate"),
    "roles.csv": ("userSourcedId", "role"),
}

type Progress = Callable[[str, int], None]
"""Told the file and how many of its bytes were read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What is wrong, in which file, on which line (the header is line 1; 0: the file itself)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.message}"


class RosterRejected(BadRequest):
    """The folder cannot be imported; nothing was changed. `faults` says all that is wrong."""

    code = "roster_rejected"
    status = 422

    def __init__(self, faults: list[Fault], more: int) -> None:
        self.faults = tuple(faults)
        self.more = more
        count = len(faults) + more
        super().__init__(
            f"the roster was not imported, nothing changed: {count} "
            f"{'fault' if count == 1 else 'faults'}, the first being {faults[0]}"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrolment:
    """Somebody's place in a class; dates are ISO text, "" for open."""

    group: str
    person: str
    role: str
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """From when to when a class is held: ISO text, "" for open; both days inclusive."""

    begins: str = ""
    ends: str = ""


@dataclass(kw_only=True, slots=True)
class Roster:
    """A roster as read: by sourcedId. `births` holds the known birth dates, `terms` when each class
    is held, as far as its academic sessions tell."""

    version: str
    schools: dict[str, School] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    births: dict[str, date] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    enrolments: dict[tuple[str, str], Enrolment] = field(default_factory=dict)


type Row = dict[str, str]


def read_folder(folder: Path, progress: Progress = lambda _file, _bytes: None) -> Roster:
    """Read a folder of OneRoster CSV files.

    Args:
        folder: holds users.csv and, as far as the district keeps them, orgs.csv, classes.csv,
            enrollments.csv, demographics.csv, and for version 1.2 roles.csv.
        progress: told how far each file is.

    Raises:
        RosterRejected: with every fault found, up to `MOST_FAULTS` of them spelt out.
    """
    reader = _Folder(folder, progress)
    roster = reader.read()
    if reader.faults:
        raise RosterRejected(reader.faults, reader.unlisted)
    return roster


class _Folder:
    """One reading of one folder: collects faults instead of stopping at the first."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self._folder = folder
        self._progress = progress
        self.faults: list[Fault] = []
        self.unlisted = 0

    def read(self) -> Roster:
        header = self._header("users.csv")
        if header is None:
            self._fault("users.csv", 0, "is missing; a OneRoster folder needs at least this file")
            return Roster(version="")
        version = "1.1" if "role" in header else "1.2"
        roster = Roster(version=version)
        self._schools(roster)
        roles = self._roles() if version == "1.2" else {}
        self._people(roster, roles)
        self._births(roster)
        self._groups(roster, self._sessions())
        self._enrolments(roster)
        return roster

    def _schools(self, roster: Roster) -> None:
        for line, row in self._rows("orgs.csv"):
            if not row["name"]:
                self._fault("orgs.csv", line, "`name` is empty")
                continue
            roster.schools[row["sourcedId"]] = School(
                id=row["sourcedId"],
                name=row["name"],
                kind=row["type"].lower() or "school",
                identifier=row.get("identifier", ""),
            )

    def _roles(self) -> dict[str, tuple[list[Role], list[str]]]:
        found: dict[str, tuple[list[Role], list[str]]] = {}
        for line, row in self._rows("roles.csv", needed=True):
            role = ROLES.get(row["role"].lower())
            if role is None:
                self._fault("roles.csv", line, f"`role` is not one of {', '.join(sorted(ROLES))}")
                continue
            roles, schools = found.setdefault(row["userSourcedId"], ([], []))
            if row.get("roleType", "").lower() == "primary":
                roles.insert(0, role)
            else:
                roles.append(role)
            if org := row.get("orgSourcedId", ""):
                schools.append(org)
        return found

    def _people(self, roster: Roster, roles: dict[str, tuple[list[Role], list[str]]]) -> None:
        agents: dict[str, list[str]] = {}
        for line, row in self._rows("users.csv"):
            person_roles, schools = roles.get(row["sourcedId"], ([], []))
            if roster.version == "1.1":
                one = ROLES.get(row["role"].lower())
                person_roles, schools = ([one] if one else []), _cells(row, "orgSourcedIds")
            if not person_roles:
                self._fault("users.csv", line, "the person has no role that OneRoster knows")
                continue
            if not (row["givenName"] or row["familyName"]):
                self._fault("users.csv", line, "`givenName` and `familyName` are both empty")
                continue
            if row["sourcedId"] in roster.people:
                self._fault("users.csv", line, "`sourcedId` stands there a second time")
                continue
            agents[row["sourcedId"]] = _cells(row, "agentSourcedIds")
            roster.people[row["sourcedId"]] = _person(row, person_roles, schools)
        _link_guardians(roster.people, agents)

    def _births(self, roster: Roster) -> None:
        for line, row in self._rows("demographics.csv"):
            if not row["birthDate"]:
                continue
            try:
                born = date.fromisoformat(row["birthDate"][:10])
            except ValueError:
                self._fault("demographics.csv", line, "`birthDate` is not a date like 2014-05-31")
                continue
            if row["sourcedId"] not in roster.people:
                self._fault("demographics.csv", line, "nobody in users.csv has this `sourcedId`")
                continue
            roster.births[row["sourcedId"]] = born

    def _sessions(self) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for line, row in self._rows("academicSessions.csv"):
            begins = self._day("academicSessions.csv", line, row, "startDate")
            ends = self._day("academicSessions.csv", line, row, "endDate")
            if begins and ends and ends < begins:
                self._fault("academicSessions.csv", line, "`endDate` is before `startDate`")
            found[row["sourcedId"]] = Term(begins=begins, ends=ends)
        return found

    def _groups(self, roster: Roster, sessions: dict[str, Term]) -> None:
        for _line, row in self._rows("classes.csv"):
            held = [sessions[one] for one in _cells(row, "termSourcedIds") if one in sessions]
            roster.terms[row["sourcedId"]] = _term(held)
            roster.groups[row["sourcedId"]] = Group(
                id=row["sourcedId"],
                title=row["title"],
                school=row["schoolSourcedId"],
                code=row.get("classCode", ""),
                grades=tuple(_cells(row, "grades")),
            )

    def _enrolments(self, roster: Roster) -> None:
        for line, row in self._rows("enrollments.csv"):
            group, person = row["classSourcedId"], row["userSourcedId"]
            if group not in roster.groups:
                self._fault("enrollments.csv", line, "no class in classes.csv has this id")
            elif person not in roster.people:
                self._fault("enrollments.csv", line, "nobody in users.csv has this id")
            else:
                term, known = roster.terms[group], roster.enrolments.get((group, person))
                one = Enrolment(
                    group=group,
                    person=person,
                    role=row["role"].lower(),
                    begins=self._day("enrollments.csv", line, row, "beginDate") or term.begins,
                    ends=self._day("enrollments.csv", line, row, "endDate") or term.ends,
                )
                if known is None or _later(one, known):
                    roster.enrolments[group, person] = one

    def _day(self, name: str, line: int, row: Row, column: str) -> str:
        """Return a cell's day as ISO text, "" for none."""
        text = row.get(column, "")[:10]
        try:
            return date.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            self._fault(name, line, f"`{column}` is not a date like 2026-05-31")
            return ""

    def _rows(self, name: str, *, needed: bool = False) -> Iterator[tuple[int, Row]]:
        """Yield a file's rows as the wanted columns only, with their line numbers."""
        header = self._header(name)
        if header is None:
            if needed:
                self._fault(name, 0, "is missing; OneRoster 1.2 keeps everybody's role there")
            return
        missing = [one for one in _COLUMNS.get(name, _USERS) if one not in header]
        if missing:
            self._fault(name, 1, f"these columns are missing: {', '.join(missing)}")
            return
        wanted = [(index, one) for index, one in enumerate(header) if one in _TAKEN[name]]
        with (self._folder / name).open("rb") as file:
            lines = _decoded(file, lambda line: self._fault(name, line, NO_UTF8))
            reader = csv.reader(lines, strict=True)
            next(reader)
            try:
                for cells in reader:
                    self._progress(name, file.tell())
                    if not cells:
                        continue
                    if len(cells) != len(header):
                        what = f"has {len(cells)} cells where the header has {len(header)}"
                        self._fault(name, reader.line_num, what)
                        continue
                    row = {one: cells[index].strip() for index, one in wanted}
                    if row.get("status", "").lower() == "tobedeleted":
                        continue
                    if "sourcedId" in row and not row["sourcedId"]:
                        self._fault(name, reader.line_num, "`sourcedId` is empty")
                        continue
                    yield reader.line_num, row
            except csv.Error as error:
                self._fault(name, reader.line_num, f"is not valid CSV: {error}")

    def _header(self, name: str) -> list[str] | None:
        path = self._folder / name
        if not path.is_file():
            return None
        with path.open("rb") as file:
            first = file.readline(65_536).removeprefix(b"\xef\xbb\xbf")
        try:
            return [cell.strip() for cell in next(csv.reader([first.decode()]), [])]
        except UnicodeDecodeError:
            self._fault(name, 1, NO_UTF8)
            return []

    def _fault(self, file: str, line: int, message: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(file=file, line=line, message=message))
        else:
            self.unlisted += 1


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


def _decoded(file: Iterator[bytes], bad: Callable[[int], None]) -> Iterator[str]:
    for number, line in enumerate(file, 1):
        try:
            yield (line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line).decode()
        except UnicodeDecodeError:
            bad(number)
            yield line.decode(errors="replace")


def _term(sessions: list[Term]) -> Term:
    """Return from when to when some sessions go, together."""
    begins = (
        ""
        if any(not one.begins for one in sessions)
        else min((one.begins for one in sessions), default="")
    )
    ends = (
        ""
        if any(not one.ends for one in sessions)
        else max((one.ends for one in sessions), default="")
    )
    return Term(begins=begins, ends=ends)


def _later(one: Enrolment, known: Enrolment) -> bool:
    """Tell whether of two places of one person in one class this is the one that lasts longer:
    who left and came back has two, and only the later counts."""
    return (one.ends or "9999", one.begins) >= (known.ends or "9999", known.begins)


def _person(row: Row, roles: list[Role], schools: list[str]) -> Person:
    role = min(roles, key=lambda one: RANK[KIND_OF_ROLE[one]])
    home = row.get("primaryOrgSourcedId", "")
    ids = [row.get("identifier", ""), *(_user_id(cell) for cell in _cells(row, "userIds"))]
    return Person(
        id=row["sourcedId"],
        kind=KIND_OF_ROLE[role],
        role=role,
        given=row["givenName"],
        family=row["familyName"],
        middle=row.get("middleName", ""),
        preferred_given=row.get("preferredGivenName", ""),
        preferred_middle=row.get("preferredMiddleName", ""),
        preferred_family=row.get("preferredFamilyName", ""),
        username=row["username"],
        emails=_some(row.get("email", "")),
        phones=_some(row.get("phone", ""), row.get("sms", "")),
        ids=_some(*ids),
        schools=_some(home, *schools),
        grade=next(iter(_cells(row, "grades")), ""),
    )


def _link_guardians(people: dict[str, Person], agents: dict[str, list[str]]) -> None:
    """Agents point from pupil to guardian, from guardian to pupil, or both: take either."""
    guardians: dict[str, set[str]] = {}
    for one, others in agents.items():
        for other in others:
            kinds = {one: people[one].kind, other: people[other].kind} if other in people else {}
            pupil = next((who for who, kind in kinds.items() if kind is Kind.STUDENT), None)
            adult = next((who for who, kind in kinds.items() if kind is not Kind.STUDENT), None)
            if pupil is not None and adult is not None:
                guardians.setdefault(pupil, set()).add(adult)
    for pupil, adults in guardians.items():
        people[pupil] = replace(people[pupil], guardians=tuple(sorted(adults)))


def _cells(row: Row, name: str) -> list[str]:
    return [cell.strip() for cell in row.get(name, "").split(",") if cell.strip()]


def _user_id(cell: str) -> str:
    """Return the identifier of `{Fed:314}`."""
    return cell.strip("{}").rpartition(":")[2].strip()


def _some(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
