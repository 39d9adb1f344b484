"""Names in the columns of tables of which most are found."""

import pytest

from gateway.detection.column_mates import column_mates
from gateway.detection.edges import Marks


def mates(text: str, *names: str) -> set[str]:
    """Return what is found in a text in which these names were found where they first stand."""
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    found = column_mates(text, Marks(len(text), spans))
    return {text[start:end] for start, end in found}


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param(
            "Amina,91\nBoaz,77\nPeanut,80\nJ'Ace,68",
            ["Amina", "Boaz"],
            {"Peanut", "J'Ace"},
            id="csv",
        ),
        pytest.param(
            "| Who | Job |\n| Amina D. | line |\n| Boaz | door |\n| Story | bin |",
            ["Amina", "Boaz"],
            {"Story"},
            id="the head is none",
        ),
        pytest.param(
            "1\tOak Ln\tAmina\n2\tElm Ln\tBoaz\n3\tAsh Ln\tDale",
            ["Amina", "Boaz"],
            {"Dale"},
            id="tabs",
        ),
        pytest.param(
            "1|Amina, Boaz, Dov\n2|Carys, AJ\n3|Wynn, Hamza",
            ["Amina", "Boaz", "Carys", "Wynn", "Hamza"],
            {"Dov", "AJ"},
            id="lists in cells",
        ),
        pytest.param("Amina,91\nBoaz,77", ["Amina", "Boaz"], set(), id="two lines, all found"),
        pytest.param("Amina,91\nBoaz,77\nTotal,80", ["Amina"], set(), id="one name"),
        pytest.param(
            "Amina,91\nBoaz,77\nRed,1\nBlue,2\nGreen,3",
            ["Amina", "Boaz"],
            set(),
            id="too few of all",
        ),
        pytest.param(
            "Amina,91\nBoaz,77\nclass average,80",
            ["Amina", "Boaz"],
            set(),
            id="not written like one",
        ),
        pytest.param("Amina came.\nBoaz left.\nStory too.", ["Amina", "Boaz"], set(), id="prose"),
    ],
)
def test_cells_below_names_are_names(text: str, names: list[str], expected: set[str]) -> None:
    assert mates(text, *names) == expected
