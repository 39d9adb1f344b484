"""The log's months on PostgreSQL, and the guards of the log's tables on both databases."""

import json
import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from gateway.store.partitions import make_ahead, months
from tests.store.test_schema import ask

NOW = int(datetime(2026, 11, 28, tzinfo=UTC).timestamp()) * 1000
ENTRY = (
    'INSERT INTO log_entries (stream, "index", record, kind, about, "time", data, leaf) '
    "VALUES ('s', {index}, 'r{index}', '{kind}', '', {time}, {said}, {data})"
)
KINDS = ("intent", "outcome", "event", "event", "event", "event")
SAID: tuple[dict[str, object], ...] = (
    {},
    {},
    {"event": "log_purge", "purged_stream": "s", "purged_first": 0, "purged_last": 2},
    {"event": "log_purge", "purged_stream": "s", "purged_first": 1, "purged_last": 9},
    {"event": "log_purge", "purged_stream": "t", "purged_first": 0, "purged_last": 9},
    {"event": "serve_start", "purged_stream": "s", "purged_first": 0, "purged_last": 9},
)
STREAM = (
    "INSERT INTO log_streams (stream, origin, epoch, holder, leased_until, size, root, frontier, "
    "settled, checkpoint, created) VALUES ('s', 'o', 2, '', 0, 3, {data}, {data}, 0, '', 0)"
)
PARTITIONS = text(
    "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
    "WHERE i.inhparent = 'log_entries'::regclass ORDER BY 1"
)


def write(db: Connection, statement: str, **values: object) -> None:
    db.exec_driver_sql(statement.format(data=_bytes(db, b"\x01"), **values))


def _bytes(db: Connection, value: bytes) -> str:
    return f"'\\x{value.hex()}'::bytea" if db.dialect.name == "postgresql" else f"x'{value.hex()}'"


def add(db: Connection, index: int, kind: str, time: int, **said: object) -> None:
    data = _bytes(db, json.dumps(said).encode())
    write(db, ENTRY, index=index, kind=kind, time=time, said=data)


def filled(url: str) -> None:
    def unit(db: Connection) -> None:
        for index, (kind, said) in enumerate(zip(KINDS, SAID, strict=True)):
            add(db, index, kind, NOW + index, **said)
        write(db, STREAM)

    ask(url, unit)


def names(db: Connection) -> list[str]:
    return list(db.execute(PARTITIONS).scalars())


@pytest.mark.parametrize(
    "statement",
    [
        'DELETE FROM log_entries WHERE "index" = 1',
        "DELETE FROM log_streams",
        "UPDATE log_entries SET kind = 'event'",
        "UPDATE log_entries SET data = {data}, purged = 'r2'",
        "UPDATE log_entries SET data = {empty}, purged = 'nothing of that id'",
        "UPDATE log_entries SET data = {empty}, purged = 'r1'",
        "UPDATE log_entries SET data = {empty}",
        "UPDATE log_entries SET data = {empty}, purged = 'r2', leaf = {empty} WHERE \"index\" = 0",
        "UPDATE log_entries SET data = {empty}, purged = 'r2' WHERE \"index\" = 2",
        "UPDATE log_entries SET data = {empty}, purged = 'r2' WHERE \"index\" = 3",
        "UPDATE log_entries SET data = {empty}, purged = 'r3' WHERE \"index\" = 0",
        "UPDATE log_entries SET data = {empty}, purged = 'r4' WHERE \"index\" = 0",
        "UPDATE log_entries SET data = {empty}, purged = 'r5' WHERE \"index\" = 0",
        "UPDATE log_streams SET size = 2",
        "UPDATE log_streams SET epoch = 1",
    ],
)
def test_the_log_only_grows(store_url: str, statement: str) -> None:
    filled(store_url)
    with pytest.raises(SQLAlchemyError, match="the log only grows"):
        ask(store_url, lambda db: write(db, statement, empty=_empty(db)))


def test_bytes_may_be_cleared_once_under_a_certificate_that_is_an_entry(store_url: str) -> None:
    filled(store_url)
    clear = "UPDATE log_entries SET data = {empty}, purged = 'r2' WHERE \"index\" = 0"
    ask(store_url, lambda db: write(db, clear, empty=_empty(db)))
    left: list[Any] = ask(
        store_url,
        lambda db: list(
            db.execute(text("SELECT data, leaf, purged FROM log_entries ORDER BY record")).all()
        ),
    )
    assert left[0] == (b"", b"\x01", "r2")
    assert left[1] == (b"{}", b"\x01", "")
    with pytest.raises(SQLAlchemyError, match="the log only grows"):
        ask(store_url, lambda db: write(db, clear, empty=_empty(db)))


