"""`content`: what is kept is listed, asked for, concurred with by another, read, and swept."""

import asyncio
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from gateway.app.store import now_ms, open_store
from gateway.cli.officer import KEY
from gateway.settings import load
from gateway.store import tables
from gateway.store.content_sealing import KEY_BYTES, seal_part
from gateway.store.contents import SealedPart, put_content
from gateway.terms.contents import Content, ContentPart
from tests.cli.conftest import Commands

ROW, OLD = "01HF7YAT00" + "0" * 16, "01HF7YAT00" + "1" * 16
DAY = 24 * 60 * 60 * 1000


def keep(data: Path, row: str, *, days: int) -> None:
    """Keep a pupil's prompt and answer from so many days ago."""

    async def put() -> None:
        async with open_store(load(data)) as store:

            def unit(db: Connection) -> None:
                people = tables.people.c
                query = select(people.log_id).where(people.kind == "student").limit(1)
                pupil: str = db.execute(query).scalar_one()
                content_key = secrets.token_bytes(KEY_BYTES)
                content = Content(
                    id=row,
                    at=now_ms() - days * DAY,
                    principal=pupil,
                    tool="practice",
                    people=frozenset({pupil}),
                )
                words = {
                    ContentPart.TYPED: b'[["user","Praise me."]]',
                    ContentPart.ANSWER: b"You are kind.",
                }
                parts = [
                    SealedPart(
                        part=part,
                        cut=part is ContentPart.ANSWER,
                        sealed=seal_part(
                            content_key,
                            said,
                            row,
                            part.value,
                            cut=part is ContentPart.ANSWER,
                            rng=secrets.token_bytes,
                        ),
                    )
                    for part, said in words.items()
                ]
                fields = store.keys.fields
                put_content(db, fields, content, content_key, parts, rng=secrets.token_bytes)

            await store.commit.run(unit)

    asyncio.run(put())


@pytest.fixture
def another(run: Commands, data: Path, key: str) -> str:
    """Return the key of a second officer."""
    with closing(sqlite3.connect(data / "crossing-guard.db")) as db:
        query = "SELECT id FROM people WHERE role = 'counsellor' LIMIT 1"
        [(person,)] = db.execute(query).fetchall()
    options = ("--person", person, "--duty", "privacy_officer", "--data", data)
    return run.ok("keys", "create", *options).splitlines()[-1]


@pytest.mark.slow
def test_two_read_what_is_kept(
    run: Commands, data: Path, key: str, another: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nothing is kept." in run.ok("content", "list", "--data", data)
    assert "Nothing is asked." in run.ok("content", "readings", "--data", data)
    keep(data, ROW, days=1)
    listed = run.ok("content", "list", "--data", data)
    assert ROW in listed
    assert "typed, answer (cut), to practice; takes the keys of 1" in listed
    run.ok("content", "ask", ROW, "--why", "a subpoena", "--data", data)
    early = run("content", "read", ROW, "--data", data)
    assert (early.code, "have a second person concur" in early.err) == (1, True)
    own = run("content", "concur", ROW, "--why", "x", "--data", data)
    assert (own.code, "a second person" in own.err) == (1, True)
    monkeypatch.setenv(KEY, another)
    assert "a subpoena" in run.ok("content", "readings", "--data", data)
    assert "is concurred" in run.ok("content", "concur", ROW, "--why", "seen", "--data", data)
    monkeypatch.setenv(KEY, key)
    shown = run.ok("content", "read", ROW, "--data", data)
    assert "user: Praise me." in shown
    assert "--- answer\nYou are kind." in shown
    assert "Cut, since there was no room for all: answer." in shown


def test_what_was_refused_stays_shut(
    run: Commands, data: Path, key: str, another: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(data, ROW, days=1)
    run.ok("content", "ask", ROW, "--why", "curious", "--data", data)
    monkeypatch.setenv(KEY, another)
    assert "it was not let" in run.ok("content", "refuse", ROW, "--why", "no", "--data", data)
    monkeypatch.setenv(KEY, key)
    assert run("content", "read", ROW, "--data", data).code == 1


def test_what_is_old_is_swept_and_the_log_says_so(run: Commands, data: Path, key: str) -> None:
    assert key
    keep(data, ROW, days=1)
    keep(data, OLD, days=31)
    assert "1  contents would be purged" in run.ok("content", "sweep", "--dry-run", "--data", data)
    assert "1  contents purged" in run.ok("content", "sweep", "--data", data)
    assert "Nothing purged." in run.ok("content", "sweep", "--data", data)
    assert OLD not in run.ok("content", "list", "--data", data)
    assert "Intact." in run.ok("log", "verify", "--data", data)
