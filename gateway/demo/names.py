"""Draw names, and everything else, from a seed.

Only `Random.random` is used: it is the one method whose sequence Python promises to keep for a
given seed, so that the same seed gives the same district on every version.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from gateway.demo.name_lists import (
    COMMON_WORD_FAMILY,
    COMMON_WORD_GIVEN,
    ENGLISH,
    PREFERRED,
    TRADITIONS,
    NameStock,
)

_TOTAL_WEIGHT = sum(stock.weight for stock in TRADITIONS)
_LETTERS = str.maketrans(
    {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ð": "d", "æ": "ae", "ß": "ss"}
)


class Draw:
    """A seeded source of choices."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed).random

    def chance(self, probability: float) -> bool:
        """Return True with a probability of 0 to 1."""
        return self._random() < probability

    def below(self, limit: int) -> int:
        """Return an integer from 0 up to `limit`, exclusive."""
        return int(self._random() * limit)

    def pick[T](self, choices: Sequence[T]) -> T:
        """Return one of the choices, all equally likely."""
        return choices[int(self._random() * len(choices))]

    def front[T](self, choices: Sequence[T]) -> T:
        """Return one of the choices, those in front more often, as names are."""
        point = self._random()
        return choices[int(point * math.sqrt(point) * len(choices))]


@dataclass(frozen=True, kw_only=True, slots=True)
class FamilyNames:
    """What a household is called: the children's family name, and one for each guardian."""

    stock: NameStock
    children: str
    guardians: tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class FullName:
    """One person's names; `family` is empty for a person with a single name."""

    given: str
    family: str
    middle: str = ""
    preferred: str = ""


def draw_family(draw: Draw) -> FamilyNames:
    """Draw the names of a household."""
    stock = _draw_stock(draw)
    first = _family_word(draw, stock)
    second = _family_word(draw, stock) if draw.chance(0.35) else first
    if stock.doubled and draw.chance(stock.doubled):
        second = _family_word(draw, stock)
        double = f"{first}{stock.joint}{second}" if second != first else first
        return FamilyNames(stock=stock, children=double, guardians=(first, second))
    return FamilyNames(stock=stock, children=first, guardians=(first, second))


def draw_name(draw: Draw, stock: NameStock, family: str) -> FullName:
    """Draw one person's names within a household; about one in twelve goes by another name."""
    if stock.mononym and draw.chance(stock.mononym):
        return FullName(given=draw.front(stock.given), family="")
    given = _given(draw, stock)
    middle = _given(draw, stock) if draw.chance(0.55) else ""
    return FullName(
        given=given,
        family=family,
        middle="" if middle == given else middle,
        preferred=_preferred(draw, stock, given, middle) if draw.chance(0.085) else "",
    )


def romanised(name: str) -> str:
    """Return a name in lower-case ASCII letters alone, as user names are made ("" if none)."""
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(char for char in plain.lower() if "a" <= char <= "z")


def _draw_stock(draw: Draw) -> NameStock:
    point = draw.below(1_000_000) / 1_000_000 * _TOTAL_WEIGHT
    for stock in TRADITIONS:
        point -= stock.weight
        if point < 0:
            return stock
    return ENGLISH


def _family_word(draw: Draw, stock: NameStock) -> str:
    if stock is ENGLISH and draw.chance(0.06):
        return draw.pick(COMMON_WORD_FAMILY)
    return draw.front(stock.family)


def _given(draw: Draw, stock: NameStock) -> str:
    if not draw.chance(stock.given_from_english):
        return draw.front(stock.given)
    if draw.chance(0.06):
        return draw.pick(COMMON_WORD_GIVEN)
    return draw.front(ENGLISH.given)


def _preferred(draw: Draw, stock: NameStock, given: str, middle: str) -> str:
    """Choose a short form, else the middle name, else an English name for school."""
    other = PREFERRED.get(given) or (middle if stock is ENGLISH else draw.front(ENGLISH.given))
    return "" if other == given else other
