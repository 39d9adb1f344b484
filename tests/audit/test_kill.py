"""Kill a writer at any moment: what it acknowledged is there, and the log is whole again."""

import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import anyio.to_thread
import pytest

from gateway.audit.findings import Report
from gateway.audit.publish import CheckpointFiles
from gateway.audit.read import entries, verify_live
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader
from tests.audit.fakes import Desk
from tests.audit.victim import KEY, now, opened

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]


def write_and_be_killed(
    url: str, folder: Path, after: float, module: str = "tests.audit.victim"
) -> set[str]:
    """Run a process that writes, kill it, and return the ids it acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, url, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "READY\n"
    time.sleep(after)
    process.kill()
    printed, _ = process.communicate()
    return {line for line in printed.splitlines(keepends=True) if line.endswith("\n")}


async def examined(url: str, folder: Path) -> tuple[Report, set[str]]:
    reader = Reader(url)
    report = await verify_live(
        reader,
        log_id="district",
        keys=[KEY.public_key()],
        notes=CheckpointFiles(folder).read_all(),
    )
    ids = await reader.read(
        lambda connection: {entry.columns[0] for entry in entries(connection) if entry.columns}
    )
    await reader.close()
    return report, ids


async def test_a_killed_writer_leaves_nothing_lost_and_nothing_open(
    desk: Desk, tmp_path: Path
) -> None:
    chance = random.Random(5)
    acknowledged: set[str] = set()
    for _ in range(4):
        printed = write_and_be_killed(desk.url, tmp_path / "checkpoints", chance.uniform(0, 0.15))
        acknowledged |= {line.strip() for line in printed}
        report, ids = await examined(desk.url, tmp_path / "checkpoints")
        assert report.intact, report.findings
        assert acknowledged <= ids
        assert report.streams == 1  # each took over from the one before

    commit = GroupCommit(open_lane(desk.url))
    log = await opened(commit, tmp_path / "checkpoints")
    await log.close()
    await commit.close()
    report, ids = await examined(desk.url, tmp_path / "checkpoints")
    assert (report.counts, report.open_intents) == ({}, 0)
    assert len(acknowledged) > 50


async def test_a_killed_purge_leaves_nothing_half_purged_and_the_next_goes_on(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "checkpoints"
    commit = GroupCommit(open_lane(desk.url))
    log = await opened(commit, folder)
    for _ in range(150):
        intent = replace(desk.intent(), time=now())
        await log.append(intent)
        await log.append(replace(desk.outcome(intent), time=now()))
    await log.close()
    await commit.close()
    before, ids = await examined(desk.url, folder)

    purged: list[int] = []
    while not purged or purged[-1] < before.entries:
        after = 0.03 if len(purged) < 6 else 1.0
        await anyio.to_thread.run_sync(
            write_and_be_killed, desk.url, folder, after, "tests.audit.shredding"
        )
        report, left = await examined(desk.url, folder)
        assert report.counts == {}, report.findings
        assert ids <= left
        purged.append(report.purged)
        assert len(purged) < 60
    assert purged == sorted(purged)
    assert len(purged) > 1
