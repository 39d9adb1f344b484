"""`crossing-guard log purge`, `log lifetimes` and `log holds`: how long records are kept."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import orjson
import typer

from gateway.app.desks import retention_of
from gateway.app.store import Store, open_store
from gateway.cli.at_store import at_store
from gateway.cli.district import replaced
from gateway.cli.officer import office_of, officer
from gateway.cli.root import day_of, out, run, settings_of
from gateway.district.shelves import THE_ONE
from gateway.oversight.retention import HOLDS, LIFETIME, LIFETIMES, Outcome
from gateway.terms.people import Duty
from gateway.terms.retention import LegalHold

KEEPERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER)


def purge_log(data: Path, *, dry_run: bool, json: bool) -> None:
    """Purge what is due, or count it."""
    settings = settings_of(data)

    async def work() -> Outcome:
        async with open_store(settings) as store:
            retention = retention_of(settings, store)
            if dry_run:
                return await retention.preview()
            by = await officer(store, *KEEPERS)
            return await retention.purge(who=by.log_id)

    outcome = run(work())
    if json:
        said = {
            "dry_run": dry_run,
            "counts": outcome.counts,
            "held": outcome.held,
            "certificates": outcome.certificates,
        }
        typer.echo(orjson.dumps(said).decode())
        return
    _tell(outcome, dry_run=dry_run)


def sweep_contents(data: Path, *, dry_run: bool) -> None:
    """Destroy kept content that is due, or count it."""
    settings = settings_of(data)

    async def work() -> Outcome:
        async with open_store(settings) as store:
            retention = retention_of(settings, store)
            if dry_run:
                return await retention.preview_contents()
            by = await officer(store, *KEEPERS)
            return await retention.purge_contents(who=by.log_id)

    _tell(run(work()), dry_run=dry_run)


def _tell(outcome: Outcome, *, dry_run: bool) -> None:
    verb = "would be purged" if dry_run else "purged"
    for name, count in sorted(outcome.counts.items()):
        out.print(f"{count:>10}  {name} {verb}", highlight=False)
    for hold, count in sorted(outcome.held.items()):
        out.print(f"{count:>10}  kept by the hold {hold}", highlight=False, markup=False)
    if not outcome.counts:
        out.print(f"Nothing {verb}.")
    elif not dry_run:
        out.print(f"{outcome.certificates} certificate(s) say so in the log.", highlight=False)
    if outcome.unpublished:
        out.print(
            "The certificates' checkpoint could not be written to every place; it will be with the "
            "stream's next one."
        )


def lifetimes(data: Path, pairs: list[str], why: str) -> None:
    """Show the lifetimes, or set some of them."""

    async def work(store: Store) -> None:
        office = office_of(store)
        kept = await office.get(LIFETIMES, THE_ONE)
        value = kept.value
        if pairs:
            by = await officer(store, *KEEPERS)
            value = replaced(LIFETIME, value, pairs)
            await office.put(LIFETIMES, value, seen=kept.version, why=why, by=by)
        for name, days in orjson.loads(LIFETIME.write(value)).items():
            out.print(f"{name}={days}", highlight=False)

    at_store(data, work)


def list_holds(data: Path, *, json: bool) -> None:
    """Print every hold that stands."""

    async def work(store: Store) -> None:
        held = await office_of(store).listed(HOLDS, limit=1000)
        if not held and not json:
            out.print("No hold stands.")
        for one in held:
            said = HOLDS.document.write(one.value)
            line = said if json else _line(one.value)
            out.print(line, highlight=False, markup=False)

    at_store(data, work)


def _line(hold: LegalHold) -> str:
    parts = Counter({"subject": len(hold.subjects), "principal": len(hold.principals)})
    parts["tool"] = len(hold.tools)
    words = [f"{count} {name}(s)" for name, count in parts.items() if count]
    words += ["everything"] if hold.everything else []
    words += [f"since {hold.since}"] if hold.since else []
    words += [f"until {hold.until}"] if hold.until else []
    return f"{hold.id}: {hold.matter} ({', '.join(words)})"


def place_hold(
    data: Path,
    row: str,
    *,
    matter: str,
    subjects: Iterable[str],
    principals: Iterable[str],
    tools: Iterable[str],
    since: str,
    until: str,
    everything: bool,
    why: str,
) -> None:
    """Place a hold, or change the one of this id."""
    hold = LegalHold(
        id=row,
        matter=matter,
        subjects=frozenset(subjects),
        principals=frozenset(principals),
        tools=frozenset(tools),
        since=day_of(since) if since else None,
        until=day_of(until) if until else None,
        everything=everything,
    )

    async def work(store: Store) -> None:
        by, office = await officer(store, *KEEPERS), office_of(store)
        seen = await office.version(HOLDS, row)
        await office.put(HOLDS, hold, seen=seen, why=why, by=by)
        out.print(f"The hold {row} stands.", highlight=False, markup=False)

    at_store(data, work)


def lift_hold(data: Path, row: str, why: str) -> None:
    """Lift a hold; the history keeps it."""

    async def work(store: Store) -> None:
        by, office = await officer(store, *KEEPERS), office_of(store)
        kept = await office.get(HOLDS, row)
        await office.remove(HOLDS, row, seen=kept.version, why=why, by=by)
        out.print(f"The hold {row} is lifted.", highlight=False, markup=False)

    at_store(data, work)
