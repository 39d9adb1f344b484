"""What is held waits for a person, and what a person let pass, passes once, decided anew."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.decision.packs import load_rule_set
from gateway.steps.held import Asked, Judged, judge
from gateway.terms.decision import Decision, Outcome
from gateway.terms.disclosure import Purpose
from gateway.terms.holds import Hold, HoldState
from tests.oversight.prompts import HELD, TOOL, asked

pytestmark = pytest.mark.anyio

KEY = b"k" * 32


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_rule_set())


@dataclass(kw_only=True)
class Kept:
    """Holds in memory, by what they hold; `gone` lets a release be used by somebody else first."""

    holds: dict[str, Hold] = field(default_factory=dict)
    gone: bool = False

    async def met(self, asked: Asked) -> Hold | None:
        return self.holds.get(asked.identity(KEY))

    async def keep(self, asked: Asked, decision: Decision) -> Hold:
        assert decision.outcome is Outcome.HOLD
        request = asked.identity(KEY)
        hold = Hold(
            id=asked.record,
            principal="t1",
            about=(),
            request=request,
            tool="tool",
            purpose="feedback",
            rules=(),
            at=0,
            expires=1,
        )
        self.holds[request] = hold
        return hold

    async def use(self, hold: Hold) -> bool:
        if not self.gone:
            self.holds[hold.request] = replace(hold, state=HoldState.USED)
            del self.holds[hold.request]
        return not self.gone

    def becomes(self, state: HoldState) -> None:
        self.holds = {name: replace(one, state=state) for name, one in self.holds.items()}


async def _judge(engine: Engine, holds: Kept, record: str = "r1", **other: Any) -> Judged:
    sent = asked(record, **other)
    return await judge(engine, sent.described.facts, sent, holds)


async def test_what_passes_or_is_refused_meets_no_hold(engine: Engine) -> None:
    holds = Kept()
    for facts in (bases.facts("teacher", []), replace(HELD, media=True)):
        judged = await _judge(engine, holds, facts=facts)
        assert judged == Judged(facts=facts, decision=engine.decide(facts))
    assert not holds.holds


async def test_what_is_held_is_kept_once_however_often_it_is_sent(engine: Engine) -> None:
    holds = Kept()
    first = await _judge(engine, holds, "r1")
    again = await _judge(engine, holds, "r2")
    assert first.decision.outcome is again.decision.outcome is Outcome.HOLD
    assert first.hold == again.hold
    assert not again.facts.released


async def test_what_was_released_passes_once_with_names_replaced(engine: Engine) -> None:
    holds = Kept()
    await _judge(engine, holds)
    holds.becomes(HoldState.RELEASED)
    let = await _judge(engine, holds, "r2")
    assert let.decision.outcome is Outcome.PSEUDONYMISE
    assert let.facts.released
    assert let.hold is not None
    assert let.hold.id == "r1"
    once_more = await _judge(engine, holds, "r3")
    assert once_more.decision.outcome is Outcome.HOLD
    assert once_more.hold is not None
    assert once_more.hold.id == "r3"


async def test_of_two_that_use_one_release_the_second_is_held(engine: Engine) -> None:
    holds = Kept(gone=True)
    await _judge(engine, holds)
    holds.becomes(HoldState.RELEASED)
    second = await _judge(engine, holds, "r2")
    assert second.decision.outcome is Outcome.HOLD
    assert not second.facts.released


async def test_what_other_rules_refuse_meanwhile_stays_refused_and_uses_nothing_up(
    engine: Engine,
) -> None:
    holds = Kept()
    await _judge(engine, holds)
    holds.becomes(HoldState.RELEASED)
    revoked = bases.override(HELD, "tool.status", "suspended")
    refused = await _judge(engine, holds, "r2", facts=revoked)
    assert refused.decision.outcome is Outcome.REFUSE
    irreplaceable = bases.override(HELD, "subject.removable", False)
    assert (await _judge(engine, holds, "r3", facts=irreplaceable)).decision.outcome is (
        Outcome.REFUSE
    )
    assert [one.state for one in holds.holds.values()] == [HoldState.RELEASED]


async def test_what_was_refused_by_a_person_is_held_no_second_time(engine: Engine) -> None:
    holds = Kept()
    await _judge(engine, holds)
    holds.becomes(HoldState.REFUSED)
    again = await _judge(engine, holds, "r2")
    assert again.decision.outcome is Outcome.HOLD
    assert again.hold is not None
    assert (again.hold.id, again.hold.state) == ("r1", HoldState.REFUSED)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "Praise Maya Ortiz!"},
        {"person": "t2"},
        {"client": "chat"},
        {"purpose": Purpose.GRADING},
        {"tool": replace(TOOL, id="another")},
    ],
    ids=["words", "person", "client", "purpose", "tool"],
)
def test_another_request_is_not_the_identical_one(other: dict[str, Any]) -> None:
    assert asked("r1").identity(KEY) == asked("r2").identity(KEY)
    assert asked("r1", **other).identity(KEY) != asked("r1").identity(KEY)


def test_the_hash_of_a_request_is_keyed_and_takes_any_text() -> None:
    assert asked("r1").identity(KEY) != asked("r1").identity(b"j" * 32)
    assert asked("r1", text="\ud800").identity(KEY)
