from dataclasses import replace
from random import Random
from typing import Any

import pytest

from gateway.decision import answers, bases, cedar
from gateway.decision.engine import Engine
from gateway.decision.forms import RuleForm, forms_pack
from gateway.decision.packs import load_rule_set
from gateway.decision.slices import Asked, Demand, demand
from gateway.terms.decision import Outcome
from gateway.terms.disclosure import Purpose

RULE = "forbid (principal, action, resource is Prompt) {};"
NAME, PURPOSE = 'Tool::"asked".name', 'Prompt::"sent".purpose'


@pytest.mark.parametrize(
    ("condition", "tools", "purposes"),
    [
        ("", None, None),
        (f'when {{ {NAME} == "a" }}', {"a"}, None),
        (f'when {{ "a" == {NAME} }}', {"a"}, None),
        (f'when {{ ["a", "b"].contains({NAME}) }}', {"a", "b"}, None),
        (f'when {{ ["a", "b"].contains({NAME}) && {NAME} == "b" }}', {"b"}, None),
        (f'when {{ {NAME} == "a" && {NAME} == "b" }}', set(), None),
        (f'when {{ {NAME} == "a" }} when {{ {PURPOSE} == "grading" }}', {"a"}, {"grading"}),
        ('when { resource.purpose == "grading" && resource.media }', None, {"grading"}),
        (f'when {{ resource.media && ({PURPOSE} == "grading" && true) }}', None, {"grading"}),
        (f'when {{ {NAME} == "a" || resource.media }}', None, None),
        (f'when {{ !({NAME} == "a") }}', None, None),
        (f'when {{ {NAME} != "a" }}', None, None),
        (f'unless {{ {NAME} == "a" }}', None, None),
        (f'when {{ if resource.media then {NAME} == "a" else true }}', None, None),
        (f'when {{ {NAME} like "a*" }}', None, None),
        (f"when {{ {NAME} == {PURPOSE} }}", None, None),
        (f"when {{ principal.schools.contains({NAME}) }}", None, None),
        ('when { principal.role == "teacher" }', None, None),
        ('when { ["x"].contains(principal.role) && principal.proven_age == 3 }', None, None),
    ],
)
def test_only_what_must_hold_narrows(
    condition: str, tools: set[str] | None, purposes: set[str] | None
) -> None:
    [policy] = cedar.parse(RULE.format(condition))
    found = demand(policy)
    assert found == Demand(
        tools=None if tools is None else frozenset(tools),
        purposes=None if purposes is None else frozenset(purposes),
    )
    assert found.any is (tools is None and purposes is None)
    assert found.allows(Asked("a", "grading")) is (tools is None or "a" in tools)


def _form(rng: Random, at: int) -> RuleForm:
    tools = frozenset(rng.sample(("tool", "b", "c"), rng.randint(0, 2)))
    purposes = frozenset(rng.sample(tuple(Purpose), rng.randint(0, 2)))
    outcome = rng.choice((Outcome.PSEUDONYMISE, Outcome.HOLD, Outcome.REFUSE))
    words: dict[str, Any] = {"reason": "r", "plain": "p", "remedy": "m"}
    return RuleForm(id=f"local.r{at}", outcome=outcome, tools=tools, purposes=purposes, **words)


def test_a_narrowed_pack_decides_as_each_of_its_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST_QUESTIONS", 3)  # so that some are made again, too
    rng = Random(6)
    forms = [_form(rng, at) for at in range(40)]
    together = Engine(load_rule_set([], texts=[forms_pack("local", "x", forms)]), floor=False)
    for tool in ("tool", "b", "c", "d"):
        for purpose in Purpose:
            facts = replace(bases.facts("teacher", ["pupil"]), purpose=purpose)
            facts = replace(facts, tool=replace(facts.tool, id=tool))
            fitting = {
                form.id
                for form in forms
                if (not form.tools or tool in form.tools)
                and (not form.purposes or purpose in form.purposes)
            }
            decision = together.decide(facts)
            assert {reason.rule for reason in decision.reasons} <= fitting
            strictest = max(
                (form.outcome for form in forms if form.id in fitting),
                key=lambda outcome: outcome.strictness,
                default=Outcome.FORWARD,
            )
            assert decision.outcome is strictest
