"""Where the words of a text lean, all together: a linear model over short stretches of it.

Phrases hear what somebody thought of; people find other words. So a stretch of one or two
sentences is read as a row of word classes and beginnings of words (`word_classes`). Every one of
them, each word of which they are less than the whole, every two in a row or with one between, and
every two classes that meet in the stretch have a weight for each danger. A text leans as far as the
stretch that leans furthest, less what so many stretches lean by chance.

The weights are in `bearing.txt`, hundredths, made by `python -m tests.evaluation.bearing` from the
development half of the safety corpus, short statements and harmless schoolwork; what no text taught
has none.

Knows one text; must not know phrases, or how far is far enough. Pure.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from operator import attrgetter
from typing import NamedTuple

from gateway.detection.signs.plain import Plain
from gateway.detection.signs.word_classes import STEM, classes
from gateway.terms.signs import Danger

UNIT = 100
LONGEST = 30
"""Words of one stretch: people who write no full stops make long sentences."""
CHANCE = 0.75
"""How much less far a text leans, times the logarithm of how many sentences it has: each may lean
by chance, and what tells of danger is short more often than an essay."""
NEAR = -2.5
"""Two sentences are read together only where one of them leans so far: of schoolwork, few do."""
BIAS = "(any)"
WHOLE = "="
"""Before a word that stands whole, beside its class or beginning."""
DANGERS = tuple(Danger)

type Weights = Mapping[str, tuple[float, ...]]


class Lean(NamedTuple):
    """The danger a text leans to most, and the logarithm of the odds that it tells of any."""

    danger: Danger
    odds: float


def lean(plain: Plain, weights: Weights | None = None) -> Lean | None:
    """Return where a text leans, None where it has no words.

    Args:
        plain: the text.
        weights: other ones than ours.
    """
    known = _ours() if weights is None else Known(weights)
    rows = _rows(plain)
    if not rows:
        return None
    found = [_leaning(row, known) for row in rows]
    pairs = [
        _leaning([*row, ".", *after], known)
        for (row, one), (after, other) in pairwise(zip(rows, found, strict=True))
        if max(one.odds, other.odds) >= NEAR and _is_short(row, after)
    ]
    furthest = max(*found, *pairs, Lean(DANGERS[0], -math.inf), key=attrgetter("odds"))
    return furthest._replace(odds=furthest.odds - CHANCE * math.log(len(rows)))


def stretches(plain: Plain) -> Iterator[list[str]]:
    """Yield the stretches of a text, each as a row of words, a dot between two sentences."""
    rows = _rows(plain)
    yield from rows
    for row, after in pairwise(rows):
        if _is_short(row, after):
            yield [*row, ".", *after]


def _rows(plain: Plain) -> list[list[str]]:
    """Return the words of each sentence."""
    rows = []
    for sentence in plain.sentences:
        words = [word for word in plain.text[sentence.start : sentence.end].split() if word != "."]
        rows += [words[at : at + LONGEST] for at in range(0, len(words), LONGEST)]
    return rows


def _is_short(row: Sequence[str], after: Sequence[str]) -> bool:
    return len(row) + len(after) <= 1.5 * LONGEST


def _leaning(stretch: Sequence[str], known: "Known") -> Lean:
    """Return where one stretch leans."""
    worths = known.worths(stretch)
    shrink = math.sqrt(max(1, len(worths)))
    scores = [sum(column) / shrink for column in zip(*worths, strict=True)] or [0.0]
    return Lean(DANGERS[scores.index(max(scores))], math.log(sum(map(math.exp, scores))))


class _Token:
    """What begins with a token, by row of the weights: itself, and it with another one."""

    __slots__ = ("after_next", "alone", "meeting", "next")

    def __init__(self) -> None:
        self.alone: int | None = None
        self.next: dict[str, int] = {}
        self.after_next: dict[str, int] = {}
        self.meeting: dict[str, int] = {}


class Known:
    """Weights, so that those of a stretch are found without writing its features out."""

    def __init__(self, weights: Weights) -> None:
        """Sort the weights by what they are of."""
        self._rows = [*weights.values()]
        self._whole: dict[str, int] = {}
        self._tokens: defaultdict[str, _Token] = defaultdict(_Token)
        for row, name in enumerate(weights):
            match name.split():
                case [first, "_", second]:
                    self._tokens[first].after_next[second] = row
                case [first, second]:
                    self._tokens[first].next[second] = row
                case _ if name.startswith(WHOLE):
                    self._whole[name.removeprefix(WHOLE)] = row
                case _ if "&" in name:
                    first, _, second = name.partition("&")
                    self._tokens[first].meeting[second] = row
                case _:
                    self._tokens[name].alone = row
        self._bias = self._tokens[BIAS].alone

    def worths(self, stretch: Sequence[str]) -> list[tuple[float, ...]]:
        """Return the weights of the `features` of a stretch of words, of those that have any."""
        tokens = _tokens(stretch)
        begun = [*map(self._tokens.get, tokens)]
        found = {self._bias}
        whole = self._whole.get
        found.update(
            [whole(word) for word, one in zip(stretch, tokens, strict=True) if word != one != "#"]
        )
        beside = zip(begun, (*tokens[1:], ""), (*tokens[2:], "", ""), strict=False)
        all_tokens = {*tokens}
        for one, second, third in beside:
            if one is None:
                continue
            found.add(one.alone)
            found.add(one.next.get(second))
            found.add(one.after_next.get(third))
            if one.meeting:
                found.update([one.meeting[other] for other in one.meeting.keys() & all_tokens])
        return [self._rows[row] for row in found if row is not None]


def features(stretch: Sequence[str]) -> set[str]:
    """Return what a stretch of words has that may have a weight."""
    tokens = _tokens(stretch)
    found = {BIAS, *tokens}
    found.update(
        WHOLE + word for word, token in zip(stretch, tokens, strict=True) if word != token != "#"
    )
    found.update(map("{} {}".format, tokens, tokens[1:]))
    found.update(map("{} _ {}".format, tokens, tokens[2:]))
    meeting = sorted({token for token in tokens if token.isupper() and len(token) > 1})
    found.update(map("&".join, combinations(meeting, 2)))
    return found


def _tokens(stretch: Sequence[str]) -> list[str]:
    """Return the class of each word, or its beginning."""
    of = _classes().get
    return [of(word) or ("#" if word[0].isdigit() else word[:STEM]) for word in stretch]


@cache
def _classes() -> Mapping[str, str]:
    return classes()


@cache
def _ours() -> Known:
    return Known(_weights())


def _weights() -> Weights:
    """Read our own weights: a line a feature, a tab, and a whole number for each danger."""
    found: dict[str, tuple[float, ...]] = {}
    text = files("gateway.detection.signs").joinpath("bearing.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("# "):
            name, _, numbers = line.partition("\t")
            found[name] = tuple(int(number) / UNIT for number in numbers.split("\t"))
    return found
