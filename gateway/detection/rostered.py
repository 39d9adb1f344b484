"""Where names stand in a text that somebody of the roster bears, as far as a sign depends on them.

A name is not meant that is part of a longer one that everyone knows, or somebody's or a work's of
which the rest of the text speaks as well. Takes time that grows with the text, however many names
stand in it. Pure.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from gateway.detection.edges import Places, Range
from gateway.detection.name_scores import KEEP
from gateway.detection.public_names import PUBLIC
from gateway.detection.renown import Evidence
from gateway.terms.text import Candidate

NAMED: Final = 0.6
"""From which score on a candidate counts as somebody of whom a record may speak."""

_ROSTER: Final = "roster"
"""Begins the names of recognisers that read the roster."""


def is_listed(one: Candidate) -> bool:
    """Tell whether a name is sure enough to be that of somebody of the roster."""
    return one.recogniser.startswith(_ROSTER) and one.score >= KEEP


def borne_here(text: str, people: Sequence[Candidate]) -> list[Range]:
    """Return where names stand that somebody of the roster bears, from left to right and apart
    from one another; not those of people everyone knows.

    Args:
        text: the whole leaf.
        people: everybody proposed about it, by start.
    """
    public = _Public(text, [one for one in people if one.recogniser in PUBLIC])
    found: list[Range] = []
    for one in people:
        if is_listed(one) and not (found and found[-1][1] > one.start) and not public.bears(one):
            found.append((one.start, one.end))
    return found


class _Public:
    """What was proposed as known to everyone."""

    def __init__(self, text: str, candidates: Sequence[Candidate]) -> None:
        self._text = text
        self._at: dict[Range, list[Candidate]] = {}
        for one in candidates:
            self._at.setdefault((one.start, one.end), []).append(one)
        self._places = Places(self._at)

    @cached_property
    def _evidence(self) -> Evidence:
        evidence = Evidence()
        for some in self._at.values():
            evidence.add(self._text, some)
        return evidence

    def bears(self, name: Candidate) -> bool:
        """Tell whether somebody whom everyone knows is meant by a name."""
        over = [
            one
            for place in self._places.over(name.start, name.end)
            if place[0] <= name.start and name.end <= place[1]
            for one in self._at[place]
        ]
        size = name.end - name.start
        if any(one.score >= NAMED and one.end - one.start > size for one in over):
            return True
        return bool(over) and self._evidence.speaks_besides(self._text, over)
