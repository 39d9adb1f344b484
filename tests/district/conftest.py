"""A district in a database of each kind, and folders of OneRoster files to fill it from."""

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from tink import aead, new_keyset_handle

from gateway.district import edits
from gateway.district.directory import PARTS, District
from gateway.district.oneroster import read_folder
from gateway.district.roster_import import RosterImport
from gateway.district.roster_report import Difference
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader
from gateway.terms.disclosure import DistrictChoices

NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
"""Noon in New York, before the clocks go forward."""
DAY = NOON.date()

V11 = {
    "users.csv": (
        "sourcedId,status,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,"
        "identifier,email,phone,agentSourcedIds,grades,password\n"
        "t1,,school1,teacher,rvance,,Ruth,Vance,,,ruth.vance@k12.example,,,,hunter2\n"
        's1,,school1,student,mortiz,"{Fed:314},{Local:S2001}",Maya,Ortiz,,204518,'
        'maya@k12.example,,"g1",04,tiger\n'
        "s2,,school1,student,jlee,,Jordan,Lee,,204519,,,,04,\n"
        "s3,,school1,student,awu,,Ann,Wu,,204520,,,,09,\n"
        "g1,,school1,guardian,,,Rosa,Ortiz,,,rosa@home.example,555-0142,s1,,\n"
    ),
    "orgs.csv": "sourcedId,name,type,identifier\nschool1,Lincoln Elementary,school,118\n",
    "classes.csv": "sourcedId,title,grades,classCode,schoolSourcedId\nc1,Reading 4,04,R4,school1\n",
    "enrollments.csv": (
        "sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate\n"
        "e1,c1,t1,teacher,,\n"
        "e2,c1,s1,student,2025-09-01,2026-06-30\n"
        "e3,c1,s2,student,2025-09-01,2026-03-02\n"
    ),
    "demographics.csv": "sourcedId,birthDate,sex\ns1,2016-05-31,female\ns2,2015-01-02,\n",
}
"""A small district as OneRoster 1.1: a class of two, a pupil in no class, a guardian."""


def write(folder: Path, files: dict[str, str]) -> Path:
    """Put files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


@dataclass(kw_only=True)
class Town:
    """A district's database, both sides of it, and a clock to set."""

    url: str
    fields: aead.Aead
    reader: Reader
    commit: GroupCommit
    clock: list[datetime] = field(default_factory=lambda: [NOON])
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def district(self) -> District:
        """Return another process's view of it."""
        return District(self.reader, self.fields, now=lambda: self.clock[0])

    async def run[T](self, unit: Callable[[Connection], T]) -> T:
        """Write."""
        return await self.commit.run(unit)

    def importer(self, now: Callable[[], int] | None = None) -> RosterImport:
        """Return what compares and writes rosters."""
        return RosterImport(
            self.fields,
            digest_key=b"d" * 32,
            log_id=lambda: f"log-{next(self.numbers)}",
            now=now or (lambda: 1_000 + next(self.numbers)),
        )

    async def import_folder(self, folder: Path, **options: Any) -> Difference:
        """Import a folder's roster."""
        door, said = self.importer(), {"today": DAY} | options
        roster = read_folder(folder)
        name = f"import-{next(self.numbers)}"
        return await self.run(
            lambda db: door.apply(db, roster, source="folder", import_id=name, **said)
        )


def new_fields() -> aead.Aead:
    """Return a fresh field key."""
    aead.register()
    handle = new_keyset_handle(aead.aead_key_templates.AES256_GCM)
    return handle.primitive(aead.Aead)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Town]:
    """Open both sides of a database that has its tables and nothing in them."""
    reader, commit = Reader(url), GroupCommit(open_lane(url))
    try:
        yield Town(url=url, fields=new_fields(), reader=reader, commit=commit)
    finally:
        await commit.close()
        await reader.close()


async def settled(bare: Town, folder: Path) -> Town:
    """Make the small district in an empty database, its files in a folder."""
    await bare.run(lambda db: edits.begin_district(db, DistrictChoices(), PARTS))
    await bare.import_folder(write(folder, V11))
    return bare


@pytest.fixture
async def bare(store_url: str, anyio_backend: str) -> AsyncIterator[Town]:
    """Give a database with its tables and nothing in them."""
    assert anyio_backend == "asyncio"
    async with opened(store_url) as town:
        yield town


@pytest.fixture
async def town(bare: Town) -> Town:
    """Give a district that has made its choices, with an empty roster."""
    await bare.run(lambda db: edits.begin_district(db, DistrictChoices(), PARTS))
    return bare


@pytest.fixture
async def peopled(bare: Town, tmp_path: Path) -> Town:
    """Give the small district."""
    return await settled(bare, tmp_path / "roster")
