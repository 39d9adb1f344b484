"""How likely what a name model saw is a name: by how it is written, and by who else saw it.

spaCy gives every finding the same score, and the small network is sure of itself even where it
takes "thesis" for somebody. So each finding is looked at again: is it in capitals where a capital
says something, is it a word of English, is it what many are called, and what did the other model
say that read the same place. One table answers; its shares were counted on marked texts (the
development half of the K-12 corpus, presidio-research, WNUT-17) and rounded.

Knows one text and findings in it; must not know rosters or people everyone knows. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from itertools import chain
from typing import Final

from gateway.detection.edges import Range, bare_name
from gateway.detection.folding import fold
from gateway.detection.vocabulary import Vocabulary
from gateway.terms.text import Candidate


class Sight(IntEnum):
    """Who saw it: columns of the table."""

    BOTH = 0
    """Both models."""
    NETWORK_SURE = 1
    """The small network alone, at `SURE` or more."""
    NETWORK = 2
    """The small network alone, at `LIKELY` or more."""
    NETWORK_FAINT = 3
    ALONE = 4
    """The spaCy model alone: it is all that read here."""
    DISPUTED = 5
    """The spaCy model, where the network read the same and saw nobody."""


SURE: Final = 0.9
LIKELY: Final = 0.7

SCORES: Final[dict[str, tuple[float, float, float, float, float, float]]] = {
    #                 both  sure  likely faint alone disputed
    "names":         (0.97, 0.95, 0.90, 0.80, 0.85, 0.80),  # several words, a usual name among them
    "strange names": (0.95, 0.90, 0.85, 0.60, 0.70, 0.55),  # several, none a word or a usual name
    "title":         (0.70, 0.60, 0.40, 0.20, 0.30, 0.20),  # all of them words: "Tube Snake Boogie"
    "name":          (0.95, 0.90, 0.85, 0.60, 0.85, 0.65),  # "Stefan"
    "word name":     (0.85, 0.85, 0.60, 0.45, 0.65, 0.45),  # "Hunter", "Wood"
    "strange":       (0.90, 0.85, 0.60, 0.50, 0.60, 0.40),  # "Tavi"; "Lexile"
    "strange first": (0.92, 0.92, 0.70, 0.60, 0.65, 0.40),  # such a word where a sentence begins
    "word":          (0.60, 0.45, 0.35, 0.20, 0.30, 0.20),  # "Banana", "Spiegel"
    "word first":    (0.60, 0.30, 0.20, 0.10, 0.20, 0.15),  # "Thesis", "Map", "Twins"
    "shout":         (0.60, 0.50, 0.30, 0.20, 0.25, 0.20),  # "SST", "NYSSIS" among small letters
    "shout word":    (0.30, 0.25, 0.15, 0.10, 0.15, 0.10),  # "COMMIT", "NOTE" among small letters
    "shout name":    (0.70, 0.60, 0.50, 0.25, 0.50, 0.40),  # "MIA", "ELA" among small letters
    "small name":    (0.85, 0.85, 0.75, 0.60, 0.40, 0.35),  # "devin"
    "small strange": (0.80, 0.85, 0.55, 0.45, 0.15, 0.10),  # "abernathy", "noorBakshi"
    "small word name": (0.85, 0.80, 0.50, 0.40, 0.35, 0.20),  # "grace"
    "small word":    (0.45, 0.45, 0.20, 0.05, 0.05, 0.05),  # "limerick"
    "stray word name": (0.75, 0.75, 0.40, 0.30, 0.20, 0.10),  # "mercy" in a text with capitals
    "stray word":    (0.25, 0.30, 0.20, 0.05, 0.05, 0.05),  # "theorem", "fancy vocabulary"
}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_CUT = re.compile(r"[\n\t;|]+")
_SMALL = re.compile(r"[a-zß-öø-ÿ]")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]")
_OPENING = frozenset(" \t\"'“‘(*_-–—•>#")
_ENDING = frozenset(".!?\n\r:;")
_LONGEST_SHOUT = 6


def kind_of(text: str, start: int, end: int, vocabulary: Vocabulary) -> str:
    """Return how a name is written: a key of `SCORES`.

    Args:
        text: the leaf's text.
        start, end: where a model saw a name, code points, end exclusive.
        vocabulary: what is a word, and what a usual name.
    """
    written: Sequence[str] = _WORD.findall(text[start:end])
    if not written:
        return "stray word"
    folded = [fold(word).removesuffix("'s") for word in written]
    telling = [word for word in folded if len(word) > 1]
    if not telling and any(map(str.isdigit, text[start:end])):
        return "stray word"  # "F1", "P2"
    named = any(vocabulary.is_name(word) for word in telling)
    plain = bool(telling) and all(vocabulary.is_word(word) for word in telling)
    if not any(word[0].isupper() for word in written):
        if not plain or (named and len(folded) > 1):
            return "small name" if named else "small strange"
        kind = "word name" if named else "word"
        return f"stray {kind}" if _CAPITAL.search(text) else f"small {kind}"
    if len(folded) > 1:
        initial = len(telling) < len(folded)
        return "names" if named else "title" if plain and not initial else "strange names"
    word = written[0]
    if 1 < len(word) <= _LONGEST_SHOUT and word.isupper() and _SMALL.search(text):
        return "shout name" if named else "shout word" if plain else "shout"
    if named:
        return "word name" if plain else "name"
    kind = "word" if plain else "strange"
    return f"{kind} first" if _begins(text, start) else kind


def _begins(text: str, start: int) -> bool:
    """Tell whether a sentence, line or cell begins here, so that a capital says nothing."""
    at = start - 1
    while at >= 0 and text[at] in _OPENING:
        at -= 1
    return at < 0 or text[at] in _ENDING


def weighed(
    text: str,
    first: Sequence[Candidate],
    second: Sequence[Candidate],
    read_twice: Sequence[Range],
    vocabulary: Vocabulary,
) -> list[Candidate]:
    """Return what two models saw of names, each finding with a score that says how likely it is.

    Args:
        text: what they read.
        first: the names that the spaCy model saw.
        second: those of the small network.
        read_twice: where the network read, code points.
        vocabulary: what is a word, and what a usual name.
    """
    judged: list[Candidate] = []
    for mine, others in ((first, second), (second, first)):
        for one in _in_lines(text, mine):
            agreed = any(other.start < one.end and one.start < other.end for other in others)
            if agreed:
                sight = Sight.BOTH
            elif mine is second:
                sight = _network(one.score)
            else:
                twice = any(left <= one.start < right for left, right in read_twice)
                sight = Sight.DISPUTED if twice else Sight.ALONE
            judged.append(replace(one, score=_score(text, one, sight, vocabulary)))
    return judged


def _in_lines(text: str, seen: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield findings cut where a line, cell or item ends: no name goes on behind that."""
    for one in seen:
        ends = (match.span() for match in _CUT.finditer(text, one.start, one.end))
        cuts = [one.start, *chain.from_iterable(ends), one.end]
        for start, end in zip(cuts[::2], cuts[1::2], strict=True):
            if start < end and not text[start:end].isspace():
                yield replace(one, start=start, end=end)


def _network(score: float) -> Sight:
    if score >= SURE:
        return Sight.NETWORK_SURE
    return Sight.NETWORK if score >= LIKELY else Sight.NETWORK_FAINT


def _score(text: str, one: Candidate, sight: Sight, vocabulary: Vocabulary) -> float:
    span = bare_name(text, one.start, one.end) or (one.start, one.end)
    return SCORES[kind_of(text, *span, vocabulary)][sight]
