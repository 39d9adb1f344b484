"""The log's one writer: `append` returns when the record is on disk, and not before.

Records that wait together become one batch: one transaction, one signature, one fsync, shared
with whatever else waits in the same `GroupCommit`. A batch that fails stops the log: no intent is
taken until the store answers again and every outcome still owed is written, which the writer sees
to by itself. A writer whose stream was taken by another stops for good.

    open     appending
    broken   a write failed; retrying, nothing leaves
    lost     another process holds the stream; restart
    closed   shut down

The writer keeps three promises about intents. One that was acknowledged gets exactly one outcome.
One whose caller went away while it was being written is closed here (`client_gone`). One whose
caller was told that writing failed, but that was kept after all, is closed here too
(`gateway_error`).
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Self

import structlog
from sqlalchemy import Connection

from gateway.audit import streams
from gateway.audit.batch import Plan, Waiting, Written, as_unit, write
from gateway.audit.canonical import encode
from gateway.audit.publish import Publisher, Publishing
from gateway.audit.schema import check
from gateway.audit.streams import Encoded, Fenced
from gateway.audit.takeover import Pen, Taken, acquire, ending, rescue
from gateway.errors import GatewayError, OurFault, Unusable
from gateway.store.commit import GroupCommit
from gateway.terms.record import Ended, Receipt, Record, RecordKind

LARGEST_BATCH = 1024
"""Records in one transaction."""

_FIRST_WAIT, _LONGEST_WAIT = 0.05, 2.0  # seconds between attempts to recover
_log = structlog.get_logger(__name__)


class State(StrEnum):
    """See the module's head."""

    OPEN = "open"
    BROKEN = "broken"
    LOST = "lost"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True, slots=True)
class LogHealth:
    """How the log fares. `owed` counts outcomes not yet written, `unclosed` intents without one,
    `unpublished` failures to write a checkpoint outside, `set_aside` streams kept as evidence."""

    state: State
    stream: str
    size: int
    batches: int
    owed: int
    unclosed: int
    unpublished: int
    set_aside: tuple[str, ...]
    rescued: int


