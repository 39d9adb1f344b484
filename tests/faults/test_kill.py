"""`kill -9` at random moments under load: nothing left without an intent, and the log is whole."""

import asyncio
import contextlib
import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import orjson
import pytest
from sqlalchemy import select

from gateway.store import keys
from gateway.store.engine import Reader
from gateway.store.tables import log_entries
from tests.clients.conftest import command, free_port, until_ready

pytestmark = pytest.mark.slow

CALLERS = 6


class Town:
    """A data folder, the AI service behind it, and a gateway that is killed over and over."""

    def __init__(self, folder: Path, database: str) -> None:
        self.data, self.received = folder / "data", folder / "received.jsonl"
        self.practice_port, self.port = free_port(), free_port()
        self.base_url = f"http://127.0.0.1:{self.port}/v1"
        options = ["--database", database] if database else []
        upstream = f"http://127.0.0.1:{self.practice_port}/v1"
        made = command("init", "--demo", "--upstream", upstream, "--data", str(self.data), *options)
        assert made.returncode == 0, made.stderr
        self.demo = orjson.loads((self.data / "demo.json").read_bytes())

    def start_practice(self) -> "subprocess.Popen[bytes]":
        module = [sys.executable, "-m", "gateway.demo.practice_ai"]
        options = ["--port", str(self.practice_port), "--log", str(self.received)]
        process = subprocess.Popen([*module, *options], stdout=subprocess.DEVNULL)
        until_ready(f"http://127.0.0.1:{self.practice_port}/v1/models", process)
        return process

    def start_gateway(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gateway", "serve"),
                *("--data", str(self.data), "--port", str(self.port)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"CROSSING_GUARD_LOG_LEVEL": "error"},
        )
        until_ready(f"http://127.0.0.1:{self.port}/readyz", process)
        return process

    async def load(self, seconds: float, draw: random.Random) -> int:
        """Ask from several callers until the time is up; return how many answers came whole."""
        answered = 0
        pupil = self.demo["subjects"]["without_consent"]
        key = self.demo["personas"]["teacher"]["key"]
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:

            async def caller(number: int) -> None:
                nonlocal answered
                while True:
                    text = f"Note {number}.{draw.random()}: praise {pupil}."
                    with contextlib.suppress(httpx.HTTPError):
                        answer = await client.post(
                            f"{self.base_url}/chat/completions",
                            headers={"authorization": f"Bearer {key}"},
                            json={
                                "model": "practice",
                                "messages": [{"role": "user", "content": text}],
                                "stream": number % 2 == 0,
                            },
                        )
                        answered += answer.status_code == 200 and pupil in answer.text

            callers = [asyncio.create_task(caller(number)) for number in range(CALLERS)]
            await asyncio.sleep(seconds)
            for one in callers:
                one.cancel()
            await asyncio.gather(*callers, return_exceptions=True)
        return answered

    def calls(self) -> list[bytes]:
        """Return the body of every call the AI service received, as it came."""
        rows = [orjson.loads(line) for line in self.received.read_bytes().splitlines()]
        return [row["body"].encode() for row in rows if row["path"].endswith("/completions")]

    async def intents(self, database: str) -> set[str]:
        """Return the keyed hash of what left, of every intent in the log."""
        reader = Reader(database)
        query = select(log_entries.c.data).where(log_entries.c.kind == "intent")
        rows = await reader.read(lambda db: list(db.execute(query).scalars()))
        await reader.close()
        return {orjson.loads(row)["hash_out"] for row in rows}


@pytest.fixture(params=["sqlite", "postgresql"])
def killed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Town, str, int]]:
    if request.param == "sqlite":
        town = Town(tmp_path, "")
        database, rounds = f"sqlite:///{town.data}/crossing-guard.db", 50
    else:
        database, rounds = request.getfixturevalue("postgres_url"), 20
        town = Town(tmp_path, database)
    practice = town.start_practice()
    try:
        yield town, database, rounds
    finally:
        practice.terminate()
        practice.wait(30)


@pytest.mark.timeout(900)
def test_nothing_left_without_an_intent_however_often_it_is_killed(
    killed: tuple[Town, str, int],
) -> None:
    town, database, rounds = killed
    draw = random.Random(20)
    answered = 0
    for _ in range(rounds):
        gateway = town.start_gateway()
        try:
            answered += asyncio.run(town.load(0.1 + draw.random() * 0.6, draw))
        finally:
            gateway.kill()
            gateway.wait(30)
    assert answered > rounds
    key = keys.load(town.data / "keys").derive("content-hash")
    hashes = [hashlib.blake2b(body, key=key, digest_size=32).hexdigest() for body in town.calls()]
    recorded = asyncio.run(town.intents(database))
    assert len(hashes) >= answered
    assert not [one for one in hashes if one not in recorded]
    verified = command("log", "verify", "--data", str(town.data))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "Intact." in verified.stdout
    assert " 0 intent(s) without an outcome" in verified.stdout
