"""What the log needs from outside, held in the hand: a clock, names, a database, a desk."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit.findings import Report
from gateway.audit.ids import record_id
from gateway.audit.read import entries, verify_live
from gateway.audit.takeover import Pen
from gateway.audit.writer import LogWriter
from gateway.errors import GatewayError
from gateway.store.commit import GroupCommit, Lane
from gateway.store.engine import Reader
from gateway.terms.record import Checkpoint, Fields, Receipt, Record, RecordKind

LOG_ID = "district"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LEASE = 30_000


@dataclass
class Clock:
    """Milliseconds since 1970, moved by hand."""

    now: int = 1_700_000_000_000

    def __call__(self) -> int:
        self.now += 1
        return self.now


@dataclass
class Board:
    """A publisher that keeps the newest note of each origin, or fails when told to."""

    notes: dict[str, str] = field(default_factory=dict)
    failing: bool = False
    unreadable: bool = False

    def write(self, checkpoint: Checkpoint) -> None:
        if self.failing:
            raise OSError("disk full")
        self.notes[checkpoint.origin] = checkpoint.note

    def read(self, origin: str) -> str:
        if self.unreadable:
            raise OSError("permission denied")
        return self.notes.get(origin, "")


@dataclass
class Desk:
    """One database, and writers opened on it one after the other."""

    url: str
    clock: Clock = field(default_factory=Clock)
    board: Board = field(default_factory=Board)
    opened: int = 0
    lease: int = LEASE

    def pen(self, holder: str = "") -> Pen:
        self.opened += 1
        return Pen(
            key=KEY,
            log_id=LOG_ID,
            holder=holder or f"holder-{self.opened}",
            clock=self.clock,
            rng=secrets.token_bytes,
            lease=self.lease,
        )

    async def writer(
        self, lane: Lane, *, gone: Callable[[str], bool] = lambda _: False
    ) -> LogWriter:
        return await LogWriter.open(GroupCommit(lane), self.pen(), self.board, is_gone=gone)

    def record(self, kind: RecordKind, about: str = "", **fields: object) -> Record:
        now = self.clock()
        given: Fields = {**fields}  # type: ignore[dict-item]
        if kind is RecordKind.OUTCOME:
            given = {"ended": "complete", **given}
        if kind is RecordKind.EVENT:
            given = {"event": "serve_start", **given}
        return Record(
            id=record_id(now, secrets.token_bytes), kind=kind, time=now, about=about, fields=given
        )

    def intent(self) -> Record:
        return self.record(RecordKind.INTENT, tool="practice", outcome="pseudonymise")

    def outcome(self, intent: Record) -> Record:
        return self.record(RecordKind.OUTCOME, intent.id)

    def event(self) -> Record:
        return self.record(RecordKind.EVENT)

    async def said(self) -> list[dict[str, Any]]:
        """Return what every entry says that has its bytes, as JSON."""
        reader = Reader(self.url)
        try:
            return await reader.read(
                lambda db: [orjson.loads(entry.data) for entry in entries(db) if entry.data]
            )
        finally:
            await reader.close()

    async def verify(self) -> Report:
        reader = Reader(self.url)
        try:
            return await verify_live(
                reader,
                log_id=LOG_ID,
                keys=[KEY.public_key()],
                notes=list(self.board.notes.values()),
            )
        finally:
            await reader.close()


async def tried(writer: LogWriter, record: Record) -> Receipt | GatewayError:
    """Append, and return what came of it."""
    try:
        return await writer.append(record)
    except GatewayError as error:
        return error
