"""`init`: all of it or nothing, however it was interrupted, and never over what is there."""

import os
import re
import signal
import sqlite3
import stat
import sys
from pathlib import Path

import orjson
import pytest
from sqlalchemy import text

from gateway.cli import main
from gateway.store import keys
from tests.cli.conftest import Commands
from tests.store.test_schema import ask

WATCHED = ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "sqlite3.connect")


@pytest.mark.slow
def test_a_fresh_folder_is_set_up_and_says_what_is_next(run: Commands, tmp_path: Path) -> None:
    said = run.ok("init", "--upstream", "https://ai.example/v1", "--data", tmp_path / "data")
    assert "roster import" in said
    assert "No official chose" in said
    assert {path.name for path in (tmp_path / "data").iterdir()} == {
        "checkpoints",
        "config.toml",
        "crossing-guard.db",
        "keys",
    }
    report = run("check", "--data", tmp_path / "data")
    assert report.code == 0
    assert "nobody yet" in report.out
    assert "no official chose" in report.out


def test_nobody_else_may_read_what_was_set_up(run: Commands, tmp_path: Path) -> None:
    run.ok("init", "--data", tmp_path / "data")
    paths = [tmp_path / "data", *(tmp_path / "data").rglob("*")]
    assert not [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_a_made_up_district_says_who_plays_whom(data: Path) -> None:
    demo = orjson.loads((data / "demo.json").read_bytes())
    assert set(demo) == {"base_url", "model", "personas", "subjects"}
    assert "teacher" in demo["personas"]


def test_a_second_init_changes_nothing(run: Commands, data: Path) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    done = run("init", "--demo", "--data", data)
    assert done.code == 1
    assert "set up already" in done.err
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_keys_without_a_config_are_not_overwritten(run: Commands, data: Path) -> None:
    (data / "config.toml").unlink()
    before = (data / "keys" / "root.key").read_bytes()
    done = run("init", "--data", data)
    assert done.code == 1
    assert "Restore `config.toml`" in done.err
    assert (data / "keys" / "root.key").read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--basis", "determination"], "--official"),
        (["--timezone", "Mars/Olympus"], "no time zone"),
        (["--upstream", "ai.example/v1"], "https://ai.example/v1"),
        (["--upstream", "https://ai.example:no/v1"], "https://ai.example/v1"),
        (["--upstream", "https://me:hidden@ai.example/v1"], "--credential-from"),
        (["--database", "mysql://x"], "not the address of a database"),
        (["--database", "postgresql://a:hidden@127.0.0.1:1/x"], "does not answer"),
    ],
    ids=[
        "a basis nobody decided",
        "no time zone",
        "an upstream without a scheme",
        "an upstream without a port number",
        "an upstream with a password",
        "another database",
        "a database that is away",
    ],
)
def test_what_is_wrong_is_told_and_can_be_mended(
    run: Commands, tmp_path: Path, options: list[str], words: str
) -> None:
    done = run("init", "--data", tmp_path / "data", *options)
    assert done.code == 1
    assert words in done.err
    assert "hidden" not in done.err
    assert not (tmp_path / "data" / "config.toml").exists()
    run.ok("init", "--data", tmp_path / "data")
    run.ok("check", "--data", tmp_path / "data")


@pytest.mark.slow
@pytest.mark.parametrize("basis", ["determination", "school_official", "consent_only"])
def test_the_officials_choice_is_kept(run: Commands, tmp_path: Path, basis: str) -> None:
    run.ok("init", "--data", tmp_path, "--basis", basis, "--official", "A. Official, synthetic")
    assert f"pseudonymised release on `{basis}`" in run.ok("check", "--data", tmp_path)


def test_the_credential_comes_from_the_environment_and_is_sealed(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-indeed")
    said = run.ok("init", "--data", tmp_path, "--upstream", "https://ai.example/v1")
    assert "sk-very-secret-indeed" not in said
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"sk-very-secret-indeed" not in everything
    with sqlite3.connect(tmp_path / "crossing-guard.db") as db:
        assert db.execute("SELECT count(*) FROM secrets").fetchone() == (1,)
    db.close()


def interrupted(data: Path, at: int) -> bool:
    """Run `init --demo` in a child that is killed at its n-th effect; tell whether it was."""
    child = os.fork()
    if child == 0:
        left = at

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event not in WATCHED or not str(arguments[0]).startswith(str(data)):
                return
            if event == "open" and arguments[1] in ("r", "rb"):
                return
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        sys.argv = ["crossing-guard", "init", "--demo", "--data", str(data)]
        try:
            main()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_an_init_killed_at_any_of_its_effects_can_be_repeated(
    run: Commands, tmp_path: Path
) -> None:
    killed = 0
    while interrupted(data := tmp_path / str(killed), killed):
        whole = (data / "config.toml").exists()
        assert run("init", "--demo", "--data", data).code == (1 if whole else 0)
        keys.load(data / "keys")
        assert {path.name for path in data.iterdir()} >= {"config.toml", "demo.json", "keys"}
        assert not list(data.glob(".s*"))
        run.ok("log", "verify", "--data", data)
        killed += 1
    assert killed > 10


def test_an_init_on_postgresql_that_was_interrupted_goes_on_with_its_keys(
    run: Commands, tmp_path: Path, postgres_url: str
) -> None:
    run.ok("init", "--data", tmp_path / "first", "--database", postgres_url)
    (tmp_path / "second").mkdir()
    (tmp_path / "first" / "config.toml").unlink()
    (tmp_path / "first").rename(tmp_path / "second" / ".setting-up")
    run.ok("init", "--data", tmp_path / "second", "--database", postgres_url)
    run.ok("log", "verify", "--data", tmp_path / "second")


def test_the_first_entry_has_a_month_of_its_own(
    run: Commands, tmp_path: Path, postgres_url: str
) -> None:
    run.ok("init", "--data", tmp_path / "first", "--database", postgres_url)
    parts = text("SELECT DISTINCT tableoid::regclass::text FROM log_entries")
    [part] = ask(postgres_url, lambda db: db.execute(parts).scalars().all())
    # A month that began in the default partition never gets one.
    assert re.fullmatch(r"log_entries_\d{4}_\d{2}", part)


def test_a_database_with_a_district_in_it_is_left_alone(
    run: Commands, tmp_path: Path, postgres_url: str
) -> None:
    run.ok("init", "--data", tmp_path / "first", "--database", postgres_url)
    done = run("init", "--data", tmp_path / "other", "--database", postgres_url)
    assert done.code == 1
    assert "holds a district already" in done.err
    run.ok("log", "verify", "--data", tmp_path / "first")
