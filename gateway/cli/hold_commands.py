"""What can be typed about held prompts. Kept light, like `commands`."""

from typing import Annotated

import typer

from gateway.cli.root import HERE, Data, Why
from gateway.terms.holds import HoldState

holds = typer.Typer(no_args_is_help=True, help="Look at held prompts; release or refuse them.")

Hold = Annotated[str, typer.Argument(help="The hold's id, as `held list` shows it.")]


@holds.command("list")
def list_held(
    data: Data = HERE,
    state: Annotated[HoldState, typer.Option(help="Only those that stand so.")] = HoldState.WAITING,
) -> None:
    """List what is held, the oldest first; without a word of it."""
    from gateway.cli.holds import list_holds

    list_holds(data, state=state)


@holds.command("show")
def show_held(hold: Hold, data: Data = HERE) -> None:
    """Show what was typed; the log says that you read it."""
    from gateway.cli.holds import show_hold

    show_hold(data, hold)


@holds.command("release")
def release_held(hold: Hold, why: Why, data: Data = HERE) -> None:
    """Let the identical request pass once, decided anew."""
    from gateway.cli.holds import decide_hold

    decide_hold(data, hold, why, release=True)


@holds.command("refuse")
def refuse_held(hold: Hold, why: Why, data: Data = HERE) -> None:
    """Refuse what is held; sent again unchanged, it is refused at once."""
    from gateway.cli.holds import decide_hold

    decide_hold(data, hold, why, release=False)
