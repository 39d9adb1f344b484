"""Rows that are one document each, beside the columns they are looked up by."""

from collections.abc import Callable, Mapping
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select

from gateway.district.documents import Document
from gateway.district.roster_import import bump
from gateway.district.shelves import Shelf


class _Called(Protocol):
    """What has an id."""

    @property
    def id(self) -> str: ...


class Papers[T: _Called]:
    """One table of such rows, keyed by `id`; a change to any moves a part's revision."""

    def __init__(
        self,
        table: Table,
        document: Document[T],
        columns: Callable[[T], Mapping[str, object]] = lambda _value: {},
        *,
        moves: str = "",
    ) -> None:
        """Open.

        Args:
            table: has the columns `id` and `document`, besides those to look rows up by.
            document: how a value is written.
            columns: returns what the columns to look rows up by hold of a value.
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
        document, columns = self._document.write(value), self._columns(value)
        db.execute(delete(self._table).where(self._table.c.id == value.id))
        db.execute(insert(self._table).values(id=value.id, document=document, **columns))
        self._moved(db)

    def remove(self, db: Connection, row: str) -> None:
        """Take a row away."""
        db.execute(delete(self._table).where(self._table.c.id == row))
        self._moved(db)

    def shelf(
        self,
        kind: str,
        *,
        check: Callable[[Connection, T], None] = lambda _db, _value: None,
        removable: bool = True,
    ) -> Shelf[T]:
        """Return the rows as what admins edit.

        Args:
            kind: what such a row is called.
            check: raises `BadRequest` for a value that cannot be.
            removable: whether rows may be taken away.
        """
        return Shelf(
            kind=kind,
            document=self._document,
            row_of=lambda value: value.id,
            read=self.read,
            put=self.put,
            remove=self.remove if removable else None,
            listed=self.listed,
            check=check,
        )

    def _moved(self, db: Connection) -> None:
        if self._moves:
            bump(db, self._moves)
