"""One text as the matchers of names read it: words, what stands between them, case.

Knows one text; must not know people or scores. Pure.
"""

import re
from enum import IntEnum
from typing import NamedTuple, Self

from gateway.detection.folding import Folded, fold_mapped, parted


class Gap(IntEnum):
    """What stands between two neighbouring words, as far as names care."""

    APART = 0
    SIDE_BY_SIDE = 1
    COMMA = 2
    CELL = 3
    DOT = 4
    TIED = 5


_CELLS = frozenset(
    ("\t", "|", ";", "\n", "\r\n", '","', '", "', '";"', '"\t"', "','", "', '", "*", "**", "/")
)
_WIDEST_GAP = 6


def gap_of(between: str) -> Gap:
    """Tell what kind of gap a stretch between two words is.

    TIED is a hyphen, an apostrophe or nothing: one name in several pieces. CELL is the edge of a
    table's cell, a line's end or Markdown's stars: two places, perhaps of one name.
    """
    if between == " ":
        return Gap.SIDE_BY_SIDE
    if len(between) > _WIDEST_GAP:
        return Gap.APART
    bare = between.strip(" \u00a0")
    if not bare:
        return Gap.SIDE_BY_SIDE if between else Gap.TIED
    if bare == ",":
        return Gap.COMMA
    if bare == ".":
        return Gap.DOT
    if bare in ("-", "'"):
        return Gap.TIED
    return Gap.CELL if bare in _CELLS else Gap.APART


_CASED = re.compile("[A-ZÀ-ÖØ-Þ\u0100-\u017fΑ-ΩА-Я][a-zß-öø-ÿα-ωа-я]")
_RUN = re.compile("[^ ]+")
_SENTENCE_END = frozenset(".!?:\n•*#>|")
_SKIPPED = frozenset(" \t\"'“”‘’([{-_")


class Mention(NamedTuple):
    """A phrase of the roster in a text.

    `first` and `past` count words, `start` and `end` folded characters (both ends exclusive).
    `flags` are the phrase's; `lower` tells that it stands in small letters though the text knows
    capitals.
    """

    first: int
    past: int
    start: int
    end: int
    phrase: int
    flags: int
    lower: bool

    @property
    def is_letter(self) -> bool:
        """Tell whether it is a single letter, an initial."""
        return self.end - self.start == 1


class Reading(NamedTuple):
    """One text, folded and cut into words; `blind` if no capital in it begins a word."""

    original: str
    folded: Folded
    words: list[str]
    spans: list[tuple[int, int]]
    blind: bool

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a text."""
        folded = fold_mapped(text)
        apart = parted(folded.text)
        spans = [word.span() for word in _RUN.finditer(apart)]
        return cls(text, folded, apart.split(), spans, _CASED.search(text) is None)

    def gap(self, before: int) -> Gap:
        """Tell what stands between a word and the next."""
        return gap_of(self.folded.text[self.spans[before][1] : self.spans[before + 1][0]])

    def written(self, start: int, end: int) -> str:
        """Return a folded range as it was written."""
        origins = self.folded.origins
        if origins is None:
            return self.original[start:end]
        return self.original[origins[start] : origins[end - 1] + 1]

    def begins_sentence(self, start: int) -> bool:
        """Tell whether only opening signs stand between a sentence's start and a folded offset."""
        text = self.folded.text
        at = start - 1
        while at >= 0 and text[at] in _SKIPPED:
            at -= 1
        return at < 0 or text[at] in _SENTENCE_END
