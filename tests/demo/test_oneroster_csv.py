"""OneRoster files have the exact columns, refer to one another, and repeat byte for byte."""

import csv
import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from gateway.demo.oneroster_csv import NEVER_READ, Version, write_oneroster
from gateway.demo.synthetic_district import SyntheticDistrict
from gateway.district.oneroster import read_folder
from gateway.terms.people import KIND_OF_ROLE, Role

DISTRICT = SyntheticDistrict(people=700, seed=4, today=date(2026, 11, 23))
VERSIONS: tuple[Version, ...] = get_args(Version.__value__)


def table(directory: Path, name: str) -> list[dict[str, str]]:
    with (directory / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def digest(directory: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(directory.iterdir())
    }


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> Version:
    chosen: Version = request.param
    return chosen


@pytest.fixture
def written(tmp_path: Path, version: Version) -> Path:
    write_oneroster(DISTRICT, tmp_path, version)
    return tmp_path


@pytest.mark.parametrize("version", ["1.1"], indirect=True)
def test_users_of_1_1_carry_their_role(written: Path) -> None:
    header = (written / "users.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == (
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,"
        "givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
    )
    assert not (written / "roles.csv").exists()


@pytest.mark.parametrize("version", ["1.2"], indirect=True)
def test_users_of_1_2_carry_preferred_names_and_roles_stand_apart(written: Path) -> None:
    header = (written / "users.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == (
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,"
        "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,"
        "userMasterIdentifier,resourceSourcedIds,preferredGivenName,preferredMiddleName,"
        "preferredFamilyName,primaryOrgSourcedId,pronouns"
    )
    roles = (written / "roles.csv").read_text(encoding="utf-8").splitlines()[0]
    assert roles == (
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
        "orgSourcedId,userProfile"
    )
    assert any(row["preferredGivenName"] for row in table(written, "users"))
    users = {row["sourcedId"] for row in table(written, "users")}
    assert {row["userSourcedId"] for row in table(written, "roles")} == users


def test_the_manifest_names_the_files_that_are_there(written: Path, version: Version) -> None:
    manifest = {row["propertyName"]: row["value"] for row in table(written, "manifest")}
    assert manifest["oneroster.version"] == version
    bulk = {key.removeprefix("file.") for key, value in manifest.items() if value == "bulk"}
    assert bulk | {"manifest"} == {path.stem for path in written.iterdir()}


def test_rows_refer_to_rows_that_exist(written: Path) -> None:
    ids = {
        name: {row["sourcedId"] for row in table(written, name)}
        for name in ("users", "orgs", "courses", "classes", "academicSessions")
    }
    for row in table(written, "enrollments"):
        assert row["userSourcedId"] in ids["users"]
        assert row["classSourcedId"] in ids["classes"]
        assert row["schoolSourcedId"] in ids["orgs"]
    for row in table(written, "classes"):
        assert row["courseSourcedId"] in ids["courses"]
        assert set(row["termSourcedIds"].split(",")) <= ids["academicSessions"]
    for row in table(written, "users"):
        assert {agent for agent in row["agentSourcedIds"].split(",") if agent} <= ids["users"]
    assert {row["sourcedId"] for row in table(written, "demographics")} <= ids["users"]


def test_source_ids_are_unique_within_a_file(written: Path) -> None:
    for path in written.iterdir():
        if path.stem != "manifest":
            rows = [row["sourcedId"] for row in table(written, path.stem)]
            assert len(set(rows)) == len(rows), path.stem


def test_what_must_not_be_read_holds_the_canary(written: Path) -> None:
    assert {row["password"] for row in table(written, "users")} == {NEVER_READ}
    for row in table(written, "demographics"):
        fields = [value for key, value in row.items() if key not in ("sourcedId", "birthDate")]
        assert {value for value in fields if value} == {NEVER_READ}


def test_birth_dates_stand_in_demographics_alone(written: Path) -> None:
    born = dict(DISTRICT.birth_dates())
    found = {row["sourcedId"]: row["birthDate"] for row in table(written, "demographics")}
    assert found == {key: day.isoformat() if day else "" for key, day in born.items()}
    users = (written / "users.csv").read_text(encoding="utf-8")
    assert not any(day.isoformat() in users for day in born.values() if day)


def test_students_are_known_by_local_and_state_id(written: Path) -> None:
    expected = {student.id: student for student in DISTRICT.students()}
    for row in table(written, "users"):
        if row["sourcedId"] in expected:
            local, state = expected[row["sourcedId"]].ids
            assert row["identifier"] == local
            assert row["userIds"] == f"{{LocalID:{local}}},{{StateID:{state}}}"


def test_the_importer_reads_back_the_very_people_and_classes(
    written: Path, version: Version
) -> None:
    roster = read_folder(written)
    assert roster.version == version
    for campus in DISTRICT.campuses():
        for person in (*campus.staff, *campus.guardians, *campus.students):
            known = replace(person, role=roster.people[person.id].role)
            if version == "1.1":  # which has no column for it
                known = replace(known, preferred_given="")
            assert roster.people[person.id] == known
            assert KIND_OF_ROLE[roster.people[person.id].role] is person.kind
        for seed in campus.classes:
            assert roster.groups[seed.group.id].title == seed.group.title
            for member in (*seed.group.students, *seed.group.staff):
                assert (seed.group.id, member) in roster.enrolments
    assert roster.births == {key: day for key, day in DISTRICT.birth_dates() if day}
    personas = DISTRICT.personas()
    assert roster.people[personas["teacher"].id].role is Role.TEACHER
    if version == "1.2":
        assert roster.people[personas["counsellor"].id].role is Role.COUNSELLOR


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path, version: Version) -> None:
    again = SyntheticDistrict(people=700, seed=4, today=date(2026, 11, 23))
    write_oneroster(DISTRICT, tmp_path / "one", version)
    write_oneroster(again, tmp_path / "two", version)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")


def test_the_bytes_of_one_seed_are_known(tmp_path: Path) -> None:
    """Another Python or another machine must write these very bytes; a new generator may not."""
    write_oneroster(SyntheticDistrict(600, 1, date(2026, 9, 1)), tmp_path, "1.1")
    assert digest(tmp_path)["users.csv"][:16] == "5bb3bbdf2de6eb81"


def test_it_counts_what_it_writes(tmp_path: Path, version: Version) -> None:
    counted = write_oneroster(DISTRICT, tmp_path, version)
    assert counted == {path.stem: len(table(tmp_path, path.stem)) for path in tmp_path.iterdir()}
