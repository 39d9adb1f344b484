"""What can be typed where somebody may be in danger. Kept light, like `commands`."""

from typing import Annotated

import typer

from gateway.cli.root import HERE, Data, Why
from gateway.terms.hand_overs import HandOverState

hand_overs = typer.Typer(
    no_args_is_help=True,
    help="What the safety team is handed: look at it, and say that you have it.",
)
emergencies = typer.Typer(
    no_args_is_help=True, help="Declare a health or safety emergency (34 CFR 99.36), and end it."
)

Alert = Annotated[str, typer.Argument(help="The id in the letter, as `hand-overs list` shows it.")]
Emergency = Annotated[str, typer.Argument(help="The emergency's id.")]


@hand_overs.command("list")
def list_alerts(
    data: Data = HERE,
    state: Annotated[HandOverState | None, typer.Option(help="Only those that stand so.")] = None,
) -> None:
    """List alerts, the oldest first; without a word of what was written."""
    from gateway.cli.urgent import list_hand_overs

    list_hand_overs(data, state=state)


@hand_overs.command("show")
def show_alert(alert: Alert, data: Data = HERE) -> None:
    """Show what was written; the log says first that you read it."""
    from gateway.cli.urgent import show_hand_over

    show_hand_over(data, alert)


@hand_overs.command("acknowledge")
def acknowledge_alert(
    alert: Alert,
    why: Annotated[str, typer.Option("--why", help="What you do about it, for the history.")],
    data: Data = HERE,
) -> None:
    """Say that you have it, so that nobody else is told."""
    from gateway.cli.urgent import acknowledge

    acknowledge(data, alert, why)


@emergencies.command("list")
def list_declared(data: Data = HERE) -> None:
    """List declared emergencies, those that are over too."""
    from gateway.cli.urgent import list_emergencies

    list_emergencies(data)


@emergencies.command("declare")
def declare_one(
    threat: Annotated[
        str, typer.Option(help="What the threat is and to whom, in a sentence (99.36(c)).")
    ],
    about: Annotated[
        list[str], typer.Option(help="A student concerned, by roster id; may be repeated.")
    ],
    typist: Annotated[
        list[str],
        typer.Option(help="Who of the staff may name them, by roster id; may be repeated."),
    ],
    minutes: Annotated[int, typer.Option(help="Until it ends by itself.", min=1)],
    data: Data = HERE,
) -> None:
    """Let named staff disclose data of named students without consent, for some minutes."""
    from gateway.cli.urgent import declare

    declare(data, threat=threat, about=about, typists=typist, minutes=minutes)


@emergencies.command("end")
def end_one(emergency: Emergency, why: Why, data: Data = HERE) -> None:
    """End an emergency before its time."""
    from gateway.cli.urgent import end

    end(data, emergency, why)
