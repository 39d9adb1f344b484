"""Finds numbers written like those that stand: "pins: Vang 4471, Stidham 0938, use guest 9999".

Of a list of numbers a sentence announces the first; a turn later they come without any word. What
was found to be somebody's number is found again wherever it stands in the request, and so is what
has its shape: as many digits, behind the same letters or sign, with the same hyphens. What a
number of that shape may be instead is left: a year, a sum of money, a time, a count of things. What
was found by its look alone takes the label of the number it looks like.

Knows a request's texts and what stands in them; must not know people or rules. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from gateway.detection.edges import Marks
from gateway.detection.kept import CARRIED, EXACT_WHY, PATTERN_WHY, Kept
from gateway.detection.number_looks import COUNTED, DASHED
from gateway.terms.text import Label, NamePart

LABELS: Final = frozenset((Label.STUDENT_ID, Label.OTHER_ID))
SHORTEST: Final = 4
"""Characters of the shortest number whose shape tells anything."""
MOST_SHAPES: Final = 16
BY_LOOK: Final = 0.45
"""How sure a finding is at most that no word announced."""
_TOKEN: Final = re.compile(
    r"(?<![\w$€£.,/+@:-])#?[A-Za-z]{0,5}-?\d[\dA-Za-z]*(?:-[\dA-Za-z]{1,8}){0,2}(?![\w@])"
)
_NOT_THIS: Final = re.compile(
    rf"(?:19|20)\d\d(?:-\d{{1,4}}){{0,2}}|{DASHED}|\d+(?:st|nd|rd|th|am|pm|[kx%])"
)
_COUNTS: Final = re.compile(rf"(?i)[.,:/]\d|\s?(?:%|°|[-–/]\s?\d|(?:{COUNTED})\b)")
_OF_ELSE: Final = re.compile(
    r"(?i)(?:\b(?:in|since|until|by|year|spring|fall|summer|winter|room|rm|page|pg|chapter|grade|phone|ext|zip|suite"
    r"|apt|unit|box|order|invoice|highway|hwy|route|rte|total|score|lexile|problem|question|isbn)\.?\s?#?|[=+*/×÷<>]\s?)$"
)
_FARTHEST: Final = 14


class _Shape(NamedTuple):
    """What two numbers written alike share: the letters in front, and the runs behind."""

    letters: str
    runs: str


def alike(texts: Sequence[str], kept: Sequence[Sequence[Kept]]) -> list[tuple[Kept, ...]]:
    """Return what stands in each text, with the numbers written like somebody's.

    Args:
        texts: the request's texts in reading order.
        kept: for each, what stands in it, by start; no two overlap.

    Returns:
        For each text its findings and those added, by start; no two overlap.
    """
    learnt = _learnt(texts, kept)
    if not learnt:
        return [tuple(some) for some in kept]
    result = []
    for text, some in zip(texts, kept, strict=True):
        taken = Marks(len(text), ((one.start, one.end) for one in some))
        some = [_relabelled(text, one, learnt) for one in some]
        result.append(tuple(sorted((*some, *_places(text, learnt, taken)))))
    return result


def _learnt(texts: Sequence[str], kept: Sequence[Sequence[Kept]]) -> dict[_Shape, Kept]:
    """Return the shapes of the numbers that stand; of two with one shape the surer counts."""
    learnt: dict[_Shape, Kept] = {}
    for text, some in zip(texts, kept, strict=True):
        for one in some:
            if one.label not in LABELS or one.why not in (PATTERN_WHY, EXACT_WHY):
                continue
            shape = _shape(_written(text, one.start, one.end))
            if shape is None or (shape not in learnt and len(learnt) >= MOST_SHAPES):
                continue
            if shape not in learnt or learnt[shape].score < one.score:
                learnt[shape] = one
    return learnt


def _relabelled(text: str, one: Kept, learnt: dict[_Shape, Kept]) -> Kept:
    """Return a number that was found by its look alone with the label of those it looks like."""
    if one.label not in LABELS or one.why != PATTERN_WHY or one.score > BY_LOOK:
        return one
    source = _like(_written(text, one.start, one.end), learnt)
    return one if source is None else one._replace(label=source.label)


def _like(value: str, learnt: dict[_Shape, Kept]) -> Kept | None:
    """Return the number that stands and is written like this one."""
    shape = _shape(value)
    return None if shape is None else learnt.get(shape)


def _written(text: str, start: int, end: int) -> str:
    """Return a number with the sign before it, which is part of how it is written."""
    return text[start - 1 if start and text[start - 1] == "#" else start : end]


def _shape(value: str) -> _Shape | None:
    """Return how a number is written, None if that tells too little."""
    match = _TOKEN.fullmatch(value)
    bare = value.lstrip("#")
    if match is None or _NOT_THIS.fullmatch(bare):
        return None
    if len(value) < SHORTEST and not (value[0] == "#" and len(bare) > 1):
        return None
    head = re.match(r"#?[A-Za-z]*", value)
    letters = head[0].lower() if head else ""
    runs = re.sub(r"[A-Za-z]+", "a", re.sub(r"\d", "0", value[len(letters) :]))
    return _Shape(letters, runs) if runs.count("0") > 1 else None


def _places(text: str, learnt: dict[_Shape, Kept], taken: Marks) -> Iterator[Kept]:
    for match in _TOKEN.finditer(text):
        source = _like(match[0], learnt)
        if source is None or taken.touch(*match.span()) or _COUNTS.match(text, match.end()):
            continue
        if not match[0][0].isalpha() and _OF_ELSE.search(
            text, max(match.start() - _FARTHEST, 0), match.start()
        ):
            continue
        start = match.start() + match[0].startswith("#")
        yield source._replace(
            start=start, end=match.end(), why=CARRIED, people=(), part=NamePart.OTHER, key=""
        )
