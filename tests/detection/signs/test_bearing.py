"""Where words lean: what of a text is read, what counts, and that our weights are sound."""

import math
from importlib.resources import files

from gateway.detection.signs import bearing
from gateway.detection.signs.bearing import BIAS, DANGERS, LONGEST, features, lean, stretches
from gateway.detection.signs.plain import plain
from gateway.detection.signs.word_classes import CORE, STEM, classes
from gateway.terms.signs import Danger


def test_a_text_without_a_word_of_danger_is_not_read() -> None:
    assert (
        lean(plain("The seven continents are separated by oceans. Which is the largest?")) is None
    )


def test_a_stretch_is_a_sentence_or_two_with_something_of_danger() -> None:
    text = plain("What is photosynthesis called? He hurts me. It rains.")
    assert list(stretches(text)) == [
        ["HE", "HURT", "ME"],
        ["what", "is", "photo", "calle", ".", "HE", "HURT", "ME"],
        ["HE", "HURT", "ME", ".", "it", "rains"],
    ]


def test_a_sentence_without_an_end_is_cut() -> None:
    assert [len(one) for one in stretches(plain("hurt " * (LONGEST + 3)))][:2] == [LONGEST, 3]


def test_a_stretch_counts_by_its_tokens_pairs_and_meetings() -> None:
    assert features(["HE", "often", "HURT"]) == {
        BIAS,
        *("HE", "often", "HURT"),
        *("HE often", "often HURT", "HE _ HURT"),
        "HE&HURT",
    }


def test_the_odds_are_those_of_the_weights() -> None:
    weights = {BIAS: (-1.0, 0.0, 0.0), "HURT": (0.0, 3.0, 1.0)}
    found = lean(plain("he hurts"), weights)
    assert found is not None
    assert found.danger is Danger.ABUSE
    shrunk = [one / math.sqrt(2) for one in (-1.0, 3.0, 1.0)]
    assert math.isclose(found.odds, math.log(sum(map(math.exp, shrunk))))


def test_every_word_is_of_one_class_and_every_class_that_opens_a_stretch_is_known() -> None:
    known = classes()
    assert set(known.values()) >= CORE
    assert all(word == word.lower() and name.isupper() for word, name in known.items())


def test_our_weights_are_whole_numbers_of_what_a_text_can_have() -> None:
    path = files("gateway.detection.signs").joinpath("bearing.txt")
    rows = path.read_text("utf-8").splitlines()[1:]
    names = [row.partition("\t")[0] for row in rows]
    assert len(names) == len(set(names)) > 1000
    for row in rows:
        name, *numbers = row.split("\t")
        assert len(numbers) == len(DANGERS)
        assert all(number.lstrip("-").isdigit() for number in numbers), name
        for token in name.replace(" _ ", " ").replace("&", " ").split():
            assert token.isupper() or token in (BIAS, ".") or len(token) <= STEM, name
    assert bearing.lean(plain("i want to die")) == lean(plain("i want to die"))
