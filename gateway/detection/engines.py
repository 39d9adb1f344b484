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

from gateway.detection.edges import Range
from gateway.detection.model_scores import SCORES, weighed
from gateway.detection.presidio import NER, Presidio
from gateway.detection.rampart import RAMPART, Rampart
from gateway.detection.vocabulary import Vocabulary, load_vocabulary
from gateway.errors import Unusable
from gateway.terms.text import Candidate, Label

DEFAULT: Final = "balanced"


class Finder(Protocol):
    """Finds personal data in texts; equal versions find equal things."""

    version: str

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        """Return what each text may hold, in order."""


class Network(Finder, Protocol):
    """A second finder, which need not read everything."""

    def reads(self, text: str) -> Sequence[Range]:
        """Return which stretches of a text it reads, code points."""


class Weighed:
    """One finder or two, of which what either saw counts, names for as much as they are likely."""

    def __init__(
        self, first: Finder, second: Network | None, vocabulary: Vocabulary | None = None
    ) -> None:
        """Take loaded finders.

        Args:
            first: patterns, and the spaCy model if the engine has it.
            second: the small network, if the engine has it.
            vocabulary: what is a word and what a usual name; None for the lists that come with us.
        """
        self._first, self._second = first, second
        self._vocabulary = vocabulary or load_vocabulary()
        digest = hashlib.sha256(f"{first.version} {SHORT} {SENTENCE} {LINE} {SCORES}".encode())
        if second is not None:
            digest.update(f" {second.version}".encode())
        self.version = digest.hexdigest()[:16]

    def find_all(self, texts: Sequence[str]) -> list[tuple[Candidate, ...]]:
        """Return what either saw in each text.

        Raises:
            DetectionFailed: one of them failed.
        """
        first = self._first.find_all(texts)
        second = self._second.find_all(texts) if self._second is not None else [()] * len(texts)
        return [
            self._one(text, one, other)
            for text, one, other in zip(texts, first, second, strict=True)
        ]

    def _one(
        self, text: str, first: Sequence[Candidate], second: Sequence[Candidate]
    ) -> tuple[Candidate, ...]:
        seen = [one for one in first if one.recogniser == NER]
        named = [one for one in second if one.recogniser == RAMPART and one.label is Label.PERSON]
        if not seen and not named:
            return (*first, *second)
        twice = self._second.reads(text) if self._second is not None and seen else ()
        others = [one for one in first if one.recogniser != NER]
        others += [one for one in second if one not in named]
        return (*others, *weighed(text, seen, named, twice, self._vocabulary))


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
    "fast": lambda model: Weighed(Presidio(model), None),
    "balanced": lambda model: Weighed(Presidio(model), Rampart(is_no_prose)),
    "union": lambda model: Weighed(Presidio(model), Rampart()),
    "light": lambda _model: Weighed(Presidio(names=False), Rampart()),
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
