"""Record fields: every one documented, nothing undocumented written."""

import re
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from gateway.audit.findings import Trouble
from gateway.audit.schema import (
    ENVELOPE,
    FIELDS,
    LONGEST_TEXT,
    SUBJECT,
    Field,
    Shape,
    check,
    settled,
    table,
)
from gateway.errors import OurFault
from gateway.terms.record import Ended, Fields, Record, RecordKind

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "record.md"
ID = "01HF7YAT00" + "0" * 16

GOOD: dict[Shape, object] = {
    Shape.TEXT: "x",
    Shape.COUNT: 0,
    Shape.FLAG: False,
    Shape.TEXTS: ["x"],
    Shape.COUNTS: {"x": 1},
    Shape.OBJECT: {"x": {"y": None}},
    Shape.OBJECTS: [{"id": "x", "outcome": "forward", "basis": "consent", "consent": ""}],
}
BAD: dict[Shape, list[object]] = {
    Shape.TEXT: [None, 1, "x" * (LONGEST_TEXT + 1), ["x"]],
    Shape.COUNT: [-1, True, "1", 1.0, None],
    Shape.FLAG: [0, "true", None],
    Shape.TEXTS: ["x", [1], ["x" * (LONGEST_TEXT + 1)], None],
    Shape.COUNTS: [{"x": -1}, {"x": "y"}, [], {"x": True}],
    Shape.OBJECT: [[], "x", None],
    Shape.OBJECTS: [{}, ["x"], "x", [{"id": "x"}], [{**SUBJECT}], [{"name": "x"}]],
}
EVERY = [(kind, name) for kind, fields in FIELDS.items() for name in fields]


def record(kind: RecordKind, **fields: object) -> Record:
    needed = {name: GOOD[known.shape] for name, known in FIELDS[kind].items() if known.required}
    about = ID if kind is RecordKind.OUTCOME else ""
    given = cast(Fields, {**needed, **fields})
    return Record(id=ID, kind=kind, time=1, about=about, fields=given)


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_each_field_takes_its_shape_and_no_other(kind: RecordKind, name: str) -> None:
    shape = FIELDS[kind][name].shape
    check(record(kind, **{name: GOOD[shape]}))
    for value in BAD[shape]:
        with pytest.raises(OurFault) as caught:
            check(record(kind, **{name: value}))
        assert caught.value.code == "record_invalid"


@pytest.mark.parametrize("kind", RecordKind)
def test_an_unknown_field_is_refused_by_name_and_not_by_value(kind: RecordKind) -> None:
    with pytest.raises(OurFault) as caught:
        check(record(kind, prompt="words of a prompt"))
    assert "`prompt`" in caught.value.message
    assert "words" not in caught.value.message


@pytest.mark.parametrize(
    ("kind", "name"), [(RecordKind.OUTCOME, "ended"), (RecordKind.EVENT, "event")]
)
def test_a_field_that_is_always_there_is_missed(kind: RecordKind, name: str) -> None:
    whole = record(kind)
    fields = {key: value for key, value in whole.fields.items() if key != name}
    with pytest.raises(OurFault):
        check(replace(whole, fields=fields))


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(replace(record(RecordKind.INTENT), id="x"), id="id"),
        pytest.param(replace(record(RecordKind.INTENT), about=ID), id="intent about something"),
        pytest.param(replace(record(RecordKind.OUTCOME), about=""), id="outcome about nothing"),
        pytest.param(replace(record(RecordKind.OUTCOME), about="x"), id="outcome about no id"),
        pytest.param(replace(record(RecordKind.EVENT), time=-1), id="time before 1970"),
    ],
)
def test_a_record_without_a_sound_envelope_is_refused(spoilt: Record) -> None:
    with pytest.raises(OurFault):
        check(spoilt)


def test_every_way_an_exchange_ends_fits() -> None:
    for ended in Ended:
        check(record(RecordKind.OUTCOME, ended=ended))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(ENVELOPE, id="envelope"),
        pytest.param(FIELDS[RecordKind.INTENT], id="intent"),
        pytest.param(SUBJECT, id="subject"),
        pytest.param(FIELDS[RecordKind.OUTCOME], id="outcome"),
        pytest.param(FIELDS[RecordKind.EVENT], id="event"),
    ],
)
def test_the_document_holds_the_table_of_each_kind(fields: dict[str, Field]) -> None:
    document = re.sub(r"\r\n", "\n", DOCUMENT.read_text())
    assert table(fields) in document, "copy the output of `gateway.audit.schema.table` there"


def test_refusals_have_the_fields_of_intents() -> None:
    assert FIELDS[RecordKind.REFUSAL] is FIELDS[RecordKind.INTENT]


def test_the_document_explains_every_ending_and_every_finding() -> None:
    document = DOCUMENT.read_text()
    for code in (*Ended, *Trouble):
        assert f"| `{code}` |" in document


@pytest.mark.parametrize("name", ["subjects", "facts", "labels", "reasons", "chars"])
def test_a_value_is_settled_only_in_its_own_shape(name: str) -> None:
    shape = FIELDS[RecordKind.INTENT][name].shape
    check(record(RecordKind.INTENT, **{name: settled(name, GOOD[shape])}))
    for value in BAD[shape]:
        with pytest.raises(OurFault):
            settled(name, value)


def test_what_is_settled_for_one_field_fits_no_other() -> None:
    facts = settled("facts", {"age": 1})
    for kind, name in ((RecordKind.INTENT, "labels"), (RecordKind.EVENT, "counts")):
        with pytest.raises(OurFault):
            check(record(kind, **{name: facts}))
