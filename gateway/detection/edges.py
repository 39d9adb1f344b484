"""Where a name begins and ends in a text: whole words, without what stands beside it.

Ranges are code points, end exclusive. Knows one text; must not know candidates or people. Pure.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from gateway.detection.folding import fold, words
from gateway.detection.name_words import BESIDE_A_NAME, CLOSED, TITLES
from gateway.detection.near_names import SURFACES_KEPT

type Range = tuple[int, int]

_BEGINS_A_NAME = re.compile(r"(?<![^\W_])[DLONMTdlomnt]['’ʻ]$")
_MARK = b"\x01"


class Marks:
    """Which characters of a text some spans hold: asked in time that grows with the span alone,
    however many there are."""

    def __init__(self, size: int, spans: Iterable[Range] = ()) -> None:
        self._marks = bytearray(size)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Mark a span, too."""
        self._marks[start:end] = _MARK * (end - start)

    def at(self, offset: int) -> bool:
        """Tell whether a character is marked."""
        return self.touch(offset, offset + 1)

    def touch(self, start: int, end: int) -> bool:
        """Tell whether a marked character stands in a span."""
        return self._marks.find(_MARK, start, end) >= 0


class Places:
    """Ranges of a text by where they begin: those at a span are found without a look at all."""

    def __init__(self, places: Iterable[Range]) -> None:
        self._places = sorted(places)
        self._starts = [start for start, _ in self._places]
        # How far the ranges up to each one reach.
        self._reach = list(accumulate((end for _, end in self._places), max))

    def hold(self, start: int, end: int) -> bool:
        """Tell whether a span lies in one of the ranges."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._reach[at - 1] >= end

    def surround(self, start: int, end: int) -> bool:
        """Tell whether a span lies in a range that is longer."""
        before, upto = bisect_left(self._starts, start), bisect_right(self._starts, start)
        longer_before = before > 0 and self._reach[before - 1] >= end
        return longer_before or (upto > 0 and self._reach[upto - 1] > end)

    def inside(self, start: int, end: int) -> list[Range]:
        """Return the ranges that lie in a span, in order."""
        return [one for one in self.over(start, end) if start <= one[0] and one[1] <= end]

    def over(self, start: int, end: int) -> list[Range]:
        """Return the ranges that a span touches, in order."""
        at = bisect_left(self._starts, end)
        found: list[Range] = []
        while at and self._reach[at - 1] > start:
            at -= 1
            if self._places[at][1] > start:
                found.append(self._places[at])
        return found[::-1]


def whole(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a span grown to whole words, without signs at its ends and without a possessive.

    Returns:
        None if nothing but signs is left.
    """
    end = min(end, len(text))
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if start >= end:
        return None
    start, end = to_word_ends(text, start, end)
    if (
        start > 1
        and text[start - 1] in "'’ʻ"
        and _BEGINS_A_NAME.search(text, max(0, start - 3), start)
    ):
        start -= 2  # "D'Andre", "o'brien"
    if end - start > 2 and text[end - 1] in "sS" and text[end - 2] in "'’":
        end -= 2
    return start, end


def to_word_ends(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span grown so that no word is cut in half."""
    if text[start].isalnum():
        while start and text[start - 1].isalnum():
            start -= 1
    if text[end - 1].isalnum():
        while end < len(text) and text[end].isalnum():
            end += 1
    return start, end


def bare_name(text: str, start: int, end: int) -> Range | None:
    """Return a name as whole words, without the greetings, titles and grammar at its edges.

    Returns:
        None if nothing is left.
    """
    span = whole(text, start, end)
    while span is not None:
        start, end = span
        inside = text[start:end].split()
        if is_beside(inside[0]):
            span = whole(text, start + len(inside[0]), end)
        elif is_beside(inside[-1]):
            span = whole(text, start, end - len(inside[-1]))
        else:
            return span
    return None


@lru_cache(SURFACES_KEPT)
def is_beside(word: str) -> bool:
    """Tell whether a word at a name's edge is a greeting, title or grammar and not the name."""
    folded = fold(word).strip(".,:;!?()[]\"'")
    return folded in BESIDE_A_NAME or folded in TITLES or folded in CLOSED


def is_name_like(text: str, start: int, end: int) -> bool:
    """Tell whether a piece beside a name can be more of the name."""
    piece = text[start:end]
    if not any(map(str.isalpha, piece)) or all(map(is_beside, piece.split())):
        return False
    return not piece[0].islower() or text.islower()


def reads_as_one(text: str, start: int, end: int) -> bool:
    """Tell whether a span is a few words with nothing but spaces, hyphens and the like between."""
    piece = text[start:end]
    if any(sign in piece for sign in ",;:\n\t|/&()"):
        return False
    found = words(fold(piece))
    return len(found) <= 5 and not any(word in CLOSED for word in found)


def uncovered(text: str, start: int, end: int, over: Iterable[Range]) -> list[tuple[int, int]]:
    """Return what of a span the findings over it leave bare, trimmed of signs."""
    bare: list[tuple[int, int]] = []
    at = start
    for left, right in sorted(over):
        if left > at:
            bare.append((at, left))
        at = max(at, right)
    if at < end:
        bare.append((at, end))
    trimmed = []
    for left, right in bare:
        while left < right and not text[left].isalnum():
            left += 1
        while right > left and not text[right - 1].isalnum():
            right -= 1
        possessive = text[left:right] in ("s", "S") and left and text[left - 1] in "'’"
        if left < right and not possessive:
            trimmed.append((left, right))
    return trimmed
