"""A data folder, an AI service of its own, and a gateway that is started, loaded and killed."""

import asyncio
import hashlib
import http.client
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import psutil

from gateway.audit.findings import Report
from gateway.audit.publish import CheckpointFiles
from gateway.audit.read import entries, verify_live
from gateway.store import keys
from gateway.store.engine import Reader
from tests.clients.conftest import command, free_port

READY_SECONDS = 90.0
CALLERS = 6
CALLS = ("/completions",)
"""How the path of a prompt's call to the AI service ends."""


@dataclass(kw_only=True)
class Load:
    """What callers saw: ids of the records of answers that came whole, and refusals by code."""

    answered: set[str] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)
    _came: asyncio.Event = field(default_factory=asyncio.Event)
    _failures: list[BaseException] = field(default_factory=list)

    async def heard(self, count: int) -> None:
        """Wait until so many answers or refusals have come."""
        async with asyncio.timeout(READY_SECONDS):
            while len(self.answered) + self.refused.total() < count:
                self.check()
                self._came.clear()
                await self._came.wait()

    def ended(self, caller: "asyncio.Task[None]") -> None:
        """Note that a caller gave up, which none does by itself."""
        if not caller.cancelled() and (error := caller.exception()) is not None:
            self._failures.append(error)
            self._came.set()

    def check(self) -> None:
        """Raise what made a caller give up: an answer no client could read."""
        if self._failures:
            raise AssertionError("a caller could not read its answer") from self._failures[0]

    def note(self, answer: httpx.Response, pupil: str) -> None:
        """Note what one caller was answered."""
        record = answer.headers.get("x-crossing-guard-record", "")
        plain = not answer.headers["content-type"].startswith("text/event")
        if answer.status_code != 200:
            self.refused[answer.json()["error"]["code"]] += 1
        elif (plain or "[DONE]" in answer.text) and pupil in answer.text:
            self.answered.add(record)
        self._came.set()


@dataclass(frozen=True, kw_only=True)
class Account:
    """What the log and the AI service say, side by side.

    `intents` counts them by the keyed hash of what was to leave, `calls` by that of what arrived;
    `ended` tells how each intent ended; `open_intents` are those without an end.
    """

    intents: Counter[str]
    calls: Counter[str]
    ended: Mapping[str, str]
    open_intents: int
    report: Report


