"""Checkpoints go out as a letter, from which each can be taken and held against the log."""

import re
import secrets

import pytest

from gateway.audit.ids import record_id
from gateway.audit.places.place import Undelivered
from gateway.outbox import queue
from gateway.outbox.outbox import Outbox
from gateway.oversight.mailed import MailedCheckpoints
from tests.audit.places.test_appended import checkpoint
from tests.oversight.conftest import Rooms

pytestmark = pytest.mark.anyio


def outbox_of(rooms: Rooms) -> Outbox:
    return Outbox(
        rooms.town.reader,
        rooms.town.commit,
        rooms.town.fields,
        now=lambda: 1_700_000_000_000,
        new_id=lambda: record_id(next(rooms.ticks), secrets.token_bytes),
    )


async def test_a_letter_holds_every_checkpoint_and_is_posted_once(rooms: Rooms) -> None:
    outbox = outbox_of(rooms)
    place = MailedCheckpoints(outbox, "board@example.org")
    for _ in range(2):
        await place.put([checkpoint(7), checkpoint(3, "t")])
    [posted] = await outbox.listed()
    assert posted.kind == "checkpoints"
    claimed = await rooms.town.commit.run(lambda db: queue.claim(db, 1_700_000_000_001))
    assert claimed is not None
    letter = queue.letter_of(rooms.town.fields, claimed)
    assert letter.to == "board@example.org"
    notes = re.findall(
        r"^crossing-guard/.*?^\N{EM DASH} .*?\n", letter.text, re.DOTALL | re.MULTILINE
    )
    assert notes == [checkpoint(7).note, checkpoint(3, "t").note]
    await place.put([checkpoint(8)])
    assert len(await outbox.listed()) == 2


async def test_a_letter_that_cannot_be_posted_is_not_delivered(rooms: Rooms) -> None:
    place = MailedCheckpoints(outbox_of(rooms), "no address")
    with pytest.raises(Undelivered) as told:
        await place.put([checkpoint(1)])
    assert told.value.code == "no_address"
