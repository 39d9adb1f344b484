"""An emergency needs its threat in words, ends by itself, and is told, logged and kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from gateway.district import edits
from gateway.errors import BadRequest, Forbidden
from gateway.oversight.emergencies import Emergencies
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Stale
from gateway.store.tables import emergencies, letters
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.people import Duty
from gateway.terms.times import MINUTE_MS
from tests.oversight.conftest import Rooms

pytestmark = pytest.mark.anyio

SAM = Officer(person="t2", log_id="log-sam", key="k2", duties=frozenset({Duty.PRIVACY_OFFICER}))
THREAT = "Maya wrote that she is on the bridge, and nobody can reach her."


class Glass:
    """What may be broken in the small district, and its clock."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms, self.town = rooms, rooms.town
        self.district = rooms.town.district()
        self.door = Emergencies(
            rooms.office,
            rooms.town.reader,
            self.district,
            rooms.outbox,
            now=self.now,
            new_id=rooms.office._new_id,
        )

    def now(self) -> int:
        return int(self.town.clock[0].timestamp() * 1000)

    async def declare(self, by: Officer = SAM, **other: Any) -> Any:
        told: dict[str, Any] = {
            "threat": THREAT,
            "about": ["s1"],
            "typists": ["t1"],
            "minutes": 30,
        }
        return await self.door.declare(**(told | other), by=by)


@pytest.fixture
async def glass(rooms: Rooms) -> Glass:
    made = Glass(rooms)
    chosen = DistrictChoices(safety_leads=frozenset({"t1"}))
    await made.town.run(lambda db: edits.set_choices(db, chosen))
    await made.district.refresh()
    return made


async def test_an_emergency_covers_named_people_until_it_ends_by_itself(glass: Glass) -> None:
    kept = await glass.declare()
    await glass.district.refresh()
    (one,) = await glass.district.emergencies()
    assert one == kept.value
    assert one.ends - one.begins == 30 * MINUTE_MS
    assert one.covers("t1", one.begins)
    assert one.covers("t1", one.ends - 1)
    assert not one.covers("t1", one.ends)
    assert not one.covers("t1", one.begins - 1)
    assert not one.covers("t2", one.begins)


async def test_the_threat_is_kept_sealed_and_the_log_has_its_hash(glass: Glass) -> None:
    await glass.declare()
    (edit,) = await glass.rooms.office.history(kind="emergency")
    assert edit.edit is not None
    assert edit.edit.why == THREAT
    event = (await glass.rooms.events())[-1]
    assert (event["event"], event["sha256"]) == ("emergency_declared", edit.sha256)
    rows = await glass.town.reader.read(
        lambda db: [*db.execute(select(emergencies)).all(), *db.execute(select(letters)).all()]
    )
    assert len(rows) == 2
    assert "bridge" not in repr(rows) + repr(await glass.rooms.events())


async def test_it_ends_sooner_where_an_officer_says_so(glass: Glass) -> None:
    kept = await glass.declare()
    glass.town.clock[0] += timedelta(minutes=5)
    over = await glass.door.end(kept.value.id, seen=1, why="she is found", by=SAM)
    assert over.value.ends == glass.now()
    await glass.district.refresh()
    assert await glass.district.emergencies() == ()
    with pytest.raises(Stale):
        await glass.door.end(kept.value.id, seen=2, why="again", by=SAM)
    assert (await glass.rooms.events())[-1]["event"] == "emergency_ended"


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"threat": "danger"}, "threat"),
        ({"threat": " " * 40}, "threat"),
        ({"minutes": 241}, "minutes"),
        ({"about": []}, "about"),
        ({"about": ["t1"]}, "about"),
        ({"about": ["nobody"]}, "about"),
        ({"typists": ["s1"]}, "typists"),
    ],
)
async def test_what_cannot_be_an_emergency_is_none(
    glass: Glass, wrong: dict[str, Any], param: str
) -> None:
    with pytest.raises(BadRequest) as told:
        await glass.declare(**wrong)
    assert told.value.param == param
    assert await glass.rooms.events() == []


async def test_only_those_whom_the_district_names_declare_or_end_one(glass: Glass) -> None:
    kept = await glass.declare()
    registrar = replace(SAM, duties=frozenset({Duty.REGISTRAR}))
    with pytest.raises(Forbidden, match="emergency_declared_by"):
        await glass.declare(by=registrar)
    with pytest.raises(Forbidden):
        await glass.door.end(kept.value.id, seen=1, why="x", by=registrar)
