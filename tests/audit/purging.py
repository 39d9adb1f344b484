"""Purging what stands on a desk, with lifetimes and holds held in the hand."""

from dataclasses import dataclass, field
from typing import Any

from gateway.audit.due import Rules
from gateway.audit.purge import PAGE, Place, Purged, Scribe, first_places, purge
from gateway.store.commit import GroupCommit, Lane
from gateway.store.engine import Reader
from gateway.terms.record import Record, RecordKind
from gateway.terms.retention import LegalHold, Lifetimes
from gateway.terms.times import DAY_MS
from tests.audit.fakes import Desk

ALL = Lifetimes(
    refusals=1, unnamed=1, pseudonymised=1, disclosures=1, safety=1, readings=1, events=1
)


@dataclass
class Shredder:
    """Purges a desk's log."""

    desk: Desk
    lane: Lane
    lifetimes: Lifetimes = ALL
    holds: tuple[LegalHold, ...] = ()
    limit: int = PAGE
    done: list[Purged] = field(default_factory=list)

    def rules(self, _db: Any = None) -> Rules:
        return Rules(lifetimes=self.lifetimes, holds=self.holds, now=self.desk.clock())

    def scribe(self) -> Scribe:
        return Scribe(
            pen=self.desk.pen(),
            who="officer",
            published=self.desk.board.read,
            is_gone=lambda _: False,
        )

    async def step(self, place: Place) -> Purged:
        """Look at some records, and purge those that are due."""
        commit = GroupCommit(self.lane)
        return await commit.run(
            lambda db: purge(
                db,
                place,
                self.rules,
                self.scribe(),
                limit=self.limit,
            )
        )

    async def run(self) -> int:
        """Purge everything that is due, two days from now; return how many records it was."""
        self.desk.clock.now += 2 * DAY_MS
        reader = Reader(self.desk.url)
        try:
            places = await reader.read(first_places)
        finally:
            await reader.close()
        count = 0
        for place in places:
            at: Place | None = place
            while at is not None:
                done = await self.step(at)
                self.done.append(done)
                if done.checkpoint is not None:
                    self.desk.board.write(done.checkpoint)
                count += done.found.counts.total()
                at = done.found.next
        return count


async def write_calls(desk: Desk, lane: Lane, count: int) -> list[Record]:
    """Write so many calls, each an intent and its outcome, and give the stream back."""
    writer = await desk.writer(lane)
    written: list[Record] = []
    for number in range(count):
        subject = {
            "id": f"pupil-{number % 3}",
            "kind": "student",
            "role": "named",
            "outcome": "pseudonymise",
            "basis": "pseudonymised",
            "consent": "",
            "categories": [],
            "disclosed": False,
        }
        intent = desk.record(
            RecordKind.INTENT,
            tool="practice" if number % 2 else "tutor",
            outcome="pseudonymise",
            principal=f"teacher-{number % 2}",
            subjects=[subject],
        )
        await writer.append(intent)
        await writer.append(desk.outcome(intent))
        written.append(intent)
    await writer.close()
    return written
