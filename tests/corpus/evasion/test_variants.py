from collections import Counter
from pathlib import Path

import pytest

from tests.corpus.evasion.disguises import DISGUISES, Disguise
from tests.corpus.evasion.variants import (
    HARMLESS,
    KINDS,
    NAMED,
    NAMES,
    NUMBERS,
    ROSTER,
    by_hand,
    variants,
)

GOOD = "zw-01 | zero_width | s1 | Maya | ask ⟦M\\u200baya⟧ twice"


def test_there_are_two_hundred_and_twenty_sixty_of_them_by_hand() -> None:
    hiding = [row for row in variants() if row.kind != HARMLESS]
    assert len(hiding) >= 220
    assert sum(row.by_hand for row in hiding) >= 60
    assert sum(row.kind == HARMLESS for row in variants()) >= 20


def test_every_kind_has_rows_of_both_makes() -> None:
    counts = Counter((row.kind, row.by_hand) for row in variants())
    assert {kind for kind, _ in counts} == set(KINDS)
    for kind in NAMED:
        assert counts[kind, True] >= 4
        assert counts[kind, False] >= 5


def test_ids_and_words_stand_once() -> None:
    rows = variants()
    assert len({row.id for row in rows}) == len({row.parts for row in rows}) == len(rows)


def test_what_is_hidden_is_on_the_roster() -> None:
    known = {*NAMES, *NUMBERS}
    for row in variants():
        if row.kind != HARMLESS:
            assert (row.who, row.original) in known, row.id


def test_every_person_is_hidden_by_hand_and_by_a_disguise() -> None:
    people = {person.id for person in ROSTER}
    for made_by_hand in (True, False):
        assert {row.who for row in variants() if row.by_hand == made_by_hand} - {""} == people


def test_a_plain_search_finds_no_disguise_but_those_that_only_turn_direction() -> None:
    for row in variants():
        if row.kind not in (HARMLESS, "bidi"):
            assert not any(row.original in part for part in row.parts), row.id


def test_marks_begin_and_end_with_what_they_hide() -> None:
    for row in variants():
        assert all(words and words == words.strip() for words in row.hidden()), row.id


@pytest.mark.parametrize(
    "disguise", DISGUISES, ids=[disguise.hide.__name__ for disguise in DISGUISES]
)
def test_a_disguise_changes_every_word_it_is_used_on(disguise: Disguise) -> None:
    rows = [row for row in variants() if not row.by_hand and row.kind == disguise.kind]
    hidden = [row for row in rows if row.hidden() == (disguise.hide(row.original),)]
    assert len(hidden) >= 5
    assert all(row.original not in row.hidden() for row in hidden)


def test_characters_are_put_in_and_marks_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    path.write_text("# head\n\nx-1 | parts | s1 | Maya | ask ⟦M\\u200ba⟧ ¶ ⟦ya⟧ \\\\u0041 | now\n")
    (row,) = by_hand(path)
    assert row.parts == ("ask M\u200ba", "ya \\u0041 | now")
    assert row.hidden() == ("M\u200ba", "ya")


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("zw-01 | zero_width | s1 | ask ⟦M⟧", id="a cell short"),
        pytest.param(GOOD.replace("zero_width", "magic"), id="an unknown kind"),
        pytest.param(GOOD.replace("⟦", "").replace("⟧", ""), id="hidden and not marked"),
        pytest.param(GOOD.replace("zero_width", HARMLESS), id="harmless and marked"),
        pytest.param(GOOD.replace("s1", "-").replace("| Maya", "| -"), id="marked and nobody"),
    ],
)
def test_a_doubtful_row_is_an_error_with_its_place(tmp_path: Path, source: str) -> None:
    path = tmp_path / "rows.txt"
    path.write_text(f"\n{source}\n")
    with pytest.raises(ValueError, match=r"rows\.txt:2: "):
        by_hand(path)
