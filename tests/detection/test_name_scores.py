import pytest

from gateway.detection.name_scores import KEEP, NEAR, SCORES

ALONE = ("full", "exact", "reversed", "title", "initial", "given", "family", "given_lower")
DOUBTFUL = ("word_family", "short_id", "lower", "word_doubtful", "calendar", "closed", "verb_pair")


@pytest.mark.parametrize("kind", ALONE)
def test_a_sure_hit_stands_by_itself(kind: str) -> None:
    assert KEEP <= SCORES[kind] <= 1


@pytest.mark.parametrize("kind", DOUBTFUL)
def test_a_doubtful_hit_waits_for_somebody_near(kind: str) -> None:
    assert NEAR <= SCORES[kind] < KEEP


def test_two_names_go_before_one_and_given_before_family() -> None:
    assert SCORES["full"] > SCORES["full_nickname"] > SCORES["initial"] > SCORES["given_rare"]
    assert SCORES["given_rare"] > SCORES["given"] > SCORES["given_lower"]
    assert SCORES["given"] > SCORES["family"]
    assert SCORES["word_given"] > SCORES["word_family"]
