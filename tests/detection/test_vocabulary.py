from pathlib import Path

import pytest

from gateway.detection.vocabulary import load_vocabulary
from gateway.errors import Unusable

VOCABULARY = load_vocabulary()


@pytest.mark.parametrize(
    "word", ["thesis", "limerick", "killers", "theories", "baked", "running", "worst", "thesis's"]
)
def test_an_english_word_is_known_in_every_regular_form(word: str) -> None:
    assert VOCABULARY.is_word(word)


@pytest.mark.parametrize("word", ["tavi", "brell", "okafor", "as'"])
def test_what_is_no_english_word_is_none(word: str) -> None:
    assert not VOCABULARY.is_word(word)


@pytest.mark.parametrize(("word", "is_word"), [("hope", True), ("stefan", False), ("cj", False)])
def test_a_name_many_bear_may_be_a_word_as_well(word: str, is_word: bool) -> None:
    assert VOCABULARY.is_name(word)
    assert VOCABULARY.is_word(word) is is_word


@pytest.mark.parametrize(
    ("word", "is_thing"), [("sunshine", True), ("slow", False), ("required", False), ("the", False)]
)
def test_a_word_for_a_thing_describes_none(word: str, is_thing: bool) -> None:
    assert VOCABULARY.is_thing(word) is is_thing


def test_a_model_without_its_list_of_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as raised:
        load_vocabulary(lambda: tmp_path)
    assert raised.value.code == "model_unusable"
