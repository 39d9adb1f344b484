"""What can be typed: every command with its options and its help.

Kept light, so that `--help` answers at once: what does a command's work is imported only when
the command runs.
"""

from pathlib import Path
from typing import Annotated

import typer

from gateway.audit.search.buckets import Every
from gateway.cli.alert_commands import alerts
from gateway.cli.class_commands import add_links, permits
from gateway.cli.content_commands import contents
from gateway.cli.hold_commands import holds
from gateway.cli.incident_commands import incidents
from gateway.cli.keeping_commands import log as keeping
from gateway.cli.letter_commands import outbox
from gateway.cli.office_commands import opt_outs, rules, settings, tools
from gateway.cli.report_commands import reports
from gateway.cli.root import HERE, Data, app
from gateway.cli.urgent_commands import emergencies, hand_overs
from gateway.identity.clients import Way
from gateway.terms.disclosure import ConsentState, PseudonymisedBasis, Purpose
from gateway.terms.people import Duty
from gateway.terms.signing import RenewalTask as Task
from gateway.terms.signing import RequestState

__all__ = ["app"]

keys = typer.Typer(no_args_is_help=True, help="Make, list and revoke gateway keys.")
roster = typer.Typer(no_args_is_help=True, help="Import the roster.")
consents = typer.Typer(
    no_args_is_help=True, help="Import, export and list consents, and what is due about them."
)
log = typer.Typer(no_args_is_help=True, help="Verify and search the decision log.")


KeyPurpose = Annotated[Purpose | None, typer.Option(help="What a prompt is for that does not say.")]
KeyPurposes = Annotated[
    list[Purpose] | None,
    typer.Option(help="What its prompts may be for at all; repeat for more, else anything."),
]


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
    from gateway.cli.checking import check_all

    check_all(data)


@keys.command("create")
def create(
    data: Data = HERE,
    person: Annotated[str, typer.Option(help="Roster id of whom the key is for.")] = "",
    email: Annotated[str, typer.Option(help="Or the person's e-mail address.")] = "",
    client: Annotated[
        str, typer.Option(help="Or the name of a chat front end that speaks for its users.")
    ] = "",
    domain: Annotated[
        list[str] | None,
        typer.Option(help="E-mail domain the front end may speak for; repeat for more."),
    ] = None,
    way: Annotated[
        Way,
        typer.Option(
            help="How it says who asks: plain headers, or a token signed with the secret in the "
            "environment variable CROSSING_GUARD_CLIENT_SECRET."
        ),
    ] = Way.HEADERS,
    duty: Annotated[
        list[Duty] | None, typer.Option(help="What the person may do with the gateway itself.")
    ] = None,
    label: Annotated[str, typer.Option(help="A word to know the key by.")] = "",
    purpose: KeyPurpose = None,
    purposes: KeyPurposes = None,
    days: Annotated[int | None, typer.Option(help="Days until it expires.", min=1)] = None,
) -> None:
    """Make a key and print it: once, since only its hash is kept."""
    from gateway.cli.keys import WantedKey, create_one

    wanted = WantedKey(
        person=person,
        email=email,
        client=client,
        domains=tuple(domain or ()),
        way=way,
        duties=tuple(duty or ()),
        label=label,
        purpose=purpose,
        purposes=tuple(purposes or ()),
        days=days,
    )
    create_one(data, wanted)


@keys.command("list")
def list_(data: Data = HERE) -> None:
    """List every key ever made, newest first; never the keys themselves."""
    from gateway.cli.keys import list_all

    list_all(data)


@keys.command("purpose")
def purpose(
    key: Annotated[str, typer.Argument(help="The key's id, as `keys list` shows it.")],
    why: Annotated[str, typer.Option("--why", help="The reason, for the history.")],
    data: Data = HERE,
    purpose: KeyPurpose = None,
    purposes: KeyPurposes = None,
) -> None:
    """Say anew what a key's prompts are for, from the next one on; what is left out is lifted."""
    from gateway.cli.keys import set_purposes

    set_purposes(data, key, purpose, tuple(purposes or ()), why)


@keys.command("revoke")
def revoke(
    key: Annotated[str, typer.Argument(help="The key's id, as `keys list` shows it.")],
    data: Data = HERE,
) -> None:
    """Revoke a key, from the next request on."""
    from gateway.cli.keys import revoke_one

    revoke_one(data, key)


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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what it would change.")
    ] = False,
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
    why: Annotated[str, typer.Option("--why", help="The reason, for the history.")],
    data: Data = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change.")
    ] = False,
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
    why: Annotated[str, typer.Option("--why", help="The reason, for the history.")],
    data: Data = HERE,
) -> None:
    """Say where the roster is pulled from. The client secret is read from the environment variable
    CROSSING_GUARD_ROSTER_SECRET, and stored sealed."""
    from gateway.cli.roster_pull import put_source

    put_source(data, file, why)


@roster.command("pull")
def roster_pull(
    data: Data = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what it would change.")
    ] = False,
    apply_anyway: ApplyAnyway = None,
) -> None:
    """Pull the roster from its service now: all of it or nothing."""
    from gateway.cli.roster_pull import pull_roster

    pull_roster(data, dry_run=dry_run, anyway=apply_anyway)


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
    why: Annotated[str, typer.Option("--why", help="The reason, for the history.")],
    data: Data = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would change.")
    ] = False,
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


Version = Annotated[str, typer.Argument(help="The version's id, as `rules list` shows it.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the history.")]


@log.command("verify")
def verify(
    data: Data = HERE,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", help="Verify this export instead of the live log.", file_okay=False
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
log.add_typer(keeping)
app.add_typer(holds, name="held")
app.add_typer(permits, name="permits")
add_links(roster)
app.add_typer(contents, name="content")
app.add_typer(hand_overs, name="hand-overs")
app.add_typer(emergencies, name="emergencies")
app.add_typer(log, name="log")
app.add_typer(reports, name="reports")
app.add_typer(incidents, name="incidents")
app.add_typer(alerts, name="alerts")
