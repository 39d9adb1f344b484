"""The commands of incidents and requests. Light, so that `--help` answers at once."""

from typing import Annotated

import typer

from gateway.cli.root import HERE, Data

incidents = typer.Typer(
    no_args_is_help=True, help="Leaks, requests to see records, and by when the law wants what."
)


@incidents.command("due")
def due(data: Data = HERE) -> None:
    """List what is due of open incidents and requests, the most urgent first, with its law."""
    from gateway.cli.incidents import show_due

    show_due(data)


@incidents.command("list")
def list_(data: Data = HERE) -> None:
    """List incidents: how far they are, and how many people they are about."""
    from gateway.cli.incidents import list_incidents

    list_incidents(data)


@incidents.command("notify")
def notify(
    incident: Annotated[str, typer.Argument(help="The incident's id.")], data: Data = HERE
) -> None:
    """Write to the families of a confirmed incident, in English and Spanish, once each."""
    from gateway.cli.incidents import notify_families

    notify_families(data, incident)
