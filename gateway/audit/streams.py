"""The rows of a stream: taking its lease, reading its head, appending to it. Units of work.

A stream belongs to one writer. Each taking raises its epoch, and every write says `WHERE stream =
? AND epoch = ?`: a writer that was paused while another took over finds no row and stops. The
lease only decides who may take a stream; the epoch is what keeps two from writing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import (
    ARRAY,
    Connection,
    Insert,
    Row,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from gateway.audit import checkpoint as checkpoints
from gateway.audit.tree import Frontier, leaf_hash
from gateway.errors import Unusable
from gateway.store.statements import Statement
from gateway.store.tables import log_entries, log_streams
from gateway.terms.record import Checkpoint, Record, RecordKind


class Fenced(Unusable):
    """Another writer holds the stream now; this one may never write to it again."""

    code = "log_lost"


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A stream as one writer holds it."""

    stream: str
    origin: str
    epoch: int
    holder: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoded:
    """A record and its canonical bytes."""

    record: Record
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Where a stream ends: its frontier, and the checkpoint that signs it."""

    frontier: Frontier
    checkpoint: Checkpoint


_ENTRY = ("stream", "index", "record", "kind", "about", "time", "data", "leaf")
_MOVED = (
    update(log_streams)
    .where(
        log_streams.c.stream == bindparam("of"),
        log_streams.c.epoch == bindparam("fence"),
        # Never true of another size while the epoch holds; were it so, two would be writing.
        log_streams.c.size == bindparam("before"),
    )
    .values(
        {
            name: bindparam(name)
            for name in ("size", "root", "frontier", "settled", "checkpoint", "leased_until")
        }
    )
)


def _moved_and_added() -> Insert:
    """Return what does both at once on PostgreSQL: entries are added where the head was moved.

    That is one way to the server and back instead of two, and half the server's work.
    """
    moved = _MOVED.returning(log_streams.c.stream).cte("moved")
    columns = [bindparam(name, type_=ARRAY(log_entries.c[name].type)) for name in _ENTRY[1:]]
    added = func.unnest(*columns).table_valued(*_ENTRY[1:], name="added").render_derived()
    return insert(log_entries).from_select(
        _ENTRY, select(moved.c.stream, *(added.c[name] for name in _ENTRY[1:]))
    )


_MOVE_HEAD = Statement(_MOVED)
_ADD_ENTRIES = Statement(insert(log_entries).values({name: bindparam(name) for name in _ENTRY}))
_MOVE_AND_ADD = Statement(_moved_and_added())


def load(connection: Connection, claim: Claim, keys: Sequence[Ed25519PublicKey]) -> Head:
    """Read the head of a stream that is held, and check that it is one we signed.

    Args:
        connection: inside a transaction.
        claim: who holds which stream.
        keys: the log's present key, and those before it.

    Raises:
        Fenced: another writer took the stream.
        Unusable: the head does not hold together; nothing may be appended to it.
    """
    row = connection.execute(
        select(log_streams).where(
            log_streams.c.stream == claim.stream, log_streams.c.epoch == claim.epoch
        )
    ).one_or_none()
    if row is None:
        raise _fenced(claim)
    return _head(row, keys)


def append(
    connection: Connection,
    claim: Claim,
    frontier: Frontier,
    entries: Sequence[Encoded],
    *,
    settled: int,
    leased_until: int,
    key: Ed25519PrivateKey,
) -> Head:
    """Append entries, move the head, sign it and renew the lease, all in the open transaction.

    Args:
        connection: inside a transaction.
        claim: who writes where.
        frontier: the tree before these entries.
        entries: at least one.
        settled: below this index every intent has its outcome.
        leased_until: the lease's new end, milliseconds since 1970 UTC.
        key: signs the checkpoint.

    Raises:
        Fenced: another writer took the stream; the transaction must be rolled back.
    """
    leaves = [leaf_hash(entry.data) for entry in entries]
    grown = frontier.extend(leaves)
    signed = checkpoints.sign(claim.origin, grown.size, grown.root(), key)
    head: dict[str, object] = {
        "of": claim.stream,
        "fence": claim.epoch,
        "before": frontier.size,
        "size": grown.size,
        "root": signed.root,
        "frontier": grown.pack(),
        "settled": settled,
        "checkpoint": signed.note,
        "leased_until": leased_until,
    }
    rows: list[dict[str, object]] = [
        {
            "stream": claim.stream,
            "index": index,
            "record": entry.record.id,
            "kind": str(entry.record.kind),
            "about": entry.record.about,
            "time": entry.record.time,
            "data": entry.data,
            "leaf": leaf,
        }
        for index, (entry, leaf) in enumerate(
            zip(entries, leaves, strict=True), start=frontier.size
        )
    ]
    if not _put(connection, head, rows):
        raise _fenced(claim)
    return Head(frontier=grown, checkpoint=signed)


def _put(
    connection: Connection, head: dict[str, object], rows: Sequence[dict[str, object]]
) -> bool:
    """Move the head and add entries; tell whether the stream was ours to write to.

    The fence comes first: on PostgreSQL it also locks the row until the commit.
    """
    if connection.dialect.name == "postgresql":
        columns: dict[str, object] = {name: [row[name] for row in rows] for name in _ENTRY[1:]}
        return _MOVE_AND_ADD.run(connection, head | columns) == len(rows)
    if _MOVE_HEAD.run(connection, head) != 1:
        return False
    _ADD_ENTRIES.run(connection, *rows)
    return True


def renew(connection: Connection, claim: Claim, leased_until: int) -> None:
    """Keep a stream that nothing is being appended to.

    Raises:
        Fenced: another writer took the stream.
    """
    _update(connection, claim, leased_until=leased_until)


def release(connection: Connection, claim: Claim) -> None:
    """Give a stream back, for the next writer to take at once.

    Raises:
        Fenced: another writer took the stream already.
    """
    _update(connection, claim, holder="", leased_until=0)


def create(
    connection: Connection, claim: Claim, *, now: int, leased_until: int, key: Ed25519PrivateKey
) -> Head:
    """Begin a stream with an empty tree."""
    empty = Frontier()
    signed = checkpoints.sign(claim.origin, 0, empty.root(), key)
    connection.execute(
        insert(log_streams).values(
            stream=claim.stream,
            origin=claim.origin,
            epoch=claim.epoch,
            holder=claim.holder,
            leased_until=leased_until,
            size=0,
            root=signed.root,
            frontier=b"",
            settled=0,
            checkpoint=signed.note,
            created=now,
        )
    )
    return Head(frontier=empty, checkpoint=signed)


def free(connection: Connection, *, now: int, is_gone: Callable[[str], bool]) -> list[Claim]:
    """List the streams that may be taken, oldest first.

    A claim whose `holder` is not "" is that of a writer that crashed. On PostgreSQL the rows
    stay locked until the transaction ends, so nobody renews or takes them meanwhile.

    Args:
        connection: inside a transaction.
        now: milliseconds since 1970 UTC.
        is_gone: tells that a holder no longer lives, without waiting for its lease to end.
    """
    holders = connection.execute(
        select(log_streams.c.holder).where(log_streams.c.holder != "").distinct()
    ).scalars()
    gone = [holder for holder in holders if is_gone(holder)]
    rows = connection.execute(
        select(
            log_streams.c.stream, log_streams.c.origin, log_streams.c.epoch, log_streams.c.holder
        )
        .where(
            or_(
                log_streams.c.holder == "",
                log_streams.c.leased_until < now,
                log_streams.c.holder.in_(gone),
            )
        )
        .order_by(log_streams.c.created, log_streams.c.stream)
        .with_for_update(skip_locked=True)
    )
    return [
        Claim(stream=row.stream, origin=row.origin, epoch=row.epoch, holder=row.holder)
        for row in rows
    ]


def take(connection: Connection, found: Claim, *, holder: str, leased_until: int) -> Claim:
    """Take a stream that `free` found in this transaction.

    Raises:
        Fenced: another was quicker.
    """
    taken = replace(found, epoch=found.epoch + 1, holder=holder)
    _update(connection, found, epoch=taken.epoch, holder=holder, leased_until=leased_until)
    return taken


def open_intents(connection: Connection, stream: str) -> dict[str, int]:
    """Return the intents of a stream that have no outcome, with their indexes, in order."""
    settled = connection.execute(
        select(log_streams.c.settled).where(log_streams.c.stream == stream)
    ).scalar_one()
    rows = connection.execute(
        select(log_entries.c.index, log_entries.c.record, log_entries.c.kind, log_entries.c.about)
        .where(log_entries.c.stream == stream, log_entries.c.index >= settled)
        .order_by(log_entries.c.index)
    )
    waiting: dict[str, int] = {}
    for index, record, kind, about in rows:  # a row's own `index` is a method
        if kind == RecordKind.INTENT:
            waiting[record] = index
        elif kind == RecordKind.OUTCOME:
            waiting.pop(about, None)
    return waiting


def indexes(connection: Connection, stream: str, start: int, ids: Iterable[str]) -> dict[str, int]:
    """Return where those of some records stand that were written at or after an index."""
    wanted = set(ids)
    rows = connection.execute(
        select(log_entries.c.record, log_entries.c.index)
        .where(log_entries.c.stream == stream, log_entries.c.index >= start)
        .order_by(log_entries.c.index)
    )
    return {record: index for record, index in rows if record in wanted}


def _update(connection: Connection, claim: Claim, **values: object) -> None:
    changed = connection.execute(
        update(log_streams)
        .where(log_streams.c.stream == claim.stream, log_streams.c.epoch == claim.epoch)
        .values(**values)
    ).rowcount
    if changed != 1:
        raise _fenced(claim)


def _fenced(claim: Claim) -> Fenced:
    return Fenced(f"the log stream `{claim.stream}` was taken by another process; restart this one")


def _head(row: Row[tuple[object, ...]], keys: Sequence[Ed25519PublicKey]) -> Head:
    try:
        frontier = Frontier.unpack(row.size, row.frontier)
        signed = checkpoints.read(row.checkpoint, row.origin, keys)
    except (ValueError, checkpoints.CheckpointInvalid) as error:
        raise _broken(row.stream) from error
    if (signed.size, signed.root) != (frontier.size, frontier.root()) or signed.root != row.root:
        raise _broken(row.stream)
    return Head(frontier=frontier, checkpoint=signed)


def _broken(stream: str) -> Unusable:
    return Unusable(
        f"the head of log stream `{stream}` was changed or signed with another key; "
        "run `crossing-guard log verify`",
        code="log_broken",
    )
