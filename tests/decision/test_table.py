"""The decision table of who types and what the prompt holds, every cell, all packs together."""

from dataclasses import replace

import pytest

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.terms.decision import Content, Facts

F, P, R = "forward", "pseudonymise", "refuse"

CONSENT = {"principal.consent": "good"}
COLLECT = {**CONSENT, "principal.consent.disclose_third_party": "unasked"}
EXPIRED = {**CONSENT, "principal.consent.state": "expired"}
REVOKED = {**CONSENT, "principal.consent.state": "revoked"}
REFUSED = {**CONSENT, "principal.refused": True}
SCHOOL = {"district.school_authorisation": True}
OPEN = {"district.under_13_without_personal_data": True}

# columns: C0, C1, own C2, others C2 without consent, others C2 with consent, own C3,
#          own C3 that cannot be removed, media
TABLE = {
    "child, none": ("child", {}, R, R, R, R, R, R, R, R),
    "child, none, district opens C0": ("child", OPEN, F, R, R, R, R, R, R, R),
    "child, expired": ("child", EXPIRED, R, R, R, R, R, R, R, R),
    "child, revoked": ("child", REVOKED, R, R, R, R, R, R, R, R),
    "child, revoked, school authorises": ("child", REVOKED | SCHOOL, R, R, R, R, R, R, R, R),
    "child, a parent refused": ("child", REFUSED | OPEN, R, R, R, R, R, R, R, R),
    "child, school authorises": ("child", SCHOOL, F, F, P, P, P, R, R, R),
    "child, collect and use": ("child", COLLECT, F, F, P, P, P, P, R, R),
    "child, full consent": ("child", CONSENT, F, F, F, P, F, F, F, R),
    "teen, none": ("teen", {}, F, F, P, P, F, P, R, R),
    "teen, a parent refused": ("teen", REFUSED, R, R, R, R, R, R, R, R),
    "teen, consent": ("teen", CONSENT, F, F, F, P, F, F, F, R),
    "adult student, none": ("adult_student", {}, F, F, P, P, F, P, R, R),
    "adult student, consent": ("adult_student", CONSENT, F, F, F, P, F, F, F, R),
    "adult student, refused": ("adult_student", REFUSED, R, R, R, R, R, R, R, R),
    "staff": ("teacher", {}, F, F, P, P, F, P, R, R),
    "unknown age, none": ("unknown_age", {}, R, R, R, R, R, R, R, R),
    "unknown age, consent": ("unknown_age", CONSENT, R, R, R, R, R, R, R, R),
    "unknown age, school authorises": ("unknown_age", SCHOOL, R, R, R, R, R, R, R, R),
}
COLUMNS = ("C0", "C1", "own C2", "other", "other, consented", "own C3", "own C3 stuck", "media")
CELLS = [
    (asker, changes, column, outcome)
    for asker, changes, *outcomes in TABLE.values()
    for column, outcome in zip(COLUMNS, outcomes, strict=True)
]
IDS = [f"{row}: {column}" for row in TABLE for column in COLUMNS]


def _prompt(asker: str, changes: dict[str, object], column: str) -> Facts:
    about = {"own": ["self"], "oth": ["pupil"]}.get(column[:3], [])
    facts = bases.facts(asker, about)
    for path, value in changes.items():
        facts = bases.override(facts, path, value)
    if column == "C1":
        facts = replace(facts, content=Content.C1)
    if column == "media":
        facts = replace(facts, media=True)
    if column == "other, consented":
        facts = bases.override(facts, "subject.consent", "good")
    if about == ["self"]:
        # one person, one consent, whether as who types or as who is described
        own = replace(facts.subjects[0], consent=facts.principal.consent)
        facts = replace(facts, subjects=(own,))
    if column.startswith("own C3"):
        facts = bases.override(facts, "subject.categories", ["Student Name", "Special Indicator"])
        facts = bases.override(facts, "subject.removable", column == "own C3")
    return facts


@pytest.mark.parametrize(("asker", "changes", "column", "outcome"), CELLS, ids=IDS)
def test_the_table(
    engine: Engine, asker: str, changes: dict[str, object], column: str, outcome: str
) -> None:
    decision = engine.decide(_prompt(asker, changes, column))
    assert decision.outcome == outcome, decision.reasons
    if outcome == R:
        refusing = [reason for reason in decision.reasons if reason.outcome == R]
        assert refusing
        assert all(reason.citation and reason.plain for reason in refusing)


def test_only_listed_categories_of_a_consent_are_forwarded(engine: Engine) -> None:
    facts = bases.override(bases.facts("teen", ["self"]), "subject.consent", "good")
    facts = bases.override(facts, "subject.consent.covers", ["Student Name"])
    assert engine.decide(facts).outcome == F
    more = bases.override(facts, "subject.categories", ["Student Name", "Conduct"])
    assert engine.decide(more).outcome == P


def test_nothing_personal_of_a_child_is_refused_by_the_district_not_by_law(engine: Engine) -> None:
    decision = engine.decide(bases.facts("child", []))
    assert [(reason.rule, reason.law) for reason in decision.reasons] == [
        ("district.under-13", False)
    ]
