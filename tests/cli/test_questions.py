"""What `init` asks in a terminal: a real one, with a process at its other end."""

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import Commands

pytestmark = pytest.mark.slow


def typed(answers: list[str], *words: str) -> tuple[int, str]:
    """Run a command in a terminal, type the answers, and return its status and what it said."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", *words], stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    os.write(ours, "".join(f"{one}\n" for one in answers).encode())
    said = b""
    with suppress(OSError):  # Linux says so at the end
        while part := os.read(ours, 65536):
            said += part
    os.close(ours)
    return process.wait(60), said.decode()


def test_what_is_left_out_is_asked_for_and_kept(run: Commands, tmp_path: Path) -> None:
    answers = ["https://ai.example/v1", "a-model", "determination", "A. Official, synthetic"]
    code, said = typed(answers, "init", "--data", str(tmp_path / "data"))
    assert code == 0, said
    assert "99.31(a)(1)" in said
    checked = run.ok("check", "--data", tmp_path / "data")
    assert "pseudonymised release on `determination`" in checked
    assert "1 registered" in checked


def test_what_was_said_is_not_asked_again_and_later_is_an_answer(
    run: Commands, tmp_path: Path
) -> None:
    options = ("--upstream", "https://ai.example/v1", "--model", "a-model")
    code, said = typed([""], "init", "--data", str(tmp_path / "data"), *options)
    assert code == 0, said
    assert "Address" not in said
    assert "No official chose" in said
    assert "no official chose" in run.ok("check", "--data", tmp_path / "data")


def test_a_decision_that_nobody_makes_is_not_kept(tmp_path: Path) -> None:
    code, said = typed(["", "consent_only", ""], "init", "--data", str(tmp_path / "data"))
    assert code == 1
    assert "name who decides" in said
    assert not (tmp_path / "data" / "config.toml").exists()
