"""The lists a district's texts are looked up in: roster, people everyone knows, own patterns.

They travel to the detection processes together, so that a text is never read by one of an older
state than the other's. Must not know principals or texts. Pure.
"""

import struct
from collections.abc import Iterable
from typing import NamedTuple, Self

import orjson

from gateway.detection.district_patterns import DistrictPatterns, pack_pattern, unpack_pattern
from gateway.detection.identifiers import in_identifiers
from gateway.detection.public_names import PublicNames
from gateway.detection.roster_names import RosterNames
from gateway.terms.patterns import DistrictPattern
from gateway.terms.text import Candidate

_LENGTH = struct.Struct(">I")


class PublicEdits(NamedTuple):
    """What a district changes on the list of people everyone knows, as people write names."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


NO_EDITS = PublicEdits()


class Lists:
    """The matchers, asked as one."""

    def __init__(
        self, roster: RosterNames, public: PublicNames, patterns: DistrictPatterns
    ) -> None:
        self._roster = roster
        self._public = public
        self._patterns = patterns

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """Build the matchers from what `pack` made.

        Raises:
            ValueError: the bytes are none of `pack`'s.
            Unusable: the roster's part of them is damaged.
        """
        start = _LENGTH.size
        end = start + (_LENGTH.unpack_from(packed)[0] if len(packed) >= start else len(packed))
        if end > len(packed):
            raise ValueError("the lists are cut short")
        added, removed, rows = orjson.loads(packed[start:end])
        return cls(
            RosterNames.from_bytes(packed[end:]),
            PublicNames.load(tuple(added), tuple(removed)),
            DistrictPatterns(map(unpack_pattern, rows)),
        )

    def find(self, text: str) -> list[Candidate]:
        """Return whom of the roster a text may name, in joined words too, whom of those everyone
        knows, and what the district's patterns find."""
        found = self._roster.find(text) + in_identifiers(text, self._roster.find)
        return found + self._public.find(text) + self._patterns.find(text)


def pack(
    roster: bytes, edits: PublicEdits = NO_EDITS, patterns: Iterable[DistrictPattern] = ()
) -> bytes:
    """Return a packed roster, a district's edits and its patterns as one."""
    head = orjson.dumps([*(sorted(names) for names in edits), [*map(pack_pattern, patterns)]])
    return _LENGTH.pack(len(head)) + head + roster


def names_of(edits: Iterable[tuple[str, bool]]) -> PublicEdits:
    """Return the edits that some names make: True for one added, False for one taken away."""
    rows = sorted(edits)
    return PublicEdits(
        added=tuple(name for name, known in rows if known),
        removed=tuple(name for name, known in rows if not known),
    )
