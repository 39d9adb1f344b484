"""Exports of a made-up log, whole and in part, made once and copied to be spoilt."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from gateway.audit.export.plan import Plan, Selection, make_plan
from gateway.audit.export.write import begin, write
from gateway.audit.read import heads
from gateway.store.commit import open_lane
from gateway.store.engine import Reader, sqlite_url
from tests.audit.fakes import KEY, LOG_ID, Desk

CALLS = 20
PUBLIC = KEY.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)


@dataclass(frozen=True)
class Exported:
    """An export, and `verify.py` of it in a bare Python."""

    folder: Path

    def run(self, *options: str | Path, path: str | None = None) -> tuple[int, str]:
        """Return the exit status of `verify.py`, and what it said."""
        done = subprocess.run(
            [sys.executable, "-I", "-S", self.folder / "verify.py", *map(str, options)],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.environ["PATH"] if path is None else path},
        )
        return done.returncode, done.stdout + done.stderr

    def report(self, *options: str | Path) -> dict[str, Any]:
        code, said = self.run("--json", *options)
        told: dict[str, Any] = json.loads(said)
        assert code == (0 if told["intact"] else 1)
        return told

    def codes(self, *options: str | Path) -> set[str]:
        return set(self.report(*options)["counts"])

    @property
    def manifest(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        return said

    def sign(self, manifest: dict[str, Any]) -> None:
        """Put another manifest in place, signed by who holds the log's key."""
        content = json.dumps(manifest).encode()
        (self.folder / "manifest.json").write_bytes(content)
        (self.folder / "manifest.sig").write_bytes(KEY.sign(content))

    def entries(self, number: int = 1) -> Path:
        return self.folder / "entries" / f"{number:05}.jsonl"


async def plan_of(reader: Reader, selection: Selection, published: tuple[str, ...]) -> Plan:
    return await reader.read(
        partial(make_plan, log_id=LOG_ID, made=1, selection=selection, published=published)
    )


async def export(desk: Desk, folder: Path, selection: Selection, *, columns: bool = False) -> Plan:
    reader = Reader(desk.url)
    try:
        plan = await plan_of(reader, selection, tuple(desk.board.notes.values()))
        begin(folder, plan)
        await write(folder, plan, reader, key=KEY, public=PUBLIC, columns=columns)
    finally:
        await reader.close()
    return plan


async def newest_note(url: str, stream: str) -> str:
    reader = Reader(url)
    try:
        known = await reader.read(heads)
    finally:
        await reader.close()
    return next(head.note for head in known if head.stream == stream)


@dataclass(frozen=True)
class Made:
    """A log of two streams: calls and events in one, an event in the other."""

    desk: Desk
    whole: Path
    part: Path
    older: Path


async def _make(folder: Path, migrated: Path) -> Made:
    url = sqlite_url(shutil.copyfile(migrated, folder / "log.db"))
    desk = Desk(url)
    lanes = open_lane(url), open_lane(url)
    first = await desk.writer(lanes[0])
    second = await desk.writer(lanes[1])
    await second.append(desk.event())
    times, older = [], ""
    for number in range(CALLS):
        times.append(desk.clock())
        intent = desk.intent()
        await first.append(intent)
        await first.append(desk.outcome(intent))
        if number == 5:
            older = await newest_note(url, first.health().stream)
    await second.append(desk.event())
    for writer in (first, second):
        await writer.close()
    for lane in lanes:
        await lane.close()
    await export(desk, folder / "whole", Selection())
    await export(desk, folder / "part", Selection(since=times[7], until=times[13]))
    (folder / "older.checkpoint").write_text(older)
    return Made(desk, folder / "whole", folder / "part", folder / "older.checkpoint")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Made:
    return asyncio.run(_make(tmp_path_factory.mktemp("export"), migrated_sqlite))


@pytest.fixture
def whole(made: Made, tmp_path: Path) -> Exported:
    return Exported(Path(shutil.copytree(made.whole, tmp_path / "whole")))


@pytest.fixture
def part(made: Made, tmp_path: Path) -> Exported:
    return Exported(Path(shutil.copytree(made.part, tmp_path / "part")))