class LogWriter:
    """Appends records to one stream. Belongs to one event loop; open with `LogWriter.open`."""

    def __init__(self, commit: GroupCommit, pen: Pen, taken: Taken, publisher: Publisher) -> None:
        self._commit = commit
        self._pen = pen
        self._claim = taken.claim
        self._head = taken.head
        self._known = True  # whether `_head` is what the store holds
        self._taken = taken
        self._publisher = publisher
        self._publishing = Publishing(publisher)
        self._state = State.OPEN
        self._queue: list[Waiting] = []
        self._owed: list[Waiting] = []
        self._intents: dict[str, int] = {}  # without a durable outcome, by index
        self._closing: set[str] = set()  # those of them whose outcome is on its way
        self._doubtful: set[str] = set()
        self._writing = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._batches = 0
        self._rescued = taken.rescued
        self._draining = False
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @classmethod
    async def open(
        cls,
        commit: GroupCommit,
        pen: Pen,
        publisher: Publisher,
        *,
        is_gone: Callable[[str], bool] = lambda _: False,
    ) -> Self:
        """Take a stream and return its writer, once what crashed writers left open is closed.

        Args:
            commit: where the transactions are.
            pen: key, clock, randomness, our name, the lease.
            publisher: where checkpoints go besides the database.
            is_gone: tells that a holder died, without waiting for its lease to end.

        Raises:
            Unusable: the store does not answer, or the published checkpoints cannot be read.
        """
        try:
            taken = await commit.run(
                partial(acquire, pen=pen, published=publisher.read, is_gone=is_gone)
            )
        except OSError as error:
            raise Unusable(
                "the published checkpoints cannot be read; see to the folder `checkpoints`",
                code="checkpoints_unreadable",
            ) from error
        for stream in taken.set_aside:
            _log.error("log_stream_set_aside", stream=stream)
        writer = cls(commit, pen, taken, publisher)
        writer._start("lease", writer._keep_lease)
        writer._publishing.offer(taken.head.checkpoint)
        return writer

    @property
    def healthy(self) -> bool:
        """Tell whether an intent would be taken now."""
        return self._state is State.OPEN and not self._draining

    def health(self) -> LogHealth:
        """Return how the log fares, for /readyz, /metrics and `check`."""
        return LogHealth(
            state=self._state,
            stream=self._claim.stream,
            size=self._head.frontier.size,
            batches=self._batches,
            owed=len(self._owed),
            unclosed=len(self._intents),
            unpublished=self._publishing.failures,
            set_aside=self._taken.set_aside,
            rescued=self._rescued,
        )

    async def append(self, record: Record) -> Receipt:
        """Write a record and return where it stands, once it is durable.

        Raises:
            Unusable: it was not, or perhaps not, written. An intent must not be acted upon. An
                outcome is kept and written later; nothing leaves until it is.
            OurFault: the record is not one of the documented form, or an outcome is about an
                intent that is not open here.
        """
        check(record)
        encoded = Encoded(record=record, data=encode(record))
        self._admit(encoded)
        future: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._queue.append(Waiting(encoded, future))
        self._wake()
        try:
            return await future
        except asyncio.CancelledError:
            # Cancelled in the moment the write was confirmed: the caller will never know.
            if record.id in self._intents:
                self._close_intent(record.id, Ended.CLIENT_GONE)
            raise

    async def close(self, patience: float = 10.0) -> None:
        """Write what is waiting, close what is open, publish the last checkpoint, give the
        stream back.

        Args:
            patience: seconds to wait for a store that does not answer.

        Raises:
            Unusable: something could not be written; the next writer will close it.
        """
        if self._draining:
            return
        self._draining = True
        self._tasks["lease"].cancel()  # or it would renew what is about to be given back
        try:
            if self._state is not State.LOST:
                async with asyncio.timeout(patience):
                    await self._drain()
        except TimeoutError as error:
            raise _refusal(State.BROKEN) from error
        finally:
            await self._stop()

    async def _drain(self) -> None:
        await self._idle.wait()
        for intent in [intent for intent in self._intents if intent not in self._closing]:
            self._close_intent(intent, Ended.INTERRUPTED)
        await self._idle.wait()
        if self._state is State.LOST:
            raise _refusal(State.LOST)
        try:
            await self._commit.run(lambda connection: streams.release(connection, self._claim))
        except Fenced:
            self._state = State.LOST
            raise

    async def _stop(self) -> None:
        lost, self._state = self._state is State.LOST, State.CLOSED
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if not lost:  # whoever has the stream now publishes newer ones
            await self._publishing.close()

    # Taking records in

    def _admit(self, encoded: Encoded) -> None:
        record = encoded.record
        if self._state in (State.LOST, State.CLOSED):
            raise _refusal(self._state)
        if self._draining and record.kind is not RecordKind.OUTCOME:
            raise _refusal(State.CLOSED)
        if record.kind is RecordKind.OUTCOME:
            if record.about not in self._intents or record.about in self._closing:
                raise OurFault(
                    f"the outcome `{record.id}` is about an intent that is not open here",
                    code="outcome_without_intent",
                )
            self._closing.add(record.about)
            if self._state is State.BROKEN:
                self._owed.append(Waiting(encoded, None))
                self._idle.clear()
        if self._state is State.BROKEN:
            raise _refusal(self._state)

    def _close_intent(self, intent: str, ended: Ended) -> None:
        if intent in self._closing:
            return
        self._closing.add(intent)
        waiting = Waiting(ending(intent, ended, self._pen), None)
        (self._owed if self._state is State.BROKEN else self._queue).append(waiting)
        self._wake()

    # Writing batches

    def _wake(self) -> None:
        """See that a batch is on its way; an empty one renews the lease."""
        if self._state is State.LOST:
            return
        self._idle.clear()
        if self._writing or self._state is not State.OPEN:
            return
        self._writing = True
        plans: list[Plan] = []

        def begin() -> Callable[[Connection], Written]:
            plans.append(self._plan())
            return as_unit(plans[0], self._claim, self._pen)

        try:
            self._commit.submit(
                begin,
                lambda written: self._landed(plans[0], written),
                lambda error: self._failed(plans[0].waiting if plans else (), error),
            )
        except GatewayError as error:
            self._failed((), error)

    def _plan(self) -> Plan:
        """Gather the batch at the last moment, in the event loop."""
        batch = [waiting for waiting in self._queue[:LARGEST_BATCH] if not waiting.unwanted]
        del self._queue[:LARGEST_BATCH]
        return self._planned(batch)

    def _planned(self, batch: Sequence[Waiting]) -> Plan:
        ending = {waiting.encoded.record.about for waiting in batch}
        still_open = (index for intent, index in self._intents.items() if intent not in ending)
        return Plan(
            waiting=batch,
            frontier=self._head.frontier if self._known else None,
            start=self._head.frontier.size,
            doubtful=sorted(self._doubtful),
            settled=next(still_open, None),
        )

    def _landed(self, plan: Plan, written: Written) -> None:
        """Take note of a batch that is durable. Runs before the next batch is gathered."""
        self._writing = False
        self._known = True
        self._batches += 1
        if written.head is not None:
            self._head = written.head
        doubtful = self._doubtful.intersection(written.indexes)
        self._doubtful.clear()
        for intent in sorted(doubtful, key=written.indexes.__getitem__):
            self._intents[intent] = written.indexes[intent]
            self._close_intent(intent, Ended.GATEWAY_ERROR)
        for waiting in plan.waiting:
            self._confirm(waiting, written.indexes[waiting.encoded.record.id])
        self._publishing.offer(self._head.checkpoint)
        if self._queue:
            self._wake()
        elif not self._owed:
            self._idle.set()

    def _confirm(self, waiting: Waiting, index: int) -> None:
        record, future = waiting.encoded.record, waiting.future
        if record.kind is RecordKind.OUTCOME:
            self._intents.pop(record.about, None)
            self._closing.discard(record.about)
        if record.kind is RecordKind.INTENT:
            self._intents[record.id] = index
        if future is None:
            return
        if not future.done():
            future.set_result(Receipt(record=record.id, stream=self._claim.stream, index=index))
        elif record.kind is RecordKind.INTENT:
            self._close_intent(record.id, Ended.CLIENT_GONE)

    def _failed(self, batch: Iterable[Waiting], error: Exception) -> None:
        """Refuse a batch that was not, or perhaps not, written, and all that waits behind it."""
        self._writing = False
        self._known = False
        if self._state is not State.CLOSED:
            self._state = State.LOST if isinstance(error, Fenced) else State.BROKEN
        _log.error("log_write_failed", code=str(self._state), error=type(error).__name__)
        failed, self._queue = [*batch, *self._queue], []
        for waiting in failed:
            record = waiting.encoded.record
            if record.kind is RecordKind.OUTCOME:
                self._owed.append(Waiting(waiting.encoded, None))
            if record.kind is RecordKind.INTENT:
                self._doubtful.add(record.id)
            if waiting.future is not None and not waiting.future.done():
                waiting.future.set_exception(_refusal(self._state))
        if self._state is State.BROKEN:
            self._start("recovery", self._recover)
            return
        self._idle.set()  # nothing more will be written here

    # Looking after itself

    async def _recover(self) -> None:
        """Try until the store answers and everything owed is written."""
        wait = _FIRST_WAIT
        while self._state is State.BROKEN:
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
            plan = self._planned(tuple(self._owed[:LARGEST_BATCH]))
            try:
                written = await self._commit.run(
                    partial(write, claim=self._claim, pen=self._pen, plan=plan)
                )
            except Fenced as error:
                self._failed((), error)
                return
            except GatewayError as error:
                _log.warning("log_still_broken", error=type(error).__name__, count=len(self._owed))
                continue
            del self._owed[: len(plan.waiting)]
            self._landed(plan, written)
            if self._owed:
                wait = 0.0
                continue
            self._state = State.OPEN
            _log.info("log_recovered", size=self._head.frontier.size)

    async def _keep_lease(self) -> None:
        """Renew the lease, and close what crashed writers of other streams left open."""
        while self._state is not State.LOST:
            await asyncio.sleep(self._pen.lease / 3000)
            if self._state is not State.OPEN:
                continue
            self._wake()
            try:
                self._rescued += await self._commit.run(
                    partial(rescue, pen=self._pen, published=self._publisher.read)
                )
            except (GatewayError, OSError) as error:
                # Another's stream; ours has its own way of noticing that the store is gone.
                _log.warning("log_rescue_failed", error=type(error).__name__)

    def _start(self, name: str, work: Callable[[], Coroutine[None, None, None]]) -> None:
        running = self._tasks.get(name)
        if running is None or running.done():
            self._tasks[name] = asyncio.get_running_loop().create_task(work())


def _refusal(state: State) -> Unusable:
    if state is State.LOST:
        return Fenced("the log's stream was taken by another process; restart this one")
    if state is State.CLOSED:
        return Unusable("the gateway is shutting down; try again soon", code="shutting_down")
    return Unusable(
        "the decision log cannot be written, so nothing may leave; it recovers by itself once "
        "the database takes writes again",
        code="log_unavailable",
    )
