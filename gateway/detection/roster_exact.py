"""Find ids, e-mail addresses, user names and telephone numbers of the roster, whole.

Each is a 64-bit key in a sorted table; a text's dense runs of letters, digits and signs are looked
up there. Knows the tables and folded texts; must not know names or scores. Pure.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from zlib import crc32

from gateway.detection import roster_tables as tables
from gateway.terms.text import Label

# Within a stretch without spaces, what may be an id, an address or a user name.
_DENSE = re.compile(r"(?<![\w.+-])\w(?:[\w.+@-]*\w)?")
_SIGNS = ".,;:!?\"'()[]*"
_DIGITS = re.compile(r"[0-9][0-9() .+-]{5,}[0-9]")
_PHONE = re.compile(
    r"(?<![\w+])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]?\d{4}(?!\w)"
    r"|(?<![\w+])\+\d[\d -]{6,17}\d(?!\w)"
    r"|(?<![\w.-])\d{3}[-. ]\d{4}(?![\w-])"
)
_PIECES = re.compile(r"\w+")
_LABELS = {
    tables.ID: Label.STUDENT_ID,
    tables.SHORT_ID: Label.STUDENT_ID,
    tables.EMAIL: Label.EMAIL,
    tables.USERNAME: Label.USERNAME,
    tables.PHONE: Label.PHONE,
    tables.LOCAL_PHONE: Label.PHONE,
}


class Exact(NamedTuple):
    """Something of the roster's found whole: folded offsets, what it is, whose (by number).

    `kind` is the tables' own word for it; a short id may as well be a year.
    """

    start: int
    end: int
    label: Label
    people: tuple[int, ...]
    kind: int


class RosterExact:
    """The roster's ids and addresses as a matcher over folded texts."""

    def __init__(self, sections: Mapping[str, memoryview]) -> None:
        self._keys = sections["exact_keys"].cast("Q")
        self._people = sections["exact_people"].cast("I")
        self._kinds = sections["exact_kinds"]
        self._plain = sections["plain"]

    def find(self, folded: str) -> Iterator[Exact]:
        """Yield what stands in a folded text, user names of letters alone apart."""
        if not self._keys:
            return
        past = 0
        # A word with the sentence's own signs around it is no account and no number.
        odd = [one for one in folded.split() if not one.strip(_SIGNS).isalpha()]
        for stretch in odd:
            start = folded.index(stretch, past)
            past = start + len(stretch)
            for match in _DENSE.finditer(stretch):
                if not match.group().isalpha():
                    yield from self._dense(match.group(), start + match.start())
        for digits in _DIGITS.finditer(folded):
            # A bracket or plus before the first digit, a letter behind the last.
            for match in _PHONE.finditer(folded, max(digits.start() - 2, 0), digits.end() + 1):
                found = self._look_up(
                    tables.digits_of_phone(match.group()), match.start(), match.end()
                )
                # Without a sign in it, it was looked up as a run of digits already.
                if not match.group().isdigit():
                    yield from (one for one in found if one.label is Label.PHONE)

    def _dense(self, value: str, start: int) -> Iterator[Exact]:
        """Yield what a run of letters, digits and signs is, or else its pieces with digits."""
        found = self._look_up(value, start, start + len(value))
        yield from found
        if found or value.isalnum() or value.replace(".", "", 1).isdigit():
            # Found, in one piece, or a decimal number.
            return
        for piece in _PIECES.finditer(value):
            if not piece.group().isalpha():
                at = start + piece.start()
                yield from self._look_up(piece.group(), at, at + len(piece.group()))

    def find_plain(self, folded: str, words: list[str]) -> Iterator[Exact]:
        """Yield user names that are letters alone, among a folded text's words."""
        if not self._plain:
            return
        sieve, mask = self._plain, len(self._plain) - 1
        shortest = tables.SHORTEST_PLAIN_USERNAME
        for word in dict.fromkeys(words):
            if len(word) < shortest or not sieve[crc32(word.encode()) & mask]:
                continue
            for one in self._look_up(word, 0, len(word)):
                for match in re.finditer(rf"(?<!\w){word}(?!\w)", folded):
                    yield one._replace(start=match.start(), end=match.end())

    def _look_up(self, value: str, start: int, end: int) -> list[Exact]:
        key, keys = tables.exact_key(value), self._keys
        at = bisect_left(keys, key)
        kinds: dict[int, dict[int, None]] = {}
        while at < len(keys) and keys[at] == key:
            kinds.setdefault(self._kinds[at], {})[self._people[at]] = None
            at += 1
        return [
            Exact(start, end, _LABELS[kind], tuple(people), kind)
            for kind, people in kinds.items()
            # Seven digits are a telephone number only where they are written as one.
            if kind != tables.LOCAL_PHONE or end - start > len(value)
        ]
