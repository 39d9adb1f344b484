"""The shelf of hand-overs to the safety team, and the addresses of those who are named."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, select

from gateway.district.documents import HAND_OVER, from_texts
from gateway.district.papers import Papers
from gateway.store import tables
from gateway.terms.hand_overs import HandOver, HandOverState

_PAPERS: Final = Papers(
    tables.hand_overs, HAND_OVER, lambda one: {"state": one.state, "due": one.due}
)


def list_hand_overs(
    db: Connection, state: HandOverState | None, *, after: str = "", limit: int = 50
) -> list[HandOver]:
    """Return hand-overs, the oldest first, those after an id."""
    those = [] if state is None else [tables.hand_overs.c.state == state]
    return _PAPERS.listed(db, after, limit, *those)


def overdue_hand_overs(db: Connection, now: int, limit: int) -> list[HandOver]:
    """Return hand-overs that nobody has though their time is over."""
    table = tables.hand_overs.c
    return _PAPERS.find(db, table.state == HandOverState.OPEN, table.due <= now, limit=limit)


def addresses_of(db: Connection, people: Iterable[str]) -> dict[str, str]:
    """Return the first e-mail address of each of some people who is active and has one."""
    table = tables.people.c
    query = select(table.id, table.emails).where(table.id.in_(sorted(people)), table.active)
    every = {row.id: from_texts(row.emails) for row in db.execute(query)}
    return {person: addresses[0] for person, addresses in every.items() if addresses}


HAND_OVERS: Final = _PAPERS.shelf("hand_over", removable=False)
"""An alert moves no revision: no decision reads it."""
