"""Against figures worked out by hand."""

import pytest

from gateway.evaluation.rows import Gold, Row, Turn
from gateway.evaluation.scores import Found, Scores, Tokens, by_category, score, total
from gateway.terms.text import Label

TEXT = "Maya Okafor-Brell, id 204518, met Tom in Ohio."
#       0    5      12      22      34  38  41


def row(*spans: Gold, text: str = TEXT, category: str = "x", name: str = "r") -> Row:
    turns = (Turn(role="user", start=0, end=len(text)),)
    return Row(id=name, category=category, text=text, spans=spans, turns=turns)


def gold(words: str, label: Label | None = Label.PERSON, subject: str = "") -> Gold:
    start = TEXT.index(words)
    return Gold(start=start, end=start + len(words), label=label, subject=subject)


def found(words: str, label: Label = Label.PERSON, *subjects: str) -> Found:
    start = TEXT.index(words)
    return Found(start, start + len(words), label, subjects)


MAYA = gold("Maya Okafor-Brell", subject="s1")
TOM = gold("Tom")
ID = gold("204518", Label.STUDENT_ID, "s1")
P, S = Label.PERSON, Label.STUDENT_ID


def counts(scores: Scores, label: Label = P) -> tuple[int, int, int, int]:
    one = scores.labels.get(label, Tokens())
    return one.marked, one.hit, one.covered, one.found


TABLE = {
    "all": ([MAYA, TOM], [found("Maya Okafor-Brell"), found("Tom")], (4, 4, 4, 4)),
    "none": ([MAYA, TOM], [], (4, 0, 0, 0)),
    "one of a hyphened name": ([MAYA], [found("Maya Okafor")], (3, 2, 2, 2)),
    "half a token is found": ([TOM], [found("To")], (1, 1, 1, 1)),
    "less than half is not": ([MAYA], [found("Ma"), found("Br")], (3, 1, 1, 1)),
    "halves of two findings add up": ([MAYA], [found("Br"), found("el")], (3, 1, 1, 1)),
    "false": ([TOM], [found("Ohio"), found("Tom")], (1, 1, 1, 2)),
    "under another label": ([TOM], [found("Tom", S)], (1, 0, 1, 0)),
    "twice the same": ([TOM], [found("Tom"), found("Tom")], (1, 1, 1, 1)),
    "found where another set says place": (
        [TOM, gold("Ohio", None)],
        [found("Tom"), found("Ohio")],
        (1, 1, 1, 1),
    ),
    "marked by both": ([TOM, gold("Tom in Ohio", None)], [found("Tom")], (1, 1, 1, 1)),
}


@pytest.mark.parametrize(("marked", "seen", "expected"), TABLE.values(), ids=TABLE.keys())
def test_tokens_of_names(
    marked: list[Gold], seen: list[Found], expected: tuple[int, int, int, int]
) -> None:
    assert counts(score(row(*marked), seen)) == expected


def test_recall_and_precision_are_shares_of_tokens() -> None:
    scores = score(row(MAYA, TOM), [found("Maya"), found("Ohio"), found("met Tom")])
    names = scores.labels[P]

    # marked: Maya Okafor Brell Tom; found: Maya Ohio met Tom
    assert (names.recall, names.precision) == (2 / 4, 2 / 4)


def test_nothing_marked_has_no_recall_and_nothing_found_no_precision() -> None:
    assert Tokens(found=3).recall is None
    assert Tokens(marked=3).precision is None


def test_each_label_counts_for_itself() -> None:
    scores = score(row(MAYA, ID), [found("204518", S), found("Maya")])

    assert counts(scores) == (3, 1, 1, 1)
    assert counts(scores, S) == (1, 1, 1, 1)


FULLY = {
    "all": ([found("Maya Okafor-Brell"), found("204518", S)], 1, 1),
    "under a wrong label": ([found("Maya Okafor-Brell, id 204518", S)], 1, 1),
    "the name alone": ([found("Maya Okafor-Brell")], 0, 1),
    "the id alone": ([found("204518", S)], 0, 0),
}


@pytest.mark.parametrize(("seen", "fully", "names"), FULLY.values(), ids=FULLY.keys())
def test_a_prompt_is_covered_or_not(seen: list[Found], fully: int, names: int) -> None:
    scores = score(row(MAYA, ID), seen)

    assert (scores.marked_rows, scores.named_rows) == (1, 1)
    assert (scores.fully, scores.names_fully) == (fully, names)


def test_a_clean_prompt_counts_what_touched_it() -> None:
    scores = score(row(), [found("Maya"), found("Tom"), found("204518", S)])

    assert (scores.clean_rows, scores.touched, scores.touched_by_name) == (1, 1, 1)
    assert (scores.marked_rows, scores.clean_words, scores.false_names) == (0, 8, 2)
    assert scores.false_names_per_1000_words == 250.0


def test_an_id_touches_a_clean_prompt_without_a_name() -> None:
    scores = score(row(), [found("204518", S)])

    assert (scores.touched, scores.touched_by_name) == (1, 0)
    assert (score(row(), []).touched, score(row(), []).false_names_per_1000_words) == (0, 0.0)


LINKS = {
    "right": ([found("Maya Okafor-Brell", P, "s1")], (1, 1, 1)),
    "in two pieces": ([found("Maya", P, "s1"), found("Okafor-Brell", P, "s1")], (1, 1, 1)),
    "one piece is nobody's": ([found("Maya", P, "s1"), found("Okafor-Brell")], (1, 0, 1)),
    "one of two": ([found("Maya", P, "s1", "s2")], (1, 0, 1)),
    "wrong": ([found("Maya", P, "s2")], (1, 0, 0)),
    "nobody": ([found("Maya")], (1, 0, 0)),
    "not found": ([], (0, 0, 0)),
}


@pytest.mark.parametrize(("seen", "expected"), LINKS.values(), ids=LINKS.keys())
def test_names_of_the_roster_are_linked(seen: list[Found], expected: tuple[int, int, int]) -> None:
    scores = score(row(MAYA, TOM), seen)

    assert scores.listed == 1
    assert (scores.seen, scores.linked, scores.among) == expected


def test_categories_and_the_whole_add_up() -> None:
    rows = [
        row(MAYA, category="essays", name="a"),
        row(TOM, category="tables", name="b"),
        row(TOM, category="essays", name="c"),
        row(category="clean", name="d"),
    ]
    scores = [score(one, [found("Tom")]) for one in rows]
    kinds = by_category(rows, scores)

    assert list(kinds) == ["essays", "tables", "clean"]
    assert counts(kinds["essays"]) == (4, 1, 1, 2)
    assert counts(total(scores)) == (5, 2, 2, 4)
    assert total(scores).rows == 4
    assert total(scores).touched == kinds["clean"].touched == 1
