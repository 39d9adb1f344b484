"""What can be typed about the roster. Kept light, like `commands`."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.class_commands import add_access, add_links, add_merges
from gateway.cli.root import HERE, Data, DryRun, Why

roster = typer.Typer(no_args_is_help=True, help="Import the roster, and look after it.")


@roster.command("forget")
def forget(
    person: Annotated[str, typer.Argument(help="Roster id of somebody who left the roster.")],
    data: Data = HERE,
) -> None:
    """Forget who somebody was: their row, consents and keys, so that nobody can tell whose log id
    it was. The log stays whole. A legal hold that names them prevents it."""
    from gateway.cli.forgetting import forget_person

    forget_person(data, person)


@roster.command("status")
def roster_status(data: Data = HERE) -> None:
    """Tell who is on the roster, how old it is, and how the last imports went."""
    from gateway.cli.roster_status import tell_status

    tell_status(data)


ApplyAnyway = Annotated[
    str | None,
    typer.Option(
        "--apply-anyway",
        metavar="REASON",
        help="Why it is right that more goes than the setting `roster_most_going` says; kept "
        "in the history, under your own key.",
    ),
]


@roster.command("import")
def import_(
    source: Annotated[
        Path,
        typer.Argument(
            help="Folder of OneRoster CSV files, 1.1 or 1.2, or a zip file of them.", exists=True
        ),
    ],
    data: Data = HERE,
    dry_run: DryRun = False,
    apply_anyway: ApplyAnyway = None,
) -> None:
    """Import a roster: all of it or nothing; a second import changes only what differs.

    Whoever is no longer on it becomes inactive, and their keys are revoked.
    """
    from gateway.cli.roster import import_roster

    import_roster(data, source, dry_run=dry_run, anyway=apply_anyway)


@roster.command("caseloads")
def roster_caseloads(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, one case a row: id, person, student, since, until.",
            exists=True,
            dir_okay=False,
        ),
    ],
    why: Why,
    data: Data = HERE,
    dry_run: DryRun = False,
) -> None:
    """Import caseloads of counsellors, nurses and case managers: all of them or none."""
    from gateway.cli.sheets import import_rows
    from gateway.oversight.sheets import CASELOAD_SHEET

    import_rows(data, CASELOAD_SHEET, file, why=why, dry_run=dry_run)


@roster.command("source")
def roster_source(
    file: Annotated[
        Path,
        typer.Argument(help="The OneRoster service, as JSON.", exists=True, dir_okay=False),
    ],
    why: Why,
    data: Data = HERE,
) -> None:
    """Say where the roster is pulled from. The client secret is read from the environment variable
    CROSSING_GUARD_ROSTER_SECRET, and stored sealed."""
    from gateway.cli.roster_pull import put_source

    put_source(data, file, why)


@roster.command("pull")
def roster_pull(
    data: Data = HERE,
    dry_run: DryRun = False,
    apply_anyway: ApplyAnyway = None,
) -> None:
    """Pull the roster from its service now: all of it or nothing."""
    from gateway.cli.roster_pull import pull_roster

    pull_roster(data, dry_run=dry_run, anyway=apply_anyway)


add_links(roster)
add_merges(roster)
add_access(roster)
