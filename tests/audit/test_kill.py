"""Kill a writer at any moment: what it acknowledged is there, and the log is whole again."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gateway.audit.publish import CheckpointFiles
from gateway.audit.read import entries, verify_live
from gateway.audit.verify import Report
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader
from tests.audit.fakes import Desk
from tests.audit.victim import KEY, opened

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).resolve().parents[2]


def write_and_be_killed(url: str, folder: Path, after: float) -> set[str]:
    """Run a writer, kill it, and return the ids it acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.audit.victim", url, str(folder)],
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
