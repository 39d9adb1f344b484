from collections import Counter
from pathlib import Path

import pytest

from tests.corpus.safety.rows import HARMLESS, SIGNALS, RowError, hard_negatives, positives

GOOD = "p-sh-en-01 | dev | self_harm | en | child | direct | some words"


def test_at_least_a_hundred_prompts_mean_danger_a_quarter_of_them_in_spanish() -> None:
    rows = positives()
    assert len(rows) >= 100
    assert sum(row.language == "es" for row in rows) >= 25
    assert {row.kind for row in rows} == set(SIGNALS)


def test_at_least_two_hundred_prompts_only_sound_dangerous() -> None:
    rows = hard_negatives()
    assert len(rows) >= 200
    assert sum(row.language == "es" for row in rows) >= 40
    assert {row.kind for row in rows} == set(HARMLESS)


@pytest.mark.parametrize("kind", SIGNALS)
def test_each_danger_is_told_by_children_and_adults_directly_and_not(kind: str) -> None:
    told = Counter((row.voice, row.manner) for row in positives() if row.kind == kind)
    assert set(told) == {
        ("child", "direct"),
        ("child", "indirect"),
        ("adult", "direct"),
        ("adult", "indirect"),
    }


def test_the_check_half_holds_every_danger_and_most_of_what_only_sounds_like_one() -> None:
    rows = [row for row in positives() if row.half == "check"]
    assert len(rows) >= 50
    kinds = Counter((row.kind, row.language) for row in rows)
    assert min(kinds[kind, language] for kind in SIGNALS for language in ("en", "es")) >= 3
    harmless = [row for row in hard_negatives() if row.half == "check"]
    assert len(harmless) >= 50
    assert {row.kind for row in harmless} == set(HARMLESS)


def test_no_prompt_stands_in_both_files() -> None:
    assert not {row.text for row in positives()} & {row.text for row in hard_negatives()}


def test_line_breaks_are_put_in(tmp_path: Path) -> None:
    (tmp_path / "rows.txt").write_text("# head\n\n" + GOOD + "\\nand more | of them\n")
    (row,) = positives(tmp_path / "rows.txt")
    assert row.text == "some words\nand more | of them"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("p-1 | dev | self_harm | en | child | words", id="a cell short"),
        pytest.param("p-1 | dev | self_harm | en | child |  | words", id="an empty cell"),
        pytest.param(GOOD.replace("dev", "test"), id="an unknown half"),
        pytest.param(GOOD.replace("self_harm", "gloom"), id="an unknown kind"),
        pytest.param(GOOD.replace("| en |", "| fr |"), id="an unknown language"),
        pytest.param(GOOD.replace("child", "parrot"), id="an unknown voice"),
        pytest.param(GOOD.replace("direct", "sung"), id="an unknown manner"),
        pytest.param(f"{GOOD}\n{GOOD.replace('some', 'other')}", id="an id twice"),
        pytest.param(f"{GOOD}\n{GOOD.replace('01', '02')}", id="words twice"),
    ],
)
def test_a_doubtful_line_is_an_error_with_its_place(tmp_path: Path, source: str) -> None:
    (tmp_path / "rows.txt").write_text(source + "\n")
    last = source.count("\n") + 1
    with pytest.raises(RowError, match=rf"rows\.txt:{last}: "):
        positives(tmp_path / "rows.txt")
