"""The writer: stored before answered, one outcome for each intent, and back on its feet alone."""

import asyncio
import contextlib
import itertools
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select

from gateway.audit.streams import Fenced
from gateway.audit.writer import LogWriter, State
from gateway.errors import GatewayError, OurFault, Unusable
from gateway.store.commit import GroupCommit
from gateway.store.tables import log_streams
from gateway.terms.record import Ended, Receipt, Record
from tests.audit.fakes import LEASE, Desk, tried
from tests.store.fakes import FaultyLane
from tests.waiting import until

pytestmark = pytest.mark.anyio


async def recovered(log: LogWriter) -> None:
    """Wait until the writer is open again and owes nothing."""
    await until(lambda: log.healthy and not log.health().owed)


async def test_an_appended_record_stands_where_its_receipt_says(
    desk: Desk, lane: FaultyLane
) -> None:
    log = await desk.writer(lane)
    intent = desk.intent()
    first = await log.append(intent)
    second = await log.append(desk.outcome(intent))
    await log.close()

    assert (first.record, first.index, second.index) == (intent.id, 0, 1)
    assert first.stream == second.stream == log.health().stream
    report = await desk.verify()
    assert (report.entries, report.counts) == (2, {})


async def test_records_that_wait_together_share_a_batch(desk: Desk, lane: FaultyLane) -> None:
    log = await desk.writer(lane)
    before = lane.transactions
    receipts = await asyncio.gather(*(log.append(desk.event()) for _ in range(64)))

    assert lane.transactions == before + 1
    assert [receipt.index for receipt in receipts] == list(range(64))
    await log.close()


async def test_a_record_shares_its_transaction_with_whatever_else_waits(
    desk: Desk, lane: FaultyLane
) -> None:
    commit = GroupCommit(lane)
    log = await LogWriter.open(commit, desk.pen(), desk.board)
    before = lane.transactions
    await asyncio.gather(commit.run(_lease), log.append(desk.event()), commit.run(_lease))

    assert lane.transactions == before + 1
    await log.close()


async def test_a_next_writer_continues_the_stream(desk: Desk, lane: FaultyLane) -> None:
    for start in (0, 3, 6):
        log = await desk.writer(lane)
        receipts = [await log.append(desk.event()) for _ in range(3)]
        assert [receipt.index for receipt in receipts] == [start, start + 1, start + 2]
        await log.close()
    report = await desk.verify()
    assert (report.streams, report.entries, report.counts) == (1, 9, {})


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda r: replace_fields(r, {"prompt": "x"}), id="unknown field"),
        pytest.param(lambda r: replace_fields(r, {"tool": 1.5}), id="misshapen field"),
        pytest.param(lambda r: replace_fields(r, {"facts": {"age": 1.5}}), id="no canonical form"),
    ],
)
async def test_a_bad_record_is_refused_and_harms_nobody(
    desk: Desk, lane: FaultyLane, spoil: Callable[[Record], Record]
) -> None:
    log = await desk.writer(lane)
    bad = spoil(desk.intent())
    results = await asyncio.gather(tried(log, bad), tried(log, desk.event()))

    assert isinstance(results[0], OurFault)
    assert isinstance(results[1], Receipt)
    assert log.healthy
    await log.close()


def replace_fields(record: Record, fields: dict[str, object]) -> Record:
    return Record(
        id=record.id,
        kind=record.kind,
        time=record.time,
        fields=fields,  # type: ignore[arg-type]
    )


async def test_an_intent_has_one_outcome(desk: Desk, lane: FaultyLane) -> None:
    log = await desk.writer(lane)
    intent, stranger = desk.intent(), desk.intent()
    await log.append(intent)
    await log.append(desk.outcome(intent))
    for outcome in (desk.outcome(intent), desk.outcome(stranger)):
        with pytest.raises(OurFault) as caught:
            await log.append(outcome)
        assert caught.value.code == "outcome_without_intent"
    await log.close()
    assert (await desk.verify()).counts == {}


async def test_a_failed_write_stops_intents_until_the_outcome_owed_is_written(
    desk: Desk, lane: FaultyLane
) -> None:
    log = await desk.writer(lane)
    intent = desk.intent()
    await log.append(intent)
    lane.down = True
    with pytest.raises(Unusable) as caught:
        await log.append(desk.outcome(intent))
    assert caught.value.code == "log_unavailable"
    assert not log.healthy
    assert log.health().owed == 1

    lane.down = False
    refused = await tried(log, desk.intent())
    assert isinstance(refused, Unusable)  # the store answers again, but the outcome comes first
    await recovered(log)
    assert log.healthy
    next_intent = desk.intent()
    await log.append(next_intent)
    await log.append(desk.outcome(next_intent))
    await log.close()
    report = await desk.verify()
    assert (report.entries, report.counts) == (4, {})


