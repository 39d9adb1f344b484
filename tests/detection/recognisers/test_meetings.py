import pytest

from gateway.detection.recognisers.meetings import Meetings
from tests.detection.recognisers.tables import check

RECOGNISER = Meetings()

HITS = [
    "teams meeting ID: ⟦284 119 003 47⟧",
    "Zoom: ⟦884 1234 5678⟧",
    "Zoom ⟦88412345678⟧",
    "Zoom ⟦884 1234 5678⟧, passcode",
    "join with ⟦abc-defg-hij⟧ on Google Meet",
    "Kahoot PIN ⟦4418823⟧",
    "game pin: ⟦442 8891⟧",
    "Meeting ID: ⟦812 3456 7890⟧",
    "zoom id ⟦81234567890⟧",
    "Zoom Meeting ID ⟦812-345-6789⟧",
    "webinar number: ⟦912 3456 7890⟧",
    "ID de la reunión: ⟦812 3456 7890⟧",
    "google meet code ⟦abc-defg-hij⟧",
    "meet: ⟦abc-defg-hij⟧",
    "Teams meeting id is ⟦234 5678 9101⟧",
    "meeting code (⟦812 3456 7890⟧)",
    "conference # ⟦812 345 6789⟧",
]

NEAR_MISSES = [
    "zoom 100",
    "the game 442 8891",
    "zoom in 10 times",
    "a game code 12",
    "the meeting is at 12",
    "zoom in 200 percent",
    "a meeting of 812 people",
    "meeting id required",
    "teams of 4",
    "meet me at 10:30",
    "conference 2024",
    "a well-made-box",
    "zoom number 4",
    "the ten-four-six rule",
]


@pytest.mark.parametrize("source", HITS)
def test_it_is_found_with_exact_offsets(source: str) -> None:
    assert "⟦" in source
    check(RECOGNISER, source)


@pytest.mark.parametrize("source", NEAR_MISSES)
def test_a_near_miss_is_left_alone(source: str) -> None:
    assert "⟦" not in source
    check(RECOGNISER, source)
