"""How far each place got, as rows. Units of reading and writing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, func, insert, or_, select, update

from gateway.audit.read import heads
from gateway.store.statements import upsert
from gateway.store.tables import checkpoint_deliveries, checkpoint_places
from gateway.terms.record import Checkpoint

LEASE_MS = 120_000
_PUT = upsert(checkpoint_deliveries, ("place", "stream"), ("size", "at", "since"))
PLACES, DELIVERIES = checkpoint_places.c, checkpoint_deliveries.c


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A checkpoint that a place is to get; `since` when it was first due, milliseconds since 1970.
    `size` is how much of the stream the place knows, and `at` since when."""

    stream: str
    checkpoint: Checkpoint
    since: int
    size: int
    at: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceState:
    """How a place fares: streams it has, the newest delivery, since when something waits (0: none),
    how its last try failed ("": it did not), and whether the log was told that it is late."""

    place: str
    streams: int
    at: int
    since: int
    code: str
    late: bool


def waiting(db: Connection, place: str, now: int, every: int) -> list[Waiting]:
    """Return what a place is to get now: the newest checkpoint of each stream that went on since,
    not sooner than `every` milliseconds after the one before."""
    query = select(DELIVERIES.stream, DELIVERIES.size, DELIVERIES.at, DELIVERIES.since).where(
        DELIVERIES.place == place
    )
    known = {row.stream: row for row in db.execute(query)}
    found = []
    for head in heads(db):
        row = known.get(head.stream)
        size, at, since = (row.size, row.at, row.since) if row is not None else (0, 0, 0)
        if head.size <= size or (at and now - at < every):
            continue
        origin = head.note.partition("\n")[0]
        checkpoint = Checkpoint(origin=origin, size=head.size, root=head.root, note=head.note)
        found.append(
            Waiting(stream=head.stream, checkpoint=checkpoint, since=since or now, size=size, at=at)
        )
    return found


def take(db: Connection, place: str, holder: str, *, now: int, waiting: Sequence[Waiting]) -> bool:
    """Take the turn at a place and note since when things wait; tell whether it is ours."""
    table = checkpoint_places
    known = db.execute(select(PLACES.place).where(PLACES.place == place)).first()
    if known is None:
        blank = {"place": place, "holder": "", "leased_until": 0, "code": "", "late": False}
        db.execute(insert(table).values(blank))
    free = or_(PLACES.holder.in_(("", holder)), PLACES.leased_until < now)
    mine = update(table).where(and_(PLACES.place == place, free))
    if db.execute(mine.values(holder=holder, leased_until=now + LEASE_MS)).rowcount != 1:
        return False
    rows = [_row(place, one, size=one.size, at=one.at, since=one.since) for one in waiting]
    _PUT[db.dialect.name].run(db, *rows)
    return True


def delivered(
    db: Connection, place: str, holder: str, *, now: int, delivered: Sequence[Waiting]
) -> None:
    """Note what a place got, and give the turn back."""
    rows = [_row(place, one, size=one.checkpoint.size, at=now, since=0) for one in delivered]
    _PUT[db.dialect.name].run(db, *rows)
    _give_back(db, place, holder, code="")


def failed(db: Connection, place: str, holder: str, *, code: str, late: bool) -> bool:
    """Note how a try failed, and give the turn back; tell whether the place was not late before."""
    was = is_late(db, place)
    _give_back(db, place, holder, code=code)
    if late:
        db.execute(update(checkpoint_places).where(PLACES.place == place).values(late=True))
    return not was


def is_late(db: Connection, place: str) -> bool:
    """Tell whether the log was told that a place is late."""
    return bool(db.execute(select(PLACES.late).where(PLACES.place == place)).scalar())


def caught_up(db: Connection, place: str) -> None:
    """Note that a place is late no more."""
    db.execute(update(checkpoint_places).where(PLACES.place == place).values(late=False))


def states(db: Connection) -> list[PlaceState]:
    """Return how every place fares that was ever delivered to."""
    waits = func.min(case((DELIVERIES.since > 0, DELIVERIES.since)))
    query = (
        select(
            PLACES.place,
            PLACES.code,
            PLACES.late,
            func.count(DELIVERIES.stream).label("streams"),
            func.coalesce(func.max(DELIVERIES.at), 0).label("at"),
            func.coalesce(waits, 0).label("since"),
        )
        .join_from(
            checkpoint_places,
            checkpoint_deliveries,
            DELIVERIES.place == PLACES.place,
            isouter=True,
        )
        .group_by(PLACES.place, PLACES.code, PLACES.late)
        .order_by(PLACES.place)
    )
    return [
        PlaceState(
            place=row.place,
            streams=row.streams,
            at=row.at,
            since=row.since,
            code=row.code,
            late=bool(row.late),
        )
        for row in db.execute(query)
    ]


def _row(place: str, one: Waiting, *, size: int, at: int, since: int) -> dict[str, object]:
    return {"place": place, "stream": one.stream, "size": size, "at": at, "since": since}


def _give_back(db: Connection, place: str, holder: str, *, code: str) -> None:
    table = checkpoint_places
    ours = and_(PLACES.place == place, PLACES.holder == holder)
    db.execute(update(table).where(ours).values(holder="", leased_until=0, code=code))
