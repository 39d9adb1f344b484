"""The admin API over the small district, called as a client would."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import Connection

from gateway.identity.callers import Callers
from gateway.identity.key_ring import create_key
from gateway.identity.limits import Allowance, Limiter
from gateway.jobs.backtest import Backtests
from gateway.jobs.board import Board
from gateway.jobs.chores import Chore
from gateway.jobs.roster_pull import RosterPull
from gateway.oversight.contents import ContentDesk
from gateway.oversight.duplicates import Duplicates
from gateway.oversight.emergencies import Emergencies
from gateway.oversight.forgetting import Forgetting
from gateway.oversight.holds import Holds
from gateway.oversight.incidents import IncidentDesk
from gateway.oversight.notices import Notices
from gateway.oversight.once import Once
from gateway.oversight.parties import Parties
from gateway.oversight.reading import Reading
from gateway.oversight.safety import SafetyTeam
from gateway.oversight.signing.asking import Asking
from gateway.oversight.signing.renewals import Renewals
from gateway.reports.desk import KIND, ReportDesk
from gateway.steps.safety_desk import LogDesk
from gateway.telemetry import Metrics
from gateway.terms.people import Duty
from gateway.web.admin.api import PATH
from gateway.web.described import Desk
from tests.district.conftest import Town, bare, peopled, town
from tests.jobs.conftest import chores_in, nothing
from tests.oversight.conftest import Rooms, rooms_in, rosters_in
from tests.reports.conftest import MADE, library_in
from tests.watching.conftest import watch_in
from tests.web.front import FRONT

__all__ = ["bare", "peopled", "town"]

PEPPER = b"p" * 32
UNLIMITED = Allowance(person=0, group=0, key=0, tokens=0)


@dataclass(kw_only=True)
class Counter:
    """The API, and keys for whoever asks at it."""

    rooms: Rooms
    desk: Desk
    http: httpx.AsyncClient
    draw: random.Random = field(default_factory=lambda: random.Random(7))

    async def key(self, *duties: Duty, person: str = "t1") -> str:
        """Make a key with duties."""

        def unit(db: Connection) -> str:
            return create_key(
                db, pepper=PEPPER, choose=self.draw.choice, now=1, person=person, duties=duties
            )

        return await self.rooms.town.run(unit)

    async def ask(
        self, method: str, path: str, key: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        """Ask with a key and more headers (underscores for hyphens)."""
        said = {name.replace("_", "-"): text for name, text in headers.items()}
        return await self.http.request(
            method, f"{PATH}{path}", json=body, headers={"authorization": f"Bearer {key}", **said}
        )


@asynccontextmanager
async def counter_in(peopled: Town, folder: Path) -> AsyncIterator[Counter]:
    """Open the API over a district; `folder` is where its reports lie."""
    rooms = await rooms_in(peopled)
    library = library_in(peopled, rooms)
    district = library.district
    callers = Callers(
        peopled.reader,
        district,
        peopled.fields,
        pepper=PEPPER,
        now=lambda: peopled.clock[0].timestamp(),
    )
    limiter = Limiter(UNLIMITED, now=lambda: 0.0, zone=lambda: ZoneInfo("UTC"))
    await district.refresh()
    rulebook = library.rulebook
    board = Board(
        KIND, peopled.reader, peopled.commit, now=lambda: MADE, new_id=rooms.office._new_id
    )
    backtests = Backtests(
        rooms.office,
        rulebook,
        peopled.reader,
        peopled.commit,
        now=lambda: 1,
        new_id=rooms.office._new_id,
    )
    rosters = rosters_in(rooms, district)
    chores = chores_in(
        rooms, [Chore(name="retention", work=nothing)], district, clock=peopled.clock
    )
    desk = Desk(
        office=rooms.office,
        chores=chores,
        rosters=rosters,
        pull=RosterPull(rosters, peopled.reader, district),
        rulebook=rulebook,
        backtests=backtests,
        outbox=rooms.outbox,
        ledger=library.ledger,
        notices=Notices(rooms.office, peopled.reader, district, rooms.outbox),
        watch=watch_in(rooms, library, folder),
        incidents=IncidentDesk(
            rooms.office, peopled.reader, today=district.today, new_id=rooms.office._new_id
        ),
        reports=ReportDesk(library, rooms.office, board, folder, days=7, now=lambda: MADE),
        holds=Holds(
            rooms.office,
            peopled.reader,
            peopled.commit,
            district,
            peopled.fields,
            key=b"h" * 32,
            now=lambda: 1,
        ),
        contents=ContentDesk(
            rooms.office,
            peopled.reader,
            district,
            peopled.fields,
            now=lambda: int(peopled.clock[0].timestamp() * 1000),
        ),
        emergencies=Emergencies(
            rooms.office,
            peopled.reader,
            district,
            rooms.outbox,
            now=lambda: 1,
            new_id=rooms.office._new_id,
        ),
        safety=SafetyTeam(
            rooms.office,
            peopled.reader,
            district,
            rooms.outbox,
            peopled.fields,
            log=LogDesk(rooms.log, Metrics(), now=lambda: 1, record_id=rooms.office._new_id),
            now=lambda: 1,
        ),
        once=Once(
            peopled.commit,
            peopled.fields,
            secret=b"o" * 32,
            now=lambda: int(peopled.clock[0].timestamp() * 1000),
        ),
        asking=Asking(rooms.ground),
        renewals=Renewals(library.ledger, Asking(rooms.ground), rooms.ground),
        parties=Parties(rooms.office, peopled.reader, district, peopled.fields),
        district=district,
        callers=callers,
        limiter=limiter,
        reading=Reading(peopled.reader, library.search, rooms.office),
        forgetting=Forgetting(rooms.office, peopled.reader, peopled.commit, now=lambda: 1),
        duplicates=Duplicates(rooms.office, peopled.reader, district, peopled.fields),
    )
    FRONT.desk = desk
    transport = httpx.ASGITransport(app=FRONT.admin, root_path=PATH, raise_app_exceptions=False)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
            yield Counter(rooms=rooms, desk=desk, http=http)
    finally:
        FRONT.desk = None
        await backtests.close()
        await desk.reports.close()
        await rooms.log.close()


@pytest.fixture
async def counter(peopled: Town, tmp_path: Path) -> AsyncIterator[Counter]:
    async with counter_in(peopled, tmp_path / "reports") as opened:
        yield opened
