"""`crossing-guard consents`: the consent ledger in and out as a sheet, listed, and what is due."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import typer
from rich.table import Table

from gateway.app.desks import office_of
from gateway.app.store import Store, open_store
from gateway.cli.officer import officer
from gateway.cli.root import out, run, settings_of
from gateway.district.sheets import SheetRejected
from gateway.oversight.ledger import Ledger
from gateway.terms.disclosure import ConsentState
from gateway.terms.people import Duty

OFFICE = (Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.REGISTRAR)
PAGE = 500


def import_sheet(data: Path, file: Path, *, why: str, dry_run: bool) -> None:
    """Put a sheet into the ledger, or tell what that would change."""
    sheet = file.read_bytes()

    async def work(store: Store, book: Ledger) -> None:
        by = await officer(store, *OFFICE)
        try:
            done = await book.import_sheet(sheet, why=why, by=by, dry_run=dry_run)
        except SheetRejected as rejected:
            for fault in rejected.faults:
                out.print(f"  {fault}", highlight=False, markup=False)
            if rejected.more:
                out.print(f"  and {rejected.more} more")
            raise
        if dry_run:
            for words, ids in (("new", done.created), ("otherwise", done.changed)):
                for one in ids:
                    out.print(f"  {one} would be {words}", highlight=False, markup=False)
        verb = "would be" if dry_run else "are"
        out.print(
            f"{len(done.created)} {verb} new, {len(done.changed)} {verb} otherwise, "
            f"{done.unchanged} stand as they did."
        )

    _at(data, work)


def export_sheet(data: Path) -> None:
    """Print the whole ledger as a sheet."""

    async def work(store: Store, book: Ledger) -> None:
        by = await officer(store, *Duty)
        await office_of(store).note("consents_exported", by)
        async for lines in book.sheet():
            typer.echo(lines, nl=False)

    _at(data, work)


def list_consents(data: Path, *, subject: str, state: ConsentState | None) -> None:
    """Print a table of consents as they stand today."""

    async def work(_store: Store, book: Ledger) -> None:
        table = Table("consent", "student", "signed by", "state", "ends", "look at")
        after = ""
        while found := await book.listed(subject=subject, state=state, after=after, limit=PAGE):
            for one in found:
                consent = one.consent
                notes = [f"`{name}` is missing" for name in one.missing] + sorted(one.flags)
                ends = consent.expires_on.isoformat() if consent.expires_on else ""
                table.add_row(
                    consent.id, consent.subject, consent.signer, one.state, ends, ", ".join(notes)
                )
            after = found[-1].consent.id
        out.print(table)

    _at(data, work)


def show_queue(data: Path) -> None:
    """Print what the office has to do, the most urgent first."""

    async def work(_store: Store, book: Ledger) -> None:
        table = Table("task", "student", "consent", "on", "days", "successor")
        for one in await book.queue():
            on = one.on.isoformat() if one.on else "now"
            days = "" if one.days is None else str(one.days)
            done = "on file" if one.done else ""
            table.add_row(one.task, one.subject, one.consent, on, days, done)
        out.print(table if table.row_count else "Nothing is due.")

    _at(data, work)


def _at(data: Path, work: Callable[[Store, Ledger], Awaitable[None]]) -> None:
    async def opened() -> None:
        async with open_store(settings_of(data)) as store:
            await store.district.refresh()
            office = office_of(store)
            await work(store, Ledger(office, store.reader, store.district, store.keys.fields))

    run(opened())
