"""The safety team: is told at once that somebody may be in danger, reads what was written, says
that they have it; where nobody does in time, others are told.

Letters are content-free: that there is an alert, and where to read it. The words lie sealed beside
the hand-over for those alone whom the district names; that somebody read them is on record first.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection
from tink import aead

from gateway.district.directory import District
from gateway.district.hand_overs import (
    HAND_OVERS,
    list_hand_overs,
    overdue_hand_overs,
)
from gateway.district.sealed_words import put_words, read_words
from gateway.errors import Forbidden, GatewayError
from gateway.outbox.outbox import Outbox
from gateway.oversight.office import Office
from gateway.oversight.officer import THE_GATEWAY, Officer
from gateway.oversight.reachable import reachable
from gateway.oversight.rows import Kept, Missing, Stale
from gateway.steps.safety_desk import Alert, SafetyDesk
from gateway.store.engine import Reader
from gateway.terms.hand_overs import HandOver, HandOverState
from gateway.terms.holds import Said
from gateway.terms.letters import Letter
from gateway.terms.times import DAY_MS, MINUTE_MS

KIND: Final = "hand_over"
"""In milliseconds."""
AT_ONCE: Final = 100

ALERT: Final = (
    "Somebody may be in danger",
    "Somebody wrote to an AI tool what sounds as if they or another person may be in danger. They "
    "were told at once whom to turn to, and nothing was sent to the AI tool.\n\n"
    "Read what was written, and say that you have it, in the gateway: hand-over {record}.\n"
    "Nobody is named in this letter on purpose.\n",
)
ESCALATION: Final = (
    "Nobody has taken an alert yet",
    "An alert that somebody may be in danger was sent to the safety team {minutes} minutes ago, "
    "and nobody of the team has said that they have it.\n\n"
    "Please see that somebody does: hand-over {record} in the gateway.\n",
)


class SafetyTeam:
    """The desk where alerts arrive, and from where the team takes them."""

    def __init__(
        self,
        office: Office,
        reader: Reader,
        district: District,
        outbox: Outbox,
        fields: aead.Aead,
        *,
        log: SafetyDesk,
        now: Callable[[], int],
    ) -> None:
        """Open it.

        Args:
            office: through which every step goes.
            reader: the database.
            district: whose choices name the team, and say when others are told.
            outbox: where letters are posted.
            fields: seals what was written.
            log: the desk that writes the alert to the log and counts it.
            now: milliseconds since 1970 UTC.
        """
        self._office = office
        self._reader = reader
        self._district = district
        self._outbox = outbox
        self._fields = fields
        self._log = log
        self._now = now

    async def alert(self, alert: Alert) -> None:
        """Hand an alert over. The team gets its letters whatever else is down.

        Raises:
            GatewayError: it could not be handed over.
        """
        try:
            await self._log.alert(alert)
            await self._keep(alert)
        except GatewayError:
            await self._outbox.post(*await self._alerts(alert.record))  # none goes twice
            raise
        self._outbox.posted.set()

    async def _keep(self, alert: Alert) -> None:
        """Keep what was written, and post the letters in the same transaction."""
        choices, now = self._district.choices, self._now()
        one = HandOver(
            id=alert.record,
            person=alert.person,
            schools=alert.schools,
            at=now,
            due=now + choices.safety_minutes * MINUTE_MS,
            expires=now + choices.hand_over_days * DAY_MS,
        )
        words = [Said(author="user", text=text) for text in alert.words]
        enclosed = self._outbox.enclose(*await self._alerts(alert.record))

        def seal(db: Connection) -> None:
            put_words(db, self._fields, KIND, one.id, words, expires=one.expires)
            enclosed(db)

        by = Officer(person=alert.person, log_id=alert.principal)
        why = "somebody may be in danger"
        await self._office.put(HAND_OVERS, one, seen=None, why=why, by=by, also=seal)

    async def _alerts(self, record: str) -> list[Letter]:
        return await self._letters(self._district.choices.safety_team, ALERT, record)

    # --- for the team -----------------------------------------------------------------------------

    async def listed(
        self, by: Officer, *, state: HandOverState | None, after: str = "", limit: int = 50
    ) -> list[HandOver]:
        """Return hand-overs, the oldest first.

        Raises:
            Forbidden: the district does not name the officer for it.
        """
        self._check_named(by)
        return await self._reader.quick(
            lambda db: list_hand_overs(db, state, after=after, limit=limit)
        )

    async def get(self, row: str, by: Officer) -> Kept[HandOver]:
        """Return one hand-over.

        Raises:
            Forbidden: the district does not name the officer for it.
            Missing: there is none.
        """
        self._check_named(by)
        return await self._office.get(HAND_OVERS, row)

    async def words(self, row: str, by: Officer) -> tuple[Said, ...]:
        """Return what was written; that it was read is on record first.

        Raises:
            Forbidden: the district does not name the officer for it.
            Missing: there is no such hand-over, or its words are shredded.
        """
        await self.get(row, by)
        await self._office.note("hand_over_read", by, what=row)
        now = self._now()
        words = await self._reader.quick(
            lambda db: read_words(db, self._fields, KIND, row, now=now)
        )
        if words is None:
            raise Missing("what was written is shredded: its time is over")
        return words

    async def acknowledge(self, row: str, *, seen: int, why: str, by: Officer) -> Kept[HandOver]:
        """Say that somebody has it, and what they do.

        Raises:
            Forbidden: the district does not name the officer for it.
            Missing: there is none.
            Stale: somebody else was faster.
        """
        kept = await self.get(row, by)
        taken = replace(kept.value, state=HandOverState.ACKNOWLEDGED, acknowledged_by=by.log_id)
        step = HandOverState.ACKNOWLEDGED.value
        if kept.version != seen:
            raise Stale(f"hand-over `{row}` was changed since you read it; read it again")
        if kept.value.state is HandOverState.ACKNOWLEDGED:
            raise Stale(f"somebody has hand-over `{row}` already; read it again")
        return await self._office.put(HAND_OVERS, taken, seen=seen, why=why, by=by, step=step)

    # --- as time goes by --------------------------------------------------------------------------

    async def escalate(self) -> int:
        """Tell others of every alert that nobody has in time; return how many there were.

        Raises:
            Unusable: log or database cannot be used.
        """
        await self._district.refresh()
        now, choices = self._now(), self._district.choices
        overdue = await self._reader.quick(lambda db: overdue_hand_overs(db, now, AT_ONCE))
        told = 0
        for one in overdue:
            kept = await self._office.get(HAND_OVERS, one.id)
            if kept.value != one:
                continue  # somebody has it now
            letters = await self._letters(
                choices.safety_leads, ESCALATION, one.id, minutes=(now - one.at) // MINUTE_MS
            )
            late = replace(one, state=HandOverState.ESCALATED)
            try:
                await self._office.put(
                    HAND_OVERS,
                    late,
                    seen=kept.version,
                    why="nobody said in time that they have it",
                    by=THE_GATEWAY,
                    step=HandOverState.ESCALATED.value,
                    also=self._outbox.enclose(*letters),
                )
            except Stale:
                continue
            self._outbox.posted.set()
            told += 1
        return told

    async def _letters(
        self, people: Collection[str], words: tuple[str, str], record: str, *, minutes: int = 0
    ) -> list[Letter]:
        subject, text = words
        return [
            Letter(
                kind="safety_alert",
                to=address,
                subject=subject,
                text=text.format(record=record, minutes=minutes),
                about=record,
                urgent=True,
                once=f"{subject}: {record}, {person}",
            )
            for person, address in (await reachable(self._reader, people)).items()
        ]

    def _check_named(self, by: Officer) -> None:
        choices = self._district.choices
        if by.person not in choices.safety_team | choices.safety_leads:
            raise Forbidden(
                "this is for the safety team alone, whom the district names (`safety_team`, "
                "`safety_leads`)",
                code="duty_needed",
            )
