"""Starts what is measured, each as a real process on a processor of its own.

The gateway, the pass-through and the analysts share one processor (never at work at the same
time); the practice AI service and this process, which makes the load, share the other one.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psutil

from gateway.detection.nursery import ONE_THREAD
from gateway.detection.roster_names import RosterNames
from gateway.district.directory import District
from gateway.settings import load
from gateway.store import keys
from gateway.store.engine import Reader
from tests.bench.load import post

READY_SECONDS = 90.0
CHAT = "/v1/chat/completions"


def measured_core() -> int:
    """Return the processor of what is measured."""
    return _cores()[0]


def load_core() -> int:
    """Return the processor of the practice AI service and of the load: another one if there is."""
    return _cores()[-1]


def _cores() -> list[int]:
    return list(range(os.cpu_count() or 1))


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What is running: ports, the gateway's process, who asks and about whom."""

    data: Path
    port: int
    pass_through: int
    practice: int
    process: psutil.Process
    demo: dict[str, Any] = field(repr=False)

    @property
    def pupils(self) -> list[str]:
        """Return three pupils: one with a parent's permission, two without."""
        subjects = self.demo["subjects"]
        return [subjects[one] for one in ("with_consent", "without_consent", "expired")]

    def prompt(self, messages: Sequence[dict[str, str]], *, stream: bool = False) -> bytes:
        """Return a teacher's request in full, as bytes to write to either server."""
        asked = {"model": self.demo["model"], "messages": list(messages), "stream": stream}
        key = self.demo["personas"]["teacher"]["key"]
        return post(CHAT, json.dumps(asked).encode(), {"authorization": f"Bearer {key}"})

    def cpu(self) -> float:
        """Return the processor seconds of the gateway and of all its processes, dead or alive."""
        total = 0.0
        for one in (self.process, *self.process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                times = one.cpu_times()
                total += times.user + times.system
        return total

    def behave(self, **behaviour: object) -> None:
        """Have the practice AI service answer so from now on."""
        address = f"http://127.0.0.1:{self.practice}/practice/behaviour"
        httpx.post(address, json={"default": behaviour}, trust_env=False).raise_for_status()


@contextlib.contextmanager
def staged() -> Iterator[Stage]:
    """Run gateway, pass-through and practice AI service on a made-up district."""
    os.sched_setaffinity(0, {load_core()})
    with TemporaryDirectory(prefix="crossing-guard-bench-") as folder, contextlib.ExitStack() as up:
        data = Path(folder) / "data"
        port, bare, practice = (free_port() for _ in range(3))
        upstream = f"http://127.0.0.1:{practice}/v1"
        subprocess.run(
            [
                *(sys.executable, "-m", "gateway", "init", "--demo"),
                *("--upstream", upstream, "--data", str(data)),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        up.enter_context(
            running(
                ["gateway.demo.practice_ai", "--fast", "--port", str(practice)],
                core=load_core(),
                ready=f"{upstream}/models",
            )
        )
        up.enter_context(
            running(
                ["tests.bench.pass_through", str(bare), upstream],
                core=measured_core(),
                ready=f"http://127.0.0.1:{bare}/",
            )
        )
        gateway = up.enter_context(
            running(
                ["gateway", "serve", "--data", str(data), "--port", str(port)],
                core=measured_core(),
                ready=f"http://127.0.0.1:{port}/readyz",
            )
        )
        yield Stage(
            data=data,
            port=port,
            pass_through=bare,
            practice=practice,
            process=psutil.Process(gateway.pid),
            demo=json.loads((data / "demo.json").read_bytes()),
        )


class Analyst:
    """A process that analyses texts and tells what each cost."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def seconds(self, texts: Sequence[str]) -> list[float]:
        """Return the processor seconds that each text cost."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(list(texts)), file=self._process.stdin, flush=True)
        told: list[float] = json.loads(self._process.stdout.readline())
        return told


@contextlib.contextmanager
def analyst(kind: str, stage: Stage) -> Iterator[Analyst]:
    """Run vanilla Presidio (`vanilla`) or this project's own detector (`own`) by itself."""
    arguments = [sys.executable, "-W", "ignore", "-m", "tests.bench.analysts", kind]
    if kind == "own":
        roster = stage.data / "roster-of-bench"
        roster.write_bytes(asyncio.run(_roster(stage.data)))
        arguments.append(str(roster))
    process = subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | ONE_THREAD,
        preexec_fn=lambda: os.sched_setaffinity(0, {measured_core()}),
    )
    try:
        started = Analyst(process)
        started.seconds(["Hello."])  # the model is loaded when it answers
        yield started
    finally:
        _end(process)


async def _roster(data: Path) -> bytes:
    """Return the district's roster as the detector takes it."""
    settings = load(data)
    reader = Reader(settings.database_url)
    try:
        opened = keys.load(settings.keys_folder)
        district = District(reader, opened.fields, now=lambda: datetime.now(UTC))
        await district.refresh()
        return RosterNames.build(*await district.everybody(), "bench").to_bytes()
    finally:
        await reader.close()


@contextlib.contextmanager
def running(
    arguments: Sequence[str], *, core: int, ready: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a module on a processor until the block ends; begin once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"CROSSING_GUARD_LOG_LEVEL": "error"},
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    try:
        _until_ready(process, ready)
        yield process
    finally:
        _end(process)


def _until_ready(process: "subprocess.Popen[bytes]", address: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended with {process.returncode}")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(address, timeout=2, trust_env=False).status_code != 503:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{address} was not ready within {READY_SECONDS:.0f} seconds")


def _end(process: "subprocess.Popen[Any]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
