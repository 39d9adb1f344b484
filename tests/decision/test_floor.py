from dataclasses import replace
from random import Random

import pytest

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.decision.floor import subject_floor
from gateway.decision.packs import RuleSet
from gateway.terms.decision import Content, Outcome
from gateway.terms.disclosure import Basis
from tests.decision.examples import random_facts


@pytest.fixture(scope="module")
def open_engine(rule_set: RuleSet) -> Engine:
    """Return an engine whose packs permit everything."""
    packs = tuple(
        replace(pack, rules=tuple(rule for rule in pack.rules if rule.effect == "permit"))
        for pack in rule_set.packs
    )
    return Engine(replace(rule_set, packs=packs))


@pytest.mark.parametrize(
    ("asker", "about", "changes", "outcome", "rule"),
    [
        ("child", [], {}, "refuse", "floor.child"),
        ("unknown_age", [], {}, "refuse", "floor.child"),
        ("unknown_age", ["self"], {"principal.consent": "good"}, "refuse", "floor.child"),
        ("child", [], {"district.under_13_without_personal_data": True}, "forward", ""),
        (
            "child",
            ["self"],
            {"district.under_13_without_personal_data": True},
            "refuse",
            "floor.child",
        ),
        ("child", [], {"prompt.media": True}, "refuse", "floor.child"),
        (
            "child",
            ["self"],
            {"district.school_authorisation": True, "subject.consent": "good"},
            "pseudonymise",
            "floor.child-identifiable",
        ),
        ("teacher", ["pupil"], {}, "pseudonymise", "floor.identifiable"),
        (
            "teacher",
            ["unresolved"],
            {"subject.consent": "good"},
            "pseudonymise",
            "floor.identifiable",
        ),
        (
            "teacher",
            ["pupil"],
            {"subject.consent": "good", "subject.refused": True},
            "pseudonymise",
            "floor.identifiable",
        ),
        ("teacher", ["pupil"], {"subject.consent": "good"}, "forward", ""),
        ("teacher", ["pupil"], {"district.pseudonymised_basis": "unset"}, "hold", "floor.no-basis"),
        ("teacher", ["pupil"], {"subject.removable": False}, "refuse", "floor.not-removable"),
        ("teacher", ["colleague"], {}, "forward", ""),
        ("teacher", [], {"prompt.content": "C2"}, "refuse", "floor.incomplete"),
    ],
)
def test_the_floor_holds_under_packs_that_permit_everything(
    open_engine: Engine,
    asker: str,
    about: list[str],
    changes: dict[str, object],
    outcome: str,
    rule: str,
) -> None:
    facts = bases.facts(asker, about)
    for path, value in changes.items():
        facts = bases.override(facts, path, value)
    decision = open_engine.decide(facts)
    assert decision.outcome == outcome
    if rule:
        assert rule in {reason.rule for reason in decision.reasons}


@pytest.mark.parametrize(
    ("basis", "asker", "changes", "grounded"),
    [
        (Basis.CONSENT, "teacher", {}, False),
        (Basis.CONSENT, "teacher", {"subject.consent": "good"}, True),
        (Basis.SCHOOL_OFFICIAL, "teacher", {}, False),
        (Basis.SCHOOL_OFFICIAL, "teacher", {"district.profile": "school_official"}, True),
        (Basis.SCHOOL_OFFICIAL, "teen", {"district.profile": "school_official"}, False),
        (Basis.DIRECTORY, "teacher", {"district.directory_categories": "all"}, False),
        (
            Basis.DIRECTORY,
            "teacher",
            {"district.directory_categories": "all", "subject.directory_opt_out": False},
            True,
        ),
        (Basis.NOT_STUDENT, "teacher", {"subject.consent": "good"}, False),
        (Basis.NONE, "teacher", {"subject.consent": "good"}, False),
    ],
)
def test_each_ground_has_its_own_floor(
    basis: Basis, asker: str, changes: dict[str, object], grounded: bool
) -> None:
    facts = bases.facts(asker, ["pupil"])
    for path, value in changes.items():
        facts = bases.override(facts, path, value)
    reason = subject_floor(facts, facts.subjects[0], Outcome.FORWARD, basis)
    assert (reason is None) is grounded


def test_no_decision_under_open_packs_breaks_a_minimum(open_engine: Engine) -> None:
    rng = Random(312)
    for _ in range(500):
        facts = random_facts(rng)
        decision = open_engine.decide(facts)
        if decision.outcome not in (Outcome.FORWARD, Outcome.PSEUDONYMISE):
            continue
        student_of_unknown_age = facts.principal.kind == "student" and (
            facts.principal.age_band == "unknown" or facts.principal.age_source == "grade"
        )
        if student_of_unknown_age and facts.content >= Content.C1:
            assert facts.principal.age_band != "unknown"
            assert facts.principal.consent.state == "active" or facts.district.school_authorisation
        for told, subject in zip(decision.subjects, facts.subjects, strict=True):
            if told.outcome is Outcome.FORWARD and told.basis is Basis.CONSENT:
                assert subject.consent.state == "active"
                assert subject.categories <= subject.consent.covers


def test_the_floor_is_silent_where_the_packs_do_their_work(engine: Engine) -> None:
    rng = Random(99)
    for _ in range(500):
        facts = random_facts(rng)
        if facts.content >= Content.C2 and not facts.subjects:
            continue
        reasons = engine.decide(facts).reasons
        assert not [reason.rule for reason in reasons if reason.rule.startswith("floor.")]
