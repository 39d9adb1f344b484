"""`crossing-guard held`: the queue of held prompts, and the decision on each."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import typer

from gateway.app.desks import holds_of, office_of
from gateway.app.store import Store
from gateway.cli.at_store import at_store
from gateway.cli.officer import officer
from gateway.cli.root import clock
from gateway.oversight.holds import Holds
from gateway.oversight.officer import Officer
from gateway.terms.holds import HoldState
from gateway.terms.people import Duty

SHOWN = 500


def list_holds(data: Path, *, state: HoldState) -> None:
    """Print holds, one a line."""

    async def work(holds: Holds, by: Officer) -> None:
        held = await holds.listed(by, state=state, limit=SHOWN)
        for one in held:
            typer.echo(
                f"{one.id} {one.state} until {clock(one.expires)}: {one.principal} "
                f"about {', '.join(one.about) or 'nobody by name'}, "
                f"to {one.tool} for {one.purpose}; {', '.join(one.rules)}"
            )
        if not held:
            typer.echo("Nothing is held.")

    _at(data, work)


def show_hold(data: Path, hold: str) -> None:
    """Print what was typed, a paragraph for each who spoke."""

    async def work(holds: Holds, by: Officer) -> None:
        for said in await holds.words(hold, by):
            typer.echo(f"{said.author}: {said.text}\n")

    _at(data, work)


def decide_hold(data: Path, hold: str, why: str, *, release: bool) -> None:
    """Release a hold, or refuse it."""

    async def work(holds: Holds, by: Officer) -> None:
        seen = (await holds.get(hold, by)).version
        await holds.decide(hold, release=release, seen=seen, why=why, by=by)
        told = "is released: sent again unchanged, it passes once" if release else "is refused"
        typer.echo(f"Hold {hold} {told}.")

    _at(data, work)


def _at(data: Path, work: Callable[[Holds, Officer], Awaitable[None]]) -> None:
    async def opened(store: Store) -> None:
        by = await officer(store, *Duty)
        await work(holds_of(store, office_of(store)), by)

    at_store(data, opened)
