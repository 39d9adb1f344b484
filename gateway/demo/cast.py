"""The people of the demonstration, who exist in every synthetic district by construction.

They have typical names that nobody else in the district bears in full, so that what the
demonstration shows does not hang on the seed. The pupils all sit in one class of the teacher.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gateway.demo.names import romanised


class Level(StrEnum):
    """What kind of place a campus is."""

    OFFICE = "office"
    ELEMENTARY = "elementary"
    MIDDLE = "middle"
    HIGH = "high"


class ConsentKind(StrEnum):
    """What became of the permission slip of one pupil."""

    COMPLETE = "complete"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DEFECTIVE = "defective"
    WRONG_PURPOSE = "wrong_purpose"
    NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pupil:
    """A pupil of the cast; `age` whole years today, None where the roster holds no birth date."""

    key: str
    given: str
    family: str
    age: int | None
    consent: ConsentKind
    level: Level = Level.MIDDLE
    grade: str = "07"
    preferred: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Colleague:
    """A member of staff of the cast; `post` is what `campus.py` calls the job."""

    key: str
    given: str
    family: str
    level: Level
    post: str


PERSONA_PUPILS = (
    Pupil(
        key="student_under_13_no_consent",
        given="Leo",
        family="Yazzie",
        age=12,
        consent=ConsentKind.NONE,
    ),
    Pupil(
        key="student_under_13_consented",
        given="Ngozi",
        family="Mensah",
        age=12,
        consent=ConsentKind.COMPLETE,
    ),
    Pupil(key="student_13_17", given="Devon", family="Carter", age=13, consent=ConsentKind.NONE),
    Pupil(
        key="student_18",
        given="Camila",
        family="Torres Vega",
        age=18,
        consent=ConsentKind.COMPLETE,
        level=Level.HIGH,
        grade="12",
    ),
    Pupil(
        key="student_unknown_age",
        given="Samira",
        family="Benally",
        age=None,
        consent=ConsentKind.NONE,
    ),
)

SUBJECT_PUPILS = (
    Pupil(key="consented", given="Talia", family="Nguyen", age=13, consent=ConsentKind.COMPLETE),
    Pupil(key="unconsented", given="Marcus", family="O'Neil", age=13, consent=ConsentKind.NONE),
    Pupil(key="expired", given="Zoë", family="Garcia Lopez", age=12, consent=ConsentKind.EXPIRED),
    Pupil(key="revoked", given="Amina", family="Farah", age=13, consent=ConsentKind.REVOKED),
    Pupil(key="defective", given="Will", family="Park", age=12, consent=ConsentKind.DEFECTIVE),
    Pupil(key="twin_one", given="Maria", family="Santos", age=13, consent=ConsentKind.COMPLETE),
    Pupil(key="twin_two", given="Maria", family="Santos", age=12, consent=ConsentKind.NONE),
)

STAFF = (
    Colleague(key="teacher", given="Denise", family="Okafor", level=Level.MIDDLE, post="teacher"),
    Colleague(
        key="counsellor", given="Priya", family="Raman", level=Level.MIDDLE, post="counsellor"
    ),
    Colleague(
        key="other_teacher", given="Walter", family="Lindqvist", level=Level.HIGH, post="teacher"
    ),
    Colleague(key="admin", given="Helen", family="Brandt", level=Level.OFFICE, post="head"),
    Colleague(key="auditor", given="Samuel", family="Iverson", level=Level.OFFICE, post="office"),
)

PUPILS = PERSONA_PUPILS + SUBJECT_PUPILS

_EVERYBODY: tuple[Pupil | Colleague, ...] = (*PUPILS, *STAFF)
RESERVED_NAMES = frozenset(
    (romanised(member.given), romanised(member.family)) for member in _EVERYBODY
)
"""Full names of the cast, romanised: nobody else in the district bears one."""

RESERVED_WORDS = frozenset(
    romanised(word) for member in PUPILS for word in (member.given, *member.family.split())
)
"""Single names of the cast's pupils, romanised: no schoolmate of theirs bears one."""


def born_for_age(age: int, today: date) -> date:
    """Return the birth date of somebody who turned `age` ten days ago, and so stays it a while."""
    turned = date.fromordinal(today.toordinal() - 10)
    day = min(turned.day, 28)
    return date(turned.year - age, turned.month, day)
