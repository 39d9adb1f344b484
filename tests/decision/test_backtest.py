from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import orjson
import pytest

from gateway.audit.canonical import encode
from gateway.decision import bases
from gateway.decision.backtest import LISTED, OtherChoices, Tally, Trial
from gateway.decision.drafts import RuleDraft, build
from gateway.decision.engine import Engine
from gateway.decision.packs import RuleSet
from gateway.steps.draft import Draft
from gateway.terms.decision import Facts, Outcome
from gateway.terms.disclosure import Category, DistrictChoices, Purpose
from gateway.terms.people import Role
from gateway.terms.sensitive import SensitiveHandling
from gateway.terms.signs import UNWATCHED, Sign, Topic
from tests.decision.examples import random_facts
from tests.decision.test_drafts import NO_ESSAYS, QUIET

EVERYWHERE = QUIET.replace('Tool::"asked".name == "small"', "resource.removable")
"""Nobody is named to any tool."""


def recorded(rules: RuleSet, asked: Sequence[Facts]) -> list[bytes]:
    """Return the log entries of prompts decided by a rule set."""
    engine = Engine(rules)
    entries = []
    for at, facts in enumerate(asked):
        draft = Draft(f"{at:026}", now=lambda: 5, hash_key=b"k" * 32)
        draft.decided(facts, engine.decide(facts))
        entries.append(encode(draft.intent()))
    return entries


def many(count: int, seed: int = 3) -> list[Facts]:
    """Return random prompts."""
    rng = Random(seed)
    return [random_facts(rng) for _ in range(count)]


def of(draft: RuleDraft) -> RuleSet:
    """Return the rule set of a draft."""
    rules, faults = build(draft)
    assert rules is not None, faults
    return rules


@pytest.mark.slow
def test_the_rules_that_decided_differ_nowhere(rule_set: RuleSet) -> None:
    tally = Trial(rule_set, {}).hear(recorded(rule_set, many(2000)))
    assert (tally.decisions, tally.same) == (2000, 2000)
    assert (tally.changed, tally.undecidable, tally.other_engine) == (0, 0, 0)


@pytest.mark.slow
def test_what_would_change_is_exactly_what_the_draft_decides_otherwise(rule_set: RuleSet) -> None:
    draft = of(RuleDraft(id="a", cedar=EVERYWHERE))
    asked = many(1000)
    before, after = Engine(rule_set), Engine(draft)
    wanted = [
        at for at, facts in enumerate(asked) if _outcomes(before, facts) != _outcomes(after, facts)
    ]
    tally = Trial(draft, {rule_set.sha256: rule_set.data}).hear(recorded(rule_set, asked))
    assert tally.changed == len(wanted) > 0
    assert [int(one.record) for one in tally.turned] == wanted[:LISTED]


def _outcomes(engine: Engine, facts: Facts) -> list[Outcome]:
    decision = engine.decide(facts)
    return [decision.outcome, *(one.outcome for one in decision.subjects)]


def test_a_change_is_counted_by_rule_role_school_and_tool_with_both_sides_reasons(
    rule_set: RuleSet,
) -> None:
    facts = bases.override(bases.facts("child", ()), "principal.grade", "04")
    facts = bases.override(facts, "principal.consent", "good")
    facts = bases.override(facts, "principal.schools", ["s1", "s2"])
    draft = of(RuleDraft(id="a", forms=(NO_ESSAYS,)))
    tally = Trial(draft, {rule_set.sha256: rule_set.data}).hear(recorded(rule_set, [facts] * 3))
    assert (tally.changed, tally.distinct) == (3, 1)
    assert tally.by["outcome"] == {"forward -> refuse": 3}
    assert tally.by["role"] == {"student": 3}
    assert tally.by["school"] == {"s1": 3, "s2": 3}
    assert tally.by["tool"] == {"tool": 3}
    assert tally.by["rule_now"] == {"local.no-essays": 3}
    [one, *_] = tally.turned
    assert (one.was, one.would_be) == ("forward", "refuse")
    assert (one.rules_before, one.rules_now) == ((), ("local.no-essays",))


def test_equal_facts_about_other_people_are_decided_once(rule_set: RuleSet) -> None:
    facts = bases.override(bases.facts("teacher", ["pupil"]), "subject.consent", "good")
    people = [
        replace(
            facts,
            principal=replace(facts.principal, id=f"p{at}"),
            subjects=tuple(
                replace(one, id=f"s{at}", consent=replace(one.consent, id=f"c{at}"))
                for one in facts.subjects
            ),
        )
        for at in range(50)
    ]
    tally = Trial(rule_set, {}).hear(recorded(rule_set, people))
    assert (tally.decisions, tally.distinct, tally.same) == (50, 1, 50)


def test_facts_that_no_rule_reads_make_no_other_decision(rule_set: RuleSet) -> None:
    facts = bases.facts("teacher", ["pupil"])
    hours = [replace(facts, hour=hour) for hour in range(8, 16)]
    assert Trial(rule_set, {}).hear(recorded(rule_set, hours)).distinct == 1
    form = replace(NO_ESSAYS, hours=frozenset({9}), roles=frozenset(), grades=frozenset())
    tally = Trial(of(RuleDraft(id="a", forms=(form,))), {}).hear(recorded(rule_set, hours))
    assert (tally.distinct, tally.changed) == (8, 1)


