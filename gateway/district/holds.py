"""The shelf of held prompts, and whose children and prompts an officer must leave to others."""

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from gateway.district.documents import HOLD
from gateway.district.links import linked
from gateway.district.shelves import Shelf
from gateway.store import tables
from gateway.terms.holds import Hold, HoldState

OPEN: Final = (HoldState.RELEASED, HoldState.WAITING, HoldState.REFUSED)
"""The states in which the identical request meets a hold, the one that counts first."""


def find_hold(db: Connection, request: str, now: int) -> Hold | None:
    """Return the hold that an identical request meets, None where it meets none.

    Args:
        db: the database.
        request: the keyed hash of the request.
        now: milliseconds since 1970 UTC.
    """
    table = tables.held_prompts.c
    query = select(table.document).where(
        table.request == request, table.state.in_(OPEN), table.expires > now
    )
    found = [HOLD.read(text) for text in db.execute(query).scalars()]
    return min(found, key=lambda one: (OPEN.index(one.state), one.id), default=None)


def list_holds(
    db: Connection, state: HoldState | None, *, after: str = "", limit: int = 50
) -> list[Hold]:
    """Return holds, the oldest first, those after an id."""
    table = tables.held_prompts.c
    query = select(table.document).where(table.id > after).order_by(table.id).limit(limit)
    if state is not None:
        query = query.where(table.state == state)
    return [HOLD.read(text) for text in db.execute(query).scalars()]


def overdue_holds(db: Connection, now: int, limit: int) -> list[Hold]:
    """Return holds whose time is over though somebody still waits for them."""
    table = tables.held_prompts.c
    open_still = table.state.in_((HoldState.WAITING, HoldState.RELEASED))
    query = select(table.document).where(open_still, table.expires <= now).limit(limit)
    return [HOLD.read(text) for text in db.execute(query).scalars()]


def hats_of(db: Connection, person: str) -> frozenset[str]:
    """Return the roster ids under which somebody appears: staff who are parents stand there twice,
    with one e-mail address, or linked by the office."""
    emails = tables.email_index
    hats, more = frozenset[str](), frozenset({person})
    while hats != more:
        hats = more
        theirs = select(emails.c.email).where(emails.c.person.in_(hats))
        query = select(emails.c.person).where(emails.c.email.in_(theirs))
        more = linked(db, hats.union(db.execute(query).scalars()))
    return hats


def children_of(db: Connection, people: frozenset[str]) -> frozenset[str]:
    """Return the students for whom any of some people acts as a guardian."""
    table = tables.guardianships.c
    query = select(table.student).where(table.guardian.in_(people))
    return frozenset(db.execute(query).scalars())


def _read(db: Connection, row: str) -> Hold | None:
    table = tables.held_prompts.c
    text = db.execute(select(table.document).where(table.id == row)).scalar()
    return None if text is None else HOLD.read(text)


def _put(db: Connection, hold: Hold, _now: int) -> None:
    db.execute(delete(tables.held_prompts).where(tables.held_prompts.c.id == hold.id))
    db.execute(
        insert(tables.held_prompts).values(
            id=hold.id,
            request=hold.request,
            state=hold.state,
            expires=hold.expires,
            document=HOLD.write(hold),
        )
    )


HOLDS: Final = Shelf(
    kind="held_prompt",
    part="held_prompts",
    document=HOLD,
    row_of=lambda hold: hold.id,
    read=_read,
    put=_put,
    listed=lambda db, after, limit: list_holds(db, None, after=after, limit=limit),
)
"""Holding moves no revision: a hold is read where it is met."""
