"""No small cell is shown, and none can be computed from what is."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.reports.cells import TOTAL, At, Cell, hidden

COLUMNS = ("forward", "hold", "refuse")


def table(rows: Mapping[str, tuple[int, ...]]) -> dict[At, Cell]:
    """Return a table with its totals, each of whose prompts is another person's."""
    cells = {
        (row, column): number
        for row, numbers in rows.items()
        for column, number in zip(COLUMNS, numbers, strict=True)
    }
    for row in rows:
        cells[row, TOTAL] = sum(cells[row, column] for column in COLUMNS)
    for column in (*COLUMNS, TOTAL):
        cells[TOTAL, column] = sum(cells[row, column] for row in rows)
    return {at: Cell(count=number, people=number) for at, number in cells.items()}


def known(out: frozenset[At], rows: list[str]) -> set[At]:
    """Return the hidden cells whose value follows from the others, by elimination."""
    lines = [[(row, column) for column in (*COLUMNS, TOTAL)] for row in (*rows, TOTAL)]
    lines += [[(row, column) for row in (*rows, TOTAL)] for column in (*COLUMNS, TOTAL)]
    unknown = sorted(out)
    matrix = []
    for line in lines:
        equation = [Fraction(0)] * len(unknown)
        for at in line:
            if at in out:
                last = line[-1]
                equation[unknown.index(at)] = Fraction(-1 if at == last else 1)
        matrix.append(equation)
    pivots: list[int] = []
    rank = 0
    for column in range(len(unknown)):
        found = next((at for at in range(rank, len(matrix)) if matrix[at][column]), None)
        if found is None:
            continue
        matrix[rank], matrix[found] = matrix[found], matrix[rank]
        by = matrix[rank][column]
        matrix[rank] = [one / by for one in matrix[rank]]
        for number, other in enumerate(matrix):
            if number != rank and other[column]:
                factor = other[column]
                matrix[number] = [
                    one - factor * two for one, two in zip(other, matrix[rank], strict=True)
                ]
        pivots.append(column)
        rank += 1
    return {
        unknown[column]
        for at, column in enumerate(pivots)
        if sum(1 for one in matrix[at] if one) == 1
    }


TABLES = st.dictionaries(
    st.sampled_from([f"group {number}" for number in range(8)]),
    st.tuples(*[st.integers(0, 30)] * 3),
    min_size=1,
    max_size=8,
)


@given(TABLES, st.integers(5, 12))
def test_no_small_cell_is_shown_and_no_hidden_one_can_be_computed(
    rows: dict[str, tuple[int, ...]], smallest: int
) -> None:
    cells = table(rows)
    out = hidden(cells, list(rows), COLUMNS, smallest=smallest)
    small = {at for at, cell in cells.items() if 0 < cell.people < smallest}
    assert small <= out
    assert not known(out, list(rows)) or len(out) == len(cells)
    for row in rows:
        line = [at for at in out if at[0] == row]
        whole = len(line) == len(COLUMNS) + 1
        assert not line or whole or sum(cells[at].people for at in line) >= smallest


def test_a_table_of_large_numbers_is_shown_whole() -> None:
    rows = {"a": (20, 30, 40), "b": (50, 0, 70)}
    assert hidden(table(rows), list(rows), COLUMNS, smallest=10) == frozenset()


def test_one_small_cell_takes_others_with_it_but_not_the_whole_table() -> None:
    rows = {"a": (3, 30, 40), "b": (50, 60, 70), "c": (80, 90, 95)}
    out = hidden(table(rows), list(rows), COLUMNS, smallest=10)
    assert ("a", "forward") in out
    assert 4 <= len(out) <= 6
    assert (TOTAL, TOTAL) not in out


def test_a_cell_hidden_elsewhere_is_hidden_here() -> None:
    rows = {"a": (20, 30, 40), "b": (50, 60, 70)}
    wanted = (TOTAL, "hold")
    out = hidden(table(rows), list(rows), COLUMNS, smallest=10, also=[wanted])
    assert wanted in out
    assert not known(out, list(rows))


def test_the_search_for_what_can_be_computed_finds_it() -> None:
    assert known(frozenset({("a", "hold")}), ["a", "b"]) == {("a", "hold")}
    square = {(row, column) for row in "ab" for column in ("forward", "hold")}
    assert known(frozenset(square), ["a", "b"]) == set()


@pytest.mark.parametrize("size", [300])
def test_a_large_table_is_done_soon_enough(size: int) -> None:
    rows = {f"group {at:03}": ((at * 7) % 23, (at * 5) % 19, at % 13) for at in range(size)}
    out = hidden(table(rows), list(rows), COLUMNS, smallest=10)
    assert out
