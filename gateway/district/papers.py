"""Rows that are one document each, beside the columns they are looked up by."""

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select

from gateway.district.documents import Document
from gateway.district.roster_import import bump


class Papers[T]:
    """One table of such rows, keyed by `id`; a change to any moves a part's revision."""

    def __init__(
        self,
        table: Table,
        document: Document[T],
        columns: Callable[[T], Mapping[str, object]],
        *,
        moves: str = "",
    ) -> None:
        """Open.

        Args:
            table: has the columns `id` and `document`, besides those to look rows up by.
            document: how a value is written.
            columns: returns what the other columns hold of a value, `id` among them.
            moves: the part of the district whose revision a change moves, "" for none.
        """
        self._table = table
        self._document = document
        self._columns = columns
        self._moves = moves

    def find(
        self, db: Connection, *where: ColumnElement[bool], limit: int | None = None
    ) -> list[T]:
        """Return the values of rows that fit, by id."""
        table = self._table.c
        query = select(table.document).where(*where).order_by(table.id).limit(limit)
        return [self._document.read(text) for text in db.execute(query).scalars()]

    def read(self, db: Connection, row: str) -> T | None:
        """Return a row's value, None if it is not there."""
        return next(iter(self.find(db, self._table.c.id == row)), None)

    def listed(
        self, db: Connection, after: str, limit: int, *where: ColumnElement[bool]
    ) -> list[T]:
        """Return the values of rows after an id, at most so many."""
        return self.find(db, self._table.c.id > after, *where, limit=limit)

    def put(self, db: Connection, value: T, _now: int) -> None:
        """Write a value in the place of the one with its id, if there is one."""
        columns = self._columns(value)
        db.execute(delete(self._table).where(self._table.c.id == columns["id"]))
        db.execute(insert(self._table).values(**columns, document=self._document.write(value)))
        self._moved(db)

    def remove(self, db: Connection, row: str) -> None:
        """Take a row away."""
        db.execute(delete(self._table).where(self._table.c.id == row))
        self._moved(db)

    def _moved(self, db: Connection) -> None:
        if self._moves:
            bump(db, self._moves)
