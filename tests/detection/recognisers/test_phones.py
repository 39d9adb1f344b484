import pytest

from gateway.detection.recognisers.phones import Phones
from tests.detection.recognisers.tables import check

RECOGNISER = Phones()

HITS = [
    "call me at ⟦two two nine, five five five, oh one six one⟧ please",
    "my number is ⟦3 1 4 5 5 5 0 1 8 8⟧ ok",
    "Phone: ⟦0490 75 40 81⟧",
    "call me at ⟦9472 7916⟧",
    "celular: ⟦55 1234 5678⟧",
    "⟦(510) 555-0142⟧",
    "⟦510-555-0142⟧.",
    "⟦510.555.0142⟧",
    "⟦510 555 0142⟧",
    "⟦+1 510 555 0142⟧",
    "⟦1-510-555-0142⟧",
    "⟦+15105550142⟧",
    "⟦(510)555-0142 ext. 3⟧",
    "⟦510-555-0142 x204⟧",
    "⟦510/555-0142⟧",
    "⟦510–555–0142⟧",
    "⟦555-0142⟧ is the office",
    "⟦+44 20 7946 0958⟧",
    "⟦+52 55 1234 5678⟧",
    "mom⟦ 510-555-0142⟧".replace("⟦ ", " ⟦"),
    "⟦510-555-0142⟧, ⟦510-555-0143⟧",
]

NEAR_MISSES = [
    "count 2 3 4 5 6 7 8 9 1 0",
    "the number pattern is 2 4 6 8",
    "call me at 12 30",
    "3/4/2012",
    "2012-03-04",
    "978-0-306-40615-7",
    "ISBN 0-306-40615-2",
    "they won 210-198",
    "pages 120-1400",
    "pages 320-1985",
    "5105550142",
    "110-555-0142",
    "510-155-0142",
    "1234567",
    "3.14159265358979",
    "$510 555 1142",
    "+999 1234 5678",
    "12-510-555-0142-9",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
