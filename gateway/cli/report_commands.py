"""The commands of reports. Light, so that `--help` answers at once."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.root import HERE, Data

reports = typer.Typer(
    no_args_is_help=True, help="Make the reports that auditors, parents and the state take away."
)


@reports.command("list")
def list_(
    report: Annotated[str, typer.Argument(help="Show this one with its columns.")] = "",
) -> None:
    """List the reports, or one with what every column means."""
    from gateway.cli.reports import list_reports

    list_reports(report)


@reports.command("make")
def make(
    report: Annotated[str, typer.Argument(help="Which; `reports list` tells.")],
    folder: Annotated[Path, typer.Option("--out", help="An empty folder, or one to be made.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="What it is asked with: `student=ID`, `since=2026-09-01`, `tool=ID`; "
            "`figures=@FILE` reads a file."
        ),
    ] = None,
    data: Data = HERE,
    parquet: Annotated[
        bool, typer.Option("--parquet", help="As Parquet too (the extra `parquet`).")
    ] = False,
    proofs: Annotated[
        bool, typer.Option("--proofs", help="Bring each record's entry and its proof along.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a report that was stopped.")
    ] = False,
) -> None:
    """Make a report into a folder that anybody can check.

    The key in CROSSING_GUARD_KEY says who asks: each report is for some duties, and only a privacy
    officer or registrar gets names. The report is itself logged.
    """
    from gateway.cli.reports import Wanted, make_report
    from gateway.reports.formats import Format

    formats = (Format.CSV, Format.PARQUET) if parquet else (Format.CSV,)
    wanted = Wanted(
        report=report,
        words=tuple(words or ()),
        formats=formats,
        proofs=proofs,
        resume=resume,
    )
    make_report(data, folder, wanted)
