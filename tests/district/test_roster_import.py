from datetime import date
from pathlib import Path
from random import Random

import orjson
import pytest
from sqlalchemy import Connection, select

from gateway.district import roster_import
from gateway.district.oneroster import read_folder
from gateway.district.roster_report import Change, TooManyGo
from gateway.district.sealed import open_birth_date
from gateway.identity.key_ring import create_key, list_keys
from gateway.store import tables
from tests.district.conftest import DAY, V11, Town, write

pytestmark = pytest.mark.anyio


async def rows(town: Town, table: str) -> list[dict[str, object]]:
    query = select(tables.metadata.tables[table])
    return await town.reader.read(lambda db: [dict(row._mapping) for row in db.execute(query)])


async def revision(town: Town) -> int:
    found = [row["number"] for row in await rows(town, "revisions") if row["name"] == "roster"]
    assert isinstance(found[0], int)
    return found[0]


async def test_a_first_import_adds_everybody(town: Town, tmp_path: Path) -> None:
    difference = await town.import_folder(write(tmp_path / "one", V11))
    assert difference.people == Change(added=5)
    assert difference.classes == Change(added=1)
    assert difference.enrolments == Change(added=3)
    assert await revision(town) == 1
    (noted,) = await rows(town, "roster_imports")
    assert noted["result"] == "applied"
    assert orjson.loads(str(noted["counts"]))["people"]["added"] == 5


async def test_birth_dates_are_sealed(peopled: Town) -> None:
    people = {row["id"]: row for row in await rows(peopled, "people")}
    born = people["s1"]["born"]
    assert isinstance(born, bytes)
    assert b"2016-05-31" not in born
    assert open_birth_date(peopled.fields, "s1", born) == date(2016, 5, 31)
    assert people["s3"]["born"] is None


async def test_the_same_roster_again_changes_nothing(peopled: Town, tmp_path: Path) -> None:
    before = await rows(peopled, "people")
    assert not await peopled.import_folder(write(tmp_path / "again", V11))
    assert await rows(peopled, "people") == before
    assert await revision(peopled) == 1
    assert [row["result"] for row in await rows(peopled, "roster_imports")] == [
        "applied",
        "unchanged",
    ]


async def test_a_change_writes_that_row_alone_and_keeps_the_log_id(
    peopled: Town, tmp_path: Path
) -> None:
    before = {row["id"]: row for row in await rows(peopled, "people")}
    changed = V11 | {"users.csv": V11["users.csv"].replace("Maya,Ortiz", "Maya,Ortiz-Vega")}
    difference = await peopled.import_folder(write(tmp_path / "two", changed))
    assert difference.people == Change(changed=1)
    after = {row["id"]: row for row in await rows(peopled, "people")}
    assert after["s1"]["family"] == "Ortiz-Vega"
    assert after["s1"]["log_id"] == before["s1"]["log_id"]
    assert {who: row for who, row in after.items() if who != "s1"} == {
        who: row for who, row in before.items() if who != "s1"
    }


async def test_each_row_tells_with_which_roster_it_was_written_last(
    peopled: Town, tmp_path: Path
) -> None:
    first = await revision(peopled)
    users = V11["users.csv"].replace("Maya,Ortiz", "Maya,Ortiz-Vega")
    left = "".join(line for line in users.splitlines(keepends=True) if not line.startswith("s2,"))
    await peopled.import_folder(write(tmp_path / "two", V11 | {"users.csv": users}))
    await peopled.import_folder(
        write(
            tmp_path / "three",
            V11
            | {
                "users.csv": left,
                "enrollments.csv": "".join(V11["enrollments.csv"].splitlines(keepends=True)[:-1]),
                "demographics.csv": V11["demographics.csv"].replace("s2,2015-01-02,\n", ""),
            },
        )
    )
    written = {row["id"]: row["revision"] for row in await rows(peopled, "people")}

    assert written == {"t1": first, "s3": first, "g1": first, "s1": first + 1, "s2": first + 2}


async def test_a_birth_date_put_right_is_a_change(peopled: Town, tmp_path: Path) -> None:
    changed = V11 | {
        "demographics.csv": V11["demographics.csv"].replace("2015-01-02", "2013-01-02")
    }
    difference = await peopled.import_folder(write(tmp_path / "two", changed))
    assert difference.people == Change(changed=1)


async def test_somebody_who_left_is_kept_inactive_and_may_come_back(
    peopled: Town, tmp_path: Path
) -> None:
    without = "".join(
        line for line in V11["users.csv"].splitlines(keepends=True) if not line.startswith("s2,")
    )
    files = V11 | {
        "users.csv": without,
        "enrollments.csv": "".join(V11["enrollments.csv"].splitlines(keepends=True)[:-1]),
        "demographics.csv": V11["demographics.csv"].replace("s2,2015-01-02,\n", ""),
    }  # fmt: skip
    difference = await peopled.import_folder(write(tmp_path / "two", files))
    assert difference.people == Change(removed=1)
    assert difference.enrolments == Change(removed=1)
    gone = {row["id"]: row for row in await rows(peopled, "people")}["s2"]
    assert gone["active"] is False
    back = await peopled.import_folder(write(tmp_path / "three", V11))
    assert back.people == Change(changed=1)
    again = {row["id"]: row for row in await rows(peopled, "people")}["s2"]
    assert (again["active"], again["log_id"]) == (True, gone["log_id"])


async def test_an_address_that_moves_to_somebody_else_finds_the_new_one(
    peopled: Town, tmp_path: Path
) -> None:
    users = (
        V11["users.csv"]
        .replace("maya@k12.example", "")
        .replace("204519,,", "204519,maya@k12.example,")
    )
    await peopled.import_folder(write(tmp_path / "two", V11 | {"users.csv": users}))
    found = [row["person"] for row in await rows(peopled, "emails") if "maya" in str(row["email"])]
    assert found == ["s2"]  # fmt: skip


