import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gateway.district import directory, edits
from gateway.errors import Unusable
from gateway.terms.disclosure import Consent, DistrictChoices, Tool
from tests.district.conftest import NOON, V11, Town, write

pytestmark = pytest.mark.anyio


async def view(town: Town) -> directory.District:
    district = town.district()
    await district.refresh()
    return district


async def test_people_come_with_birth_date_classes_and_log_id(peopled: Town) -> None:
    district = await view(peopled)
    found = await district.people(["s1", "nobody", "t1"])
    assert list(found) == ["s1", "t1"]
    maya = found["s1"]
    assert (maya.person.given, maya.born, maya.classes) == ("Maya", date(2016, 5, 31), ("c1",))
    assert maya.log_id.startswith("log-")
    assert found["t1"].born is None


async def test_an_enrolment_ends_after_its_last_day(peopled: Town) -> None:
    district = await view(peopled)
    assert (await district.people(["s2"]))["s2"].classes == ("c1",)
    peopled.clock[0] = NOON + timedelta(days=1)
    await district.refresh()
    assert (await district.people(["s2"]))["s2"].classes == ()
    assert "s2" not in (await district.circle((await district.people(["t1"]))["t1"].person)).ids


async def test_the_day_is_the_districts_own(peopled: Town) -> None:
    district = await view(peopled)
    peopled.clock[0] = datetime(2026, 3, 3, 4, 59, tzinfo=UTC)  # 23:59 in New York
    assert district.today() == date(2026, 3, 2)
    peopled.clock[0] = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)
    assert district.today() == date(2026, 3, 3)
    await peopled.run(
        lambda db: edits.set_choices(db, DistrictChoices(timezone="Pacific/Honolulu"))
    )
    await district.refresh()
    assert district.today() == date(2026, 3, 2)
    assert district.weekday_and_hour() == (1, 19)


async def test_a_teachers_circle_is_the_class_and_its_guardians(peopled: Town) -> None:
    district = await view(peopled)
    teacher = (await district.people(["t1"]))["t1"].person
    circle = await district.circle(teacher)
    assert circle.ids == {"t1", "s1", "s2"}
    assert {one.id for one in circle.people} == {"t1", "s1", "s2", "g1"}


async def test_a_guardians_circle_is_the_ward(peopled: Town) -> None:
    district = await view(peopled)
    rosa = (await district.people(["g1"]))["g1"].person
    assert (await district.circle(rosa)).ids == {"g1", "s1"}
    assert await district.wards(["g1", "t1"]) == {"g1": ("s1",), "t1": ()}


async def test_an_address_finds_the_one_who_has_it_in_any_case(peopled: Town) -> None:
    district = await view(peopled)
    assert await district.person_by_email("MAYA@K12.example") == "s1"
    assert await district.person_by_email("nobody@k12.example") is None


async def test_an_address_that_two_people_share_is_nobodys(town: Town, tmp_path: Path) -> None:
    users = V11["users.csv"].replace("204519,,", "204519,maya@k12.example,")
    await town.import_folder(write(tmp_path / "roster", V11 | {"users.csv": users}))
    assert await (await view(town)).person_by_email("maya@k12.example") is None


async def test_a_revoked_consent_shows_with_the_next_request_of_another_process(
    peopled: Town,
) -> None:
    here, there = await view(peopled), await view(peopled)
    consent = Consent(id="k", subject="s1")
    await peopled.run(lambda db: edits.put_consents(db, [consent], now=1))
    for one in (here, there):
        await one.refresh()
        assert (await one.consents(["s1", "s2"])) == {"s1": (consent,), "s2": ()}
        assert not await one.refused(["s1", "s2"])
    await peopled.run(lambda db: edits.put_refusal(db, "s2", by="g1", now=2))
    for one in (here, there):
        await one.refresh()
        assert await one.refused(["s1", "s2"]) == {"s2"}


async def test_a_new_roster_shows_with_the_next_request(peopled: Town, tmp_path: Path) -> None:
    district = await view(peopled)
    stamp = district.roster_stamp
    assert (await district.people(["s2"]))["s2"].person.given == "Jordan"
    users = V11["users.csv"].replace("Jordan", "Jordyn")
    await peopled.import_folder(write(tmp_path / "two", V11 | {"users.csv": users}))
    await district.refresh()
    assert district.roster_stamp != stamp
    assert (await district.people(["s2"]))["s2"].person.given == "Jordyn"


