"""Leaves names alone of which the words around say that nobody here is meant (`surroundings`).

How far they must say so depends on what else is known of the name:

- a name that only a model saw, or one name alone of somebody far: it is likely the world's where
  somebody, a work or a topic everyone knows is spoken of as well, and may be anybody's where not;
- a child of a word problem, though somebody near is called so;
- one name alone that somebody near bears, if the text speaks of somebody of that name whom everyone
  knows; else only where the words leave no doubt;
- a full name of somebody far: it may be chance in a district of thousands, but seldom is;
- more than one name alone of somebody near always stands, and so does what a model saw of it.

A name said several times is decided once, by the mean of its places; if one of its sentences is of
the writer's own life or of school life, the words must say so by far. Knows one text and what was
found in it; must not know people. Pure.
"""

from collections.abc import Callable, Collection, Sequence
from statistics import fmean
from typing import Final

from gateway.detection.edges import Marks, Places, Range
from gateway.detection.kept import MODELS, Kept, is_loose, is_single, ranges
from gateway.detection.lessons import of_own_life
from gateway.detection.near_names import surface_key
from gateway.detection.renown import Known
from gateway.detection.surroundings import Surroundings

STRANGE: Final = -5.0
AMONG: Final = -2.5
"""The same in a text that speaks of people, works or topics everyone knows, or where the whole name
is that of somebody on the list."""
POSED: Final = 0.0
KNOWN: Final = -3.0
NEAR: Final = -5.0
FULL: Final = -4.5
LIVED: Final = 4.0
"""How much less the odds must be if a sentence about the name is of anybody's own life."""


def of_here(
    text: str,
    names: Sequence[Kept],
    model: Sequence[Kept],
    known: Known,
    around: Callable[[], Surroundings],
    spared: Collection[Kept] = (),
    listed: Sequence[Range] = (),
) -> tuple[list[Kept], list[Kept]]:
    """Return those of some findings that may be about somebody here.

    Args:
        text: the whole leaf.
        names: names of the roster.
        model: names that only a model saw.
        known: people everyone knows, and of word problems.
        around: reads the leaf; asked only if something depends on it.
        spared: those of the names that stand whatever the words say.
        listed: where full names of the list of people everyone knows stand that others bear too.
    """
    doubtful = [one for one in names if (not one.near or is_single(one)) and one not in spared]
    doubtful += model
    if not doubtful:
        return list(names), list(model)
    read = around()
    of_others = Places(listed)
    odds: dict[str, list[float]] = {}
    for one in doubtful:
        odds.setdefault(_name(text, one), []).append(read.odds(one.start, one.end))
    below = {
        one: depth
        for one in doubtful
        if (depth := _bound(one, known, of_others) - fmean(odds[_name(text, one)])) > 0
    }
    if not below:
        return list(names), list(model)
    lived = Marks(len(text), of_own_life(text, known.full + known.single))
    ours = {_name(text, one) for one in below if lived.at(one.start)}
    gone = {one for one, depth in below.items() if depth > LIVED or _name(text, one) not in ours}
    names = [one for one in names if one not in gone]
    stand = Marks(len(text), ranges(names))
    return names, [one for one in model if one not in gone or stand.touch(one.start, one.end)]


def _name(text: str, one: Kept) -> str:
    return one.key or surface_key(text[one.start : one.end])


def _bound(one: Kept, known: Known, listed: Places) -> float:
    """Return how little the odds must be for a name to be left alone."""
    if not one.near:
        if one.recogniser not in MODELS and not is_loose(one):
            return FULL
        worldly = known.full or known.single or known.titles
        return AMONG if worldly or listed.hold(one.start, one.end) else STRANGE
    if known.is_posed(one.start, one.end):
        return POSED
    return KNOWN if known.in_any(one.start, one.end) else NEAR
