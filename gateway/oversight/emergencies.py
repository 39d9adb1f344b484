"""Break-glass: an official declares a health or safety emergency, and says what the threat is.

34 CFR 99.36 lets a school disclose where an articulable and significant threat asks for it; 99.32
(a)(5) has the threat recorded. The words are the reason of the change in the history, sealed, with
their salted hash in the log; records made under it name its id. It ends by itself.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

import structlog

from gateway.district.directory import District
from gateway.district.emergencies import EMERGENCIES
from gateway.errors import BadRequest, Forbidden
from gateway.outbox.outbox import Outbox
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.reachable import reachable
from gateway.oversight.rows import Kept, Stale
from gateway.store.engine import Reader
from gateway.terms.emergencies import Emergency
from gateway.terms.letters import Letter
from gateway.terms.times import MINUTE_MS

SHORTEST_THREAT: Final = 20
"""Characters: a sentence that somebody can look into afterwards, not a word."""
SUBJECT: Final = "An emergency was declared"
TEXT: Final = (
    "An official of the school declared a health or safety emergency (34 CFR 99.36): until it ends "
    "named members of the staff may disclose data of named students to AI tools without consent."
    "\n\n"
    "See that this is right: emergency {row} in the gateway. Nobody is named in this letter on "
    "purpose.\n"
)

_log = structlog.get_logger(__name__)


class Emergencies:
    """Declares emergencies and ends them."""

    def __init__(
        self,
        office: Office,
        reader: Reader,
        district: District,
        outbox: Outbox,
        *,
        now: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        """Open it; `now` is milliseconds since 1970 UTC."""
        self._office = office
        self._reader = reader
        self._district = district
        self._outbox = outbox
        self._now = now
        self._new_id = new_id

    async def declare(
        self,
        *,
        threat: str,
        about: Collection[str],
        typists: Collection[str],
        minutes: int,
        by: Officer,
    ) -> Kept[Emergency]:
        """Declare an emergency from now on; whoever is to know gets a letter.

        Args:
            threat: the articulable and significant threat, in words.
            about: roster ids of the students concerned.
            typists: roster ids of the staff who may disclose.
            minutes: until it ends by itself.
            by: the official.

        Raises:
            Forbidden: the district lets others declare one.
            BadRequest: no threat in words, too long a time, or nobody who could be meant.
            Unusable: log or database cannot be used; nothing was declared.
        """
        self.check_duty(by)
        if len(threat.strip()) < SHORTEST_THREAT:
            raise BadRequest(
                "say in a sentence what the threat is and to whom (34 CFR 99.36(c))",
                code="threat_needed",
                status=422,
                param="threat",
            )
        longest = self._district.choices.emergency_minutes
        if not 1 <= minutes <= longest:
            raise BadRequest(
                f"the district lets an emergency last {longest} minutes at most "
                "(`emergency_minutes`)",
                code="invalid_value",
                status=422,
                param="minutes",
            )
        now = self._now()
        one = Emergency(
            id=self._new_id(),
            declared_by=by.log_id,
            typists=frozenset(typists),
            about=frozenset(about),
            begins=now,
            ends=now + minutes * MINUTE_MS,
        )
        letters = await self._letters(one.id)
        kept = await self._office.put(
            EMERGENCIES,
            one,
            seen=None,
            why=threat,
            by=by,
            step="declared",
            also=self._outbox.enclose(*letters),
        )
        self._outbox.posted.set()
        _log.warning("emergency_declared", record=one.id)
        return kept

    async def end(self, row: str, *, seen: int, why: str, by: Officer) -> Kept[Emergency]:
        """End an emergency before its time.

        Raises:
            Forbidden: the district lets others do so.
            Missing: there is none.
            Stale: somebody else was faster, or it is over.
        """
        self.check_duty(by)
        kept, now = await self._office.get(EMERGENCIES, row), self._now()
        if kept.version != seen or kept.value.ends <= now:
            raise Stale(f"emergency `{row}` was changed since you read it, or is over")
        over = replace(kept.value, ends=now)
        return await self._office.put(EMERGENCIES, over, seen=seen, why=why, by=by, step="ended")

    async def _letters(self, row: str) -> list[Letter]:
        choices = self._district.choices
        told = choices.safety_team | choices.safety_leads
        return [
            Letter(
                kind="emergency",
                to=address,
                subject=SUBJECT,
                text=TEXT.format(row=row),
                about=row,
                urgent=True,
                once=f"emergency {row} {person}",
            )
            for person, address in (await reachable(self._reader, told)).items()
        ]

    def check_duty(self, by: Officer) -> None:
        """Refuse who may not declare, end or list emergencies.

        Raises:
            Forbidden: the district lets others do so.
        """
        allowed = self._district.choices.emergency_declared_by
        if not by.duties & allowed:
            raise Forbidden(
                "the district lets others declare and end emergencies (`emergency_declared_by`)",
                code="duty_needed",
            )
