"""Which records a lifetime reaches, and what a hold keeps."""

from datetime import date
from typing import Any

import pytest

from gateway.audit.due import KEPT, Rules, holds, lifetime_of
from gateway.audit.purged import CERTIFICATE
from gateway.terms.retention import LegalHold, Lifetimes
from gateway.terms.times import DAY_MS

NOW = 1_800_000_000_000
PUPIL = {"id": "p", "outcome": "pseudonymise", "basis": "pseudonymised", "disclosed": False}


def intent(**more: Any) -> dict[str, Any]:
    return {
        "v": 2,
        "id": "r",
        "kind": "intent",
        "time": 0,
        "principal": "t",
        "tool": "chat",
        **more,
    }


def event(name: str, **more: Any) -> dict[str, Any]:
    return {"v": 2, "id": "r", "kind": "event", "time": 0, "event": name, **more}


@pytest.mark.parametrize(
    ("record", "lifetime"),
    [
        pytest.param(intent(), "unnamed", id="describes nobody"),
        pytest.param(intent(subjects=[PUPIL]), "pseudonymised", id="stand-ins"),
        pytest.param(
            intent(subjects=[PUPIL, {**PUPIL, "disclosed": True}]), "disclosures", id="identifiable"
        ),
        pytest.param(
            intent(subjects=[{**PUPIL, "disclosed": True}], ferpa_99_32_mandatory=True),
            "",
            id="required by 34 CFR 99.32",
        ),
        pytest.param({**intent(), "kind": "refusal"}, "refusals", id="refusal"),
        pytest.param({**intent(outcome="safety"), "kind": "refusal"}, "safety", id="safety signal"),
        pytest.param(event("safety_alert"), "safety", id="safety alert"),
        pytest.param(event("log_query"), "readings", id="reading"),
        pytest.param(event("roster_import"), "events", id="another event"),
        pytest.param(event("something of a later version"), "events", id="unknown event"),
        *(pytest.param(event(name), "", id=name) for name in KEPT),
        pytest.param(event("emergency_created"), "", id="an emergency (34 CFR 99.32(a)(5))"),
    ],
)
def test_each_record_has_one_lifetime_or_none(record: dict[str, Any], lifetime: str) -> None:
    assert lifetime_of(record) == lifetime


def test_certificates_are_never_purged() -> None:
    assert CERTIFICATE in KEPT


@pytest.mark.parametrize(
    ("days", "age", "due"),
    [(0, 100_000, ""), (30, 30, ""), (30, 31, "refusals"), (1, 2, "refusals")],
)
def test_a_record_is_due_once_its_days_are_over(days: int, age: int, due: str) -> None:
    record = {**intent(time=NOW - age * DAY_MS), "kind": "refusal"}
    rules = Rules(lifetimes=Lifetimes(refusals=days), holds=(), now=NOW)
    assert rules.due(record) == due
    assert (rules.before is None) is (days == 0)


def hold(**said: Any) -> LegalHold:
    return LegalHold(id="h", matter="case", **said)


SEPTEMBER = 1_788_300_000_000  # 2026-09-01T20:40Z


@pytest.mark.parametrize(
    ("placed", "record", "kept"),
    [
        pytest.param(hold(everything=True), event("x"), True, id="everything"),
        pytest.param(
            hold(subjects=frozenset({"p"})), intent(subjects=[PUPIL]), True, id="a subject"
        ),
        pytest.param(hold(subjects=frozenset({"p"})), intent(), False, id="not the subject"),
        pytest.param(
            hold(subjects=frozenset({"p"})), event("x", what="p"), True, id="an event about one"
        ),
        pytest.param(hold(principals=frozenset({"t"})), intent(), True, id="who asked"),
        pytest.param(
            hold(principals=frozenset({"t"})), event("x", who="t"), True, id="who caused an event"
        ),
        pytest.param(hold(tools=frozenset({"chat", "x"})), intent(), True, id="a tool"),
        pytest.param(
            hold(tools=frozenset({"chat"}), principals=frozenset({"u"})),
            intent(),
            False,
            id="all that is named must be so",
        ),
        pytest.param(
            hold(since=date(2026, 9, 2)), intent(time=SEPTEMBER), True, id="a day before, by zone"
        ),
        pytest.param(hold(since=date(2026, 9, 3)), intent(time=SEPTEMBER), False, id="earlier"),
        pytest.param(
            hold(until=date(2026, 8, 31)), intent(time=SEPTEMBER), True, id="a day after, by zone"
        ),
        pytest.param(hold(until=date(2026, 8, 30)), intent(time=SEPTEMBER), False, id="later"),
    ],
)
def test_a_hold_keeps_what_it_names(placed: LegalHold, record: dict[str, Any], kept: bool) -> None:
    assert holds(placed, record) is kept
    rules = Rules(lifetimes=Lifetimes(), holds=(hold(tools=frozenset({"no"})), placed), now=NOW)
    assert rules.held(record) == ("h" if kept else "")
