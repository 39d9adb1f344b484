"""`log rotate-key`: another key signs, and everything before stays verifiable."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.store import keys
from tests.cli.conftest import Commands


def test_another_key_signs_and_whoever_trusts_the_old_one_goes_on(
    run: Commands, data: Path, key: str, tmp_path: Path
) -> None:
    shutil.copy(data / "keys" / "signing.pub", tmp_path / "old.pub")
    for count in (1, 2):
        before = (data / "keys" / "signing.pub").read_bytes()
        assert "A new key signs the log" in run.ok("log", "rotate-key", "--data", data)
        assert (data / "keys" / "signing.pub").read_bytes() != before
        assert len(keys.load(data / "keys").rotations) == count
        assert "Intact." in run.ok("log", "verify", "--data", data)
    run.ok("log", "index", "--data", data)
    assert run.ok("log", "query", "event=key_rotated", "--data", data).count("key_rotated") == 2
    run.ok("log", "export", "--out", tmp_path / "out", "--data", data)
    options = ("--export", tmp_path / "out", "--key", tmp_path / "old.pub")
    assert "Intact." in run.ok("log", "verify", *options)
    done = subprocess.run(
        [sys.executable, "-I", tmp_path / "out" / "verify.py", "--key", tmp_path / "old.pub"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Intact.")


@pytest.mark.parametrize("stopped", ["before the statement", "after the statement"])
def test_a_rotation_that_is_stopped_is_undone_or_finished(
    run: Commands, data: Path, key: str, stopped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, replace = keys._finish_rotation, keys.replace_signing
    monkeypatch.setattr(keys, "_finish_rotation", _stop)
    if stopped == "before the statement":
        monkeypatch.setattr(keys, "replace_signing", _stop)
    before = (data / "keys" / "signing.pub").read_bytes()
    done = run("log", "rotate-key", "--data", data)
    assert (done.code, "the key store cannot be written" in done.err) == (1, True)
    monkeypatch.setattr(keys, "_finish_rotation", finish)
    monkeypatch.setattr(keys, "replace_signing", replace)
    assert "Intact." in run.ok("log", "verify", "--data", data)
    same = (data / "keys" / "signing.pub").read_bytes() == before
    assert same is (stopped == "before the statement")
    run.ok("keys", "list", "--data", data)
    assert "Intact." in run.ok("log", "verify", "--data", data)


def _stop(*_: object) -> None:
    raise OSError("disk full")


def test_a_statement_that_does_not_fit_the_key_stops_everything(
    run: Commands, data: Path, key: str
) -> None:
    run.ok("log", "rotate-key", "--data", data)
    [note] = (data / "keys" / "rotations").iterdir()
    note.write_text(note.read_text().replace("key rotation 1", "key rotation 2"))
    done = run("keys", "list", "--data", data)
    assert (done.code, "keys/rotations" in done.err) == (1, True)
    told = run("log", "verify", "--data", data)
    assert (told.code, "rotation_forged" in told.out) == (1, True)