class Town:
    """One district and its gateway."""

    def __init__(self, folder: Path, database: str = "") -> None:
        """Set up the data folder.

        Args:
            folder: holds everything.
            database: a PostgreSQL address, "" for SQLite in the data folder.
        """
        self.data, self.received = folder / "data", folder / "received.jsonl"
        self.said = folder / "said"
        self.practice_port, self.port = free_port(), free_port()
        self.database = database or f"sqlite:///{self.data}/crossing-guard.db"
        options = ["--database", database] if database else []
        upstream = f"http://127.0.0.1:{self.practice_port}/v1"
        made = command("init", "--demo", "--upstream", upstream, "--data", str(self.data), *options)
        assert made.returncode == 0, made.stderr
        self.demo: dict[str, Any] = orjson.loads((self.data / "demo.json").read_bytes())

    @contextmanager
    def practice(self, behaviour: Mapping[str, int]) -> Iterator[None]:
        """Run the AI service, answering so, while the block runs."""
        module = (sys.executable, "-m", "gateway.demo.practice_ai")
        options = ("--port", str(self.practice_port), "--log", str(self.received))
        process = subprocess.Popen([*module, *options], stdout=subprocess.DEVNULL)
        try:
            until_answers(self.practice_port, "/v1/models", process)
            httpx.post(
                f"http://127.0.0.1:{self.practice_port}/practice/behaviour",
                json={"default": dict(behaviour)},
                trust_env=False,
            ).raise_for_status()
            yield
        finally:
            process.terminate()
            process.wait(30)

    def begin(self, **settings: str) -> "subprocess.Popen[bytes]":
        """Start the gateway, without waiting for it.

        Args:
            settings: by their names in the environment, after the prefix and in lower case.
        """
        given = {f"CROSSING_GUARD_{name.upper()}": value for name, value in settings.items()}
        with self.said.open("ab") as said:
            return subprocess.Popen(
                [
                    *(sys.executable, "-m", "gateway", "serve"),
                    *("--data", str(self.data), "--port", str(self.port)),
                ],
                stdout=said,
                stderr=said,
                env=os.environ | {"CROSSING_GUARD_LOG_LEVEL": "error"} | given,
            )

    def start(self, **settings: str) -> "subprocess.Popen[bytes]":
        """Start the gateway and wait until it is ready."""
        process = self.begin(**settings)
        try:
            self.until_ready(process)
        except BaseException:
            kill(process)
            raise
        return process

    def until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        until_answers(self.port, "/readyz", process)

    def readiness(self) -> tuple[int, dict[str, str]]:
        """Return the status of /readyz, and what it says of each part."""
        answer = httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=30, trust_env=False)
        parts: dict[str, str] = answer.json()["parts"]
        return answer.status_code, parts

    def ask(self, text: str, *, persona: str = "teacher", stream: bool = False) -> httpx.Response:
        """Ask once."""
        with httpx.Client(timeout=60, trust_env=False) as client:
            return client.post(**self._request(text, persona, stream=stream))

    @asynccontextmanager
    async def loaded(self, draw: random.Random) -> AsyncIterator[Load]:
        """Keep several callers asking while the block runs, whatever they are answered."""
        load = Load()
        pupil: str = self.demo["subjects"]["without_consent"]
        async with httpx.AsyncClient(timeout=30, trust_env=False) as client:

            async def caller(number: int) -> None:
                while True:
                    text = f"Note {number}.{draw.random()}: praise {pupil}."
                    try:
                        request = self._request(text, "teacher", stream=number % 2 == 0)
                        answer = await client.post(**request)
                    except httpx.HTTPError:
                        await asyncio.sleep(0.02)  # down, or not up yet
                        continue
                    load.note(answer, pupil)

            callers = [asyncio.create_task(caller(number)) for number in range(CALLERS)]
            for one in callers:
                one.add_done_callback(load.ended)
            try:
                yield load
            finally:
                for one in callers:
                    one.cancel()
                await asyncio.gather(*callers, return_exceptions=True)
            load.check()

    def _request(self, text: str, persona: str, *, stream: bool) -> dict[str, Any]:
        return {
            "url": f"http://127.0.0.1:{self.port}/v1/chat/completions",
            "headers": {"authorization": f"Bearer {self.demo['personas'][persona]['key']}"},
            "json": {
                "model": "practice",
                "messages": [{"role": "user", "content": text}],
                "stream": stream,
            },
        }

    async def account(self) -> Account:
        """Compare the log, as it stands and without opening it for writing, with the calls."""
        opened = keys.load(self.data / "keys")
        reader = Reader(self.database)
        try:
            told = await reader.read(lambda db: [orjson.loads(one.data) for one in entries(db)])
            report = await verify_live(
                reader,
                log_id=opened.derive("log-id").hex()[:16],
                keys=[opened.signing.public_key()],
                notes=CheckpointFiles(self.data / "checkpoints").read_all(),
            )
        finally:
            await reader.close()
        ended = {one["about"]: one["ended"] for one in told if one["kind"] == "outcome"}
        intents = [one for one in told if one["kind"] == "intent"]
        return Account(
            intents=Counter(one["hash_out"] for one in intents),
            calls=Counter(_hashes(self.received, opened.derive("content-hash"))),
            ended=ended,
            open_intents=sum(one["id"] not in ended for one in intents),
            report=report,
        )


def _hashes(received: Path, key: bytes) -> Iterable[str]:
    """Return the keyed hash of the body of every call the AI service received."""
    lines = received.read_bytes().splitlines() if received.exists() else []
    for row in map(orjson.loads, lines):
        if row["path"].endswith(CALLS):
            yield hashlib.blake2b(row["body"].encode(), key=key, digest_size=32).hexdigest()


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a gateway as `kill -9` does, and see that its detection processes end by themselves."""
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait(30)
        _, alive = psutil.wait_procs(family, timeout=10)
        assert not alive, "detection processes outlived the gateway"
    process.wait(30)


def stop(process: "subprocess.Popen[bytes]") -> int:
    """Ask a gateway to stop, and return its exit code."""
    process.terminate()
    return process.wait(60)


def until_answers(port: int, path: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server of ours answers a path with 200."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.03)
    raise AssertionError(f"port {port} did not answer {path} in time")
