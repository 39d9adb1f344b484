"""What was found to stand in leaves of earlier requests, each by itself.

A chat sends its whole history each turn. A leaf that was read before is known by its candidates:
the scanner gives the very same ones for the same text, kind of leaf and lists. What stands in it
follows from them, from who is near, and from what the request speaks of (`Around`), so it is not
worked out again while all of these are the same. Holds places, roster ids, and names as the roster
has them: no text.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final, NamedTuple

from gateway.detection.arbitration_settings import Setting
from gateway.detection.kept import Kept
from gateway.detection.near_names import NearNames
from gateway.terms.text import Candidate

LEAVES: Final = 2000
"""Leaves remembered."""
LARGEST: Final = 100
"""Candidates of a leaf that is worth remembering: the more it has, the more it holds."""


class Around(NamedTuple):
    """What reading a leaf follows from besides the leaf: whoever is near, how sure a finding must
    be, of whom the request speaks, and which names are no pupil's."""

    near: NearNames
    setting: Setting
    named: frozenset[str]
    excused: frozenset[str]


class _Known(NamedTuple):
    """What stood in a leaf. Holds what it is found by, so that no id is given to anything else."""

    candidates: Sequence[Candidate]
    near: NearNames
    kept: tuple[Kept, ...]


class Memory:
    """Remembers the last leaves. Belongs to one event loop."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, ...], _Known] = OrderedDict()

    def get(self, candidates: Sequence[Candidate], around: Around) -> tuple[Kept, ...] | None:
        """Return what stood in the leaf of these very candidates, None if that is not known."""
        key = _key(candidates, around)
        known = self._known.get(key)
        if known is None:
            return None
        self._known.move_to_end(key)
        return known.kept

    def put(self, candidates: Sequence[Candidate], around: Around, kept: tuple[Kept, ...]) -> None:
        """Remember what stands in a leaf, if there is something to know it by."""
        if not 0 < len(candidates) <= LARGEST:
            return
        self._known[_key(candidates, around)] = _Known(candidates, around.near, kept)
        while len(self._known) > LEAVES:
            self._known.popitem(last=False)


def _key(candidates: Sequence[Candidate], around: Around) -> tuple[object, ...]:
    return (id(candidates), id(around.near), around.setting, around.named, around.excused)
