"""Another provider behind a tool: who loses which consent by it, and the change once confirmed.

A consent names its parties (34 CFR 99.30(b)(3)), so one that names a tool by its id does not carry
over to whoever takes the provider's place. Whoever makes the change first sees what is lost, and
says how much it was: a change that by then would lose more or less is not made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import Connection
from tink import aead

from gateway.decision.consents import names_party
from gateway.district.directory import District
from gateway.district.shelves import NAMING_BATCH, TOOLS, check_tool, naming, other_party
from gateway.errors import BadRequest
from gateway.oversight.ledger import Entry, entries
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Kept, no_such
from gateway.store.engine import Reader
from gateway.terms.disclosure import ConsentState, Tool

_CONFIRMED: Final = replace(TOOLS, check=check_tool)
"""The shelf of tools for a change of the party that somebody confirmed."""
RECIPIENT_CHANGED: Final = "recipient_changed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Loss:
    """How many consents another provider ends for a tool, and of how many students."""

    consents: int
    students: int


class Parties:
    """Tells what another provider behind a tool would end, and makes the change."""

    def __init__(
        self, office: Office, reader: Reader, district: District, fields: aead.Aead
    ) -> None:
        """Open it; `fields` opens birth dates, to compute with."""
        self._office = office
        self._reader = reader
        self._district = district
        self._fields = fields

    async def losing(self, tool: str, *, after: str = "", limit: int) -> tuple[Loss, list[Entry]]:
        """Return how much another provider would end, and some of it in the order of the ids.

        Args:
            tool: its id.
            after: only consents with a greater id.
            limit: at most so many.

        Raises:
            Missing: there is no such tool.
        """
        day = self._district.today()

        def unit(db: Connection) -> tuple[Loss, list[Entry]]:
            stands = TOOLS.read(db, tool)
            if stands is None:
                raise no_such(TOOLS.kind, tool)
            lost = list(_lost(db, self._fields, stands, day))
            page = [one for one in lost if one.consent.id > after][:limit]
            return _loss(lost), page

        return await self._reader.read(unit)

    async def change(
        self, tool: Tool, *, losing: int, seen: int, why: str, by: Officer
    ) -> Kept[Tool]:
        """Put another provider behind a tool, with everything else that changes with it.

        Consents that name the tool count for the new party if signed after today.

        Args:
            tool: as it is to be.
            losing: how many consents whoever confirms it saw end.
            seen: the version of the tool the change is made to.
            why: the reason, for the history.
            by: who changes it.

        Raises:
            BadRequest: the provider stays the same, or another number of consents would end.
            Stale, Missing, Unusable: as for `Office.put`; nothing was changed.
        """
        before = (await self._office.get(TOOLS, tool.id)).value
        if not other_party(before, tool):
            raise BadRequest(
                "the provider stays the same; change the tool as ever",
                code="same_party",
                status=409,
            )
        day = self._district.today()
        changed = replace(tool, other_party_until=day)

        def still_so(db: Connection) -> None:
            would = _loss(list(_lost(db, self._fields, before, day)))
            if would.consents != losing:
                raise BadRequest(
                    f"{would.consents} consents of {would.students} students would end, not "
                    f"{losing}; look at them and confirm that number",
                    code="not_confirmed",
                    status=409,
                    param="losing",
                )

        await self._reader.read(still_so)  # told before anything is logged
        return await self._office.put(
            _CONFIRMED,
            changed,
            seen=seen,
            why=why,
            by=by,
            step=RECIPIENT_CHANGED,
            also=still_so,  # and once more with the change: a consent may have come in between
        )


def _loss(lost: list[Entry]) -> Loss:
    return Loss(consents=len(lost), students=len({one.consent.subject for one in lost}))


def _lost(db: Connection, fields: aead.Aead, tool: Tool, day: date) -> Iterator[Entry]:
    """Yield the consents, in force or to come, that name a tool's party and will name no other."""
    after = ""
    while some := naming(db, tool.id, after=after, limit=NAMING_BATCH):
        for one in entries(db, fields, day, some):
            to_come = one.state is ConsentState.DRAFT and not one.consent.draft
            by_class = f"class:{tool.status}" in one.consent.recipients
            stands = one.state is ConsentState.ACTIVE or to_come
            if stands and names_party(one.consent, tool) and not by_class:
                yield one
        after = some[-1].id
