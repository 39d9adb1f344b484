"""Canaries in names, prompts and secrets are, after a run, nowhere but in the roster."""

import asyncio
import base64
import contextlib
import gzip
import hashlib
import itertools
import shutil
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import orjson
import pytest
from sqlalchemy import MetaData, insert, select

from gateway.demo.practice_behaviour import Fault
from gateway.store import tables
from gateway.store.engine import Reader, postgres_engine
from tests.clients.canaries import Town, crash_a_reader
from tests.clients.search import Search, in_files, in_sqlite
from tests.wire.malformed import MALFORMED, SECRET

ROSTER = {"people", "emails", "schools", "classes"}
"""The tables that hold the roster's names. Every other is searched, the sealed vaults too."""

COMPLETIONS = "/v1/chat/completions"

# --- the search finds what it is for -------------------------------------------------------------

WORD = "Zibékolutame"
FORMS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "in capitals": lambda word: word.upper().encode(),
    "UTF-16, little end first": lambda word: word.encode("utf-16-le"),
    "UTF-16, big end first": lambda word: word.encode("utf-16-be"),
    "Latin-1": lambda word: word.encode("latin-1"),
    "JSON": lambda word: orjson.dumps({word: 1}),
    "JSON in ASCII": lambda word: ascii(word).replace("\\x", "\\u00").encode(),
    "JSON, each letter escaped": lambda word: "".join(f"\\u{ord(x):04x}" for x in word).encode(),
    "a URL": lambda word: quote(word).encode(),
    "a URL, each byte escaped": lambda word: "".join(f"%{x:02X}" for x in word.encode()).encode(),
    "hexadecimal": lambda word: word.encode().hex().encode(),
    "base64, first": lambda word: base64.b64encode(f"{word} and more".encode()),
    "base64, second": lambda word: base64.b64encode(f".{word} and more".encode()),
    "base64, third": lambda word: base64.b64encode(f"..{word} and more".encode()),
    "base64 for URLs": lambda word: base64.urlsafe_b64encode(f"?>.{word}".encode()),
    "gzip": lambda word: gzip.compress(f"a line with {word}".encode()),
    "zlib": lambda word: zlib.compress(f"a line with {word}".encode()),
    "a plain hash": lambda word: hashlib.sha256(word.encode()).digest(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_planted_word_is_found_in_any_form(form: str) -> None:
    search = Search([WORD])
    assert search(b"noise " + FORMS[form](WORD) + b" noise")
    assert not search(b"noise " + FORMS[form]("Nobodyelsehere") + b" noise")


def test_a_planted_word_is_found_in_files_and_in_their_names(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "core").write_bytes(b"\0" * 4096 + WORD.encode())
    (tmp_path / f"{WORD}.txt").touch()
    (tmp_path / "left out").write_text(WORD)
    found = in_files(Search([WORD]), tmp_path, but=[tmp_path / "left out"])
    assert set(found) == {str(tmp_path / "deep" / "core"), str(tmp_path / f"{WORD}.txt")}


@pytest.mark.parametrize("where", ["rows", "an index", "deleted rows", "the log", "nowhere"])
def test_a_planted_word_is_found_wherever_sqlite_keeps_it(tmp_path: Path, where: str) -> None:
    file = tmp_path / "test.db"
    db = sqlite3.connect(file, isolation_level=None)
    db.executescript(
        "PRAGMA secure_delete=OFF; PRAGMA journal_mode=WAL; CREATE TABLE people (name);"
        "CREATE TABLE other (name UNIQUE); CREATE TABLE big (name)"
    )
    db.executemany("INSERT INTO people VALUES (?)", [(WORD * 40,)] * 200)
    db.executemany("INSERT INTO big VALUES (?)", [("." * 900,)] * 200)
    if where in ("rows", "an index"):
        db.execute("INSERT INTO other VALUES (?)", (WORD,))
    if where == "an index":
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if where == "deleted rows":
        db.execute("INSERT INTO big VALUES (?)", (WORD * 900,))
        db.execute("DELETE FROM big")
    if where == "the log":
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("INSERT INTO other VALUES (?)", (WORD,))
        db.execute("UPDATE other SET name = 'x'")
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in tmp_path.glob("test.db*"):
        shutil.copy(path, copy)
    db.close()

    found = in_sqlite(Search([WORD]), copy / "test.db", but=["people"])
    assert bool(found) == (where != "nowhere"), found
    assert in_sqlite(Search([WORD]), copy / "test.db")["people"]


# --- and finds nothing after a day in town -------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_canary_is_anywhere_but_in_the_roster(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else ""
    town = Town(tmp_path, url)
    seen: dict[str, bytes] = {}

    with contextlib.ExitStack() as until, town.serving("kill") as (gateway, client):
        live_a_day(town, client)
        crashed = crash_a_reader(gateway, client, **prompt(town, "teacher", long=True))
        assert crashed == 503
        for path in ("/metrics", "/readyz", "/healthz", "/openapi.json", "/v1/models"):
            seen[path] = client.get(path).content
        seen["heads of answers"] = b"\n".join(town.heads)
        running = leave_streams_running(town, client, until)
    assert running
    words = [*town.words, *town.keys, SECRET, root_key(town)]
    search = Search(words)
    assert_clean(town, search, url, seen)
    with town.serving("term") as (_gateway, client):
        client.post(COMPLETIONS, **prompt(town, "teacher"))
        explained = client.post(COMPLETIONS, **prompt(town, "teacher"))
    town.command("log", "verify")
    town.command("explain", explained.headers["x-crossing-guard-record"])
    assert_clean(town, search, url, seen)
    assert_it_was_a_full_day(town, url)
    assert_a_planted_word_would_have_been_found(town, search, url)


def live_a_day(town: Town, client: httpx.Client) -> None:
    """Ask in every way and be refused in every way."""
    behave = itertools.cycle([{}, {"style": "table"}, {"style": "mixed"}, {"cuts": "every"}])
    personas = [name for name in town.demo["personas"] if name != "chat_front_end"]
    for persona, stream in itertools.product(personas, (False, True)):
        client.post(f"{town.practice}/practice/behaviour", json={"next": [next(behave)]})
        answer = client.post(COMPLETIONS, **prompt(town, persona, stream=stream))
        assert answer.headers["x-crossing-guard-record"]
    for fault, stream in itertools.product(Fault, (False, True)):
        told = {"fault": fault, "after": 2, "seconds": 4, "huge_bytes": 100_000}
        client.post(f"{town.practice}/practice/behaviour", json={"next": [told]})
        client.post(COMPLETIONS, **prompt(town, "teacher", stream=stream))
        client.delete(f"{town.practice}/practice/behaviour")
    for ask in refusals(town):
        assert client.post(COMPLETIONS, **ask).status_code >= 400
    for bad in MALFORMED:
        headers = authorised(town, "teacher") | {"content-type": "application/json"} | bad.headers
        assert client.post(COMPLETIONS, content=bad.body, headers=headers).status_code < 500
    for path in (f"/{town.fresh()}", f"/v1/models?q={town.fresh()}"):
        client.get(path, headers=authorised(town, "teacher"))
    with httpx.stream("POST", f"{town.url}{COMPLETIONS}", **slow(town, client)) as answer:
        next(answer.iter_raw())  # and away


def prompt(
    town: Town, persona: str, *, model: str = "practice", stream: bool = False, long: bool = False
) -> dict[str, Any]:
    """Return a request that says everything there is to say about everybody."""
    names = [town.name(one) for one in ("unconsented", "consented", "twin_one", "expired")]
    given, family = town.names["revoked"]
    text = (
        f"Praise {', '.join(names)} for {town.fresh()}. {family}, {given} wrote about "
        f"{town.fresh()}; {given.upper()}'s file is {town.words[-3]}.txt."
    )
    if long:
        text += f" {given} {town.fresh()} likes {family}." * 4000
    tool = {
        "type": "function",
        "function": {
            "name": "send_note",
            "description": f"Send a note about {town.fresh()}.",
            "parameters": {"type": "object", "properties": {"student": {"type": "string"}}},
        },
    }
    body: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": "system", "content": f"You help at {town.fresh()} school."},
            {"role": "user", "content": [{"type": "text", "text": text}], "name": "teacher"},
        ],
        "tools": [tool],
        "stream": stream,
        "user": town.fresh(),
        "metadata": {"note": town.fresh()},
    }
    headers = authorised(town, persona) | {"x-crossing-guard-conversation": town.fresh()}
    return {"json": body, "headers": headers}


