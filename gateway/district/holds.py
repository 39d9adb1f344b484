"""The shelf of held prompts, and whose children and prompts an officer must leave to others."""

from typing import Final

from sqlalchemy import Connection, select

from gateway.district.documents import HOLD
from gateway.district.links import linked
from gateway.district.merged import read_merged
from gateway.district.papers import Papers
from gateway.store import tables
from gateway.terms.holds import Hold, HoldState

OPEN: Final = (HoldState.RELEASED, HoldState.WAITING, HoldState.REFUSED)
"""The states in which the identical request meets a hold, the one that counts first."""

_PAPERS: Final = Papers(
    tables.held_prompts,
    HOLD,
    lambda hold: {
        "request": hold.request,
        "state": hold.state,
        "expires": hold.expires,
    },
)


def find_hold(db: Connection, request: str, now: int) -> Hold | None:
    """Return the hold that an identical request meets, None where it meets none.

    Args:
        db: the database.
        request: the keyed hash of the request.
        now: milliseconds since 1970 UTC.
    """
    table = tables.held_prompts.c
    there = (table.request == request, table.state.in_(OPEN), table.expires > now)
    found = _PAPERS.find(db, *there)
    return min(found, key=lambda one: (OPEN.index(one.state), one.id), default=None)


def list_holds(
    db: Connection, state: HoldState | None, *, after: str = "", limit: int = 50
) -> list[Hold]:
    """Return holds, the oldest first, those after an id."""
    those = [] if state is None else [tables.held_prompts.c.state == state]
    return _PAPERS.listed(db, after, limit, *those)


def overdue_holds(db: Connection, now: int, limit: int) -> list[Hold]:
    """Return holds whose time is over though somebody still waits for them."""
    table = tables.held_prompts.c
    open_still = table.state.in_((HoldState.WAITING, HoldState.RELEASED))
    return _PAPERS.find(db, open_still, table.expires <= now, limit=limit)


def hats_of(db: Connection, person: str) -> frozenset[str]:
    """Return the roster ids under which somebody appears: staff who are parents stand there twice,
    with one e-mail address, or linked by the office; duplicates were merged."""
    emails, merged = tables.email_index, read_merged(db)
    hats, more = frozenset[str](), frozenset({person})
    while hats != more:
        hats = more
        theirs = select(emails.c.email).where(emails.c.person.in_(hats))
        query = select(emails.c.person).where(emails.c.email.in_(theirs))
        more = frozenset(merged.rows_of(linked(db, hats.union(db.execute(query).scalars()))))
    return hats


def children_of(db: Connection, people: frozenset[str]) -> frozenset[str]:
    """Return the students for whom any of some people acts as a guardian, by each of their ids."""
    table = tables.guardianships.c
    query = select(table.student).where(table.guardian.in_(people))
    return frozenset(read_merged(db).rows_of(db.execute(query).scalars()))


HOLDS: Final = _PAPERS.shelf("held_prompt", removable=False)
"""Holding moves no revision: a hold is read where it is met."""