async def test_outcomes_of_calls_under_way_are_kept_while_the_store_is_away(
    desk: Desk, lane: FaultyLane
) -> None:
    log = await desk.writer(lane)
    intents = [desk.intent() for _ in range(5)]
    await asyncio.gather(*(log.append(intent) for intent in intents))
    lane.down = True
    for intent in intents:
        assert isinstance(await tried(log, desk.outcome(intent)), Unusable)
        assert isinstance(await tried(log, desk.outcome(intent)), OurFault)
    lane.down = False
    await recovered(log)
    await log.close()
    report = await desk.verify()
    assert (report.entries, report.open_intents, report.counts) == (10, 0, {})


async def test_an_intent_kept_by_a_commit_whose_answer_was_lost_is_closed(
    desk: Desk, lane: FaultyLane
) -> None:
    log = await desk.writer(lane)
    lane.fail = {lane.effects + 5}  # begin, before, after, commit, answer
    assert isinstance(await tried(log, desk.intent()), Unusable)
    assert lane.failed == ["answer"]
    await recovered(log)
    await log.close()
    report = await desk.verify()
    assert (report.entries, report.counts) == (2, {})


async def test_an_outcome_kept_by_a_commit_whose_answer_was_lost_is_not_written_twice(
    desk: Desk, lane: FaultyLane
) -> None:
    log = await desk.writer(lane)
    intent = desk.intent()
    await log.append(intent)
    lane.fail = {lane.effects + 5}
    assert isinstance(await tried(log, desk.outcome(intent)), Unusable)
    await recovered(log)
    await log.close()
    report = await desk.verify()
    assert (report.entries, report.counts) == (2, {})


async def test_a_caller_who_goes_away_leaves_no_open_intent(desk: Desk, lane: FaultyLane) -> None:
    log = await desk.writer(lane)
    answered = 0
    for pause in range(8):
        tasks = [asyncio.create_task(tried(log, desk.intent())) for _ in range(3)]
        for _ in range(pause):
            await asyncio.sleep(0)
        tasks[1].cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(results[0], Receipt)
        assert isinstance(results[2], Receipt)
        answered += sum(isinstance(one, Receipt) for one in results)
    # Those that were answered are all that is left open; the third of a round was, or went away.
    await until(lambda: log.health().unclosed == answered)
    await log.close()
    report = await desk.verify()
    assert (report.open_intents, report.counts) == (0, {})


