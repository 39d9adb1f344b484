"""Puts originals back into an answer, as it streams in, cut anywhere.

Pure. Only surrogates placed in this request are known here; each is restored where it stands as
a whole word, in any case, and what is put in is never looked at again. Held back is only what
could still become a surrogate, and the one character that shows where it ends.
"""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation

from gateway.pseudonyms.entries import Entry, spellings
from gateway.pseudonyms.words import is_word
from gateway.terms.chat import MakeRestorer, Restorer

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_BLANKS: Final = str.maketrans("\n\t", "  ")


def restorer_factory(placed: Iterable[Entry]) -> MakeRestorer:
    """Return what makes restorers for one answer.

    Args:
        placed: the entries whose surrogates stand in the request (`Plan.placed`).
    """
    known = _Known(tuple(entry for entry in placed if not entry.pieces))

    def make(*, json: bool) -> Restorer:
        return _JsonRestorer(known) if json else _TextRestorer(known)

    return make


class _Known:
    """The surrogates of one request, ready to be found; built when the answer begins."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries

    @cached_property
    def owners(self) -> dict[str, Entry]:
        """Return which entry each spelling of a surrogate belongs to."""
        return {
            spelling: entry for entry in self.entries for spelling in spellings(entry.surrogate)
        }

    @cached_property
    def patterns(self) -> tuple[Entry, ...]:
        """Return the entries in the order of the automaton's patterns."""
        return tuple(self.owners.values())

    @cached_property
    def automaton(self) -> AhoCorasick:
        """Return what finds every spelling in one pass."""
        return AhoCorasick(
            self.owners, implementation=Implementation.ContiguousNFA, store_patterns=False
        )

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Return what must be held back at the end of a piece: every beginning of a spelling,
        and a whole one too where the next character tells whether it ends there."""
        return frozenset(
            spelling[:length]
            for spelling in self.owners
            for length in range(1, len(spelling) + is_word(spelling[-1]))
        )

    @cached_property
    def first(self) -> frozenset[str]:
        """Return the characters a spelling begins with."""
        return frozenset(spelling[0] for spelling in self.owners)

    @cached_property
    def longest(self) -> int:
        """Return the length of the longest spelling, in characters."""
        return max(map(len, self.owners), default=0)

    @cached_property
    def shortest(self) -> int:
        """Return the length of the shortest spelling, in characters."""
        return min(map(len, self.owners), default=0)

    def certain(
        self, text: str, before: str, *, last: bool
    ) -> tuple[int, list[tuple[int, int, Entry]]]:
        """Return how much of a text is certain, and which surrogates stand in that.

        Args:
            text: plain text.
            before: the character before it, or "".
            last: whether nothing follows it.
        """
        comparable = _comparable(text)
        end = len(text) if last else self._undecided(text, comparable, before)
        matches = self._matches(text, comparable, before, end)
        if matches and matches[-1][1] > end:
            end, _, _ = matches.pop()
        return end, matches

    def _matches(
        self, text: str, comparable: str, before: str, end: int
    ) -> list[tuple[int, int, Entry]]:
        """Return which surrogates stand in a text as whole words, in order.

        Args:
            text: plain text.
            comparable: the same, as `_comparable` makes it.
            before: the character before it, or "".
            end: matches that begin here or later are not settled yet.
        """
        found: list[tuple[int, int, Entry]] = []
        if len(text) < self.shortest:
            return found
        for pattern, start, stop in self.automaton.find_matches_as_indexes(
            comparable, overlapping=True
        ):
            if start >= end:
                continue
            left = text[start - 1] if start else before
            right = text[stop : stop + 1]
            if left and is_word(text[start]) and is_word(left):
                continue
            if right and is_word(text[stop - 1]) and is_word(right):
                continue
            found.append((start, stop, self.patterns[pattern]))
        if len(found) < 2:
            return found
        found.sort(key=lambda match: (match[0], -match[1]))
        settled: list[tuple[int, int, Entry]] = []
        for match in found:
            if not settled or match[0] >= settled[-1][1]:
                settled.append(match)
        return settled

    def _undecided(self, text: str, comparable: str, before: str) -> int:
        """Return where the end of a text begins that may still become a surrogate.

        Args:
            text: plain text.
            comparable: the same, as `_comparable` makes it.
            before: the character before it, or "".
        """
        length, first = len(text), self.first
        for at in range(max(0, length - self.longest), length):
            if comparable[at] not in first:
                continue
            left = text[at - 1] if at else before
            if left and is_word(text[at]) and is_word(left):
                continue
            if comparable[at:] in self.beginnings:
                return at
        return length


def _comparable(text: str) -> str:
    """Return a text in lower case and with plain blanks, character for character."""
    lower = text.lower()
    if len(lower) != len(text):
        # A few letters grow in lower case (Turkish dotted I); no surrogate has one.
        lower = "".join(
            small if len(small := character.lower()) == 1 else character for character in text
        )
    return lower.translate(_BLANKS) if "\n" in lower or "\t" in lower else lower


class _TextRestorer:
    """Restores a run of plain text."""

    def __init__(self, known: _Known) -> None:
        self._known = known
        self._held = ""
        self._before = ""

    def feed(self, text: str) -> str:
        """Take the next piece; return what is now certain."""
        if not self._known.entries or not text:
            return text
        return self._settle(self._held + text, last=False)

    def flush(self) -> str:
        """Return what was held back; the run is over."""
        return self._settle(self._held, last=True) if self._held else ""

    def _settle(self, text: str, *, last: bool) -> str:
        end, matches = self._known.certain(text, self._before, last=last)
        self._held = text[end:]
        if matches:
            pieces: list[str] = []
            at = 0
            for start, stop, entry in matches:
                pieces.append(text[at:start])
                pieces.append(entry.original(text[start:stop]))
                at = stop
            pieces.append(text[at:end])
            certain = "".join(pieces)
        else:
            certain = text[:end]
        if end:
            self._before = text[end - 1]
        return certain


_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[^u]",
    re.DOTALL,
)
_UNFINISHED: Final = re.compile(
    r"\\(?:u(?:[0-9a-fA-F]{0,3}|[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?))?\Z"
)
_SHORT: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class _JsonRestorer:
    """Restores a run of JSON source: escapes are read before looking, written for what is put in,
    and everything else passes byte for byte."""

    def __init__(self, known: _Known) -> None:
        self._known = known
        self._held = ""
        self._before = ""
        self._in_string = False

    def feed(self, text: str) -> str:
        """Take the next piece; return what is now certain."""
        if not self._known.entries or not text:
            return text
        return self._settle(self._held + text, last=False)

    def flush(self) -> str:
        """Return what was held back; the run is over."""
        return self._settle(self._held, last=True) if self._held else ""

    def _settle(self, source: str, *, last: bool) -> str:
        whole = len(source) if last else _finished(source)
        text, offsets = _decoded(source[:whole])
        end, matches = self._known.certain(text, self._before, last=last)
        pieces: list[str] = []
        at = 0
        for start, stop, entry in matches:
            pieces.append(self._pass(source[offsets[at] : offsets[start]]))
            pieces.append(self._written(entry.original(text[start:stop])))
            at = stop
        pieces.append(self._pass(source[offsets[at] : offsets[end]]))
        if last:
            pieces.append(source[offsets[end] :])
        self._held = "" if last else source[offsets[end] :]
        if end:
            self._before = text[end - 1]
        return "".join(pieces)

    def _pass(self, source: str) -> str:
        """Pass on source that is not touched, minding where strings begin and end."""
        quotes = source.count('"')
        if quotes and "\\" in source:
            quotes -= sum(escape == '\\"' for escape in _ESCAPE.findall(source))
        self._in_string ^= bool(quotes % 2)
        return source

    def _written(self, original: str) -> str:
        """Return an original as JSON source, where it stands."""
        if self._in_string:
            return json.dumps(original, ensure_ascii=False)[1:-1]
        if _NUMBER.fullmatch(original):
            return original
        return json.dumps(original, ensure_ascii=False)


def _finished(source: str) -> int:
    """Return how much of JSON source ends with no escape begun."""
    tail = max(0, len(source) - 12)
    if "\\" not in source[tail:]:
        return len(source)
    at = 0
    for escape in _ESCAPE.finditer(source):
        at = escape.end()
        half = len(escape.group()) == 6 and escape.group()[2:4].lower() in _HIGH
        if half and _UNFINISHED.match(source, escape.start()):
            return escape.start()
    unfinished = _UNFINISHED.search(source, at)
    return unfinished.start() if unfinished else len(source)


_HIGH: Final = frozenset({"d8", "d9", "da", "db"})


def _decoded(source: str) -> tuple[str, Sequence[int]]:
    """Return what JSON source reads, and where each character of that stands in the source.

    Also an offset for the end. What is no valid escape reads as it stands.
    """
    if "\\" not in source:
        return source, range(len(source) + 1)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for escape in _ESCAPE.finditer(source):
        pieces.append(source[at : escape.start()])
        offsets.extend(range(at, escape.start()))
        pieces.append(_meaning(escape.group()))
        offsets.append(escape.start())
        at = escape.end()
    pieces.append(source[at:])
    offsets.extend(range(at, len(source) + 1))
    return "".join(pieces), offsets


def _meaning(escape: str) -> str:
    """Return the one character an escape stands for (RFC 8259 7)."""
    if len(escape) == 12:
        high, low = int(escape[2:6], 16), int(escape[8:12], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    if len(escape) == 6:
        return chr(int(escape[2:6], 16))
    return _SHORT.get(escape[1], escape[1])
