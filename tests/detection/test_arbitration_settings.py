import pytest

from gateway.detection.arbitration_settings import DEFAULT, STAFF, STUDENT, setting_for
from gateway.detection.name_scores import SCORES
from gateway.terms.people import Kind


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        (Kind.STUDENT, STUDENT),
        (Kind.STAFF, STAFF),
        (Kind.GUARDIAN, STAFF),
        (Kind.UNRESOLVED, DEFAULT),
    ],
)
def test_what_is_doubtful_counts_for_less_in_what_pupils_write(kind: Kind, setting: object) -> None:
    assert setting_for(kind) is setting
    assert STUDENT.world > STAFF.world > STAFF.model


@pytest.mark.parametrize("kind", ["given", "given_rare", "family", "nickname"])
def test_a_name_that_is_no_word_needs_nobody_else_to_see_it(kind: str) -> None:
    assert SCORES[kind] >= DEFAULT.unseen


@pytest.mark.parametrize("kind", ["word_given", "given_lower", "given_blind"])
def test_a_word_that_is_a_name_needs_a_model_to_see_it(kind: str) -> None:
    assert DEFAULT.roster <= SCORES[kind] < DEFAULT.unseen
