"""Kept words on a running gateway: on by a choice, sealed, read by two together, then shredded."""

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator

import pytest
from openai.types.chat import ChatCompletionMessageParam

from gateway.cli.officer import KEY
from tests.clients.conftest import Running, command
from tests.clients.search import Search, in_files, in_sqlite

TEXT = "Praise {} for the Zolubekmitane essay."
ROSTER = {"people", "emails", "schools", "classes"}


def _typed(gateway: Running, key: str, *words: str) -> str:
    done = command(*words, "--data", str(gateway.data), env={KEY: key})
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def second(gateway: Running) -> str:
    """Give the key of another officer."""
    person = gateway.demo["personas"]["counsellor"]["id"]
    made = gateway.command("keys", "create", "--person", person, "--duty", "privacy_officer")
    [key] = re.findall(r"\bcg_\w+", made.stdout)
    return str(key)


@pytest.fixture
def keeping(gateway: Running) -> Iterator[Running]:
    def choose(parts: str) -> None:
        said = ("settings", "set", f"content_kept={parts}", "--why", "a test")
        _typed(gateway, gateway.key("admin"), *said)

    choose('["answer", "left", "typed"]')
    yield gateway
    choose("[]")


def _ask(gateway: Running, text: str, *, stream: bool) -> tuple[str, str]:
    """Ask through the SDK; return the record's id and the answer."""
    asked = gateway.client().chat.completions.with_raw_response
    messages: list[ChatCompletionMessageParam] = [{"role": "user", "content": text}]
    if not stream:
        raw = asked.create(model="practice", messages=messages)
        return raw.headers["x-crossing-guard-record"], raw.parse().choices[0].message.content or ""
    streamed = asked.create(model="practice", messages=messages, stream=True)
    pieces = [part.choices[0].delta.content or "" for part in streamed.parse() if part.choices]
    return streamed.headers["x-crossing-guard-record"], "".join(pieces)


@pytest.mark.slow
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_two_people_read_what_was_typed_what_left_and_what_came_back(
    keeping: Running, second: str, stream: bool
) -> None:
    first = keeping.key("admin")
    pupil, before = keeping.name("without_consent"), keeping.last()
    record, said = _ask(keeping, TEXT.format(pupil), stream=stream)
    assert pupil in said

    assert record in _typed(keeping, first, "content", "list")
    _typed(keeping, first, "content", "ask", record, "--why", "the parents asked")
    assert "the parents asked" in _typed(keeping, second, "content", "readings")
    _typed(keeping, second, "content", "concur", record, "--why", "so they did")
    shown = _typed(keeping, first, "content", "read", record)
    [sent] = keeping.received(before)
    typed, left, answer = re.split("--- (?:left|answer)\n", shown)
    assert TEXT.format(pupil) in typed
    assert pupil not in left + answer
    assert left.strip() == sent["body"].strip()
    assert answer.strip().startswith("data:" if stream else "{")

    search = Search(["Zolubekmitane"])
    database = keeping.data / "crossing-guard.db"
    beside = {database.with_name(database.name + end) for end in ("", "-wal", "-shm")}
    assert in_files(search, keeping.data, but=beside) == {}
    with contextlib.closing(sqlite3.connect(database)) as db:
        copy = keeping.data.parent / f"copy-{os.getpid()}-{stream}.db"
        with contextlib.closing(sqlite3.connect(copy)) as there:
            db.backup(there)
    assert in_sqlite(search, copy) == {}
    assert "Nothing" in _typed(keeping, first, "content", "sweep", "--dry-run")
