"""Finds people of the world by the company they keep: in a row with people everyone knows.

"Jesse Owens, Luz Long, Wilma Rudolph and Billy Mills": whoever stands in a row of which two are
known, and at least a third, is of that kind, whether a list has them or a roster of thousands knows
somebody of the name. A row in which somebody near stands is for the caller to look at.

The mirror of `companions`, which does so for pupils. Knows one text and where names stand in it;
must not know people. Pure.
"""

import re
from collections.abc import Sequence
from typing import Final

from gateway.detection.edges import Marks, Places, Range
from gateway.detection.lessons import speaks_of_life

FEWEST_KNOWN: Final = 2
SMALLEST_SHARE: Final = 1 / 3

_CAPITAL: Final = r"(?:[A-ZÀ-Þ]\.(?:\s?[A-ZÀ-Þ]\.){0,2}|[^\W\d_a-zà-ÿ][\w'’ʻ\-]*)"
_ITEM: Final = (
    rf"{_CAPITAL}(?:\s(?:(?:de|del|la|van|von|der|da|di|le|al|bin|of)\s)?{_CAPITAL}){{0,4}}"
)
_ASIDE: Final = r"(?:\s?\([^()\n]{1,60}\))?"
_NEXT: Final = rf"{_ASIDE}(?:[,;/]\s?(?:(?:and|or|&|then)\s)?|\s(?:and|or|&|y)\s)"
_ROW: Final = re.compile(rf"(?<![\w'’-]){_ITEM}(?:{_NEXT}{_ITEM})+")


def fellows(text: str, names: Sequence[Range], known: Sequence[Range]) -> list[Range]:
    """Return those of some names that stand in a row with people everyone knows.

    Args:
        text: the whole leaf.
        names: where somebody stands whom no list and nobody near is called.
        known: where people, works and topics stand that everyone knows.
    """
    if len(known) < FEWEST_KNOWN or not names:
        return []
    marked, all_names, all_known = Marks(len(text), known), Places(names), Places(known)
    found: list[Range] = []
    for row in _ROW.finditer(text):
        start, end = row.span()
        inside = all_names.inside(start, end)
        strangers = [one for one in inside if not marked.touch(*one)]
        if not strangers:
            continue
        fellow = len({text[left:right] for left, right in all_known.inside(start, end)})
        if fellow < FEWEST_KNOWN or fellow < SMALLEST_SHARE * (fellow + len(strangers)):
            continue
        if not speaks_of_life(_sentence(text, start, end)):
            found += strangers
    return found


def _sentence(text: str, start: int, end: int) -> str:
    """Return the line or sentence around a row."""
    begin = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start)) + 1
    stops = [at for at in (text.find("\n", end), text.find(". ", end)) if at >= 0]
    return text[begin : min(stops, default=len(text))]
