from pathlib import Path

from tests.cli.conftest import Commands
from tests.cli.test_roster import folder, written

__all__ = ["folder", "written"]


def test_it_tells_who_is_on_the_roster_and_how_the_imports_went(
    run: Commands, tmp_path: Path, folder: Path
) -> None:
    data = tmp_path / "data"
    run.ok("init", "--data", data)
    assert run.ok("roster", "status", "--data", data) == "Nobody is on it yet.\n"
    run.ok("roster", "import", folder, "--data", data)
    (folder / "users.csv").unlink()
    assert run("roster", "import", folder, "--data", data).code == 1
    told = run.ok("roster", "status", "--data", data).splitlines()
    assert "guardian" in told[0]
    assert "student" in told[0]
    assert told[1] == "Last good import 0 days ago, of at most 14."
    assert told[2] == "It serves 89 days more (`roster_serves_days` is 90)."
    assert "failed" in told[3]
    assert "users.csv" in told[3]
    assert "applied" in told[4]
    assert "added" in told[4]
