import pytest

from gateway.detection import name_words
from gateway.detection.folding import fold

LISTS = {
    name: listed
    for name, listed in vars(name_words).items()
    if name.isupper() and isinstance(listed, frozenset)
}


@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS.keys())
def test_words_are_listed_as_they_are_looked_up(listed: frozenset[str]) -> None:
    assert listed
    assert all(fold(word) == word and word.isalpha() for word in listed)


def test_grammar_is_not_vocabulary() -> None:
    assert "hope" in name_words.WORDS
    assert "will" in name_words.WORDS
    assert "will" not in name_words.CLOSED
