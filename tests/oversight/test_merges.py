"""What the office and the log make of people who were merged."""

from dataclasses import replace

import pytest

from gateway.district.merges import MERGES
from gateway.oversight.forgetting import Held, StillHere
from gateway.oversight.ledger import Flag, Task
from gateway.oversight.retention import HOLDS, rules_of
from gateway.terms.disclosure import Grant
from gateway.terms.people import PersonMerge
from gateway.terms.retention import LegalHold
from tests.oversight.conftest import RUTH, Rooms
from tests.oversight.test_forgetting import forgetting, left, log_id_of, put
from tests.oversight.test_ledger import SLIP, ledger

pytestmark = pytest.mark.anyio

MERGE = PersonMerge(id="maya", kept="s1", duplicate="s2")


async def test_a_merge_and_its_end_are_in_the_log_and_in_the_history(rooms: Rooms) -> None:
    await put(rooms, MERGES, MERGE)
    await rooms.office.remove(MERGES, "maya", seen=1, why="two children after all", by=RUTH)
    events = [one for one in await rooms.events() if one["event"].startswith("person_merge")]
    assert [(one["event"], one["what"]) for one in events] == [
        ("person_merge_created", "maya"),
        ("person_merge_removed", "maya"),
    ]
    last, first = await rooms.office.history(kind="person_merge")
    assert first.edit is not None
    assert last.edit is not None
    assert (first.edit.why, last.edit.why) == ("of Maya Ortiz", "two children after all")


async def test_where_the_ids_of_one_child_say_different_things_the_office_is_told(
    rooms: Rooms,
) -> None:
    no = replace(SLIP, id="k2", subject="s2", disclose_third_party=Grant.REFUSED)
    book = await ledger(rooms, SLIP, no)
    assert all(Flag.CONFLICT not in one.flags for one in await book.listed())
    await put(rooms, MERGES, MERGE)
    book = await ledger(rooms, SLIP, no)
    entries = await book.listed(subject="s1")
    assert [(one.consent.id, one.consent.subject) for one in entries] == [
        ("k1", "s1"),
        ("k2", "s2"),
    ]
    assert all(Flag.CONFLICT in one.flags for one in entries)
    assert all(one.holder for one in entries if one.consent.id == "k1")
    due = [one for one in await book.queue() if one.task is Task.CONFLICT]
    assert [(one.subject, one.consent) for one in due] == [("s1", "k1"), ("s1", "k2")]


async def test_a_legal_hold_keeps_the_records_under_every_log_id(rooms: Rooms) -> None:
    kept, other = await log_id_of(rooms, "s1"), await log_id_of(rooms, "s2")
    await put(rooms, HOLDS, LegalHold(id="h", matter="m", subjects=frozenset({kept})))
    await put(rooms, MERGES, MERGE)
    [hold] = (await rooms.town.reader.read(lambda db: rules_of(db, 0))).holds
    assert hold.subjects == {kept, other}
    [stored] = await rooms.office.listed(HOLDS)
    assert stored.value.subjects == {kept}
    for one in ("s1", "s2"):
        await left(rooms, one)
    with pytest.raises(Held):
        await forgetting(rooms).forget("s2", RUTH)


@pytest.mark.parametrize("named", ["s1", "s2"])
async def test_who_was_merged_is_forgotten_as_one(rooms: Rooms, named: str) -> None:
    await put(rooms, MERGES, MERGE)
    await left(rooms, "s1")
    with pytest.raises(StillHere):
        await forgetting(rooms).forget(named, RUTH)
    await left(rooms, "s2")
    done = await forgetting(rooms).forget(named, RUTH)
    assert (done.counts["people"], done.counts["person_merges"]) == (2, 1)
    assert await rooms.office.listed(MERGES) == []
    [edit] = await rooms.office.history(kind="person_merge")
    assert edit.edit is None
