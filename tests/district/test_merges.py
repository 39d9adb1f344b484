"""People who came twice on the roster, and are one."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from gateway.district import edits
from gateway.district.caseloads import CASELOADS
from gateway.district.head_counts import read_head_counts
from gateway.district.holds import children_of, hats_of
from gateway.district.merged import log_ids_of, read_merged
from gateway.district.merges import MERGES
from gateway.district.opt_outs import OPT_OUTS
from gateway.district.permissions import RIGHTS_HELD
from gateway.errors import BadRequest
from gateway.store import tables
from gateway.terms.directory_information import DirectoryOptOut
from gateway.terms.disclosure import Consent, Signer
from gateway.terms.people import Case, PersonMerge
from gateway.terms.rights import Rights
from tests.district.conftest import V11, Town, write

pytestmark = pytest.mark.anyio

MERGE = PersonMerge(id="maya", kept="s1", duplicate="s9")
TWICE = V11 | {
    "users.csv": V11["users.csv"]
    + "s9,,school2,student,ortizm,,Mayita,Ortiz-Vega,,204777,maya.o@k12.example,,g2,04,\n"
    "g2,,school1,guardian,,,Luis,Vega,,,luis@home.example,,s9,,\n"
    "t9,,school2,teacher,rv2,,Ruth,Vance,,,r.vance@k12.example,,,,\n",
    "orgs.csv": V11["orgs.csv"] + "school2,Adams Elementary,school,119\n",
    "classes.csv": V11["classes.csv"] + "c2,Art 4,04,A4,school2\n",
    "enrollments.csv": V11["enrollments.csv"] + "e9,c2,s9,student,,\ne8,c2,t9,teacher,,\n",
}
"""The small district in which Maya was enrolled a second time under another name, and her teacher
has a second account."""


@pytest.fixture
async def twice(peopled: Town, tmp_path: Path) -> Town:
    """Give it, with nobody merged yet."""
    await peopled.import_folder(write(tmp_path / "twice", TWICE))
    return peopled


async def merge(town: Town, value: PersonMerge = MERGE) -> None:
    await town.run(lambda db: MERGES.put(db, value, 1))


async def part(town: Town, row: str = MERGE.id) -> None:
    remove = MERGES.remove
    assert remove is not None
    await town.run(lambda db: remove(db, row))


async def test_one_person_answers_to_both_ids(twice: Town) -> None:
    await merge(twice)
    district = twice.district()
    await district.refresh()
    assert district.ids_of("s9") == ("s1", "s9") == district.ids_of("s1")
    people = await district.people(["s1", "s9"])
    assert people["s1"] == people["s9"]
    maya = people["s9"].person
    assert (maya.id, maya.given, people["s9"].born) == ("s1", "Maya", date(2016, 5, 31))
    assert maya.given_names == ("Maya", "", "Mayita")
    assert maya.family_names == ("Ortiz", "", "Ortiz-Vega")
    assert maya.usernames == ("mortiz", "ortizm")
    assert {"204518", "204777"} <= set(maya.ids)
    assert (maya.guardians, maya.schools) == (("g1", "g2"), ("school1", "school2"))
    assert people["s1"].classes == ("c1", "c2")
    assert await district.wards(["g1", "g2"]) == {"g1": ("s1",), "g2": ("s1",)}
    for email in ("maya@k12.example", "MAYA.O@k12.example"):
        assert await district.person_by_email(email) == "s1"
    everybody, _ = await district.everybody()
    assert sorted(one.id for one in everybody) == ["g1", "g2", "s1", "s2", "s3", "t1", "t9"]


async def test_a_teacher_of_either_id_is_near_the_one_pupil(twice: Town) -> None:
    await merge(twice)
    await merge(twice, PersonMerge(id="ruth", kept="t1", duplicate="t9"))
    district = twice.district()
    await district.refresh()
    ruth = (await district.people(["t9"]))["t9"]
    assert (ruth.person.id, ruth.classes) == ("t1", ("c1", "c2"))
    assert (await district.circle(ruth.person)).ids == {"t1", "s1", "s2"}


async def test_a_merge_shows_with_the_next_request_and_its_end_too(twice: Town) -> None:
    district = twice.district()
    await district.refresh()
    before = await district.people(["s1", "s9"])
    assert before["s9"].person.given == "Mayita"
    since = district.roster_revision
    await merge(twice)
    await district.refresh()
    assert (await district.people(["s9"]))["s9"].person.id == "s1"
    changed = {one.id: one for one in await district.changed_people(since, 10)}
    assert {one: changed[one].active for one in changed} == {"s1": True, "s9": False}
    assert "Mayita" in changed["s1"].given_names
    since = district.roster_revision
    await part(twice)
    await district.refresh()
    assert await district.people(["s1", "s9"]) == before
    changed = {one.id: one for one in await district.changed_people(since, 10)}
    assert {one: changed[one].active for one in changed} == {"s1": True, "s9": True}


async def test_an_import_that_still_has_both_rows_changes_nothing(
    twice: Town, tmp_path: Path
) -> None:
    await merge(twice)
    assert not await twice.import_folder(write(tmp_path / "again", TWICE))
    district = twice.district()
    await district.refresh()
    assert (await district.people(["s9"]))["s9"].person.id == "s1"


@pytest.mark.parametrize("leaves", ["s1", "s9"])
async def test_who_is_still_there_under_one_id_is_there(
    twice: Town, tmp_path: Path, leaves: str
) -> None:
    await merge(twice)
    lines = TWICE["users.csv"].splitlines(keepends=True)
    users = "".join(line for line in lines if not line.startswith(f"{leaves},"))
    others = {
        name: "".join(line for line in text.splitlines(keepends=True) if f"{leaves}," not in line)
        for name, text in TWICE.items()
        if name in ("enrollments.csv", "demographics.csv")
    }
    await twice.import_folder(write(tmp_path / "left", TWICE | {"users.csv": users} | others))
    district = twice.district()
    await district.refresh()
    maya = (await district.people(["s1"]))["s1"]
    assert (maya.person.id, maya.person.active) == ("s1", True)
    assert maya.classes == (("c2",) if leaves == "s1" else ("c1",))
    assert {"Maya", "Mayita"} <= set(maya.person.given_names)
    assert maya.born == date(2016, 5, 31)


async def test_birth_dates_that_disagree_leave_the_age_unknown(twice: Town, tmp_path: Path) -> None:
    births = TWICE["demographics.csv"] + "s9,2012-05-31,\n"
    await twice.import_folder(write(tmp_path / "births", TWICE | {"demographics.csv": births}))
    await merge(twice)
    district = twice.district()
    await district.refresh()
    assert (await district.people(["s1"]))["s1"].born is None


async def test_what_was_recorded_under_either_id_counts_for_the_one(twice: Town) -> None:
    both = [
        Consent(id="under-s1", subject="s1", signer="g1", relationship=Signer.PARENT),
        Consent(id="under-s9", subject="s9", signer="g2", relationship=Signer.PARENT),
    ]
    await twice.run(lambda db: edits.put_consents(db, both, now=1))
    await twice.run(lambda db: edits.put_refusal(db, "s9", by="g2", now=1))
    opted = DirectoryOptOut(
        id="o1",
        student="s9",
        by="g2",
        relationship=Signer.PARENT,
        given_on=date(2026, 1, 1),
        evidence="a form",
    )
    await twice.run(lambda db: OPT_OUTS.put(db, opted, 1))
    found_out = Rights(student="s9", acting=frozenset({"g2"}))
    await twice.run(lambda db: RIGHTS_HELD.put(db, found_out, 1))
    await merge(twice)
    await merge(twice, PersonMerge(id="luis", kept="g1", duplicate="g2"))
    district = twice.district()
    await district.refresh()
    found = (await district.consents(["s1", "s9"]))["s1"]
    assert {(one.id, one.subject, one.signer) for one in found} == {
        ("under-s1", "s1", "g1"),
        ("under-s9", "s1", "g1"),
    }
    assert await district.refused(["s1"]) == {"s1"}
    assert [one.student for one in (await district.opt_outs(["s1"]))["s1"]] == ["s1"]
    assert (await district.rights(["s1"]))["s1"].acting == {"g1"}
    await part(twice)
    await district.refresh()
    assert [one.id for one in (await district.consents(["s1"]))["s1"]] == ["under-s1"]
    assert await district.refused(["s1", "s9"]) == {"s9"}


async def test_own_children_and_prompts_are_told_by_every_id(twice: Town) -> None:
    await merge(twice)
    await merge(twice, PersonMerge(id="ruth", kept="t1", duplicate="t9"))
    assert await twice.reader.read(partial(hats_of, person="t9")) == {"t1", "t9"}
    children = await twice.reader.read(partial(children_of, people=frozenset({"g2"})))
    assert children == {"s1", "s9"}


async def test_cases_of_either_id_are_the_ones(twice: Town) -> None:
    await merge(twice)
    await merge(twice, PersonMerge(id="ruth", kept="t1", duplicate="t9"))
    case = Case(id="c", person="t9", student="s3", until=date(2026, 6, 30))
    await twice.run(lambda db: CASELOADS.put(db, case, 1))
    district = twice.district()
    await district.refresh()
    ruth = (await district.people(["t1"]))["t1"].person
    assert "s3" in (await district.circle(ruth)).ids


async def test_who_came_twice_is_counted_once(twice: Town) -> None:
    before = await twice.reader.read(read_head_counts)
    await merge(twice)
    after = await twice.reader.read(read_head_counts)
    assert sum(before.grades.values()) - sum(after.grades.values()) == 1


async def test_the_log_ids_of_one_person_stand_together(twice: Town) -> None:
    assert await twice.reader.read(log_ids_of) == {}
    await merge(twice)
    query = tables.people.select().where(tables.people.c.id.in_(["s1", "s9"]))
    rows = await twice.reader.read(lambda db: db.execute(query).all())
    ids = {row.id: row.log_id for row in rows}
    assert await twice.reader.read(log_ids_of) == {ids["s1"]: (ids["s1"], ids["s9"])}


@pytest.mark.parametrize(
    ("value", "param"),
    [
        (replace(MERGE, id="x", duplicate="nobody"), "duplicate"),
        (replace(MERGE, id="x", kept="nobody"), "kept"),
        (replace(MERGE, id="x", duplicate="t1"), "duplicate"),
        (replace(MERGE, id="x", duplicate="s1"), "duplicate"),
        (replace(MERGE, id="x", kept="s2"), "duplicate"),
        (PersonMerge(id="x", kept="s9", duplicate="s2"), "kept"),
        (PersonMerge(id="x", kept="s2", duplicate="s1"), "duplicate"),
    ],
    ids=["nobody", "to nobody", "another kind", "oneself", "merged", "into one", "kept"],
)
async def test_a_merge_that_cannot_be_is_refused(
    twice: Town, value: PersonMerge, param: str
) -> None:
    await merge(twice)
    with pytest.raises(BadRequest) as refused:
        await twice.reader.read(lambda db: MERGES.check(db, value))
    assert refused.value.param == param
    with pytest.raises(BadRequest):
        await merge(twice, value)
    assert (await twice.reader.read(read_merged)).kept_of == {"s9": "s1"}


async def test_two_findings_about_rights_are_settled_first(twice: Town) -> None:
    for student in ("s1", "s9"):
        found = Rights(student=student, restricted=frozenset({"g1"}))
        await twice.run(lambda db, found=found: RIGHTS_HELD.put(db, found, 1))  # type: ignore[misc]
    with pytest.raises(BadRequest, match="rights"):
        await merge(twice)
