"""A purge does what its dry run counted, conversations too, and leaves what a hold keeps."""

import secrets
from dataclasses import replace

import pytest
from sqlalchemy import Connection, insert, select

from gateway.audit.purge_contents import MOST
from gateway.oversight.retention import HOLDS, LIFETIMES, Outcome, Retention, lifetimes_of
from gateway.store.contents import list_contents, put_content
from gateway.store.tables import vaults
from gateway.terms.contents import Content
from gateway.terms.record import Checkpoint
from gateway.terms.retention import LegalHold, Lifetimes
from gateway.terms.times import DAY_MS
from tests.audit.fakes import Board
from tests.audit.fakes import Desk as LogDesk
from tests.oversight.conftest import RUTH, Rooms
from tests.oversight.test_forgetting import log_id_of

pytestmark = pytest.mark.anyio
NOW = 1_700_000_000_000


def retention(rooms: Rooms, board: Board | None = None) -> Retention:
    """Return what purges now."""
    pen = replace(LogDesk(rooms.town.url).pen("purge"), clock=lambda: NOW)
    return Retention(
        rooms.town.reader, rooms.town.commit, board or Board(), pen, is_gone=lambda _: False
    )


async def keep(rooms: Rooms, **days: int) -> None:
    kept = await rooms.office.get(LIFETIMES, "district")
    value = replace(kept.value, **days)
    await rooms.office.put(LIFETIMES, value, seen=kept.version, why="schedule", by=RUTH)


async def talk(rooms: Rooms, *ages: int) -> None:
    """Keep a conversation last used so many days ago, for each."""
    rows = [
        {
            "conversation": f"c{age}",
            "sealed": b"x",
            "version": 1,
            "updated": NOW - age * DAY_MS,
        }
        for age in ages
    ]
    await rooms.town.run(lambda db: db.execute(insert(vaults), rows))


async def conversations(rooms: Rooms) -> list[str]:
    query = select(vaults.c.conversation).order_by(vaults.c.conversation)
    return await rooms.town.reader.read(lambda db: list(db.execute(query).scalars()))


async def test_conversations_that_nobody_used_for_long_go_under_a_certificate(
    rooms: Rooms,
) -> None:
    await talk(rooms, 1, 29, 31, 400)
    assert (await retention(rooms).preview()).counts == {}
    await keep(rooms, conversations=30)
    assert (await retention(rooms).preview()).counts == {"conversations": 2}
    done = await retention(rooms).purge(who=RUTH.log_id)
    assert (done.counts, done.certificates) == ({"conversations": 2}, 1)
    assert await conversations(rooms) == ["c1", "c29"]
    [event] = [one for one in await rooms.events() if one["event"] == "vaults_purged"]
    assert event["counts"] == {"conversations": 2}
    assert (event["lifetimes"], event["who"]) == ({"conversations": 30}, RUTH.log_id)
    assert (await retention(rooms).purge(who="")).counts == {}


async def test_any_hold_keeps_every_conversation(rooms: Rooms) -> None:
    await talk(rooms, 31)
    await keep(rooms, conversations=30)
    hold = LegalHold(id="case", matter="a case", tools=frozenset({"tutor"}))
    await rooms.office.put(HOLDS, hold, seen=None, why="counsel", by=RUTH)
    assert (await retention(rooms).preview()).held == {"case": 1}
    done = await retention(rooms).purge(who="")
    assert (done.counts, done.held, done.certificates) == ({}, {"case": 1}, 0)
    assert await conversations(rooms) == ["c31"]
    await rooms.office.remove(HOLDS, "case", seen=1, why="over", by=RUTH)
    assert (await retention(rooms).purge(who="")).counts == {"conversations": 1}


async def test_a_dry_run_counts_what_a_purge_then_does(rooms: Rooms) -> None:
    pens = LogDesk(rooms.town.url)
    for days in (5, 15, 20, 30):
        event = replace(pens.event(), time=NOW - days * DAY_MS)
        await rooms.log.append(event)
    await keep(rooms, events=10)
    before: Outcome = await retention(rooms).preview()
    assert (before.counts, before.certificates) == ({"events": 3}, 0)
    done = await retention(rooms).purge(who="")
    assert (done.counts, done.certificates) == (before.counts, 1)
    assert (await retention(rooms).preview()).counts == {}


async def test_a_checkpoint_that_cannot_be_published_is_counted(rooms: Rooms) -> None:
    await talk(rooms, 31)
    await keep(rooms, conversations=30)
    done = await retention(rooms, Full()).purge(who="")
    assert (done.counts, done.unpublished) == ({"conversations": 1}, 1)


class Full(Board):
    """A folder whose disk is full."""

    def write(self, checkpoint: Checkpoint) -> None:
        raise OSError("disk full")


async def test_what_nobody_decided_is_kept_for_ever(rooms: Rooms) -> None:
    assert await rooms.town.reader.read(lifetimes_of) == Lifetimes()


async def say(rooms: Rooms, *ages: int, about: str = "s1") -> None:
    """Have words kept so many days ago, for each."""
    log_id = await log_id_of(rooms, about)

    def unit(db: Connection) -> None:
        for age in ages:
            one = Content(
                id=f"{about}-{age:03}",
                at=NOW - age * DAY_MS,
                principal=log_id,
                tool="tutor",
                people=frozenset({log_id}),
            )
            put_content(db, rooms.town.fields, one, b"k" * 32, [], rng=secrets.token_bytes)

    await rooms.town.run(unit)


async def words_left(rooms: Rooms) -> list[str]:
    return [one.id for one in await rooms.town.reader.read(list_contents)]


async def test_kept_words_go_after_their_days_under_a_certificate(rooms: Rooms) -> None:
    await say(rooms, 1, 29, 31, 400)
    assert (await retention(rooms).preview()).counts == {"contents": 2}
    done = await retention(rooms).purge(who=RUTH.log_id)
    assert (done.counts, done.certificates) == ({"contents": 2}, 1)
    assert await words_left(rooms) == ["s1-001", "s1-029"]
    [event] = [one for one in await rooms.events() if one["event"] == "contents_purged"]
    assert (event["counts"], event["lifetimes"]) == ({"contents": 2}, {"contents": 30})
    assert event["who"] == RUTH.log_id
    again = await retention(rooms).purge_contents(who="")
    assert (again.counts, again.certificates) == ({}, 0)


async def test_a_hold_keeps_just_the_words_that_it_names(rooms: Rooms) -> None:
    await say(rooms, 40, about="s1")
    await say(rooms, 40, about="s2")
    kept = frozenset({await log_id_of(rooms, "s2")})
    hold = LegalHold(id="case", matter="a case", principals=kept)
    await rooms.office.put(HOLDS, hold, seen=None, why="counsel", by=RUTH)
    assert (await retention(rooms).preview_contents()).held == {"case": 1}
    done = await retention(rooms).purge_contents(who="")
    assert (done.counts, done.held) == ({"contents": 1}, {"case": 1})
    assert await words_left(rooms) == ["s2-040"]


async def test_more_words_than_one_step_looks_at_go_in_several(rooms: Rooms) -> None:
    await say(rooms, *range(40, 40 + MOST + 1))
    done = await retention(rooms).purge_contents(who="")
    assert (done.counts, done.certificates) == ({"contents": MOST + 1}, 2)
    assert await words_left(rooms) == []
