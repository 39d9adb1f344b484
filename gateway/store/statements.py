"""Statements written once in SQLAlchemy's words and kept as each database's own SQL.

For the few that every prompt runs. Building, looking up and wrapping one anew costs several times
what SQLite takes to run it, so there it is run on the driver's own connection; what the driver
raises comes out as SQLAlchemy's errors all the same, and never quotes a value.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ClauseElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError


class _Compiled(NamedTuple):
    """A statement in a database's words; `names` are those of its parameters, `constants` the
    values of those that SQLAlchemy made of what was written in it."""

    text: str
    names: list[str]
    constants: dict[str, object]


class Statement:
    """One statement, of any number of named parameters.

    Values go to the driver as they are: no column type converts them.
    """

    def __init__(self, clause: ClauseElement) -> None:
        self._clause = clause
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, **values: object) -> list[tuple[Any, ...]]:
        """Return the rows it reads."""
        text, names, constants = self._in_words_of(connection)
        values |= constants
        row = tuple([values[name] for name in names])
        if connection.dialect.name == "sqlite":
            found: list[tuple[Any, ...]] = on_sqlite(connection, text, row).fetchall()
            return found
        return [tuple(one) for one in connection.exec_driver_sql(text, row)]

    def run(self, connection: Connection, *rows: Mapping[str, object]) -> int:
        """Run it for one row of values, or for many at once; return how many rows it changed."""
        text, names, constants = self._in_words_of(connection)
        if constants:
            rows = tuple([{**row, **constants} for row in rows])
        values = [tuple([row[name] for name in names]) for row in rows]
        if connection.dialect.name == "sqlite":
            if len(values) == 1:
                return on_sqlite(connection, text, values[0]).rowcount
            return on_sqlite(connection, text, *values).rowcount
        return connection.exec_driver_sql(text, values if len(values) > 1 else values[0]).rowcount

    def _in_words_of(self, connection: Connection) -> "_Compiled":
        dialect = connection.dialect
        known = self._compiled.get(dialect.name)
        if known is None:
            compiled: Any = self._clause.compile(dialect=dialect)
            names = compiled.positiontup or []
            constants = {
                name: compiled.params[name] for name in names if not compiled.binds[name].required
            }
            known = self._compiled[dialect.name] = _Compiled(str(compiled), names, constants)
        return known


def upsert(table: Table, key: Sequence[str], changed: Sequence[str]) -> dict[str, Statement]:
    """Return what writes rows over those of the same key, by dialect."""
    made: dict[str, Statement] = {}
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql)):
        fresh = dialect.insert(table)
        new = {one: fresh.excluded[one] for one in changed}
        clause = (
            fresh.on_conflict_do_update(index_elements=key, set_=new)
            if new
            else fresh.on_conflict_do_nothing()
        )
        made[name] = Statement(clause)
    return made


def on_sqlite(connection: Connection, text: str, *rows: tuple[object, ...]) -> sqlite3.Cursor:
    """Run SQL on the driver's own connection, once or once for each of several rows.

    Raises:
        IntegrityError, OperationalError: SQLAlchemy's, without the values.
    """
    driver: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
    try:
        if len(rows) > 1:
            return driver.executemany(text, rows)
        return driver.execute(text, *rows)
    except sqlite3.IntegrityError as error:
        raise IntegrityError(text, None, error, hide_parameters=True) from error
    except sqlite3.Error as error:
        raise OperationalError(text, None, error, hide_parameters=True) from error