def slow(town: Town, client: httpx.Client) -> dict[str, Any]:
    told = {"length": 400, "delay_ms": 50}
    client.post(f"{town.practice}/practice/behaviour", json={"next": [told]})
    return prompt(town, "teacher", stream=True)


def refusals(town: Town) -> list[dict[str, Any]]:
    """Return requests that are each refused for another reason."""
    right, key = prompt(town, "teacher"), town.key("teacher")

    def headed(**headers: str) -> dict[str, Any]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return right | {"headers": right["headers"] | named}

    def said(**fields: Any) -> dict[str, Any]:
        return right | {"json": right["json"] | fields}

    front = f"Bearer {town.key('chat_front_end')}"
    signing = f"Bearer {town.token_key}"
    return [
        headed(authorization=f"Bearer {town.fresh()}"),
        headed(authorization=f"Bearer {key[:-1]}"),
        headed(authorization=""),
        headed(x_crossing_guard_purpose=town.fresh()),
        headed(x_openwebui_user_email=f"{town.fresh()}@example.org"),
        headed(authorization=front),
        headed(authorization=front, x_openwebui_user_email=f"{town.fresh()}@nowhere.example"),
        headed(authorization=signing, x_openwebui_user_jwt=f"{town.fresh()}.a.b"),
        headed(content_type=f"text/{town.fresh()}"),
        headed(content_encoding=town.fresh()),
        said(model=town.fresh()),
        said(**{town.fresh(): 1}),
        said(messages=[{"role": town.fresh(), "content": "x"}]),
        said(messages=[{"role": "user", "content": {town.fresh(): "x"}}]),
        said(tools=[{"type": town.fresh()}]),
        prompt(town, "student_13_17", model="practice-adult"),
        prompt(town, "student_under_13_no_consent"),
        {"content": f'{{"{town.fresh()}'.encode(), "headers": right["headers"]},
    ]


