"""Another provider behind a tool: what ends is told, has to be confirmed, and ends."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gateway.district import edits
from gateway.district.shelves import TOOLS
from gateway.errors import BadRequest
from gateway.oversight.ledger import Flag, Ledger
from gateway.oversight.parties import Loss, Parties
from gateway.oversight.rows import Missing, Stale
from gateway.terms.disclosure import Consent
from tests.oversight.conftest import RUTH, Rooms
from tests.oversight.test_ledger import SLIP, TOOL, ledger

pytestmark = pytest.mark.anyio

SLIPS = (
    SLIP,
    replace(SLIP, id="k2", purposes=SLIP.purposes),
    replace(SLIP, id="k3", subject="s2", signer="g2"),
    replace(SLIP, id="to come", effective_from=date(2026, 4, 1)),
    replace(SLIP, id="a draft", draft=True),
    replace(SLIP, id="incomplete", evidence=""),
    replace(SLIP, id="by class", recipients=frozenset({"t1", "class:approved"})),
    replace(SLIP, id="another tool", recipients=frozenset({"t11"})),
    replace(SLIP, id="over", expires_on=date(2026, 3, 1)),
)
NAMED = ["k1", "k2", "k3", "to come"]
OTHER = replace(TOOL, provider="Q", base_url="https://q.example/v1")


async def parties(rooms: Rooms, *slips: Consent) -> tuple[Parties, Ledger]:
    """Return the tool's desk in the small district with some consents, and their ledger."""
    book = await ledger(rooms, *slips)
    district = rooms.town.district()
    await district.refresh()
    return Parties(rooms.office, rooms.town.reader, district, rooms.town.fields), book


async def test_what_another_provider_ends_is_counted_and_listed_in_pages(rooms: Rooms) -> None:
    desk, _ = await parties(rooms, *SLIPS)
    loss, first = await desk.losing("t1", limit=3)
    assert loss == Loss(consents=4, students=2)
    again, rest = await desk.losing("t1", after=first[-1].consent.id, limit=3)
    assert again == loss
    assert [one.consent.id for one in (*first, *rest)] == NAMED
    with pytest.raises(Missing):
        await desk.losing("t9", limit=3)


async def test_the_change_is_made_as_confirmed_and_the_consents_end(rooms: Rooms) -> None:
    desk, book = await parties(rooms, *SLIPS)
    kept = await desk.change(OTHER, losing=4, seen=0, why="sold", by=RUTH)
    assert (kept.value.provider, kept.value.other_party_until) == ("Q", date(2026, 3, 2))
    flags = {one.consent.id: one.flags for one in await book.listed()}
    assert {row for row, some in flags.items() if Flag.OTHER_PARTY in some} == {"k1", "k2", "k3"}
    assert (await desk.losing("t1", limit=9))[0] == Loss(consents=0, students=0)
    [event] = [one for one in await rooms.events() if one["event"] == "tool_recipient_changed"]
    assert event["what"] == "t1"
    later = replace(SLIP, id="k9", signed_on=date(2026, 3, 3))
    rooms.town.clock[0] = rooms.town.clock[0].replace(day=3)
    await rooms.town.run(lambda db: edits.put_consents(db, [later], now=2))
    assert [one.consent.id for one in (await desk.losing("t1", limit=9))[1]] == ["k9"]


@pytest.mark.parametrize(
    ("tool", "losing", "seen", "code"),
    [
        (OTHER, 3, 0, "not_confirmed"),
        (OTHER, 5, 0, "not_confirmed"),
        (replace(TOOL, base_url="https://q.example/v1"), 4, 0, "same_party"),
        (OTHER, 4, 1, Stale.code),
        (replace(OTHER, id="t9"), 0, 0, Missing.code),
        (replace(OTHER, base_url="no address"), 4, 0, "invalid_value"),
    ],
    ids=["fewer", "more", "the same provider", "another version", "no tool", "no address"],
)
async def test_what_was_not_confirmed_is_not_changed(
    rooms: Rooms, tool: Any, losing: int, seen: int, code: str
) -> None:
    desk, _ = await parties(rooms, *SLIPS)
    with pytest.raises(BadRequest) as told:
        await desk.change(tool, losing=losing, seen=seen, why="sold", by=RUTH)
    assert told.value.code == code
    assert (await rooms.office.get(TOOLS, "t1")).value == TOOL
    assert await rooms.events() == []


async def test_a_tool_on_which_consents_rest_is_not_taken_away(rooms: Rooms) -> None:
    await parties(rooms, *SLIPS)
    with pytest.raises(BadRequest, match="`suspended`") as told:
        await rooms.office.remove(TOOLS, "t1", seen=0, why="unused", by=RUTH)
    assert (told.value.code, told.value.status) == ("consents_name_it", 409)
    assert (await rooms.office.get(TOOLS, "t1")).value == TOOL
    assert await rooms.events() == []


async def test_a_tool_that_is_gone_leaves_its_id_to_none_while_consents_name_it(
    rooms: Rooms,
) -> None:
    over = replace(SLIPS[0], expires_on=date(2020, 1, 31))  # the office is in 2023
    await parties(rooms, over)
    await rooms.office.remove(TOOLS, "t1", seen=0, why="unused", by=RUTH)
    with pytest.raises(BadRequest, match="another tool stood under this id"):
        await rooms.office.put(TOOLS, OTHER, seen=None, why="back", by=RUTH)
    await rooms.office.put(TOOLS, replace(OTHER, id="t2"), seen=None, why="new", by=RUTH)
