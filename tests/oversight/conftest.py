"""An office over the small district, with a log that can be read."""

import itertools
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from gateway.audit.ids import record_id
from gateway.audit.schema import ENVELOPE
from gateway.audit.writer import LogWriter
from gateway.district.directory import District
from gateway.outbox.outbox import Outbox
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.rosters import Rosters
from gateway.oversight.signing.ground import Ground
from gateway.store.tables import log_entries
from gateway.terms.people import Duty
from tests.audit.fakes import Board
from tests.audit.fakes import Desk as LogDesk
from tests.district.conftest import Town, bare, peopled, town

__all__ = ["bare", "peopled", "town"]

RUTH = Officer(
    person="t1", log_id="log-ruth", key="k1", duties=frozenset({Duty.ADMIN, Duty.AUDITOR})
)


@dataclass(kw_only=True)
class Rooms:
    """The office, its district, and the log it writes."""

    town: Town
    office: Office
    outbox: Outbox
    ground: Ground
    log: LogWriter
    ticks: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def events(self) -> list[dict[str, Any]]:
        """Return the fields of every event in the log, oldest first."""
        query = select(log_entries.c.data).order_by(log_entries.c.index)
        rows = await self.town.reader.read(lambda db: db.execute(query).scalars().all())
        said = [one for one in map(orjson.loads, rows) if one["kind"] == "event"]
        return [{name: one[name] for name in one.keys() - ENVELOPE.keys()} for one in said]


async def rooms_in(town: Town) -> Rooms:
    """Open an office over a district."""
    ticks = itertools.count(1_700_000_000_000)
    pen = LogDesk(town.url).pen()
    log = await LogWriter.open(town.commit, pen, Board())
    office = Office(
        town.reader,
        town.commit,
        log,
        town.fields,
        now=lambda: next(ticks),
        new_id=lambda: record_id(next(ticks), secrets.token_bytes),
        rng=secrets.token_bytes,
    )
    outbox = Outbox(
        town.reader,
        town.commit,
        town.fields,
        now=lambda: next(ticks),
        new_id=lambda: record_id(next(ticks), secrets.token_bytes),
    )
    ground = Ground(
        office=office,
        outbox=outbox,
        district=town.district(),
        reader=town.reader,
        commit=town.commit,
        fields=town.fields,
        link_key=b"l" * 32,
        factor_key=b"f" * 32,
        address="https://gate.example",
        now=lambda: round(town.clock[0].timestamp() * 1000),
        rng=secrets.token_bytes,
    )
    return Rooms(town=town, office=office, outbox=outbox, ground=ground, log=log)


def rosters_in(rooms: Rooms, district: District) -> Rosters:
    """Open the door by which rosters come in."""
    town, ticks = rooms.town, itertools.count(1_800_000_000_000)
    return Rosters(
        rooms.office,
        town.reader,
        town.commit,
        district,
        town.importer(now=lambda: next(ticks)),
        now=lambda: next(ticks),
        new_id=lambda: record_id(next(ticks), secrets.token_bytes),
    )


@pytest.fixture
async def rooms(peopled: Town) -> AsyncIterator[Rooms]:
    opened = await rooms_in(peopled)
    yield opened
    await opened.log.close()
