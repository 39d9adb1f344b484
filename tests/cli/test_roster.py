"""`roster import`: all of it or nothing, with the file and line of what is wrong."""

import csv
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.demo.furnish import PEOPLE, SEED
from gateway.demo.oneroster_csv import write_oneroster
from gateway.demo.synthetic_district import SyntheticDistrict
from tests.cli.conftest import Commands


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roster")
    district = SyntheticDistrict(people=PEOPLE, seed=SEED, today=datetime.now(UTC).date())
    write_oneroster(district, folder, version="1.1")
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """Return a folder of OneRoster files that may be spoilt."""
    copy = tmp_path / "roster"
    copy.mkdir()
    for path in written.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    return copy


def rows(data: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "crossing-guard.db") as db:
        found = db.execute("SELECT id, given, family, active FROM people ORDER BY id").fetchall()
    db.close()
    return found


def spoil(file: Path, line: int, **cells: str) -> None:
    """Change cells of a line, counted as an editor counts."""
    with file.open(encoding="utf-8", newline="") as source:
        lines = list(csv.reader(source))
    for name, value in cells.items():
        lines[line - 1][lines[0].index(name)] = value
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(lines)


@pytest.mark.slow
def test_a_roster_is_imported_and_a_second_time_changes_nothing(
    run: Commands, tmp_path: Path, folder: Path
) -> None:
    run.ok("init", "--data", tmp_path / "data")
    said = run.ok("roster", "import", folder, "--data", tmp_path / "data")
    assert f"OneRoster 1.1, {PEOPLE} people." in said
    assert f"people: {PEOPLE} added" in said
    before = rows(tmp_path / "data")
    said = run.ok("roster", "import", folder, "--data", tmp_path / "data")
    assert "people: 0 added, 0 changed" in said
    assert rows(tmp_path / "data") == before
    assert "last good import" in run.ok("check", "--data", tmp_path / "data")


def test_only_what_differs_is_changed(run: Commands, tmp_path: Path, folder: Path) -> None:
    run.ok("init", "--data", tmp_path / "data")
    run.ok("roster", "import", folder, "--data", tmp_path / "data")
    spoil(folder / "users.csv", 9, givenName="Somebody")
    said = run.ok("roster", "import", folder, "--data", tmp_path / "data")
    assert "people: 0 added, 1 changed" in said


def test_a_dry_run_tells_what_it_would_do_and_changes_nothing(
    run: Commands, data: Path, folder: Path
) -> None:
    before = rows(data)
    lines = (folder / "users.csv").read_text().splitlines(keepends=True)
    (folder / "users.csv").write_text("".join(lines[: len(lines) // 2]))
    (folder / "enrollments.csv").unlink()
    (folder / "demographics.csv").unlink()
    said = run.ok("roster", "import", folder, "--data", data, "--dry-run")
    assert "Refused without `--apply-anyway`" in said
    assert said.rstrip().endswith("Nothing was changed.")
    assert rows(data) == before
    assert "failed" not in run.ok("roster", "status", "--data", data)


def test_more_goes_only_with_a_reason_under_a_key_of_ones_own(
    run: Commands, data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "enrollments.csv").unlink()
    refused = run("roster", "import", folder, "--data", data)
    assert (refused.code, "enrolments would go" in refused.err) == (1, True)
    assert "enrolments would go" in run.ok("roster", "status", "--data", data)
    anyway = ("roster", "import", folder, "--data", data, "--apply-anyway", "the year is over")
    assert run(*anyway).code == 1
    person = min(str(row[0]) for row in rows(data))
    key = run.ok("keys", "create", "--person", person, "--duty", "registrar", "--data", data)
    monkeypatch.setenv("CROSSING_GUARD_KEY", key.split()[-1])
    assert "enrolments: 0 added" in run.ok(*anyway)


def test_a_zip_file_is_a_folder(run: Commands, tmp_path: Path, folder: Path) -> None:
    run.ok("init", "--data", tmp_path / "data")
    archive = shutil.make_archive(str(tmp_path / "roster"), "zip", folder)
    said = run.ok("roster", "import", archive, "--data", tmp_path / "data")
    assert f"people: {PEOPLE} added" in said


def no_family(folder: Path) -> None:
    spoil(folder / "users.csv", 7, familyName="", givenName="")


def no_role(folder: Path) -> None:
    spoil(folder / "users.csv", 5, role="wizard")


def no_date(folder: Path) -> None:
    spoil(folder / "demographics.csv", 4, birthDate="the third of May")


def cut_short(folder: Path) -> None:
    with (folder / "users.csv").open("a") as file:
        file.write("only-one-cell\n")


def no_users(folder: Path) -> None:
    (folder / "users.csv").unlink()


def nobody(folder: Path) -> None:
    header = (folder / "users.csv").read_text().splitlines()[0]
    (folder / "users.csv").write_text(header + "\n")


def nothing(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def not_text(folder: Path) -> None:
    (folder / "users.csv").write_bytes(b"\xff\xfe\x00nonsense")


BAD: list[tuple[Callable[[Path], None], str]] = [
    (no_family, "users.csv:7"),
    (no_role, "users.csv:5"),
    (no_date, "demographics.csv:4"),
    (cut_short, f"users.csv:{PEOPLE + 2}"),
    (no_users, "users.csv"),
    (nobody, "users.csv"),
    (nothing, "users.csv"),
    (not_text, "users.csv"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("spoil_it", "where"), BAD, ids=[row[0].__name__ for row in BAD])
def test_a_bad_roster_changes_nothing_and_says_where_it_is_bad(
    run: Commands, data: Path, folder: Path, spoil_it: Callable[[Path], None], where: str
) -> None:
    before = rows(data)
    spoil_it(folder)
    done = run("roster", "import", folder, "--data", data)
    assert done.code == 1
    assert where in done.out + done.err
    assert rows(data) == before
    checked = run("check", "--data", data)
    assert checked.code == 0
    assert "the newest import failed, this one serves on" in checked.out


def test_a_folder_that_is_not_there_is_told(run: Commands, data: Path, tmp_path: Path) -> None:
    done = run("roster", "import", tmp_path / "nowhere", "--data", data)
    assert done.code != 0
    assert "nowhere" in done.out + done.err
