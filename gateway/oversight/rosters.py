"""Rosters as the office brings them in: looked at first, applied whole or not at all, on record.

Whoever brings one in, by hand, by a folder or by a nightly pull, goes through here. Where more
would go with it than the district expects, a person has to say why it is right, and the history
keeps that. A roster that fails changes nothing: the last good one serves on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from gateway.district.directory import District
from gateway.district.documents import Document
from gateway.district.imports import (
    FAILED,
    Import,
    days_left,
    last_import,
    list_imports,
    record_import,
)
from gateway.district.oneroster import Roster
from gateway.district.roster_import import RosterImport, Written
from gateway.district.roster_report import Difference
from gateway.district.shelves import Shelf
from gateway.errors import GatewayError, Unusable
from gateway.oversight.office import Office
from gateway.oversight.officer import THE_GATEWAY, Officer
from gateway.oversight.rows import check_reason
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader

EVENT: Final = "roster_import"
EVERYTHING: Final = 100
"""Percent of the roster that may go with an import for which a person gave a reason."""

IMPORTS: Final = Shelf(
    kind=EVENT,
    document=Document(Import),
    row_of=lambda one: one.id,
    read=lambda _db, _row: None,
    put=lambda _db, _one, _now: None,
)
"""By which the history keeps who brought a roster in and why. The import itself writes the list,
and is never edited, so that none is there before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How the roster stands: the last import that was good, the last one at all, and for how many
    days more the good one serves (less than 0: it serves no more)."""

    good: Import | None
    tried: Import | None
    days_left: int | None


def _untold(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


class Rosters:
    """The one door by which rosters come in."""

    def __init__(
        self,
        office: Office,
        reader: Reader,
        commit: GroupCommit,
        district: District,
        importer: RosterImport,
        *,
        now: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        """Open it.

        Args:
            office: logs what came in, and keeps who said why.
            reader, commit: the database.
            district: whose choices say how much may go.
            importer: compares and writes.
            now: milliseconds since 1970.
            new_id: makes ids of imports.
        """
        self._office = office
        self._reader = reader
        self._commit = commit
        self._district = district
        self._importer = importer
        self._now = now
        self._new_id = new_id

    async def most_going(self) -> int:
        """Return how many of each part, in percent, may go before a person has to say why."""
        await self._district.refresh()
        return self._district.choices.roster_most_going

    async def compare(self, roster: Roster) -> Difference:
        """Return what a roster would change; changes nothing."""
        await self._district.refresh()
        today = self._district.today()
        compared = await self._reader.read(
            lambda db: self._importer.compare(db, roster, today=today)
        )
        return compared.difference

    async def bring_in(
        self,
        roster: Roster,
        *,
        source: str,
        by: Officer = THE_GATEWAY,
        why: str = "",
        anyway: bool = False,
        written: Written = _untold,
    ) -> Difference:
        """Apply a roster: all of it or nothing.

        Args:
            roster: as read and free of faults.
            source: where it came from, such as a folder's name.
            by: who brings it in; the gateway by itself needs no reason.
            why: the reason, for the history; needed from a person.
            anyway: whether it may be that more goes than the district expects.
            written: told how far it is.

        Raises:
            TooManyGo: more would go than the district expects, and nobody said that it is right.
            BadRequest: there is no reason.
            Unusable: log or database cannot be used; nothing was changed.
        """
        if by is not THE_GATEWAY or anyway:
            check_reason(why)
        most = EVERYTHING if anyway else await self.most_going()
        await self._district.refresh()
        today = self._district.today()
        number = self._new_id()
        done: list[Difference] = []

        def apply(db: Connection) -> None:
            done[:] = [
                self._importer.apply(
                    db,
                    roster,
                    source=source,
                    import_id=number,
                    today=today,
                    most_going=most,
                    written=written,
                )
            ]

        try:
            if by is THE_GATEWAY:
                await self._commit.run(apply)
            else:
                difference = await self.compare(roster)
                difference.check(most)
                await self._record(roster, source, number, difference, by, why, anyway, apply)
        except Unusable:  # nothing can be written on the list either
            raise
        except GatewayError as error:
            await self.failed(source, error, by)
            raise
        [difference] = done
        await self._office.note(
            EVENT,
            by,
            what=number,
            result="applied" if difference else "unchanged",
            version=roster.version,
            counts={
                f"{part}_{name}": count
                for part, counts in difference.counts().items()
                for name, count in counts.items()
            },
        )
        return difference

    async def _record(
        self,
        roster: Roster,
        source: str,
        number: str,
        difference: Difference,
        by: Officer,
        why: str,
        anyway: bool,
        apply: Callable[[Connection], None],
    ) -> None:
        """Apply what a person brings in, with the reason in the history."""
        one = Import(
            id=number,
            at=self._now(),
            source=source,
            version=roster.version,
            result="applied",
            counts=difference.counts(),
        )
        step = "applied_anyway" if anyway else "applied"
        await self._office.put(IMPORTS, one, seen=None, why=why, by=by, step=step, also=apply)

    async def failed(self, source: str, error: GatewayError, by: Officer = THE_GATEWAY) -> None:
        """Note that a roster could not come in, and why: the last good one serves on."""
        one = Import(
            id=self._new_id(),
            at=self._now(),
            source=source,
            version="",
            result=FAILED,
            counts={},
            code=error.code,
            why=error.message,
        )
        await self._commit.run(lambda db: record_import(db, one))
        await self._office.note(EVENT, by, what=one.id, result=FAILED, code=error.code)

    async def standing(self) -> Standing:
        """Return how the roster stands."""
        await self._district.refresh()
        serves = self._district.choices.roster_serves_days
        good, tried = await self._reader.quick(
            lambda db: (last_import(db, good=True), last_import(db))
        )
        left = None if good is None else days_left(good.at, self._now(), serves)
        return Standing(good=good, tried=tried, days_left=left)

    async def listed(
        self, *, before: tuple[int, str] | None = None, limit: int = 50
    ) -> list[Import]:
        """Return imports, the newest first, those before a time and id."""
        return await self._reader.quick(lambda db: list_imports(db, before=before, limit=limit))
