"""Patterns that take time linear in the text, whatever the text is: RE2, and what is whole.

RE2 has no look-around, so whether a value is cut out of a longer word or number is told here, by
Unicode's idea of a word. The only door to RE2.
"""

from collections.abc import Iterable
from typing import Protocol, cast

import re2

MEMORY = 32 * 1024 * 1024
"""Bytes RE2 may use for one pattern. With its own 8 MiB the automaton of a large one (many kinds of
letters, many alternatives) finds no room, and RE2 silently falls back to a search that takes a
hundred times as long. Few come near it: what is used grows with the states that texts lead to."""


class Found(Protocol):
    """One match of RE2, as far as recognisers look at it."""

    def span(self, group: int) -> tuple[int, int]:
        """Return where a group stands, in code points; (-1, -1) if it took no part."""


class Compiled(Protocol):
    """A compiled RE2 pattern."""

    groupindex: dict[str, int]

    def finditer(self, text: str) -> Iterable[Found]:
        """Yield the matches from left to right."""


def compiled(pattern: str) -> Compiled:
    """Compile an RE2 pattern.

    Raises:
        re2.error: not RE2 syntax; a bug, since our patterns are constants.
    """
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False  # RE2 would print the pattern on stderr
    return cast(Compiled, re2.compile(pattern, options))


def is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a span is cut out of no longer word or number.

    A hyphen or point that joins more digits on counts as the same number: 0-306-40615-7 holds no
    telephone number, 12.5.2012.7 no date.
    """
    if start and _joins(text, start - 1, -1):
        return False
    return end >= len(text) or not _joins(text, end, 1)


def _joins(text: str, at: int, step: int) -> bool:
    char = text[at]
    if char.isalnum() or char == "_":
        return True
    beyond = at + step
    return char in "-–./" and 0 <= beyond < len(text) and text[beyond].isdigit()
