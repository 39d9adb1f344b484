"""Where the words of a text lean, all together: a linear model over short stretches of it.

Phrases hear what somebody thought of; people find other words. So a stretch of one or two
sentences is read as a row of word classes and beginnings of words (`word_classes`). Every one of
them, every two in a row or with one between, and every two classes that meet in the stretch have a
weight for each danger. A text leans as far as the stretch that leans furthest.

The weights are in `bearing.txt`, hundredths, made by `python -m tests.evaluation.bearing` from the
development half of the safety corpus, short statements and harmless schoolwork; what no text taught
has none. Only stretches with a word that some danger is made of are read, so that ordinary
schoolwork costs next to nothing.

Knows one text; must not know phrases, or how far is far enough. Pure.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from typing import NamedTuple

from gateway.detection.signs.plain import Plain
from gateway.detection.signs.word_classes import CORE, STEM, classes
from gateway.terms.signs import Danger

UNIT = 100
LONGEST = 30
"""Words of one stretch: people who write no full stops make long sentences."""
BIAS = "(any)"
DANGERS = tuple(Danger)

type Weights = Mapping[str, tuple[float, ...]]


class Lean(NamedTuple):
    """The danger a text leans to most, and the logarithm of the odds that it tells of any."""

    danger: Danger
    odds: float


def lean(plain: Plain, weights: Weights | None = None) -> Lean | None:
    """Return where a text leans, None where nothing in it is of danger at all.

    Args:
        plain: the text.
        weights: other ones than ours.
    """
    known = _weights() if weights is None else weights
    found: Lean | None = None
    for stretch in stretches(plain):
        sums = [0.0] * len(DANGERS)
        seen = features(stretch)
        count = 0
        for one in seen:
            worth = known.get(one)
            if worth is not None:
                count += 1
                for at, value in enumerate(worth):
                    sums[at] += value
        scores = [one / math.sqrt(max(1, count)) for one in sums]
        odds = math.log(sum(map(math.exp, scores)))
        if found is None or odds > found.odds:
            found = Lean(DANGERS[scores.index(max(scores))], odds)
    return found


def stretches(plain: Plain) -> Iterator[list[str]]:
    """Yield the stretches in which something is of danger, each as a row of tokens."""
    rows = []
    for sentence in plain.sentences:
        words = plain.text[sentence.start : sentence.end].split()
        tokens = [_token(word) for word in words if word != "."]
        rows += [tokens[at : at + LONGEST] for at in range(0, len(tokens), LONGEST)]
    telling = [not CORE.isdisjoint(row) for row in rows]
    for row, tells in zip(rows, telling, strict=True):
        if tells:
            yield row
    for (row, tells), (after, tells_too) in pairwise(zip(rows, telling, strict=True)):
        if (tells or tells_too) and len(row) + len(after) <= 1.5 * LONGEST:
            yield [*row, ".", *after]


def features(stretch: Sequence[str]) -> set[str]:
    """Return what a stretch has that may have a weight."""
    found = {BIAS, *stretch}
    found.update(map("{} {}".format, stretch, stretch[1:]))
    found.update(map("{} _ {}".format, stretch, stretch[2:]))
    meeting = sorted({token for token in stretch if token.isupper() and len(token) > 1})
    found.update(map("&".join, combinations(meeting, 2)))
    return found


def _token(word: str) -> str:
    known = _classes().get(word)
    if known is not None:
        return known
    return "#" if word[0].isdigit() else word[:STEM]


@cache
def _classes() -> Mapping[str, str]:
    return classes()


@cache
def _weights() -> Weights:
    """Read our own weights: a line a feature, a tab, and a whole number for each danger."""
    found: dict[str, tuple[float, ...]] = {}
    text = files("gateway.detection.signs").joinpath("bearing.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("# "):
            name, _, numbers = line.partition("\t")
            found[name] = tuple(int(number) / UNIT for number in numbers.split("\t"))
    return found
