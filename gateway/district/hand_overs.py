"""The shelf of hand-overs to the safety team, and the addresses of those who are named."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from gateway.district.documents import HAND_OVER, from_texts
from gateway.district.shelves import Shelf
from gateway.store import tables
from gateway.terms.hand_overs import HandOver, HandOverState


def list_hand_overs(
    db: Connection, state: HandOverState | None, *, after: str = "", limit: int = 50
) -> list[HandOver]:
    """Return hand-overs, the oldest first, those after an id."""
    table = tables.hand_overs.c
    query = select(table.document).where(table.id > after).order_by(table.id).limit(limit)
    if state is not None:
        query = query.where(table.state == state)
    return [HAND_OVER.read(text) for text in db.execute(query).scalars()]


def overdue_hand_overs(db: Connection, now: int, limit: int) -> list[HandOver]:
    """Return hand-overs that nobody has though their time is over."""
    table = tables.hand_overs.c
    query = select(table.document).where(table.state == HandOverState.OPEN, table.due <= now)
    return [HAND_OVER.read(text) for text in db.execute(query.limit(limit)).scalars()]


def addresses_of(db: Connection, people: Iterable[str]) -> dict[str, str]:
    """Return the first e-mail address of each of some people who is active and has one."""
    table = tables.people.c
    query = select(table.id, table.emails).where(table.id.in_(sorted(people)), table.active)
    every = {row.id: from_texts(row.emails) for row in db.execute(query)}
    return {person: addresses[0] for person, addresses in every.items() if addresses}


def _read(db: Connection, row: str) -> HandOver | None:
    table = tables.hand_overs.c
    text = db.execute(select(table.document).where(table.id == row)).scalar()
    return None if text is None else HAND_OVER.read(text)


def _put(db: Connection, one: HandOver, _now: int) -> None:
    db.execute(delete(tables.hand_overs).where(tables.hand_overs.c.id == one.id))
    db.execute(
        insert(tables.hand_overs).values(
            id=one.id, state=one.state, due=one.due, document=HAND_OVER.write(one)
        )
    )


HAND_OVERS: Final = Shelf(
    kind="hand_over",
    part="hand_overs",
    document=HAND_OVER,
    row_of=lambda one: one.id,
    read=_read,
    put=_put,
    listed=lambda db, after, limit: list_hand_overs(db, None, after=after, limit=limit),
)
"""An alert moves no revision: no decision reads it."""
