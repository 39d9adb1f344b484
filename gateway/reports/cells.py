"""Hides small cells of a table with totals, and as many others as it takes that none can be
computed. Pure.

Every row and every column adds up to its total, so a cell that is hidden alone in a line is known
all the same. Seen as a graph, with a node for each row and column and an edge for each hidden
cell, just those cells are known that lie on no cycle (D. Gusfield, "A graph theoretic approach to
statistical data security", SIAM J. Comput. 17, 1988). Cells are hidden until there are none of
those, and until no line's hidden cells together are about fewer than `smallest` people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

TOTAL = "total"

type At = tuple[str, str]
"""A cell: its row and its column."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """How many, and how many people they are about."""

    count: int
    people: int


def hidden(
    cells: Mapping[At, Cell],
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    smallest: int,
    also: Collection[At] = (),
) -> frozenset[At]:
    """Return which cells are to be hidden.

    Args:
        cells: by row and column, those of the totals (`TOTAL`) too; a cell that is not there is
            empty.
        rows, columns: the names, without `TOTAL`.
        smallest: people a cell must be about at least, to be shown; an empty one may be.
        also: cells that are hidden whatever they hold, since another table hides them.
    """
    grid = _Grid([*rows, TOTAL], [*columns, TOTAL], cells)
    found = {at for at, cell in cells.items() if 0 < cell.people < smallest} | {*also}
    while wanting := _wanting(grid, found, smallest):
        more = next((at for line in wanting if (at := grid.cheapest(line, found))), None)
        if more is None:
            return frozenset(grid.everything)
        found.add(more)
    return frozenset(found)


class _Grid:
    """A table with its lines."""

    def __init__(
        self, rows: Sequence[str], columns: Sequence[str], cells: Mapping[At, Cell]
    ) -> None:
        self._cells = cells
        self.lines: dict[At, list[At]] = {}
        for row in rows:
            self.lines["row", row] = [(row, column) for column in columns]
        for column in columns:
            self.lines["column", column] = [(row, column) for row in rows]
        self.everything = [(row, column) for row in rows for column in columns]

    def people(self, at: At) -> int:
        cell = self._cells.get(at)
        return cell.people if cell else 0

    def cheapest(self, line: At, found: set[At]) -> At | None:
        """Return the cell of a line that is best hidden next: the least people, totals last."""
        left = [at for at in self.lines[line] if at not in found]
        # An empty cell hides nothing where everybody knows that it must be empty: those last.
        return min(
            left,
            key=lambda at: (TOTAL in at, self.people(at) == 0, self.people(at), at),
            default=None,
        )


def _wanting(grid: _Grid, found: set[At], smallest: int) -> list[At]:
    """Return lines in which another cell must be hidden."""
    for line, places in grid.lines.items():
        here = [at for at in places if at in found]
        too_few = sum(map(grid.people, here)) < smallest
        if here and (len(here) == 1 or too_few) and len(here) < len(places):
            return [line]
    return [line for row, column in _bridges(found) for line in (("row", row), ("column", column))]


def _bridges(edges: Iterable[At]) -> list[At]:
    """Return the edges that lie on no cycle of the graph of rows and columns."""
    around: dict[At, list[tuple[At, At]]] = defaultdict(list)
    for row, column in sorted(edges):
        around["row", row].append((("column", column), (row, column)))
        around["column", column].append((("row", row), (row, column)))
    order: dict[At, int] = {}
    low: dict[At, int] = {}
    found: list[At] = []
    for start in around:
        if start in order:
            continue
        order[start] = low[start] = len(order)
        path: list[tuple[At, At | None, int]] = [(start, None, 0)]
        while path:
            node, by, at = path.pop()
            if at < len(around[node]):
                path.append((node, by, at + 1))
                other, edge = around[node][at]
                if edge == by:
                    continue
                if other in order:
                    low[node] = min(low[node], order[other])
                else:
                    order[other] = low[other] = len(order)
                    path.append((other, edge, 0))
            elif path:
                above = path[-1][0]
                low[above] = min(low[above], low[node])
                if by is not None and low[node] > order[above]:
                    found.append(by)
    return found