def authorised(town: Town, persona: str) -> dict[str, str]:
    return {"authorization": f"Bearer {town.key(persona)}"}


def leave_streams_running(
    town: Town, client: httpx.Client, until: contextlib.ExitStack
) -> list[Iterator[bytes]]:
    """Begin some answers that the end of the gateway cuts; they run while they are held."""
    running = []
    for _ in range(4):
        answer = httpx.stream("POST", f"{town.url}{COMPLETIONS}", **slow(town, client))
        running.append(until.enter_context(answer).iter_raw())
        next(running[-1])
    return running


def root_key(town: Town) -> str:
    return (town.data / "keys" / "root.key").read_bytes().hex()


def assert_clean(town: Town, search: Search, url: str, seen: dict[str, bytes]) -> None:
    assert {path: hits for path, body in seen.items() if (hits := search(body))} == {}
    kept = {town.data / "keys", town.data / "demo.json", *town.data.glob("crossing-guard.db*")}
    for folder in (town.data, town.cwd, town.temporary, town.said):
        assert in_files(search, folder, but=kept) == {}
    assert asyncio.run(in_tables(search, database(town, url))) == {}
    if not url:
        copy = town.folder / f"copy-{time.monotonic_ns()}"
        copy.mkdir()
        for path in town.data.glob("crossing-guard.db*"):
            shutil.copy(path, copy)
        assert in_sqlite(search, copy / "crossing-guard.db", but=ROSTER) == {}


def database(town: Town, url: str) -> str:
    return url or f"sqlite:///{town.data}/crossing-guard.db"


async def in_tables(search: Search, url: str) -> dict[str, set[str]]:
    """Return what was found in any table but the roster's, each value as text and as bytes."""
    found: dict[str, set[str]] = {}
    reader = Reader(url)

    def look(db: Any) -> None:
        there = MetaData()
        there.reflect(db)
        assert set(tables.metadata.tables) <= set(there.tables)
        for name, table in there.tables.items():
            for row in db.execute(select(table)):
                for value in row:
                    data = bytes(value) if isinstance(value, bytes) else str(value).encode()
                    if name not in ROSTER and (hits := search(data)):
                        found.setdefault(name, set()).update(hits)

    await reader.read(look)
    await reader.close()
    return found


def assert_it_was_a_full_day(town: Town, url: str) -> None:
    """See that everything happened that was to leave nothing behind."""

    async def ends() -> tuple[set[str], set[str]]:
        reader = Reader(database(town, url))
        rows = await reader.read(
            lambda db: [
                orjson.loads(one) for one in db.execute(select(tables.log_entries.c.data)).scalars()
            ]
        )
        await reader.close()
        return {row.get("ended", "") for row in rows}, {row.get("code", "") for row in rows}

    ended, codes = asyncio.run(ends())
    assert {"complete", "client_gone", "interrupted", "upstream_cut", "upstream_error"} <= ended
    assert "timed_out" in ended
    assert {"refused", "invalid_api_key", "model_not_found", "detection_crashed"} <= codes


def assert_a_planted_word_would_have_been_found(town: Town, search: Search, url: str) -> None:
    """Plant one name in a table and in what was said, and see it found."""
    name = town.names["unconsented"][0]
    plant = insert(tables.choices).values(id=7, document=f'{{"note": "{name}"}}')

    async def planted() -> dict[str, set[str]]:
        if url:
            engine = postgres_engine(url)
            async with engine.begin() as db:
                await db.execute(plant)
            await engine.dispose()
        return await in_tables(search, database(town, url))

    if not url:
        with contextlib.closing(sqlite3.connect(town.data / "crossing-guard.db")) as db, db:
            db.execute("INSERT INTO choices VALUES (7, ?)", (f'{{"note": "{name}"}}',))
        copy = town.folder / "planted.db"
        shutil.copy(town.data / "crossing-guard.db", copy)
        assert set(in_sqlite(search, copy, but=ROSTER)) == {"choices"}
    assert set(asyncio.run(planted())) == {"choices"}
    (town.said / "planted").write_text(f"debug: {name}")
    assert set(in_files(search, town.said)) == {str(town.said / "planted")}
