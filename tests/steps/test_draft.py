"""What the record of one exchange says, of whom, and what is left of it when nothing leaves."""

from dataclasses import replace
from random import Random
from typing import Any

import orjson
import pytest

from gateway.audit.canonical import encode
from gateway.audit.schema import check
from gateway.decision.engine import Engine
from gateway.decision.packs import load_rule_set
from gateway.errors import Refused
from gateway.steps.draft import Draft
from gateway.terms.decision import Decision, Facts, Outcome, SubjectDecision, SubjectFacts
from gateway.terms.disclosure import Basis, Category
from gateway.terms.people import Kind
from gateway.terms.text import Finding, Label, Leaf, Span
from tests.decision.examples import random_facts

ID = "01HF7YAT00" + "0" * 16
NAMED = SubjectFacts(id="p1", kind=Kind.STUDENT, categories=frozenset({Category.STUDENT_NAME}))
SUBJECTS = (
    NAMED,
    replace(NAMED, id="p2", own=True),
    replace(NAMED, id="p3", ambiguous=True, mentions=2),
    replace(NAMED, id="unresolved", kind=Kind.UNRESOLVED),
    replace(NAMED, id="p4", kind=Kind.STAFF, categories=frozenset()),
)


def draft() -> Draft:
    return Draft(ID, now=iter(range(1000, 2000)).__next__, hash_key=b"k" * 32)


def facts() -> Facts:
    return replace(random_facts(Random(1)), subjects=SUBJECTS)


def decision(outcome: Outcome, *, subject: Outcome, basis: Basis) -> Decision:
    return Decision(
        outcome=outcome,
        subjects=tuple(
            SubjectDecision(id=one.id, outcome=subject, basis=basis) for one in SUBJECTS
        ),
        reasons=(),
    )


def said(drafted: Draft) -> dict[str, Any]:
    record = drafted.intent()
    check(record)
    return dict(orjson.loads(encode(record)))


def test_a_record_says_how_the_text_speaks_of_each_subject() -> None:
    drafted = draft()
    drafted.decided(
        facts(), decision(Outcome.FORWARD, subject=Outcome.FORWARD, basis=Basis.CONSENT)
    )
    subjects = {one["id"]: one for one in said(drafted)["subjects"]}
    assert {one: row["role"] for one, row in subjects.items()} == {
        "p1": "named",
        "p2": "self",
        "p3": "possible",
        "unresolved": "unknown",
        "p4": "named",
    }
    assert subjects["p3"]["mentions"] == 2
    assert subjects["p1"]["categories"] == ["Student Name"]
    assert subjects["p4"]["kind"] == "staff"
    assert said(drafted)["categories"] == ["Student Name"]
    assert all(row["disclosed"] for row in subjects.values())


@pytest.mark.parametrize(
    ("outcome", "subject", "basis", "disclosed", "mandatory"),
    [
        pytest.param(
            Outcome.FORWARD, Outcome.FORWARD, Basis.CONSENT, True, False, id="with consent"
        ),
        pytest.param(
            Outcome.FORWARD, Outcome.FORWARD, Basis.EMERGENCY, True, True, id="an emergency"
        ),
        pytest.param(
            Outcome.PSEUDONYMISE,
            Outcome.PSEUDONYMISE,
            Basis.PSEUDONYMISED,
            False,
            False,
            id="stand-ins",
        ),
        pytest.param(
            Outcome.REFUSE, Outcome.FORWARD, Basis.EMERGENCY, False, False, id="refused for another"
        ),
    ],
)
def test_a_subject_is_disclosed_only_where_its_data_leaves_as_typed(
    outcome: Outcome, subject: Outcome, basis: Basis, disclosed: bool, mandatory: bool
) -> None:
    drafted = draft()
    drafted.decided(facts(), decision(outcome, subject=subject, basis=basis))
    told = said(drafted)
    assert {one["disclosed"] for one in told["subjects"]} == {disclosed}
    assert told["ferpa_99_32_mandatory"] is mandatory


def test_a_refusal_after_the_decision_discloses_nothing() -> None:
    drafted = draft()
    drafted.decided(
        facts(), decision(Outcome.FORWARD, subject=Outcome.FORWARD, basis=Basis.EMERGENCY)
    )
    record = drafted.refusal(Refused("a name was left", code="leak"))
    check(record)
    told: dict[str, Any] = dict(record.fields)
    assert {one["disclosed"] for one in told["subjects"]} == {False}
    assert told["ferpa_99_32_mandatory"] is told["released_pseudonymised"] is False
    assert told["code"] == "leak"


def test_what_was_found_is_counted_by_label_and_by_recogniser() -> None:
    drafted = draft()
    span = Span(start=0, end=3, label=Label.PERSON, score=1.0, recogniser="roster", why="x")
    other = replace(span, start=4, end=9, recogniser="ner")
    leaf = Leaf(path=("messages",), text="Ana Lopez")
    drafted.scanned([Finding(leaf=leaf, spans=(span, other))], roster="7", detector="d")
    told = said(drafted)
    assert told["labels"] == {"PERSON": 2}
    assert told["recognisers"] == {"roster": 1, "ner": 1}
    assert told["scan_ms"] > 0


def test_a_decision_of_the_engine_fits_the_record() -> None:
    engine = Engine(load_rule_set())
    for seed in range(20):
        drawn = random_facts(Random(seed))
        drafted = draft()
        drafted.decided(drawn, engine.decide(drawn))
        assert said(drafted)["content"] in {"none", "stand_ins", "identifiable", "sensitive"}
