"""`crossing-guard hand-overs` and `crossing-guard emergencies`: what cannot wait for an office."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from gateway.app.desks import emergencies_of, office_of, safety_of
from gateway.app.outside import outbox_of
from gateway.app.store import Store, now_ms
from gateway.cli.at_store import at_store
from gateway.cli.officer import officer
from gateway.cli.root import clock
from gateway.district.emergencies import EMERGENCIES
from gateway.oversight.emergencies import Emergencies
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.safety import SafetyTeam
from gateway.telemetry import Metrics
from gateway.terms.hand_overs import HandOver, HandOverState

SHOWN = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class _Desk:
    """What these commands reach, and who types them."""

    by: Officer
    office: Office
    safety: SafetyTeam
    emergencies: Emergencies


def list_hand_overs(data: Path, *, state: HandOverState | None) -> None:
    """Print hand-overs, one a line."""

    async def work(desk: _Desk) -> None:
        found = await desk.safety.listed(desk.by, state=state, limit=SHOWN)
        for one in found:
            typer.echo(_line(one))
        if not found:
            typer.echo("Nothing was handed over.")

    _at(data, work)


def _line(one: HandOver) -> str:
    taken = f", {one.acknowledged_by} has it" if one.acknowledged_by else ""
    schools = ", ".join(one.schools) or "no school"
    return f"{one.id} {one.state} since {clock(one.at)}: typed by {one.person} ({schools}){taken}"


def show_hand_over(data: Path, row: str) -> None:
    """Print what was written, a paragraph for each who spoke."""

    async def work(desk: _Desk) -> None:
        for said in await desk.safety.words(row, desk.by):
            typer.echo(f"{said.author}: {said.text}\n")

    _at(data, work)


def acknowledge(data: Path, row: str, why: str) -> None:
    """Say that somebody has it."""

    async def work(desk: _Desk) -> None:
        seen = (await desk.safety.get(row, desk.by)).version
        await desk.safety.acknowledge(row, seen=seen, why=why, by=desk.by)
        typer.echo(f"Hand-over {row} is yours.")

    _at(data, work)


def list_emergencies(data: Path) -> None:
    """Print declared emergencies, one a line."""

    async def work(desk: _Desk) -> None:
        desk.emergencies.check_duty(desk.by)
        found = await desk.office.listed(EMERGENCIES, after="", limit=SHOWN)
        now = now_ms()
        for kept in found:
            one = kept.value
            until = f"{'over since' if one.ends <= now else 'until'} {clock(one.ends)}"
            typer.echo(
                f"{one.id} {until}: {', '.join(sorted(one.typists))} about "
                f"{', '.join(sorted(one.about))}, declared by {one.declared_by}"
            )
        if not found:
            typer.echo("No emergency was declared.")

    _at(data, work)


def declare(
    data: Path, *, threat: str, about: Sequence[str], typists: Sequence[str], minutes: int
) -> None:
    """Declare an emergency from now on."""

    async def work(desk: _Desk) -> None:
        kept = await desk.emergencies.declare(
            threat=threat, about=about, typists=typists, minutes=minutes, by=desk.by
        )
        typer.echo(f"Emergency {kept.value.id} is declared until {clock(kept.value.ends)}.")

    _at(data, work)


def end(data: Path, row: str, why: str) -> None:
    """End an emergency before its time."""

    async def work(desk: _Desk) -> None:
        seen = (await desk.office.get(EMERGENCIES, row)).version
        await desk.emergencies.end(row, seen=seen, why=why, by=desk.by)
        typer.echo(f"Emergency {row} is over.")

    _at(data, work)


def _at(data: Path, work: Callable[[_Desk], Awaitable[None]]) -> None:
    async def opened(store: Store) -> None:
        by = await officer(store)
        office, outbox = office_of(store), outbox_of(store)
        await work(
            _Desk(
                by=by,
                office=office,
                safety=safety_of(store, office, outbox, Metrics()),
                emergencies=emergencies_of(store, office, outbox),
            )
        )

    at_store(data, opened)
