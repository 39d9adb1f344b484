"""The commands of alerts. Light, so that `--help` answers at once."""

from typing import Annotated

import typer

from gateway.cli.root import HERE, Data
from gateway.terms.alerts import AlertState

alerts = typer.Typer(no_args_is_help=True, help="What is out of the ordinary in the log.")
Id = Annotated[str, typer.Argument(help="The alert's id, as `alerts list` shows it.")]


@alerts.command("list")
def list_(
    data: Data = HERE,
    state: Annotated[AlertState | None, typer.Option(help="Only those in this state.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many, newest first.", min=1)] = 50,
) -> None:
    """List alerts, newest first."""
    from gateway.cli.alerts import list_alerts

    list_alerts(data, state=state, limit=limit)


@alerts.command("acknowledge")
def acknowledge(alert: Id, data: Data = HERE) -> None:
    """Say that somebody is looking at an alert. CROSSING_GUARD_KEY says who."""
    from gateway.cli.alerts import move_alert

    move_alert(data, alert, AlertState.ACKNOWLEDGED)


@alerts.command("close")
def close(alert: Id, data: Data = HERE) -> None:
    """Close an alert; it is raised again only after what it told of has ended."""
    from gateway.cli.alerts import move_alert

    move_alert(data, alert, AlertState.CLOSED)


@alerts.command("look")
def look(data: Data = HERE) -> None:
    """Look at the log now, by every rule; a serving gateway does so by itself every minute."""
    from gateway.cli.alerts import look_now

    look_now(data)


@alerts.command("rules")
def rules(data: Data = HERE) -> None:
    """List what is watched, as the data folder's `alerts.toml` changes it."""
    from gateway.cli.alerts import list_rules

    list_rules(data)


@alerts.command("secret")
def secret(data: Data = HERE) -> None:
    """Print the secret that signs what the webhook is told."""
    from gateway.cli.alerts import print_secret

    print_secret(data)
