"""`crossing-guard incidents`: what is due, and families told, from the machine itself."""

from pathlib import Path

from gateway.app.outside import outbox_of
from gateway.app.store import Store, new_record_id
from gateway.cli.at_store import at_store
from gateway.cli.officer import OFFICE, office_of, officer
from gateway.cli.root import out
from gateway.oversight.incidents import INCIDENTS, MOST, IncidentDesk
from gateway.oversight.notices import Notices


def show_due(data: Path) -> None:
    """Print what is due."""

    async def work(store: Store) -> None:
        await officer(store, *OFFICE)
        today = store.district.today()
        clocks = await _desk(store).clocks()
        for one in clocks:
            for due in one.due:
                left = (due.on - today).days
                when = f"{left} days left" if left >= 0 else f"{-left} days late"
                _say(f"{due.on}  {when:<16} {one.row}: {due.what} ({due.source})")
        if not clocks:
            _say("Nothing is due.")

    at_store(data, work)


def list_incidents(data: Path) -> None:
    """Print every incident."""

    async def work(store: Store) -> None:
        await officer(store, *OFFICE)
        found = await store.reader.quick(lambda db: INCIDENTS.listed(db, "", MOST))
        for one in found:
            about = f"{len(one.subjects)} people, {len(one.records)} records"
            _say(f"{one.id}  {one.state:<10} {one.discovered_on}  {about}  {one.title}")
        if not found:
            _say("No incident is on file.")

    at_store(data, work)


def notify_families(data: Path, incident: str) -> None:
    """Write to families, and say whom to tell on paper."""

    async def work(store: Store) -> None:
        by = await officer(store, *OFFICE)
        office = office_of(store)
        notices = Notices(office, store.reader, store.district, outbox_of(store))
        told = await notices.send(incident, by)
        _say(f"{told.letters} letter(s) posted; `crossing-guard outbox list` tells how far.")
        for student in told.on_paper:
            _say(f"  no address is known for student {student}: tell them on paper")

    at_store(data, work)


def _desk(store: Store) -> IncidentDesk:
    return IncidentDesk(
        office_of(store), store.reader, today=store.district.today, new_id=new_record_id
    )


def _say(words: str) -> None:
    out.print(words, highlight=False, markup=False)
