from dataclasses import replace

import pytest
import yaml

from gateway.decision.cases import CaseResult, read_case, run_cases
from gateway.decision.packs import RuleSet, load_rule_set
from gateway.errors import Unusable

GUARDS = {
    # the ladder never asks what these close; they hold for an engine that would
    "coppa.needs-ground",
    "coppa.school-off",
    "ferpa.basis-not-consent",
    "ferpa.needs-ground",
    "ferpa.no-determination",
    "ferpa.official-basis",
    "ferpa.official-off",
}


def _results() -> list[CaseResult]:
    return run_cases(load_rule_set())


@pytest.mark.parametrize(
    "result", _results(), ids=lambda result: f"{result.pack}/{result.name}".replace(" ", "-")
)
def test_every_case_comes_out_as_told(result: CaseResult) -> None:
    assert result.passed, result.fault


def test_the_packs_have_cases(rule_set: RuleSet) -> None:
    assert {result.pack for result in run_cases(rule_set)} == {"coppa", "district", "ferpa"}


def test_every_rule_is_shown_at_work(rule_set: RuleSet) -> None:
    """A case fails where a rule it tells does not speak, so none of these could go unnoticed."""
    told = {
        rule
        for pack in rule_set.packs
        for _, text in pack.cases
        for case in yaml.safe_load(text)
        for rule in case.get("rules", ())
    }
    forbids = {rule.id for rule in rule_set.rules() if rule.effect == "forbid"}
    assert forbids - told == GUARDS


def _with_cases(rule_set: RuleSet, text: str) -> RuleSet:
    [pack] = [pack for pack in rule_set.packs if pack.id == "ferpa"]
    return replace(rule_set, packs=(replace(pack, cases=(("own.yaml", text),)),))


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("outcome: forward", "is `pseudonymise`, told `forward`"),
        ("outcome: pseudonymise", "these spoke untold: ferpa.no-consent"),
        ("outcome: pseudonymise, rules: [ferpa.x]", "these rules did not speak: ferpa.x"),
        ("outcome: maybe", "cannot be read"),
        ("outcome: forward, set: {subject.age_bnad: adult}", "`age_bnad` is not a fact"),
        ("outcome: forward, set: {subject.age: ten}", "`ten` is not `int`"),
        ("outcome: forward, set: {purpose: grading}", "`purpose` is not a fact"),
        ("outcome: forward, set: {subject.consent: bad}", "`bad` is not `good`"),
        ("outcome: forward, set: {subject.categories: Work}", "`Work` is not a list"),
        ("outcome: forward, extra: 1", "unknown keys"),
        ("as: nobody", "cannot be read"),
    ],
)
def test_a_case_that_is_not_so_is_told(rule_set: RuleSet, told: str, fault: str) -> None:
    text = f"- {{case: x, as: teacher, about: [pupil], {told}}}"
    [result] = run_cases(_with_cases(rule_set, text))
    assert not result.passed
    assert fault in result.fault


@pytest.mark.parametrize("text", ["a: [", "just words", "- {as: teacher}", "7"])
def test_a_file_that_is_no_list_of_cases_is_unusable(rule_set: RuleSet, text: str) -> None:
    with pytest.raises(Unusable, match=r"ferpa/cases/own\.yaml"):
        run_cases(_with_cases(rule_set, text))


def test_sets_may_be_told_as_all() -> None:
    case = read_case(
        {"case": "x", "as": "teacher", "set": {"tool.purposes": "all"}, "outcome": "forward"}
    )
    assert len(case.facts.tool.purposes) == 8
