"""`crossing-guard init`: keys, database, config, and the official's choice, in a fresh folder."""

import asyncio
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer
from sqlalchemy import Connection

from gateway.app import now_ms, open_store
from gateway.cli.root import HERE, Data, app, out, run, settings_of
from gateway.demo.furnish import MODEL, Tools, demo_choices, demo_json, furnish
from gateway.district.directory import PARTS
from gateway.district.edits import begin_district, put_secret, put_tools
from gateway.errors import Unusable
from gateway.settings import CONFIG, Settings
from gateway.store import keys, schema
from gateway.terms.disclosure import DistrictChoices, PseudonymisedBasis, Purpose, Tool

PRACTICE = "http://127.0.0.1:8788/v1"
DEMO_LIMITS = (
    "requests_per_minute",
    "requests_per_minute_class",
    "requests_per_minute_key",
    "tokens_per_day",
)


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
    """Set up a fresh data folder: keys, database, config."""
    if (data / CONFIG).exists():
        raise Unusable(
            f"`{data}` is set up already; nothing was changed. Use another folder with --data",
            code="already_initialised",
        )
    if basis is not PseudonymisedBasis.UNSET and not official and not demo:
        raise Unusable("--basis is an official's decision: name who decides with --official")
    zone = _zone(timezone)
    today = datetime.now(UTC).astimezone(zone).date()
    choices = DistrictChoices(
        timezone=timezone,
        pseudonymised_basis=basis,
        pseudonymised_basis_by=official,
        pseudonymised_basis_on=today if official else None,
    )
    if demo and basis is PseudonymisedBasis.UNSET:
        choices = demo_choices(today, timezone)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys.create(data / "keys")
    _write_config(data, demo=demo, database=database)
    settings = settings_of(data)
    schema.upgrade(settings.database_url)
    credential = os.environ.get(credential_from, "") if upstream and not demo else ""
    run(_found(settings, choices, demo=demo, upstream=upstream, model=model, secret=credential))
    _say_next(data, demo=demo, upstream=upstream, choices=choices)


async def _found(
    settings: Settings,
    choices: DistrictChoices,
    *,
    demo: bool,
    upstream: str,
    model: str,
    secret: str,
) -> None:
    async with open_store(settings) as store:
        await store.commit.run(lambda db: begin_district(db, choices, PARTS))
        await store.district.refresh()
        if demo:
            tools = Tools(
                fields=store.keys.fields,
                pepper=store.keys.derive("gateway-keys"),
                digest_key=store.keys.derive("roster-digest"),
                log_id=lambda: secrets.token_hex(8),
                now=now_ms,
            )
            content = await store.commit.run(
                lambda db: furnish(
                    db,
                    tools,
                    today=store.district.today(),
                    upstream=upstream or PRACTICE,
                    base_url=f"http://{settings.host}:{settings.port}/v1",
                )
            )
            await asyncio.to_thread(_write_private, settings.data / "demo.json", demo_json(content))
        elif upstream:

            def register(db: Connection) -> None:
                put_tools(db, [_first_tool(upstream, model, credential=bool(secret))])
                if secret:
                    put_secret(db, store.keys.fields, "first", secret)

            await store.commit.run(register)
        await store.note("init", result=choices.pseudonymised_basis.value)


def _first_tool(upstream: str, model: str, *, credential: bool) -> Tool:
    """Return the tool that `--upstream` names: nothing is agreed yet, so it gets little."""
    name = model or "default"
    return Tool(
        id="first",
        model=name,
        provider=upstream.split("/")[2] if "//" in upstream else upstream,
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


def _say_next(data: Path, *, demo: bool, upstream: str, choices: DistrictChoices) -> None:
    out.print(f"Set up in [bold]{data}[/bold]. Back up [bold]{data}/keys[/bold] apart from it.")
    if demo:
        out.print(
            f"A made-up district is in it; {data}/demo.json tells who plays whom, with which key.\n"
            f"Next: [bold]crossing-guard practice-ai[/bold] and "
            f"[bold]crossing-guard serve --data {data}[/bold]; ask for model `{MODEL}`."
        )
        return
    if choices.pseudonymised_basis is PseudonymisedBasis.UNSET:
        out.print(
            "No official chose what pseudonymised release rests on, so prompts that describe "
            "pupils will be held."
        )
    if not upstream:
        out.print("No AI service is registered yet.")
    out.print(
        f"Next: [bold]crossing-guard roster import FOLDER --data {data}[/bold], then "
        f"[bold]keys create[/bold], [bold]check[/bold] and [bold]serve[/bold]."
    )
