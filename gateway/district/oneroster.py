"""Reads a district's roster as OneRoster CSV, 1.1 and 1.2 (1EdTech), told apart by their headers.

Every fault is named with file and line; one fault refuses the whole folder.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from gateway.district.oneroster_csv import Fault, Folder, Progress, Row, listed
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


def read_folder(folder: Path, progress: Progress = lambda _file, _bytes: None) -> Roster:
    """Read a folder of OneRoster CSV files.

    Args:
        folder: holds users.csv and, as far as the district keeps them, orgs.csv, classes.csv,
            enrollments.csv, demographics.csv, and for version 1.2 roles.csv.
        progress: told how far each file is.

    Raises:
        RosterRejected: with every fault found, up to `MOST_FAULTS` of them spelt out.
    """
    files = Folder(folder, progress)
    roster = _Reading(files).read()
    if files.faults:
        raise RosterRejected(files.faults, files.unlisted)
    return roster


class _Reading:
    """One reading of one folder."""

    def __init__(self, files: Folder) -> None:
        self._files = files

    def read(self) -> Roster:
        header = self._files.header("users.csv")
        if header is None:
            self._files.fault(
                "users.csv", 0, "is missing; a OneRoster folder needs at least this file"
            )
            return Roster(version="")
        version = "1.1" if "role" in header else "1.2"
        roster = Roster(version=version)
        self._schools(roster)
        roles = self._roles() if version == "1.2" and "sourcedId" in header else {}
        self._people(roster, roles)
        if self._files.faults and not roster.people:
            return roster  # of every enrolment it would be said that nobody has its id
        self._births(roster)
        self._groups(roster, self._sessions())
        self._enrolments(roster)
        return roster

    def _schools(self, roster: Roster) -> None:
        for line, row in self._files.rows("orgs.csv"):
            if not row["name"]:
                self._files.fault("orgs.csv", line, "`name` is empty")
                continue
            roster.schools[row["sourcedId"]] = School(
                id=row["sourcedId"],
                name=row["name"],
                kind=row["type"].lower() or "school",
                identifier=row.get("identifier", ""),
            )

    def _roles(self) -> dict[str, tuple[list[Role], list[str]]]:
        found: dict[str, tuple[list[Role], list[str]]] = {}
        for line, row in self._files.rows("roles.csv", needed=True):
            role = ROLES.get(row["role"].lower())
            if role is None:
                self._files.fault(
                    "roles.csv", line, f"`role` is not one of {', '.join(sorted(ROLES))}"
                )
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
        for line, row in self._files.rows("users.csv"):
            person_roles, schools = roles.get(row["sourcedId"], ([], []))
            if roster.version == "1.1":
                one = ROLES.get(row["role"].lower())
                person_roles, schools = ([one] if one else []), listed(row, "orgSourcedIds")
            if not person_roles:
                self._files.fault("users.csv", line, "the person has no role that OneRoster knows")
                continue
            if not (row["givenName"] or row["familyName"]):
                self._files.fault("users.csv", line, "`givenName` and `familyName` are both empty")
                continue
            if row["sourcedId"] in roster.people:
                self._files.fault("users.csv", line, "`sourcedId` stands there a second time")
                continue
            agents[row["sourcedId"]] = listed(row, "agentSourcedIds")
            roster.people[row["sourcedId"]] = _person(row, person_roles, schools)
        _link_guardians(roster.people, agents)

    def _births(self, roster: Roster) -> None:
        for line, row in self._files.rows("demographics.csv"):
            if not row["birthDate"]:
                continue
            try:
                born = date.fromisoformat(row["birthDate"][:10])
            except ValueError:
                self._files.fault(
                    "demographics.csv", line, "`birthDate` is not a date like 2014-05-31"
                )
                continue
            if row["sourcedId"] not in roster.people:
                self._files.fault(
                    "demographics.csv", line, "nobody in users.csv has this `sourcedId`"
                )
                continue
            roster.births[row["sourcedId"]] = born

    def _sessions(self) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for line, row in self._files.rows("academicSessions.csv"):
            begins = self._files.day("academicSessions.csv", line, row, "startDate")
            ends = self._files.day("academicSessions.csv", line, row, "endDate")
            if begins and ends and ends < begins:
                self._files.fault("academicSessions.csv", line, "`endDate` is before `startDate`")
            found[row["sourcedId"]] = Term(begins=begins, ends=ends)
        return found

    def _groups(self, roster: Roster, sessions: dict[str, Term]) -> None:
        for _line, row in self._files.rows("classes.csv"):
            held = [sessions[one] for one in listed(row, "termSourcedIds") if one in sessions]
            roster.terms[row["sourcedId"]] = _term(held)
            roster.groups[row["sourcedId"]] = Group(
                id=row["sourcedId"],
                title=row["title"],
                school=row["schoolSourcedId"],
                code=row.get("classCode", ""),
                grades=tuple(listed(row, "grades")),
            )

    def _enrolments(self, roster: Roster) -> None:
        for line, row in self._files.rows("enrollments.csv"):
            group, person = row["classSourcedId"], row["userSourcedId"]
            if group not in roster.groups:
                self._files.fault("enrollments.csv", line, "no class in classes.csv has this id")
            elif person not in roster.people:
                self._files.fault("enrollments.csv", line, "nobody in users.csv has this id")
            else:
                term, known = roster.terms[group], roster.enrolments.get((group, person))
                one = Enrolment(
                    group=group,
                    person=person,
                    role=row["role"].lower(),
                    begins=self._files.day("enrollments.csv", line, row, "beginDate")
                    or term.begins,
                    ends=self._files.day("enrollments.csv", line, row, "endDate") or term.ends,
                )
                if known is None or _later(one, known):
                    roster.enrolments[group, person] = one


def _term(sessions: list[Term]) -> Term:
    """Return from when to when some sessions go, together."""
    ends = [one.ends for one in sessions]
    return Term(
        begins=min((one.begins for one in sessions), default=""),  # an open one is before all
        ends=max(ends, default="") if all(ends) else "",
    )


def _later(one: Enrolment, known: Enrolment) -> bool:
    """Tell whether of two places of one person in one class this is the one that lasts longer:
    who left and came back has two, and only the later counts."""
    return (one.ends or "9999", one.begins) >= (known.ends or "9999", known.begins)


def _person(row: Row, roles: list[Role], schools: list[str]) -> Person:
    role = min(roles, key=lambda one: RANK[KIND_OF_ROLE[one]])
    home = row.get("primaryOrgSourcedId", "")
    ids = [row.get("identifier", ""), *(_user_id(cell) for cell in listed(row, "userIds"))]
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
        grade=next(iter(listed(row, "grades")), ""),
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


def _user_id(cell: str) -> str:
    """Return the identifier of `{Fed:314}`."""
    return cell.strip("{}").rpartition(":")[2].strip()


def _some(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
