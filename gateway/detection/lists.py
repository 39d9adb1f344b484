"""The lists a district's texts are looked up in: roster, people everyone knows, own patterns.

They travel to the detection processes together, so that a text is never read by one of an older
state than the other's. A roster travels whole, or as a difference to the whole one that a process
has already. Must not know principals or texts. Pure.
"""

import struct
from collections.abc import Iterable
from typing import NamedTuple, Self

import orjson

from gateway.detection.district_patterns import DistrictPatterns, pack_pattern, unpack_pattern
from gateway.detection.identifiers import in_identifiers
from gateway.detection.public_names import PublicNames
from gateway.detection.reading import Reading
from gateway.detection.roster_difference import RosterDifference
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
        self,
        whole: RosterNames,
        roster: RosterNames | RosterDifference,
        public: PublicNames,
        patterns: DistrictPatterns,
    ) -> None:
        """Keep the matchers; `whole` is the roster that differences are told against."""
        self._whole = whole
        self._roster = roster
        self._public = public
        self._patterns = patterns

    @classmethod
    def from_bytes(cls, packed: bytes, before: "Lists | None" = None) -> Self:
        """Build the matchers from what `pack` made.

        Args:
            packed: the lists, with a whole roster or with a difference.
            before: the lists that a difference is told against.

        Raises:
            ValueError: the bytes are none of `pack`'s, or a difference to something else.
            Unusable: the roster's part of them is damaged.
        """
        start = _LENGTH.size
        end = start + (_LENGTH.unpack_from(packed)[0] if len(packed) >= start else len(packed))
        if end > len(packed):
            raise ValueError("the lists are cut short")
        added, removed, rows, onto, stale = orjson.loads(packed[start:end])
        whole = told = RosterNames.from_bytes(packed[end:])
        roster: RosterNames | RosterDifference = told
        if onto:
            if before is None or before._whole.version != onto:
                raise ValueError("the difference is told against another roster")
            whole = before._whole
            roster = RosterDifference(whole, told, stale)
        return cls(
            whole,
            roster,
            PublicNames.load(tuple(added), tuple(removed)),
            DistrictPatterns(map(unpack_pattern, rows)),
        )

    def find(self, text: str) -> list[Candidate]:
        """Return whom of the roster a text may name, in joined words too, whom of those everyone
        knows, and what the district's patterns find."""
        reading = Reading.of(text)
        found = self._roster.find_in(reading) + in_identifiers(text, self._roster.find)
        return found + self._public.find_in(reading) + self._patterns.find(text)


class Onto(NamedTuple):
    """What a difference is told against: a whole roster's version, and whom of it not to count."""

    version: str = ""
    stale: tuple[str, ...] = ()


WHOLE = Onto()


def pack(
    roster: bytes,
    edits: PublicEdits = NO_EDITS,
    patterns: Iterable[DistrictPattern] = (),
    onto: Onto = WHOLE,
) -> bytes:
    """Return a packed roster, a district's edits and its patterns as one.

    Args:
        roster: `RosterNames.to_bytes`, of everybody or, in a difference, of those who changed.
        edits: what the district changes on the list of people everyone knows.
        patterns: the district's own.
        onto: what the roster is a difference to, if it is one.
    """
    names = [sorted(some) for some in edits]
    head = orjson.dumps([*names, [*map(pack_pattern, patterns)], onto.version, onto.stale])
    return _LENGTH.pack(len(head)) + head + roster


def names_of(edits: Iterable[tuple[str, bool]]) -> PublicEdits:
    """Return the edits that some names make: True for one added, False for one taken away."""
    rows = sorted(edits)
    return PublicEdits(
        added=tuple(name for name, known in rows if known),
        removed=tuple(name for name, known in rows if not known),
    )
