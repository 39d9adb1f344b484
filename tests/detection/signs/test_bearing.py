"""Where words lean: what of a text is read, what counts, and that our weights are sound."""

import math
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.signs import bearing
from gateway.detection.signs.bearing import (
    BIAS,
    CHANCE,
    DANGERS,
    LONGEST,
    NEAR,
    WHOLE,
    Known,
    features,
    lean,
    stretches,
)
from gateway.detection.signs.plain import plain
from gateway.detection.signs.word_classes import STEM, classes
from gateway.terms.signs import Danger


def test_a_text_without_words_leans_nowhere() -> None:
    assert lean(plain(" . ")) is None


def test_a_stretch_is_a_sentence_or_two() -> None:
    text = plain("What is photosynthesis called? He hurts me. It rains.")
    assert list(stretches(text)) == [
        ["what", "is", "photosynthesis", "called"],
        ["he", "hurts", "me"],
        ["it", "rains"],
        ["what", "is", "photosynthesis", "called", ".", "he", "hurts", "me"],
        ["he", "hurts", "me", ".", "it", "rains"],
    ]


def test_a_sentence_without_an_end_is_cut() -> None:
    assert [len(one) for one in stretches(plain("hurt " * (LONGEST + 3)))][:2] == [LONGEST, 3]


def test_a_stretch_counts_by_its_tokens_whole_words_pairs_and_meetings() -> None:
    assert features(["he", "regularly", "hurts", "12"]) == {
        BIAS,
        *("HE", "regul", "HURT", "#"),
        *("=he", "=regularly", "=hurts"),
        *("HE regul", "regul HURT", "HURT #", "HE _ HURT", "regul _ #"),
        "HE&HURT",
    }


WORDS = st.sampled_from(
    ["he", "hurts", "regularly", "12", "no.", ".", "dad", "night", "my", "school", "i"]
)


@given(st.data(), st.lists(WORDS, min_size=1, max_size=9))
def test_the_weights_of_a_stretch_are_those_of_its_features(
    data: st.DataObject, stretch: list[str]
) -> None:
    has = features(stretch)
    some = data.draw(st.sets(st.sampled_from(sorted(has | features(["he", "hurts"])))))
    weights = {name: (float(at),) for at, name in enumerate(sorted(some))}
    assert sorted(Known(weights).worths(stretch)) == [weights[one] for one in sorted(some & has)]


@pytest.mark.parametrize(("alone", "together"), [(NEAR, True), (NEAR - 1, False)])
def test_two_sentences_are_read_together_if_one_leans_near(alone: float, together: bool) -> None:
    weights = {"NIGHT": (alone, -9.0, -9.0), "KIN": (alone, -9.0, -9.0), ".": (9.0, 0.0, 0.0)}
    found = lean(plain("night. dad"), weights)
    assert found is not None
    assert (found.odds > alone) is together


def test_a_text_leans_less_far_for_each_sentence_that_may_by_chance() -> None:
    weights = {"HURT": (0.0, 3.0, 1.0)}
    alone, among = lean(plain("he hurts"), weights), lean(plain("he hurts. rain. sun"), weights)
    assert alone is not None
    assert among is not None
    assert math.isclose(alone.odds - among.odds, CHANCE * math.log(3))


def test_the_odds_are_those_of_the_weights() -> None:
    weights = {BIAS: (-1.0, 0.0, 0.0), "HURT": (0.0, 3.0, 1.0)}
    found = lean(plain("he hurts"), weights)
    assert found is not None
    assert found.danger is Danger.ABUSE
    shrunk = [one / math.sqrt(2) for one in (-1.0, 3.0, 1.0)]
    assert math.isclose(found.odds, math.log(sum(map(math.exp, shrunk))))


def test_every_word_is_of_one_class() -> None:
    assert all(word == word.lower() and name.isupper() for word, name in classes().items())


def test_our_weights_are_whole_numbers_of_what_a_text_can_have() -> None:
    path = files("gateway.detection.signs").joinpath("bearing.txt")
    rows = path.read_text("utf-8").splitlines()[1:]
    names = [row.partition("\t")[0] for row in rows]
    assert len(names) == len(set(names)) > 1000
    for row in rows:
        name, *numbers = row.split("\t")
        assert len(numbers) == len(DANGERS)
        assert all(number.lstrip("-").isdigit() for number in numbers), name
        if name.startswith(WHOLE):
            continue
        if name.startswith(WHOLE):
            continue
        for token in name.replace(" _ ", " ").replace("&", " ").split():
            assert token.isupper() or token in (BIAS, ".") or len(token) <= STEM, name
    assert bearing.lean(plain("i want to die")) == lean(plain("i want to die"))