async def test_tools_are_found_by_the_name_people_ask_for(peopled: Town) -> None:
    tool = Tool(id="t1", model="small", provider="P")
    await peopled.run(lambda db: edits.put_tools(db, [tool]))
    district = await view(peopled)
    assert district.tool("small") == tool
    assert district.tool("t1") is None
    assert district.tools == (tool,)


async def test_a_credential_that_is_not_stored_says_which(peopled: Town) -> None:
    with pytest.raises(Unusable, match="`openai`"):
        await (await view(peopled)).secret("openai")


async def test_before_the_first_look_there_are_no_choices(peopled: Town) -> None:
    with pytest.raises(Unusable):
        _ = peopled.district().choices


async def test_everybody_is_who_is_active_and_every_school(peopled: Town, tmp_path: Path) -> None:
    people, schools = await (await view(peopled)).everybody()
    assert {one.id for one in people} == {"t1", "s1", "s2", "s3", "g1"}
    assert [one.name for one in schools] == ["Lincoln Elementary"]


async def test_who_changed_since_a_roster_is_told_and_whether_they_are_active(
    peopled: Town, tmp_path: Path
) -> None:
    district = await view(peopled)
    since = district.roster_revision
    assert await district.changed_people(since, 10) == []
    assert len(await district.changed_people(0, 3)) == 3
    users = V11["users.csv"].replace("Jordan", "Jordyn")
    await peopled.import_folder(write(tmp_path / "two", V11 | {"users.csv": users}))
    (changed,) = await district.changed_people(since, 10)
    assert (changed.id, changed.given, changed.active) == ("s2", "Jordyn", True)
    assert await district.schools() == (await district.everybody())[1]


async def test_a_full_cache_forgets_without_losing_anybody(
    peopled: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "CACHED_PEOPLE", 2)
    monkeypatch.setattr(directory, "CACHED_CIRCLES", 1)
    district = await view(peopled)
    everybody = ["t1", "s1", "s2", "s3", "g1"]
    for some in (everybody[:2], everybody[1:4], everybody, everybody[:1]):
        assert list(await district.people(some)) == some
        assert set(await district.consents(some)) == set(some)
    for one in everybody:
        person = (await district.people([one]))[one].person
        assert one in (await district.circle(person)).ids


async def test_many_requests_at_once_see_one_edit(peopled: Town) -> None:
    district = await view(peopled)
    await peopled.run(lambda db: edits.set_choices(db, DistrictChoices(coppa_age=14)))
    revisions = await asyncio.gather(*[district.refresh() for _ in range(20)])
    assert len(set(revisions)) == 1
    assert district.choices.coppa_age == 14


async def test_requests_that_came_together_share_a_look_at_what_was_edited(
    peopled: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    district = await view(peopled)
    looks: list[int] = []
    read = district._read_revision

    async def counted() -> directory.Revision:
        looks.append(1)
        return await read()

    monkeypatch.setattr(district, "_read_revision", counted)
    await asyncio.gather(*[district.confirm() for _ in range(3)])
    assert len(looks) == (1 if peopled.reader.is_quick_at_once else 3)
    await asyncio.sleep(0)
    looks.clear()
    await district.confirm()
    assert len(looks) == 1  # whoever came later looks for themselves


async def test_who_comes_after_an_edit_is_told_of_it(peopled: Town) -> None:
    district = await view(peopled)

    async def come_after_an_edit(number: int) -> None:
        choices = DistrictChoices(roster_serves_days=number)
        await peopled.run(lambda db: edits.set_choices(db, choices))
        await district.confirm()
        assert district.choices.roster_serves_days >= number

    async def come_and_go() -> None:
        for _ in range(300):
            await district.confirm()
            await asyncio.sleep(0)

    coming = [asyncio.create_task(come_and_go()) for _ in range(4)]
    for number in range(1, 20):
        await come_after_an_edit(number)
    await asyncio.gather(*coming)


async def test_a_look_that_failed_is_nobodys(
    peopled: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    district = await view(peopled)

    async def fail() -> directory.Revision:
        raise Unusable("the database does not answer")

    with monkeypatch.context() as patched:
        patched.setattr(district, "_read_revision", fail)
        found = await asyncio.gather(
            *[district.confirm() for _ in range(2)], return_exceptions=True
        )
        assert [type(one) for one in found] == [Unusable, Unusable]
    await district.confirm()
