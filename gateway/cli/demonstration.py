"""`crossing-guard demo`: a made-up school talks through the gateway, on this machine alone."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import orjson
import typer
from rich.panel import Panel
from rich.text import Text
from sqlalchemy import select

from gateway.app.works import checked_rules
from gateway.cli.orphans import ending_with_parent
from gateway.cli.root import out, run, settings_of
from gateway.decision.packs import Rule
from gateway.demo.scenes import Played, Stage, scenes
from gateway.errors import Unusable
from gateway.store.engine import Reader
from gateway.store.tables import log_entries

PATIENCE = 90.0
"""Seconds until the servers must be ready: the name model takes most of it on a small machine."""
WIDEST = 80
"""Columns of a scene's frame."""


def demonstrate(*, once: bool, json: bool) -> None:
    """Play the scenes, print them, and unless it is for `once`, go on serving."""
    with TemporaryDirectory(prefix="crossing-guard-demo-") as folder:
        data = Path(folder) / "data"
        gateway_port, practice_port = _free_port(), _free_port()
        practice = f"http://127.0.0.1:{practice_port}"
        if not json:
            out.print("Making up a district …")
        _command("init", "--demo", "--upstream", f"{practice}/v1", "--data", str(data))
        if not json:
            out.print(
                "Starting the gateway and a practice AI: loading the name models takes longest …"
            )
        with (
            _server("practice-ai", "--port", str(practice_port), ready=f"{practice}/v1/models"),
            _server(
                "serve",
                *("--data", str(data), "--port", str(gateway_port)),
                ready=f"http://127.0.0.1:{gateway_port}/readyz",
            ),
        ):
            content = orjson.loads((data / "demo.json").read_bytes())
            played = _play(data, content, practice)
            if json:
                typer.echo(orjson.dumps([asdict(one) for one in played]).decode())
            else:
                _show(played)
            if not once:
                _wait(content)


def _play(data: Path, content: dict[str, Any], practice: str) -> list[Played]:
    stage = Stage(content, practice)
    try:
        played = [stage.play(scene) for scene in scenes(content)]
    finally:
        stage.close()
    rules = {rule.id: rule for rule in checked_rules().rules()}
    reasons = run(_reasons(data, [one.record for one in played]))
    return [
        replace(
            one, reasons=tuple(_in_words(rules.get(rule), rule) for rule in reasons[one.record])
        )
        for one in played
    ]


async def _reasons(data: Path, records: list[str]) -> dict[str, list[str]]:
    """Read from the log which rules spoke."""
    reader = Reader(settings_of(data).database_url)
    try:
        query = select(log_entries.c.record, log_entries.c.data).where(
            log_entries.c.record.in_(records)
        )
        rows = await reader.read(lambda db: db.execute(query).all())
    finally:
        await reader.close()
    return {row.record: orjson.loads(row.data).get("reasons", []) for row in rows}


def _in_words(rule: Rule | None, rule_id: str) -> str:
    if rule is None:
        return rule_id
    source = rule.citation if rule.law else f"not statute: {rule.citation}"
    return f"{rule_id} ({source}): {rule.text}"


def _show(played: list[Played]) -> None:
    for one in played:
        words = Text()
        for label, text in (
            ("typed", one.typed),
            ("left", one.left or "nothing"),
            ("came back", one.came_back),
            ("outcome", one.outcome),
            ("reasons", "\n".join(one.reasons) or "no rule had anything against it"),
            ("record", one.record),
        ):
            words.append(f"{label}\n", style="bold")
            words.append(f"{text}\n")
        subtitle = f"{one.name} ({one.persona})"
        out.print(Panel(words, title=one.title, subtitle=subtitle, width=min(out.width, WIDEST)))


def _wait(content: dict[str, Any]) -> None:
    key = content["personas"]["teacher"]["key"]
    out.print(
        f"The gateway goes on listening. Point an OpenAI client at it:\n"
        f"  base_url  {content['base_url']}\n  api_key   {key}\n  model     {content['model']}\n"
        "Press Ctrl-C to end.",
        highlight=False,
    )
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)


def _command(*arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "gateway", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unusable(f"`{arguments[0]}` failed: {done.stderr.strip()[-500:]}")


@contextlib.contextmanager
def _server(*arguments: str, ready: str) -> Iterator[None]:
    """Run a server until the block ends; begin once it answers."""
    environment = {**os.environ, "CROSSING_GUARD_LOG_LEVEL": "error"}
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "gateway", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
        preexec_fn=ending_with_parent(),
    )
    try:
        _wait_for(process, ready, arguments[0])
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: "subprocess.Popen[str]", address: str, name: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            said = process.stderr.read() if process.stderr else ""
            raise Unusable(f"`{name}` did not start: {said.strip()[-500:]}")
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(address, timeout=2, trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
    raise Unusable(f"`{name}` was not ready within {PATIENCE:.0f} seconds")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
