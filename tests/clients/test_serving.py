"""Serving: beginning, stopping, waiting, clients that go away, parts that fail, and what is told.

Each test has a gateway process of its own, and most of them an AI service that is told to dawdle.
"""

import asyncio
import contextlib
import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson
import psutil
import pytest
from sqlalchemy import select

from gateway.demo.practice_ai import practice_server
from gateway.store.engine import Reader
from gateway.store.tables import log_entries
from tests.clients.conftest import command, free_port, until_ready

pytestmark = pytest.mark.slow

COMPLETIONS = "/v1/chat/completions"
DAWDLE = {"length": 200, "delay_ms": 20}
FOR_EVER = {"length": 4000, "delay_ms": 50}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A gateway to be served, and the AI service it asks."""

    data: Path
    practice: str
    database: str
    said: Path

    def key(self, persona: str = "teacher") -> str:
        demo = orjson.loads((self.data / "demo.json").read_bytes())
        key: str = demo["personas"][persona]["key"]
        return key

    @contextlib.contextmanager
    def serving(self, *options: str, **settings: str) -> Iterator["Served"]:
        """Serve until the block ends, then see that nothing of it is left."""
        port = free_port()
        names = {f"CROSSING_GUARD_{name.upper()}": value for name, value in settings.items()}
        with self.said.open("ab") as said:
            process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gateway", "serve", "--data", str(self.data)),
                    *("--port", str(port), *options),
                ],
                stdout=said,
                stderr=said,
                env=os.environ | names,
            )
        try:
            url = f"http://127.0.0.1:{port}"
            until_ready(f"{url}/readyz", process)
            with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
                yield Served(process=process, url=url, client=client, desk=self)
        finally:
            process.terminate()
            process.wait(40)

    def behave(self, *following: dict[str, Any]) -> None:
        httpx.post(f"{self.practice}/practice/behaviour", json={"next": following})

    def entries(self, **fields: str) -> list[dict[str, Any]]:
        """Return the log's records that have these fields, oldest first."""

        async def read() -> list[bytes]:
            reader = Reader(self.database)
            query = select(log_entries.c.data).order_by(log_entries.c.time)
            rows = await reader.read(lambda db: list(db.execute(query).scalars()))
            await reader.close()
            return rows

        rows = [orjson.loads(one) for one in asyncio.run(read())]
        return [row for row in rows if fields.items() <= row.items()]

    def streams(self) -> set[str]:
        """Return the log's streams that hold an intent."""

        async def read() -> set[str]:
            reader = Reader(self.database)
            query = select(log_entries.c.stream).where(log_entries.c.kind == "intent").distinct()
            found = await reader.read(lambda db: set(db.execute(query).scalars()))
            await reader.close()
            return found

        return asyncio.run(read())

    def ended(self) -> list[str]:
        return [row["ended"] for row in self.entries(kind="outcome")]


@dataclass(frozen=True, kw_only=True)
class Served:
    """A gateway that runs."""

    process: "subprocess.Popen[bytes]"
    url: str
    client: httpx.Client
    desk: Desk

    def ask(self, *, stream: bool = False, persona: str = "teacher", **fields: Any) -> Any:
        body = {"model": "practice", "messages": [{"role": "user", "content": "Hello there."}]}
        return {
            "json": body | {"stream": stream} | fields,
            "headers": {"authorization": f"Bearer {self.desk.key(persona)}"},
        }

    def stream(self) -> Any:
        return self.client.stream("POST", COMPLETIONS, **self.ask(stream=True))

    def ready(self) -> dict[str, str]:
        parts: dict[str, str] = self.client.get("/readyz").json()["parts"]
        return parts


