"""`crossing-guard init`: keys, database, config, and the official's choice, in a fresh folder."""

import os
import secrets
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection, select

from gateway.app.store import Store, now_ms, open_store
from gateway.cli.questions import Wanted, asked
from gateway.cli.root import out, run, settings_of
from gateway.demo.furnish import MODEL, Tools, demo_choices, demo_json, furnish
from gateway.district.directory import PARTS
from gateway.district.edits import begin_district, put_secret, put_tools
from gateway.errors import Unusable
from gateway.settings import CONFIG, Settings
from gateway.store import keys, schema, tables
from gateway.store.engine import Reader
from gateway.terms.disclosure import DistrictChoices, PseudonymisedBasis, Purpose, Tool

STAGING, FINISHED = ".setting-up", ".set-up"
DATABASE = "crossing-guard.db"
UNNAMED = "default"
"""What the first tool's model is called where nobody named it."""
PRACTICE = "http://127.0.0.1:8788/v1"
DEMO_LIMITS = (
    "requests_per_minute",
    "requests_per_minute_class",
    "requests_per_minute_key",
    "tokens_per_day",
)


def initialise(data: Path, wanted: Wanted) -> None:
    """Set a data folder up, all of it or nothing.

    Everything is made in a folder inside it that nothing else reads, and moved to its place once
    it is whole. One that was interrupted is begun anew, or, if only the moving was left, finished.
    """
    _check_fresh(data)
    if sys.stdin.isatty() and not wanted.demo and not (data / FINISHED).exists():
        wanted = asked(wanted)
    _check_upstream(wanted.upstream)
    choices = _choices(wanted)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    finished, staging = data / FINISHED, data / STAGING
    if finished.exists():
        _move_in(finished, data)
        out.print(f"Finished the set-up of [bold]{data}[/bold] that was interrupted.")
        return
    resumed = _prepare(staging, wanted)
    settings = settings_of(staging)
    if not resumed and schema.current(settings.database_url) and run(_in_use(settings)):
        raise _occupied()
    schema.upgrade(settings.database_url)
    run(_found(settings, choices, wanted, resumed=resumed))
    staging.rename(finished)
    _move_in(finished, data)
    _say_next(data, wanted, choices)


def _check_fresh(data: Path) -> None:
    if (data / CONFIG).exists():
        if (data / FINISHED).exists():  # all that was left was to remove it
            (data / FINISHED).rmdir()
        raise Unusable(
            f"`{data}` is set up already; nothing was changed. Use another folder with --data",
            code="already_initialised",
        )
    if not (data / FINISHED).exists() and ((data / "keys").exists() or (data / DATABASE).exists()):
        raise Unusable(
            f"`{data}` holds keys or a database, but no `{CONFIG}`; nothing was changed. Restore "
            f"`{CONFIG}` from a back-up, or use another folder with --data",
            code="keys_exist",
        )


def _check_upstream(address: str) -> None:
    """Refuse what is no address of an AI service.

    Raises:
        Unusable: says how the address should look.
    """
    if not address:
        return
    parts = urlsplit(address)
    plain = not (parts.query or parts.fragment)
    if not (plain and parts.hostname and parts.scheme in ("http", "https") and _has_port(parts)):
        raise Unusable(
            "--upstream is no address of an AI service; one looks like https://ai.example/v1",
            code="bad_upstream",
        )
    if parts.username or parts.password:
        raise Unusable(
            "--upstream holds a password; put the service's key into the environment variable "
            "that --credential-from names",
            code="bad_upstream",
        )


def _has_port(parts: SplitResult) -> bool:
    """Tell whether the port is left out or a number that a port may have."""
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def _choices(wanted: Wanted) -> DistrictChoices:
    if wanted.basis is not PseudonymisedBasis.UNSET and not wanted.official and not wanted.demo:
        raise Unusable("--basis is an official's decision: name who decides with --official")
    today = datetime.now(UTC).astimezone(_zone(wanted.timezone)).date()
    if wanted.demo and wanted.basis is PseudonymisedBasis.UNSET:
        return demo_choices(today, wanted.timezone)
    return DistrictChoices(
        timezone=wanted.timezone,
        pseudonymised_basis=wanted.basis,
        pseudonymised_basis_by=wanted.official,
        pseudonymised_basis_on=today if wanted.official else None,
    )


def _prepare(staging: Path, wanted: Wanted) -> bool:
    """Make keys and config to work with; tell whether keys of an earlier attempt are used.

    A PostgreSQL database may hold what those keys sealed. SQLite lies in the folder itself.
    """
    resumed = bool(wanted.database) and _whole_keys(staging)
    if not resumed:
        if staging.exists():
            shutil.rmtree(staging)
        staging.mkdir(mode=0o700)
        keys.create(staging / "keys")
    _write_config(staging, demo=wanted.demo, database=wanted.database)
    return resumed


def _whole_keys(folder: Path) -> bool:
    try:
        keys.load(folder / "keys")
    except Unusable:
        return False
    return True


def _move_in(finished: Path, data: Path) -> None:
    """Move everything to its place; the config last, since it is what makes a folder set up."""
    for path in sorted(finished.iterdir(), key=lambda path: (path.name == CONFIG, path.name)):
        path.rename(data / path.name)
    finished.rmdir()


