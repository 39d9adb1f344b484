"""Finds names in the columns of a table in which most cells are names already.

A gradebook's column of names holds nicknames, words and names of far lands that no model knows;
but where two cells of a column are names and at least half of all are, the others are too, if they
are written like names. Lines count as rows of one table where they follow each other with as many
cells.

Knows one text and where names stand in it; must not know people, models or rules. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from gateway.detection.edges import Marks, Range

FEWEST_ROWS: Final = 3
FEWEST_NAMES: Final = 2
"""Cells of a column that must be names before another is one; and at least half of all."""
MOST_LINES: Final = 2000
_SEPARATORS: Final = tuple(map(re.compile, (r"\|", r"\t", ";", ",", " / ", r" [–—] ", r"[ ]{2,}")))
_ITEM: Final = re.compile(r"[^\s,;/&][^,;/&]*[^\s,;/&]")
_EDGE: Final = " \t\"'`*_•-"
_PART: Final = r"[A-ZÀ-Þ](?:['’]?[^\W\d_])*(?:-[^\W\d_]+)*"
_WRITTEN_AS_NAME: Final = re.compile(rf"{_PART}\.?(?:,? {_PART}\.?){{0,3}}")


def column_mates(text: str, names: Marks) -> Iterator[Range]:
    """Yield the cells that are written like names and stand below and above names.

    Args:
        text: the leaf's text.
        names: where names stand.
    """
    if text.count("\n") < FEWEST_ROWS - 1:
        return
    lines = _lines(text)
    for separator in _SEPARATORS:
        rows = [_cells(text, line, separator) for line in lines]
        for count, table in groupby(rows, key=len):
            if count > 1:
                yield from _in_table(text, list(table), names)


def _lines(text: str) -> list[Range]:
    lines: list[Range] = []
    start = 0
    for line in text.split("\n")[:MOST_LINES]:
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _cells(text: str, line: Range, separator: re.Pattern[str]) -> list[Range]:
    """Return the cells of a line, without the signs around what stands in them."""
    cells: list[Range] = []
    start, last = line
    for match in separator.finditer(text, start, last):
        cells.append(_trimmed(text, start, match.start()))
        start = match.end()
    cells.append(_trimmed(text, start, last))
    return cells


def _trimmed(text: str, start: int, end: int) -> Range:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _in_table(text: str, rows: Sequence[Sequence[Range]], names: Marks) -> Iterator[Range]:
    if not any(names.touch(*cell) for cell in rows[0]):
        rows = rows[1:]  # the head
    if len(rows) < FEWEST_ROWS - 1:
        return
    for column in zip(*rows, strict=True):
        full = [cell for cell in column if any(map(str.isalnum, text[cell[0] : cell[1]]))]
        found = sum(names.touch(*cell) for cell in full)
        if found < FEWEST_NAMES or 2 * found < len(full):
            continue
        for start, end in full:
            for item in _items(text, start, end, names):
                if not names.touch(*item) and _WRITTEN_AS_NAME.fullmatch(text, *item):
                    yield item


def _items(text: str, start: int, end: int, names: Marks) -> list[Range]:
    """Return a cell, or the names of a list of which some are found already."""
    if not names.touch(start, end):
        return [(start, end)]
    return [match.span() for match in _ITEM.finditer(text, start, end)]
