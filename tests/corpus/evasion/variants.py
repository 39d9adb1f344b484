"""The table of evasions: rows written by hand, and every disguise put over names and numbers.

A row's words come in parts, as a message may; `marks` say what of each part must be replaced. A
mark is right if every letter and digit in it is covered and none outside. Rows of the kind
`harmless` look like evasions and hide nobody: nothing in them may be found.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gateway.terms.people import Role
from tests.corpus.evasion.disguises import DISGUISES
from tests.corpus.markup import Member

BY_HAND = Path(__file__).parent / "by_hand.txt"
HARMLESS = "harmless"
NAMED = (
    "zero_width",
    "soft_hyphen",
    "bidi",
    "combining",
    "homoglyph",
    "full_width",
    "leetspeak",
    "letter_spacing",
    "html_entities",
    "url_encoded",
    "base64",
    "parts",
    "mixed",
)
"""The kinds that must be caught; `escapes` (of programs) are there for reporting."""
KINDS = (*NAMED, "escapes", HARMLESS)

ROSTER = (
    Member(id="s1", role=Role.STUDENT, given="Maya", family="Ortiz", more={"ids": ["204518"]}),
    Member(id="s2", role=Role.STUDENT, given="Declan", family="O'Rourke", more={"ids": ["S20017"]}),
    Member(id="s3", role=Role.STUDENT, given="Hương", family="Nguyễn"),
    Member(
        id="s4", role=Role.STUDENT, given="Jamal", family="Whitaker", more={"ids": ["8134095527"]}
    ),
    Member(id="s5", role=Role.STUDENT, given="Zoë", family="Castellano"),
    Member(id="s6", role=Role.STUDENT, given="Oluwaseun", family="Adeyemi"),
    Member(
        id="s7",
        role=Role.STUDENT,
        given="Lorena",
        family="Garcia-Lopez",
        more={"ids": ["FL000773120945"]},
    ),
    Member(id="s8", role=Role.STUDENT, given="Priscilla", family="Boateng"),
    Member(id="t1", role=Role.TEACHER, given="Ingrid", family="Solheim"),
    Member(id="g1", role=Role.GUARDIAN, given="Teodoro", family="Villaseñor"),
)

# Sentences that a disguised name or number is put into, at the beginning, within and at the end.
_AROUND_NAMES = (
    "Write a short thank-you note to {}.",
    "{} was out sick on Monday; what did the class do?",
    "why does {} always get picked first, its not fair",
    "Score for {}: 17 of 20. One sentence of praise, please.",
    "remind me to talk with ({}) about the field trip",
    "Two goals for the meeting about {}, reading and attendance.",
)
_AROUND_NUMBERS = (
    "student id {} has no lunch account",
    "Look up {} and tell me the homeroom.",
    "Is {} a valid number in the state's list?",
)
_ROUNDS = 5
_CHARACTER = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\\))")
_MARK = re.compile("⟦(.*?)⟧", re.DOTALL)
_BETWEEN_CELLS = " | "
_BETWEEN_PARTS = " ¶ "


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a disguise stands: part of the message, start and end (exclusive) in code points."""

    part: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """One row; `who` and `original` are empty if nobody is hidden."""

    id: str
    kind: str
    who: str
    original: str
    parts: tuple[str, ...]
    marks: tuple[Place, ...]
    by_hand: bool

    def hidden(self) -> tuple[str, ...]:
        """Give the disguised words, in order."""
        return tuple(self.parts[place.part][place.start : place.end] for place in self.marks)


def variants() -> list[Variant]:
    """Give the whole table, in the same order every time.

    Raises:
        ValueError: a row written by hand breaks the rules.
    """
    return [*by_hand(), *_disguised(), *_over_parts()]


def by_hand(path: Path = BY_HAND) -> list[Variant]:
    """Read the rows written by hand.

    Raises:
        ValueError: a row breaks the rules; says which file and line.
    """
    rows: list[Variant] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            rows.append(_row(f"{path.name}:{number}", line))
    return rows


