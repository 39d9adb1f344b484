"""`check`: a line for every part, and what to do about one that is not as it must be."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.store import keys
from tests.cli.conftest import Commands

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_sound_folder_is_ok_in_every_part(run: Commands, data: Path) -> None:
    lines = run.ok("check", "--data", data).splitlines()
    told = {line.split()[1]: line.split()[0] for line in lines}
    assert told == {
        "config": "ok",
        "keys": "ok",
        "rules": "ok",
        "models": "ok",
        "database": "ok",
        "roster": "ok",
        "choices": "ok",
        "tools": "but",  # one agreement of the made-up district has expired
        "log": "ok",
    }


def lose_a_key(data: Path) -> None:
    (data / "keys" / "vault.json").unlink()


def expose_a_key(data: Path) -> None:
    (data / "keys" / "root.key").chmod(0o644)


def damage_a_key(data: Path) -> None:
    (data / "keys" / "signing.pem").write_text("nonsense")


def use_others_keys(data: Path) -> None:
    shutil.rmtree(data / "keys")
    keys.create(data / "keys")


def lose_the_database(data: Path) -> None:
    (data / "crossing-guard.db").unlink()


def damage_the_database(data: Path) -> None:
    (data / "crossing-guard.db").write_bytes(b"nonsense" * 1000)


def change_the_log(data: Path) -> None:
    with sqlite3.connect(data / "crossing-guard.db") as db:
        db.execute("DROP TRIGGER log_entries_unchanged")
        db.execute("UPDATE log_entries SET data = replace(data, 'init', 'tini')")
    db.close()


def misspell_a_setting(data: Path) -> None:
    with (data / "config.toml").open("a") as file:
        file.write('prot = 8787\nlog_level = "loud"\n')


def break_the_config(data: Path) -> None:
    (data / "config.toml").write_text("port = = 1")


def lose_the_config(data: Path) -> None:
    (data / "config.toml").unlink()


def name_another_database(data: Path) -> None:
    with (data / "config.toml").open("a") as file:
        file.write('database = "postgresql://gate:hidden@127.0.0.1:1/none"\n')


def name_another_model(data: Path) -> None:
    with (data / "config.toml").open("a") as file:
        file.write('spacy_model = "no_such_model"\n')


BROKEN: list[tuple[Callable[[Path], None], str, str]] = [
    (lose_a_key, "keys", "`vault.json` is missing"),
    (expose_a_key, "keys", "`chmod 600` it"),
    (damage_a_key, "keys", "restore it from its back-up"),
    (use_others_keys, "database", "restore `keys/field.json`"),
    (lose_the_database, "database", "`crossing-guard init`"),
    (damage_the_database, "database", "does not answer"),
    (change_the_log, "log", "`crossing-guard log verify`"),
    (misspell_a_setting, "config", "setting `"),
    (break_the_config, "config", "is not valid TOML"),
    (lose_the_config, "config", "crossing-guard init --data"),
    (name_another_database, "database", "does not answer"),
    (name_another_model, "models", "no_such_model"),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("break_it", "part", "words"), BROKEN, ids=[row[0].__name__ for row in BROKEN]
)
def test_what_is_broken_has_a_line_that_says_what_to_do(
    run: Commands, data: Path, break_it: Callable[[Path], None], part: str, words: str
) -> None:
    break_it(data)
    done = run("check", "--data", data)
    assert done.code == 1
    lines = [line.split(maxsplit=2) for line in done.out.splitlines()]
    told = {line[1]: line[2] for line in lines if line[0] == "no"}
    assert words in told[part]
    assert "hidden" not in done.out
    assert "Traceback" not in done.err


@pytest.mark.slow
@pytest.mark.parametrize("command", [("check",), ("log", "verify")], ids=" ".join)
def test_who_looks_changes_nothing(run: Commands, data: Path, command: tuple[str, ...]) -> None:
    def everything() -> dict[Path, bytes]:
        # SQLite's own shared memory is no content, and its log is empty where nothing was written
        kept = (path for path in data.rglob("*") if not path.name.endswith(("-shm", "-wal")))
        return {path: path.read_bytes() for path in kept if path.is_file()}

    before = everything()
    run.ok(*command, "--data", data)
    assert everything() == before
    written = data / "crossing-guard.db-wal"
    assert not written.exists() or not written.stat().st_size


@pytest.mark.slow
def test_an_older_database_is_not_brought_up_by_looking_at_it(run: Commands, data: Path) -> None:
    def revision() -> str:
        with sqlite3.connect(data / "crossing-guard.db") as db:
            (found,) = db.execute("SELECT version_num FROM alembic_version").fetchone()
        db.close()
        return str(found)

    with sqlite3.connect(data / "crossing-guard.db") as db:
        db.execute("UPDATE alembic_version SET version_num = '0001'")
    db.close()
    assert "back it up first" in run.ok("check", "--data", data)
    assert "Intact." in run.ok("log", "verify", "--data", data)
    assert revision() == "0001"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("ferpa/pack.toml", "", "no toml = = at all\n"),
        ("district/tools.cedar", "forbid (", "frobnicate ("),
        ("district/tools.cedar", "proven_age >=", "proven_age <"),
    ],
    ids=["not TOML", "no such effect", "a rule turned round"],
)
def test_a_broken_rule_pack_stops_check_and_serve(
    data: Path, tmp_path: Path, file: str, old: str, new: str
) -> None:
    copy = tmp_path / "installed"
    for name in ("gateway", "rules"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = copy / "rules" / file
    source = path.read_text()
    path.write_text(source.replace(old, new) if old else new + source)
    assert path.read_text() != source

    def run(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "gateway", *words, "--data", str(data)],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )

    checked = run("check")
    assert checked.returncode == 1
    assert [line for line in checked.stdout.splitlines() if line.split()[:2] == ["no", "rules"]]
    served = run("serve", "--port", "0")
    assert served.returncode == 1
    assert "crossing-guard: " in served.stderr
    assert "Traceback" not in served.stderr


@pytest.mark.slow
def test_a_place_that_is_late_with_checkpoints_is_told(run: Commands, data: Path) -> None:
    with sqlite3.connect(data / "crossing-guard.db") as db:
        db.execute("INSERT INTO checkpoint_places VALUES ('file', '', 0, '', 0)")
        known = "INSERT INTO checkpoint_deliveries VALUES ('file', 's', 1, 1764000000000, 0)"
        db.execute(known)
        db.execute("INSERT INTO checkpoint_places VALUES ('bucket', '', 0, 'bucket_403', 1)")
        db.execute("INSERT INTO checkpoint_deliveries VALUES ('bucket', 's', 0, 0, 7)")
    db.close()
    lines = run.ok("check", "--data", data).splitlines()
    assert any("`file` last went 2025-11-24 16:00 UTC" in line for line in lines)
    [late] = [line for line in lines if "`bucket` last went never" in line]
    assert late.startswith("but")
    assert "newer ones wait: `bucket_403`" in late
