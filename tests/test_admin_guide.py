"""The admin guide's commands, run as they stand there, one after the other."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.district.conftest import V11, write

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "admin-guide.md").read_text()
BLOCKS = re.findall(r"^```shell\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
SECOND = "t2,,school1,teacher,sreed,,Sam,Reed,,,sam.reed@k12.example,,,,\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return a folder with a roster beside it, and the command on its path."""
    files = V11 | {"users.csv": V11["users.csv"] + SECOND}
    write(tmp_path / "oneroster", files)
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "crossing-guard"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gateway "$@"\n')
    command.chmod(0o755)
    return tmp_path


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_guides_commands_do_what_it_says(office: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("CROSSING_GUARD")
    }
    environment |= {
        "PATH": f"{office / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "OPENAI_API_KEY": "sk-made-up",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(BLOCKS)],
        cwd=office,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout
    for words in (
        "6 people",
        "Tool writing-coach is registered.",
        "The roster comes from there now",
        "1 are new, 0 are otherwise",
        "vance: t1 is g1",
        "essay-2: c1 may use writing-coach for feedback until 2030-12-18",
        "refusals=730",
        "0 decisions: 0 the same, 0 would change, 0 undecidable.",
        "coppa_age=14",
        "coppa_age=13",
        "spring: draft.",
        "spring: checked.",
        "the pack `us-oh` is switched on",
        "`local.no-essays` is new",
        "spring: approved.",
        "Active: spring; before: the packs as they come.",
        "us-oh.teacher-permission (Ohio Rev. Code 3301.24)",
        "Active: the packs as they come; before: spring.",
        "Intact.",
    ):
        assert words in said, words


def test_the_guide_does_everything_an_office_asks_for() -> None:
    commands = "\n".join(BLOCKS)
    for words in (
        "roster import",
        "roster source",
        "roster caseloads",
        "roster link",
        "permits put",
        "reminded",
        "consents import",
        "tools put",
        "coppa_age=14",
        "backtest --since 30d",
        "rules activate",
        "rules return",
    ):
        assert words in commands
