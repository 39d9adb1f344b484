"""Decides recorded facts again, by the recorded rule set, and compares. Pure.

A decision must come out the same for ever. Where it does not, either the record was changed or
the engine decides differently than it did; the engine's version tells which to suspect.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from gateway.decision.engine import ENGINE, Engine
from gateway.decision.packs import rule_set_from_bytes
from gateway.decision.recorded import decision_to_json, facts_from_json
from gateway.errors import Unusable
from gateway.terms.decision import Decision, SubjectDecision

_SUBJECT = tuple(field.name for field in fields(SubjectDecision))


@dataclass(frozen=True, kw_only=True, slots=True)
class Replay:
    """What came of deciding again.

    `differences` names the parts of the decision that are not as recorded. `same_engine` tells
    that the engine's version is the recorded one.
    """

    decision: Decision
    differences: tuple[str, ...]
    same_engine: bool

    @property
    def same(self) -> bool:
        """Tell whether the decision came out as recorded."""
        return not self.differences


def replay(*, facts: object, recorded: object, rule_set: bytes) -> Replay:
    """Decide again.

    Args:
        facts: recorded facts, as `facts_to_json` wrote them.
        recorded: parts of the decision to compare, named and written as by `decision_to_json`;
            a record may keep fewer parts than a decision has.
        rule_set: the recorded rule set's bytes.

    Raises:
        Unusable: the facts or the rule set cannot be read.
    """
    decision = Engine(rule_set_from_bytes(rule_set)).decide(facts_from_json(facts))
    written = decision_to_json(decision)
    told = recorded if isinstance(recorded, dict) else {"decision": recorded}
    differences = tuple(
        name for name in sorted(told) if name != "engine" and written.get(name) != told[name]
    )
    return Replay(
        decision=decision,
        differences=differences,
        same_engine=told.get("engine", ENGINE) == ENGINE,
    )


def replay_record(record: Mapping[str, Any], rule_set: bytes) -> Replay:
    """Decide a record's facts again, and compare with what the record says was decided.

    Args:
        record: an intent, or a refusal that was decided, as its entry says it.
        rule_set: the bytes whose hash the record names.

    Raises:
        Unusable: the record holds no decision, or its facts or the rule set cannot be read.
    """
    try:
        recorded = {
            "outcome": record["outcome"],
            "obligations": record["obligations"],
            "engine": record["engine"],
            # A record says more of a subject than the decision does.
            "subjects": [{name: one[name] for name in _SUBJECT} for one in record["subjects"]],
        }
        facts = record["facts"]
    except (KeyError, TypeError) as error:
        raise Unusable("the record holds no decision", code="record_unreadable") from error
    return replay(facts=facts, recorded=recorded, rule_set=rule_set)
