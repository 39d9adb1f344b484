import pytest

from gateway.detection.signs.plain import plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("I'm gonna go", " i am going to go ", id="short forms"),
        pytest.param("he'll say she'd", " he will say she would ", id="endings"),
        pytest.param("noooo plsss", " no pls ", id="stretched letters"),
        pytest.param("¿Qué? ¡Mamá!", " que . mama . ", id="Spanish without its marks"),
        pytest.param("my self, him self", " myself himself ", id="one word in two"),
        pytest.param("a.\n\nb...!", " a . b . ", id="one dot between sentences"),
        pytest.param("", "  ", id="nothing"),
    ],
)
def test_a_text_becomes_plain_words(text: str, words: str) -> None:
    assert plain(text).text == words


def test_what_is_quoted_is_known() -> None:
    read = plain('she said "i quit now" and left')
    at = read.text.index(" i quit")
    assert read.is_quoted(at, at + len(" i quit now "))
    assert not read.is_quoted(0, 5)


def test_an_odd_quotation_mark_quotes_nothing() -> None:
    assert plain('a 5" pipe is here').quoted == ()
