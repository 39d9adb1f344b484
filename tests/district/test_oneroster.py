from datetime import date
from pathlib import Path

import pytest

from gateway.district.oneroster import Roster, RosterRejected, read_folder
from gateway.district.oneroster_csv import MOST_FAULTS
from gateway.terms.people import Kind, Role
from tests.district.conftest import V11, write

V12_USERS = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,preferredGivenName,"
    "preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns\n"
    "s1,,,true,mortiz,,María,Ortiz,,204518,,,,,04,secret,Mia,,Ortiz-Vega,school1,she\n"
    "x1,,,true,rvance,,Ruth,Vance,,,,,,s1,,secret,,,,school1,\n"
)
V12_ROLES = (
    "sourcedId,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
    "r1,s1,primary,student,,,school1,\n"
    "r2,x1,secondary,parent,,,school1,\n"
    "r3,x1,primary,counselor,,,school2,\n"
)


def read(tmp_path: Path, **changes: str | None) -> Roster:
    files = V11 | {name.replace("_", "."): text for name, text in changes.items() if text}
    for name, text in changes.items():
        if text is None:
            del files[name.replace("_", ".")]
    return read_folder(write(tmp_path, files))


def faults(tmp_path: Path, files: dict[str, str]) -> list[str]:
    with pytest.raises(RosterRejected) as caught:
        read_folder(write(tmp_path, files))
    return [str(one) for one in caught.value.faults]


def test_version_1_1_is_read_whole(tmp_path: Path) -> None:
    roster = read(tmp_path)
    assert roster.version == "1.1"
    maya = roster.people["s1"]
    assert (maya.given, maya.family, maya.grade) == ("Maya", "Ortiz", "04")
    assert maya.ids == ("204518", "314", "S2001")
    assert maya.guardians == ("g1",)
    assert roster.births == {"s1": date(2016, 5, 31), "s2": date(2015, 1, 2)}
    assert roster.groups["c1"].title == "Reading 4"
    assert set(roster.enrolments) == {("c1", "t1"), ("c1", "s1"), ("c1", "s2")}
    assert roster.schools["school1"].name == "Lincoln Elementary"


def test_version_1_2_is_told_by_its_header_and_roles_come_from_their_own_file(
    tmp_path: Path,
) -> None:
    roster = read_folder(write(tmp_path, {"users.csv": V12_USERS, "roles.csv": V12_ROLES}))
    assert roster.version == "1.2"
    maria, ruth = roster.people["s1"], roster.people["x1"]
    assert (maria.preferred_given, maria.preferred_family) == ("Mia", "Ortiz-Vega")
    assert (ruth.kind, ruth.role) == (Kind.STAFF, Role.COUNSELLOR)
    assert ruth.schools == ("school1", "school2")


def test_staff_who_are_parents_are_linked_to_their_child(tmp_path: Path) -> None:
    roster = read_folder(write(tmp_path, {"users.csv": V12_USERS, "roles.csv": V12_ROLES}))
    assert roster.people["s1"].guardians == ("x1",)


def test_a_manifest_that_claims_another_version_changes_nothing(tmp_path: Path) -> None:
    manifest = "propertyName,value\noneroster.version,1.1\n"
    files = {"users.csv": V12_USERS, "roles.csv": V12_ROLES, "manifest.csv": manifest}
    assert read_folder(write(tmp_path, files)).version == "1.2"


def test_passwords_and_demographics_other_than_birth_dates_are_not_read(tmp_path: Path) -> None:
    roster = read(tmp_path)
    everything = repr(roster)
    for word in ("hunter2", "tiger", "female"):
        assert word not in everything


