import pytest

from gateway.detection.signs.phrases import Phrases
from gateway.detection.signs.plain import plain

LISTS = {"WANT": "want to | wish", "PET": "cat | guinea pig"}


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        pytest.param("red PET", "a red guinea pig", True, id="a list"),
        pytest.param("red PET", "a red dog", False, id="not on the list"),
        pytest.param("red ~1 PET", "a red old cat", True, id="a gap"),
        pytest.param("red ~1 PET", "a red and old cat", False, id="a gap too wide"),
        pytest.param("red ~1 PET", "red. cat", False, id="a gap ends with the sentence"),
        pytest.param("red ~1. PET", "red. cat", True, id="unless it may cross it"),
        pytest.param("big? cat", "one cat", True, id="a word that may be missing"),
        pytest.param("bark* loud", "barking loud", True, id="any ending"),
        pytest.param("look_like|is PET", "they look like cat", True, id="two words as one"),
        pytest.param("504 plan", "a 504 plan", True, id="a number is no worth"),
        pytest.param("504 plan", "a plan", False, id="a number must be there"),
    ],
)
def test_a_phrase_is_found(source: str, text: str, found: bool) -> None:
    assert bool(Phrases(source, LISTS).heard(plain(text)).hits) is found


def test_a_hit_tells_its_worth_and_where_it_stands() -> None:
    read = plain("my red cat")
    (hit,) = Phrases("# a comment\n\n4 red PET", LISTS).hits(read)
    assert hit.worth == 4
    assert read.text[hit.start : hit.end] == " red cat "


def test_a_list_that_there_is_not_is_told() -> None:
    with pytest.raises(ValueError, match="no list `BIRD`"):
        Phrases("red BIRD", LISTS)


def test_a_phrase_of_gaps_alone_is_no_phrase() -> None:
    with pytest.raises(ValueError, match="without a word"):
        Phrases("~3 red?", LISTS)
