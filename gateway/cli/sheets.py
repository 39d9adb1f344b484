"""Rows in and out as a sheet, for every command that does so."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import typer

from gateway.app.desks import office_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import out
from gateway.district.sheets import SheetRejected
from gateway.oversight.rows import Difference
from gateway.oversight.sheets import SheetDesk
from gateway.terms.people import Duty


def import_rows[T](data: Path, desk: SheetDesk[T], file: Path, *, why: str, dry_run: bool) -> None:
    """Put the rows of a sheet in place, or tell what that would change."""
    sheet = file.read_bytes()

    async def work(store: Store) -> None:
        by, office = await officer(store, *OFFICE), office_of(store)
        bring = partial(desk.bring, office, sheet, why=why, by=by, dry_run=dry_run)
        await told(bring, dry_run=dry_run)

    at_store(data, work)


def export_rows[T](data: Path, desk: SheetDesk[T]) -> None:
    """Print every row as CSV."""

    async def work(store: Store) -> None:
        by = await officer(store, *Duty)
        async for lines in await desk.take(office_of(store), by):
            typer.echo(lines, nl=False)

    at_store(data, work)


async def told(work: Callable[[], Awaitable[Difference]], *, dry_run: bool) -> None:
    """Bring a sheet in and print what that did, or would do, or which rows cannot be."""
    try:
        done = await work()
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
