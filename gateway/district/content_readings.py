"""The shelf of readings: who asked to read which kept content, and what a second person said."""

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from gateway.district.documents import CONTENT_READING
from gateway.district.shelves import Shelf
from gateway.store import tables
from gateway.terms.contents import ContentReading, ReadingState


def readings_of(db: Connection, rows: list[str]) -> dict[str, ContentReading]:
    """Return the last reading of each of some content, by its id, where there is one."""
    table = tables.content_readings.c
    query = select(table.document).where(table.id.in_(rows))
    found = [CONTENT_READING.read(text) for text in db.execute(query).scalars()]
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
    query = select(table.document).where(table.id > after).order_by(table.id).limit(limit)
    if state is ReadingState.OVER:
        query = query.where(table.state != ReadingState.REFUSED.value, table.until <= now)
    elif state is ReadingState.REFUSED:
        query = query.where(table.state == state.value)
    elif state is not None:
        query = query.where(table.state == state.value, table.until > now)
    return [CONTENT_READING.read(text) for text in db.execute(query).scalars()]


def _read(db: Connection, row: str) -> ContentReading | None:
    return readings_of(db, [row]).get(row)


def _put(db: Connection, reading: ContentReading, _now: int) -> None:
    table = tables.content_readings
    db.execute(delete(table).where(table.c.id == reading.id))
    db.execute(
        insert(table).values(
            id=reading.id,
            state=reading.state.value,
            until=reading.until,
            document=CONTENT_READING.write(reading),
        )
    )


READINGS: Final = Shelf(
    kind="content_reading",
    part="content_readings",
    document=CONTENT_READING,
    row_of=lambda reading: reading.id,
    read=_read,
    put=_put,
    listed=lambda db, after, limit: list_readings(db, None, 0, after=after, limit=limit),
)
"""Asking moves no revision: a reading is read where it is met."""
