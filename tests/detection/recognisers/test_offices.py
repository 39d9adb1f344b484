import pytest

from gateway.detection.recognisers.offices import Offices
from tests.detection.recognisers.tables import check

RECOGNISER = Offices()

HITS = [
    "which his OT, ⟦Pualani Reis⟧, uses",
    "loop in AP ⟦Vandermolen⟧.",
    "ELA tchr ⟦Mbeki⟧ flagged",
    "Sitter ⟦Halina⟧ 1",
    "speech 2x30 w/ ⟦Corbin⟧, annual",
    "the driver is ⟦Oyelaran⟧ now",
    "see you.\n— ⟦Lorna Tripp⟧, registrar",
    "a photo of it will do.\n\nMiigwech,\n⟦Kian⟧\n",
    "after hours.\n⟦KB⟧\nTransportation | Lumber Pines",
    "a photo will do.\n⟦Dottie⟧, Attendance Office",
]

NEAR_MISSES = [
    "AP Biology is hard",
    "w/ Google and w/ the rest",
    "her OT, Monday",
    "the driver was late",
    "Reminder\nTeacher workday",
    "a quote — Books, said he",
    "Dear class,\nTomorrow",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
