from dataclasses import replace

import pytest
import yaml

from gateway.decision.cases import CaseResult, read_case, run_cases
from gateway.decision.packs import SHIPPED, STATES, RuleSet, load_rule_set, packs_root
from gateway.errors import Unusable

GUARDS = {
    # the ladder never asks what these close; they hold for an engine that would
    "coppa.needs-ground",
    "coppa.school-off",
    "ferpa.basis-not-consent",
    "ferpa.emergency-declared",
    "ferpa.needs-ground",
    "ferpa.no-determination",
    "ferpa.official-basis",
    "ferpa.official-off",
}


def _results() -> list[CaseResult]:
    return run_cases(load_rule_set([packs_root() / name for name in (*SHIPPED, *STATES)]))


@pytest.mark.parametrize(
    "result", _results(), ids=lambda result: f"{result.pack}/{result.name}".replace(" ", "-")
)
def test_every_case_comes_out_as_told(result: CaseResult) -> None:
    assert result.passed, result.fault


def test_the_packs_have_cases(rule_set: RuleSet, every_rule: RuleSet) -> None:
    assert {result.pack for result in run_cases(rule_set)} == set(SHIPPED)
    assert {result.pack for result in run_cases(every_rule)} == {*SHIPPED, *STATES}


def test_every_rule_is_shown_at_work(every_rule: RuleSet) -> None:
    """A case fails where a rule it tells does not speak, so none of these could go unnoticed."""
    told = {
        rule
        for pack in every_rule.packs
        for _, text in pack.cases
        for case in yaml.safe_load(text)
        for rule in case.get("rules", ())
    }
    forbids = {rule.id for rule in every_rule.rules() if rule.effect == "forbid"}
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
        (
            "outcome: pseudonymise, rules: [ferpa.no-consent], obligations: [record_access]",
            "obliges to []",
        ),
        ("outcome: forward, set: {signs.topics: [gossip]}", "cannot be read"),
        ("as: nobody", "cannot be read"),
    ],
)
def test_a_case_that_is_not_so_is_told(rule_set: RuleSet, told: str, fault: str) -> None:
    text = f"- {{case: x, as: teacher, about: [pupil], {told}}}"
    [result] = run_cases(_with_cases(rule_set, text))
    assert not result.passed
    assert fault in result.fault


def test_a_case_may_ask_other_packs_along(rule_set: RuleSet) -> None:
    [ferpa, district] = [pack for pack in rule_set.packs if pack.id in ("ferpa", "district")][::-1]
    told = "- {case: x, as: teacher, about: [colleague], %soutcome: pseudonymise, rules: [%s]}"
    by_itself = told % ("", "district.replace-staff")
    along = told % ("with: [district], ", "district.replace-staff")
    for text, passed in ((by_itself, [False]), (along, [True])):
        pack = replace(ferpa, cases=(("own.yaml", text),))
        results = run_cases(replace(rule_set, packs=(pack, replace(district, cases=()))))
        assert [result.passed for result in results] == passed
        assert run_cases(replace(rule_set, packs=(pack,))) == [] or text is by_itself


@pytest.mark.parametrize("text", ["a: [", "just words", "- {as: teacher}", "7"])
def test_a_file_that_is_no_list_of_cases_is_unusable(rule_set: RuleSet, text: str) -> None:
    with pytest.raises(Unusable, match=r"ferpa/cases/own\.yaml"):
        run_cases(_with_cases(rule_set, text))


def test_sets_may_be_told_as_all() -> None:
    case = read_case(
        {"case": "x", "as": "teacher", "set": {"tool.purposes": "all"}, "outcome": "forward"}
    )
    assert len(case.facts.tool.purposes) == 8
