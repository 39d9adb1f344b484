"""OneRoster's JSON as the rows of its CSV files: which fields of which collection, by version.

A field that is not there is an empty cell; references become the ids they point to. What is not
taken here is never asked for, and never written.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gateway.terms.rosters import OneRosterVersion

type Json = Mapping[str, Any]
type Cells = dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One CSV file out of a collection: its columns, and the rows that one object makes."""

    file: str
    columns: tuple[str, ...]
    rows: Callable[[Json], Iterator[Cells]]


class Files:
    """The open files of one collection."""

    def __init__(self, writers: list[tuple[Table, Any]]) -> None:
        self._writers = writers

    def write(self, one: Json) -> None:
        """Write what an object says."""
        for table, writer in self._writers:
            for row in table.rows(one):
                writer.writerow([row.get(name, "") for name in table.columns])


@dataclass(frozen=True, kw_only=True, slots=True)
class Collection:
    """One collection: `name` in the address and in the answer, `fields` that alone are asked for
    (none: all)."""

    name: str
    tables: tuple[Table, ...]
    fields: tuple[str, ...] = ()

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Files]:
        """Open this collection's files anew, with their headers."""
        with ExitStack() as stack:
            writers = []
            for table in self.tables:
                path = folder / table.file
                file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
                writer = csv.writer(file)
                writer.writerow(table.columns)
                writers.append((table, writer))
            yield Files(writers)


def _text(value: object) -> str:
    """Return a plain value as a cell; what is none, is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _id(reference: object) -> str:
    """Return the id that a reference points to."""
    return _text(reference.get("sourcedId")) if isinstance(reference, dict) else ""


def _list(value: object, each: Callable[[object], str] = _text) -> str:
    """Return a list as one cell."""
    found = [each(one) for one in value] if isinstance(value, list) else [each(value)]
    return ",".join(one.replace(",", " ") for one in found if one)


def _user_id(value: object) -> str:
    if not isinstance(value, dict) or not value.get("identifier"):
        return ""
    return f"{{{_text(value.get('type'))}:{_text(value['identifier'])}}}"


def _plain(one: Json, *names: str) -> Cells:
    return {name: _text(one.get(name)) for name in names}


def _org(one: Json) -> Iterator[Cells]:
    yield _plain(one, "sourcedId", "status", "name", "type", "identifier")


def _session(one: Json) -> Iterator[Cells]:
    yield _plain(one, "sourcedId", "status", "title", "type", "startDate", "endDate")


def _class(one: Json) -> Iterator[Cells]:
    yield _plain(one, "sourcedId", "status", "title", "classCode") | {
        "grades": _list(one.get("grades")),
        "schoolSourcedId": _id(one.get("school")),
        "termSourcedIds": _list(one.get("terms"), _id),
    }


def _enrolment(one: Json) -> Iterator[Cells]:
    yield _plain(one, "sourcedId", "status", "role", "beginDate", "endDate") | {
        "classSourcedId": _id(one.get("class")),
        "userSourcedId": _id(one.get("user")),
    }


def _birth(one: Json) -> Iterator[Cells]:
    yield _plain(one, "sourcedId", "status", "birthDate")


def _user(one: Json) -> Cells:
    names = ("sourcedId", "status", "username", "givenName", "familyName", "middleName")
    return _plain(one, *names, "identifier", "email", "sms", "phone") | {
        "userIds": _list(one.get("userIds"), _user_id),
        "agentSourcedIds": _list(one.get("agents"), _id),
        "grades": _list(one.get("grades")),
    }


def _user_v1p1(one: Json) -> Iterator[Cells]:
    yield _user(one) | _plain(one, "role") | {"orgSourcedIds": _list(one.get("orgs"), _id)}


def _user_v1p2(one: Json) -> Iterator[Cells]:
    preferred = {
        # The information model says first and last, the CSV binding given and family.
        f"preferred{column}Name": _text(
            one.get(f"preferred{name}Name") or one.get(f"preferred{column}Name")
        )
        for column, name in (("Given", "First"), ("Middle", "Middle"), ("Family", "Last"))
    }
    yield _user(one) | preferred | {"primaryOrgSourcedId": _id(one.get("primaryOrg"))}


def _roles(one: Json) -> Iterator[Cells]:
    for number, role in enumerate(one.get("roles") or ()):
        if isinstance(role, dict):
            yield _plain(role, "roleType", "role", "beginDate", "endDate") | {
                "sourcedId": f"{_text(one.get('sourcedId'))}-{number}",
                "status": _text(one.get("status")),
                "userSourcedId": _text(one.get("sourcedId")),
                "orgSourcedId": _id(role.get("org")),
            }


def _table(file: str, columns: str, rows: Callable[[Json], Iterator[Cells]]) -> Table:
    return Table(file=file, columns=tuple(columns.split()), rows=rows)


_USER: Final = (
    "sourcedId status username userIds givenName familyName middleName identifier email sms phone "
    "agentSourcedIds grades"
)
_ORGS: Final = Collection(
    name="orgs", tables=(_table("orgs.csv", "sourcedId status name type identifier", _org),)
)
_SESSIONS: Final = Collection(
    name="academicSessions",
    tables=(
        _table("academicSessions.csv", "sourcedId status title type startDate endDate", _session),
    ),
)
_REST: Final = (
    Collection(
        name="classes",
        tables=(
            _table(
                "classes.csv",
                "sourcedId status title grades classCode schoolSourcedId termSourcedIds",
                _class,
            ),
        ),
    ),
    Collection(
        name="enrollments",
        tables=(
            _table(
                "enrollments.csv",
                "sourcedId status classSourcedId userSourcedId role beginDate endDate",
                _enrolment,
            ),
        ),
    ),
    Collection(
        name="demographics",
        tables=(_table("demographics.csv", "sourcedId status birthDate", _birth),),
        fields=("sourcedId", "status", "birthDate"),
    ),
)
_USERS_V1P1: Final = Collection(
    name="users",
    tables=(_table("users.csv", f"{_USER} role orgSourcedIds", _user_v1p1),),
    fields=tuple(
        "sourcedId status username userIds givenName familyName middleName identifier email sms "
        "phone agents grades role orgs".split()
    ),
)
_USERS_V1P2: Final = Collection(
    name="users",
    tables=(
        _table(
            "users.csv",
            f"{_USER} preferredGivenName preferredMiddleName preferredFamilyName "
            "primaryOrgSourcedId",
            _user_v1p2,
        ),
        _table(
            "roles.csv",
            "sourcedId status userSourcedId roleType role beginDate endDate orgSourcedId",
            _roles,
        ),
    ),
    fields=tuple(
        "sourcedId status username userIds givenName familyName middleName identifier email sms "
        "phone agents grades roles primaryOrg preferredFirstName preferredMiddleName "
        "preferredLastName".split()
    ),
)
COLLECTIONS: Final[Mapping[OneRosterVersion, tuple[Collection, ...]]] = {
    OneRosterVersion.V1P1: (_ORGS, _SESSIONS, _USERS_V1P1, *_REST),
    OneRosterVersion.V1P2: (_ORGS, _SESSIONS, _USERS_V1P2, *_REST),
}
"""In the order in which they are read."""
