"""`crossing-guard roster link`, `links`, `unlink`: two rows of the roster that are one person."""

from pathlib import Path

from gateway.app.store import Store
from gateway.cli.at_office import at_office, list_rows, take_back
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import out
from gateway.district.links import LINKS
from gateway.oversight.office import Office
from gateway.terms.people import PersonLink


def link(data: Path, row: str, person: str, other: str, why: str) -> None:
    """Say that two people of the roster are one."""

    async def work(store: Store, office: Office) -> None:
        by = await officer(store, *OFFICE)
        value = PersonLink(id=row, person=person, other=other)
        await office.put(LINKS, value, seen=None, why=why, by=by)
        out.print(f"{person} and {other} are one person ({row}).", highlight=False, markup=False)

    at_office(data, work)


def list_links(data: Path) -> None:
    """Print every link."""

    list_rows(data, LINKS, lambda one: f"{one.id}: {one.person} is {one.other}", none="No links.")


def unlink(data: Path, row: str, why: str) -> None:
    """Take a link back; the history keeps it."""

    take_back(data, LINKS, row, why, called="link")
