import json
from random import Random
from typing import Any

import pytest

from gateway.audit.canonical import encode
from gateway.decision.engine import Engine
from gateway.decision.packs import RuleSet
from gateway.decision.recorded import decision_to_json, facts_to_json
from gateway.decision.replay import replay, replay_record
from gateway.errors import Unusable
from gateway.steps.draft import Draft
from tests.decision.examples import random_facts


def test_recorded_decisions_come_out_the_same(engine: Engine, rule_set: RuleSet) -> None:
    rng = Random(17)
    for _ in range(5):
        facts = random_facts(rng)
        recorded = json.loads(json.dumps(decision_to_json(engine.decide(facts))))
        told = json.loads(json.dumps(facts_to_json(facts)))
        again = replay(facts=told, recorded=recorded, rule_set=rule_set.data)
        assert again.same
        assert again.same_engine


def test_a_changed_record_is_found(engine: Engine, rule_set: RuleSet) -> None:
    facts = random_facts(Random(17))
    recorded: Any = decision_to_json(engine.decide(facts))
    other = "forward" if recorded["outcome"] != "forward" else "refuse"
    again = replay(
        facts=facts_to_json(facts),
        recorded=recorded | {"outcome": other, "engine": "older"},
        rule_set=rule_set.data,
    )
    assert again.differences == ("outcome",)
    assert not again.same_engine


def test_a_record_may_keep_fewer_parts(engine: Engine, rule_set: RuleSet) -> None:
    facts = random_facts(Random(18))
    recorded = {"outcome": engine.decide(facts).outcome.value}
    assert replay(facts=facts_to_json(facts), recorded=recorded, rule_set=rule_set.data).same


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format":2}', b"\xff"])
def test_a_rule_set_that_cannot_be_read_is_unusable(data: bytes) -> None:
    with pytest.raises(Unusable, match="recorded rule set"):
        replay(facts=facts_to_json(random_facts(Random(1))), recorded={}, rule_set=data)


def test_a_draft_of_a_record_replays_and_an_undecided_one_is_told(
    engine: Engine, rule_set: RuleSet
) -> None:
    for seed in range(5):
        facts = random_facts(Random(seed))
        draft = Draft("x", now=lambda: 0, hash_key=b"k" * 32)
        draft.decided(facts, engine.decide(facts))
        record = json.loads(encode(draft.intent()))
        assert replay_record(record, rule_set.data).same
        record["outcome"] = "nonsense"
        assert replay_record(record, rule_set.data).differences == ("outcome",)
    with pytest.raises(Unusable, match="no decision"):
        replay_record({"code": "unknown_model"}, rule_set.data)