def make_desk(folder: Path, practice: str, database: str = "") -> Desk:
    options = ["--database", database] if database else []
    data = folder / "data"
    made = command("init", "--demo", "--upstream", f"{practice}/v1", "--data", str(data), *options)
    assert made.returncode == 0, made.stderr
    return Desk(
        data=data,
        practice=practice,
        database=database or f"sqlite:///{data}/crossing-guard.db",
        said=folder / "said",
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with practice_server() as practice:
        yield make_desk(tmp_path, practice.url)


def until(true: Callable[[], bool], seconds: float = 120.0) -> None:
    """Wait for something another process does; the time bounds a failure, not a slow machine."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


# --- stopping ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_stream_under_way_finishes_before_the_gateway_stops(desk: Desk, number: int) -> None:
    with desk.serving() as served:
        desk.behave(DAWDLE)
        with served.stream() as answer:
            lines = answer.iter_lines()
            next(lines)
            served.process.send_signal(number)
            rest = list(lines)
        assert "data: [DONE]" in rest
        assert served.process.wait(20) == 0
    assert desk.ended() == ["complete"]
    assert desk.entries(event="serve_stop")


def test_a_second_signal_ends_the_answers_that_still_run(desk: Desk) -> None:
    with desk.serving() as served:
        desk.behave(FOR_EVER)
        with served.stream() as answer:
            chunks = answer.iter_raw()  # kept, since its end would close the connection
            next(chunks)
            served.process.terminate()
            time.sleep(0.5)
            assert served.process.poll() is None
            served.process.terminate()
            assert served.process.wait(10) == 0
    assert desk.ended() == ["interrupted"]
    assert command("log", "verify", "--data", str(desk.data)).returncode == 0


def test_an_answer_that_takes_too_long_ends_with_the_grace(desk: Desk) -> None:
    with desk.serving(shutdown_grace="1") as served:
        desk.behave(FOR_EVER)
        with served.stream() as answer:
            chunks = answer.iter_raw()  # kept, since its end would close the connection
            next(chunks)
            served.process.terminate()
            assert served.process.wait(15) == 0
    assert desk.ended() == ["interrupted"]


def test_nothing_is_left_of_a_gateway_that_was_killed(desk: Desk) -> None:
    with desk.serving() as served:
        assert served.client.post(COMPLETIONS, **served.ask()).status_code == 200
        family = psutil.Process(served.process.pid).children(recursive=True)
        assert len(family) >= 2
        served.process.kill()
        gone, alive = psutil.wait_procs(family, timeout=10)
        assert not alive
        assert len(gone) == len(family)


def test_a_demonstration_that_is_killed_leaves_nobody_behind(tmp_path: Path) -> None:
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    demo = subprocess.Popen(
        [sys.executable, "-m", "gateway", "demo"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    family: set[psutil.Process] = set()

    def serving() -> bool:
        family.update(psutil.Process(demo.pid).children(recursive=True))
        return sum("serve" in one.cmdline() for one in family if one.is_running()) > 0 and any(
            "gateway.detection.worker" in one.cmdline() for one in family if one.is_running()
        )

    until(serving, 60)
    demo.kill()
    demo.wait(10)
    assert not psutil.wait_procs(family, timeout=20)[1]


# --- waiting, and clients that go away -----------------------------------------------------------


def test_a_stream_that_waits_is_kept_alive_by_comments(desk: Desk) -> None:
    with desk.serving(heartbeat="0.2") as served:
        desk.behave({"first_delay_ms": 1500})
        began = time.monotonic()
        with served.stream() as answer:
            assert answer.headers["x-crossing-guard-outcome"] == "forward"
            lines = [line for line in answer.iter_lines() if line]
        beats = [line for line in lines if line.startswith(":")]
        assert time.monotonic() - began > 1.4
        assert 3 <= len(beats) <= 8
        assert lines.index(beats[-1]) < lines.index("data: [DONE]")
        assert all(line.startswith("data: ") for line in lines if not line.startswith(":"))


def test_a_stream_that_falls_silent_in_the_middle_is_kept_alive(desk: Desk) -> None:
    with desk.serving(heartbeat="0.2") as served:
        desk.behave({"fault": "hang", "after": 3, "seconds": 1})
        with served.stream() as answer:
            lines = [line for line in answer.iter_lines() if line]
    first = next(number for number, line in enumerate(lines) if line.startswith(":"))
    assert any(line.startswith("data: ") for line in lines[:first])
    assert lines[-1] == "data: [DONE]"


def test_a_client_that_leaves_in_mid_stream_is_recorded(desk: Desk) -> None:
    with desk.serving() as served:
        desk.behave(FOR_EVER)
        with served.stream() as answer:
            next(answer.iter_raw())
        until(lambda: desk.ended() == ["client_gone"])
        metrics = served.client.get("/metrics").text
        assert re.search(r"^crossing_guard_running 0\.0$", metrics, re.MULTILINE)


def test_a_client_that_leaves_while_it_waits_is_recorded(desk: Desk) -> None:
    with desk.serving() as served:
        desk.behave({"first_delay_ms": 20_000})
        with pytest.raises(httpx.ReadTimeout):
            served.client.post(COMPLETIONS, **served.ask(), timeout=1)
        until(lambda: desk.ended() == ["client_gone"])


def test_a_client_that_leaves_before_anything_left_is_recorded_too(desk: Desk) -> None:
    with desk.serving() as served:
        head = (
            f"POST {COMPLETIONS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {desk.key()}\r\n"
            "content-type: application/json\r\ncontent-length: 5000\r\n\r\n{"
        )
        port = int(served.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(head.encode())
            until(lambda: "crossing_guard_running 1.0" in served.client.get("/metrics").text)
        until(lambda: bool(desk.entries(kind="refusal", code="client_gone")))


def test_a_body_that_does_not_arrive_is_refused_in_time(desk: Desk) -> None:
    with desk.serving(body_timeout="0.5") as served:
        head = (
            f"POST {COMPLETIONS} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {desk.key()}\r\n"
            "content-type: application/json\r\ncontent-length: 5000\r\n\r\n{"
        )
        port = int(served.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(head.encode())
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            assert answer.status == 408
            assert b"within 0.5 seconds" in answer.read()
        until(lambda: bool(desk.entries(kind="refusal", code="too_slow")))
        assert served.client.post(COMPLETIONS, **served.ask()).status_code == 200


def test_however_early_clients_leave_no_intent_stays_open(desk: Desk) -> None:
    async def hurry(url: str, ask: Any) -> None:
        async with httpx.AsyncClient(base_url=url, trust_env=False) as client:

            async def one(number: int) -> None:
                with contextlib.suppress(httpx.HTTPError):
                    await client.post(COMPLETIONS, **ask, timeout=0.002 * number)

            for few in range(0, 60, 6):
                await asyncio.gather(*(one(number) for number in range(few, few + 6)))

    with desk.serving() as served:
        asyncio.run(hurry(served.url, served.ask()))
        until(lambda: "crossing_guard_running 0.0" in served.client.get("/metrics").text)
        intents = {row["id"] for row in desk.entries(kind="intent")}
        assert intents == {row["about"] for row in desk.entries(kind="outcome")}
        assert desk.entries(kind="refusal", code="client_gone")


# --- what is wrong is told -----------------------------------------------------------------------


def test_a_port_in_use_is_told_at_once(desk: Desk) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = command("serve", "--data", str(desk.data), "--port", port)
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "--port" in done.stderr


def lose_a_key(desk: Desk) -> None:
    (desk.data / "keys" / "field.json").unlink()


def lose_the_config(desk: Desk) -> None:
    (desk.data / "config.toml").unlink()


def misspell_a_setting(desk: Desk) -> None:
    with (desk.data / "config.toml").open("a") as file:
        file.write("prot = 1\n")


def name_another_database(desk: Desk) -> None:
    with (desk.data / "config.toml").open("a") as file:
        file.write('database = "postgresql://gate:hidden@127.0.0.1:1/none"\n')


def damage_the_database(desk: Desk) -> None:
    (desk.data / "crossing-guard.db").write_bytes(b"nonsense" * 1000)


def name_another_model(desk: Desk) -> None:
    with (desk.data / "config.toml").open("a") as file:
        file.write('spacy_model = "no_such_model"\n')


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lose_a_key, "`field.json` is missing"),
        (lose_the_config, "crossing-guard init"),
        (misspell_a_setting, "setting `prot`"),
        (name_another_database, "the database does not answer"),
        (damage_the_database, "the database does not answer"),
        (name_another_model, "no_such_model"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_start_that_fails_says_what_to_do(
    desk: Desk, break_it: Callable[[Desk], None], words: str
) -> None:
    break_it(desk)
    done = command("serve", "--data", str(desk.data), "--port", "0")
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert "hidden" not in done.stderr


def test_sqlite_takes_one_server_process(desk: Desk) -> None:
    done = command("serve", "--data", str(desk.data), "--port", "0", "--workers", "2")
    assert done.returncode == 1
    assert "PostgreSQL" in done.stderr
    assert "init --database" in done.stderr


# --- readiness -----------------------------------------------------------------------------------


def test_a_detector_that_is_gone_is_named_until_it_is_back(desk: Desk) -> None:
    with desk.serving() as served:
        assert set(served.ready().values()) == {"ok"}
        for one in psutil.Process(served.process.pid).children(recursive=True):
            one.kill()
        until(lambda: served.ready()["models"] != "ok")
        assert served.client.get("/readyz").status_code == 503
        assert served.client.get("/healthz").status_code == 200
        until(lambda: served.client.get("/readyz").status_code == 200, 40)
        metrics = served.client.get("/metrics").text
        assert 'crossing_guard_ready{part="models"} 1.0' in metrics


def test_a_log_that_somebody_took_is_named(desk: Desk) -> None:
    with desk.serving() as served:
        with contextlib.closing(sqlite3.connect(desk.data / "crossing-guard.db")) as db, db:
            db.execute("UPDATE log_streams SET epoch = epoch + 1")
        refused = served.client.post(COMPLETIONS, **served.ask())
        assert refused.status_code == 503
        assert refused.headers["x-crossing-guard-record"] == ""
        answer = served.client.get("/readyz")
        assert answer.status_code == 503
        assert "log" in answer.json()["parts"]["log"]
        metrics = served.client.get("/metrics").text
        assert 'crossing_guard_ready{part="log"} 0.0' in metrics


def test_a_database_without_its_tables_is_named(desk: Desk) -> None:
    with desk.serving() as served:
        with contextlib.closing(sqlite3.connect(desk.data / "crossing-guard.db")) as db, db:
            db.execute("ALTER TABLE revisions RENAME TO elsewhere")
        answer = served.client.get("/readyz")
        assert answer.status_code == 503
        assert "does not answer" in answer.json()["parts"]["database"]
        refused = served.client.post(COMPLETIONS, **served.ask())
        assert refused.status_code == 503
        assert refused.json()["error"]["code"] == "store_unavailable"
