import inspect
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.decision.gates import ENGINE_ERROR
from gateway.decision.packs import RuleSet, alone
from gateway.terms.decision import Content, Facts, Outcome
from gateway.terms.disclosure import Basis, ConsentState, PseudonymisedBasis, Purpose
from gateway.terms.people import AgeBand
from tests.decision.examples import each_removed, random_facts
from tests.decision.reference import described, reference, typing


def test_the_naive_reading_is_forty_lines() -> None:
    decision = [inspect.getsource(part) for part in (reference, typing, described)]
    lines = [line for part in decision for line in part.splitlines() if line.strip()]
    assert len(lines) <= 40


@pytest.mark.parametrize(
    "count",
    [3000, pytest.param(100_000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])],
)
def test_agrees_with_a_naive_reading_of_the_law(engine: Engine, count: int) -> None:
    rng = Random(2026)
    seen: Counter[Outcome] = Counter()
    for _ in range(count):
        facts = random_facts(rng)
        decision = engine.decide(facts)
        outcome, each = reference(facts)
        told = [subject.outcome for subject in decision.subjects]
        assert (decision.outcome, told) == (outcome, each), (facts, decision.reasons)
        seen[outcome] += 1
    assert min(seen[outcome] for outcome in Outcome) > 50


@pytest.mark.parametrize(
    "count", [60, pytest.param(2000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_knowing_less_never_opens(every_pack: Engine, count: int) -> None:
    """Removing any one fact never turns a refusal into a release, nor anything into less strict."""
    rng, engine = Random(13), every_pack
    for _ in range(count):
        facts = random_facts(rng)
        before = engine.decide(facts).outcome
        for name, changed in each_removed(facts):
            after = engine.decide(changed).outcome
            assert after.strictness >= before.strictness, (name, facts)


def test_taking_the_choice_of_basis_away_never_sends(engine: Engine) -> None:
    rng = Random(5)
    for _ in range(300):
        facts = replace(random_facts(rng), released=False)
        district = replace(facts.district, pseudonymised_basis=PseudonymisedBasis.UNSET)
        before, after = engine.decide(facts), engine.decide(replace(facts, district=district))
        if before.outcome in (Outcome.HOLD, Outcome.REFUSE):
            assert after.outcome in (Outcome.HOLD, Outcome.REFUSE)


def test_no_pack_permits_for_another(rule_set: RuleSet, engine: Engine) -> None:
    by_itself = [Engine(alone(rule_set, pack.id), floor=False) for pack in rule_set.packs]
    rng = Random(7)
    for _ in range(300):
        facts = random_facts(rng)
        together = engine.decide(facts)
        for pack in by_itself:
            single = pack.decide(facts)
            assert together.outcome.strictness >= single.outcome.strictness
            for one, other in zip(together.subjects, single.subjects, strict=True):
                assert one.outcome.strictness >= other.outcome.strictness


def test_every_refusal_and_every_replacement_has_a_reason(engine: Engine) -> None:
    rng = Random(11)
    for _ in range(500):
        decision = engine.decide(random_facts(rng))
        if decision.outcome is not Outcome.FORWARD:
            assert decision.reasons
            assert decision.reasons[0].outcome is decision.outcome
        for subject in decision.subjects:
            if subject.outcome is Outcome.FORWARD:
                assert subject.basis is not Basis.NONE
                assert not any(reason.subject == subject.id for reason in decision.reasons)


@pytest.mark.parametrize(
    "count", [100, pytest.param(3000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])]
)
def test_a_memo_changes_nothing(every_rule: RuleSet, every_pack: Engine, count: int) -> None:
    forgetful = Engine(every_rule, memo_size=1)
    rng = Random(3)
    for facts in [random_facts(rng) for _ in range(count)] * 2:
        assert forgetful.decide(facts) == every_pack.decide(facts)


def test_people_with_equal_facts_share_the_answer_and_keep_their_ids(engine: Engine) -> None:
    facts = bases.facts("teacher", ["pupil"])
    pupils = tuple(replace(facts.subjects[0], id=name) for name in ("a", "b", "c"))
    decision = engine.decide(replace(facts, subjects=pupils))
    assert [subject.id for subject in decision.subjects] == ["a", "b", "c"]
    assert {reason.subject for reason in decision.reasons} == {"a", "b", "c"}
    assert {subject.outcome for subject in decision.subjects} == {Outcome.PSEUDONYMISE}


def test_consents_of_equal_facts_are_not_mixed_up(engine: Engine) -> None:
    facts = bases.facts("teacher", ["pupil"])
    pupils = tuple(
        replace(facts.subjects[0], id=name, consent=replace(bases.GOOD_CONSENT, id=f"of-{name}"))
        for name in ("a", "b")
    )
    decision = engine.decide(replace(facts, subjects=pupils))
    assert [subject.consent for subject in decision.subjects] == ["of-a", "of-b"]


def _broken(rule_set: RuleSet, effect: str) -> RuleSet:
    """Return the rule set with one rule that errs: it reads an attribute the facts lack."""
    [ferpa] = [pack for pack in rule_set.packs if pack.id == "ferpa"]
    [rule] = [rule for rule in ferpa.rules if rule.id == "ferpa.consent-expired"]
    reads = {".": {"left": {"Var": "resource"}, "attr": "no_such_fact"}}
    policy: dict[str, Any] = rule.policy | {
        "effect": effect,
        "conditions": [{"kind": "when", "body": reads}],
    }
    rules = tuple(one for one in ferpa.rules if one is not rule)
    broken = replace(ferpa, rules=(*rules, replace(rule, policy=policy, effect=effect)))
    others = tuple(pack for pack in rule_set.packs if pack is not ferpa)
    return replace(rule_set, packs=(*others, broken))


@pytest.mark.parametrize("effect", ["forbid", "permit"])
def test_a_rule_that_errs_refuses(rule_set: RuleSet, effect: str) -> None:
    facts = bases.override(bases.facts("teacher", ["pupil"]), "subject.consent", "good")
    decision = Engine(_broken(rule_set, effect)).decide(facts)
    assert decision.outcome is Outcome.REFUSE
    assert [reason.rule for reason in decision.reasons] == ["engine.error"]


def _too_old(facts: Facts) -> Facts:
    return replace(facts, tool=replace(facts.tool, min_user_age=2**70))


def _no_text(facts: Facts) -> Facts:
    odd: Any = "\ud800"
    return replace(facts, purpose=odd)


def _no_text_about_anybody(facts: Facts) -> Facts:
    odd: Any = "\ud800"
    return replace(facts, subjects=(replace(facts.subjects[0], special_education=odd),))


@pytest.mark.parametrize("spoil", [_too_old, _no_text, _no_text_about_anybody])
def test_facts_that_cedar_cannot_read_refuse(
    engine: Engine, spoil: Callable[[Facts], Facts]
) -> None:
    decision = engine.decide(spoil(bases.facts("teacher", ["pupil"])))
    assert decision.outcome is Outcome.REFUSE
    assert decision.reasons == (ENGINE_ERROR,)
    assert [subject.outcome for subject in decision.subjects] == [Outcome.REFUSE]


def test_content_is_never_less_than_what_is_said_of_people(engine: Engine) -> None:
    facts = bases.override(bases.facts("child", ["pupil"]), "principal.consent", "good")
    assert engine.decide(replace(facts, content=Content.C0)).outcome is not Outcome.FORWARD


def test_a_child_who_may_not_disclose_gets_everybody_replaced(engine: Engine) -> None:
    facts = bases.facts("child", ["pupil", "colleague"])
    facts = bases.override(facts, "principal.consent", "good")
    facts = bases.override(facts, "principal.consent.disclose_third_party", "unasked")
    facts = bases.override(facts, "subject.consent", "good")
    facts = bases.override(facts, "district.replace_staff", value=False)
    decision = engine.decide(facts)
    assert [subject.outcome for subject in decision.subjects] == [Outcome.PSEUDONYMISE] * 2


def test_what_must_be_replaced_and_cannot_refuses_even_with_consent(engine: Engine) -> None:
    facts = bases.override(bases.facts("teacher", ["pupil"]), "subject.consent", "good")
    facts = bases.override(facts, "subject.removable", value=False)
    assert engine.decide(facts).outcome is Outcome.FORWARD
    other_class = bases.override(facts, "subject.in_own_classes", value=False)
    decision = engine.decide(other_class)
    assert decision.outcome is Outcome.REFUSE
    assert {reason.rule for reason in decision.reasons} == {
        "district.own-classes",
        "ferpa.not-removable",
    }


@pytest.mark.parametrize(
    ("asker", "about", "changes", "basis", "consent"),
    [
        ("teacher", "pupil", {"subject.consent": "good"}, Basis.CONSENT, "consent"),
        (
            "teacher",
            "pupil",
            {"subject.consent": "good", "subject.age_band": "adult", "subject.age": 18},
            Basis.ELIGIBLE_STUDENT,
            "consent",
        ),
        ("teacher", "pupil", {}, Basis.PSEUDONYMISED, ""),
        ("teacher", "colleague", {}, Basis.NOT_STUDENT, ""),
        ("teacher", "pupil", {"district.profile": "school_official"}, Basis.SCHOOL_OFFICIAL, ""),
        (
            "teacher",
            "pupil",
            {"district.directory_categories": "all", "subject.directory_opt_out": False},
            Basis.DIRECTORY,
            "",
        ),
        (
            "child",
            "self",
            {"principal.consent": "good", "subject.consent": "good"},
            Basis.PARENTAL_COPPA,
            "consent",
        ),
        ("child", "self", {"district.school_authorisation": True}, Basis.SCHOOL_COPPA, ""),
        ("teacher", "pupil", {"tool.status": "suspended"}, Basis.NONE, ""),
    ],
)
def test_each_release_names_its_ground(
    engine: Engine,
    asker: str,
    about: str,
    changes: dict[str, object],
    basis: Basis,
    consent: str,
) -> None:
    facts = bases.facts(asker, [about])
    for path, value in changes.items():
        facts = bases.override(facts, path, value)
    [subject] = engine.decide(facts).subjects
    assert (subject.basis, subject.consent) == (basis, consent)


@pytest.mark.parametrize(
    ("asker", "purpose", "obligations"),
    [
        ("teacher", Purpose.INSTRUCTION, ()),
        ("teacher", Purpose.GRADING, ("review_before_export",)),
        ("teen", Purpose.LEARNING, ("strip_identifiers",)),
        ("teen", Purpose.GRADING, ("review_before_export", "strip_identifiers")),
    ],
)
def test_obligations_ride_along(
    engine: Engine, asker: str, purpose: Purpose, obligations: tuple[str, ...]
) -> None:
    facts = replace(bases.facts(asker, []), purpose=purpose)
    assert engine.decide(facts).obligations == obligations
    suspended = bases.override(facts, "tool.status", "suspended")
    assert engine.decide(suspended).obligations == ()


def test_a_consent_in_a_state_nobody_knows_is_none(rule_set: RuleSet) -> None:
    facts = bases.override(bases.facts("teacher", ["pupil"]), "subject.consent", "good")
    [subject] = facts.subjects
    odd: Any = "wished_for"
    assert odd not in set(ConsentState)
    consent = replace(subject.consent, state=odd)
    facts = replace(facts, subjects=(replace(subject, consent=consent),))
    decision = Engine(rule_set, floor=False).decide(facts)
    assert decision.outcome is Outcome.PSEUDONYMISE
    assert [reason.rule for reason in decision.reasons] == ["ferpa.no-consent"]


def test_an_age_band_nobody_knows_is_a_child(engine: Engine) -> None:
    facts = bases.facts("unknown_age", [])
    assert facts.principal.age_band is AgeBand.UNKNOWN
    assert engine.decide(facts).outcome is Outcome.REFUSE
