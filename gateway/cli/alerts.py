"""`crossing-guard alerts`: what is out of the ordinary, from the machine itself."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from gateway.app.outside import outbox_of, watch_of, webhook_secret
from gateway.app.store import Store, open_store, projecting
from gateway.audit.search.project import NotOurs
from gateway.audit.search.projector import HASTY
from gateway.cli.officer import office_of, officer
from gateway.cli.root import clock, out, run, settings_of
from gateway.errors import BadRequest
from gateway.settings import Settings
from gateway.store import keys
from gateway.telemetry import Metrics
from gateway.terms.alerts import Alert, AlertState
from gateway.terms.people import Duty
from gateway.watching.rules import load_rules
from gateway.watching.watch import Watch

CLOSERS = (Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR)


def list_alerts(data: Path, *, state: AlertState | None, limit: int) -> None:
    """Print alerts."""

    async def work(_store: Store, watch: Watch) -> None:
        found = await watch.listed(state=state, limit=limit)
        for one in found:
            _tell(one)
        if not found:
            out.print("No alerts.", markup=False)

    _watching(settings_of(data), work)


def move_alert(data: Path, alert: str, to: AlertState) -> None:
    """Acknowledge or close one."""

    async def work(store: Store, watch: Watch) -> None:
        await watch.move(alert, to, await officer(store, *CLOSERS))

    _watching(settings_of(data), work)


def look_now(data: Path) -> None:
    """Look once, and print what is new."""

    async def work(store: Store, watch: Watch) -> None:
        await store.district.refresh()
        async with projecting(store, HASTY) as projector:
            try:
                while await projector.step():
                    pass
            except NotOurs:
                pass  # a serving gateway brings the search up
        fresh = await watch.look()
        if fresh is None:
            raise BadRequest("another process watches this log already", code="watched")
        for one in fresh:
            _tell(one)
        out.print(f"{len(fresh)} new alert(s).", markup=False)

    _watching(settings_of(data), work)


def list_rules(data: Path) -> None:
    """Print what is watched."""
    for rule in load_rules(settings_of(data).data / "alerts.toml"):
        where = " & ".join(rule.where)
        out.print(
            f"{rule.id:<20} {rule.severity:<9} {rule.look:<12} {rule.minutes:>5} min, "
            f"{rule.least} or more  {where}",
            highlight=False,
            markup=False,
        )


def print_secret(data: Path) -> None:
    """Print what signs alerts."""
    opened = keys.load(settings_of(data).keys_folder)
    out.print(webhook_secret(opened).decode(), highlight=False)


def _watching(settings: Settings, work: Callable[[Store, Watch], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with open_store(settings) as store:
            await work(
                store, watch_of(settings, store, office_of(store), outbox_of(store), Metrics())
            )

    run(whole())


def _tell(one: Alert) -> None:
    out.print(
        f"{one.id}  {clock(one.opened)}  {one.state:<12} {one.severity:<9} {one.rule} "
        f"{one.about or '-'} {one.count}{'' if one.holds else ' (over)'}",
        highlight=False,
        markup=False,
    )
