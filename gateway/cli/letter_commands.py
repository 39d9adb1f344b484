"""What can be typed about letters; what does the work is imported only when a command runs."""

from typing import Annotated

import typer

from gateway.cli.root import HERE, Data
from gateway.terms.letters import LetterState

outbox = typer.Typer(
    no_args_is_help=True, help="See how far letters got, and try the way out for them."
)

Id = Annotated[str, typer.Argument(help="The letter's id, as `outbox list` shows it.")]


@outbox.command("list")
def list_letters(
    data: Data = HERE,
    state: Annotated[LetterState | None, typer.Option(help="Only those in this state.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many, newest first.", min=1)] = 50,
) -> None:
    """List letters, newest first: what kind, how far, and why a try failed. Never what they say."""
    from gateway.cli.outbox import list_letters as listed

    listed(data, state=state, limit=limit)


@outbox.command("send")
def send(data: Data = HERE) -> None:
    """Carry what is due now; a serving gateway does so by itself."""
    from gateway.cli.outbox import send_due

    send_due(data)


@outbox.command("retry")
def retry(letter: Id, data: Data = HERE) -> None:
    """Let a letter that waits or failed be tried at once."""
    from gateway.cli.outbox import retry_letter

    retry_letter(data, letter)


@outbox.command("cancel")
def cancel(letter: Id, data: Data = HERE) -> None:
    """Take back a letter that was not sent."""
    from gateway.cli.outbox import cancel_letter

    cancel_letter(data, letter)


@outbox.command("test")
def try_out(
    to: Annotated[str, typer.Option("--to", help="Your own address.")], data: Data = HERE
) -> None:
    """Send one letter past the queue, and say how that went."""
    from gateway.cli.outbox import try_carrier

    try_carrier(data, to)
