"""What many commands do at the office of a data folder: list the rows of a shelf, take one back."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from gateway.app.desks import office_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import out
from gateway.district.shelves import Shelf
from gateway.oversight.office import Office


def at_office(data: Path, work: Callable[[Store, Office], Awaitable[None]]) -> None:
    """Do something at the office of a data directory."""

    async def opened(store: Store) -> None:
        await work(store, office_of(store))

    at_store(data, opened)


def list_rows[T](data: Path, shelf: Shelf[T], line: Callable[[T], str], *, none: str) -> None:
    """Print every row of a shelf, one a line, or that there is none."""

    async def work(_store: Store, office: Office) -> None:
        found = False
        async for some in office.every(shelf):
            for one in some:
                out.print(line(one), highlight=False, markup=False)
                found = True
        if not found:
            out.print(none)

    at_office(data, work)


def take_back[T](data: Path, shelf: Shelf[T], row: str, why: str, *, called: str) -> None:
    """Take a row of a shelf away as it stands, and say so of what people call it."""

    async def work(store: Store, office: Office) -> None:
        by = await officer(store, *OFFICE)
        kept = await office.get(shelf, row)
        await office.remove(shelf, row, seen=kept.version, why=why, by=by)
        out.print(f"The {called} {row} is taken back.", highlight=False, markup=False)

    at_office(data, work)
