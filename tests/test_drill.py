"""The runbook's drill with a gateway that is in use: back up, lose everything, restore, go on."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import orjson
import pytest
from openai import OpenAI

from tests.clients.conftest import command, free_port, until_ready
from tests.postgres import Postgres
from tests.test_runbook import follow

pytestmark = pytest.mark.slow


class School:
    """A made-up district with its gateway and an AI service, to be lost and found again."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.data, self.practice_port, self.port = folder / "data", free_port(), free_port()
        options = ["--database", database] if database else []
        upstream = f"http://127.0.0.1:{self.practice_port}/v1"
        made = command("init", "--demo", "--upstream", upstream, "--data", str(self.data), *options)
        assert made.returncode == 0, made.stderr
        self.demo: dict[str, Any] = orjson.loads((self.data / "demo.json").read_bytes())
        self.pupil: str = self.demo["subjects"]["without_consent"]

    @contextmanager
    def practice(self) -> Iterator[None]:
        """Run the AI service."""
        with self._running("practice-ai", "--port", str(self.practice_port)) as process:
            until_ready(f"http://127.0.0.1:{self.practice_port}/v1/models", process)
            yield

    @contextmanager
    def gateway(self, ending: signal.Signals = signal.SIGTERM) -> Iterator[None]:
        """Run the gateway, ended by a signal."""
        options = ("serve", "--data", str(self.data), "--port", str(self.port))
        with self._running(*options, ending=ending) as process:
            until_ready(f"http://127.0.0.1:{self.port}/readyz", process)
            yield

    @contextmanager
    def _running(
        self, *arguments: str, ending: signal.Signals = signal.SIGTERM
    ) -> Iterator["subprocess.Popen[bytes]"]:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.send_signal(ending)
            process.wait(60)

    def ask(self, *said: str, chat: str) -> str:
        """Ask as the teacher, history and all; return the answer."""
        roles = ("user", "assistant")
        with OpenAI(
            base_url=f"http://127.0.0.1:{self.port}/v1",
            api_key=self.demo["personas"]["teacher"]["key"],
            max_retries=0,
        ) as client:
            answer = client.chat.completions.create(
                model=self.demo["model"],
                messages=[{"role": roles[n % 2], "content": one} for n, one in enumerate(said)],  # type: ignore[misc]
                extra_headers={"x-crossing-guard-conversation": chat},
            )
        return answer.choices[0].message.content or ""

    def received(self) -> list[list[str]]:
        """Return the messages of each prompt that reached the AI service."""
        rows = httpx.get(f"http://127.0.0.1:{self.practice_port}/practice/log").json()["rows"]
        bodies = [orjson.loads(row["body"]) for row in rows if row["path"].endswith("completions")]
        return [[message["content"] for message in body["messages"]] for body in bodies]


def lose(school: School) -> None:
    """Lose the whole data folder, as a broken disk does."""
    shutil.rmtree(school.data)


@contextmanager
def in_use(school: School) -> Iterator[None]:
    """Keep asking while something else is done."""
    over = threading.Event()
    failed: list[BaseException] = []

    def ask() -> None:
        number = 0
        try:
            while not over.is_set():
                number += 1
                assert school.pupil in school.ask(f"Praise {school.pupil}.", chat=f"busy-{number}")
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join()
    assert not failed, failed[0]


def go_on(school: School, first: str, answer: str) -> None:
    """Continue the chat of before: the AI service sees the stand-in it saw then."""
    then = school.received()[0][0]
    again = school.ask(first, answer, f"Now thank {school.pupil}.", chat="kept")
    now = school.received()[-1]
    assert now[0] == then
    assert school.pupil not in " ".join(now)
    assert school.pupil in again


def path_with(*folders: Path | str) -> str:
    return os.pathsep.join([*map(str, folders), os.environ["PATH"]])


def test_a_sqlite_gateway_in_use_is_backed_up_lost_and_restored(tmp_path: Path) -> None:
    school = School(tmp_path)
    path = path_with(Path(sys.executable).parent)
    first = f"Write a note to {school.pupil}."
    with school.practice():
        with school.gateway(ending=signal.SIGKILL):
            answer = school.ask(first, chat="kept")
            with in_use(school):
                follow("back-up", school.data, PATH=path)
                follow("keys", school.data, PATH=path)
        lose(school)
        follow("restore", school.data)
        follow("look", school.data, PATH=path)
        with school.gateway():
            go_on(school, first, answer)
    follow("look", school.data, PATH=path)


def test_a_postgresql_gateway_in_use_is_backed_up_lost_and_restored(
    tmp_path: Path, postgres: Postgres, postgres_url: str
) -> None:
    school = School(tmp_path, postgres_url)
    path = path_with(Path(sys.executable).parent, postgres.programs)
    url = postgres_url.replace("+asyncpg", "")
    first = f"Write a note to {school.pupil}."
    backup = tmp_path / "backup" / "today"
    with school.practice():
        with school.gateway(ending=signal.SIGKILL):
            answer = school.ask(first, chat="kept")
            with in_use(school):
                backup.mkdir(parents=True)
                for name in ("config.toml", "checkpoints"):  # first, as the runbook says
                    source = school.data / name
                    copy = shutil.copytree if source.is_dir() else shutil.copy
                    copy(source, backup / name)
                follow("back-up-postgres", school.data, DATABASE_URL=url, PATH=path)
                follow("keys", school.data, PATH=path)
        lose(school)
        asyncio.run(empty(url))
        school.data.mkdir()
        for name in ("config.toml", "checkpoints"):
            shutil.move(backup / name, school.data / name)
        shutil.copytree(tmp_path / "backup" / "today-keys" / "keys", school.data / "keys")
        follow("restore-postgres", school.data, DATABASE_URL=url, PATH=path)
        follow("look", school.data, PATH=path)
        with school.gateway():
            go_on(school, first, answer)
    follow("look", school.data, PATH=path)


async def empty(url: str) -> None:
    """Make a database as good as fresh."""
    connection = await asyncpg.connect(url)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()
