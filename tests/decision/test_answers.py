from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from gateway.decision import bases, cedar
from gateway.decision.answers import Packs
from gateway.decision.cedar import Answer
from gateway.decision.entities import ASKER, PROMPT, SUBJECT
from gateway.decision.ladder import ACTIONS
from gateway.decision.packs import RuleSet
from gateway.decision.slices import Asked
from tests.decision.examples import random_facts
from tests.decision.told import told

RESOURCES = (PROMPT, (SUBJECT, "0"))
QUESTIONS = [(action, resource) for action in ACTIONS for resource in RESOURCES]
PAIRS = [{"action": action, "resource": resource} for action, resource in QUESTIONS]
SCHEMA = """
entity Asker; entity Prompt = { purpose: String, loud: Bool };
action all;
action send in [all] appliesTo { principal: Asker, resource: Prompt };
action hold appliesTo { principal: Asker, resource: Prompt };
"""
PAIRS_OF_SCHEMA = [{"action": one, "resource": PROMPT} for one in ("send", "hold")]


def _policies(rule_set: RuleSet) -> dict[str, dict[str, cedar.Tree]]:
    return {pack.id: {rule.id: rule.policy for rule in pack.rules} for pack in rule_set.packs}


@pytest.mark.parametrize("count", [10, pytest.param(300, marks=pytest.mark.slow)])
def test_each_pack_answers_as_cedar_decides_by_that_pack_alone(
    every_rule: RuleSet, count: int
) -> None:
    words = cedar.Words(every_rule.schema)
    policies = _policies(every_rule)
    packs = Packs(policies, words, PAIRS)
    alone = {name: cedar.whole(some) for name, some in policies.items()}
    rng = Random(21)
    for _ in range(count):
        facts = replace(random_facts(rng), subjects=bases.facts("teacher", ["pupil"]).subjects)
        whole = cedar.more(words.actions, told(facts))
        asked = Asked(facts.tool.id, facts.purpose)
        for action, resource in QUESTIONS:
            questions = packs.questions(resource[0], (action,), asked)
            as_read = cedar.more(packs.ground, told(facts, questions.reads))
            [answers] = questions.ask(as_read, ASKER, action, [resource])
            for name, answer in answers:
                [decided] = cedar.ask(alone[name], whole, ASKER, action, [resource])
                assert answer == decided, (name, action, resource)


def _answers(
    rules: Sequence[tuple[str, str]], *, loud: Any = True, action: str = "send"
) -> dict[str, Answer]:
    """Return what packs of one rule each answer; the rules are called as their packs."""
    words = cedar.Words(SCHEMA)
    policies: dict[str, dict[str, cedar.Tree]] = {}
    for pack, text in rules:
        [policy] = cedar.parse(text)
        policies.setdefault(pack, {})[f"{pack}.{len(policies.get(pack, ()))}"] = policy
    packs = Packs(policies, words, PAIRS_OF_SCHEMA)
    attributes = {"purpose": "grading"} | ({} if loud is None else {"loud": loud})
    prompt = {"uid": {"type": "Prompt", "id": "sent"}, "attrs": attributes, "parents": []}
    facts = cedar.more(packs.ground, [prompt])
    questions = packs.questions("Prompt", (action,), Asked("t", "grading"))
    [answers] = questions.ask(facts, ASKER, action, [PROMPT])
    return dict(answers)


PERMIT = "permit (principal, action, resource);"
LOUD = "forbid (principal, action, resource) when { resource.loud };"
GRADING = 'forbid (principal, action, resource) when { resource.purpose == "grading" };'
ACTING = 'forbid (principal, action, resource) when { action in Action::"all" };'


def test_no_pack_permits_or_forbids_for_another() -> None:
    answers = _answers([("a", PERMIT), ("b", LOUD), ("c", PERMIT), ("c", LOUD)])
    assert answers == {
        "a": Answer(allowed=True, rules=("a.0",)),
        "b": Answer(allowed=False, rules=("b.0",)),
        "c": Answer(allowed=False, rules=("c.1",)),
    }


def test_a_pack_none_of_whose_policies_speaks_denies_and_names_none() -> None:
    assert _answers([("a", PERMIT), ("b", LOUD)], loud=False)["b"] == Answer(
        allowed=False, rules=()
    )


def test_a_pack_names_its_policies_sorted_whether_they_are_about_a_purpose_or_not() -> None:
    answers = _answers([("a", GRADING), ("a", LOUD), ("a", PERMIT)])
    assert answers == {"a": Answer(allowed=False, rules=("a.0", "a.1"))}


def test_where_a_policy_errs_there_is_no_answer() -> None:
    answers = _answers([("a", PERMIT), ("b", LOUD)], loud=None)
    assert [answer.erred for answer in answers.values()] == [True, True]
    assert not any(answer.allowed for answer in answers.values())


@pytest.mark.parametrize(("action", "allowed"), [("send", False), ("hold", True)])
def test_a_condition_may_read_which_group_the_action_is_in(action: str, allowed: bool) -> None:
    answers = _answers([("a", PERMIT), ("a", ACTING)], action=action)
    assert answers["a"].allowed is allowed


def test_questions_are_the_same_where_the_same_policies_can_speak() -> None:
    packs = Packs({"a": {"a.0": cedar.parse(GRADING)[0]}}, cedar.Words(SCHEMA), PAIRS_OF_SCHEMA)
    of = {
        asked: packs.questions("Prompt", ("send",), Asked(*asked))
        for asked in (("t", "grading"), ("u", "grading"), ("t", "learning"), ("u", "feedback"))
    }
    assert of["t", "grading"] is of["u", "grading"]
    assert of["t", "learning"] is of["u", "feedback"]
    assert of["t", "grading"] is not of["t", "learning"]
