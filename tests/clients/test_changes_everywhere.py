"""What an admin changes at one server process decides the next prompt at the other, and a process
that cannot tell what was decided refuses. Two processes on PostgreSQL."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import orjson
import pytest

from gateway.demo.practice_ai import practice_server
from gateway.exchange import OUTCOME
from tests.clients.conftest import command
from tests.clients.test_serving import COMPLETIONS, Desk, Served, make_desk, until
from tests.clients.test_workers import ask_until, listening, servers
from tests.postgres import Postgres

pytestmark = pytest.mark.slow

OFTEN, AT_ONCE = 30, 8
"""Questions over connections of their own: both processes get some of them."""


@pytest.fixture
def desk(tmp_path: Path, postgres_url: str) -> Iterator[Desk]:
    with practice_server() as practice:
        yield make_desk(tmp_path, practice.url, postgres_url)


@pytest.fixture
def served(desk: Desk) -> Iterator[Served]:
    """Give two processes that both have written to the log."""
    with desk.serving("--workers", "2") as running:
        until(lambda: len(servers(running)) == 2 and listening(running))
        assert len(ask_until(running, 2)) == 2
        yield running


def edit(served: Served, path: str, **change: Any) -> httpx.Response:
    """Change a row over the admin API of whichever process answers."""
    url = f"{served.url}/admin/api/v1{path}"
    who = {"authorization": f"Bearer {served.desk.key('admin')}"}
    read = httpx.get(url, headers=who, timeout=30)
    assert read.status_code == 200, read.text
    said = who | {"if-match": read.headers["etag"], "x-reason": "agreed"}
    return httpx.put(url, headers=said, json=read.json() | change, timeout=30)


def asked(served: Served, text: str = "Hello there.") -> list[httpx.Response]:
    """Ask often, each time over a new connection."""
    said = served.ask(messages=[{"role": "user", "content": text}])
    return [httpx.post(f"{served.url}{COMPLETIONS}", **said, timeout=60) for _ in range(OFTEN)]


def asked_at_once(served: Served) -> list[httpx.Response]:
    """Ask some times at once, each over a new connection."""

    def ask(_number: int) -> httpx.Response:
        return httpx.post(f"{served.url}{COMPLETIONS}", **served.ask(), timeout=60)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(ask, range(AT_ONCE)))


@contextmanager
def locked(database: str) -> Iterator[None]:
    """Keep everybody waiting who wants to know which edits there were."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(database.replace("+asyncpg", "")))
        try:
            runner.run(connection.execute("BEGIN"))
            runner.run(connection.execute("LOCK TABLE revisions IN ACCESS EXCLUSIVE MODE"))
            yield
        finally:
            runner.run(connection.close())


def pupil(desk: Desk) -> str:
    name: str = orjson.loads((desk.data / "demo.json").read_bytes())["subjects"]["without_consent"]
    return name


def test_a_tool_that_is_suspended_is_closed_everywhere_and_open_again_once_approved(
    served: Served,
) -> None:
    for status, code in (("suspended", 403), ("approved", 200), ("suspended", 403)):
        done = edit(served, "/tools/practice", status=status)
        assert done.status_code == 200, done.text
        assert {answer.status_code for answer in asked(served)} == {code}


def test_a_setting_decides_everywhere_with_the_next_prompt(served: Served) -> None:
    text = f"Write a kind note about {pupil(served.desk)}."
    assert {answer.headers[OUTCOME] for answer in asked(served, text)} == {"pseudonymise"}
    for basis, outcome in (("unset", "hold"), ("determination", "pseudonymise")):
        done = edit(served, "/settings", pseudonymised_basis=basis)
        assert done.status_code == 200, done.text
        assert {answer.headers[OUTCOME] for answer in asked(served, text)} == {outcome}


def test_a_process_that_is_kept_waiting_for_what_was_decided_refuses(served: Served) -> None:
    with locked(served.desk.database):
        for answer in asked_at_once(served):
            assert answer.status_code == 503
            assert answer.json()["error"]["code"].endswith("unavailable")
    assert {answer.status_code for answer in asked(served)} == {200}


def test_processes_that_lost_the_database_refuse_and_change_nothing_until_it_is_back(
    served: Served, postgres: Postgres
) -> None:
    desk = served.desk
    database = desk.database.rpartition("/")[2]
    before = httpx.get(f"{desk.practice}/practice/log").json()["rows"]
    key = {"authorization": f"Bearer {desk.key('admin')}"}
    url = f"{served.url}/admin/api/v1/settings"
    read = httpx.get(url, headers=key, timeout=30)
    said = key | {"if-match": read.headers["etag"], "x-reason": "agreed"}
    postgres.cut(database)
    try:
        for answer in asked(served):
            assert answer.status_code == 503
            assert answer.json()["error"]["code"].endswith("unavailable")
        for _ in range(OFTEN):
            answer = httpx.put(url, headers=said, json=read.json() | {"coppa_age": 15}, timeout=60)
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"].endswith("unavailable")
    finally:
        postgres.mend(database)
    until(lambda: {answer.status_code for answer in asked(served)} == {200})
    stands = httpx.get(url, headers=key, timeout=30)
    assert stands.headers["etag"] == read.headers["etag"]
    assert stands.json()["coppa_age"] == read.json()["coppa_age"]
    after = httpx.get(f"{desk.practice}/practice/log").json()["rows"]
    arrived = [row for row in after if row["path"].endswith("/chat/completions")]
    sent = [row for row in before if row["path"].endswith("/chat/completions")]
    intents = desk.entries(kind="intent")
    assert len(arrived) == len(intents) > len(sent)
    again = httpx.put(url, headers=said, json=read.json() | {"coppa_age": 15}, timeout=60)
    assert again.status_code == 200
    verified = command("log", "verify", "--data", str(desk.data))
    assert verified.returncode == 0, verified.stdout
