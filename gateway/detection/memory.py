"""What was found to stand in leaves of earlier requests, each by itself.

A chat sends its whole history each turn. A leaf that was read before is known by what the scanner
said of it: that is the very same object for the same text, kind of leaf and lists. What stands in
it follows from that and from what is around it, so it is not worked out again while both are the
same. Holds places, roster ids, and names as the roster has them: no text.
"""

from collections import OrderedDict
from typing import Final, NamedTuple

from gateway.detection.kept import Kept
from gateway.detection.near_names import NearNames
from gateway.detection.standing import Around

LEAVES: Final = 2000
"""Leaves remembered."""
FINDINGS: Final = 100_000
"""Findings remembered, in all leaves."""


class _Known(NamedTuple):
    """What stood in a leaf. Holds what it is found by, so that no id is given to anything else."""

    scanned: object
    near: NearNames
    kept: tuple[Kept, ...]


class Memory:
    """Remembers the last leaves. Belongs to one event loop."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, ...], _Known] = OrderedDict()
        self._findings = 0

    def get(self, scanned: object, around: Around) -> tuple[Kept, ...] | None:
        """Return what stood in a leaf, None if that is not known.

        Args:
            scanned: what the scanner said of it.
            around: what is around it now.
        """
        key = _key(scanned, around)
        known = self._known.get(key)
        if known is None:
            return None
        self._known.move_to_end(key)
        return known.kept

    def put(self, scanned: object, around: Around, kept: tuple[Kept, ...]) -> None:
        """Remember what stands in a leaf that is not known."""
        key = _key(scanned, around)
        if key in self._known:  # two requests worked it out at the same time
            return
        self._known[key] = _Known(scanned, around.near, kept)
        self._findings += len(kept)
        while len(self._known) > LEAVES or self._findings > FINDINGS:
            _, dropped = self._known.popitem(last=False)
            self._findings -= len(dropped.kept)


def _key(scanned: object, around: Around) -> tuple[object, ...]:
    return (id(scanned), id(around.near), around.setting, around.named, around.excused)
