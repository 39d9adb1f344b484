"""`log verify` and `explain`: is the log what was written, and why did a prompt go so?"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from tests.cli.conftest import Commands

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def change(data: Path, statement: str) -> None:
    with sqlite3.connect(data / "crossing-guard.db") as db:
        for (trigger,) in db.execute(TRIGGERS).fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute(statement)
    db.close()


def change_a_byte(data: Path) -> None:
    change(data, "UPDATE log_entries SET data = CAST(replace(data, 'init', 'inis') AS BLOB)")


def put_text_for_bytes(data: Path) -> None:
    change(data, "UPDATE log_entries SET data = replace(data, 'init', 'inis')")


def change_a_column(data: Path) -> None:
    change(data, "UPDATE log_entries SET time = time + 1")


def remove_the_end(data: Path) -> None:
    change(data, 'DELETE FROM log_entries WHERE "index" = (SELECT max("index") FROM log_entries)')


def remove_everything(data: Path) -> None:
    change(data, "DELETE FROM log_entries")
    change(data, "DELETE FROM log_streams")


def forge_a_checkpoint(data: Path) -> None:
    for path in (data / "checkpoints").iterdir():
        path.write_text(path.read_text().replace("\n1\n", "\n2\n").replace("=", "A"))


TAMPERED: list[tuple[Callable[[Path], None], str]] = [
    (change_a_byte, "entry_changed"),
    (put_text_for_bytes, "entry_changed"),
    (change_a_column, "column_changed"),
    (remove_the_end, "tail_cut"),
    (remove_everything, "stream_lost"),
    (forge_a_checkpoint, "checkpoint_forged"),
]


def test_a_log_that_is_whole_says_so(run: Commands, data: Path) -> None:
    assert "Intact." in run.ok("log", "verify", "--data", data)
    told = orjson.loads(run.ok("log", "verify", "--json", "--data", data))
    assert told["findings"] == []
    assert told["entries"] > 0


@pytest.mark.parametrize(("tamper", "code"), TAMPERED, ids=[row[0].__name__ for row in TAMPERED])
def test_a_log_that_was_tampered_with_says_where(
    run: Commands, data: Path, tamper: Callable[[Path], None], code: str
) -> None:
    run.ok("log", "verify", "--data", data)
    tamper(data)
    done = run("log", "verify", "--data", data)
    assert done.code == 1
    assert "NOT intact." in done.out
    assert code in done.out
    told = run("log", "verify", "--json", "--data", data)
    assert told.code == 1
    assert told.out.startswith("{")  # and nothing before it
    assert code in {one["code"] for one in orjson.loads(told.out)["findings"]}


def test_the_file_that_checkpoints_are_appended_to_is_held_against_the_log(
    run: Commands, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    monkeypatch.setenv("CROSSING_GUARD_CHECKPOINT_FILE", str(kept))
    assert "Intact." in run.ok("log", "verify", "--data", data)  # there is none yet
    notes = [path.read_text() for path in (data / "checkpoints").iterdir()]
    kept.write_text("".join(f"\n{note}" for note in notes))
    assert "Intact." in run.ok("log", "verify", "--data", data)
    remove_everything(data)
    for path in (data / "checkpoints").iterdir():
        path.unlink()
    assert "stream_lost" in run("log", "verify", "--data", data).out


def test_an_event_is_explained_by_what_it_is(run: Commands, data: Path) -> None:
    with sqlite3.connect(data / "crossing-guard.db") as db:
        (record,) = db.execute("SELECT record FROM log_entries LIMIT 1").fetchone()
    db.close()
    assert f"event {record}" in run.ok("explain", record, "--data", data)
    run.ok("log", "index", "--data", data)
    asked = run.ok("log", "query", "event=log_query", f"what={record}", "--json", "--data", data)
    assert '"query":"command & why"' in asked


@pytest.mark.parametrize("record", ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "no id at all", "' OR 1=1 --"])
def test_an_unknown_record_is_told(run: Commands, data: Path, record: str) -> None:
    done = run("explain", record, "--data", data)
    assert done.code == 1
    assert "no record has the id" in done.err
