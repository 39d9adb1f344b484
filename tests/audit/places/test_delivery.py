"""Every place gets the newest checkpoint of each stream, and a place that is late is told."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import delete

from gateway.audit.findings import Trouble
from gateway.audit.places import state
from gateway.audit.places.delivery import Delivery
from gateway.audit.places.place import Undelivered
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.store.tables import checkpoint_deliveries, checkpoint_places
from gateway.terms.record import Checkpoint
from gateway.terms.times import HOUR_MS
from tests.audit.fakes import Desk
from tests.audit.purging import write_calls
from tests.store.fakes import FaultyLane

pytestmark = pytest.mark.anyio
EVERY = 60_000


@dataclass
class Shelf:
    """A place held in the hand."""

    name: str = "shelf"
    every: int = EVERY
    got: list[Checkpoint] = field(default_factory=list)
    failing: str = ""

    async def put(self, checkpoints: Sequence[Checkpoint]) -> None:
        if self.failing:
            raise Undelivered(self.failing)
        self.got += checkpoints


@dataclass
class Round:
    """One delivering process, its place, and what it told."""

    desk: Desk
    reader: Reader
    commit: GroupCommit
    shelf: Shelf = field(default_factory=Shelf)
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    async def note(self, event: str, **fields: Any) -> None:
        self.events.append((event, fields))

    async def go(self, holder: str = "one") -> None:
        await Delivery(
            self.reader,
            self.commit,
            [self.shelf],
            holder=holder,
            now=self.desk.clock,
            note=self.note,
            tell=lambda _place, seconds: self.waited.append(seconds),
        ).round()

    async def state(self) -> state.PlaceState:
        [one] = await self.reader.quick(state.states)
        return one


@pytest.fixture
async def rounds(desk: Desk, lane: FaultyLane) -> AsyncIterator[Round]:
    commit = GroupCommit(lane)
    for table in (checkpoint_places, checkpoint_deliveries):
        await commit.run(lambda db, table=table: db.execute(delete(table)))  # type: ignore[misc]
    reader = Reader(desk.url)
    yield Round(desk, reader, commit)
    await reader.close()


async def test_the_newest_checkpoint_of_each_stream_is_delivered_once(
    desk: Desk, lane: FaultyLane, other_lane: FaultyLane, rounds: Round
) -> None:
    other = await desk.writer(other_lane)
    await other.append(desk.event())
    await write_calls(desk, lane, 2)
    await other.close()
    await rounds.go()
    await rounds.go()
    assert sorted(one.size for one in rounds.shelf.got) == [1, 4]
    desk.board.notes = {one.origin: one.note for one in rounds.shelf.got}
    assert (await desk.verify()).counts == {}
    said = await rounds.state()
    assert (said.streams, said.since, said.code, said.late) == (2, 0, "", False)
    assert said.at > 0
    assert rounds.waited == [0.0, 0.0]


async def test_a_stream_is_delivered_again_no_sooner_than_the_place_asks(
    desk: Desk, lane: FaultyLane, rounds: Round
) -> None:
    await write_calls(desk, lane, 1)
    await rounds.go()
    await write_calls(desk, lane, 1)
    await rounds.go()
    assert [one.size for one in rounds.shelf.got] == [2]
    desk.clock.now += EVERY
    await rounds.go()
    assert [one.size for one in rounds.shelf.got] == [2, 4]


async def test_a_place_that_is_late_is_told_once_and_again_when_it_caught_up(
    desk: Desk, lane: FaultyLane, rounds: Round
) -> None:
    await write_calls(desk, lane, 1)
    rounds.shelf.failing = "bucket_503"
    await rounds.go()
    assert rounds.events == []
    said = await rounds.state()
    assert (said.code, said.since > 0, said.late) == ("bucket_503", True, False)
    desk.clock.now += HOUR_MS
    await rounds.go()
    await rounds.go()
    [(event, fields)] = rounds.events
    assert (event, fields["what"], fields["code"]) == ("checkpoint_late", "shelf", "bucket_503")
    assert fields["counts"]["minutes"] == 60
    assert rounds.waited[-1] >= 3600
    assert (await rounds.state()).late
    rounds.shelf.failing = ""
    await rounds.go()
    assert rounds.events[1:] == [("checkpoint_delivered", {"what": "shelf"})]
    assert not (await rounds.state()).late


async def test_one_process_delivers_at_a_time_and_another_takes_over_from_a_dead_one(
    desk: Desk, lane: FaultyLane, rounds: Round
) -> None:
    await write_calls(desk, lane, 1)
    waiting = await rounds.reader.quick(lambda db: state.waiting(db, "shelf", desk.clock(), EVERY))
    await rounds.commit.run(
        lambda db: state.take(db, "shelf", "dead", now=desk.clock(), waiting=waiting)
    )
    await rounds.go()
    assert rounds.shelf.got == []
    desk.clock.now += state.LEASE_MS
    await rounds.go()
    assert len(rounds.shelf.got) == 1


async def test_what_a_place_holds_finds_a_log_that_was_cut_and_signed_anew(
    desk: Desk, lane: FaultyLane, rounds: Round
) -> None:
    await write_calls(desk, lane, 2)
    await rounds.go()
    longer = rounds.shelf.got[0].note
    desk.board.notes = {"kept": longer.replace("\n4\n", "\n3\n")}
    assert Trouble.FORGED in (await desk.verify()).counts
    desk.board.notes = {"kept": longer}
    assert (await desk.verify()).counts == {}
