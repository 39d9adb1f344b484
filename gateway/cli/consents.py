"""`crossing-guard consents`: the consent ledger in and out as a sheet, listed, and what is due."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from rich.table import Table

from gateway.app.desks import office_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import out
from gateway.cli.sheets import told
from gateway.oversight.ledger import Ledger
from gateway.terms.disclosure import ConsentState

PAGE = 500


def import_sheet(data: Path, file: Path, *, why: str, dry_run: bool) -> None:
    """Put a sheet into the ledger, or tell what that would change."""
    sheet = file.read_bytes()

    async def work(store: Store, book: Ledger) -> None:
        by = await officer(store, *OFFICE)
        bring = partial(book.import_sheet, sheet, why=why, by=by, dry_run=dry_run)
        await told(bring, dry_run=dry_run)

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
        out.print(table if table.row_count else "No consents.")

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
    async def opened(store: Store) -> None:
        await store.district.refresh()
        office = office_of(store)
        await work(store, Ledger(office, store.reader, store.district, store.keys.fields))

    at_store(data, opened)
