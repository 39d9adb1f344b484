"""What stands in a text: its leaves, what detection proposes, and what arbitration settled on.

All offsets count Unicode code points from the start of the leaf's text; `end` is exclusive.
"""

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What kind of personal data a span is."""

    PERSON = "PERSON"
    STUDENT_ID = "STUDENT_ID"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    ADDRESS = "ADDRESS"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    USERNAME = "USERNAME"
    URL_PERSONAL = "URL_PERSONAL"
    SSN = "SSN"
    SCHOOL = "SCHOOL"
    OTHER_ID = "OTHER_ID"


class LeafKind(StrEnum):
    """What may be done with a leaf.

    TEXT is scanned and rewritten; KEY is an object key and NUMBER a number of user-shaped JSON,
    both scanned and rewritten; STRUCTURAL matched its strict shape (a call id, a function name)
    and is only matched against the roster: a hit there refuses, since it cannot be rewritten.
    """

    TEXT = "text"
    KEY = "key"
    NUMBER = "number"
    STRUCTURAL = "structural"


class Mark(StrEnum):
    """A step of a path that is no object key: into a key itself, or into JSON inside a string."""

    KEY = "\x00key"
    JSON = "\x00json"


type Step = str | int | Mark
type Path = tuple[Step, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """One string (or key, or number as text) of a request body, with where it stands.

    `author` is the chat role whose words it is (`user`, `assistant`, `system`, `tool`), or
    `definition` for tool and schema definitions. Leaves come in reading order.
    """

    path: Path
    text: str
    kind: LeafKind = LeafKind.TEXT
    author: str = "user"


class NamePart(StrEnum):
    """Which part of a person's name a surface is."""

    FULL = "full"
    GIVEN = "given"
    FAMILY = "family"
    OTHER = "other"


MANY = 8
"""More candidates than this for one mention leave it unresolved."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Something one recogniser proposes about a text, free of any context outside the leaf.

    `people` are roster ids of those whose name, id or address this is: at most `MANY` + 1, in
    roster order, where `MANY` + 1 means "more than MANY". Empty for findings of NER and patterns.
    `score` is 0 to 1. `part` and `people` mean something for roster hits only.
    """

    start: int
    end: int
    label: Label
    score: float
    recogniser: str
    people: tuple[str, ...] = ()
    part: NamePart = NamePart.FULL

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span {self.start}..{self.end}")


class Resolution(StrEnum):
    """How sure we are whom a span is about.

    KNOWN: one person. AMBIGUOUS: one of a few, all of whom count. UNRESOLVED: nobody on the
    roster, or one of too many; has no consent.
    """

    KNOWN = "known"
    AMBIGUOUS = "ambiguous"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """Personal data in a leaf, settled: spans of one leaf never overlap and come in order.

    `subjects` are roster ids (one if KNOWN, several if AMBIGUOUS, none if UNRESOLVED). `why` is
    the stable id of the arbitration rule that kept it.
    """

    start: int
    end: int
    label: Label
    score: float
    recogniser: str
    why: str
    subjects: tuple[str, ...] = ()
    resolution: Resolution = Resolution.UNRESOLVED
    part: NamePart = NamePart.FULL

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span {self.start}..{self.end}")
        wanted = {Resolution.KNOWN: 1, Resolution.UNRESOLVED: 0}.get(self.resolution)
        if wanted is not None and len(self.subjects) != wanted:
            raise ValueError(f"{self.resolution} span with {len(self.subjects)} subjects")
        if self.resolution is Resolution.AMBIGUOUS and len(self.subjects) < 2:
            raise ValueError("an ambiguous span needs two subjects or more")


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A leaf and the spans in it."""

    leaf: Leaf
    spans: tuple[Span, ...]
