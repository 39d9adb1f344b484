"""The small district with a log of its own, and a desk that makes reports of it."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.audit.search.projector import HASTY, Projector
from gateway.audit.search.search import Search
from gateway.oversight.ledger import Ledger
from gateway.oversight.officer import Officer
from gateway.oversight.rulebook import Rulebook
from gateway.reports.desk import Library, asked_by
from gateway.reports.formats import Format
from gateway.reports.making import Signer
from gateway.terms.people import Duty
from gateway.terms.record import Fields, Record, RecordKind
from tests.audit.fakes import KEY, LOG_ID
from tests.audit.fakes import Desk as LogDesk
from tests.district.conftest import Town, bare, peopled, town
from tests.oversight.conftest import Rooms, rooms

__all__ = ["bare", "peopled", "rooms", "town"]

PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
PEPA = Officer(
    person="t1", log_id="log-pepa", key="k2", duties=frozenset({Duty.PRIVACY_OFFICER, Duty.ADMIN})
)
AUDIT = Officer(person="t1", log_id="log-audit", key="k3", duties=frozenset({Duty.AUDITOR}))
MADE = 1_772_470_800_000
"""Noon of 2 March 2026 in New York."""


@dataclass(kw_only=True)
class Office:
    """What reports are made from, and what makes them."""

    rooms: Rooms
    library: Library
    pens: LogDesk
    folder: Path
    count: int = field(default=0)

    async def filled(self) -> None:
        """Bring the search tables up with the log."""
        town = self.rooms.town
        projector = Projector(town.reader, town.commit, holder="p", now=lambda: 1, pace=HASTY)
        while await projector.step():
            pass

    async def write(self, kind: RecordKind, **fields: Any) -> Record:
        """Write a record into the log."""
        record = self.pens.record(kind, **fields)
        await self.rooms.log.append(record)
        return record

    async def prompt(self, *subjects: Fields, ended: str = "complete", **fields: Any) -> Record:
        """Write a prompt that left, and how it ended."""
        said = ASKED | {"subjects": list(subjects)} | fields
        intent = await self.write(RecordKind.INTENT, **said)
        await self.write(RecordKind.OUTCOME, about=intent.id, ended=ended)
        return intent

    async def refused(self, *subjects: Fields, **fields: Any) -> Record:
        """Write a prompt that did not leave."""
        said = ASKED | {"subjects": list(subjects), "outcome": "refuse", "code": "refused"} | fields
        return await self.write(RecordKind.REFUSAL, **said)

    async def made(
        self,
        report: str,
        by: Officer = PEPA,
        *,
        formats: tuple[Format, ...] = (Format.CSV,),
        proofs: bool = False,
        **wishes: Any,
    ) -> "Made":
        """Make a report in the foreground."""
        await self.filled()
        self.count += 1
        folder = self.folder / f"{report}-{self.count}"
        asked = await asked_by(
            by, report, wishes, reader=self.library.reader, formats=formats, proofs=proofs
        )
        progress = await self.library.begin(folder, asked, made=MADE)
        await self.library.make(folder, asked, progress)
        return Made(folder)


ASKED: dict[str, Any] = {
    "principal": "log-asker",
    "principal_kind": "staff",
    "role": "teacher",
    "grade": "",
    "schools": ["school1"],
    "classes": ["c1"],
    "tool": "chat",
    "provider": "Example AI",
    "agreement": "agreement-1",
    "model": "chat",
    "purpose": "feedback",
    "outcome": "forward",
    "content": "identifiable",
    "reasons": ["ferpa.consent"],
    "rule_set": "ab" * 32,
    "detector": "7/ab",
    "recognisers": {"roster": 2},
    "labels": {"PERSON": 2},
    "categories": ["Assessment"],
    "hash_out": "cd" * 32,
}


def about(subject: str, **more: Any) -> Fields:
    """Return a subject of a prompt whose data left as typed."""
    return {
        "id": subject,
        "outcome": "forward",
        "basis": "consent",
        "consent": "consent-1",
        "kind": "student",
        "role": "named",
        "categories": ["Assessment"],
        "mentions": 1,
        "disclosed": True,
        **more,
    }


def stood_in(subject: str, **more: Any) -> Fields:
    """Return a subject of a prompt for whom stand-ins left."""
    told: Fields = {"outcome": "pseudonymise", "basis": "pseudonymised"}
    return about(subject, consent="", disclosed=False) | told | more


@dataclass(frozen=True)
class Made:
    """A report in its folder."""

    folder: Path

    def rows(self, table: str) -> list[dict[str, Any]]:
        lines = (self.folder / "tables" / f"{table}.jsonl").read_bytes().splitlines()
        return [orjson.loads(line) for line in lines]

    def sheet(self, table: str) -> list[dict[str, str]]:
        text = (self.folder / "tables" / f"{table}.csv").read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    @property
    def manifest(self) -> dict[str, Any]:
        said: dict[str, Any] = orjson.loads((self.folder / "manifest.json").read_bytes())
        return said

    def checked(self) -> tuple[int, str]:
        """Return what `check_report.py` says in a bare Python."""
        done = subprocess.run(
            [sys.executable, "-I", "-S", self.folder / "check_report.py"],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        )
        return done.returncode, done.stdout + done.stderr

    def summed(self) -> int:
        """Return what `sha256sum` says of it."""
        sums = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
        return subprocess.run(sums, cwd=self.folder, check=False).returncode

    def text(self) -> str:
        """Return every byte of the report that is text."""
        return "".join(
            path.read_text()
            for path in sorted(self.folder.rglob("*"))
            if path.suffix in (".csv", ".json", ".jsonl")
        )


def unpacked(archive: Path, folder: Path) -> Made:
    """Return a fetched report."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    return Made(folder)


def library_in(town: Town, rooms: Rooms) -> Library:
    """Return what reports are made from over a district."""
    district = town.district()
    return Library(
        reader=town.reader,
        search=Search(town.reader),
        district=district,
        ledger=Ledger(rooms.office, town.reader, district, town.fields),
        rulebook=Rulebook(rooms.office, town.reader, district, now=lambda: MADE),
        fields=town.fields,
        signer=Signer(log_id=LOG_ID, key=KEY, public=PUBLIC),
    )


@pytest.fixture
async def office(rooms: Rooms, tmp_path: Path) -> Office:
    library = library_in(rooms.town, rooms)
    await library.district.refresh()
    return Office(
        rooms=rooms,
        library=library,
        pens=LogDesk(rooms.town.url),
        folder=tmp_path / "made",
    )
