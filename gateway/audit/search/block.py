"""One block's records by field: filled record by record, asked by sets. Pure.

A *term* is a field's value (or a number's binary digit) as an integer of 64 bits; so a row of the
store is small, whatever the value. Two values meet in one term once in a million logs; pages hold
what is found against the records themselves.
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache

from gateway.audit.search.bits import digits_of, mask_of, pack
from gateway.audit.search.fields import NUMBERS, VALUES, Told

type Sets = Callable[[int], int]
"""Gives the set of a block's records that have a term."""


@lru_cache(65536)
def term_of(field: str, value: str) -> int:
    """Return the term of a field's value."""
    digest = hashlib.blake2b(f"{field}\x00{value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


@lru_cache(4096)
def digit_of(field: str, place: int) -> int:
    """Return the term of a binary digit of a field's number; place -1 for having one at all."""
    return term_of(field, f"\x00{place}")


class Block:
    """The records of one block as they come, from offset 0; `listed` are the values of listed
    fields in it."""

    def __init__(self) -> None:
        self.count = 0
        self.first, self.last = 0, 0  # times, milliseconds since 1970
        self._offsets: dict[int, list[int]] = {}
        self.listed: set[tuple[str, str]] = set()

    def add(self, record: Told) -> int:
        """Take the next record and return its offset."""
        offset, time = self.count, record["time"]
        self.first = min(self.first, time) if offset else time
        self.last = max(self.last, time)
        self.count += 1
        offsets, listed = self._offsets, self.listed
        for name, field in VALUES.items():
            for value in field.of(record):
                self._put(term_of(name, value), offset)
                if field.listed:
                    listed.add((name, value))
        for name, number in NUMBERS.items():
            told = number.of(record)
            if told is not None:
                for place in digits_of(told):
                    offsets.setdefault(digit_of(name, place), []).append(offset)
                offsets.setdefault(digit_of(name, -1), []).append(offset)
        return offset

    def end(self, offset: int, outcome: Told) -> None:
        """Take the outcome of a record that is here."""
        terms, listed = terms_after(outcome)
        for term in terms:
            self._put(term, offset)
        self.listed |= listed

    def _put(self, term: int, offset: int) -> None:
        self._offsets.setdefault(term, []).append(offset)

    def sets(self, term: int) -> int:
        """Return which records have a term."""
        offsets = self._offsets.get(term)
        return mask_of(offsets) if offsets else 0

    def packed(self) -> Iterable[tuple[int, bytes]]:
        """Yield each term with its set, in the order of terms, which a table takes fastest."""
        for term in sorted(self._offsets):
            yield term, pack(self._offsets[term])


def terms_after(outcome: Told) -> tuple[list[int], set[tuple[str, str]]]:
    """Return the terms that an outcome adds to its record, and its values of listed fields."""
    terms: list[int] = []
    listed: set[tuple[str, str]] = set()
    for name, field in VALUES.items():
        for value in field.after(outcome):
            terms.append(term_of(name, value))
            if field.listed:
                listed.add((name, value))
    for name, number in NUMBERS.items():
        told = number.after(outcome)
        if told is not None:
            terms += [digit_of(name, place) for place in digits_of(told)]
            terms.append(digit_of(name, -1))
    return terms, listed
