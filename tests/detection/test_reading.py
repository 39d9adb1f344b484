import pytest

from gateway.detection.reading import Gap, Reading, gap_of

GAPS = {
    "space": (" ", Gap.SIDE_BY_SIDE),
    "two spaces": ("  ", Gap.SIDE_BY_SIDE),
    "nothing": ("", Gap.TIED),
    "hyphen": ("-", Gap.TIED),
    "apostrophe": ("'", Gap.TIED),
    "comma": (",", Gap.COMMA),
    "comma and space": (", ", Gap.COMMA),
    "dot": (". ", Gap.DOT),
    "tab": ("\t", Gap.CELL),
    "pipe": (" | ", Gap.CELL),
    "quoted cells": ('","', Gap.CELL),
    "line": ("\n", Gap.CELL),
    "bold": ("** ", Gap.CELL),
    "two lines": ("\n\n", Gap.APART),
    "sentence": ("! ", Gap.APART),
    "far": (" " * 7, Gap.APART),
}


def reading(text: str) -> Reading:
    return Reading.of(text)


@pytest.mark.parametrize(("between", "gap"), GAPS.values(), ids=GAPS.keys())
def test_what_stands_between_two_words(between: str, gap: Gap) -> None:
    assert gap_of(between) is gap


def test_words_know_where_they_stand() -> None:
    read = reading("Die Straße, Zoe\u0308!")
    assert read.words == ["die", "strasse", "zoe"]
    assert [read.written(*span) for span in read.spans] == ["Die", "Straße", "Zoe"]
    assert read.gap(1) is Gap.COMMA


@pytest.mark.parametrize(
    ("text", "blind"),
    [("maria left", True), ("MARIA LEFT", True), ("my IEP", True), ("Maria left", False)],
)
def test_a_text_without_capitalised_words_is_blind(text: str, blind: bool) -> None:
    assert reading(text).blind is blind


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Hope", True),
        ("“Hope", True),
        ("Good. Hope", True),
        ("- Hope", True),
        ("Why? Hope", True),
        ("I saw Hope", False),
        ("so, Hope", False),
    ],
)
def test_a_sentence_begins_behind_its_opening_signs(text: str, begins: bool) -> None:
    read = reading(text)
    assert read.begins_sentence(read.spans[-1][0]) is begins
