"""`log export`: the log as a folder, which checks itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from pyarrow import parquet

from tests.cli.conftest import Commands


def verified(folder: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-I", "-S", folder / "verify.py"],
        capture_output=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )
    return done.returncode


def test_an_export_holds_the_log_with_its_own_making_and_checks_itself(
    run: Commands, data: Path, tmp_path: Path
) -> None:
    said = run.ok("log", "export", "--data", data, "--out", tmp_path / "out")
    assert "python3 -I" in said
    assert verified(tmp_path / "out") == 0
    assert "Intact." in run.ok("log", "verify", "--export", tmp_path / "out")
    lines = (tmp_path / "out" / "entries" / "00001.jsonl").read_bytes().splitlines()
    events = [orjson.loads(line)["entry"].get("event") for line in lines]
    assert events[-1] == "log_export"
    (tmp_path / "out" / "entries" / "00001.jsonl").write_bytes(b"\n".join(lines[:-1]))
    assert verified(tmp_path / "out") == 1
    done = run("log", "verify", "--export", tmp_path / "out")
    assert done.code == 1
    assert "tail_cut" in done.out


def test_an_export_has_its_entries_as_tables_too_where_that_is_wanted(
    run: Commands, data: Path, tmp_path: Path
) -> None:
    run.ok("log", "export", "--parquet", "--data", data, "--out", tmp_path / "out")
    assert verified(tmp_path / "out") == 0
    table = parquet.read_table(tmp_path / "out" / "columns" / "00001.parquet")
    assert table["event"].to_pylist()[-1] == "log_export"
    run.ok("log", "export", "--data", data, "--out", tmp_path / "plain")
    assert not (tmp_path / "plain" / "columns").exists()


def test_a_log_that_cannot_be_written_is_taken_away_all_the_same(
    run: Commands, data: Path, tmp_path: Path
) -> None:
    before = (data / "crossing-guard.db").read_bytes()
    said = run.ok("log", "export", "--read-only", "--data", data, "--out", tmp_path / "out")
    assert "only read" in said
    assert verified(tmp_path / "out") == 0
    assert (data / "crossing-guard.db").read_bytes() == before
    lines = (tmp_path / "out" / "entries" / "00001.jsonl").read_bytes()
    assert b"log_export" not in lines


def test_the_live_log_is_held_against_a_checkpoint_kept_from_earlier(
    run: Commands, data: Path, tmp_path: Path
) -> None:
    older = next((data / "checkpoints").iterdir()).read_text()
    kept = tmp_path / "kept"
    kept.write_text(older)
    run.ok("log", "query", "--data", data)
    run.ok("log", "verify", "--data", data, "--against", kept)
    kept.write_text(older.replace("crossing-guard/", "crossing-guard/another-"))
    assert run("log", "verify", "--data", data, "--against", kept).code == 1


def test_checkpoints_go_to_another_folder_too_and_tell_of_a_log_that_was_lost(
    run: Commands, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = tmp_path / "away"
    monkeypatch.setenv("CROSSING_GUARD_CHECKPOINT_COPIES", str(away))
    before = tmp_path / "before"
    shutil.copytree(data, before)
    run.ok("log", "query", "--data", data)
    assert [path.name for path in away.iterdir()] == [
        path.name for path in (data / "checkpoints").iterdir()
    ]
    run.ok("log", "verify", "--data", data)
    done = run("log", "verify", "--data", before)  # an older back-up put in place of the log
    assert done.code == 1
    assert "tail_cut" in done.out


def test_a_time_that_is_none_and_a_folder_in_use_are_refused_and_nothing_is_written(
    run: Commands, data: Path, tmp_path: Path
) -> None:
    done = run("log", "export", "--data", data, "--out", tmp_path / "out", "--since", "yesterday")
    assert (done.code, (tmp_path / "out").exists()) == (1, False)
    assert "2026-09-01" in done.err
    done = run("log", "export", "--data", data, "--out", data)
    assert done.code == 1
    assert "not an empty folder" in done.err
    done = run("log", "export", "--data", data, "--out", tmp_path / "out", "--resume")
    assert done.code == 1
    assert "no unfinished export" in done.err


@pytest.mark.parametrize(
    ("options", "entries"),
    [(("--until", "2000-01-01"), 0), (("--since", "2000-01-01T00:00-05:00"), 1)],
    ids=["before everything", "since long ago"],
)
def test_a_part_of_the_log_checks_itself_too(
    run: Commands, data: Path, tmp_path: Path, options: tuple[str, ...], entries: int
) -> None:
    run.ok("log", "export", "--data", data, "--out", tmp_path / "out", *options)
    assert verified(tmp_path / "out") == 0
    assert bool((tmp_path / "out" / "entries" / "00001.jsonl").read_bytes()) is bool(entries)


def test_a_folder_that_cannot_be_written_and_a_time_turned_round_are_told(
    run: Commands, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("log", "export", "--data", data, "--out", tmp_path / "file" / "out")
    assert done.code == 1
    assert "cannot be written" in done.err
    period = ["--since", "2026-03-02", "--until", "2026-03-01"]
    done = run("log", "export", "--data", data, "--out", tmp_path / "out", *period)
    assert (done.code, done.err.count("is not after")) == (1, 1)
    assert not (tmp_path / "out").exists()