async def _found(
    settings: Settings, choices: DistrictChoices, wanted: Wanted, *, resumed: bool
) -> None:
    """Fill the database, in one transaction."""
    async with open_store(settings) as store:
        if wanted.demo:
            base_url = f"http://{settings.host}:{settings.port}/v1"
            content = await store.commit.run(
                lambda db: (
                    _begin(db, choices, resumed=resumed)
                    and furnish(
                        db,
                        _tools(store),
                        today=datetime.now(UTC).astimezone(_zone(wanted.timezone)).date(),
                        upstream=wanted.upstream or PRACTICE,
                        base_url=base_url,
                    )
                )
            )
            if not content:
                raise _occupied()  # only this process knew the keys of the made-up people
            _write_private(settings.data / "demo.json", demo_json(content))
        else:
            secret = os.environ.get(wanted.credential_from, "") if wanted.upstream else ""

            def register(db: Connection) -> None:
                if _begin(db, choices, resumed=resumed) and wanted.upstream:
                    tool = _first_tool(wanted.upstream, wanted.model, credential=bool(secret))
                    put_tools(db, [tool])
                    if secret:
                        put_secret(db, store.keys.fields, "first", secret)

            await store.commit.run(register)
        await store.note("init", result=choices.pseudonymised_basis.value)


async def _in_use(settings: Settings) -> bool:
    """Tell whether somebody's district or log is in the database."""

    def unit(db: Connection) -> bool:
        begun = db.execute(select(tables.revisions.c.name).limit(1)).first()
        return bool(begun or db.execute(select(tables.log_streams.c.stream).limit(1)).first())

    reader = Reader(settings.database_url)
    try:
        return await reader.read(unit)
    finally:
        await reader.close()


def _begin(db: Connection, choices: DistrictChoices, *, resumed: bool) -> bool:
    """Begin the district; False where an interrupted set-up with the same keys did so.

    Raises:
        Unusable: another gateway's district is in this database.
    """
    if begin_district(db, choices, PARTS):
        return True
    if not resumed:
        raise _occupied()
    return False


def _occupied() -> Unusable:
    return Unusable(
        "the database holds a district already, and nothing was changed; name an empty database, "
        "or restore the data folder that belongs to this one",
        code="database_occupied",
    )


def _tools(store: Store) -> Tools:
    return Tools(
        fields=store.keys.fields,
        pepper=store.keys.derive("gateway-keys"),
        digest_key=store.keys.derive("roster-digest"),
        log_id=lambda: secrets.token_hex(8),
        now=now_ms,
    )


def _first_tool(upstream: str, model: str, *, credential: bool) -> Tool:
    """Return the tool that `--upstream` names: nothing is agreed yet, so it gets little."""
    name = model or UNNAMED
    return Tool(
        id="first",
        model=name,
        provider=urlsplit(upstream).hostname or upstream,
        upstream_model=name,
        base_url=upstream,
        credential="first" if credential else "",
        purposes=frozenset(Purpose),
    )


def _write_config(data: Path, *, demo: bool, database: str) -> None:
    lines = ["# Settings of this gateway; `docs/settings.md` lists them all.", ""]
    lines.append(f'mode = "{"demo" if demo else "production"}"')
    if database and database != os.environ.get("CROSSING_GUARD_DATABASE"):
        lines.append(f"database = {orjson.dumps(database).decode()}")
    if demo:
        lines += [f"{name} = 0" for name in DEMO_LIMITS]
    _write_private(data / CONFIG, ("\n".join(lines) + "\n").encode())


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError) as error:
        raise Unusable(f"`{name}` is no time zone; try one like America/Chicago") from error


def _say_next(data: Path, wanted: Wanted, choices: DistrictChoices) -> None:
    out.print(f"Set up in [bold]{data}[/bold]. Back up [bold]{data}/keys[/bold] apart from it.")
    if wanted.demo:
        out.print(
            f"A made-up district is in it; {data}/demo.json tells who plays whom, with which key.\n"
            f"Next: [bold]crossing-guard practice-ai[/bold] and "
            f"[bold]crossing-guard serve --data {data}[/bold]; ask for model `{MODEL}`."
        )
        return
    if choices.pseudonymised_basis is PseudonymisedBasis.UNSET:
        out.print(
            "No official chose what pseudonymised release rests on, so prompts that describe "
            "pupils will be held. `Choose the basis` in deploy/runbook.md is how to do so later."
        )
    if not wanted.upstream:
        out.print("No AI service is registered yet.")
    elif wanted.upstream.startswith("http:"):
        out.print("The AI service is reached without TLS: fit for this machine or network alone.")
    if wanted.upstream and not os.environ.get(wanted.credential_from):
        out.print(
            f"{wanted.credential_from} holds no key, so the AI service is asked without one. If it "
            "wants one, [bold]crossing-guard tools credential first[/bold] takes it later."
        )
    if wanted.upstream and not wanted.model:
        out.print(
            f"The AI service is asked for its model `{UNNAMED}`; if it has none of that name, set "
            "up another folder with --model."
        )
    out.print(
        f"Next: [bold]crossing-guard roster import FOLDER --data {data}[/bold], then "
        f"[bold]keys create[/bold], [bold]check[/bold] and [bold]serve[/bold]."
    )
