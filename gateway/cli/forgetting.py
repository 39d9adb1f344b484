"""`crossing-guard roster forget`: nobody can tell any more whose log id it was."""

from pathlib import Path

from gateway.app.store import Store, now_ms
from gateway.cli.at_store import at_store
from gateway.cli.officer import office_of, officer
from gateway.cli.root import out
from gateway.oversight.forgetting import Forgetting, Forgotten
from gateway.terms.people import Duty

OFFICERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER)


def forget_person(data: Path, person: str) -> None:
    """Forget somebody, and say how much went."""

    async def work(store: Store) -> Forgotten:
        by = await officer(store, *OFFICERS)
        forgetting = Forgetting(office_of(store), store.reader, store.commit, now=now_ms)
        return await forgetting.forget(person, by)

    done = at_store(data, work)
    for name, count in done.counts.items():
        out.print(f"{count:>6}  {name}", highlight=False)
    out.print(f"{done.edits:>6}  edits of the history emptied", highlight=False)
    for name, why in done.why().items():
        out.print(f"{done.stays[name]:>6}  {name} stay: {why}", highlight=False)
    out.print("Back-ups made before still hold them: they are yours to see to.")
