"""`roster caseloads` and `opt-outs`: tried, brought in, refused by their rows, printed."""

from pathlib import Path

import orjson
import pytest

from tests.cli.conftest import Commands


@pytest.fixture
def sheet(run: Commands, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a sheet of one case, brought by the made-up counsellor."""
    demo = orjson.loads((data / "demo.json").read_bytes())
    staff, pupil = (demo["personas"][one]["id"] for one in ("counsellor", "student_13_17"))
    key = run.ok("keys", "create", "--person", staff, "--duty", "registrar", "--data", data)
    monkeypatch.setenv("CROSSING_GUARD_KEY", key.split()[-1])
    file = tmp_path / "cases.csv"
    file.write_text(f"id,person,student,since,until\na,{staff},{pupil},,2030-06-30\n")
    return file


def test_a_sheet_is_tried_and_brought_in(run: Commands, data: Path, sheet: Path) -> None:
    command = ("roster", "caseloads", sheet, "--why", "spring", "--data", data)
    assert "1 would be new" in run.ok(*command, "--dry-run")
    assert "1 are new" in run.ok(*command)
    assert "1 stand as they did" in run.ok(*command)


def test_a_row_that_cannot_be_is_named(run: Commands, data: Path, sheet: Path) -> None:
    with sheet.open("a") as file:
        file.write("b,nobody,nobody,,2030-06-30\n")
    done = run("roster", "caseloads", sheet, "--why", "spring", "--data", data)
    assert (done.code, "caseloads:3: `person`" in done.out) == (1, True)


def test_opt_outs_are_tried_brought_in_and_printed(
    run: Commands, data: Path, sheet: Path, tmp_path: Path
) -> None:
    pupil = sheet.read_text().splitlines()[1].split(",")[2]
    file = tmp_path / "opt-outs.csv"
    file.write_text(
        "id,student,by,relationship,given_on,evidence,types\n"
        f"o1,{pupil},their mother,parent,2026-02-09,form 4,Student Name\n"
    )
    command = ("opt-outs", "import", file, "--why", "autumn forms", "--data", data)
    assert "o1 would be new" in run.ok(*command, "--dry-run")
    assert "1 are new" in run.ok(*command)
    printed = run.ok("opt-outs", "export", "--data", data)
    assert f"o1,{pupil},their mother,parent,2026-02-09,form 4,Student Name" in printed
