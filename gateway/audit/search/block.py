"""One block's records by field: filled record by record, asked by sets. Pure.

A *term* is a field's value (or a number's binary digit) as an integer of 64 bits; so a row of the
store is small, whatever the value. Two values meet in one term once in a million logs; pages hold
what is found against the records themselves.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain

from gateway.audit.search.bits import DIGITS, digits_of, mask_of, pack, pack_few, planes
from gateway.audit.search.fields import NUMBERS, OUTCOME, RECORD, VALUES, Part, Told

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


_HEAP_BITS = 58
"""Terms are 64 bits long and spread evenly: 64 heaps of them."""
_DIGITS = {digit_of(name, place): (name, place) for name in NUMBERS for place in range(-1, DIGITS)}


class Block:
    """The records of one block as they come, from offset 0; `listed` are the values of listed
    fields in it."""

    def __init__(self) -> None:
        self.count = 0
        self.first, self.last = 0, 0  # times, milliseconds since 1970
        self.listed: set[tuple[str, str]] = set()
        self._offsets: dict[int, list[int]] = {}
        self._values: dict[str, dict[str, list[int]]] = {name: {} for name in VALUES}
        self._numbers: dict[str, dict[int, int]] = {name: {} for name in NUMBERS}
        # Sets already made, with of how many records they were.
        self._masks: dict[int, tuple[int, int]] = {}
        self._planes: dict[str, tuple[int, list[int]]] = {}

    def add(self, record: Told) -> int:
        """Take the next record and return its offset."""
        offset, time = self.count, record["time"]
        self.first = min(self.first, time) if offset else time
        self.last = max(self.last, time)
        self.count += 1
        self._take(record, RECORD, offset)
        return offset

    def end(self, offset: int, outcome: Told) -> None:
        """Take the outcome of a record that is here."""
        self._take(outcome, OUTCOME, offset)

    def _take(self, told: Told, part: Part, offset: int) -> None:
        for name, value in part.values(told):
            offsets = self._values[name].get(value)
            if offsets is None:
                offsets = self._begin(name, value)
            offsets.append(offset)
        for name, number in part.numbers(told):
            self._numbers[name][offset] = number

    def _begin(self, name: str, value: str) -> list[int]:
        """Return where the records go that have a value which none before them had."""
        offsets = self._offsets.setdefault(term_of(name, value), [])
        self._values[name][value] = offsets
        if VALUES[name].listed:
            self.listed.add((name, value))
        return offsets

    def sets(self, term: int) -> int:
        """Return which records have a term."""
        if term in _DIGITS:
            return self._digit(*_DIGITS[term])
        offsets = self._offsets.get(term)
        if not offsets:
            return 0
        count, mask = self._masks.get(term, (0, 0))
        if count != len(offsets):
            mask = mask_of(offsets)
            self._masks[term] = len(offsets), mask
        return mask

    def _digit(self, name: str, place: int) -> int:
        numbers = self._numbers[name]
        count, made = self._planes.get(name, (0, []))
        if count != len(numbers):
            made = [*planes(numbers), mask_of(numbers)]
            self._planes[name] = len(numbers), made
        if place < 0:
            return made[-1] if made else 0
        return made[place] if place < len(made) - 1 else 0

    def packed(self) -> Iterator[tuple[int, bytes]]:
        """Yield each term with its set, in the order of terms, which a table takes fastest.

        No step of it takes long: whoever yields to others between two of them keeps nobody waiting.
        """
        digits = [term for term in _DIGITS if term not in self._offsets]
        for term in _in_order(chain(self._offsets, digits)):
            if term in _DIGITS:
                mask = self._digit(*_DIGITS[term])
                if mask:
                    yield term, pack(mask)
            else:
                yield term, pack_few(self._offsets[term])


def _in_order(terms: Iterable[int]) -> Iterator[int]:
    """Yield terms in order; a few are sorted at a time, since all of them would take long."""
    heaps: dict[int, list[int]] = {}
    for term in terms:
        heaps.setdefault(term >> _HEAP_BITS, []).append(term)
    for number in sorted(heaps):
        yield from sorted(heaps[number])


def terms_of(record: Told) -> set[int]:
    """Return the terms of a record, without those of its outcome."""
    return set(_terms(record, RECORD)[0])


def terms_after(outcome: Told) -> tuple[list[int], set[tuple[str, str]]]:
    """Return the terms that an outcome adds to its record, and its values of listed fields."""
    return _terms(outcome, OUTCOME)


def _terms(told: Told, part: Part) -> tuple[list[int], set[tuple[str, str]]]:
    said = [*part.values(told)]
    terms = [term_of(name, value) for name, value in said]
    for name, number in part.numbers(told):
        terms += [digit_of(name, place) for place in digits_of(number)]
        terms.append(digit_of(name, -1))
    return terms, {(name, value) for name, value in said if VALUES[name].listed}
