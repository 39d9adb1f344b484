"""People and chats apart: nobody's values in anybody else's answer, however many ask at once."""

import asyncio
import itertools

import orjson
import pytest
from openai import AsyncOpenAI

from tests.clients.conftest import Running

MODEL = "practice"
OPENER = "Write a kind sentence about {}."


def left(gateway: Running, after: int) -> list[str]:
    """Return the last message of each prompt that reached the AI service."""
    rows = gateway.received(after)
    return [orjson.loads(row["body"])["messages"][-1]["content"] for row in rows]


def praise(gateway: Running, persona: str, text: str, chat: str = "") -> tuple[str, str]:
    """Ask, and return what left and what came back."""
    before = gateway.last()
    answer = gateway.client(persona).chat.completions.create(
        model=MODEL,
        messages=[{"role": "user", "content": text}],
        extra_headers={"x-crossing-guard-conversation": chat} if chat else {},
    )
    (sent,) = left(gateway, before)
    return sent, answer.choices[0].message.content or ""


def stand_in(sent: str) -> str:
    """Return the stand-in of a sentence made from `OPENER`."""
    return sent.removeprefix("Write a kind sentence about ").removesuffix(".")


def test_two_people_with_the_same_first_message_get_stand_ins_of_their_own(
    gateway: Running,
) -> None:
    text = OPENER.format(gateway.name("without_consent"))
    mine, _ = praise(gateway, "teacher", text)
    theirs, _ = praise(gateway, "counsellor", text)
    again, _ = praise(gateway, "teacher", text)
    assert mine != theirs
    assert mine == again


def test_two_chats_of_one_person_get_stand_ins_of_their_own(gateway: Running) -> None:
    text = OPENER.format(gateway.name("without_consent"))
    one, _ = praise(gateway, "teacher", text, chat="one")
    two, _ = praise(gateway, "teacher", text, chat="two")
    assert one != two


def test_a_stand_in_of_anothers_chat_typed_by_hand_comes_back_as_typed(gateway: Running) -> None:
    text = OPENER.format(gateway.name("without_consent"))
    theirs, _ = praise(gateway, "counsellor", text)
    foreign = stand_in(theirs)
    _, answer = praise(gateway, "teacher", OPENER.format(foreign), chat="typed by hand")
    assert foreign in answer
    assert gateway.name("without_consent") not in answer


def test_ones_own_stand_in_typed_by_hand_comes_back_as_typed(gateway: Running) -> None:
    pupil = gateway.name("without_consent")
    mine, _ = praise(gateway, "teacher", OPENER.format(pupil), chat="own")
    typed = stand_in(mine)
    sent, answer = praise(gateway, "teacher", f"Who is {typed}, and who is {pupil}?", chat="own")
    assert typed in answer
    assert pupil in answer
    assert pupil not in sent


def test_the_prefix_of_the_next_turn_is_that_of_the_last(gateway: Running) -> None:
    client, pupil = gateway.client(), gateway.name("without_consent")
    messages = [{"role": "user", "content": f"Help {pupil} with reading."}]
    bodies = []
    for turn in range(4):
        before = gateway.last()
        answer = client.chat.completions.create(
            model=MODEL,
            messages=messages,  # type: ignore[arg-type]
            extra_headers={"x-crossing-guard-conversation": "prefix"},
        )
        bodies.append(gateway.received(before)[0]["body"])
        messages.append({"role": "assistant", "content": answer.choices[0].message.content or ""})
        messages.append({"role": "user", "content": f"And step {turn + 2} for {pupil}?"})
    for shorter, longer in itertools.pairwise(bodies):
        assert longer.startswith(shorter.removesuffix("]}"))


@pytest.mark.anyio
async def test_two_hundred_streams_at_once_are_each_restored_exactly(gateway: Running) -> None:
    subjects = gateway.demo["subjects"]
    names = [subjects[one] for one in ("without_consent", "expired", "revoked", "defective")]
    personas = ["teacher", "counsellor", "other_teacher", "student_13_17"]
    clients = {
        one: AsyncOpenAI(
            base_url=gateway.base_url, api_key=gateway.key(one), max_retries=0, timeout=120
        )
        for one in personas
    }

    async def one(number: int) -> None:
        name, persona = names[number % 4], personas[number // 4 % 4]
        stream = await clients[persona].chat.completions.create(
            model=MODEL,
            messages=[{"role": "user", "content": f"Note {number}: praise {name}."}],
            stream=True,
        )
        text = "".join([c.choices[0].delta.content or "" async for c in stream if c.choices])
        assert name in text
        assert not any(other in text for other in names if other != name)

    before = gateway.last()
    await asyncio.gather(*(one(number) for number in range(200)))
    sent = left(gateway, before)
    assert len(sent) == 200
    assert not any(name in text for name in names for text in sent)
    for client in clients.values():
        await client.close()
