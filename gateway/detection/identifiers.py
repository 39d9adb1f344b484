"""Finds the roster's people in joined words: `mariaOrtiz`, `hw3_priya_raman.py`, `TNguyen`.

Programs, file names, sheets' tabs and accounts write a name without its blanks. Each joined word is
taken apart at its underscores, points, capitals and digits, and its pieces are read as words that
stand side by side; what is found goes back to where it stood. A full name in there is its owner's.
A lone piece (`greet_hope`, `max_value`) is mostly a word, so it counts for people near alone.

Knows one text and asks a matcher; must not know people, principals or rules. Pure.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from gateway.detection.linear import compiled
from gateway.detection.name_scores import FULL, KEEP, NEAR, NICKNAMED
from gateway.terms.text import Candidate, Label, NamePart

LONE: Final = (KEEP + NEAR) / 2
"""How sure a piece alone is at most, or one with an initial: only for somebody near."""

LONGEST: Final = 200_000
"""Code points beyond which only the first so many are looked at."""

_JOINED: Final = compiled(
    r"(?P<value>[\pL\pN_.]*(?:[\pL\pN]_+[\pL\pN]|\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|\pL\pN|\pN\pL"
    r"|\p{Ll}{2}\.\p{Ll}{2})[\pL\pN_.]*)"
)
_APART: Final = " :: "
# "McDonald", "DeShawn", "LaToya": one name, however many capitals it has.
_BEGINS_A_NAME: Final = frozenset(
    ("mc", "mac", "de", "la", "le", "van", "da", "di", "du", "fitz", "o", "st", "ja", "d", "al")
)


def in_identifiers(text: str, find: Callable[[str], list[Candidate]]) -> list[Candidate]:
    """Return the people that a text names within joined words.

    Args:
        text: any text.
        find: the roster's matcher.
    """
    pieces: list[str] = []
    origins: list[int] = []
    for start, end in _joined(text):
        _take_apart(text, start, end, pieces, origins)
    if not pieces:
        return []
    return [_placed(one, origins) for one in find("".join(pieces)) if one.label is Label.PERSON]


def _joined(text: str) -> Iterator[tuple[int, int]]:
    for match in _JOINED.finditer(text[:LONGEST]):
        yield match.span(1)


def _take_apart(text: str, start: int, end: int, pieces: list[str], origins: list[int]) -> None:
    """Add a word's pieces, a blank between two, and where each character stood.

    All in small letters: a capital says where a piece begins, and nothing of what it is.
    """
    begun = start
    for at in range(start, end):
        char = text[at]
        if char in "_.":
            begun = at + 1
            pieces.append(" ")
        else:
            if at > begun and _begins_piece(text, start, at, end):
                begun = at
                pieces.append(" ")
                origins.append(at)
            small = char.lower()
            pieces.append(small if len(small) == 1 else char)
        origins.append(at)
    pieces.append(_APART)
    origins += [end] * len(_APART)


def _begins_piece(text: str, start: int, at: int, end: int) -> bool:
    """Tell whether a character begins another piece of a joined word."""
    before, char = text[at - 1], text[at]
    if char.isdigit() != before.isdigit():
        return True
    if not char.isupper():
        return False
    if before.islower():
        return text[start:at].lower() not in _BEGINS_A_NAME
    return at + 1 < end and text[at + 1].islower()


def _placed(one: Candidate, origins: list[int]) -> Candidate:
    """Return a candidate where it stands in the text, no surer than it may be there."""
    sure = one.recogniser == FULL or (one.recogniser == NICKNAMED and one.part is NamePart.FULL)
    return replace(
        one,
        start=origins[one.start],
        end=origins[one.end - 1] + 1,
        score=one.score if sure else min(one.score, LONE),
    )
