"""`reports`: the same reports, in the foreground."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands


@pytest.fixture
def key(run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make a privacy officer's key and put it where commands look."""
    made = run.ok(
        "keys",
        "create",
        "--data",
        data,
        "--person",
        somebody(data, "staff"),
        "--duty",
        "privacy_officer",
    )
    [word] = [word for word in made.split() if word.startswith("cg_")]
    monkeypatch.setenv(KEY, word)
    return word


def somebody(data: Path, kind: str) -> str:
    """Return the roster id of somebody of a kind."""
    with closing(sqlite3.connect(data / "crossing-guard.db")) as db:
        query = "SELECT id FROM people WHERE kind = ? LIMIT 1"
        [found] = db.execute(query, (kind,)).fetchone()
    return str(found)


def checked(folder: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-I", "-S", folder / "check_report.py"],
        capture_output=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )
    return done.returncode


def test_reports_are_listed_with_their_columns(run: Commands) -> None:
    assert "34 CFR 99.32" in run.ok("reports", "list")
    said = run.ok("reports", "list", "disclosures")
    assert "legitimate interest" in said
    assert "privacy_officer" in said
    assert run("reports", "list", "nothing").code == 1


def test_a_report_is_made_and_checks_itself(
    run: Commands, data: Path, key: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    wish = f"student={somebody(data, 'student')}"
    said = run.ok("reports", "make", "packet", wish, "--data", data, "--out", out)
    assert "check_report.py" in said
    assert checked(out) == 0
    assert (out / "packet.pdf").read_bytes().startswith(b"%PDF")
    events = run.ok("log", "query", "event=report_begun|report_made", "--data", data)
    assert key
    assert events.count("report_") >= 1


def test_nobody_makes_one_without_a_key_and_nothing_is_overwritten(
    run: Commands, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY, raising=False)
    done = run("reports", "make", "access", "--data", data, "--out", tmp_path / "out")
    assert done.code == 1
    assert KEY in done.err


def test_a_wish_that_makes_no_sense_and_a_folder_in_use_are_refused(
    run: Commands, data: Path, key: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for words in (("since",), ("since=yesterday",), ("since=2026-01-01", "since=2026-01-02")):
        done = run("reports", "make", "access", *words, "--data", data, "--out", out)
        assert (done.code, out.exists()) == (1, False)
    assert run("reports", "make", "access", "--data", data, "--out", data).code == 1
    done = run("reports", "make", "access", "--data", data, "--out", out, "--resume")
    assert (done.code, bool(key)) == (1, True)
    assert "no unfinished report" in done.err


@pytest.mark.slow
def test_figures_are_read_from_a_file(run: Commands, data: Path, key: str, tmp_path: Path) -> None:
    figures = tmp_path / "measured.json"
    figures.write_text('{"gateway": {"labels": {}}}')
    out = tmp_path / "out"
    words = ("determination", f"figures=@{figures}", "--parquet", "--proofs")
    run.ok("reports", "make", *words, "--data", data, "--out", out)
    assert (out / "tables" / "sample.parquet").exists()
    assert (checked(out), bool(key)) == (0, True)
    done = run("reports", "make", "determination", "figures=@nowhere", "--data", data, "--out", out)
    assert done.code == 1


def test_verifying_a_report_as_an_export_says_what_checks_it(
    run: Commands, data: Path, key: str, tmp_path: Path
) -> None:
    run.ok("reports", "make", "tools", "--data", data, "--out", tmp_path / "out")
    done = run("log", "verify", "--export", tmp_path / "out")
    assert done.code == 1
    assert "check_report.py" in done.err


def test_a_folder_that_cannot_be_written_is_told(
    run: Commands, data: Path, key: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("reports", "make", "refusals", "--data", data, "--out", tmp_path / "file" / "out")
    assert done.code == 1
    assert "cannot be written" in done.err
