"""A teacher permits AI in a class of their own from the terminal, by a key of their own."""

from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands
from tests.district.conftest import V11, write


def test_a_teacher_permits_lists_and_takes_back(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, here = tmp_path / "data", ("--data", tmp_path / "data")
    upstream = ("--upstream", "https://ai.example/v1", "--model", "tutor")
    monkeypatch.setenv("OPENAI_API_KEY", "made-up")
    run.ok("init", *upstream, *here)
    run.ok("roster", "import", write(tmp_path / "roster", V11), *here)
    monkeypatch.setenv(KEY, run.ok("keys", "create", "--person", "t1", *here).split()[-1])
    assert run.ok("permits", "list", *here) == "Nothing is permitted in your classes.\n"
    said = ("--tool", "first", "--purpose", "learning", "--until", "2030-12-18")
    told = run.ok(
        "permits", "put", "essay-2", "--class", "c1", *said, "--title", "Volcanoes", *here
    )
    line = "essay-2: c1 may use first for learning until 2030-12-18: Volcanoes\n"
    assert told == line
    assert run.ok("permits", "list", *here) == line
    other = run("permits", "put", "essay-3", "--class", "c9", *said, *here)
    assert (other.code, "none of your classes" in other.err) == (1, True)
    late = run("permits", "put", "x", "--class", "c1", *said[:-1], "Friday", *here)
    assert "a day is written as `2026-12-18`" in late.err
    assert run.ok("permits", "remove", "essay-2", *here) == (
        "The permission essay-2 is taken back.\n"
    )
    assert run.ok("permits", "list", *here) == "Nothing is permitted in your classes.\n"
    assert data.is_dir()
