import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.detection.folding import fold, fold_mapped, is_unspaced, parted, words

FOLDS = {
    "case": ("MARIA", "maria"),
    "accent": ("Zoë", "zoe"),
    "combining mark": ("Jose\u0301", "jose"),
    "several marks": ("Nguyễn Ngọc", "nguyen ngoc"),
    "sharp s": ("Straße", "strasse"),
    "ligature": ("Soﬁa", "sofia"),
    "letters without decomposition": ("Søren Łukasik", "soren lukasik"),
    "full width": ("Ｍａｒｉａ", "maria"),
    "mathematical letters": ("𝐌𝐚𝐫𝐢𝐚", "maria"),
    "curly apostrophe": ("O’Brien", "o'brien"),
    "okina": ("Kaʻiulani", "ka'iulani"),
    "no-break hyphen": ("Garcia\u2011Lopez", "garcia-lopez"),
    "dash": ("Garcia–Lopez", "garcia-lopez"),
    "zero width": ("Ma\u200bria", "maria"),
    "soft hyphen": ("Ma\u00adria", "maria"),
    "dotted capital i": ("İpek", "ipek"),
    "dotless i": ("Işıl", "isil"),
    "greek": ("Ἀθηνᾶ", "αθηνα"),
    "cyrillic": ("Андрей", "андреи"),
    "hebrew points": ("שָׂרָה", "שרה"),
    "arabic vowel signs": ("مُحَمَّد", "محمد"),
    "hangul stays whole": ("김민준", "김민준"),
    "han": ("王小明", "王小明"),
    "devanagari keeps its vowel signs": ("अनन्या", "अनन्या"),
    "digits and signs stay": ("#204-518_x", "#204-518_x"),
}


@pytest.mark.parametrize(("text", "folded"), FOLDS.values(), ids=FOLDS.keys())
def test_every_way_of_writing_folds_to_one(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold_mapped(text).text == folded


WORDS = {
    "plain": ("maria lopez", ["maria", "lopez"]),
    "apostrophe and hyphen divide": ("o'brien-garcia", ["o", "brien", "garcia"]),
    "digits bind": ("maria2 x9y", ["maria2", "x9y"]),
    "underscore binds": ("maria_lopez", ["maria_lopez"]),
    "signs divide": ("ortiz,l.(b)", ["ortiz", "l", "b"]),
    "vowel signs stay within": ("अनन्या शर्मा।", ["अनन्या", "शर्मा"]),
    "nothing": (" ,.- ", []),
}


@pytest.mark.parametrize(("text", "expected"), WORDS.values(), ids=WORDS.keys())
def test_words_are_whole_runs_of_letters_and_digits(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_unspaced_scripts_are_told_from_spaced_ones() -> None:
    assert is_unspaced("王小明")
    assert is_unspaced("김민준")
    assert not is_unspaced("maria")
    assert not is_unspaced("шарма")


def test_a_cut_through_a_character_that_folds_to_several_has_no_span() -> None:
    folded = fold_mapped("Straße")
    assert folded.text == "strasse"
    assert folded.span(0, 7) == (0, 6)
    assert folded.span(0, 5) is None
    assert folded.span(5, 7) is None


def test_marks_belong_to_the_letter_before_them() -> None:
    folded = fold_mapped("Jose\u0301 ist")
    assert folded.text == "jose ist"
    assert folded.span(0, 4) == (0, 5)


TRICKY = st.text(
    st.sampled_from("aB zé\u0301ß½ﬁ’\u200b-1_İ王김न्या…ŉ\U0001d40c"), max_size=40
) | st.text(max_size=40)


@given(TRICKY)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TRICKY)
def test_every_folded_character_maps_back_to_what_it_came_from(text: str) -> None:
    folded = fold_mapped(text)
    for at, char in enumerate(folded.text):
        span = folded.span(at, at + 1)
        if span is not None:
            start, end = span
            assert fold(text[start:end]) == char


@given(TRICKY, st.data())
def test_every_span_folds_to_what_it_stands_for(text: str, data: st.DataObject) -> None:
    folded = fold_mapped(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.span(start, end)
    if span is not None:
        assert fold(text[span[0] : span[1]]) == folded.text[start:end]


@given(TRICKY)
def test_parting_words_keeps_the_length(text: str) -> None:
    assert len(parted(fold(text))) == len(fold(text))
