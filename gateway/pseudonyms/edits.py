"""What changes in a request's texts: where, and what goes there instead. Pure.

Holds offsets and stand-ins, never what stood there, so it may be kept from one request to the next.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gateway.terms.text import Leaf, Path


class Edit(NamedTuple):
    """A stretch of a text (code points, end exclusive), and the stand-in that takes its place."""

    start: int
    end: int
    stand_in: str


type Edits = Sequence[Edit]
"""Those of one text, in order and without overlap."""


def edited(text: str, edits: Edits) -> str:
    """Return a text with its edits made."""
    pieces: list[str] = []
    at = 0
    for start, end, stand_in in edits:
        pieces.append(text[at:start])
        pieces.append(stand_in)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def replaced(leaves: Sequence[Leaf], edits: Mapping[int, Edits]) -> dict[Path, str]:
    """Return the new text of each leaf that changes.

    Args:
        leaves: those of the request the edits were planned for, in order.
        edits: what changes, by a leaf's place among them.
    """
    return {leaves[at].path: edited(leaves[at].text, some) for at, some in edits.items()}
