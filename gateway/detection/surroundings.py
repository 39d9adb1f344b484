"""Tells by the words around a name whether somebody here is meant or somebody of the world.

Whoever is named in "compare Mendel with Darwin" could be a pupil by the name alone; the words say
otherwise. A linear model reads them: every word of the leaf, every word of the sentence, what
stands within three tokens of the name and in which order, how many people, works and topics
everyone knows are spoken of, and how the name is written. Names themselves are masked, so it knows
nothing of what anybody is called and holds alike for a book, a war or a word problem nobody
thought of.

The weights are in `surroundings.txt`, hundredths, made by `python -m tests.evaluation.surroundings`
from the development half of the corpus, plain schoolwork and sentences that teach nothing else;
what no text taught has none.

Knows one text and where names stand in it; must not know people or how far is far enough. Pure.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from operator import attrgetter
from typing import Final, NamedTuple

from gateway.detection.edges import Places, Range
from gateway.detection.kept import MODELS
from gateway.detection.lessons import SENTENCE
from gateway.detection.public_names import PUBLIC
from gateway.detection.renown import known_by_all
from gateway.terms.text import Candidate, Label

UNIT: Final = 100
STEM: Final = 6
"""Letters of a word that count: "argue", "argued" and "arguing" are one."""

FEWEST: Final = 6
"""Words, names and signs that a leaf must have for them to tell anything."""

LISTED, SEEN = 0.3, 0.35
"""How sure a finding of the roster, or of a model, must be to be taken for a name at all."""

_REACH: Final = 3
_MOST_KNOWN, _MOST_BESIDE, _LONGEST = 6, 3, 6
_NEARBY, _PLAIN = 0.35, 0.7
"""How much what is next to the name counts, and what is told of the leaf in numbers."""

_NAME, _KNOWN, _EDGE, _LINE = "NAME", "KNOWN", "^", "¶"
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d,.]*|[^\w\s]|\n")
_YEAR: Final = re.compile(r"1[0-9]{3}|20[0-2][0-9]")
type Weights = Mapping[str, float]


class _Token(NamedTuple):
    start: int
    end: int
    sign: str
    sentence: int


_SENTENCE: Final = attrgetter("sentence")


class _Sentence(NamedTuple):
    """How often each token stands in a sentence, and where in it everyone knows somebody."""

    signs: Counter[str]
    known: list[Range]


class Surroundings:
    """One leaf, asked about the names in it."""

    def __init__(self, text: str, names: Iterable[Range], known: Sequence[Range]) -> None:
        """Read a leaf.

        Args:
            text: the leaf's text.
            names: where names stand that are no better known; they may overlap.
            known: where people, works and topics stand that everyone knows.
        """
        self._text = text
        self._known = Places(known)
        self._tokens = _tokens(text, _marks(names, known))
        self._ends = [token.end for token in self._tokens]
        self._words = {token.sign for token in self._tokens if token.sign != _LINE}
        self._renown = len(self._named(known))
        self._sentences: dict[int, _Sentence] = {}

    def odds(self, start: int, end: int, weights: Weights | None = None) -> float:
        """Return the logarithm of the odds that a name is of somebody here; 0 where too few
        words stand to tell.

        Args:
            start, end: where the name stands.
            weights: other ones than ours.
        """
        if len(self._tokens) < FEWEST:
            return 0.0
        around = list(self._around(start, end))
        if not around:
            return 0.0
        if weights is None:
            return self._odds_of_leaf + _worth(around, _weights())
        return _worth(_shared("L", self._words), weights) + _worth(around, weights)

    @cached_property
    def _odds_of_leaf(self) -> float:
        """Return what the words of the leaf say of every name in it, by our own weights."""
        return _worth(_shared("L", self._words), _weights())

    def features(self, start: int, end: int) -> Iterator[tuple[str, float]]:
        """Yield what is around a name, and how much it counts."""
        around = list(self._around(start, end))
        if around:
            yield from _shared("L", self._words)
            yield from around

    def _around(self, start: int, end: int) -> Iterator[tuple[str, float]]:
        """Yield what is around a name but for the words of the leaf, which are around every one."""
        tokens = self._tokens
        first = bisect_right(self._ends, start)
        past = first
        while past < len(tokens) and tokens[past].start < end:
            past += 1
        if past == first:
            return
        sentence = self._sentence(first)
        number = tokens[first].sentence
        own = Counter(token.sign for token in tokens[first:past] if token.sentence == number)
        around = [sign for sign, count in sentence.signs.items() if count > own[sign]]
        yield from _shared("S", around)
        for sign in self._nearby(first, past):
            yield sign, _NEARBY
        for sign in self._told(start, end, sentence):
            yield sign, _PLAIN

    def _sentence(self, at: int) -> "_Sentence":
        """Return the sentence that a token is in."""
        number = self._tokens[at].sentence
        found = self._sentences.get(number)
        if found is None:
            first = bisect_left(self._tokens, number, key=_SENTENCE)
            past = bisect_right(self._tokens, number, lo=first, key=_SENTENCE)
            tokens = self._tokens[first:past]
            start, end = tokens[0].start, tokens[-1].end
            signs = Counter(token.sign for token in tokens if token.sign != _LINE)
            found = self._sentences[number] = _Sentence(signs, self._known.over(start, end))
        return found

    def _nearby(self, first: int, past: int) -> Iterator[str]:
        """Yield the tokens before and behind a name, by their distance."""
        before = [self._sign(first - distance) for distance in range(1, _REACH + 1)]
        behind = [self._sign(past - 1 + distance) for distance in range(1, _REACH + 1)]
        for distance, (left, right) in enumerate(zip(before, behind, strict=True), 1):
            yield f"-{distance}:{left}"
            yield f"+{distance}:{right}"
        yield f"-21:{before[1]} {before[0]}"
        yield f"+12:{behind[0]} {behind[1]}"
        yield f"-1+1:{before[0]} {behind[0]}"

    def _sign(self, at: int) -> str:
        return self._tokens[at].sign if 0 <= at < len(self._tokens) else _EDGE

    def _told(self, start: int, end: int, sentence: "_Sentence") -> Iterator[str]:
        """Yield what numbers and letters say: how much is known, how the name is written."""
        name = self._text[start:end]
        case = "low" if name.islower() else "up" if name.isupper() else ""
        yield "(any)"
        yield f"K:{min(self._renown, _MOST_KNOWN)}"
        yield f"KS:{self._renown_beside((start, end), sentence)}"
        yield f"F:{'several' if any(map(str.isspace, name.strip())) else 'one'}{case}"
        yield "known" if self._known.over(start, end) else "unknown"
        yield f"len:{min(_LONGEST, len(self._tokens).bit_length())}"

    def _renown_beside(self, name: Range, sentence: "_Sentence") -> int:
        """Return how many that everyone knows are named in a name's sentence, at most so many."""
        named: set[str] = set()
        for start, end in sentence.known:
            if not _meet(name, (start, end)):
                named.add(self._text[start:end].casefold())
                if len(named) == _MOST_BESIDE:
                    break
        return len(named)

    def _named(self, known: Iterable[Range]) -> set[str]:
        return {self._text[start:end].casefold() for start, end in known}


