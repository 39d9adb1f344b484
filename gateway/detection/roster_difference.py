"""A roster in two parts: the whole as it was built last, and whoever changed since.

To build the tables of half a million people takes many seconds; one new pupil takes none. So a
changed roster is the old matcher and a small one beside it. Whoever changed is known by the small
one alone: in what the old one finds they no longer count. Who left stays a name, and nobody's,
until the roster is built as a whole again; that errs on the side of replacing.

Knows two matchers; must not know persons, principals or rules. Pure.
"""

from collections.abc import Collection
from dataclasses import replace

from gateway.detection.reading import Reading
from gateway.detection.roster_names import RosterNames
from gateway.terms.text import MANY, Candidate


class RosterDifference:
    """The roster's matcher with what changed since it was built."""

    def __init__(self, whole: RosterNames, changed: RosterNames, stale: Collection[str]) -> None:
        """Put the parts together.

        Args:
            whole: the roster as it was.
            changed: everybody who is new or changed, as they are now.
            stale: ids of all who changed or left, of whom the whole knows no more.
        """
        self._whole = whole
        self._changed = changed
        self._stale = frozenset(stale)

    def find(self, text: str) -> list[Candidate]:
        """Return everybody and everything of the roster that a text names, by start."""
        return self.find_in(Reading.of(text))

    def find_in(self, reading: Reading) -> list[Candidate]:
        """Return what `find` does, of a text that was read already."""
        found = [self._fresh(one) for one in self._whole.find_in(reading)]
        found += self._changed.find_in(reading)
        found.sort(key=lambda one: (one.start, -one.end, -one.score, one.recogniser))
        return found

    def _fresh(self, one: Candidate) -> Candidate:
        """Return a candidate without those who changed; a list that was cut stays one."""
        if len(one.people) > MANY or self._stale.isdisjoint(one.people):
            return one
        return replace(one, people=tuple(who for who in one.people if who not in self._stale))
