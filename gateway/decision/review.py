"""Reviews a draft before anybody approves it: faults, cases, and what it may not be meant to do.

A fault or a failing case keeps a draft from being used. A warning does not: it says that nobody
of some role could send anything, or that a rule never speaks, and asks whether that is meant.
Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gateway.decision import bases
from gateway.decision.cases import CaseResult, run_cases
from gateway.decision.drafts import EXPERT, LOCAL, RuleDraft, build
from gateway.decision.engine import Engine
from gateway.decision.faults import Fault
from gateway.decision.packs import SHIPPED, Rule, RuleSet
from gateway.decision.witness import literals_by_path, witnesses
from gateway.errors import Unusable
from gateway.terms.decision import Facts, Outcome
from gateway.terms.disclosure import Purpose

TRIES = 600
"""Prompts made up to hear a rule speak before it is said never to."""
OCCASIONS = ((2, 10, "02"), (6, 22, "11"))
"""Weekday, hour and grade of the prompts that look for a ban: in school, and on a Saturday."""
TOOLS_TRIED = 40
"""Registered tools that a ban is looked for at: each takes some dozens of decisions."""

_ASKERS = {
    "teacher": "a teacher",
    "child": "a child",
    "teen": "a teen",
    "adult_student": "an adult student",
    "guardian": "a guardian",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """Ids that a rule may name because the district has them."""

    tools: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """What a review found. `rule_set` is None where the draft has faults."""

    rule_set: RuleSet | None
    faults: tuple[Fault, ...] = ()
    cases: int = 0
    failed: tuple[CaseResult, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Tell whether the draft may be approved."""
        return self.rule_set is not None and not self.failed


def review(draft: RuleDraft, known: Known) -> Review:
    """Build a draft, run all its cases, and look for what may not be meant.

    Args:
        draft: what was written.
        known: what its rules may name.

    Raises:
        Unusable: the packs that come with the gateway cannot be read.
    """
    rule_set, faults = build(draft)
    if rule_set is None:
        return Review(rule_set=None, faults=tuple(faults))
    try:
        results = run_cases(rule_set)
    except Unusable as error:  # the draft's own case file is no list of cases
        return Review(rule_set=None, faults=(Fault(file=f"{EXPERT}/cases", words=error.message),))
    failed = tuple(result for result in results if not result.passed)
    warnings = [
        f"the pack `{name}` is off; of it only what the gateway's floor holds is left"
        for name in SHIPPED
        if name not in draft.packs
    ]
    warnings += _bans(rule_set, known)
    warnings += _unknown_names(rule_set, known)
    warnings += _silent(rule_set)
    return Review(rule_set=rule_set, cases=len(results), failed=failed, warnings=tuple(warnings))


def _bans(rule_set: RuleSet, known: Known) -> Iterator[str]:
    """Yield each kind of asker and each tool for whom nothing at all passes."""
    engine = Engine(rule_set)
    tools = sorted(known.tools)[:TOOLS_TRIED] or ["tool"]
    open_askers, open_tools = set(), set()
    for asker in _ASKERS:
        for tool in tools:
            if any(engine.decide(one).outcome is Outcome.FORWARD for one in _harmless(asker, tool)):
                open_askers.add(asker)
                open_tools.add(tool)
    for asker in _ASKERS:
        if asker not in open_askers:
            yield (
                f"a blanket ban: {_ASKERS[asker]} can send nothing at all, not even a prompt "
                "without personal data"
            )
    for tool in tools:
        if tool not in open_tools and known.tools:
            yield f"a blanket ban: nobody can send anything to the tool `{tool}`"


def _harmless(asker: str, tool: str) -> Iterator[Facts]:
    """Yield prompts that hold nothing personal and lack no permission, for every purpose."""
    base = bases.facts(asker, ())
    base = replace(
        base,
        principal=replace(base.principal, consent=bases.GOOD_CONSENT),
        tool=replace(base.tool, id=tool),
    )
    for purpose in Purpose:
        for weekday, hour, grade in OCCASIONS:
            typist = replace(base.principal, grade=grade)
            yield replace(base, principal=typist, purpose=purpose, weekday=weekday, hour=hour)


def _own(rule_set: RuleSet) -> Iterator[tuple[Rule, RuleSet]]:
    """Yield each rule of the district's own, with the rule set of nothing else."""
    for pack in rule_set.packs:
        if pack.id not in (LOCAL, EXPERT):
            continue
        [baseline] = [rule for rule in pack.rules if rule.id == f"{pack.id}.baseline"]
        for rule in pack.rules:
            if rule is not baseline:
                single = replace(pack, rules=(baseline, rule))
                yield rule, replace(rule_set, packs=(single,))


def _unknown_names(rule_set: RuleSet, known: Known) -> Iterator[str]:
    kinds = {
        "tool.id": ("tool", known.tools),
        "principal.schools": ("school", known.schools),
        "principal.classes": ("class", known.classes),
    }
    for rule, _ in _own(rule_set):
        named = literals_by_path(rule.policy)
        for path, (kind, there) in kinds.items():
            for name in sorted({str(one) for one in named.get(path, ())} - there):
                yield f"rule `{rule.id}` names the {kind} `{name}`, and there is none"


def _silent(rule_set: RuleSet) -> Iterator[str]:
    """Yield each rule of the district's own that no prompt made up for it makes speak."""
    for rule, alone in _own(rule_set):
        engine = Engine(alone, floor=False)
        if not any(_speaks(engine, rule, facts) for facts in witnesses(rule.policy, TRIES)):
            yield f"rule `{rule.id}` never matches, as far as {TRIES} prompts made for it tell"


def _speaks(engine: Engine, rule: Rule, facts: Facts) -> bool:
    decision = engine.decide(facts)
    if rule.effect == "permit":
        return rule.obligation in decision.obligations
    return any(reason.rule == rule.id for reason in decision.reasons)
