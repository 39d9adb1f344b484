"""What can be typed: every command with its options and its help.

Kept light, so that `--help` answers at once: what does a command's work is imported only when
the command runs.
"""

from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.alert_commands import alerts
from gateway.cli.class_commands import permits
from gateway.cli.consent_commands import consents
from gateway.cli.content_commands import contents
from gateway.cli.hold_commands import holds
from gateway.cli.incident_commands import incidents
from gateway.cli.key_commands import keys
from gateway.cli.letter_commands import outbox
from gateway.cli.log_commands import log
from gateway.cli.office_commands import opt_outs, rules, settings, tools
from gateway.cli.report_commands import reports
from gateway.cli.root import HERE, Data, app, out
from gateway.cli.roster_commands import roster
from gateway.cli.urgent_commands import emergencies, hand_overs
from gateway.terms.disclosure import PseudonymisedBasis

__all__ = ["app"]


@app.command("init")
def init(
    data: Data = HERE,
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill it with a made-up district; never for real pupils.")
    ] = False,
    upstream: Annotated[
        str, typer.Option(help="Address of the AI service, ending in /v1 or the like.")
    ] = "",
    model: Annotated[
        str, typer.Option(help="The service's model name; people ask for it by the same name.")
    ] = "",
    credential_from: Annotated[
        str, typer.Option(help="Environment variable that holds the AI service's API key.")
    ] = "OPENAI_API_KEY",
    database: Annotated[
        str,
        typer.Option(
            envvar="CROSSING_GUARD_DATABASE",
            help="PostgreSQL URL; left out, SQLite in the data folder.",
            show_default=False,
        ),
    ] = "",
    timezone: Annotated[
        str, typer.Option(help="The district's time zone, in which its days begin.")
    ] = "America/New_York",
    basis: Annotated[
        PseudonymisedBasis,
        typer.Option(
            help="What pseudonymised release rests on: a signed determination, the school-official "
            "exception with an agreement, or consent only. An official decides; until then, "
            "prompts that describe pupils are held."
        ),
    ] = PseudonymisedBasis.UNSET,
    official: Annotated[str, typer.Option(help="Name and office of who decides --basis.")] = "",
) -> None:
    """Set up a fresh data folder: keys, database, config, and the official's choice of basis.

    In a terminal it asks for what is left out; a script is not asked.
    """
    from gateway.cli.initialise import initialise
    from gateway.cli.questions import Wanted

    wanted = Wanted(
        demo=demo,
        upstream=upstream,
        model=model,
        credential_from=credential_from,
        database=database,
        timezone=timezone,
        basis=basis,
        official=official,
    )
    initialise(data, wanted)


@app.command("serve")
def serve(
    data: Data = HERE,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; loopback unless told otherwise.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="TCP port; 8787 unless told otherwise.")] = None,
    workers: Annotated[
        int | None, typer.Option(help="Server processes; more than 1 needs PostgreSQL.")
    ] = None,
    listener: Annotated[
        int | None, typer.Option(hidden=True, help="Descriptor of a socket that listens already.")
    ] = None,
) -> None:
    """Serve the gateway until it is told to stop; running streams may finish."""
    from gateway.cli.serving import serve_gateway

    serve_gateway(data, host=host, port=port, workers=workers, listener=listener)


@app.command("check")
def check(data: Data = HERE) -> None:
    """Check config, keys, rule packs and their cases, models, database, roster and log."""
    with out.status("looking at the configuration …"):
        from gateway.cli.checking import check_all

    check_all(data)


@app.command("explain")
def explain(
    record: Annotated[str, typer.Argument(help="The record's id, as the answer's header gave it.")],
    data: Data = HERE,
) -> None:
    """Say in words why one prompt went as it did, and decide it once more to compare."""
    from gateway.cli.log import explain_record

    explain_record(data, record)


@app.command("evaluate")
def evaluate(
    file: Annotated[
        Path, typer.Argument(help="Marked texts, a JSON object a line.", dir_okay=False)
    ],
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    findings: Annotated[
        Path | None, typer.Option(help="Write the spans found in each row to this file.")
    ] = None,
    engine: Annotated[
        str, typer.Option(help="Name models that read: fast, balanced, union, light or roster.")
    ] = "",
    spacy_model: Annotated[
        str, typer.Option(help="Path or package of another spaCy model.", show_default=False)
    ] = "",
    distractors: Annotated[
        int | None, typer.Option(min=0, help="People of no row on the roster; 50,000 unless told.")
    ] = None,
    vanilla: Annotated[bool, typer.Option(help="Run vanilla Presidio beside.")] = True,
) -> None:
    """Measure detection on marked texts: recall, precision and time, beside vanilla Presidio."""
    from gateway.cli.evaluation import evaluate_file

    evaluate_file(
        file,
        as_json=json,
        findings_to=findings,
        engine=engine,
        model=spacy_model,
        distractors=distractors,
        vanilla=vanilla,
    )


@app.command("practice-ai")
def practice_ai(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="TCP port; 0 picks a free one.")] = 8788,
) -> None:
    """Run a made-up AI service that answers with the names it is sent: to try the gateway on."""
    from gateway.cli.serving import serve_practice_ai

    serve_practice_ai(host, port)


@app.command("demo")
def demo(
    once: Annotated[bool, typer.Option("--once", help="Show the scenes and end.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the scenes as JSON.")] = False,
) -> None:
    """Show the gateway at work on a made-up district, in front of a practice AI service."""
    from gateway.cli.demonstration import demonstrate

    demonstrate(once=once, json=json)


app.add_typer(keys, name="keys")
app.add_typer(roster, name="roster")
app.add_typer(consents, name="consents")
app.add_typer(opt_outs, name="opt-outs")
app.add_typer(rules, name="rules")
app.add_typer(settings, name="settings")
app.add_typer(tools, name="tools")
app.add_typer(outbox, name="outbox")
app.add_typer(holds, name="held")
app.add_typer(permits, name="permits")
app.add_typer(contents, name="content")
app.add_typer(hand_overs, name="hand-overs")
app.add_typer(emergencies, name="emergencies")
app.add_typer(log, name="log")
app.add_typer(reports, name="reports")
app.add_typer(incidents, name="incidents")
app.add_typer(alerts, name="alerts")
