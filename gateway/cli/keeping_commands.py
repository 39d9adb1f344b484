"""What can be typed about keeping the log: lifetimes, holds, its key. Light, like `commands`."""

from typing import Annotated

import typer

from gateway.cli.root import HERE, Data, Why

holds = typer.Typer(
    no_args_is_help=True, help="Place, list and lift legal holds: what no lifetime touches."
)
log = typer.Typer()
"""Commands that stand beside the others of `log`."""

Hold = Annotated[str, typer.Argument(help="The hold's id: small letters, digits, `.`, `_`, `-`.")]


@log.command("purge")
def purge(
    data: Data = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only count what would be purged, and what is held.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
) -> None:
    """Clear the bytes of records that outlived their lifetime; hashes and proofs stay.

    Each step is one transaction with a certificate, itself an entry of the log. What a legal hold
    names is left alone. A serving gateway does the same once a day by itself.
    """
    from gateway.cli.log_purge import purge_log

    purge_log(data, dry_run=dry_run, json=json)


@log.command("lifetimes")
def lifetimes(
    pairs: Annotated[
        list[str] | None,
        typer.Argument(help="NAME=DAYS, such as `refusals=730`; 0 keeps for ever. None: show."),
    ] = None,
    data: Data = HERE,
    why: Why = "",
) -> None:
    """Show or set for how many days each kind of record is kept."""
    from gateway.cli.log_purge import lifetimes

    lifetimes(data, pairs or [], why)


@log.command("rotate-key")
def rotate_key(data: Data = HERE) -> None:
    """Replace the key that signs the log; what the old one signed stays verifiable.

    Stop the gateway first: whoever writes holds the old key.
    """
    from gateway.cli.log_key import rotate_key

    rotate_key(data)


@holds.command("list")
def list_holds(
    data: Data = HERE,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, a hold a line.")] = False,
) -> None:
    """List the holds that stand."""
    from gateway.cli.log_purge import list_holds

    list_holds(data, json=json)


@holds.command("place")
def place_hold(
    hold: Hold,
    why: Why,
    matter: Annotated[str, typer.Option(help="What it is for, such as a case's number.")],
    data: Data = HERE,
    subject: Annotated[
        list[str] | None, typer.Option(help="Log id of somebody described; repeat for more.")
    ] = None,
    principal: Annotated[
        list[str] | None, typer.Option(help="Log id of somebody who asked; repeat for more.")
    ] = None,
    tool: Annotated[list[str] | None, typer.Option(help="Id of a tool; repeat for more.")] = None,
    since: Annotated[str, typer.Option(help="The first day that is held.")] = "",
    until: Annotated[str, typer.Option(help="The last day that is held.")] = "",
    everything: Annotated[bool, typer.Option("--everything", help="Hold the whole log.")] = False,
) -> None:
    """Hold records of which all that is named is so, whatever their lifetime."""
    from gateway.cli.log_purge import place_hold

    place_hold(
        data,
        hold,
        matter=matter,
        subjects=subject or (),
        principals=principal or (),
        tools=tool or (),
        since=since,
        until=until,
        everything=everything,
        why=why,
    )


@holds.command("lift")
def lift_hold(hold: Hold, why: Why, data: Data = HERE) -> None:
    """Lift a hold: lifetimes count again from the next purge on."""
    from gateway.cli.log_purge import lift_hold

    lift_hold(data, hold, why)


log.add_typer(holds, name="holds")
