"""One batch of records, written as one unit of work.

Knows what is to be written and what the writer knew when it planned it; knows nothing of event
loops, retries or who is waiting. A unit may run twice (`gateway.store.commit`), so it changes
nothing but the database.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from gateway.audit import streams
from gateway.audit.streams import Claim, Encoded, Head
from gateway.audit.takeover import Pen
from gateway.audit.tree import Frontier
from gateway.store.engine import OneStatement, Unit
from gateway.terms.record import Receipt, RecordKind


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that waits to be written, and who waits for it: nobody, where `future` is None."""

    encoded: Encoded
    future: asyncio.Future[Receipt] | None

    @property
    def unwanted(self) -> bool:
        """Tell that an intent's caller went away: if it is not written yet, it need not be."""
        intent = self.encoded.record.kind is RecordKind.INTENT
        return intent and self.future is not None and self.future.cancelled()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written, and where.

    `frontier` is None when the store's own state is not known, since an earlier write may or may
    not have been kept. Then `start` is the size the stream had for certain, and `doubtful` are
    intents that may stand beyond it. `settled` is the index of the oldest intent that stays open
    after this batch, None without one.
    """

    waiting: Sequence[Waiting]
    frontier: Frontier | None
    start: int
    doubtful: Sequence[str]
    settled: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch came to: the stream's new head, None where it is the old one, and where each
    record stands, those found to be there already among them."""

    head: Head | None
    indexes: dict[str, int]


def as_unit(plan: Plan, claim: Claim, pen: Pen) -> Unit[Written]:
    """Return what writes a batch: of a stream whose head is known it is one statement."""
    unit = partial(write, claim=claim, pen=pen, plan=plan)
    return unit if plan.frontier is None else OneStatement(unit)


def write(connection: Connection, claim: Claim, pen: Pen, plan: Plan) -> Written:
    """Write a batch that is not there yet, or renew the lease where nothing is left to write.

    Raises:
        Fenced: another writer took the stream.
        Unusable: the stream's head does not hold together.
    """
    frontier, head = plan.frontier, None
    indexes: dict[str, int] = {}
    if frontier is None:
        head = streams.load(connection, claim, pen.trusted)
        frontier = head.frontier
        wanted = [*plan.doubtful, *(waiting.encoded.record.id for waiting in plan.waiting)]
        indexes = streams.indexes(connection, claim.stream, plan.start, wanted)
    entries = [w.encoded for w in plan.waiting if w.encoded.record.id not in indexes]
    until = pen.clock() + pen.lease
    if not entries:
        streams.renew(connection, claim, until)
        return Written(head, indexes)
    settled = plan.settled
    if settled is None:
        # What may have been kept in doubt may be an intent: it is not settled.
        settled = plan.start if plan.doubtful else _first_intent(entries, frontier.size)
    for index, entry in enumerate(entries, start=frontier.size):
        indexes[entry.record.id] = index
    head = streams.append(
        connection,
        claim,
        frontier,
        entries,
        settled=settled,
        leased_until=until,
        key=pen.key,
    )
    return Written(head, indexes)


def _first_intent(entries: Sequence[Encoded], start: int) -> int:
    """Return the index of the first intent of some entries, or the one after the last of them."""
    for index, entry in enumerate(entries, start=start):
        if entry.record.kind is RecordKind.INTENT:
            return index
    return start + len(entries)
