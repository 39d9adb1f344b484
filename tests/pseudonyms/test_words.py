"""Words: what is compared as the same, where a word ends, and how a name is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.pseudonyms.words import (
    Piece,
    fold,
    folded,
    grow,
    is_word,
    plain,
    shown_end,
    split_name,
    stands_in,
    trim,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José", "Jose\u0301"),
        ("MARIA", "maria"),
        ("\uff2daria", "Maria"),
        ("Ma\u200bria", "Maria"),
        ("Ma\u00adria", "Maria"),
        ("O’Brien", "O'Brien"),
        ("Straße", "STRASSE"),
        ("ﬁona", "fiona"),
        ("Maria\nLopez", "Maria Lopez"),
        ("Maria\u00a0Lopez", "Maria Lopez"),
        ("555\u2011123", "555-123"),
        ("\u1112\u1161\u11ab", "한"),
    ],
)
def test_spellings_that_look_alike_fold_to_the_same(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text(max_size=20), st.text(max_size=6), st.text(max_size=20))
def test_a_folded_stretch_knows_where_it_came_from(before: str, middle: str, after: str) -> None:
    text = f"{before} {middle}x {after}"
    whole = fold(text)
    if whole.offsets is not None:
        assert len(whole.offsets) == len(whole.text) + 1
        assert list(whole.offsets) == sorted(whole.offsets)
    token = folded(f"{middle}x")
    found = whole.text.find(token)
    while found >= 0:
        raw = whole.raw(found, found + len(token))
        if raw is not None:
            assert folded(text[raw[0] : raw[1]]) == token
        found = whole.text.find(token, found + 1)


def test_a_stretch_that_cuts_a_character_is_nowhere() -> None:
    text = fold("Straße")
    assert text.text == "strasse"
    assert text.raw(4, 5) is None
    assert text.raw(5, 6) is None
    assert text.raw(4, 6) == (4, 5)


def test_plain_keeps_capitals() -> None:
    assert plain("\uff2da\u200bria") == "Maria"
    assert plain("Maria") == "Maria"


def test_invisible_characters_at_the_end_do_not_count() -> None:
    assert shown_end("ab\u200b\u200d", 0, 4) == 2


@pytest.mark.parametrize(
    ("character", "word"),
    [*((inside, True) for inside in "a7é\u0301م"), *((edge, False) for edge in "_'’说ทゆ😀")],
)
def test_what_makes_a_longer_word(character: str, word: bool) -> None:
    assert is_word(character) is word


@pytest.mark.parametrize(
    ("text", "span", "grown"),
    [
        ("Marias", (0, 5), (0, 6)),
        ("xMaria", (1, 6), (0, 6)),
        ("Maria's", (0, 5), (0, 5)),
        ("_Maria_", (1, 6), (1, 6)),
        ("a(555) 1", (1, 8), (1, 8)),
        ("Jose\u0301", (0, 4), (0, 5)),
    ],
)
def test_a_span_grows_to_whole_words(
    text: str, span: tuple[int, int], grown: tuple[int, int]
) -> None:
    assert grow(text, *span) == grown


@pytest.mark.parametrize(
    ("text", "keep", "trimmed"),
    [
        (" Maria, ", "", "Maria"),
        ("(555) 1", "(+", "(555) 1"),
        ("(555) 1", "", "555) 1"),
        ("::", "", "::"),
    ],
)
def test_a_span_loses_what_is_no_letter(text: str, keep: str, trimmed: str) -> None:
    start, end = trim(text, 0, len(text), keep=keep)
    assert text[start:end] == trimmed


@pytest.mark.parametrize(
    ("text", "token", "stands"),
    [("an ana", "ana", True), ("anan", "ana", False), ("", "a", False), ("b-ana", "ana", True)],
)
def test_a_token_stands_in_a_text_as_whole_words(text: str, token: str, stands: bool) -> None:
    assert stands_in(text, token) is stands


@pytest.mark.parametrize(
    ("name", "words", "local"),
    [
        ("Maria Lopez", ["Maria", "Lopez"], []),
        ("Lopez, Maria", ["Lopez", "Maria"], []),
        ("Mary-Kate Smith-Jones", ["Mary", "Kate", "Smith", "Jones"], []),
        ("Ray O'Brien's", ["Ray", "O'Brien"], []),
        ("Maria de la Cruz", ["Maria", "Cruz"], ["de la"]),
        ("Van Nguyen", ["Van", "Nguyen"], []),
        ("Van", ["Van"], []),
        ("J. Lopez", ["Lopez"], ["J"]),
        ("J.R. Lopez", ["Lopez"], ["J", "R"]),
        ("Ray Lopez Jr.", ["Ray", "Lopez"], ["Jr"]),
        ("Mrs. Lopez", ["Lopez"], []),
        ("Don Lopez", ["Don", "Lopez"], []),
        ("José Núñez", ["José", "Núñez"], []),
        ("😀", [], []),
    ],
)
def test_a_name_is_cut_into_pieces_that_make_it_again(
    name: str, words: list[str], local: list[str]
) -> None:
    pieces = split_name(name)
    assert "".join(piece for _, piece in pieces) == name
    assert [piece for kind, piece in pieces if kind is Piece.WORD] == words
    assert [piece for kind, piece in pieces if kind is Piece.LOCAL] == local


def test_a_family_name_may_begin_with_a_particle() -> None:
    assert split_name("De La Cruz", family=True)[0] == (Piece.LOCAL, "De La")
