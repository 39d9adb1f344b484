import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gateway.district.access import ACCESS
from gateway.errors import BadRequest
from gateway.terms.people import ClassAccess
from tests.district.conftest import V11, Town, write

pytestmark = pytest.mark.anyio

SUBSTITUTE = "t2,,school1,teacher,mhall,,Mona,Hall,,,mona.hall@k12.example,,,,\n"
GRANT = ClassAccess(
    id="sub-1", person="t2", group="c1", since=date(2026, 3, 2), until=date(2026, 3, 3)
)


@pytest.fixture
async def staffed(town: Town, tmp_path: Path) -> Town:
    """Give the small district with a second teacher, who is in no class."""
    files = V11 | {"users.csv": V11["users.csv"] + SUBSTITUTE}
    await town.import_folder(write(tmp_path / "staffed", files))
    return town


@pytest.mark.parametrize(
    ("day", "classes"),
    [
        pytest.param(date(2026, 3, 1), (), id="the day before"),
        pytest.param(date(2026, 3, 2), ("c1",), id="the first day"),
        pytest.param(date(2026, 3, 3), ("c1",), id="the last day"),
        pytest.param(date(2026, 3, 4), (), id="the day after"),
    ],
)
async def test_a_substitute_is_in_the_class_for_the_days_granted(
    staffed: Town, day: date, classes: tuple[str, ...]
) -> None:
    await staffed.run(lambda db: ACCESS.put(db, GRANT, 1))
    staffed.clock[0] = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    district = staffed.district()
    await district.refresh()
    mona = (await district.people(["t2"]))["t2"]
    assert mona.classes == classes
    around = (await district.circle(mona.person)).ids
    assert ("s1" in around) is bool(classes)
    assert "s3" not in around


async def test_access_shows_at_once_and_outlives_an_import(staffed: Town, tmp_path: Path) -> None:
    district = staffed.district()
    await district.refresh()
    assert (await district.people(["t2"]))["t2"].classes == ()
    await staffed.run(lambda db: ACCESS.put(db, GRANT, 1))
    await district.refresh()
    assert (await district.people(["t2"]))["t2"].classes == ("c1",)
    users = V11["users.csv"].replace("Jordan", "Jorden") + SUBSTITUTE
    await staffed.import_folder(write(tmp_path / "again", V11 | {"users.csv": users}))
    await district.refresh()
    assert (await district.people(["t2"]))["t2"].classes == ("c1",)
    remove = ACCESS.remove
    assert remove is not None
    await staffed.run(lambda db: remove(db, "sub-1"))
    await district.refresh()
    assert (await district.people(["t2"]))["t2"].classes == ()


@pytest.mark.parametrize(
    ("change", "param"),
    [
        pytest.param({"person": "s1"}, "person", id="a student"),
        pytest.param({"person": "nobody"}, "person", id="nobody"),
        pytest.param({"group": "c9"}, "group", id="no class"),
        pytest.param({"until": date(2026, 3, 1)}, "until", id="ends first"),
        pytest.param({"id": "Sub 1"}, "id", id="no id"),
    ],
)
async def test_access_that_cannot_be_is_refused(
    staffed: Town, change: dict[str, object], param: str
) -> None:
    grant = dataclasses.replace(GRANT, **change)  # type: ignore[arg-type]
    with pytest.raises(BadRequest) as caught:
        await staffed.reader.quick(lambda db: ACCESS.check(db, grant))
    assert caught.value.param == param
    await staffed.reader.quick(lambda db: ACCESS.check(db, GRANT))
    await staffed.run(lambda db: ACCESS.put(db, GRANT, 1))
    kept = await staffed.reader.quick(
        lambda db: (ACCESS.read(db, "sub-1"), ACCESS.listed(db, "", 9))
    )
    assert kept == (GRANT, [GRANT])
