"""A conversation's last turn sent again leaves as the same bytes as if it were planned anew, and
is planned anew once anything its plan rests on has changed."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.decision import bases
from gateway.pseudonyms.replace import Plan
from gateway.pseudonyms.vault import Vaults
from gateway.steps import stand_ins as module
from gateway.steps.described import Described
from gateway.steps.found import Found
from gateway.steps.stand_ins import Outgoing, StandIns
from gateway.terms.chat import ChatRequest, Json
from gateway.terms.decision import Decision, Outcome, SubjectDecision
from gateway.terms.disclosure import Basis, DistrictChoices, Purpose, Tool
from gateway.terms.text import Finding
from gateway.wire.body import write_json
from gateway.wire.openai_chat.dialect import OPENAI_CHAT
from tests.pseudonyms.people import finding, span, student
from tests.pseudonyms.test_vault import Rows, new_key

pytestmark = pytest.mark.anyio

MARIA, CARLOS = student("s1", "Maria", "Lopez"), student("s2", "Carlos", "Lopez")
PEOPLE = {"Maria Lopez": MARIA, "Carlos Lopez": CARLOS, "Maria": MARIA}
DESCRIBED = Described(
    facts=bases.facts("teacher", ["pupil"]),
    people={"s1": MARIA, "s2": CARLOS},
    log_ids={"s1": "log-1", "s2": "log-2"},
)
KEY = new_key()


def decided(maria: Outcome = Outcome.PSEUDONYMISE) -> Decision:
    return Decision(
        outcome=Outcome.PSEUDONYMISE,
        subjects=(
            SubjectDecision(id="log-1", outcome=maria, basis=Basis.CONSENT),
            SubjectDecision(id="log-2", outcome=Outcome.PSEUDONYMISE, basis=Basis.PSEUDONYMISED),
        ),
        reasons=(),
    )


class Counting(StandIns):
    """Counts the plans it makes."""

    plans = 0

    def _plan(self, *args: Any) -> Plan:
        self.plans += 1
        return super()._plan(*args)


class Desk:
    """The door to the vaults, and what it is asked to put stand-ins into."""

    def __init__(self) -> None:
        self.rows = Rows()
        self.described, self.decision = DESCRIBED, decided()
        self.tool = Tool(id="tool", model="small", provider="P")
        self.purpose = Purpose.INSTRUCTION
        self.conversation = "chat"
        self.door = self.new()

    def new(self) -> Counting:
        """Return a door that remembers nothing, to the same vaults."""
        vaults = Vaults(self.rows, lambda: KEY)
        return Counting(vaults, rng=Random(5), taken=lambda _: False)

    def read(self, *texts: str) -> tuple[ChatRequest, list[Finding]]:
        """Return a request of some messages, and what is in them."""
        messages: list[Json] = [{"role": "user", "content": text} for text in texts]
        request = OPENAI_CHAT.read(write_json({"model": "small", "messages": messages}), {})
        return request, [
            finding(
                leaf.text,
                *(
                    span(
                        leaf.text[: hit.end()],
                        hit.group(),
                        subjects=(PEOPLE[hit.group()].id,),
                        nth=leaf.text[: hit.start()].count(hit.group()),
                    )
                    for hit in re.finditer("|".join(PEOPLE), leaf.text)
                ),
                path=leaf.path,
            )
            for leaf in request.leaves
        ]

    async def put(self, *texts: str, door: StandIns | None = None) -> Outgoing:
        """Put stand-ins into messages."""
        request, findings = self.read(*texts)
        return await (door or self.door).put(
            OPENAI_CHAT,
            request,
            Found(findings=findings, described=self.described),
            self.decision,
            conversation=self.conversation,
            tool=self.tool,
            purpose=self.purpose,
            choices=DistrictChoices(),
        )


texts = st.lists(
    st.lists(
        st.sampled_from(
            [*PEOPLE, "MARIA", "maria", "and", "said \\u00e9", "'s", "\n", "é", '{"a":1}']
        ),
        min_size=1,
        max_size=6,
    ).map(" ".join),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60)
@given(messages=texts)
async def test_the_same_turn_leaves_as_the_same_bytes_and_comes_back_the_same(
    messages: list[str],
) -> None:
    desk = Desk()
    turns = [await desk.put(*messages) for _ in range(3)]
    anew = await desk.put(*messages, door=desk.new())
    for turn in turns:
        assert turn.body == anew.body
        assert (turn.outcome, turn.style, turn.notice) == (anew.outcome, anew.style, anew.notice)
        answer = turn.body.decode()
        restored = [one.make(json=True) for one in (turn, anew)]
        assert len({one.feed(answer) + one.flush() for one in restored}) == 1


async def test_a_turn_that_comes_again_is_planned_no_more() -> None:
    desk = Desk()
    for plans in (1, 2, 2, 2):  # the first one coined, so it is looked at once more
        await desk.put("Maria Lopez and Carlos Lopez")
        assert desk.door.plans == plans


def decision(desk: Desk) -> None:
    desk.decision = decided(Outcome.FORWARD)


def described(desk: Desk) -> None:
    desk.described = replace(DESCRIBED)


def style(desk: Desk) -> None:
    desk.purpose = Purpose.GRADING


def tool(desk: Desk) -> None:
    desk.tool = replace(desk.tool, upstream_model="large")


def conversation(desk: Desk) -> None:
    desk.conversation = "another chat"


@pytest.mark.parametrize("change", [decision, described, style, tool, conversation])
async def test_it_is_planned_anew_when_what_it_rests_on_has_changed(
    change: Callable[[Desk], None],
) -> None:
    desk = Desk()
    for _ in range(3):
        await desk.put("Maria met Carlos Lopez")
    change(desk)
    after = await desk.put("Maria met Carlos Lopez")
    assert desk.door.plans == 3
    if change is decision:
        assert b"Maria met" in after.body


async def test_it_is_planned_anew_when_the_vault_has_grown() -> None:
    desk = Desk()
    for _ in range(3):
        await desk.put("Maria")
    await desk.put("Maria and Carlos Lopez")
    before = desk.door.plans
    await desk.put("Maria")
    assert desk.door.plans == before + 1


async def test_other_words_under_the_same_facts_are_planned_anew() -> None:
    """It cannot happen, for facts are of one body; if it did, nothing unchecked would leave."""
    desk = Desk()
    for _ in range(3):
        await desk.put("Maria said so")
    other = await desk.put("So said Maria")
    assert desk.door.plans == 3
    assert b"Maria" not in other.body


async def test_a_large_turn_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_KEPT", 1)
    desk = Desk()
    for plans in (1, 2, 3):
        await desk.put("Maria met Carlos Lopez")
        assert desk.door.plans == plans


async def test_only_the_last_conversations_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TURNS_KEPT", 1)
    desk = Desk()
    for name in ("chat", "chat", "other", "other", "chat"):
        desk.conversation = name
        await desk.put("Maria")
    assert desk.door.plans == 5
