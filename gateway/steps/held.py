"""What the rules say of a prompt, and of one that they hold, what a person said of it.

A prompt that is held waits for a named person. Once released, the identical request passes once:
it is decided anew, with the release among its facts, so that whatever else changed meanwhile still
counts, and with names replaced.
"""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Protocol

from gateway.decision.engine import Engine
from gateway.identity.callers import Caller
from gateway.steps.described import Described
from gateway.terms.chat import ChatRequest
from gateway.terms.decision import Decision, Facts, Outcome
from gateway.terms.disclosure import Purpose, Tool
from gateway.terms.holds import Hold, HoldState


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is asked, by whom, and whom it describes; `record` is the id of its record."""

    record: str
    caller: Caller
    request: ChatRequest = field(repr=False)
    tool: Tool
    purpose: Purpose
    described: Described = field(repr=False)

    def identity(self, key: bytes) -> str:
        """Return the keyed hash by which the identical request is known again.

        The same words in the same places, by the same person through the same client, to the same
        tool for the same purpose. What is no text (a temperature, whether to stream) may differ.
        """
        principal = self.caller.principal
        leaves = [[*leaf.path, leaf.text] for leaf in self.request.leaves]
        whole = [principal.client, principal.id, self.tool.id, self.purpose, leaves]
        return hashlib.blake2b(json.dumps(whole).encode(), key=key, digest_size=32).hexdigest()


class Holds(Protocol):
    """Keeps what is held."""

    async def met(self, asked: Asked) -> Hold | None:
        """Return the hold that the identical request met before and meets still."""

    async def keep(self, asked: Asked, decision: Decision) -> Hold:
        """Hold a prompt, and return once it is durable."""

    async def use(self, hold: Hold) -> bool:
        """Use up a release; tell whether it was still there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What came of it. `hold` is the one that was met or made, None where nothing was held."""

    facts: Facts
    decision: Decision
    hold: Hold | None = None


async def judge(engine: Engine, facts: Facts, asked: Asked, holds: Holds) -> Judged:
    """Decide a prompt.

    Args:
        engine: the rules.
        facts: what the decision is made from.
        asked: by what a held prompt is known again.
        holds: what is held.

    Raises:
        Unusable: what is held cannot be read or kept.
    """
    decision = engine.decide(facts)
    if decision.outcome is not Outcome.HOLD:
        return Judged(facts=facts, decision=decision)
    hold = await holds.met(asked)
    if hold is not None and hold.state is HoldState.RELEASED:
        let = replace(facts, released=True)
        anew = engine.decide(let)
        if anew.outcome is Outcome.REFUSE or await holds.use(hold):
            return Judged(facts=let, decision=anew, hold=hold)
        hold = None  # somebody was faster with the same request
    if hold is None:
        hold = await holds.keep(asked, decision)
    return Judged(facts=facts, decision=decision, hold=hold)
