import pytest

from gateway.detection.recognisers.emails import Emails
from tests.detection.recognisers.tables import check

RECOGNISER = Emails()

HITS = [
    "write to ⟦maria.lopez@school.org⟧.",
    "⟦maria.lopez+math@school.k12.ca.us⟧, thanks",
    "(⟦O'Brien@x.org⟧)",
    "<⟦a@b.co⟧>",
    "mailto:⟦ana@school.org⟧",
    "email=⟦ana@school.org⟧",
    "⟦josé.núñez@escuela.mx⟧",
    "⟦李雷@例子.公司⟧",
    "“⟦ana@school.org⟧”",
    "⟦a_b-c%d@sub.domain.school.edu⟧!",
    "⟦mgarcia (at) school (dot) org⟧",
    "⟦mgarcia[at]school.org⟧",
    "⟦ana@school.org⟧;⟦ben@school.org⟧",
    "a⟦ana@school.org⟧".replace("a⟦a", "⟦aa"),
]

NEAR_MISSES = [
    "5 apples @ 3.50 each",
    "user@localhost",
    "@maria.g",
    "see you @ school.",
    "a@b",
    "3@4.5",
    "meet at) school",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
