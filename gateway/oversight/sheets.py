"""Rows brought in and taken out as a sheet: all or none of them, each named that cannot be."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from gateway.district.caseloads import CASELOADS
from gateway.district.opt_outs import OPT_OUTS
from gateway.district.sheets import Sheet, SheetRejected
from gateway.district.shelves import Shelf
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Difference, Faulty
from gateway.terms.directory_information import DirectoryOptOut
from gateway.terms.people import Case


@dataclass(frozen=True, slots=True)
class SheetDesk[T]:
    """The door for rows of one kind, many at a time."""

    shelf: Shelf[T]
    sheet: Sheet[T]

    async def bring(
        self, office: Office, data: bytes, *, why: str, by: Officer, dry_run: bool
    ) -> Difference:
        """Put the rows of a sheet in place, whatever stood under their ids.

        Args:
            office: through which every change goes.
            data: the sheet.
            why: the reason, for the history.
            by: who brings it in.
            dry_run: only tell what would be done.

        Raises:
            SheetRejected: some rows cannot be; says which, and why.
            Stale, Unusable: as for `Office.put_many`; nothing was changed.
        """
        rows = self.sheet.read(data)
        values = [value for _, value in rows]
        try:
            return await office.put_many(self.shelf, values, why=why, by=by, dry_run=dry_run)
        except Faulty as faulty:
            faults = [
                self.sheet.fault(rows[at][0], error.param, error.message)
                for at, error in faulty.faults
            ]
            raise SheetRejected(faults) from faulty

    async def take(self, office: Office, by: Officer) -> AsyncIterator[str]:
        """Log that somebody takes every row out, and return them as CSV, some lines at a time.

        Raises:
            Unusable: it cannot be logged; nothing is taken out.
        """
        await office.note(f"{self.shelf.kind}s_exported", by)
        return self._lines(office)

    async def _lines(self, office: Office) -> AsyncIterator[str]:
        yield self.sheet.header
        async for values in office.every(self.shelf):
            yield "".join(self.sheet.rows(values))


CASELOAD_SHEET: Final = SheetDesk(
    CASELOADS, Sheet("caseloads", Case, needed=("id", "person", "student", "until"))
)
OPT_OUT_SHEET: Final = SheetDesk(
    OPT_OUTS,
    Sheet(
        "directory-opt-outs",
        DirectoryOptOut,
        needed=("id", "student", "by", "relationship", "given_on", "evidence"),
    ),
)
