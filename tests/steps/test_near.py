import asyncio
from pathlib import Path

import pytest

from gateway.district.circles import Circle
from gateway.district.directory import District
from gateway.steps import near
from gateway.steps.near import Near
from gateway.terms.people import Person
from tests.district.conftest import V11, Town, write

pytestmark = pytest.mark.anyio


async def person(district: District, who: str) -> Person:
    return (await district.people([who]))[who].person


async def test_a_teachers_near_names_are_the_class_and_its_guardians(peopled: Town) -> None:
    district = peopled.district()
    await district.refresh()
    names = await Near(district).of(await person(district, "t1"))
    assert set(names.people) == {"t1", "s1", "s2", "g1"}


async def test_they_are_built_once_a_roster(peopled: Town, tmp_path: Path) -> None:
    district = peopled.district()
    await district.refresh()
    tables = Near(district)
    teacher = await person(district, "t1")
    first = await tables.of(teacher)
    assert await tables.of(teacher) is first
    users = V11["users.csv"].replace("Jordan", "Jordyn")
    await peopled.import_folder(write(tmp_path / "two", V11 | {"users.csv": users}))
    await district.refresh()
    assert await tables.of(teacher) is not first


async def test_only_the_latest_principals_are_kept(
    peopled: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near, "CAPACITY", 2)
    district = peopled.district()
    await district.refresh()
    tables = Near(district)
    built = {who: await tables.of(await person(district, who)) for who in ("t1", "s1", "s2")}
    assert await tables.of(await person(district, "s2")) is built["s2"]
    assert await tables.of(await person(district, "t1")) is not built["t1"]


class Held(District):
    """Reads a circle at once, and gives it only when it is let go."""

    let_go: asyncio.Event
    read_it: asyncio.Event

    async def circle(self, person: Person) -> Circle:
        """Return the people around a person, late."""
        found = await super().circle(person)
        self.read_it.set()
        await self.let_go.wait()
        return found


async def test_names_read_from_the_last_roster_are_not_kept_for_the_new_one(
    peopled: Town, tmp_path: Path
) -> None:
    district = Held(peopled.reader, peopled.fields, now=lambda: peopled.clock[0])
    district.let_go, district.read_it = asyncio.Event(), asyncio.Event()
    await district.refresh()
    tables = Near(district)
    teacher = await person(district, "t1")
    early = asyncio.create_task(tables.of(teacher))
    await district.read_it.wait()
    users = V11["users.csv"].replace("Jordan", "Jordyn")
    await peopled.import_folder(write(tmp_path / "two", V11 | {"users.csv": users}))
    await district.refresh()
    late = asyncio.create_task(tables.of(teacher))
    await asyncio.sleep(0)
    district.let_go.set()
    old, new = await early, await late
    assert old is not new
    assert await tables.of(teacher) is new
