"""Danger as the safety corpus marks it, and what must hold whatever the words."""

import pytest

from gateway.detection.signs.danger import dangers
from gateway.detection.signs.read import hear, read_signs
from gateway.terms.signs import Danger
from tests.corpus.safety.rows import hard_negatives, positives

RECALL, PRECISION = 0.95, 0.9


def test_the_aim_is_met_on_the_development_half() -> None:
    found = [bool(dangers(hear(row.text))) for row in positives() if row.half == "dev"]
    false = [bool(dangers(hear(row.text))) for row in hard_negatives() if row.half == "dev"]
    assert sum(found) >= RECALL * len(found)
    assert sum(found) >= PRECISION * (sum(found) + sum(false))


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("i want to kill myself", Danger.SELF_HARM),
        ("my stepdad hits me", Danger.ABUSE),
        ("im bringing a gun to school tomorrow", Danger.THREAT),
        ("quiero matarme", Danger.SELF_HARM),
        ("mi padrastro me pega", Danger.ABUSE),
        ("voy a traer una pistola a la escuela", Danger.THREAT),
    ],
)
def test_each_danger_is_told_from_the_others(text: str, danger: Danger) -> None:
    assert dangers(hear(text)) == {danger}


def test_what_somebody_in_a_story_says_is_no_danger() -> None:
    assert not dangers(hear('"I want to die," says the narrator of the novel.'))


def test_words_that_no_phrase_holds_are_heard_by_where_they_lean() -> None:
    text = "my aunts new husband keeps hurting my little cousin and she told me to keep it secret"
    heard = hear(text)
    assert dangers(heard) == {Danger.ABUSE}
    assert not dangers(hear(f"In the novel, a character says: {text}. Explain the scene."))


@pytest.mark.parametrize("text", ["i want to k1ll mys3lf", "I w\u0430nt to k\u0456ll myself"])
def test_a_disguise_is_seen_through(text: str) -> None:
    from gateway.detection.evasion import readings

    signs = read_signs(text, [one.text for one in readings(text)])
    assert Danger.SELF_HARM in signs.dangers
