"""The roster by itself: nightly, by one process of several, and never longer than it serves."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.district.choices import SETTINGS
from gateway.district.sources import SOURCES
from gateway.errors import GatewayError, Unusable
from gateway.jobs.lease import LEASE_MS
from gateway.jobs.roster_drop import DONE, FAILED, QUIET_SECONDS, DropFolder
from gateway.jobs.roster_pull import SOURCE
from gateway.jobs.roster_round import DROP, LEASE, RosterRound
from gateway.store.leases import take_lease
from gateway.terms.rosters import THE_SOURCE, OneRosterVersion
from tests.district.conftest import V11, bare, peopled
from tests.jobs.roster_service import Asked, Said, running
from tests.jobs.test_roster_drop import Clock, clock, drop, put
from tests.jobs.test_roster_pull import CHANGED, Pulling, changed, pulling
from tests.oversight.conftest import RUTH, rooms

__all__ = ["bare", "clock", "drop", "peopled", "pulling", "rooms"]

pytestmark = pytest.mark.anyio

NIGHT = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)
"""Half past two in New York."""
V1P1 = OneRosterVersion.V1P1


class Night:
    """Rounds of some processes over one district, on a clock."""

    def __init__(self, pulling: Pulling, drop: DropFolder | None = None) -> None:
        self.pulling = pulling
        self.drop = drop
        self.at = NIGHT
        self.rosters = pulling.rosters
        self.rosters._now = self.now
        self.rosters._importer._now = self.now

    def now(self) -> int:
        return round(self.at.timestamp() * 1000)

    def process(self, holder: str = "one") -> RosterRound:
        town = self.pulling.rooms.town
        return RosterRound(
            self.rosters,
            self.pulling.pull,
            self.drop,
            town.district(),
            town.reader,
            town.commit,
            holder=holder,
            now=self.now,
        )

    async def results(self) -> list[tuple[str, str]]:
        """Return how imports went, the newest first, without the first of all."""
        return [(one.source, one.result) for one in (await self.rosters.listed())[:-1]]


async def test_it_is_pulled_once_a_night_after_its_hour(pulling: Pulling) -> None:
    night = Night(pulling)
    one = night.process()
    async with running(changed(V1P1)) as service:
        await pulling.connect(service)
        night.at -= timedelta(hours=1)
        await one.work()
        assert await night.results() == []
        night.at += timedelta(hours=1)
        await one.work()
        await one.work()
        assert await night.results() == [(SOURCE, "applied")]
        night.at += timedelta(days=1)
        await one.work()
    assert await night.results() == [(SOURCE, "unchanged"), (SOURCE, "applied")]


async def test_nothing_is_pulled_where_it_is_switched_off(pulling: Pulling) -> None:
    night = Night(pulling)
    async with running(changed(V1P1)) as service:
        await pulling.connect(service)
        kept = await pulling.rooms.office.get(SOURCES, THE_SOURCE)
        off = replace(kept.value, on=False)
        await pulling.rooms.office.put(SOURCES, off, seen=kept.version, why="summer", by=RUTH)
        await night.process().work()
    assert await night.results() == []


async def test_of_several_processes_one_does_it(pulling: Pulling) -> None:
    night = Night(pulling)
    async with running(changed(V1P1)) as service:
        await pulling.connect(service)
        await asyncio.gather(*(night.process(name).work() for name in ("one", "two", "three")))
    assert await night.results() == [(SOURCE, "applied")]


async def test_a_lease_of_a_process_that_died_is_taken_over(pulling: Pulling) -> None:
    night = Night(pulling)
    at = night.now()
    await pulling.rooms.town.run(lambda db: take_lease(db, LEASE, "dead", now=at, span=LEASE_MS))
    async with running(changed(V1P1)) as service:
        await pulling.connect(service)
        await night.process().work()
        assert await night.results() == []
        night.at += timedelta(milliseconds=LEASE_MS + 1)
        await night.process().work()
    assert await night.results() == [(SOURCE, "applied")]


async def test_a_failure_is_tried_again_after_an_hour(pulling: Pulling) -> None:
    night = Night(pulling)

    def down(_asked: Asked, _said: Said) -> Said:
        return Said(status=503)

    async with running(replace(changed(V1P1), fault=down)) as service:
        await pulling.connect(service)
        with pytest.raises(GatewayError):
            await night.process().work()
        await night.process().work()
        assert await night.results() == [(SOURCE, "failed")]
        service.fault = lambda _asked, said: said
        night.at += timedelta(hours=1)
        await night.process().work()
    assert await night.results() == [(SOURCE, "applied"), (SOURCE, "failed")]


async def test_one_that_would_lose_too_many_waits_for_a_person(pulling: Pulling) -> None:
    night = Night(pulling)
    service = changed(V1P1)
    service.collections["enrollments"] = []
    async with running(service):
        await pulling.connect(service)
        with pytest.raises(GatewayError, match="enrolments would go"):
            await night.process().work()
        night.at += timedelta(hours=5)
        await night.process().work()
        assert await night.results() == [(SOURCE, "failed")]
        await pulling.pull.bring_in(by=RUTH, why="classes begin in September", anyway=True)
    assert (await night.results())[0] == (SOURCE, "applied")


async def test_what_is_dropped_is_imported_and_put_away(
    pulling: Pulling, drop: DropFolder, clock: Clock
) -> None:
    night = Night(pulling, drop)
    for files in (CHANGED, V11 | {"users.csv": "nonsense\n"}):
        put(drop, clock, files)
        await night.process().work()
        clock.at += QUIET_SECONDS
        if files is CHANGED:
            await night.process().work()
        else:
            with pytest.raises(GatewayError):
                await night.process().work()
    assert await night.results() == [(DROP, "failed"), (DROP, "applied")]
    assert len(list((drop.folder / DONE).iterdir())) == 1
    [failed] = (drop.folder / FAILED).iterdir()
    assert "users.csv" in (failed / "reason.txt").read_text()


async def choose(pulling: Pulling, **changes: Any) -> None:
    office = pulling.rooms.office
    kept = await office.get(SETTINGS, "district")
    value = replace(kept.value, **changes)
    await office.put(SETTINGS, value, seen=kept.version, why="summer", by=RUTH)


async def test_the_last_good_roster_serves_so_long_and_no_longer(pulling: Pulling) -> None:
    night, town = Night(pulling), pulling.rooms.town
    async with running(changed(V1P1)) as service:
        await pulling.connect(service)
        await pulling.pull.bring_in()
    await choose(pulling, roster_serves_days=70)
    district = town.district()
    for days in (0, 69):
        town.clock[0] = NIGHT + timedelta(days=days, hours=23)
        night.at = town.clock[0]
        await district.refresh()
        district.check_roster_age()
    assert (await night.rosters.standing()).days_left == 0
    town.clock[0] = NIGHT + timedelta(days=70, seconds=1)
    night.at = town.clock[0]
    await district.refresh()
    with pytest.raises(Unusable, match="more than 70 days old"):
        district.check_roster_age()
    assert (await night.rosters.standing()).days_left == -1


async def test_a_roster_that_changed_nothing_is_fresh_all_the_same(pulling: Pulling) -> None:
    night, town = Night(pulling), pulling.rooms.town
    await choose(pulling, roster_serves_days=1)
    async with running(changed(V1P1)) as service:
        await pulling.connect(service)
        await pulling.pull.bring_in()
        night.at += timedelta(days=5)
        await pulling.pull.bring_in()
    town.clock[0] = night.at
    district = town.district()
    await district.refresh()
    district.check_roster_age()
