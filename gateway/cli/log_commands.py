"""What can be typed about the decision log. Kept light, like `commands`."""

from pathlib import Path
from typing import Annotated

import typer

from gateway.audit.search.buckets import Every
from gateway.cli.keeping_commands import log as keeping
from gateway.cli.root import HERE, Data

log = typer.Typer(no_args_is_help=True, help="Verify and search the decision log.")
log.add_typer(keeping)


@log.command("verify")
def verify(
    data: Data = HERE,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            help="Verify this export instead of the live log.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    key: Annotated[
        list[Path] | None,
        typer.Option(help="Public key (PEM) to trust in an export; else the one it carries."),
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint kept from earlier; repeat for more.", dir_okay=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Verify every entry, stream and checkpoint; the log may be in use meanwhile.

    Ends with 0 if the log is what was written, with 1 if anything was changed.
    """
    from gateway.cli.log import verify_log

    verify_log(data, export=export, keys=key or (), against=against or (), json=json)


@log.command("export")
def export(
    folder: Annotated[Path, typer.Option("--out", help="An empty folder, or one to be made.")],
    data: Data = HERE,
    since: Annotated[str, typer.Option(help="Only entries from this time on, ISO 8601.")] = "",
    until: Annotated[str, typer.Option(help="Only entries before this time, ISO 8601.")] = "",
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with an export that was stopped.")
    ] = False,
    read_only: Annotated[
        bool,
        typer.Option(
            "--read-only", help="Only read, where the log cannot be written: it tells of nothing."
        ),
    ] = False,
    columns: Annotated[
        bool,
        typer.Option(
            "--parquet", help="Write the entries as Parquet too, to be queried where they lie."
        ),
    ] = False,
) -> None:
    """Take the log away: entries, proofs, keys and a program that checks them without the gateway.

    A time without a zone is UTC. The export is itself logged.
    """
    from gateway.cli.log_export import Wanted, export_log

    wanted = Wanted(since=since, until=until, resume=resume, read_only=read_only, columns=columns)
    export_log(data, folder, wanted)


@log.command("query")
def query(
    where: Annotated[
        list[str] | None,
        typer.Argument(
            help="Filters, all of which must hold: `outcome=refuse`, `tool=chat|draft`, "
            "`rule!=district.quiet-hours`, `ms>=500`, `time>=2026-09-01`."
        ),
    ] = None,
    data: Data = HERE,
    saved: Annotated[str, typer.Option(help="Begin with the filters of a saved query.")] = "",
    limit: Annotated[int, typer.Option(help="Records to show.", min=1, max=500)] = 20,
    by: Annotated[str, typer.Option(help="Count, by the values of this field.")] = "",
    every: Annotated[Every | None, typer.Option(help="Count, over periods of this length.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Print every record, a JSON object a line, oldest first.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, an object a line.")] = False,
    fields: Annotated[bool, typer.Option("--fields", help="List what filters may name.")] = False,
) -> None:
    """Find records of the log, or count them; the question is itself logged."""
    from gateway.cli.log_query import Question, list_fields, query_log

    if fields:
        list_fields()
        return
    question = Question(
        where=tuple(where or ()),
        saved=saved,
        limit=limit,
        by=by,
        every=every,
        everything=everything,
        json=json,
    )
    query_log(data, question)


@log.command("index")
def index(
    data: Data = HERE,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Throw the search tables away and make them anew.")
    ] = False,
) -> None:
    """Bring the search tables up with the log; a serving gateway does so by itself."""
    from gateway.cli.log_query import index_log

    index_log(data, rebuild=rebuild)
