"""Which name models read a text: one interface, and the engines a district can choose from.

- `fast`: the spaCy model reads everything.
- `balanced`: as `fast`, and the small network reads short texts and whatever is no prose: small
  letters, lists, tables, code. The spaCy model goes by capitals and sentences.
- `union`: both read everything; the most is found, at about a third of the speed.
- `light`: the small network alone; needs the least memory.
- `roster`: no model at all, to see what the roster and the patterns do alone.

Knows models by their interface; must not know what they load.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from gateway.detection.presidio import Presidio
from gateway.detection.rampart import Rampart
from gateway.errors import Unusable
from gateway.terms.text import Candidate

DEFAULT: Final = "balanced"


class Finder(Protocol):
    """Finds personal data in texts; equal versions find equal things."""

    version: str

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        """Return what each text may hold, in order."""


class Both:
    """Two finders, of which what either saw counts."""

    def __init__(self, first: Finder, second: Finder) -> None:
        """Take loaded finders."""
        self._first, self._second = first, second
        both = f"{first.version} {second.version} {SHORT} {SENTENCE} {LINE}"
        self.version = hashlib.sha256(both.encode()).hexdigest()[:16]

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        """Return what either saw in each text.

        Raises:
            DetectionFailed: one of them failed.
        """
        first, second = self._first.find_all(texts), self._second.find_all(texts)
        return [one + other for one, other in zip(first, second, strict=True)]


SHORT: Final = 1200
"""Code points of a text that both models read whole: most prompts, most turns of a chat."""
SENTENCE: Final = 220
"""Code points for which prose has at least one sentence's end before a capital."""
LINE: Final = 50
"""Code points of a line in prose, at least, on average."""

_SENTENCE_END = re.compile(r"[.!?][\"')\]”’]*(?:\s+[\"'(“‘¿¡]?[^\W\d_a-zà-ÿ]|\s*$)")
_CODE = re.compile(r"[|\t{}=<>\\]")


def is_no_prose(text: str, window: str) -> bool:
    """Tell whether a window needs a second look: a short text, or lines without sentences.

    In whole sentences, with capitals where they belong, the spaCy model misses little, and reading
    a long letter twice would cost more than it finds.
    """
    if len(text) <= SHORT or _CODE.search(window):
        return True
    sentences = len(_SENTENCE_END.findall(window))
    return sentences * SENTENCE < len(window) or window.count("\n") * LINE > len(window)


ENGINES: Final[dict[str, Callable[[str], Finder]]] = {
    "fast": Presidio,
    "balanced": lambda model: Both(Presidio(model), Rampart(is_no_prose)),
    "union": lambda model: Both(Presidio(model), Rampart()),
    "light": lambda _model: Both(Presidio(names=False), Rampart()),
    "roster": lambda _model: Presidio(names=False),
}
"""What makes each engine of a spaCy model's path or package name, "" for the shipped one."""


def load(engine: str = "", model: str = "") -> Finder:
    """Load an engine.

    Args:
        engine: a key of `ENGINES`; "" for the default.
        model: path or package name of a spaCy model; "" for the one that comes with us.

    Raises:
        Unusable: no such engine, or one of its models cannot be loaded.
    """
    make = ENGINES.get(engine or DEFAULT)
    if make is None:
        raise Unusable(
            f"engine `{engine}` is none of {', '.join(sorted(ENGINES))}; correct "
            "`detection_engine`",
            code="engine_unknown",
        )
    return make(model)
