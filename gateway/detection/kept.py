"""What stands of a text after arbitration, each with the rule by which it stands.

The rules are ids that go into the span's `why`:

- `class-full`, `roster-full`: given and family name of one person stand, always.
- `class-given`, `class-family`, `class-nickname`, `class-initial`, `class-title`: part of the name
  of somebody in the principal's own classes stands, even if it is a word as well.
- `roster-given`, `roster-family`, `roster-nickname`, `roster-initial`, `roster-title`: part of a
  name of anybody else on the roster stands if its score says that it is no mere word.
- `roster-mixed`: given and family name of different people side by side are one name, nobody's.
- `ner-grown`: a name that the model saw further than the roster is taken whole, and is nobody's.
- `ner-unlisted`: a name that only the model saw stands, unless everyone knows it.
- `roster-exact`: an id, address, user name or telephone number of the roster.
- `pattern`: what has the form of personal data.
- `carried`: a name that stands in another place of the request, or a number written like one.
- `company`: what is built into the same row, list or frame as names that stand.
- `rest`: what is left of a finding that lost a part of itself to a better one.

Knows findings by themselves; must not know texts, candidates or principals. Pure.
"""

from collections.abc import Iterable
from typing import NamedTuple

from gateway.detection.edges import Range
from gateway.detection.name_scores import FULL, INITIALED, NICKNAMED, TITLED
from gateway.terms.text import Label, NamePart


class Kept(NamedTuple):
    """A finding that stands, in code points of its text.

    `people` are those of its candidate, empty for a name that is nobody's on the roster; `near`
    tells that somebody in the principal's classes is called that. `key` is how the name is looked
    up (`surface_key`), for names of the roster.
    """

    start: int
    end: int
    label: Label
    score: float
    recogniser: str
    why: str
    people: tuple[str, ...] = ()
    part: NamePart = NamePart.FULL
    near: bool = False
    key: str = ""


class Placed:
    """Findings by where they stand: those in a span are found without a look at all the others."""

    CELL = 64
    """Characters of a text that share a list."""

    def __init__(self, some: Iterable[Kept] = ()) -> None:
        self._cells: dict[int, list[Kept]] = {}
        self._all: dict[Kept, None] = {}
        for one in some:
            self.add(one)

    def add(self, one: Kept) -> None:
        """Put a finding in; one that is there stays where it is."""
        if one not in self._all:
            self._all[one] = None
            for cell in self._cells_of(one.start, one.end):
                self._cells.setdefault(cell, []).append(one)

    def remove(self, one: Kept) -> None:
        """Take a finding out that is there."""
        del self._all[one]
        for cell in self._cells_of(one.start, one.end):
            self._cells[cell].remove(one)

    def touching(self, start: int, end: int) -> list[Kept]:
        """Return the findings that overlap a span, by start."""
        return sorted(
            {
                one
                for cell in self._cells_of(start, end)
                for one in self._cells.get(cell, ())
                if one.start < end and start < one.end
            }
        )

    def all(self) -> list[Kept]:
        """Return every finding, in the order in which they came."""
        return list(self._all)

    def _cells_of(self, start: int, end: int) -> range:
        return range(start // self.CELL, (max(end - 1, start)) // self.CELL + 1)


EXACT_WHY, PATTERN_WHY = "roster-exact", "pattern"
UNLISTED, GROWN, CARRIED = "ner-unlisted", "ner-grown", "carried"
MIXED, REST, COMPANY = "roster-mixed", "rest", "company"
MODELS = frozenset(("ner", "ner-rampart"))
"""The `recogniser` of what a model saw; others go by the words around that call for a name."""
KINDS = {FULL: "full", INITIALED: "initial", NICKNAMED: "nickname", TITLED: "title"}
_PARTS = (*KINDS.values(), "given", "family")
WHYS = frozenset((EXACT_WHY, PATTERN_WHY, UNLISTED, CARRIED, GROWN, MIXED, REST, COMPANY)).union(
    f"{circle}-{part}" for circle in ("class", "roster") for part in _PARTS
)
"""Every rule that can keep a finding: what `Kept.why` may be."""

# Who wins an overlap. A place that a model alone saw is the weakest: it takes the scores of a list,
# "41 Rosalie F., 66 Terrance H.", for streets.
_RANKS = {EXACT_WHY: 5, PATTERN_WHY: 5, "class-full": 4, "roster-full": 4, GROWN: 3, MIXED: 3}
_RANK_OF_PART, _RANK_OF_UNLISTED, _RANK_OF_SEEN_PLACE = 2, 1, 0


def strength(kept: Kept) -> tuple[int, bool, int, float]:
    """Return what decides between overlapping findings; more is stronger."""
    if is_seen_place(kept):
        return _RANK_OF_SEEN_PLACE, kept.near, kept.end - kept.start, kept.score
    default = _RANK_OF_UNLISTED if kept.why == UNLISTED else _RANK_OF_PART
    return _RANKS.get(kept.why, default), kept.near, kept.end - kept.start, kept.score


def is_seen_place(kept: Kept) -> bool:
    """Tell whether this is an address that a model alone saw."""
    return kept.label is not Label.PERSON and kept.recogniser in MODELS


def is_single(kept: Kept) -> bool:
    """Tell whether this is one name alone of somebody, without title or initial."""
    return kept.part is not NamePart.FULL and kept.recogniser not in (FULL, INITIALED, TITLED)


def is_loose(kept: Kept) -> bool:
    """Tell whether this is less than somebody's given and family name in that order: a name alone,
    names of two people, a short form, an initial, or two names apart.

    A roster of thousands holds them by chance: "Muller, Nettie Stevens" in a row of scientists.
    """
    if is_single(kept) or kept.why == MIXED or kept.recogniser in (NICKNAMED, INITIALED):
        return True
    return kept.recogniser == FULL and kept.part is not NamePart.FULL


def ranges(kept: Iterable[Kept]) -> list[Range]:
    """Return where findings stand."""
    return [(one.start, one.end) for one in kept]
