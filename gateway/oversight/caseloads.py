"""Caseloads brought in as a sheet: all of it or nothing, with every row named that cannot be."""

from gateway.district.caseloads import CASELOADS, SHEET
from gateway.district.sheets import SheetRejected
from gateway.oversight.office import Office, Officer
from gateway.oversight.rows import Difference, Faulty


async def import_cases(
    office: Office, data: bytes, *, why: str, by: Officer, dry_run: bool
) -> Difference:
    """Put a sheet of cases in place, whatever stood under their ids.

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
    rows = SHEET.read(data)
    try:
        values = [case for _, case in rows]
        return await office.put_many(CASELOADS, values, why=why, by=by, dry_run=dry_run)
    except Faulty as faulty:
        faults = [
            SHEET.fault(rows[at][0], error.param, error.message) for at, error in faulty.faults
        ]
        raise SheetRejected(faults) from faulty
