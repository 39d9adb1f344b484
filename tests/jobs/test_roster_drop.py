"""The drop folder: a set is taken once it is whole and stable, and put away with a reason."""

import os
import shutil
from pathlib import Path

import pytest

from gateway.errors import BadRequest, Unusable
from gateway.jobs.roster_drop import DONE, FAILED, LATE_SECONDS, QUIET_SECONDS, WORK, DropFolder
from tests.district.conftest import V11, write

BEGIN = 1_800_000_000.0


class Clock:
    """Seconds, to be moved on."""

    def __init__(self) -> None:
        self.at = BEGIN

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drop(tmp_path: Path, clock: Clock) -> DropFolder:
    folder = tmp_path / "drop"
    folder.mkdir()
    return DropFolder(folder=folder, now=clock)


def put(drop: DropFolder, clock: Clock, files: dict[str, str]) -> None:
    """Put files into the folder now."""
    write(drop.folder, files)
    for name in files:
        os.utime(drop.folder / name, (clock.at, clock.at))


def taken(drop: DropFolder, clock: Clock, seconds: float = QUIET_SECONDS) -> Path | None:
    """Look twice, some time apart, as rounds do."""
    assert drop.take() is None
    clock.at += seconds
    return drop.take()


def test_a_whole_set_is_taken_once_nothing_of_it_changes(drop: DropFolder, clock: Clock) -> None:
    put(drop, clock, V11)
    assert taken(drop, clock, QUIET_SECONDS / 2) is None
    put(drop, clock, {"users.csv": V11["users.csv"]})
    assert taken(drop, clock, 1) is None
    clock.at += QUIET_SECONDS
    found = drop.take()
    assert found is not None
    assert len(drop.read(found).people) == 5
    drop.finish(found)
    assert [path.name for path in (drop.folder / DONE / found.name).iterdir()]
    assert taken(drop, clock) is None


def test_old_times_do_not_make_a_file_under_way_stable(drop: DropFolder, clock: Clock) -> None:
    clock.at += 10 * QUIET_SECONDS
    write(drop.folder, V11)
    for name in V11:
        os.utime(drop.folder / name, (BEGIN, BEGIN))
    assert drop.take() is None
    with (drop.folder / "users.csv").open("a") as file:
        file.write("s9,,school1,student,,,New,Pupil,,,,,,04,\n")
    os.utime(drop.folder / "users.csv", (BEGIN, BEGIN))
    assert drop.take() is None
    assert drop.take() is not None


def test_a_set_that_lacks_files_is_waited_for_and_then_given_up(
    drop: DropFolder, clock: Clock
) -> None:
    put(drop, clock, {"users.csv": V11["users.csv"], "orgs.csv": V11["orgs.csv"]})
    assert taken(drop, clock) is None
    clock.at += LATE_SECONDS
    found = drop.take()
    assert found is not None
    with pytest.raises(BadRequest, match="are missing: classes") as error:
        drop.read(found)
    drop.finish(found, error.value)
    assert "classes.csv" in (drop.folder / FAILED / found.name / "reason.txt").read_text()


def test_a_manifest_says_what_has_to_be_there(drop: DropFolder, clock: Clock) -> None:
    manifest = "propertyName,value\nfile.users,bulk\nfile.orgs,absent\nfile.demographics,bulk\n"
    put(drop, clock, {"users.csv": V11["users.csv"], "manifest.csv": manifest})
    assert taken(drop, clock) is None
    put(drop, clock, {"demographics.csv": V11["demographics.csv"]})
    assert taken(drop, clock) is not None


def test_a_manifest_of_changes_alone_is_no_roster(drop: DropFolder, clock: Clock) -> None:
    manifest = "propertyName,value\nfile.users,delta\n"
    put(drop, clock, V11 | {"manifest.csv": manifest})
    found = taken(drop, clock)
    assert found is not None
    with pytest.raises(BadRequest, match="bulk"):
        drop.read(found)


def test_an_archive_is_a_set_by_itself(drop: DropFolder, clock: Clock, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "roster"), "zip", write(tmp_path / "files", V11))
    shutil.move(tmp_path / "roster.zip", drop.folder)
    os.utime(drop.folder / "roster.zip", (clock.at, clock.at))
    found = taken(drop, clock)
    assert found is not None
    assert len(drop.read(found).people) == 5


def test_rows_that_cannot_be_are_all_named_in_the_reason(drop: DropFolder, clock: Clock) -> None:
    put(drop, clock, V11 | {"users.csv": V11["users.csv"].replace("teacher", "wizard")})
    found = taken(drop, clock)
    assert found is not None
    with pytest.raises(BadRequest) as error:
        drop.read(found)
    drop.finish(found, error.value)
    reason = (drop.folder / FAILED / found.name / "reason.txt").read_text()
    assert "users.csv:2: the person has no role that OneRoster knows" in reason
    assert "Vance" not in reason


def test_what_a_process_that_died_had_begun_comes_again(drop: DropFolder, clock: Clock) -> None:
    put(drop, clock, V11)
    found = taken(drop, clock)
    assert DropFolder(folder=drop.folder, now=clock).take() == found


def test_links_and_other_files_stay_where_they_are(
    drop: DropFolder, clock: Clock, tmp_path: Path
) -> None:
    write(tmp_path / "elsewhere", V11)
    (drop.folder / "users.csv").symlink_to(tmp_path / "elsewhere" / "users.csv")
    put(drop, clock, {"notes.txt": "x", ".users.csv.part": "x"})
    assert taken(drop, clock, LATE_SECONDS) is None
    assert not list((drop.folder / WORK).iterdir())


def test_a_folder_that_cannot_be_is_told(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match="roster_drop"):
        DropFolder(folder=tmp_path / "file", now=clock).take()
