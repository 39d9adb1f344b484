"""Migrations: from nothing to the tables of this version, all of it or nothing, once."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, update

from gateway.errors import Unusable
from gateway.store import schema, tables
from gateway.store.engine import is_sqlite, postgres_engine, sqlite_engine, sqlite_url


def ask[T](url: str, unit: Callable[[Connection], T]) -> T:
    """Run a unit on a connection of our own."""
    if is_sqlite(url):
        engine = sqlite_engine(url)
        with engine.connect() as db:
            result = unit(db)
        engine.dispose()
        return result

    async def there() -> T:
        engine = postgres_engine(url, size=1)
        async with engine.begin() as db:
            found = await db.run_sync(unit)
        await engine.dispose()
        return found

    return asyncio.run(there())


def test_an_empty_database_is_brought_to_this_version(url: str) -> None:
    assert schema.current(url) == ""
    schema.upgrade(url)
    assert schema.current(url) == schema.newest()
    schema.upgrade(url)
    assert schema.current(url) == schema.newest()


def test_migrations_make_exactly_the_tables_that_the_code_knows(url: str) -> None:
    schema.upgrade(url)

    def differences(db: Connection) -> list[Any]:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        return list(compare_metadata(context, tables.metadata))

    assert ask(url, differences) == []


def test_a_database_of_a_newer_version_is_refused_and_left_alone(url: str) -> None:
    schema.upgrade(url)

    def age(db: Connection) -> None:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = 'from-the-future'")

    ask(url, age)
    with pytest.raises(Unusable) as told:
        schema.upgrade(url)
    assert told.value.code == "schema_newer"
    assert schema.current(url) == "from-the-future"


def test_an_upgrade_that_breaks_off_leaves_the_database_as_it_was(url: str) -> None:
    def in_the_way(db: Connection) -> None:
        db.exec_driver_sql("CREATE TABLE vaults (already INTEGER)")

    ask(url, in_the_way)
    with pytest.raises(Unusable):
        schema.upgrade(url)

    assert ask(url, lambda db: inspect(db).get_table_names()) == ["vaults"]
    assert schema.current(url) == ""


def test_two_that_start_at_once_upgrade_once(url: str) -> None:
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(schema.upgrade, url) for _ in range(2)]:
            done.result()
    assert schema.current(url) == schema.newest()


def test_what_stands_in_the_tables_outlives_an_upgrade(url: str) -> None:
    schema.upgrade(url)

    def write(db: Connection) -> None:
        db.execute(tables.revisions.insert().values(name="roster", number=1))
        db.execute(update(tables.revisions).values(number=7))

    ask(url, write)
    schema.upgrade(url)
    assert ask(url, lambda db: db.execute(tables.revisions.select()).all()) == [("roster", 7)]


def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as told:
        schema.upgrade("postgresql://a:secret@127.0.0.1:1/b")
    assert told.value.code == "store_unavailable"
    assert "secret" not in str(told.value)
    with pytest.raises(Unusable):
        schema.current(sqlite_url(tmp_path / "no" / "folder.db"))


def test_a_sqlite_database_keeps_its_log_ahead_of_it(tmp_path: Path) -> None:
    schema.upgrade(sqlite_url(tmp_path / "x.db"))
    with sqlite3.connect(tmp_path / "x.db") as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    db.close()
