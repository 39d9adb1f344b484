"""The runbook's back-up and restore, run block by block as an operator would."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
from pathlib import Path

import asyncpg
import pytest

from tests.postgres import Postgres

RUNBOOK = Path(__file__).resolve().parent.parent / "deploy" / "runbook.md"
DRILL = re.compile(
    r"^<!-- drill: (?P<name>[\w-]+) -->\n```shell\n(?P<body>.*?)^```", re.DOTALL | re.MULTILINE
)
BLOCKS = {match["name"]: match["body"] for match in DRILL.finditer(RUNBOOK.read_text())}


def follow(block: str, data: Path, **environment: str) -> None:
    """Run one block of the runbook for a data folder, with the back-up beside it."""
    places = {
        "CROSSING_GUARD_DATA": str(data),
        "BACKUP": str(data.parent / "backup" / "today"),
    }
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", BLOCKS[block]],
        env={**os.environ, **places, **environment},
        check=True,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with something in each of its places."""
    folder = tmp_path / "data"
    for name in ("keys", "checkpoints"):
        (folder / name).mkdir(parents=True)
    (folder / "config.toml").write_text("port = 8787\n")
    (folder / "keys" / "vault.json").write_text("{}")
    (folder / "checkpoints" / "000001").write_text("origin\n1\n")
    return folder


def test_the_runbook_has_every_block_of_the_drill() -> None:
    sqlite = {"back-up", "keys", "restore", "look"}
    assert set(BLOCKS) == sqlite | {"back-up-postgres", "restore-postgres", "choose-basis"}


def test_a_back_up_taken_while_the_gateway_writes_restores_what_was_committed(data: Path) -> None:
    database = data / "crossing-guard.db"
    writer = sqlite3.connect(database, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE record (id INTEGER PRIMARY KEY)")
    writer.execute("INSERT INTO record VALUES (1), (2)")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO record VALUES (3)")

    follow("back-up", data)
    follow("keys", data)
    writer.execute("ROLLBACK")
    writer.close()
    shutil.rmtree(data)
    follow("restore", data)

    with sqlite3.connect(database) as restored:
        rows = restored.execute("SELECT id FROM record").fetchall()
    restored.close()
    assert rows == [(1,), (2,)]
    assert (data / "config.toml").read_text() == "port = 8787\n"
    assert (data / "keys" / "vault.json").read_text() == "{}"
    assert (data / "checkpoints" / "000001").read_text() == "origin\n1\n"


def test_a_back_up_of_a_gateway_at_rest_holds_everything(data: Path) -> None:
    with sqlite3.connect(data / "crossing-guard.db") as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE record (id INTEGER PRIMARY KEY)")
    writer.close()
    assert not (data / "crossing-guard.db-wal").exists()

    follow("back-up", data)

    copy = sqlite3.connect(data.parent / "backup" / "today" / "crossing-guard.db")
    assert copy.execute("SELECT name FROM sqlite_master").fetchall() == [("record",)]
    copy.close()


def test_keys_are_never_in_the_same_back_up_as_the_database(data: Path) -> None:
    sqlite3.connect(data / "crossing-guard.db").close()

    follow("back-up", data)
    follow("keys", data)

    backup = data.parent / "backup"
    assert not list((backup / "today").rglob("vault.json"))
    assert (backup / "today-keys" / "keys" / "vault.json").exists()


def test_nobody_else_can_read_what_was_restored(data: Path) -> None:
    sqlite3.connect(data / "crossing-guard.db").close()
    follow("back-up", data)
    follow("keys", data)
    shutil.rmtree(data)
    follow("restore", data)

    paths = [data, *data.rglob("*")]
    assert len(paths) > 5
    assert all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in paths)


@pytest.mark.anyio
async def test_a_postgresql_database_comes_back(
    data: Path, postgres: Postgres, postgres_url: str
) -> None:
    url = postgres_url.replace("+asyncpg", "")
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE record (id int); INSERT INTO record VALUES (1), (2)")
    await connection.close()
    path = f"{postgres.programs}:{os.environ['PATH']}"
    (data.parent / "backup" / "today").mkdir(parents=True)

    follow("back-up-postgres", data, DATABASE_URL=url, PATH=path)
    connection = await asyncpg.connect(url)
    await connection.execute("DROP TABLE record")
    follow("restore-postgres", data, DATABASE_URL=url, PATH=path)

    rows = await connection.fetch("SELECT id FROM record ORDER BY id")
    await connection.close()
    assert [row["id"] for row in rows] == [1, 2]