async def test_a_caller_who_goes_away_as_the_answer_comes_leaves_no_open_intent(
    desk: Desk, lane: FaultyLane
) -> None:
    log = await desk.writer(lane)
    task = asyncio.create_task(tried(log, desk.intent()))
    await until(lambda: log.health().unclosed == 1, pause=0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await until(lambda: log.health().unclosed == 0)
    await log.close()
    assert (await desk.verify()).counts == {}


async def test_closing_ends_what_is_open_and_takes_no_more(desk: Desk, lane: FaultyLane) -> None:
    log = await desk.writer(lane)
    await log.append(desk.intent())
    await log.close()
    await log.close()
    with pytest.raises(Unusable):
        await log.append(desk.event())
    assert not log.healthy
    report = await desk.verify()
    assert (report.entries, report.open_intents, report.counts) == (2, 0, {})
    assert desk.board.notes  # the last checkpoint is outside


async def test_closing_does_not_wait_for_ever(desk: Desk, lane: FaultyLane) -> None:
    log = await desk.writer(lane)
    await log.append(desk.intent())
    lane.down = True
    with pytest.raises(Unusable):
        await log.close(patience=0.2)


async def test_a_writer_whose_stream_was_taken_never_writes_again(
    desk: Desk, lane: FaultyLane, other_lane: FaultyLane
) -> None:
    paused = await desk.writer(lane)
    intent = desk.intent()
    await paused.append(intent)
    desk.clock.now += LEASE + 1000
    taker = await desk.writer(other_lane)
    assert taker.health().stream == paused.health().stream
    assert taker.health().rescued == 1

    for record in (desk.outcome(intent), desk.intent()):
        with pytest.raises(Fenced):
            await paused.append(record)
    assert paused.health().state is State.LOST
    await paused.close()
    await taker.append(desk.event())
    await taker.close()
    report = await desk.verify()
    assert (report.streams, report.entries, report.counts) == (1, 3, {})


async def test_two_writers_keep_two_streams(
    desk: Desk, lane: FaultyLane, other_lane: FaultyLane
) -> None:
    one, two = await desk.writer(lane), await desk.writer(other_lane)
    assert one.health().stream != two.health().stream
    await asyncio.gather(
        *(log.append(desk.event()) for log in (one, two) for _ in range(20)),
    )
    await one.close()
    await two.close()
    report = await desk.verify()
    assert (report.streams, report.entries, report.counts) == (2, 40, {})


async def test_a_checkpoint_that_cannot_be_published_is_counted_and_refuses_nothing(
    desk: Desk, lane: FaultyLane
) -> None:
    desk.board.failing = True
    log = await desk.writer(lane)
    await log.append(desk.event())
    await until(lambda: log.health().unpublished > 0)
    assert log.healthy
    desk.board.failing = False
    await log.close()
    assert len(desk.board.notes) == 1


@pytest.mark.slow
async def test_whichever_effect_fails_the_log_stays_whole(desk: Desk, lane: FaultyLane) -> None:
    """Fail the n-th effect for every n, from opening to closing, until a run has no n-th."""
    for n in itertools.count(1):
        lane.failed, lane.fail = [], {lane.effects + n}
        log = await _opened(desk, lane)
        acknowledged = await _some_traffic(desk, log)
        await recovered(log)
        with contextlib.suppress(Unusable):
            await log.close()
        fault, lane.fail = lane.failed, set()
        await (await _opened(desk, lane)).close()  # whoever comes next closes what is left open

        report = await desk.verify()
        assert (report.counts, report.open_intents) == ({}, 0), (n, fault)
        assert acknowledged <= {said["id"] for said in await desk.said()}, (n, fault)
        if not fault:
            assert n > 20
            return


async def _opened(desk: Desk, lane: FaultyLane) -> LogWriter:
    while True:
        with contextlib.suppress(Unusable):
            return await desk.writer(lane, gone=lambda _: True)


async def _some_traffic(desk: Desk, log: LogWriter) -> set[str]:
    acknowledged = set()
    for _ in range(2):
        intents = [desk.intent(), desk.intent()]
        taken = await asyncio.gather(*(tried(log, intent) for intent in intents))
        for intent, result in zip(intents, taken, strict=True):
            if isinstance(result, GatewayError):
                continue
            acknowledged.add(intent.id)
            outcome = desk.outcome(intent)
            if isinstance(await tried(log, outcome), Receipt):
                acknowledged.add(outcome.id)
    return acknowledged


async def test_outcomes_the_log_writes_itself_say_why(desk: Desk, lane: FaultyLane) -> None:
    log = await desk.writer(lane)
    await log.append(desk.intent())
    await log.close()

    assert [said.get("ended") for said in await desk.said()] == [None, Ended.INTERRUPTED]


async def test_an_idle_writer_keeps_its_lease(desk: Desk, lane: FaultyLane) -> None:
    desk.lease = 30
    log = await desk.writer(lane)
    before = await GroupCommit(lane).run(_lease)
    desk.clock.now += 1000
    batches = log.health().batches
    # The first may have looked at the clock before it was moved.
    await until(lambda: log.health().batches > batches + 1)
    assert await GroupCommit(lane).run(_lease) >= before + 1000
    assert log.health().size == 0
    await log.close()
    assert await GroupCommit(lane).run(_lease) == 0  # given back


def _lease(connection: Connection) -> int:
    until: int = connection.execute(select(log_streams.c.leased_until)).scalar_one()
    return until


async def test_an_idle_writer_notices_that_the_store_is_away_and_back(
    desk: Desk, lane: FaultyLane
) -> None:
    desk.lease = 30
    log = await desk.writer(lane)
    lane.down = True
    await until(lambda: not log.healthy)
    lane.down = False
    await recovered(log)
    await log.close()


async def test_a_paused_writer_learns_by_itself_that_its_stream_was_taken(
    desk: Desk, lane: FaultyLane, other_lane: FaultyLane
) -> None:
    desk.lease = 60
    paused = await desk.writer(lane)
    release = await lane.hold()
    desk.clock.now += 1000
    taker = await desk.writer(other_lane)
    release()
    assert taker.health().stream == paused.health().stream
    await until(lambda: paused.health().state is State.LOST)
    await paused.close()
    await taker.close()


async def test_a_store_that_fails_after_closing_wakes_nothing(desk: Desk, lane: FaultyLane) -> None:
    log = await desk.writer(lane)
    release = await lane.hold()
    waiting = asyncio.create_task(tried(log, desk.event()))
    await asyncio.sleep(0.05)
    lane.down = True
    with pytest.raises(Unusable):
        await log.close(patience=0.05)
    release()
    assert isinstance(await waiting, Unusable)
    assert log.health().state is State.CLOSED


async def test_checkpoints_that_cannot_be_read_stop_the_start(desk: Desk, lane: FaultyLane) -> None:
    await (await desk.writer(lane)).close()
    desk.board.unreadable = True
    with pytest.raises(Unusable) as caught:
        await desk.writer(lane)
    assert caught.value.code == "checkpoints_unreadable"
