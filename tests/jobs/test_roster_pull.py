"""Pulling a roster: applied whole, or nothing changed and the reason on the list."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from gateway.district.edits import put_secret
from gateway.district.sources import SOURCES
from gateway.errors import BadRequest, GatewayError
from gateway.jobs.roster_pull import SOURCE, RosterPull
from gateway.oversight.rosters import Rosters
from gateway.store.tables import enrolments, people
from gateway.terms.rosters import OneRosterVersion
from tests.district.conftest import V11, bare, peopled
from tests.jobs.roster_service import SECRET, Asked, RosterService, Said, collections_of, running
from tests.jobs.test_oneroster_rest import BOTH, Waits
from tests.oversight.conftest import RUTH, Rooms, rooms, rosters_in

__all__ = ["bare", "peopled", "rooms"]

pytestmark = pytest.mark.anyio

CHANGED = V11 | {"users.csv": V11["users.csv"].replace("Maya,Ortiz", "Maia,Ortiz")}


@dataclass
class Pulling:
    """A service, and what pulls from it."""

    rooms: Rooms
    rosters: Rosters
    pull: RosterPull

    async def connect(self, service: RosterService) -> None:
        """Name the service as the district's."""
        source = service.source()
        await self.rooms.office.put(SOURCES, source, seen=None, why="agreed", by=RUTH)
        town = self.rooms.town
        await town.run(lambda db: put_secret(db, town.fields, source.credential, SECRET))

    async def state(self) -> object:
        """Return what an import writes."""
        return await self.rooms.town.reader.read(
            lambda db: [
                db.execute(select(table).order_by(*table.primary_key)).all()
                for table in (people, enrolments)
            ]
        )


@pytest.fixture
async def pulling(rooms: Rooms) -> Pulling:
    town = rooms.town
    district = town.district()
    rosters = rosters_in(rooms, district)
    return Pulling(rooms, rosters, RosterPull(rosters, town.reader, district, sleep=Waits()))


def changed(version: OneRosterVersion) -> RosterService:
    return RosterService(version=version, collections=collections_of(CHANGED, version))


@BOTH
async def test_a_roster_is_pulled_and_applied(pulling: Pulling, version: OneRosterVersion) -> None:
    async with running(changed(version)) as service:
        await pulling.connect(service)
        assert (await pulling.pull.compare()).students.changed
        assert (await pulling.rosters.listed())[0].source != SOURCE
        await pulling.pull.bring_in()
    [newest, _] = await pulling.rosters.listed()
    assert (newest.source, newest.result, newest.version) == (SOURCE, "applied", version.value)
    district = pulling.rooms.town.district()
    await district.refresh()
    assert (await district.people(["s1"]))["s1"].person.given == "Maia"


@BOTH
@pytest.mark.parametrize("name", ["orgs", "users", "classes", "enrollments", "demographics"])
async def test_wherever_it_breaks_off_nothing_is_half_applied(
    pulling: Pulling, version: OneRosterVersion, name: str
) -> None:
    before = await pulling.state()

    def broken(asked: Asked, said: Said) -> Said:
        return replace(said, cut=9) if asked.collection == name else said

    async with running(replace(changed(version), fault=broken)) as service:
        await pulling.connect(service)
        with pytest.raises(GatewayError):
            await pulling.pull.bring_in()
    assert await pulling.state() == before
    newest = (await pulling.rosters.listed())[0]
    assert (newest.result, newest.code) == ("failed", "roster_service_failing")
    assert f"`{name}`" in newest.why


async def test_rows_that_do_not_fit_one_another_are_refused(pulling: Pulling) -> None:
    before = await pulling.state()
    service = changed(OneRosterVersion.V1P1)
    service.collections["users"] = service.collections["users"][:2]
    async with running(service):
        await pulling.connect(service)
        with pytest.raises(BadRequest, match="nobody in users"):
            await pulling.pull.bring_in()
    assert await pulling.state() == before


async def test_without_a_service_it_says_how_to_name_one(pulling: Pulling) -> None:
    with pytest.raises(BadRequest, match="roster source"):
        await pulling.pull.compare()


async def test_the_secret_stands_nowhere_in_the_open(pulling: Pulling) -> None:
    async with running(replace(changed(OneRosterVersion.V1P1), token_status=403)) as service:
        await pulling.connect(service)
        with pytest.raises(GatewayError):
            await pulling.pull.bring_in()
    said = str(await pulling.rooms.events()) + str(await pulling.rosters.listed())
    said += str(await pulling.rooms.office.history())
    assert SECRET not in said


@pytest.mark.parametrize(
    "address",
    ["http://sis.example/v1p1", "https://a:b@sis.example/", "sis.example", "https://x/?a"],
)
async def test_an_address_that_would_show_the_secret_is_refused(
    pulling: Pulling, address: str
) -> None:
    source = replace(RosterService(version=OneRosterVersion.V1P1, collections={}).source())
    source = replace(source, url=address, token_url="https://sis.example/token")
    with pytest.raises(BadRequest, match="https address"):
        await pulling.rooms.office.put(SOURCES, source, seen=None, why="x", by=RUTH)
