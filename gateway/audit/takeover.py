"""Beginning to write: choosing a stream, and closing what a crashed writer left open.

A process that dies between an intent and its outcome leaves a record of a call whose end nobody
saw. Whoever takes its stream over says so, with an outcome `interrupted`, in the transaction that
takes it: a log with a living writer is always whole.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection

from gateway.audit import streams
from gateway.audit.canonical import encode
from gateway.audit.checkpoint import CheckpointInvalid, origin_of, read
from gateway.audit.ids import record_id
from gateway.audit.streams import Claim, Encoded, Head
from gateway.errors import Unusable
from gateway.terms.record import Checkpoint, Ended, Record, RecordKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Pen:
    """What it takes to write: the key, a clock (milliseconds since 1970 UTC), randomness, our
    name as a holder, how long a lease lasts (milliseconds), and the keys that `key` replaced, which
    signed the heads of streams that nobody wrote to since."""

    key: Ed25519PrivateKey = field(repr=False)
    log_id: str
    holder: str
    clock: Callable[[], int]
    rng: Callable[[int], bytes]
    lease: int
    former: tuple[Ed25519PublicKey, ...] = ()

    @property
    def trusted(self) -> tuple[Ed25519PublicKey, ...]:
        """Return the keys that may have signed a head."""
        return (self.key.public_key(), *self.former)


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A stream that is ours now. `set_aside` are streams that nobody may append to any more,
    `rescued` counts the intents of crashed writers that were closed."""

    claim: Claim
    head: Head
    set_aside: tuple[str, ...] = ()
    rescued: int = 0


def acquire(
    connection: Connection,
    pen: Pen,
    *,
    published: Callable[[str], str],
    is_gone: Callable[[str], bool],
) -> Taken:
    """Take a free stream, or begin one, and close what crashed writers left open.

    A stream whose head does not hold together, or that ends before the checkpoint published for
    it, is evidence: it is left exactly as it is, and another one is used.

    Args:
        connection: inside a transaction.
        pen: what it takes to write.
        published: gives the note last published for an origin, "" if none.
        is_gone: tells that a holder died, without waiting for its lease to end.
    """
    ours: Taken | None = None
    set_aside: list[str] = []
    rescued = 0
    for found in streams.free(connection, now=pen.clock(), is_gone=is_gone):
        if ours is not None and not found.holder:
            continue
        if not _sound(connection, found, pen, published(found.origin)):
            set_aside.append(found.stream)
            continue
        closed, taken = _take(connection, found, pen)
        rescued += closed
        if ours is None:
            ours = taken
        else:
            streams.release(connection, taken.claim)
    if ours is None:
        ours = _begin(connection, pen)
    return replace(ours, set_aside=tuple(set_aside), rescued=rescued)


def rescue(connection: Connection, pen: Pen, *, published: Callable[[str], str]) -> int:
    """Close what writers left open whose lease has run out, and return how many intents it was.

    Streams that were given back have nothing open, and are passed over.
    """
    rescued = 0
    for found in streams.free(connection, now=pen.clock(), is_gone=lambda _: False):
        if not found.holder or found.holder == pen.holder:
            continue
        if not _sound(connection, found, pen, published(found.origin)):
            continue
        closed, taken = _take(connection, found, pen)
        streams.release(connection, taken.claim)
        rescued += closed
    return rescued


def ending(about: str, ended: Ended, pen: Pen) -> Encoded:
    """Return an outcome that the log itself writes, for an intent nobody else will close."""
    now = pen.clock()
    record = Record(
        id=record_id(now, pen.rng),
        kind=RecordKind.OUTCOME,
        time=now,
        about=about,
        fields={"ended": str(ended)},
    )
    return Encoded(record=record, data=encode(record))


def _take(connection: Connection, found: Claim, pen: Pen) -> tuple[int, Taken]:
    until = pen.clock() + pen.lease
    claim = streams.take(connection, found, holder=pen.holder, leased_until=until)
    head = streams.load(connection, claim, pen.trusted)
    left = streams.open_intents(connection, claim.stream)
    if left:
        head = streams.append(
            connection,
            claim,
            head.frontier,
            _endings(left, pen),
            settled=head.frontier.size + len(left),
            leased_until=until,
            key=pen.key,
        )
    return len(left), Taken(claim=claim, head=head)


def _endings(intents: Iterable[str], pen: Pen) -> list[Encoded]:
    return [ending(intent, Ended.INTERRUPTED, pen) for intent in intents]


def _begin(connection: Connection, pen: Pen) -> Taken:
    stream = pen.rng(8).hex()
    claim = Claim(stream=stream, origin=origin_of(pen.log_id, stream), epoch=1, holder=pen.holder)
    now = pen.clock()
    head = streams.create(connection, claim, now=now, leased_until=now + pen.lease, key=pen.key)
    return Taken(claim=claim, head=head)


def _sound(connection: Connection, found: Claim, pen: Pen, note: str) -> bool:
    """Tell whether a stream may be appended to."""
    if found.origin != origin_of(pen.log_id, found.stream):
        return False
    try:
        head = streams.load(connection, found, pen.trusted)
        known = read(note, found.origin, pen.trusted) if note else None
    except (Unusable, CheckpointInvalid):
        return False
    return known is None or _reaches(head, known)


def _reaches(head: Head, known: Checkpoint) -> bool:
    if head.frontier.size == known.size:
        return head.frontier.root() == known.root
    return head.frontier.size > known.size
