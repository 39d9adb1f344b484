"""`crossing-guard roster caseloads`: whom counsellors, nurses and case managers look after."""

from pathlib import Path

from gateway.app.desks import office_of
from gateway.app.store import open_store
from gateway.cli.officer import officer
from gateway.cli.root import out, run, settings_of
from gateway.cli.roster import OFFICERS
from gateway.district.sheets import SheetRejected
from gateway.oversight.caseloads import import_cases
from gateway.oversight.rows import Difference


def import_caseloads(data: Path, file: Path, *, why: str, dry_run: bool) -> None:
    """Put a sheet of cases in place, or tell what that would change."""
    sheet = file.read_bytes()

    async def work() -> Difference:
        async with open_store(settings_of(data)) as store:
            by = await officer(store, *OFFICERS)
            office = office_of(store)
            return await import_cases(office, sheet, why=why, by=by, dry_run=dry_run)

    try:
        done = run(work())
    except SheetRejected as rejected:
        for fault in rejected.faults:
            out.print(f"  {fault}", highlight=False, markup=False)
        if rejected.more:
            out.print(f"  and {rejected.more} more")
        raise
    verb = "would be" if dry_run else "are"
    out.print(
        f"{len(done.created)} {verb} new, {len(done.changed)} {verb} otherwise, "
        f"{done.unchanged} stand as they did."
    )
