"""The shelf of readings: who asked to read which kept content, and what a second person said."""

from typing import Final

from sqlalchemy import Connection

from gateway.district.documents import CONTENT_READING
from gateway.district.papers import Papers
from gateway.store import tables
from gateway.terms.contents import ContentReading, ReadingState

_PAPERS: Final = Papers(
    tables.content_readings,
    CONTENT_READING,
    lambda one: {"state": one.state.value, "until": one.until},
)


def readings_of(db: Connection, rows: list[str]) -> dict[str, ContentReading]:
    """Return the last reading of each of some content, by its id, where there is one."""
    found = _PAPERS.find(db, tables.content_readings.c.id.in_(rows))
    return {one.id: one for one in found}


def list_readings(
    db: Connection, state: ReadingState | None, now: int, *, after: str = "", limit: int = 50
) -> list[ContentReading]:
    """Return readings in the order of their ids, those after an id.

    Args:
        db: the database.
        state: only those that stand so, None for all.
        now: milliseconds since 1970 UTC.
        after: only those with a greater id.
        limit: at most so many.
    """
    table = tables.content_readings.c
    if state is None:
        those = []
    elif state is ReadingState.OVER:
        those = [table.state != ReadingState.REFUSED.value, table.until <= now]
    elif state is ReadingState.REFUSED:
        those = [table.state == state.value]
    else:
        those = [table.state == state.value, table.until > now]
    return _PAPERS.listed(db, after, limit, *those)


READINGS: Final = _PAPERS.shelf("content_reading", removable=False)
"""Asking moves no revision: a reading is read where it is met."""
