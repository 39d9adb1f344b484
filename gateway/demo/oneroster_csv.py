"""Write a synthetic district as OneRoster CSV files, version 1.1 or 1.2, one campus at a time.

The columns are those of the 1EdTech OneRoster CSV binding; 1.2 moves roles into a file of their
own and adds preferred names. What an importer must never read holds `NEVER_READ`, so that a test
can prove it was not: every password, and every demographic field beside the birth date.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Literal

from gateway.demo.campus import Campus, school_year
from gateway.demo.cast import Level
from gateway.demo.synthetic_district import SyntheticDistrict
from gateway.terms.people import Kind, Person, Role

type Version = Literal["1.1", "1.2"]
type Row = Sequence[str]

NEVER_READ = "never-read"

_COMMON = "sourcedId,status,dateLastModified"
_USERS_BEFORE_ROLE = f"{_COMMON},enabledUser"
_USERS_AFTER_ROLE = (
    "username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
    "agentSourcedIds,grades,password"
)
HEADERS_OF_BOTH = {
    "academicSessions": f"{_COMMON},title,type,startDate,endDate,parentSourcedId,schoolYear",
    "orgs": f"{_COMMON},name,type,identifier,parentSourcedId",
    "courses": (
        f"{_COMMON},schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"
    ),
    "classes": (
        f"{_COMMON},title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "termSourcedIds,subjects,subjectCodes,periods"
    ),
    "enrollments": (
        f"{_COMMON},classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"
    ),
    "demographics": (
        f"{_COMMON},birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,"
        "nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
        "hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,"
        "publicSchoolResidenceStatus"
    ),
}
HEADERS: dict[Version, dict[str, str]] = {
    "1.1": HEADERS_OF_BOTH
    | {"users": f"{_USERS_BEFORE_ROLE},orgSourcedIds,role,{_USERS_AFTER_ROLE}"},
    "1.2": HEADERS_OF_BOTH
    | {
        "users": (
            f"{_USERS_BEFORE_ROLE},{_USERS_AFTER_ROLE},userMasterIdentifier,resourceSourcedIds,"
            "preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,"
            "pronouns"
        ),
        "roles": (
            f"{_COMMON},userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfile"
        ),
    },
}
_ABSENT: dict[Version, tuple[str, ...]] = {
    "1.1": (
        "categories",
        "classResources",
        "courseResources",
        "lineItems",
        "resources",
        "results",
    ),
    "1.2": (
        "categories",
        "classResources",
        "courseResources",
        "lineItemLearningObjectiveIds",
        "lineItems",
        "lineItemScoreScales",
        "resources",
        "resultLearningObjectiveIds",
        "results",
        "resultScoreScales",
        "scoreScales",
        "userProfiles",
        "userResources",
    ),
}

# OneRoster 1.1 knows neither counsellors nor nurses nor office staff; 1.2 has the first.
_ROLES: dict[Version, dict[Role, str]] = {
    "1.1": {
        Role.STUDENT: "student",
        Role.TEACHER: "teacher",
        Role.ADMINISTRATOR: "administrator",
        Role.COUNSELLOR: "aide",
        Role.NURSE: "aide",
        Role.STAFF: "aide",
    },
    "1.2": {
        Role.STUDENT: "student",
        Role.TEACHER: "teacher",
        Role.ADMINISTRATOR: "principal",
        Role.COUNSELLOR: "counselor",
        Role.NURSE: "aide",
        Role.STAFF: "aide",
    },
}

_BLANK = ("", "")
"""Status and time of last change stay empty where a file holds everything ("bulk")."""


def write_oneroster(
    district: SyntheticDistrict, directory: Path, version: Version = "1.2"
) -> dict[str, int]:
    """Write a district's files into a directory, which is made if it is missing.

    Args:
        district: what to write; made campus by campus while writing.
        directory: existing files of the same names are replaced.
        version: of OneRoster.

    Returns:
        How many rows each file holds, its header apart.
    """
    directory.mkdir(parents=True, exist_ok=True)
    year = _Year(district.today)
    with ExitStack() as stack:
        tables = _Tables(directory, version, stack)
        tables.write("academicSessions", year.sessions())
        tables.write("manifest", _manifest(version))
        for campus in district.campuses():
            tables.write("orgs", [_org(campus, district.office_id)])
            tables.write("users", _users(campus, version))
            if version == "1.2":
                tables.write("roles", _role_rows(campus, year))
            tables.write("demographics", _demographics(campus))
            tables.write("courses", _courses(campus, year))
            tables.write("classes", _classes(campus, year))
            tables.write("enrollments", _enrolments(campus, year))
    return tables.rows


class _Tables:
    """The open files, each with its header."""

    def __init__(self, directory: Path, version: Version, stack: ExitStack) -> None:
        headers = {"manifest": "propertyName,value"} | HEADERS[version]
        self.rows = dict.fromkeys(headers, 0)
        self._writers = {}
        for name, header in headers.items():
            path = directory / f"{name}.csv"
            file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            self._writers[name] = csv.writer(file)
            self._writers[name].writerow(header.split(","))

    def write(self, name: str, rows: Iterable[Row]) -> None:
        listed = list(rows)
        self._writers[name].writerows(listed)
        self.rows[name] += len(listed)


class _Year:
    """The school year of a date, as sessions and dates of OneRoster."""

    def __init__(self, today: date) -> None:
        self.start = school_year(today)
        self.id = f"year-{self.start}"
        self.terms = (f"term-{self.start}-1", f"term-{self.start}-2")
        self.begin = f"{self.start}-08-17"
        self.end = f"{self.start + 1}-06-11"
        self.label = str(self.start + 1)

    def sessions(self) -> Iterator[Row]:
        middle = (f"{self.start + 1}-01-15", f"{self.start + 1}-01-16")
        title = f"{self.start}-{self.start + 1}"
        yield (self.id, *_BLANK, title, "schoolYear", self.begin, self.end, "", self.label)
        spans = ((self.begin, middle[0]), (middle[1], self.end))
        for half, (term, (begin, end)) in enumerate(zip(self.terms, spans, strict=True), 1):
            name = f"Semester {half}, {title}"
            yield (term, *_BLANK, name, "semester", begin, end, self.id, self.label)


def _manifest(version: Version) -> Iterator[Row]:
    yield "manifest.version", "1.0"
    yield "oneroster.version", version
    modes = dict.fromkeys(HEADERS[version], "bulk") | dict.fromkeys(_ABSENT[version], "absent")
    for name, mode in sorted(modes.items()):
        yield f"file.{name}", mode
    yield "source.systemName", "Synthetic district"
    yield "source.systemCode", "synthetic"


def _org(campus: Campus, office: str) -> Row:
    school = campus.plan.school
    parent = "" if school.id == office else office
    return school.id, *_BLANK, school.name, school.kind, school.identifier, parent


def _users(campus: Campus, version: Version) -> Iterator[Row]:
    for person in _everybody(campus):
        where = _cells(person.schools)
        names = _after_role(person)
        if version == "1.1":
            yield person.id, *_BLANK, "true", where, _role(campus, person, version), *names
        else:
            preferred = (person.preferred_given, person.preferred_middle, person.preferred_family)
            yield person.id, *_BLANK, "true", *names, "", "", *preferred, where, ""


def _after_role(person: Person) -> Row:
    """Return the columns from `username` to `password`, which both versions share."""
    kinds = ("LocalID", "StateID") if person.kind is Kind.STUDENT else ("EmployeeID",)
    phones = person.phones or ("",)
    return (
        person.username,
        _cells([f"{{{kind}:{value}}}" for kind, value in zip(kinds, person.ids, strict=False)]),
        person.given,
        person.family,
        person.middle,
        person.ids[0] if person.ids else "",
        person.emails[0] if person.emails else "",
        phones[-1],
        phones[0],
        _cells(person.guardians),
        person.grade,
        NEVER_READ,
    )


def _role(campus: Campus, person: Person, version: Version) -> str:
    if person.kind is Kind.GUARDIAN:
        return "guardian" if person.id.endswith("7") else "parent"
    if person.role is Role.ADMINISTRATOR and campus.plan.level is Level.OFFICE and version == "1.2":
        return "districtAdministrator"
    return _ROLES[version][person.role]


def _role_rows(campus: Campus, year: _Year) -> Iterator[Row]:
    for person in _everybody(campus):
        role = _role(campus, person, "1.2")
        dates = (year.begin, year.end)
        where = campus.plan.school.id
        yield f"role-{person.id}", *_BLANK, person.id, "primary", role, *dates, where, ""


def _demographics(campus: Campus) -> Iterator[Row]:
    for student in campus.students:
        born = campus.born[student.id]
        unread = (NEVER_READ,) * 12
        yield student.id, *_BLANK, born.isoformat() if born else "", *unread


def _courses(campus: Campus, year: _Year) -> Iterator[Row]:
    where = campus.plan.school.id
    seen: dict[str, Row] = {}
    for seed in campus.classes:
        grades = _cells(seed.group.grades)
        seen.setdefault(
            seed.course,
            (
                f"course-{where}-{seed.course}",
                *_BLANK,
                year.id,
                seed.group.title.rpartition(", section")[0] or seed.subject,
                seed.course,
                grades,
                where,
                seed.subject,
                "",
            ),
        )
    yield from seen.values()


def _classes(campus: Campus, year: _Year) -> Iterator[Row]:
    for at, seed in enumerate(campus.classes):
        group = seed.group
        yield (
            group.id,
            *_BLANK,
            group.title,
            _cells(group.grades),
            f"course-{group.school}-{seed.course}",
            group.code,
            "homeroom" if seed.homeroom else "scheduled",
            f"Room {101 + at % 140}",
            group.school,
            _cells(year.terms),
            seed.subject,
            "",
            str(seed.period),
        )


def _enrolments(campus: Campus, year: _Year) -> Iterator[Row]:
    for seed in campus.classes:
        group = seed.group
        members = [("teacher", "true", group.staff), ("student", "false", group.students)]
        at = 0
        for role, primary, people in members:
            for person in people:
                at += 1
                yield (
                    f"{group.id}-{at}",
                    *_BLANK,
                    group.id,
                    group.school,
                    person,
                    role,
                    primary,
                    year.begin,
                    year.end,
                )


def _everybody(campus: Campus) -> Iterator[Person]:
    yield from campus.staff
    yield from campus.guardians
    yield from campus.students


def _cells(values: Iterable[str]) -> str:
    """Join the values of a list cell; the CSV writer quotes it where it must."""
    return ",".join(values)
