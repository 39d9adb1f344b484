from pathlib import Path
from typing import Any

from gateway.audit.schema import DECISION, ENVELOPE, FIELDS, SUBJECT, Shape
from gateway.audit.search.fields import (
    NOT_SEARCHED,
    NUMBERS,
    OUTCOME,
    RECORD,
    VALUES,
    subjects_of,
)
from gateway.terms.record import RecordKind
from tests.audit.search.conftest import told, year

CALLED = {"schools": "school", "classes": "class", "labels": "label", "recognisers": "recogniser"}
CALLED |= {"reasons": "rule", "obligations": "obligation", "categories": "category"}
OF_SUBJECTS = {"id": "subject", "outcome": "subject_outcome", "kind": "subject_kind"}
OF_SUBJECTS |= {"role": "subject_role", "categories": "category"}
NOT_OF_SUBJECTS = {"mentions"}


def test_every_field_of_a_record_is_searched_or_says_why_not() -> None:
    fields = {*ENVELOPE, *DECISION, *FIELDS[RecordKind.OUTCOME], *FIELDS[RecordKind.EVENT]}
    searched = {*VALUES, *NUMBERS, *NOT_SEARCHED}
    assert {CALLED.get(name, name) for name in fields} <= searched
    subject = {OF_SUBJECTS.get(name, name) for name in SUBJECT} - NOT_OF_SUBJECTS
    assert subject <= searched


def test_no_field_has_two_meanings() -> None:
    assert VALUES.keys().isdisjoint(NUMBERS)
    assert NOT_SEARCHED.keys().isdisjoint({*VALUES, *NUMBERS})


def test_a_field_reads_the_member_it_names() -> None:
    subject = dict.fromkeys(SUBJECT, "x") | {"disclosed": True, "categories": ["x"]}
    subject["outcome"] = "pseudonymise"
    values: dict[Shape, Any] = {
        Shape.TEXT: "x",
        Shape.COUNT: 1,
        Shape.FLAG: True,
        Shape.TEXTS: ["x"],
        Shape.COUNTS: {"x": 1},
        Shape.OBJECT: {"x": 1},
        Shape.OBJECTS: [subject],
    }
    known = {**ENVELOPE, **DECISION, **FIELDS[RecordKind.OUTCOME], **FIELDS[RecordKind.EVENT]}
    whole = {name: values[field.shape] for name, field in known.items()} | {"v": 2, "purged": "x"}
    for fields in (VALUES, NUMBERS):
        for name, field in fields.items():
            without = {key: value for key, value in whole.items() if key != field.reads}
            assert field.of(whole) or field.after(whole), name
            if "v" in without:
                assert not field.of(without), name
                assert not field.after(without), name


def test_a_record_is_looked_through_as_each_field_would() -> None:
    for record, outcome in told(year(300)):
        for part, said, called in ((RECORD, record, "of"), (OUTCOME, outcome or {}, "after")):
            values = {
                (name, one)
                for name, field in VALUES.items()
                for one in getattr(field, called)(said)
            }
            assert {*part.values(said)} == values
            numbers = {name: getattr(field, called)(said) for name, field in NUMBERS.items()}
            known = {name: one for name, one in numbers.items() if one is not None}
            assert dict(part.numbers(said)) == known


def test_a_record_of_the_first_version_says_as_much_as_it_knew() -> None:
    facts = [
        {"id": "a", "kind": "student", "own": True, "categories": ["Conduct"]},
        {"id": "unresolved", "kind": "unresolved"},
    ]
    record = {
        "v": 1,
        "kind": "intent",
        "facts": {"subjects": facts},
        "subjects": [
            {"id": "a", "outcome": "forward", "basis": "consent"},
            {"id": "unresolved", "outcome": "pseudonymise", "basis": "pseudonymised"},
        ],
    }
    first, second = subjects_of(record)
    assert (first["kind"], first["role"], first["disclosed"]) == ("student", "self", True)
    assert (second["role"], second["disclosed"]) == ("unknown", False)
    assert list(VALUES["disclosed"].of(record)) == ["a"]
    assert list(VALUES["replaced"].of(record)) == ["unresolved"]
    assert set(VALUES["category"].of(record)) == {"Conduct"}
    refused = {**record, "kind": "refusal"}
    assert list(VALUES["disclosed"].of(refused)) == []


def test_the_document_holds_every_field_that_is_searched() -> None:
    document = (Path(__file__).resolve().parents[3] / "docs" / "audit.md").read_text()
    for name, words in {
        **{name: field.words for name, field in VALUES.items()},
        **{name: number.words for name, number in NUMBERS.items()},
    }.items():
        assert f"| `{name}` | {words} |" in document
