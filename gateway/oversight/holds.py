"""Holds: prompts that wait for a person, who releases or refuses them with a reason.

Every step goes through the office, so the log knows of it first and the history keeps it. What was
typed lies sealed beside the hold, is read by nobody unnoticed, and is shredded once the prompt has
passed or its time is over.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection
from tink import aead

from gateway.district.directory import District
from gateway.district.holds import (
    HOLDS,
    children_of,
    find_hold,
    hats_of,
    list_holds,
    overdue_holds,
)
from gateway.district.sealed_words import put_words, read_words, shred_expired, shred_words
from gateway.errors import BadRequest, Forbidden
from gateway.oversight.office import Office
from gateway.oversight.officer import THE_GATEWAY, Officer
from gateway.oversight.rows import Kept, Missing, Stale
from gateway.steps.held import Asked
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.terms.decision import Decision
from gateway.terms.holds import Hold, HoldState, Said
from gateway.terms.text import LeafKind
from gateway.terms.times import DAY_MS

KIND: Final = "held_prompt"
"""In milliseconds."""
SWEPT_AT_ONCE: Final = 500


class Decided(BadRequest):
    """Somebody has decided already, or its time is over."""

    code = "hold_decided"
    status = 409


class Holds:
    """What is held, for the exchange that holds it and for the officers who decide on it."""

    def __init__(
        self,
        office: Office,
        reader: Reader,
        commit: GroupCommit,
        district: District,
        fields: aead.Aead,
        *,
        key: bytes,
        now: Callable[[], int],
    ) -> None:
        """Open it.

        Args:
            office: through which every step goes.
            reader, commit: the database.
            district: whose choices say who decides and how long a hold is kept.
            fields: seals what was typed.
            key: of the hashes by which identical requests are known.
            now: milliseconds since 1970 UTC.
        """
        self._office = office
        self._reader = reader
        self._commit = commit
        self._district = district
        self._fields = fields
        self._key = key
        self._now = now

    # --- for the exchange -------------------------------------------------------------------------

    async def met(self, asked: Asked) -> Hold | None:
        """Return the hold that the identical request met before and meets still.

        Raises:
            Unusable: the database cannot be read.
        """
        request, now = asked.identity(self._key), self._now()
        return await self._reader.quick(lambda db: find_hold(db, request, now))

    async def keep(self, asked: Asked, decision: Decision) -> Hold:
        """Hold a prompt for as long as the district says.

        Raises:
            Unusable: log or database cannot be used.
        """
        now, principal = self._now(), asked.caller.principal
        rules = tuple(dict.fromkeys(reason.rule for reason in decision.reasons))
        hold = Hold(
            id=asked.record,
            principal=principal.id,
            about=tuple(sorted({one.id for one in asked.described.people.values()})),
            request=asked.identity(self._key),
            tool=asked.tool.id,
            purpose=asked.purpose.value,
            rules=rules,
            at=now,
            expires=self._until(now),
        )
        words = [
            Said(author=leaf.author, text=leaf.text)
            for leaf in asked.request.leaves
            if leaf.kind is not LeafKind.STRUCTURAL
        ]

        def seal(db: Connection) -> None:
            put_words(db, self._fields, KIND, hold.id, words, expires=hold.expires)

        by = Officer.of(asked.caller)
        why = f"held by {', '.join(rules)}"
        await self._office.put(HOLDS, hold, seen=None, why=why, by=by, also=seal)
        return hold

    async def use(self, hold: Hold) -> bool:
        """Use up a release; tell whether it was still there.

        Raises:
            Unusable: log or database cannot be used.
        """
        kept = await self._office.get(HOLDS, hold.id)
        if kept.value != hold:
            return False
        try:
            await self._step(kept, HoldState.USED, why="sent again and passed", by=THE_GATEWAY)
        except Stale:
            return False
        return True

    # --- for officers -----------------------------------------------------------------------------

    async def listed(
        self, by: Officer, *, state: HoldState | None, after: str = "", limit: int = 50
    ) -> list[Hold]:
        """Return holds, the oldest first.

        Raises:
            Forbidden: the district lets others decide.
        """
        self._check_duty(by)
        return await self._reader.quick(lambda db: list_holds(db, state, after=after, limit=limit))

    async def get(self, row: str, by: Officer) -> Kept[Hold]:
        """Return one hold.

        Raises:
            Forbidden: the district lets others decide.
            Missing: there is none.
        """
        self._check_duty(by)
        return await self._office.get(HOLDS, row)

    async def words(self, row: str, by: Officer) -> tuple[Said, ...]:
        """Return what was typed; that it was read is on record first.

        Raises:
            Forbidden: the district lets others decide, or it is the officer's own affair.
            Missing: there is no such hold, or its words are shredded.
        """
        kept = await self.get(row, by)
        await self._check_stranger(kept.value, by)
        await self._office.note("held_prompt_read", by, what=row)
        now = self._now()
        words = await self._reader.quick(
            lambda db: read_words(db, self._fields, KIND, row, now=now)
        )
        if words is None:
            raise Missing("what was typed is shredded: it passed, or its time is over")
        return words

    async def decide(
        self, row: str, *, release: bool, seen: int, why: str, by: Officer
    ) -> Kept[Hold]:
        """Release a hold, or refuse it; either way once.

        A release is good for the identical request, once, for as long as a fresh hold would be.

        Raises:
            Forbidden: the district lets others decide, or it is the officer's own affair.
            Missing: there is none.
            Stale: somebody else was faster.
            Decided: it is not waiting any more.
        """
        kept = await self.get(row, by)
        hold = kept.value
        await self._check_stranger(hold, by)
        if kept.version != seen:
            raise Stale(f"hold `{row}` was changed since you read it; read it again")
        if hold.state is not HoldState.WAITING or hold.expires <= self._now():
            raise Decided(f"hold `{row}` is not waiting any more; it is `{hold.state}`")
        state = HoldState.RELEASED if release else HoldState.REFUSED
        return await self._step(kept, state, why=why, by=by)

    # --- as time goes by --------------------------------------------------------------------------

    async def sweep(self) -> int:
        """Let every hold expire whose time is over, and shred what was typed; return how many.

        Raises:
            Unusable: log or database cannot be used.
        """
        now = self._now()
        overdue = await self._reader.quick(lambda db: overdue_holds(db, now, SWEPT_AT_ONCE))
        expired = 0
        for hold in overdue:
            kept = await self._office.get(HOLDS, hold.id)
            if kept.value != hold:
                continue  # another process was faster
            try:
                await self._step(kept, HoldState.EXPIRED, why="its time is over", by=THE_GATEWAY)
            except Stale:
                continue
            expired += 1
        await self._commit.run(lambda db: shred_expired(db, now))
        return expired

    async def _step(
        self, kept: Kept[Hold], state: HoldState, *, why: str, by: Officer
    ) -> Kept[Hold]:
        """Take a hold one step on; its words go where nobody needs them any more."""
        hold = replace(kept.value, state=state)
        if by is not THE_GATEWAY:
            hold = replace(hold, decided_by=by.log_id)
        if state is HoldState.RELEASED:
            hold = replace(hold, expires=self._until(self._now()))
        done = state in (HoldState.USED, HoldState.EXPIRED)

        def shred(db: Connection) -> None:
            if done:
                shred_words(db, KIND, hold.id)

        return await self._office.put(
            HOLDS, hold, seen=kept.version, why=why, by=by, step=state.value, also=shred
        )

    def _until(self, now: int) -> int:
        return now + self._district.choices.hold_days * DAY_MS

    def _check_duty(self, by: Officer) -> None:
        allowed = self._district.choices.holds_decided_by
        by.check_allowed(allowed, to="decide on what is held", choice="holds_decided_by")

    async def _check_stranger(self, hold: Hold, by: Officer) -> None:
        """Refuse an officer's own prompt, and one that is by or about their own child."""

        def concerns(db: Connection) -> bool:
            hats = hats_of(db, by.person)
            if hold.principal in hats:
                return True
            return not children_of(db, hats).isdisjoint({hold.principal, *hold.about})

        if await self._reader.quick(concerns):
            raise Forbidden(
                "nobody decides on a prompt of their own, nor on one that is by or about their own "
                "child; somebody else with the duty has to",
                code="own_affair",
            )