@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET kind = ''"])
def test_an_ordinary_account_lacks_the_grants_for_every_part(
    postgres_store_url: str, statement: str
) -> None:
    filled(postgres_store_url)

    def unit(db: Connection) -> None:
        be_an_ordinary_account(db)
        db.exec_driver_sql(statement.format("log_entries_default"))

    with pytest.raises(DBAPIError, match="permission denied"):
        ask(postgres_store_url, unit)


def test_an_ordinary_account_may_purge_under_a_certificate(postgres_store_url: str) -> None:
    filled(postgres_store_url)

    def unit(db: Connection) -> int:
        be_an_ordinary_account(db)
        clear = "UPDATE log_entries SET data = '', purged = 'r2' WHERE \"index\" = 0"
        return db.exec_driver_sql(clear).rowcount

    assert ask(postgres_store_url, unit) == 1


def be_an_ordinary_account(db: Connection) -> None:
    """Have the open transaction go on as an account that owns the log and is nobody special."""
    name = f"clerk_{secrets.token_hex(4)}"  # of the whole server, not of this database alone
    db.exec_driver_sql(f"CREATE ROLE {name} NOSUPERUSER")
    for part in ("log_entries", "log_entries_default"):
        db.exec_driver_sql(f"ALTER TABLE {part} OWNER TO {name}")
    db.exec_driver_sql(f"SET LOCAL ROLE {name}")


def test_months_are_made_ahead_and_entries_go_to_theirs(postgres_store_url: str) -> None:
    assert ask(postgres_store_url, lambda db: make_ahead(db, NOW)) == 4
    assert ask(postgres_store_url, lambda db: make_ahead(db, NOW)) == 0
    assert ask(postgres_store_url, names) == [
        "log_entries_2026_11",
        "log_entries_2026_12",
        "log_entries_2027_01",
        "log_entries_2027_02",
        "log_entries_default",
    ]

    def unit(db: Connection) -> list[str]:
        for index, time in enumerate((NOW, months(NOW, 2)[1], 0)):
            add(db, index, "event", time)
        query = text("SELECT tableoid::regclass::text FROM log_entries ORDER BY record")
        return list(db.execute(query).scalars())

    where = ["log_entries_2026_11", "log_entries_2026_12", "log_entries_default"]
    assert ask(postgres_store_url, unit) == where
    for statement in ("DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET about = 'x'"):
        with pytest.raises(DBAPIError, match="the log only grows"):
            ask(postgres_store_url, lambda db: db.exec_driver_sql(statement.format(where[0])))  # noqa: B023


def test_entries_stand_compressed_in_their_rows(postgres_store_url: str) -> None:
    """What PostgreSQL would by itself move to a side table, in pieces, is read in one."""
    ask(postgres_store_url, lambda db: make_ahead(db, NOW))
    said = secrets.token_bytes(2000) + bytes(1200)

    def unit(db: Connection) -> list[tuple[str, int, int]]:
        for index, time in enumerate((NOW, months(NOW, 2)[1], 0)):
            data = _bytes(db, said)
            write(db, ENTRY, index=index, kind="event", time=time, said=data)
        query = text(
            "SELECT c.relname, pg_column_size(e.data), pg_relation_size(c.reltoastrelid)::int "
            "FROM log_entries e JOIN pg_class c ON c.oid = e.tableoid ORDER BY 1"
        )
        return [(name, size, beside) for name, size, beside in db.execute(query)]

    kept = ask(postgres_store_url, unit)
    assert [name for name, _, _ in kept] == [
        "log_entries_2026_11",
        "log_entries_2026_12",
        "log_entries_default",
    ]
    assert all(size < 2100 and not beside for _, size, beside in kept)


def test_a_month_whose_entries_went_to_the_default_partition_stays_there(
    postgres_store_url: str,
) -> None:
    filled(postgres_store_url)
    assert ask(postgres_store_url, lambda db: make_ahead(db, NOW)) == 3
    assert "log_entries_2026_11" not in ask(postgres_store_url, names)


def test_a_new_year_follows_december() -> None:
    first = [datetime.fromtimestamp(at / 1000, UTC) for at in months(NOW, 3)]
    assert [(at.year, at.month, at.day) for at in first] == [
        (2026, 11, 1),
        (2026, 12, 1),
        (2027, 1, 1),
    ]


def _empty(db: Connection) -> str:
    return _bytes(db, b"")
