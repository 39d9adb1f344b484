"""What can be typed about kept content. Kept light, like `commands`."""

from typing import Annotated

import typer

from gateway.cli.root import HERE, Data, Why
from gateway.terms.contents import ReadingState

contents = typer.Typer(
    no_args_is_help=True,
    help="Kept words of prompts and answers: ask to read them, concur, read, sweep.",
)

Row = Annotated[str, typer.Argument(help="The id of the record, as `content list` shows it.")]


@contents.command("list")
def list_contents(data: Data = HERE) -> None:
    """List what is kept, the oldest first; without a word of it."""
    from gateway.cli.contents import list_contents

    list_contents(data)


@contents.command("readings")
def list_readings(
    data: Data = HERE,
    state: Annotated[
        ReadingState, typer.Option(help="Only those that stand so.")
    ] = ReadingState.ASKED,
) -> None:
    """List who asks to read what, and why."""
    from gateway.cli.contents import list_readings

    list_readings(data, state=state)


@contents.command("ask")
def ask(row: Row, why: Why, data: Data = HERE) -> None:
    """Ask to read what is kept of a prompt; a second person has to concur."""
    from gateway.cli.contents import step

    step(data, row, why, "ask")


@contents.command("concur")
def concur(row: Row, why: Why, data: Data = HERE) -> None:
    """Let who asked read it, for as many minutes as the district says."""
    from gateway.cli.contents import step

    step(data, row, why, "concur")


@contents.command("refuse")
def refuse(row: Row, why: Why, data: Data = HERE) -> None:
    """Do not let who asked read it."""
    from gateway.cli.contents import step

    step(data, row, why, "refuse")


@contents.command("read")
def read(row: Row, data: Data = HERE) -> None:
    """Show the words, once a second person concurred; the log says that you read them."""
    from gateway.cli.contents import read

    read(data, row)


@contents.command("sweep")
def sweep(
    data: Data = HERE,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Only count what would be destroyed, and what is held."),
    ] = False,
) -> None:
    """Destroy what outlived its lifetime, under a certificate; `log purge` does it too."""
    from gateway.cli.log_purge import sweep_contents

    sweep_contents(data, dry_run=dry_run)
