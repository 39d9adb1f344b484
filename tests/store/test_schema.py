"""Migrations: from nothing to the tables of this version, all of it or nothing, once."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text, update

from gateway.errors import Unusable
from gateway.store import schema, tables
from gateway.store.engine import is_sqlite, postgres_engine, sqlite_engine, sqlite_url
from gateway.terms.times import DAY_MS


def ask[T](url: str, unit: Callable[[Connection], T]) -> T:
    """Run a unit on a connection of our own."""
    if is_sqlite(url):
        engine = sqlite_engine(url)
        try:
            with engine.connect() as db:
                return unit(db)
        finally:
            engine.dispose()

    async def there() -> T:
        engine = postgres_engine(url, size=1)
        try:
            async with engine.begin() as db:
                return await db.run_sync(unit)
        finally:
            await engine.dispose()

    return asyncio.run(there())


def _no_partition(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the log's partitions, which are made while it runs."""
    return not (kind == "table" and name and name.startswith("log_entries_"))


def test_an_empty_database_is_brought_to_this_version(url: str) -> None:
    assert schema.current(url) == ""
    schema.upgrade(url)
    assert schema.current(url) == schema.newest()
    schema.upgrade(url)
    assert schema.current(url) == schema.newest()


def test_migrations_make_exactly_the_tables_that_the_code_knows(url: str) -> None:
    schema.upgrade(url)

    def differences(db: Connection) -> list[Any]:
        options = {"compare_type": True, "include_name": _no_partition}
        context = MigrationContext.configure(db, opts=options)
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


def test_entries_of_before_the_guards_are_all_there_after_the_upgrade(url: str) -> None:
    rows = [(f"r{at}", 1_700_000_000_000 + at * DAY_MS) for at in range(100)]

    def older(db: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(schema.MIGRATIONS))
        config.attributes["connection"] = db
        command.upgrade(config, "0002")
        for at, (record, time) in enumerate(rows):
            db.execute(
                text(
                    'INSERT INTO log_entries (stream, "index", record, kind, about, "time", data, '
                    "leaf) VALUES ('s', :at, :record, 'event', '', :time, :data, :data)"
                ),
                {"at": at, "record": record, "time": time, "data": record.encode()},
            )

    ask(url, older)
    schema.upgrade(url)
    table = tables.log_entries.c
    query = select(table.record, table.time, table.data).order_by(table.index)
    left = ask(url, lambda db: [tuple(row) for row in db.execute(query)])
    assert left == [(record, time, record.encode()) for record, time in rows]
