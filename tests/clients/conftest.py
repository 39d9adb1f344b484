"""A gateway and the practice AI service as processes of their own, shared by a worker's tests."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from openai import OpenAI

READY_SECONDS = 90.0


@dataclass(frozen=True, kw_only=True)
class Running:
    """A running gateway: where it listens, who may ask, and what the AI service received."""

    data: Path
    base_url: str
    practice: str
    demo: dict[str, Any]
    clients: dict[str, OpenAI] = field(default_factory=dict)

    def key(self, persona: str) -> str:
        key: str = self.demo["personas"][persona]["key"]
        return key

    def name(self, subject: str) -> str:
        name: str = self.demo["subjects"][subject]
        return name

    def client(self, persona: str = "teacher") -> OpenAI:
        if persona not in self.clients:
            self.clients[persona] = OpenAI(
                base_url=self.base_url, api_key=self.key(persona), max_retries=0
            )
        return self.clients[persona]

    def received(self, after: int = 0) -> list[dict[str, Any]]:
        """Return the prompts that reached the AI service, decoded, oldest first."""
        rows = httpx.get(f"{self.practice}/practice/log", params={"after": after}).json()["rows"]
        return [row for row in rows if row["path"].endswith("/chat/completions")]

    def last(self) -> int:
        count: int = max((row["n"] for row in self.received()), default=0)
        return count

    def behave(self, *following: dict[str, Any]) -> None:
        """Have the AI service behave so in its next answers."""
        answer = httpx.post(f"{self.practice}/practice/behaviour", json={"next": list(following)})
        answer.raise_for_status()

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command on the data folder."""
        return command(*arguments, "--data", str(self.data))


def command(
    *arguments: str, env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "gateway", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | (env or {}),
    )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(address, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{address} was not ready in time")


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("gateway")
    data = folder / "data"
    port, practice_port = free_port(), free_port()
    practice = f"http://127.0.0.1:{practice_port}"
    made = command("init", "--demo", "--upstream", f"{practice}/v1", "--data", str(data))
    assert made.returncode == 0, made.stderr
    environment = os.environ | {"CROSSING_GUARD_LOG_LEVEL": "debug"}
    with (folder / "said").open("wb") as said:
        servers = [
            subprocess.Popen(
                [sys.executable, "-m", "gateway", *arguments],
                env=environment,
                stdout=said,
                stderr=said,
            )
            for arguments in (
                ("practice-ai", "--port", str(practice_port)),
                ("serve", "--data", str(data), "--port", str(port)),
            )
        ]
        try:
            until_ready(f"{practice}/v1/models", servers[0])
            until_ready(f"http://127.0.0.1:{port}/readyz", servers[1])
            demo = orjson.loads((data / "demo.json").read_bytes())
            running = Running(data=data, base_url=demo["base_url"], practice=practice, demo=demo)
            yield running
            for client in running.clients.values():
                client.close()
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait(30)
