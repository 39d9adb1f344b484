"""Dates of birth: read in many formats, changed in day and month only."""

from datetime import date
from random import Random

import pytest

from gateway.pseudonyms.dates import another_day, day_of, same_day


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("05/14/2012", (12, 5, 14)),
        ("5/4/12", (12, 5, 4)),
        ("14.5.2012", (12, 5, 14)),
        ("2012-05-14", (12, 5, 14)),
        ("20120514", (12, 5, 14)),
        ("05142012", (12, 5, 14)),
        ("May 14, 2012", (12, 5, 14)),
        ("14th of May 2012", (12, 5, 14)),
        ("Sept 3", (0, 9, 3)),
        ("3 de septiembre de 2012", (12, 9, 3)),
        ("March 2012", (12, 3, 0)),
        ("2012", None),
        ("the fourteenth", None),
        ("45/99/2012", None),
    ],
)
def test_a_date_is_read_whatever_its_format(text: str, read: tuple[int, int, int] | None) -> None:
    assert day_of(text) == read


@pytest.mark.parametrize(
    "text", ["05/14/2012", "2012-05-14", "20120514", "May 14, 2012", "14 de mayo de 2012"]
)
def test_another_day_is_a_date_of_the_same_year(text: str) -> None:
    for seed in range(50):
        read = day_of(another_day(text, Random(seed)))
        assert read is not None
        year, month, day = read
        assert date(2000 + year, month, day).year == 2012


def test_a_month_keeps_its_case_and_a_day_its_ending() -> None:
    assert same_day("MAY 14TH, 2012", "03/02/2012") == "MARCH 2nd, 2012"
    assert same_day("14 MAYO", "03/02/2012") == "2 MARZO"
    assert same_day("May 04, 2012", "03/02/2012") == "March 02, 2012"


@pytest.mark.parametrize(("text", "like"), [("2012", "03/02/2012"), ("May 2012", "03/02/2012")])
def test_a_date_that_says_less_is_not_poured_into(text: str, like: str) -> None:
    assert same_day(text, like) == ""