def test_a_row_to_be_deleted_is_nobody(tmp_path: Path) -> None:
    users = V11["users.csv"].replace("s3,,", "s3,tobedeleted,")
    assert "s3" not in read(tmp_path, users_csv=users).people


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    folder = write(tmp_path, {**V11, "users.csv": ""})
    text = V11["users.csv"].replace("\n", "\r\n")
    (folder / "users.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_folder(folder).people["s1"].given == "Maya"


def test_a_line_break_in_a_quoted_cell_keeps_the_line_numbers_right(tmp_path: Path) -> None:
    users = (
        V11["users.csv"].replace("Ruth", '"Ruth\nAnne"').replace("s3,,school1,student", "s3,,,x")
    )
    (fault,) = faults(tmp_path, V11 | {"users.csv": users})
    assert fault.startswith("users.csv:6:")


def test_the_progress_reaches_the_files_size(tmp_path: Path) -> None:
    folder = write(tmp_path, V11)
    seen: dict[str, int] = {}
    read_folder(folder, lambda name, done: seen.update({name: done}))
    assert seen["users.csv"] == (folder / "users.csv").stat().st_size


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        pytest.param(
            "users.csv", "s2,,school1,student", "s2,,school1,wizard", "users.csv:4: the person has",
            id="a role nobody knows",
        ),
        pytest.param(
            "users.csv", "Jordan,Lee", ",", "users.csv:4: `givenName`", id="nobody's name",
        ),
        pytest.param(
            "users.csv", "s2,,school1", "s1,,school1", "users.csv:4: `sourcedId` stands there a",
            id="one id twice",
        ),
        pytest.param(
            "users.csv", "s2,,school1", ",,school1", "users.csv:4: `sourcedId` is empty",
            id="no id",
        ),
        pytest.param(
            "users.csv", "s2,,school1,student,jlee,,", "s2,,school1,student,", "users.csv:4: has",
            id="too few cells",
        ),
        pytest.param(
            "users.csv", "familyName", "surname", "users.csv:1: these columns are missing: family",
            id="a column missing",
        ),
        pytest.param(
            "users.csv", "Jordan,Lee", 'Jor"dan,"Lee', "users.csv:", id="a quote never closed",
        ),
        pytest.param(
            "demographics.csv", "2015-01-02", "01/02/2015", "demographics.csv:3: `birthDate`",
            id="a date of another kind",
        ),
        pytest.param(
            "demographics.csv", "s2,", "s9,", "demographics.csv:3: nobody", id="nobody's birth",
        ),
        pytest.param(
            "enrollments.csv", "e3,c1,s2", "e3,c9,s2", "enrollments.csv:4: no class",
            id="no such class",
        ),
        pytest.param(
            "enrollments.csv", "e3,c1,s2", "e3,c1,s9", "enrollments.csv:4: nobody",
            id="nobody in a class",
        ),
        pytest.param(
            "orgs.csv", "Lincoln Elementary", "", "orgs.csv:2: `name` is empty", id="no name",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_file_and_line(
    tmp_path: Path, name: str, old: str, new: str, fault: str
) -> None:
    assert old in V11[name]
    said = faults(tmp_path, V11 | {name: V11[name].replace(old, new, 1)})
    assert any(one.startswith(fault) for one in said), said


def test_a_fault_never_quotes_a_name(tmp_path: Path) -> None:
    users = V11["users.csv"].replace("s2,,school1,student", "s2,,school1,wizard")
    assert "Jordan" not in " ".join(faults(tmp_path, V11 | {"users.csv": users}))


def saved_as(folder: Path, encoding: str, comma: str = ",") -> list[str]:
    """Return the faults of a folder whose files a spreadsheet program saved in its own way."""
    for name, text in V11.items():
        text = text.replace("Jordan", "José").replace("Maya", "Zoë").replace(",", comma)
        (folder / name).write_bytes(text.encode(encoding))
    with pytest.raises(RosterRejected) as caught:
        read_folder(folder)
    return [str(fault) for fault in caught.value.faults]


def test_windows_1252_is_told_once_a_file_with_its_first_line(tmp_path: Path) -> None:
    said = [one for one in saved_as(tmp_path, "cp1252") if one.startswith("users.csv")]
    assert [one.partition(";")[0] for one in said] == [
        "users.csv:3: is not UTF-8 text but most likely Windows-1252, a spreadsheet's `CSV`"
    ]
    assert said[0].endswith("save it anew as `CSV UTF-8 (comma delimited)`")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_as_what_it_is(tmp_path: Path, encoding: str) -> None:
    said = saved_as(tmp_path, encoding)
    assert all(":1: is UTF-16 text" in one for one in said), said
    assert len(said) == len({one.partition(":")[0] for one in said})


@pytest.mark.parametrize(("comma", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_commas_are_told_as_what_they_are(tmp_path: Path, comma: str, word: str) -> None:
    said = saved_as(tmp_path, "utf-8", comma)
    assert all(f":1: its cells are parted by {word}; save it anew" in one for one in said), said


def test_an_empty_file_is_told_which_columns_it_lacks(tmp_path: Path) -> None:
    assert faults(tmp_path, V11 | {"users.csv": ""}) == [
        "users.csv:1: these columns are missing: sourcedId, username, givenName, familyName, "
        "agentSourcedIds, grades"
    ]


def test_a_folder_without_users_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, {"orgs.csv": V11["orgs.csv"]})[0].startswith("users.csv: is missing")


def test_version_1_2_without_roles_is_refused(tmp_path: Path) -> None:
    said = faults(tmp_path, {"users.csv": V12_USERS})
    assert said[0].startswith("roles.csv: is missing")


def test_many_faults_are_counted_and_the_first_hundred_named(tmp_path: Path) -> None:
    header = V11["users.csv"].split("\n", 1)[0]
    rows = "".join(f"s{n},,school1,wizard,,,Ann,Wu,,,,,,,\n" for n in range(250))
    with pytest.raises(RosterRejected) as caught:
        read_folder(write(tmp_path, {"users.csv": f"{header}\n{rows}"}))
    assert len(caught.value.faults) == MOST_FAULTS
    assert caught.value.more == 150
    assert "250 faults" in caught.value.message


TERMS = {
    "academicSessions.csv": (
        "sourcedId,status,title,type,startDate,endDate\n"
        "fall,,Fall,term,2025-08-20,2026-01-15\n"
        "spring,,Spring,term,2026-01-16,2026-06-12\n"
    ),
    "classes.csv": (
        "sourcedId,title,grades,classCode,schoolSourcedId,termSourcedIds\n"
        'c1,Reading 4,04,R4,school1,"fall,spring"\n'
    ),
}


def test_who_has_no_dates_of_their_own_is_in_a_class_while_it_is_held(tmp_path: Path) -> None:
    found = read_folder(write(tmp_path, V11 | TERMS)).enrolments
    assert (found["c1", "t1"].begins, found["c1", "t1"].ends) == ("2025-08-20", "2026-06-12")
    assert (found["c1", "s1"].begins, found["c1", "s1"].ends) == ("2025-09-01", "2026-06-30")


def test_of_two_places_in_one_class_the_later_counts(tmp_path: Path) -> None:
    left_and_back = (
        "sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate\n"
        "e2,c1,s1,student,2026-02-01,2026-06-30\n"
        "e1,c1,s1,student,2025-09-01,2025-10-01\n"
    )
    found = read_folder(write(tmp_path, V11 | {"enrollments.csv": left_and_back}))
    assert found.enrolments["c1", "s1"].begins == "2026-02-01"


@pytest.mark.parametrize(
    ("file", "was", "now"),
    [
        ("academicSessions.csv", "2026-06-12", "June"),
        ("academicSessions.csv", "2026-06-12", "2026-01-02"),
        ("enrollments.csv", "2025-09-01", "first of September"),
    ],
)
def test_a_day_that_is_none_is_a_fault(tmp_path: Path, file: str, was: str, now: str) -> None:
    files = V11 | TERMS
    files = files | {file: files[file].replace(was, now, 1)}
    with pytest.raises(RosterRejected) as rejected:
        read_folder(write(tmp_path, files))
    assert rejected.value.faults[0].file == file
