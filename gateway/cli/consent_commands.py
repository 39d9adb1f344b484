"""What can be typed about consents. Kept light, like `commands`."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.root import HERE, Data, DryRun, Why
from gateway.cli.say_commands import add_says
from gateway.terms.disclosure import ConsentState
from gateway.terms.signing import RenewalTask as Task
from gateway.terms.signing import RequestState

consents = typer.Typer(
    no_args_is_help=True, help="Import, export and list consents, and what is due about them."
)


@consents.command("import")
def import_consents(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, one consent a row, as `consents export` prints it.",
            exists=True,
            dir_okay=False,
        ),
    ],
    why: Why,
    data: Data = HERE,
    dry_run: DryRun = False,
) -> None:
    """Import consents: all of them or none; every row that cannot be is named by its line."""
    from gateway.cli.consents import import_sheet

    import_sheet(data, file, why=why, dry_run=dry_run)


@consents.command("export")
def export_consents(data: Data = HERE) -> None:
    """Print every consent as CSV."""
    from gateway.cli.sheets import export_rows
    from gateway.oversight.ledger import CONSENT_SHEET

    export_rows(data, CONSENT_SHEET)


@consents.command("list")
def list_consents(
    data: Data = HERE,
    student: Annotated[str, typer.Option(help="Only those of this student, by roster id.")] = "",
    state: Annotated[
        ConsentState | None, typer.Option(help="Only those that stand so today.")
    ] = None,
) -> None:
    """List consents as they stand today, with what is missing or to be looked at."""
    from gateway.cli.consents import list_consents as listed

    listed(data, subject=student, state=state)


@consents.command("ask")
def ask_for_signatures(
    students: Annotated[list[str], typer.Argument(help="Students, by roster id; one or more.")],
    tool: Annotated[list[str], typer.Option("--tool", help="A tool's id; repeat for more.")],
    data: Data = HERE,
    signer: Annotated[
        str, typer.Option(help="Who is to sign, by id; left out, whoever holds the rights.")
    ] = "",
    paper: Annotated[
        bool, typer.Option("--paper", help="Make a letter to print, and a code to tell otherwise.")
    ] = False,
    spanish: Annotated[bool, typer.Option("--spanish", help="Write in Spanish first.")] = False,
    effective_from: Annotated[
        str, typer.Option(help="First day, as `2027-07-01`; left out, the day of the signature.")
    ] = "",
    days: Annotated[int, typer.Option(help="Days the link is good for.", min=1, max=365)] = 30,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell who would be asked, and how.")
    ] = False,
) -> None:
    """Ask for signatures by link: by e-mail where there is an address, else on paper."""
    from gateway.cli.signatures import Wanted, ask_signers

    wanted = Wanted(
        tools=tuple(tool),
        signer=signer,
        paper=paper,
        spanish=spanish,
        effective_from=effective_from,
        days=days,
    )
    ask_signers(data, students, wanted, dry_run=dry_run)


@consents.command("renew")
def renew_consents(
    data: Data = HERE,
    task: Annotated[
        list[Task] | None,
        typer.Option(
            help="Why: `ends` asks those who signed what ends, `turns_18` the students who come of "
            "age; both where it is left out.",
        ),
    ] = None,
    within: Annotated[
        int, typer.Option(help="Only what ends within so many days.", min=0, max=60)
    ] = 60,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell who would be asked, and how.")
    ] = False,
) -> None:
    """Ask for the consents that are to follow those that end: each signer once at 60, 30 and 7
    days ahead, however often this runs."""
    from gateway.cli.signatures import renew

    renew(data, task or [], within, dry_run=dry_run)


@consents.command("requests")
def list_requests(
    data: Data = HERE,
    student: Annotated[str, typer.Option(help="Only those about this student.")] = "",
    state: Annotated[RequestState | None, typer.Option(help="Only those in this state.")] = None,
) -> None:
    """List who was asked to sign, and how far that got."""
    from gateway.cli.signatures import list_requests as listed

    listed(data, subject=student, state=state)


@consents.command("letter")
def print_letter(
    request: Annotated[str, typer.Argument(help="The request's id.")],
    out: Annotated[Path, typer.Option("--out", help="The page to write, as HTML.")],
    data: Data = HERE,
) -> None:
    """Write a letter to print: the link as a QR code; once signed, the link to withdraw."""
    from gateway.cli.signatures import write_letter

    write_letter(data, request, out)


@consents.command("queue")
def queue(data: Data = HERE) -> None:
    """List what is due: 18th birthdays and ends 60, 30 and 7 days ahead, defects, conflicts."""
    from gateway.cli.consents import show_queue

    show_queue(data)


add_says(consents)
