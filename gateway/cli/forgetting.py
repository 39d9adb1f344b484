"""`crossing-guard roster forget`: nobody can tell any more whose log id it was."""

from pathlib import Path

from gateway.app.store import now_ms, open_store
from gateway.cli.officer import office_of, officer
from gateway.cli.root import out, run, settings_of
from gateway.oversight.forgetting import Forgetting, Forgotten
from gateway.terms.people import Duty

OFFICERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER)


def forget_person(data: Path, person: str) -> None:
    """Forget somebody, and say how much went."""

    async def work() -> Forgotten:
        async with open_store(settings_of(data)) as store:
            by = await officer(store, *OFFICERS)
            forgetting = Forgetting(office_of(store), store.reader, store.commit, now=now_ms)
            return await forgetting.forget(person, by)

    done = run(work())
    for name, count in done.counts.items():
        out.print(f"{count:>6}  {name}", highlight=False)
    out.print(f"{done.edits:>6}  edits of the history emptied", highlight=False)
    for name, why in done.why().items():
        out.print(f"{done.stays[name]:>6}  {name} stay: {why}", highlight=False)
    out.print("Back-ups made before still hold them: they are yours to see to.")
