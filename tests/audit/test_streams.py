"""The rows of a stream: nobody writes without the stream's present epoch and its present size."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from gateway.audit import streams
from gateway.audit.canonical import encode
from gateway.audit.streams import Claim, Encoded, Fenced, Head
from gateway.audit.takeover import acquire
from gateway.audit.tree import Frontier, leaf_hash
from gateway.store.commit import GroupCommit
from gateway.terms.record import Record
from tests.audit.fakes import KEY, Desk
from tests.store.fakes import FaultyLane

pytestmark = pytest.mark.anyio


async def claimed(desk: Desk, commit: GroupCommit) -> Claim:
    pen = desk.pen()
    taken = await commit.run(
        lambda db: acquire(db, pen, published=desk.board.read, is_gone=lambda _: False)
    )
    return taken.claim


def encoded(record: Record) -> Encoded:
    return Encoded(record=record, data=encode(record))


def appending(
    claim: Claim, frontier: Frontier, entries: list[Encoded]
) -> Callable[[Connection], Head]:
    return lambda db: streams.append(
        db, claim, frontier, entries, settled=0, leased_until=1, key=KEY
    )


async def test_what_was_appended_is_what_is_loaded(desk: Desk, lane: FaultyLane) -> None:
    commit = GroupCommit(lane)
    claim = await claimed(desk, commit)
    entries = [encoded(desk.event()) for _ in range(5)]
    head = await commit.run(appending(claim, Frontier(), entries))

    assert head.frontier == Frontier().extend(leaf_hash(entry.data) for entry in entries)
    assert await commit.run(lambda db: streams.load(db, claim, [KEY.public_key()])) == head
    wanted = [entries[1].record.id, entries[4].record.id, "another"]
    assert await commit.run(lambda db: streams.indexes(db, claim.stream, 2, wanted)) == {
        entries[4].record.id: 4
    }


@pytest.mark.parametrize("step", [-1, 1])
async def test_another_epoch_writes_nothing(desk: Desk, lane: FaultyLane, step: int) -> None:
    commit = GroupCommit(lane)
    claim = await claimed(desk, commit)
    stale = replace(claim, epoch=claim.epoch + step)
    for unit in (
        appending(stale, Frontier(), [encoded(desk.event())]),
        lambda db: streams.renew(db, stale, 1),
        lambda db: streams.release(db, stale),
        lambda db: streams.load(db, stale, [KEY.public_key()]),
        lambda db: streams.take(db, stale, holder="x", leased_until=1),
    ):
        with pytest.raises(Fenced):
            await commit.run(unit)
    assert (
        await commit.run(lambda db: streams.load(db, claim, [KEY.public_key()]))
    ).frontier.size == 0


async def test_a_wrong_idea_of_the_size_writes_nothing(desk: Desk, lane: FaultyLane) -> None:
    commit = GroupCommit(lane)
    claim = await claimed(desk, commit)
    await commit.run(appending(claim, Frontier(), [encoded(desk.event())]))
    with pytest.raises(Fenced):
        await commit.run(appending(claim, Frontier(), [encoded(desk.event())]))
    assert (
        await commit.run(lambda db: streams.load(db, claim, [KEY.public_key()]))
    ).frontier.size == 1


async def test_open_intents_are_those_without_outcome(desk: Desk, lane: FaultyLane) -> None:
    commit = GroupCommit(lane)
    claim = await claimed(desk, commit)
    first, second = desk.intent(), desk.intent()
    entries = [encoded(r) for r in (first, second, desk.event(), desk.outcome(first))]
    await commit.run(appending(claim, Frontier(), entries))
    assert await commit.run(lambda db: streams.open_intents(db, claim.stream)) == {second.id: 1}
