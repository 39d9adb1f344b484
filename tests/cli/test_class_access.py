"""Leave to reach a class that no roster lists somebody for."""

from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands
from tests.district.conftest import V11, write


def test_the_office_lets_somebody_into_a_class_and_out_again(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    run.ok("init", "--data", data)
    run.ok("roster", "import", write(tmp_path / "roster", V11), "--data", data)
    made = run.ok("keys", "create", "--person", "t1", "--duty", "registrar", "--data", data)
    monkeypatch.setenv(KEY, made.split()[-1])
    at = ("--why", "Ms. Vance is ill", "--data", data)
    until = ("--until", "2030-12-18", *at)
    told = run.ok("roster", "let-in", "sub", "t1", "c1", "--since", "2030-12-01", *until)
    assert told == "sub: t1 reaches c1 from 2030-12-01 until 2030-12-18\n"
    run.ok("roster", "let-in", "sub", "t1", "c1", *until)  # changed: at once
    listed = run.ok("roster", "let-ins", "--data", data)
    assert listed == "sub: t1 reaches c1 until 2030-12-18\n"
    assert "no class" in run("roster", "let-in", "b", "t1", "c9", *until).err
    assert "written as" in run("roster", "let-in", "b", "t1", "c1", "--until", "soon", *at).err
    assert run.ok("roster", "let-out", "sub", *at) == "The leave sub is taken back.\n"
    assert "No leaves" in run.ok("roster", "let-ins", "--data", data)