async def test_what_fails_half_way_leaves_everything_as_it_was(
    peopled: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: await rows(peopled, name) for name in ("people", "schools", "revisions")}
    renamed = V11 | {
        "users.csv": V11["users.csv"].replace("Jordan", "Jordyn"),
        "orgs.csv": V11["orgs.csv"].replace("Lincoln", "Roosevelt"),
    }

    def broken(_db: Connection, _part: str) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr(roster_import, "bump", broken)
        with pytest.raises(OSError, match="the disk"):
            await peopled.import_folder(write(tmp_path / "two", renamed))
    assert {name: await rows(peopled, name) for name in before} == before
    assert (await peopled.import_folder(write(tmp_path / "three", renamed))).people == Change(
        changed=1
    )


async def test_large_rosters_are_written_in_batches_with_progress(
    town: Town, tmp_path: Path
) -> None:
    header = V11["users.csv"].split("\n", 1)[0]
    people = "".join(f"s{n},,,student,u{n},,Given{n},Family{n},,{n},,,,05,\n" for n in range(2500))
    told: list[tuple[str, int, int]] = []
    await town.import_folder(
        write(tmp_path / "many", {"users.csv": f"{header}\n{people}"}),
        written=lambda what, done, total: told.append((what, done, total)),
    )
    assert told == [("people", 1000, 2500), ("people", 2000, 2500), ("people", 2500, 2500)]


async def test_who_leaves_loses_their_keys_for_good(peopled: Town, tmp_path: Path) -> None:
    def make(db: Connection) -> None:
        for number, person in enumerate(("t1", "g1")):
            create_key(db, pepper=b"p" * 32, choose=Random(number).choice, now=1, person=person)

    await peopled.run(make)
    users = "".join(
        line for line in V11["users.csv"].splitlines(True) if not line.startswith("g1,")
    )
    await peopled.import_folder(write(tmp_path / "without", V11 | {"users.csv": users}))
    await peopled.import_folder(write(tmp_path / "back", V11))
    kept = await peopled.reader.quick(list_keys)
    assert {key.use.person: key.revoked is None for key in kept} == {"t1": True, "g1": False}


def left_out(file: str, *starts: str) -> str:
    """Return a file of the small district without the rows that begin so."""
    return "".join(line for line in V11[file].splitlines(True) if not line.startswith(starts))


async def test_where_more_go_than_expected_nothing_changes(peopled: Town, tmp_path: Path) -> None:
    shrunk = write(tmp_path / "shrunk", V11 | {"users.csv": left_out("users.csv", "s3,")})
    with pytest.raises(TooManyGo, match="1 of 3 students would go, more than 33 %"):
        await peopled.import_folder(shrunk, most_going=33)
    district = peopled.district()
    await district.refresh()
    assert "s3" in await district.people(["s3"])
    assert (await peopled.import_folder(shrunk, most_going=34)).students.removed == 1


@pytest.mark.parametrize(
    ("file", "rows", "told"),
    [
        ("users.csv", ["g1,"], "1 of 1 guardians"),
        ("enrollments.csv", ["e2,", "e3,"], "2 of 3 enrolments"),
    ],
)
async def test_each_part_is_watched_by_itself(
    peopled: Town, tmp_path: Path, file: str, rows: list[str], told: str
) -> None:
    shrunk = write(tmp_path / "shrunk", V11 | {file: left_out(file, *rows)})
    with pytest.raises(TooManyGo, match=told):
        await peopled.import_folder(shrunk, most_going=50)


async def test_who_becomes_one_of_another_kind_is_no_more_of_the_old_one(
    peopled: Town, tmp_path: Path
) -> None:
    users = V11["users.csv"].replace("s3,,school1,student", "s3,,school1,teacher")
    promoted = write(tmp_path / "promoted", V11 | {"users.csv": users})
    with pytest.raises(TooManyGo, match="1 of 3 students"):
        await peopled.import_folder(promoted, most_going=20)


async def test_an_enrolment_that_is_over_is_expected_to_go(peopled: Town, tmp_path: Path) -> None:
    later = date(2026, 3, 3)
    shrunk = write(
        tmp_path / "shrunk", V11 | {"enrollments.csv": left_out("enrollments.csv", "e3,")}
    )
    with pytest.raises(TooManyGo, match="1 of 3 enrolments"):
        await peopled.import_folder(shrunk, most_going=20)
    done = await peopled.import_folder(shrunk, most_going=20, today=later)
    assert (done.enrolments.removed, done.enrolments.going, done.enrolments.known) == (1, 0, 2)


async def test_a_comparison_tells_what_an_import_does_and_changes_nothing(
    peopled: Town, tmp_path: Path
) -> None:
    before = {name: await rows(peopled, name) for name in ("people", "enrolments", "revisions")}
    users = (
        left_out("users.csv", "s3,").replace("Maya", "Maia")
        + "t2,,school1,teacher,,,Al,Oh,,,,,,,\n"
    )
    roster = read_folder(write(tmp_path / "two", V11 | {"users.csv": users}))
    told = await peopled.reader.read(
        lambda db: peopled.importer().compare(db, roster, today=DAY).difference
    )
    assert told.students == Change(changed=1, removed=1)
    assert told.staff == Change(added=1)
    assert told.beyond(33) == ("students",)
    assert {name: await rows(peopled, name) for name in before} == before
    assert await peopled.import_folder(tmp_path / "two") == told
