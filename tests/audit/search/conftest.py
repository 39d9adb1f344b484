"""A log of some made-up records on either database, and both sides of its search tables."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection

from gateway.audit.canonical import encode
from gateway.audit.search.filters import Filter
from gateway.audit.search.projector import HASTY, Pace, Projector
from gateway.audit.search.search import Search
from gateway.audit.streams import Claim, Encoded, append, create
from gateway.decision.packs import load_rule_set
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader
from gateway.terms.record import Record
from tests.audit.fakes import KEY
from tests.bench.school_year import SchoolYear

RULES = load_rule_set()
type Told = dict[str, Any]


@dataclass(kw_only=True)
class Library:
    """The log and what searches it."""

    reader: Reader
    commit: GroupCommit
    search: Search
    clock: list[int] = field(default_factory=lambda: [1_000])
    heads: dict[str, Any] = field(default_factory=dict)

    async def write(self, records: list[Record], stream: str = "s") -> None:
        """Append records to a stream."""

        def unit(db: Connection) -> None:
            claim = Claim(stream=stream, origin=f"o/{stream}", epoch=1, holder="h")
            head = self.heads.get(stream)
            if head is None:
                head = create(db, claim, now=1, leased_until=9, key=KEY)
            encoded = [Encoded(record=one, data=encode(one)) for one in records]
            whole = head.frontier.size + len(records)
            self.heads[stream] = append(
                db, claim, head.frontier, encoded, settled=whole, leased_until=9, key=KEY
            )

        await self.commit.run(unit)

    def projector(self, holder: str = "p", pace: Pace = HASTY) -> Projector:
        return Projector(
            self.reader, self.commit, holder=holder, now=lambda: self.clock[0], pace=pace
        )

    async def filled(self, pace: Pace = HASTY) -> None:
        projector = self.projector(pace=pace)
        while await projector.step():
            pass

    async def run(self, unit: Any, **more: Any) -> Any:
        return await self.commit.run(partial(unit, **more))


def year(count: int, seed: int = 7, **more: Any) -> list[Record]:
    """Return the records of a small school year."""
    return list(SchoolYear(rules=RULES, seed=seed, count=count, **more).records())


def told(records: list[Record]) -> list[tuple[Told, Told | None]]:
    """Return records with their outcomes as their entries say them, in order."""
    said = [orjson.loads(encode(one)) for one in records]
    after = {one["about"]: one for one in said if one["about"]}
    return [(one, after.get(one["id"])) for one in said if not one["about"]]


@pytest.fixture
async def library(store_url: str) -> AsyncIterator[Library]:
    reader, commit = Reader(store_url), GroupCommit(open_lane(store_url))
    yield Library(reader=reader, commit=commit, search=Search(reader))
    await commit.close()
    await reader.close()


async def exported(library: Library, filters: Sequence[Filter] = ()) -> bytes:
    """Return the lines of an export."""
    return b"".join([part async for part in library.search.records(filters)])


async def one_by_one(library: Library) -> bytes:
    """Return the lines of every record, each put together by itself."""
    until = await library.search.extent()
    swept = [some async for some in library.search.sweep((), until=until)]
    return b"".join([one.line() for some in swept for one in some.found])