def surroundings(
    text: str, candidates: Sequence[Candidate], named: Collection[str]
) -> Surroundings:
    """Read a leaf by what was proposed about it.

    Args:
        text: the leaf's text.
        candidates: everything proposed about it.
        named: people everyone knows, works and topics of which the request speaks.
    """
    return Surroundings(text, names_of(candidates), known_by_all(candidates, named))


def names_of(candidates: Iterable[Candidate]) -> Iterator[Range]:
    """Yield where roster or models saw a name, other than those everyone knows."""
    for one in candidates:
        if one.label is Label.PERSON and one.recogniser not in PUBLIC:
            listed = one.recogniser not in MODELS and one.recogniser.startswith("roster")
            if one.score >= (LISTED if listed else SEEN):
                yield one.start, one.end


def _worth(features: Iterable[tuple[str, float]], weights: Weights) -> float:
    return sum([weights[sign] * value for sign, value in features if sign in weights])


def _shared(kind: str, words: Collection[str]) -> Iterator[tuple[str, float]]:
    """Yield words that share one weight between them, whether there are ten or a thousand."""
    value = 1 / math.sqrt(max(1, len(words)))
    for word in words:
        yield f"{kind}:{word}", value


def _meet(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _marks(names: Iterable[Range], known: Iterable[Range]) -> list[tuple[int, int, str]]:
    """Return which places are masked, and as what: the longer place, then what everyone knows."""
    places = [(start, end, _KNOWN) for start, end in known]
    places += [(start, end, _NAME) for start, end in names]
    marks: list[tuple[int, int, str]] = []
    past = 0
    # By start; of those that begin together the longest, and of equals the known one.
    for start, end, sign in sorted(places, key=lambda one: (one[0], -one[1], one[2])):
        if start >= past:
            marks.append((start, end, sign))
            past = end
    return marks


def _tokens(text: str, marks: Sequence[tuple[int, int, str]]) -> list[_Token]:
    """Return a text's words, numbers and signs, each marked place as one."""
    begins = [0, *(match.end() for match in SENTENCE.finditer(text))]
    tokens: list[_Token] = []
    signs: dict[str, str] = {}
    at = sentence = 0
    last = -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while at < len(marks) and marks[at][1] <= start:
            at += 1
        if at < len(marks) and marks[at][0] < end:
            if last == at:
                continue
            last = at
            start, end, sign = marks[at]
        else:
            word = match[0]
            sign = signs.get(word) or signs.setdefault(word, _sign(word))
        while sentence < len(begins) and begins[sentence] <= start:
            sentence += 1
        tokens.append(_Token(start, end, sign, sentence))
    return tokens


def _sign(word: str) -> str:
    if word[0].isdigit():
        if _YEAR.fullmatch(word):
            return "1900" if word[0] == "1" else "2000"
        return "#"
    return _LINE if word == "\n" else word.casefold().replace("’", "'")[:STEM]


@cache
def _weights() -> Weights:
    """Read our own weights: a line a feature, a tab and a whole number."""
    text = files("gateway.detection").joinpath("surroundings.txt").read_text("utf-8")
    rows = (line.rpartition("\t") for line in text.rstrip("\n").split("\n")[1:])
    return {sign: int(number) / UNIT for sign, _, number in rows}
