"""Purging: records that outlived their lifetime lose their bytes, under a certificate. Units.

The certificate, the clearing and what the search tables say of it are one transaction: there is no
purged entry without a certificate, and no certificate without its entries. The certificate goes to
a stream of its own writer, taken and given back in that transaction.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, select, update

from gateway.audit import streams
from gateway.audit.canonical import encode
from gateway.audit.due import Rules
from gateway.audit.findings import StoredEntry
from gateway.audit.ids import record_id
from gateway.audit.purged import CERTIFICATE, Gathering, Stub
from gateway.audit.read import STORED, stored
from gateway.audit.schema import check
from gateway.audit.search.amend import Gone, take_out
from gateway.audit.streams import Encoded
from gateway.audit.takeover import Pen, acquire
from gateway.store.statements import Statement
from gateway.store.tables import log_entries, log_streams
from gateway.terms.record import Checkpoint, Fields, Record, RecordKind

PAGE = 128
"""Records looked at in one go: few enough that no prompt waits long for the transaction."""

_CLEAR = Statement(
    update(log_entries)
    .where(
        log_entries.c.stream == bindparam("of"),
        log_entries.c.index == bindparam("at"),
        log_entries.c.time == bindparam("on"),
        log_entries.c.purged == bindparam("before"),
    )
    .values(data=bindparam("left"), purged=bindparam("by"))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where looking goes on: an index of a stream."""

    stream: str
    index: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A record that outlived a lifetime, with its outcome."""

    lifetime: str
    entry: StoredEntry
    outcome: StoredEntry | None


@dataclass(kw_only=True, slots=True)
class Found:
    """What is due among some records: counts by lifetime, and of what a hold keeps, by hold."""

    due: list[Due] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    next: Place | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Purged:
    """What one unit did; `checkpoint` is that of the certificate's stream, None without one."""

    found: Found
    checkpoint: Checkpoint | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A certificate in the log, and the checkpoint of its stream."""

    record: str
    checkpoint: Checkpoint


def first_places(db: Connection) -> list[Place]:
    """Return where to begin: each stream."""
    names = db.execute(select(log_streams.c.stream).order_by(log_streams.c.stream)).scalars()
    return [Place(stream=name) for name in names]


def look(db: Connection, place: Place, rules: Rules, limit: int = PAGE) -> Found:
    """Tell which of the next records of a stream are due.

    A call under way is never due: only what stands below the stream's oldest open intent is.
    """
    found, before = Found(), rules.before
    if before is None:
        return found
    table = log_entries.c
    settled = (
        select(log_streams.c.settled).where(log_streams.c.stream == place.stream).scalar_subquery()
    )
    rows = db.execute(
        select(*STORED)
        .where(
            table.stream == place.stream,
            table.index >= place.index,
            table.index < settled,
            table.time < before,
            table.kind != RecordKind.OUTCOME.value,
            table.purged == "",
        )
        .order_by(table.index)
        .limit(limit)
    ).all()
    for entry in map(stored, rows):
        said = orjson.loads(entry.data)
        lifetime = rules.due(said)
        if not lifetime:
            continue
        hold = rules.held(said)
        if hold:
            found.held[hold] += 1
        else:
            found.counts[lifetime] += 1
            found.due.append(Due(lifetime=lifetime, entry=entry, outcome=None))
    if len(rows) == limit:
        found.next = Place(stream=place.stream, index=rows[-1][1] + 1)
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Scribe:
    """Writes certificates: with which pen, and for whom (a log id). See `acquire` for the rest."""

    pen: Pen
    who: str
    published: Callable[[str], str]
    is_gone: Callable[[str], bool]

    def write(self, db: Connection, fields: Fields) -> Written:
        """Append an event to a stream of its own writer, in the open transaction.

        Raises:
            Unusable: the stream cannot be used.
        """
        pen, now = self.pen, self.pen.clock()
        record = Record(id=record_id(now, pen.rng), kind=RecordKind.EVENT, time=now, fields=fields)
        check(record)
        taken = acquire(db, pen, published=self.published, is_gone=self.is_gone)
        head = streams.append(
            db,
            taken.claim,
            taken.head.frontier,
            [Encoded(record=record, data=encode(record))],
            settled=taken.head.frontier.size + 1,
            leased_until=pen.clock() + pen.lease,
            key=pen.key,
        )
        streams.release(db, taken.claim)
        return Written(record=record.id, checkpoint=head.checkpoint)


def purge(
    db: Connection,
    place: Place,
    rules: Callable[[Connection], Rules],
    scribe: Scribe,
    *,
    limit: int = PAGE,
) -> Purged:
    """Purge what is due among the next records of a stream.

    Args:
        db: inside a transaction that writes.
        place: where to begin.
        rules: reads lifetimes and holds in this transaction: a hold just placed holds.
        scribe: writes the certificate.
        limit: records to look at.

    Raises:
        Unusable: the stream of the certificate cannot be used.
    """
    deciding = rules(db)
    found = look(db, place, deciding, limit)
    if not found.due:
        return Purged(found=found)
    due = _with_outcomes(db, place.stream, found.due)
    entries = sorted(
        (one for each in due for one in (each.entry, each.outcome) if one is not None),
        key=lambda one: one.index,
    )
    certificate = scribe.write(db, _certified(entries, found, deciding, scribe.who))
    take_out(db, [_gone(one, certificate.record) for one in due])
    _CLEAR.run(
        db,
        *(
            {
                "of": one.stream,
                "at": one.index,
                "on": _stub(one).time,
                "before": "",
                "left": b"",
                "by": certificate.record,
            }
            for one in entries
        ),
    )
    return Purged(found=found, checkpoint=certificate.checkpoint)


def _with_outcomes(db: Connection, stream: str, due: list[Due]) -> list[Due]:
    table = log_entries.c
    intents = [_stub(one.entry).record for one in due if _is_intent(one.entry)]
    ended: dict[str, StoredEntry] = {}
    if intents:
        query = select(*STORED).where(
            table.about.in_(intents), table.about != "", table.stream == stream, table.purged == ""
        )
        ended = {_stub(one).about: one for one in map(stored, db.execute(query))}
    return [
        Due(
            lifetime=one.lifetime,
            entry=one.entry,
            outcome=ended.get(_stub(one.entry).record),
        )
        for one in due
    ]


def _is_intent(entry: StoredEntry) -> bool:
    return _stub(entry).kind == RecordKind.INTENT


def _certified(entries: list[StoredEntry], found: Found, rules: Rules, who: str) -> Fields:
    """Return what a certificate for some entries says."""
    gathering = Gathering()
    for one in entries:
        gathering.add(_stub(one))
    purge_ = gathering.purge(entries[0].stream)
    return {
        "event": CERTIFICATE,
        "who": who,
        "counts": {**found.counts},
        "lifetimes": {name: getattr(rules.lifetimes, name) for name in found.counts},
        "purged_stream": purge_.stream,
        "purged_first": purge_.first,
        "purged_last": purge_.last,
        "purged_entries": purge_.entries,
        "purged_sha256": purge_.sha256,
    }


def _gone(due: Due, certificate: str) -> Gone:
    stub = _stub(due.entry)
    left: Mapping[str, Any] = {
        "id": stub.record,
        "kind": stub.kind,
        "time": stub.time,
        "purged": certificate,
    }
    return Gone(
        stream=due.entry.stream,
        index=due.entry.index,
        record=orjson.loads(due.entry.data),
        outcome=None if due.outcome is None else orjson.loads(due.outcome.data),
        stub=left,
    )


def _stub(entry: StoredEntry) -> Stub:
    """Return what will be left of an entry that still has its bytes."""
    record, kind, about, time = entry.columns or ("", "", "", 0)
    return Stub(
        index=entry.index,
        leaf=entry.leaf or b"",
        record=record,
        kind=kind,
        about=about,
        time=time,
    )
