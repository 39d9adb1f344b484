"""`crossing-guard roster let-in`, `let-ins`, `let-out`: who reaches a class beyond the roster."""

from datetime import date
from pathlib import Path

from gateway.app.store import Store
from gateway.cli.at_office import at_office, list_rows, take_back
from gateway.cli.officer import OFFICE, officer
from gateway.cli.root import day_of, out
from gateway.district.access import ACCESS
from gateway.oversight.office import Office
from gateway.terms.people import ClassAccess


def let_in(
    data: Path, row: str, person: str, group: str, *, since: str, until: str, why: str
) -> None:
    """Let somebody of the staff into a class until a day, or change that."""
    first: date | None = day_of(since) if since else None
    grant = ClassAccess(id=row, person=person, group=group, since=first, until=day_of(until))

    async def work(store: Store, office: Office) -> None:
        by = await officer(store, *OFFICE)
        seen = await office.version(ACCESS, row)
        await office.put(ACCESS, grant, seen=seen, why=why, by=by)
        out.print(_line(grant), highlight=False, markup=False)

    at_office(data, work)


def list_let_in(data: Path) -> None:
    """Print who was let into which class."""

    list_rows(data, ACCESS, _line, none="No leaves.")


def let_out(data: Path, row: str, why: str) -> None:
    """End a leave before its day; the history keeps it."""

    take_back(data, ACCESS, row, why, called="leave")


def _line(one: ClassAccess) -> str:
    since = f"from {one.since} " if one.since else ""
    return f"{one.id}: {one.person} reaches {one.group} {since}until {one.until}"
