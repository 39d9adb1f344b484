"""Who asks and who is described: persons of the roster, and the principal of one request."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class AgeBand(StrEnum):
    """Age on the decision day, as far as the law cares (16 CFR 312.2, 34 CFR 99.3)."""

    UNDER_13 = "under_13"
    TEEN = "13_17"
    ADULT = "adult"
    UNKNOWN = "unknown"


class AgeSource(StrEnum):
    """What an age band rests on. Only a birth date or an age group of the directory loosens."""

    BIRTH_DATE = "birth_date"
    AGE_GROUP = "age_group"
    GRADE = "grade"
    ROLE = "role"
    NONE = "none"


class Kind(StrEnum):
    """What a person is to the school. A mention that is nobody on the roster is `unresolved`."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    STAFF = "staff"
    UNRESOLVED = "unresolved"


class Role(StrEnum):
    """What a person does at the school: OneRoster's roles, and the few it lacks."""

    STUDENT = "student"
    TEACHER = "teacher"
    AIDE = "aide"
    COUNSELLOR = "counsellor"
    NURSE = "nurse"
    CASE_MANAGER = "case_manager"
    ADMINISTRATOR = "administrator"
    PROCTOR = "proctor"
    STAFF = "staff"
    GUARDIAN = "guardian"


class Duty(StrEnum):
    """What a person may do with the gateway itself, beside sending prompts."""

    ADMIN = "admin"
    PRIVACY_OFFICER = "privacy_officer"
    REGISTRAR = "registrar"
    AI_COORDINATOR = "ai_coordinator"
    AUDITOR = "auditor"


KIND_OF_ROLE = {
    Role.STUDENT: Kind.STUDENT,
    Role.GUARDIAN: Kind.GUARDIAN,
} | {role: Kind.STAFF for role in Role if role not in (Role.STUDENT, Role.GUARDIAN)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """One person of the roster, without the birth date, which the district keeps sealed.

    `id` is the roster's sourcedId. `ids` holds every identifier the roster gives (local and state
    student ids), as spelt there. `guardians` are the sourcedIds of the persons who act for a
    student; `wards`, the other way round, is derived by the district. `also` are other rows of the
    roster that are the same person, as far as the office says so: they add names to be known by.
    """

    id: str
    kind: Kind
    role: Role
    given: str
    family: str = ""
    middle: str = ""
    preferred_given: str = ""
    preferred_middle: str = ""
    preferred_family: str = ""
    username: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    guardians: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    grade: str = ""
    active: bool = True
    also: tuple["Person", ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a person needs an id")
        if not (self.given or self.family):
            raise ValueError(f"person `{self.id}` has neither a given nor a family name")
        if self.kind is not KIND_OF_ROLE[self.role]:
            raise ValueError(f"person `{self.id}`: role `{self.role}` is not of kind `{self.kind}`")

    @property
    def given_names(self) -> tuple[str, ...]:
        """Return every given name of the person, "" where the roster has none."""
        return self._every("given", "preferred_given")

    @property
    def family_names(self) -> tuple[str, ...]:
        """Return every family name of the person, "" where the roster has none."""
        return self._every("family", "preferred_family")

    @property
    def middle_names(self) -> tuple[str, ...]:
        """Return every middle name of the person, "" where the roster has none."""
        return self._every("middle", "preferred_middle")

    @property
    def usernames(self) -> tuple[str, ...]:
        """Return every user name of the person, "" where the roster has none."""
        return self._every("username")

    def _every(self, *names: str) -> tuple[str, ...]:
        found = tuple([getattr(self, name) for name in names])
        for one in self.also:
            found += tuple([getattr(one, name) for name in names])
        return tuple(dict.fromkeys(found)) if self.also else found


@dataclass(frozen=True, kw_only=True, slots=True)
class School:
    """A school or other organisation of the roster (OneRoster org)."""

    id: str
    name: str
    kind: str = "school"
    identifier: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """One class of the roster, with who is in it: sourcedIds, students and staff apart."""

    id: str
    title: str
    school: str = ""
    code: str = ""
    grades: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ClassAccess:
    """That the office lets somebody of the staff into a class the roster does not list them for: a
    substitute, an aide, a coach. Both dates are local and inclusive."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - what pydantic reads it as

    id: str
    person: str
    group: str
    since: date | None = None
    until: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """That a student is in the caseload of somebody of the staff: a counsellor's, a nurse's, a case
    manager's. Both dates are local and inclusive."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - what pydantic reads it as

    id: str
    person: str
    student: str
    since: date | None = None
    until: date


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonLink:
    """That two people of the roster are one: a teacher, and the same as somebody's parent."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - what pydantic reads it as

    id: str
    person: str
    other: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonMerge:
    """That two rows of the roster are one person who came twice: what names `duplicate` is about
    `kept` from then on."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - what pydantic reads it as

    id: str
    kept: str
    duplicate: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Principal:
    """The person who asks, as authenticated for one request, on one day.

    `key_id` names the gateway key that was shown; `client` the trusted chat front end that
    asserted the person, or "" when the key is the person's own. `classmates` are the sourcedIds
    of everybody in the principal's own classes and case load (for a student: classmates and
    teachers; for a guardian: their wards), the principal included. `age` is whole years or None.
    """

    person: Person
    age_band: AgeBand
    age_source: AgeSource
    age: int | None = None
    key_id: str = ""
    client: str = ""
    duties: frozenset[Duty] = frozenset()
    classes: tuple[str, ...] = ()
    classmates: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def id(self) -> str:
        """Return the roster id of the person."""
        return self.person.id


def age_on(day: date, born: date) -> int:
    """Return whole years between two dates; who is born on Feb 29 turns a year on Mar 1."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicName:
    """A name the district adds to the list of people everyone knows, or takes away from it.

    `name` is written as people write it. One added stands for whoever is not on the roster; one
    taken away (`known` false) goes with every form of that person.
    """

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic reads it, nobody writes

    id: str
    name: str
    known: bool = True