def test_what_a_new_rule_reads_and_nobody_recorded_is_undecidable(rule_set: RuleSet) -> None:
    watched = bases.facts("teacher", ["pupil"])
    unwatched = replace(watched, signs=UNWATCHED)
    entries = recorded(rule_set, [watched, unwatched])
    draft = of(
        RuleDraft(
            id="a",
            cedar=QUIET.replace(
                'resource is Subject)\nwhen { Tool::"asked".name == "small" }',
                'resource is Prompt)\nwhen { resource.elicits == "found" }',
            ),
        )
    )
    tally = Trial(draft, {rule_set.sha256: rule_set.data}).hear(entries)
    assert (tally.same, tally.undecidable) == (1, 1)
    assert tally.unrecorded == {"elicits": 1}
    # a rule that was there then decided with what it had
    again = Trial(draft, {draft.sha256: draft.data}).hear(recorded(draft, [unwatched]))
    assert (again.same, again.undecidable) == (1, 0)


def test_records_of_an_older_form_lack_what_came_later(rule_set: RuleSet) -> None:
    facts = bases.facts("teacher", ["pupil"])
    facts = bases.override(facts, "subject.special_education", Sign.UNWATCHED.value)
    [entry] = recorded(rule_set, [facts])
    draft = of(
        RuleDraft(
            id="a",
            cedar=QUIET.replace(
                'Tool::"asked".name == "small"', 'resource.special_education == "found"'
            ),
        )
    )
    tally = Trial(draft, {rule_set.sha256: rule_set.data}).hear([entry])
    assert tally.unrecorded == {"special_education": 1}


def test_records_that_hold_no_decision_are_passed_by_and_unreadable_ones_counted(
    rule_set: RuleSet,
) -> None:
    [entry] = recorded(rule_set, [bases.facts("teacher", ())])
    broken = orjson.loads(entry)
    broken["facts"]["media"] = "perhaps"
    refused_early = orjson.dumps({"kind": "refusal", "code": "model_not_found"})
    tally = Trial(rule_set, {}).hear([refused_early, orjson.dumps(broken), entry])
    assert (tally.decisions, tally.unreadable, tally.same) == (2, 1, 1)


def test_records_of_another_engine_are_told(rule_set: RuleSet) -> None:
    [entry] = recorded(rule_set, [bases.facts("teacher", ())])
    other = orjson.loads(entry) | {"engine": "older"}
    assert Trial(rule_set, {}).hear([orjson.dumps(other)]).other_engine == 1


@pytest.mark.parametrize("cut", [0, 1, 7, 20])
def test_tallies_add_up_wherever_the_records_are_cut(rule_set: RuleSet, cut: int) -> None:
    draft = of(RuleDraft(id="a", cedar=EVERYWHERE))
    before = {rule_set.sha256: rule_set.data}
    entries = recorded(rule_set, many(20))
    whole, parts = Trial(draft, before).hear(entries), Tally()
    trial = Trial(draft, before)
    parts.add(trial.hear(entries[:cut]))
    parts.add(trial.hear(entries[cut:]))
    assert parts == whole


DAY = date(2026, 10, 1)


def other(wanted: DistrictChoices) -> OtherChoices:
    """Return choices to be tried in place of those the district comes with."""
    return OtherChoices(now=DistrictChoices(), wanted=wanted, day=DAY)


def test_other_choices_of_the_district_are_tried_on_what_was_recorded(rule_set: RuleSet) -> None:
    facts = bases.facts("teen", ())
    young = replace(facts, principal=replace(facts.principal, age=13))
    entries = recorded(rule_set, [facts, young])
    older = other(DistrictChoices(coppa_age=14))
    assert older.changes("tool", Purpose.LEARNING) == {"coppa_age": 14}
    tally = Trial(rule_set, {}, older).hear(entries)
    assert (tally.same, tally.changed) == (1, 1)
    assert tally.by["outcome"] == {"forward -> refuse": 1}
    assert other(DistrictChoices()).changes("tool", Purpose.LEARNING) == {}


def test_another_handling_of_sensitive_content_is_tried_by_role(rule_set: RuleSet) -> None:
    told = [
        replace(facts, signs=replace(facts.signs, topics=frozenset({Topic.HEALTH})))
        for facts in (bases.facts("teacher", ["pupil"]), bases.facts("guardian", ["pupil"]))
    ]
    held = SensitiveHandling(
        roles=frozenset({Role.TEACHER}), topics=frozenset({Topic.HEALTH}), outcome=Outcome.HOLD
    )
    wanted = replace(DistrictChoices(), sensitive_handling=(held,))
    tally = Trial(rule_set, {}, other(wanted)).hear(recorded(rule_set, told))
    assert (tally.same, tally.changed) == (1, 1)
    assert tally.by["outcome"] == {"pseudonymise -> hold": 1}


def test_choices_that_hold_for_one_tool_or_purpose_change_no_other_ones_decisions(
    rule_set: RuleSet,
) -> None:
    notice = DistrictChoices(
        directory_categories=frozenset({Category.STUDENT_NAME}),
        directory_notice_on=DAY - timedelta(days=30),
        directory_tools=frozenset({"yearbook"}),
    )
    tried = other(notice)
    assert tried.changes("tutor", Purpose.ADMINISTRATION) == {}
    named = {"directory_categories": [Category.STUDENT_NAME.value]}
    assert tried.changes("yearbook", Purpose.ADMINISTRATION) == named
    pupil = bases.facts("teacher", ["pupil"])
    plain = replace(
        pupil.subjects[0],
        categories=frozenset({Category.STUDENT_NAME}),
        directory_opt_out=False,
    )
    sent = [
        replace(pupil, subjects=(plain,), tool=replace(pupil.tool, id=tool))
        for tool in ("tutor", "yearbook")
    ]
    tally = Trial(rule_set, {}, tried).hear(recorded(rule_set, sent))
    assert (tally.same, tally.changed) == (1, 1)
    assert tally.by["tool"] == {"yearbook": 1}
