import asyncio

import pytest
import structlog

from gateway.outbox.carriers import Undelivered
from gateway.terms.letters import LetterState
from tests.outbox.conftest import SLIP, Bag, PostRoom

pytestmark = pytest.mark.anyio


async def test_a_postman_who_is_called_carries_at_once(room: PostRoom) -> None:
    bag = Bag()
    running = asyncio.create_task(room.postman(bag).run(room.outbox.posted))
    await room.outbox.post(SLIP)
    await bag.rested.wait()
    assert room.told == [LetterState.SENT]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_failure_is_logged_without_content(room: PostRoom) -> None:
    bag = Bag()
    bag.faults.append(Undelivered("smtp_451"))
    [letter] = await room.outbox.post(SLIP)
    with structlog.testing.capture_logs() as said:
        await room.postman(bag).round()
    [line] = said
    assert (line["event"], line["letter"], line["code"]) == ("letter_not_sent", letter, "smtp_451")
    for word in ("rosa", "Ortiz", "secret"):
        assert word not in str(line)
