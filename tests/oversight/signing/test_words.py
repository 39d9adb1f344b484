from string import Formatter

import pytest

from gateway.oversight.signing.forms import shipped_form
from gateway.oversight.signing.words import words_in
from gateway.terms.disclosure import Category, Purpose
from gateway.terms.signing import Language


def holes(text: str) -> set[str]:
    """Return what a text is to be filled with."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", Language)
def test_every_language_says_everything_with_the_same_holes(language: Language) -> None:
    words, english = words_in(language), words_in(Language.EN)
    for ours, theirs in ((words.page, english.page), (words.letter, english.letter)):
        assert ours.keys() == theirs.keys()
        for name, text in ours.items():
            assert holes(text) == holes(theirs[name]), name
    assert words.categories.keys() == set(Category)
    assert words.purposes.keys() == set(Purpose)


def test_the_form_that_comes_along_says_as_much_in_every_language() -> None:
    texts = shipped_form().texts
    assert set(texts) == set(Language)
    assert len({(len(text.introduction), len(text.rights)) for text in texts.values()}) == 1
