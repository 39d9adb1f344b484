"""How long the log keeps records: lifetimes, legal holds, and the purging that heeds both."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from gateway.audit.due import Rules
from gateway.audit.publish import Publisher
from gateway.audit.purge import Found, Place, Scribe, first_places, look, purge
from gateway.audit.purge_contents import FoundContents, look_contents, purge_contents
from gateway.audit.purge_conversations import count_due, purge_some
from gateway.audit.search.filters import all_ids
from gateway.audit.takeover import Pen
from gateway.district.documents import Document
from gateway.district.merged import log_ids_of
from gateway.district.papers import Papers
from gateway.district.shelves import THE_ONE, Shelf, check_id, check_texts, invalid
from gateway.store import tables
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.terms.record import Checkpoint
from gateway.terms.retention import LegalHold, Lifetimes

LONGEST_LIFETIME = 36_500
"""Days: a hundred years."""
MOST_HOLDS = 1000
CONVERSATIONS = "conversations"
CONTENTS = "contents"
HOLD: Final = Document(LegalHold)
LIFETIME: Final = Document(Lifetimes)
_HOLDS: Final = Papers(tables.legal_holds, HOLD)


@dataclass(kw_only=True, slots=True)
class Outcome:
    """What a purge did, or would do: records by lifetime, records kept by each hold, and how many
    certificates were written."""

    counts: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    certificates: int = 0
    unpublished: int = 0

    def take(self, found: Found) -> None:
        """Add what one look found."""
        self.counts += found.counts
        self.held += found.held

    def add(self, other: "Outcome") -> None:
        """Add what was done beside."""
        self.counts += other.counts
        self.held += other.held
        self.certificates += other.certificates
        self.unpublished += other.unpublished

    def take_contents(self, found: FoundContents) -> None:
        """Add what one look at kept content found."""
        self.counts += Counter({CONTENTS: len(found.due)})
        self.held += found.held


class Retention:
    """Purges what is due. Belongs to one event loop."""

    def __init__(
        self,
        reader: Reader,
        commit: GroupCommit,
        publisher: Publisher,
        pen: Pen,
        *,
        is_gone: Callable[[str], bool],
    ) -> None:
        """Open it.

        Args:
            reader, commit: the database.
            publisher: where checkpoints go besides it.
            pen: signs certificates; its holder is nobody else's.
            is_gone: tells that a holder of a stream died.
        """
        self._reader = reader
        self._commit = commit
        self._publisher = publisher
        self._pen = pen
        self._is_gone = is_gone

    async def preview(self, step: Callable[[int], None] = lambda _: None) -> Outcome:
        """Count what a purge would do, and do nothing.

        Raises:
            Unusable: the database does not answer.
        """
        outcome = Outcome()
        for place in await self._places():
            at: Place | None = place
            while at is not None:
                found = await self._look(at)
                outcome.take(found)
                step(found.counts.total())
                at = found.next
        await self._preview_conversations(outcome)
        outcome.add(await self.preview_contents())
        return outcome

    async def preview_contents(self) -> Outcome:
        """Count what `purge_contents` would do, and do nothing.

        Raises:
            Unusable: the database does not answer.
        """
        outcome, after = Outcome(), ""
        while True:
            found = await self._reader.read(partial(self._look_contents, after=after))
            outcome.take_contents(found)
            if found.next is None:
                return outcome
            after = found.next

    def _look_contents(self, db: Connection, after: str) -> FoundContents:
        return look_contents(db, self._rules(db), after)

    async def _preview_conversations(self, outcome: Outcome) -> None:
        def unit(db: Connection) -> tuple[int, str]:
            rules = self._rules(db)
            return count_due(db, rules), rules.holds[0].id if rules.holds else ""

        due, hold = await self._reader.read(unit)
        if due:
            (outcome.held if hold else outcome.counts)[hold or CONVERSATIONS] += due

    async def purge(self, *, who: str, step: Callable[[int], None] = lambda _: None) -> Outcome:
        """Purge what is due, a few hundred records at a time, each under its own certificate.

        Stopped at any moment, it has done whole steps; the next run goes on.

        Args:
            who: log id of whoever has this done.
            step: told how many records were purged, now and then.

        Raises:
            Unusable: the database cannot be used.
        """
        outcome = Outcome()
        for place in await self._places():
            at: Place | None = place
            while at is not None:
                found = await self._look(at)  # most looks find nothing, and need not hold others up
                if found.due:
                    found = await self._purge(at, who, outcome)
                outcome.take(found)
                step(found.counts.total())
                at = found.next
        await self._purge_conversations(who, outcome)
        outcome.add(await self.purge_contents(who=who))
        return outcome

    async def purge_contents(self, *, who: str) -> Outcome:
        """Destroy kept content that is due, and nothing else; see `purge`.

        Raises:
            Unusable: the database cannot be used.
        """
        outcome, scribe, after = Outcome(), self._scribe(who), ""
        while True:
            found, checkpoint = await self._commit.run(
                partial(self._purge_contents, scribe=scribe, after=after)
            )
            outcome.take_contents(found)
            if checkpoint is not None:
                await self._publish(checkpoint, outcome)
            if found.next is None:
                return outcome
            after = found.next

    def _purge_contents(
        self, db: Connection, scribe: Scribe, after: str
    ) -> tuple[FoundContents, Checkpoint | None]:
        return purge_contents(db, self._rules(db), scribe, after)

    async def _purge_conversations(self, who: str, outcome: Outcome) -> None:
        scribe = self._scribe(who)
        while True:
            count, checkpoint = await self._commit.run(
                lambda db: purge_some(db, self._rules(db), scribe)
            )
            if checkpoint is None:
                break
            outcome.counts[CONVERSATIONS] += count
            await self._publish(checkpoint, outcome)
        left = Outcome()
        await self._preview_conversations(left)
        outcome.held += left.held

    async def _places(self) -> list[Place]:
        return await self._reader.read(first_places)

    async def _look(self, place: Place) -> Found:
        return await self._reader.read(lambda db: look(db, place, self._rules(db)))

    async def _purge(self, place: Place, who: str, outcome: Outcome) -> Found:
        done = await self._commit.run(
            partial(purge, place=place, rules=self._rules, scribe=self._scribe(who))
        )
        if done.checkpoint is not None:
            await self._publish(done.checkpoint, outcome)
        return done.found

    async def _publish(self, checkpoint: Checkpoint, outcome: Outcome) -> None:
        outcome.certificates += 1
        try:
            await asyncio.to_thread(self._publisher.write, checkpoint)
        except OSError:  # the signed head in the database stands; whoever purges is told
            outcome.unpublished += 1

    def _scribe(self, who: str) -> Scribe:
        return Scribe(pen=self._pen, who=who, published=self._publisher.read, is_gone=self._is_gone)

    def _rules(self, db: Connection) -> Rules:
        return rules_of(db, self._pen.clock())


def rules_of(db: Connection, now: int) -> Rules:
    """Return what decides at a moment (milliseconds since 1970 UTC) what is due.

    A legal hold that names a log id of somebody who was merged keeps the records under each.
    """
    ids = {one: every for every in log_ids_of(db).values() for one in every}
    holds = tuple(
        replace(
            hold,
            subjects=frozenset(all_ids(hold.subjects, ids)),
            principals=frozenset(all_ids(hold.principals, ids)),
        )
        for hold in holds_of(db)
    )
    return Rules(lifetimes=lifetimes_of(db), holds=holds, now=now)


def lifetimes_of(db: Connection) -> Lifetimes:
    """Return how long records are kept; for ever where nobody decided."""
    text = db.execute(select(tables.lifetimes.c.document)).scalar()
    return Lifetimes() if text is None else LIFETIME.read(text)


def holds_of(db: Connection) -> tuple[LegalHold, ...]:
    """Return every hold that stands."""
    return tuple(_HOLDS.find(db, limit=MOST_HOLDS))


# --- shelves --------------------------------------------------------------------------------------


def _put_lifetimes(db: Connection, value: Lifetimes, _now: int) -> None:
    db.execute(delete(tables.lifetimes))
    db.execute(insert(tables.lifetimes).values(id=1, document=LIFETIME.write(value)))


def _check_lifetimes(_db: Connection, value: Lifetimes) -> None:
    for one in fields(value):
        days: int = getattr(value, one.name)
        if not 0 <= days <= LONGEST_LIFETIME:
            raise invalid(f"days are 0 (for ever) to {LONGEST_LIFETIME}", one.name)
    if value.contents == 0:  # 16 CFR 312.10
        raise invalid("words of prompts are not kept for ever; name their days", "contents")


def _check_hold(db: Connection, hold: LegalHold) -> None:
    check_id(hold.id)
    check_texts(hold)
    if not hold.matter.strip():
        raise invalid("say what the hold is for, such as the case's number", "matter")
    named = (hold.subjects, hold.principals, hold.tools, hold.since, hold.until)
    if hold.everything is any(named):
        raise invalid("name subjects, principals, tools or a time, or hold everything", "subjects")
    if hold.since and hold.until and hold.until < hold.since:
        raise invalid("the held time ends before it begins", "until")
    others = [one for one in holds_of(db) if one.id != hold.id]
    if len(others) >= MOST_HOLDS:
        raise invalid(f"at most {MOST_HOLDS} holds stand at once", "id")


LIFETIMES: Final = Shelf(
    kind="lifetimes",
    document=LIFETIME,
    row_of=lambda _value: THE_ONE,
    read=lambda db, _row: lifetimes_of(db),
    put=_put_lifetimes,
    check=_check_lifetimes,
)
HOLDS: Final = _HOLDS.shelf("hold", check=_check_hold)
