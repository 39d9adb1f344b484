import json
import re
from pathlib import Path
from typing import Any

import pytest

from gateway.errors import BadRequest
from gateway.evaluation.rows import Gold, Turn, read_rows
from gateway.terms.people import Kind, Role
from gateway.terms.text import Label

ROW: dict[str, Any] = {
    "id": "t1",
    "category": "essays",
    "text": "Maya met Rosa.",
    "roster": [
        {"id": "s1", "given": "Maya", "family": "Okafor", "nickname": "May", "role": "student"},
        {"id": "g1", "given": "Ada", "family": "Okafor", "role": "parent", "of": ["s1"]},
    ],
    "spans": [
        {"start": 9, "end": 13, "label": "PERSON"},
        {"start": 0, "end": 4, "label": "PERSON", "subject_id": "s1"},
    ],
}


def line(**changes: Any) -> str:
    """Return the row with some fields changed; None leaves one out."""
    row = {name: value for name, value in (ROW | changes).items() if value is not None}
    return json.dumps(row)


def test_a_row_is_read_with_its_people_and_spans_in_order() -> None:
    (row,) = read_rows([line()])
    pupil, parent = row.roster

    assert (row.id, row.category, row.is_clean) == ("t1", "essays", False)
    assert (pupil.given, pupil.preferred_given, pupil.guardians) == ("Maya", "May", ("g1",))
    assert (parent.kind, parent.role) == (Kind.GUARDIAN, Role.GUARDIAN)
    assert row.spans == (
        Gold(start=0, end=4, label=Label.PERSON, subject="s1"),
        Gold(start=9, end=13, label=Label.PERSON),
    )
    assert row.turns == (Turn(role="user", start=0, end=14),)


@pytest.mark.parametrize(
    ("by", "kind"),
    [
        ("student", Kind.STUDENT),
        ("Counselor", Kind.STAFF),
        ("parent", Kind.GUARDIAN),
        ("a machine", Kind.UNRESOLVED),
        (7, Kind.UNRESOLVED),
        (None, Kind.UNRESOLVED),
    ],
)
def test_whoever_writes_is_known_by_a_role(by: object, kind: Kind) -> None:
    (row,) = read_rows([line(by=by)])

    assert row.by is kind


def test_nickname_and_preferred_name_both_are_what_somebody_is_called() -> None:
    roster = [ROW["roster"][0] | {"preferred": "Mae"}]
    (row,) = read_rows([line(roster=roster)])

    assert row.roster[0].preferred_given == "Mae May"


def test_labels_of_other_sets_are_translated_or_kept_apart() -> None:
    spans = [
        {"start": 0, "end": 4, "label": "EMAIL_ADDRESS"},
        {"start": 5, "end": 8, "label": "LOCATION"},
    ]
    (row,) = read_rows([line(spans=spans)])

    assert [one.label for one in row.spans] == [Label.EMAIL, None]


def test_a_row_with_labels_of_other_sets_alone_is_clean() -> None:
    (row,) = read_rows([line(spans=[{"start": 0, "end": 4, "label": "LOCATION"}])])

    assert row.is_clean


def test_turns_are_read_in_order() -> None:
    turns = [{"role": "user", "start": 0, "end": 4}, {"role": "assistant", "start": 5, "end": 14}]
    (row,) = read_rows([line(turns=turns)])

    assert [(one.role, one.start, one.end) for one in row.turns] == [
        ("user", 0, 4),
        ("assistant", 5, 14),
    ]


def test_blank_lines_are_skipped_and_a_roster_may_be_missing() -> None:
    rows = read_rows(["\n", line(roster=None, spans=[]), "  \n"])

    assert [(row.id, row.roster) for row in rows] == [("t1", ())]


BAD = {
    "no JSON": "{",
    "no object": "[1]",
    "no id": line(id=None),
    "id is a number": line(id=7),
    "no category": line(category=""),
    "no text": line(text=None),
    "no spans": line(spans=None),
    "spans are no list": line(spans={}),
    "a span is no object": line(spans=[3]),
    "span beyond the text": line(spans=[{"start": 0, "end": 15, "label": "PERSON"}]),
    "empty span": line(spans=[{"start": 3, "end": 3, "label": "PERSON"}]),
    "offset is a truth": line(spans=[{"start": False, "end": 3, "label": "PERSON"}]),
    "label in small letters": line(spans=[{"start": 0, "end": 4, "label": "person"}]),
    "subject of no roster": line(
        spans=[{"start": 0, "end": 4, "label": "PERSON", "subject_id": "s9"}]
    ),
    "unknown role": line(roster=[ROW["roster"][0] | {"role": "wizard"}], spans=[]),
    "two of one id": line(roster=[ROW["roster"][0], ROW["roster"][0]]),
    "person without a name": line(roster=[{"id": "s1", "role": "student"}], spans=[]),
    "guardian of nobody": line(roster=[ROW["roster"][1]], spans=[]),
    "turns overlap": line(
        turns=[{"role": "user", "start": 0, "end": 4}, {"role": "user", "start": 3, "end": 6}]
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_row_is_named_by_its_line_and_not_quoted(bad: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read_rows([line(id="first"), "", bad], "marked.jsonl")

    assert refused.value.message.startswith("marked.jsonl, line 3: ")
    assert "Maya" not in refused.value.message


def test_an_id_stands_once() -> None:
    with pytest.raises(BadRequest, match="line 2: its `id`"):
        read_rows([line(), line()])


def test_an_empty_file_is_an_error() -> None:
    with pytest.raises(BadRequest, match="no rows"):
        read_rows([], "marked.jsonl")


def test_the_row_that_the_document_shows_is_one() -> None:
    document = (Path(__file__).resolve().parents[2] / "docs" / "detection.md").read_text()
    shown = re.search(r"^```json\n(.*?)^```", document, re.DOTALL | re.MULTILINE)
    assert shown is not None
    [row] = read_rows([json.dumps(json.loads(shown[1]))])
    assert [row.text[one.start : one.end] for one in row.spans] == ["Maya Ortiz", "Noor"]
