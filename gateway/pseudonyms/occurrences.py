"""Every place in a text where a value of the vault, or one of its surrogates, stands.

Built once for a vault and kept with it; pure. Comparing is done on folded text
(`gateway.pseudonyms.words.fold`), whole words only, and answered in offsets of the raw text.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from gateway.pseudonyms.entries import Entry, Reach, spellings
from gateway.pseudonyms.words import (
    NAMES_KEPT,
    Piece,
    fold,
    folded,
    is_word,
    plain,
    shown_end,
    split_name,
)
from gateway.terms.text import Label

NUMBERS: Final = frozenset({Label.PHONE, Label.SSN, Label.STUDENT_ID, Label.OTHER_ID})
"""Labels whose values are the same number whatever stands between the digits."""

_ENOUGH_DIGITS: Final = 7
_DIGIT_RUN: Final = re.compile(r"[0-9](?:[ ().\-\u2010-\u2015/]{0,3}[0-9]){6,}")


class Hit(NamedTuple):
    """Where an entry stands in a text; `typed` if it is the surrogate that stands there."""

    start: int
    end: int
    entry: int
    typed: bool


class Index:
    """Finds the entries of one vault in any text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self.surfaces: dict[str, tuple[str, int]] = {}
        self._accepts: list[frozenset[str] | None] = []
        self._digits: dict[str, int] = {}
        patterns: dict[str, list[tuple[int, bool]]] = {}
        for number, entry in enumerate(self.entries):
            for surface, outgoing in entry.forms():
                self.surfaces.setdefault(surface, (outgoing, number))
            self._accepts.append(_accepted(entry))
            if entry.reach is not Reach.LOCAL:
                patterns.setdefault(folded(entry.value), []).append((number, False))
            if not entry.pieces:
                for spelling in spellings(entry.surrogate):
                    patterns.setdefault(spelling, []).append((number, True))
            digits = digits_of(entry.label, entry.value)
            if digits:
                self._digits.setdefault(digits, number)
        self._owners = list(patterns.values())
        self._automaton = (
            AhoCorasick(patterns, implementation=Implementation.ContiguousNFA, store_patterns=False)
            if patterns
            else None
        )

    @cached_property
    def tokens(self) -> list[frozenset[str]]:
        """Return what each entry's value shares with other surfaces."""
        return [tokens_of(entry.label, entry.value) for entry in self.entries]

    @cached_property
    def folded(self) -> list[str]:
        """Return each entry's value folded."""
        return [folded(entry.value) for entry in self.entries]

    def search(self, text: str, active: Collection[int] | None = None) -> list[Hit]:
        """Return where entries stand as whole words, in no particular order; hits may overlap.

        Args:
            text: raw text.
            active: numbers of the entries whose values count; None for all. A surrogate that
                stands in a text always counts: unreplaced, it would come back as a value.
        """
        if self._automaton is None:
            return []
        comparable = fold(text)
        hits: list[Hit] = []
        for pattern, start, end in self._automaton.find_matches_as_indexes(
            comparable.text, overlapping=True
        ):
            if comparable.offsets is not None:
                raw = comparable.raw(start, end)
                if raw is None:
                    continue
                start, end = raw[0], shown_end(text, *raw)
            if not _is_whole(text, start, end):
                continue
            for number, typed in self._owners[pattern]:
                if typed or self._counts(number, text[start:end], active):
                    hits.append(Hit(start, end, number, typed))
                    break
        if self._digits:
            hits.extend(self._numbers(text, active))
        return hits

    def _counts(self, number: int, surface: str, active: Collection[int] | None) -> bool:
        if active is not None and number not in active:
            return False
        accepted = self._accepts[number]
        return accepted is None or surface in accepted or plain(surface) in accepted

    def _numbers(self, text: str, active: Collection[int] | None) -> Iterator[Hit]:
        for digits, number in self._digits.items():
            if active is None or number in active:
                for start, end in find_number(text, digits):
                    yield Hit(start, end, number, False)


@lru_cache(NAMES_KEPT)
def tokens_of(label: Label, surface: str) -> frozenset[str]:
    """Return what a surface shares with another about the same person, folded: itself, and the
    words of a name."""
    whole = folded(surface)
    if label is not Label.PERSON:
        return frozenset((whole,))
    words = [folded(piece) for kind, piece in split_name(surface) if kind is Piece.WORD]
    return frozenset((whole, *words))


def _accepted(entry: Entry) -> frozenset[str] | None:
    """Return the spellings of a value that count, None for any in which it folds the same."""
    if entry.reach is Reach.ANY:
        return None
    value = plain(entry.value)
    if entry.reach is Reach.LOWER:
        return frozenset({value, value.upper(), value.lower()})
    return frozenset({value, value.upper()})


def _is_whole(text: str, start: int, end: int) -> bool:
    if start and is_word(text[start - 1]) and is_word(text[start]):
        return False
    return not (end < len(text) and is_word(text[end]) and is_word(text[end - 1]))


def digits_of(label: Label, value: str) -> str:
    """Return the digits a value is known by however it is written; "" where it is not a number
    or too short to be told from others."""
    if label not in NUMBERS:
        return ""
    digits = "".join(filter("0123456789".__contains__, value))
    if len(digits) < _ENOUGH_DIGITS or any(character.isalpha() for character in value):
        return ""
    return digits[-10:] if label is Label.PHONE else digits


def find_number(text: str, digits: str) -> Iterator[tuple[int, int]]:
    """Yield where a number stands in a text, whatever separates its digits."""
    for run in _DIGIT_RUN.finditer(text):
        at = [place for place in range(*run.span()) if text[place] in "0123456789"]
        joined = "".join(text[place] for place in at)
        found = joined.find(digits)
        while found >= 0:
            start, end = at[found], at[found + len(digits) - 1] + 1
            inside = (start and text[start - 1].isalnum()) or (
                end < len(text) and text[end].isalnum()
            )
            if not inside:
                yield start, end
            found = joined.find(digits, found + 1)
