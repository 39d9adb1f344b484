"""Runs each pack's own cases: facts in, that pack's outcome and rules out.

A case file names facts by what differs from a base. The bases are a plain teacher, students on
either side of the ages the law knows, and the described. A pack is asked alone, without the floor:
its cases say what *it* must say, whatever else is switched on. A case that needs others to close
what they close names them; where one of them is not switched on, the case says nothing.

    - case: a parent's consent that has expired is none
      as: child                 # who types: teacher child teen adult_student unknown_age guardian
      about: [pupil]            # who is described: pupil unresolved colleague parent self
      set:                      # what differs; `principal`, `tool`, `district`, `prompt`, `subject`
        principal.consent.state: expired
      outcome: refuse
      rules: [coppa.consent-expired]
      obligations: []           # told only where it matters
      with: [district]          # the packs asked together with this one
      cell: 2.1 under 13, expired, C2 own   # the cell of the decision tables it stands for
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.decision.packs import Pack, RuleSet, alone
from gateway.errors import Unusable
from gateway.terms.decision import Facts, Outcome

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where PyYAML was built with it: the cases run at every start."""
_KEYS = {"case", "cell", "as", "about", "with", "set", "outcome", "rules", "obligations"}


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseResult:
    """One case and what came of it; `fault` says in words what was not as told, "" if nothing."""

    pack: str
    file: str
    name: str
    fault: str

    @property
    def passed(self) -> bool:
        """Tell whether the case came out as told."""
        return not self.fault


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What a case file tells.

    `rules` are all the rules that must have spoken, `obligations` what must be done along with it
    (None: not told), `beside` the packs asked together with the case's own.
    """

    name: str
    facts: Facts
    outcome: Outcome
    rules: frozenset[str]
    obligations: frozenset[str] | None = None
    beside: tuple[str, ...] = ()


def run_cases(rule_set: RuleSet) -> list[CaseResult]:
    """Run every case of every pack; a failing one means the pack must not be used."""
    engines: dict[frozenset[str], Engine] = {}
    return [result for pack in rule_set.packs for result in _run(pack, rule_set, engines)]


def _run(
    pack: Pack, rule_set: RuleSet, engines: dict[frozenset[str], Engine]
) -> Iterator[CaseResult]:
    here = {one.id for one in rule_set.packs}
    for file, text in pack.cases:
        for name, told in _told(f"{pack.id}/cases/{file}", text):
            try:
                case = read_case(told)
                asked = frozenset({pack.id, *case.beside})
                if not asked <= here:
                    continue
                if asked not in engines:
                    engines[asked] = Engine(alone(rule_set, *asked), floor=False)
                fault = _check(engines[asked], case)
            except (KeyError, TypeError, ValueError) as error:
                fault = f"cannot be read: {error}"
            yield CaseResult(pack=pack.id, file=file, name=name, fault=fault)


def _told(where: str, text: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the cases of one file with their names."""
    try:
        tree = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe one, either way
        return [(str(told["case"]), told) for told in tree]
    except (yaml.YAMLError, TypeError, KeyError) as error:
        raise Unusable(f"{where}: not a list of cases: {error}", code="rules_broken") from error


def read_case(told: Mapping[str, Any]) -> Case:
    """Read one case.

    Raises:
        KeyError, TypeError, ValueError: a key, a base, a fact or a value is not known.
    """
    if unknown := told.keys() - _KEYS:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    facts = bases.facts(str(told["as"]), [str(name) for name in told.get("about", ())])
    for path, value in told.get("set", {}).items():
        facts = bases.override(facts, str(path), value)
    return Case(
        name=str(told["case"]),
        facts=replace(facts, content=max(facts.content, bases.least_content(facts))),
        outcome=Outcome(told["outcome"]),
        rules=frozenset(told.get("rules", ())),
        obligations=frozenset(told["obligations"]) if "obligations" in told else None,
        beside=tuple(str(name) for name in told.get("with", ())),
    )


def _check(engine: Engine, case: Case) -> str:
    """Return what is not as told, "" if all is."""
    decision = engine.decide(case.facts)
    spoke = {reason.rule for reason in decision.reasons}
    faults = []
    if decision.outcome is not case.outcome:
        faults.append(f"is `{decision.outcome}`, told `{case.outcome}`")
    if missing := sorted(case.rules - spoke):
        faults.append(f"these rules did not speak: {', '.join(missing)}")
    if extra := sorted(spoke - case.rules):
        faults.append(f"these spoke untold: {', '.join(extra)}")
    if case.obligations is not None and set(decision.obligations) != case.obligations:
        faults.append(f"obliges to {list(decision.obligations)}")
    return "; ".join(faults)