def _row(place: str, line: str) -> Variant:
    cells = line.split(_BETWEEN_CELLS, 4)
    if len(cells) != 5 or not all(cells):
        raise ValueError(f"{place}: a row has 5 cells, none of them empty")
    name, kind, who, original, source = cells
    if kind not in KINDS:
        raise ValueError(f"{place}: `{kind}` is none of {', '.join(KINDS)}")
    parts, marks = [], []
    for at, words in enumerate(source.split(_BETWEEN_PARTS)):
        text, places = _unmarked(_CHARACTER.sub(_character, words))
        parts.append(text)
        marks += [Place(part=at, start=start, end=end) for start, end in places]
    if (kind == HARMLESS) != (who == original == "-") or (kind == HARMLESS) == bool(marks):
        raise ValueError(f"{place}: somebody is marked exactly where somebody is hidden")
    return Variant(
        id=name,
        kind=kind,
        who=who.removeprefix("-"),
        original=original.removeprefix("-"),
        parts=tuple(parts),
        marks=tuple(marks),
        by_hand=True,
    )


def _character(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    return chr(int(number, 16)) if number else "\\"


def _unmarked(source: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks out of a text; returns it, and where they stood."""
    text, done, places = "", 0, []
    for mark in _MARK.finditer(source):
        text += source[done : mark.start()]
        places.append((len(text), len(text) + len(mark[1])))
        text += mark[1]
        done = mark.end()
    return text + source[done:], places


def _names(person: Member) -> Iterator[str]:
    yield f"{person.given} {person.family}"
    yield person.given
    yield person.family


def _numbers(person: Member) -> list[str]:
    numbers = person.more.get("ids", [])
    assert isinstance(numbers, list)
    return numbers


NAMES = tuple((person.id, name) for person in ROSTER for name in _names(person))
NUMBERS = tuple((person.id, number) for person in ROSTER for number in _numbers(person))


def _disguised() -> Iterator[Variant]:
    """Put every disguise over names in turn, and over a number if it hides digits.

    The strides share no divisor with the number of names, so all of them come up.
    """
    for nth, disguise in enumerate(DISGUISES):
        able = [one for one in NAMES if disguise.hide(one[1]) != one[1]]
        chosen: list[tuple[tuple[str, str], tuple[str, ...]]] = [
            (able[(nth * 11 + again * 7) % len(able)], _AROUND_NAMES) for again in range(_ROUNDS)
        ]
        if disguise.numbers:
            chosen.append((NUMBERS[nth % len(NUMBERS)], _AROUND_NUMBERS))
        for again, ((who, original), around) in enumerate(chosen):
            before, after = around[(nth + again) % len(around)].split("{}")
            hidden = disguise.hide(original)
            yield Variant(
                id=f"{disguise.kind}-{disguise.hide.__name__}-{again + 1}".replace("_", "-"),
                kind=disguise.kind,
                who=who,
                original=original,
                parts=(before + hidden + after,),
                marks=(Place(part=0, start=len(before), end=len(before) + len(hidden)),),
                by_hand=False,
            )


def _over_parts() -> Iterator[Variant]:
    """Cut names and numbers in two over the parts of one message."""
    for nth, (who, original) in enumerate((*NAMES[::3], *NUMBERS)):
        cut = len(original) // 2 + nth % 2
        first, second = original[:cut].rstrip(), original[cut:].lstrip()
        yield Variant(
            id=f"parts-cut-in-two-{nth + 1}",
            kind="parts",
            who=who,
            original=original,
            parts=(f"Half of it is {first}", f"{second}, now write the note."),
            marks=(
                Place(part=0, start=len("Half of it is "), end=len("Half of it is ") + len(first)),
                Place(part=1, start=0, end=len(second)),
            ),
            by_hand=False,
        )
