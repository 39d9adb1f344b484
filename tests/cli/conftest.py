"""Runs commands in this process, on data folders of their own."""

import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.cli import main
from gateway.cli.officer import KEY
from gateway.cli.root import WIDE, out
from tests.district.conftest import V11, write


@dataclass(frozen=True)
class Done:
    """What a command ended with and said, its lines as long as they are."""

    code: int
    out: str
    err: str


class Commands:
    """The command line, as typed after `crossing-guard`."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch = patch
        self._capture = capture

    def __call__(self, *words: str | Path) -> Done:
        self._patch.setattr(sys, "argv", ["crossing-guard", *map(str, words)])
        self._capture.readouterr()
        code = ended()
        said = self._capture.readouterr()
        return Done(code, said.out, said.err)

    def ok(self, *words: str | Path) -> str:
        """Run a command that must succeed and return what it said."""
        done = self(*words)
        assert done.code == 0, done.err
        return done.out


def ended() -> int:
    """Run the command that stands in `sys.argv` and return its exit status."""
    with pytest.raises(SystemExit) as told:
        main()
    return int(told.value.code or 0)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Commands:
    # Whoever runs the tests may have set how wide a line is, before this was imported.
    monkeypatch.setenv("COLUMNS", str(WIDE))
    monkeypatch.setattr(out, "width", WIDE)
    for name in ("CROSSING_GUARD_DATA", "CROSSING_GUARD_DATABASE", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return Commands(monkeypatch, capsys)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set a made-up district up, once, to be copied."""
    folder = tmp_path_factory.mktemp("made") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CROSSING_GUARD_DATABASE", raising=False)
        patch.setattr(sys, "argv", ["crossing-guard", "init", "--demo", "--data", str(folder)])
        assert ended() == 0
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """Return a data folder with a made-up district in it."""
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture
def registry(run: Commands, tmp_path: Path) -> tuple[Path, str]:
    """Return a data folder with a small roster, and the key of a registrar."""
    data = tmp_path / "data"
    run.ok("init", "--data", data)
    run.ok("roster", "import", write(tmp_path / "roster", V11), "--data", data)
    made = run.ok("keys", "create", "--person", "t1", "--duty", "registrar", "--data", data)
    return data, made.split()[-1]


def staff(data: Path) -> list[str]:
    """Return the ids of two members of the staff."""
    with closing(sqlite3.connect(data / "crossing-guard.db")) as db:
        rows = db.execute("SELECT id FROM people WHERE kind = 'staff' ORDER BY id LIMIT 2")
        return [row[0] for row in rows]


@pytest.fixture
def key(run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an officer's key, and have it in the environment."""
    person, _ = staff(data)
    said = run.ok("keys", "create", "--person", person, "--duty", "admin", "--data", data)
    made = said.splitlines()[-1]
    monkeypatch.setenv(KEY, made)
    return made
