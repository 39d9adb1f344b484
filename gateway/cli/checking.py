"""`crossing-guard check`: is everything as it must be? Each line is ok, or says what to do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import typer
from sqlalchemy import select

from gateway.app.store import now_ms
from gateway.app.works import checked_rules
from gateway.audit.places.state import PlaceState, states
from gateway.cli.log import verified
from gateway.cli.root import clock, out, run, settings_of
from gateway.cli.tool_gaps import lacks
from gateway.decision.cases import run_cases
from gateway.decision.packs import (
    Pack,
    changed_since,
    packs_root,
    read_packs,
    rule_set_from_bytes,
)
from gateway.detection.nursery import COMMAND
from gateway.detection.pool import Pool
from gateway.district.directory import District
from gateway.errors import GatewayError, Unusable
from gateway.oversight.chore_runs import last_runs
from gateway.oversight.rows import credential_version
from gateway.oversight.versions import ACTIVE
from gateway.settings import Settings
from gateway.store import keys, schema
from gateway.store.engine import Reader
from gateway.store.tables import active_rules, roster_imports, rule_sets
from gateway.terms.chores import Run, RunState
from gateway.terms.disclosure import PseudonymisedBasis
from gateway.terms.people import Kind
from gateway.terms.times import DAY_MS


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One finding: `words` tell what is there, or what to do; a `warning` does not fail."""

    part: str
    words: str
    ok: bool = True
    warning: bool = False


def check_all(data: Path) -> None:
    """Print every line as soon as it is known; end with 1 where one is not ok."""
    raise typer.Exit(0 if run(_all_ok(data)) else 1)


async def _all_ok(data: Path) -> bool:
    """Print what every part's lines are; tell whether all are ok."""
    try:
        settings = settings_of(data)
    except GatewayError as error:
        return _told([Line(part="config", words=error.message, ok=False)])
    ok = _told([Line(part="config", words=f"{settings.mode} mode, {settings.host}")])
    parts: list[tuple[str, str, Callable[[Settings], Awaitable[list[Line]]]]] = [
        ("keys", "reading the keys", _keys),
        ("rules", "running every case of the rules", _rules),
        ("models", "loading the name models, which takes longest", _models),
        ("database", "reading what the district entered", _database),
        ("log", "verifying the log", _log),
    ]
    for part, doing, look in parts:
        with out.status(f"{doing} …"):
            try:
                lines = await look(settings)
            except GatewayError as error:
                lines = [Line(part=part, words=error.message, ok=False)]
        ok = _told(lines) and ok
    return ok


def _told(lines: list[Line]) -> bool:
    """Print lines; tell whether all of them are ok."""
    for line in lines:
        mark = "[red]no[/red]" if not line.ok else "[yellow]but[/yellow]" if line.warning else "ok"
        out.print(f"{mark:>3}  {line.part:<9} ", end="")
        out.print(line.words, highlight=False, markup=False)
    return all(line.ok for line in lines)


async def _keys(settings: Settings) -> list[Line]:
    keys.load(settings.keys_folder)
    return [Line(part="keys", words=f"{len(keys.FILES)} files, readable by their owner alone")]


async def _rules(_settings: Settings) -> list[Line]:
    rules = await asyncio.to_thread(checked_rules)
    packs = ", ".join(pack.id for pack in rules.packs)
    cases = len(run_cases(rules))
    words = f"packs {packs}; {cases} cases pass; rule set {rules.sha256[:12]}"
    return [Line(part="rules", words=words)]


async def _models(settings: Settings) -> list[Line]:
    pool = Pool((*COMMAND, settings.detection_engine, settings.spacy_model), size=1)
    await pool.start()
    try:
        return [Line(part="models", words=f"detector {pool.version}")]
    finally:
        await pool.close()


async def _database(settings: Settings) -> list[Line]:
    at = await asyncio.to_thread(schema.current, settings.database_url)
    if not at:
        raise Unusable("the database is empty; run `crossing-guard init`")
    if at != schema.newest():
        words = f"at revision {at}; `serve` will bring it to {schema.newest()}: back it up first"
        return [Line(part="database", words=words, warning=True)]
    opened = keys.load(settings.keys_folder)
    reader = Reader(settings.database_url)
    try:
        district = District(reader, opened.fields, now=lambda: datetime.now(UTC))
        await district.refresh()
        people, _schools = await district.everybody()
        lines = [Line(part="database", words=f"{reader.kind}, revision {at}")]
        lines += await _roster(settings, reader, len(people))
        lines += _choices(district)
        lines += await _tools(district, reader)
        lines.append(await _active_rules(reader))
        lines += [_chore(name, run) for name, run in (await reader.read(last_runs)).items()]
        # whether the field key opens what it sealed: birth dates, which pupils have
        pupils = [person.id for person in people if person.kind is Kind.STUDENT]
        await district.people(pupils[:50])
    finally:
        await reader.close()
    return lines


async def _roster(settings: Settings, reader: Reader, people: int) -> list[Line]:
    query = select(roster_imports).order_by(roster_imports.c.at.desc())
    imports = await reader.read(lambda db: db.execute(query).all())
    good = next((one for one in imports if one.result != "failed"), None)
    if good is None:
        words = "nobody yet; `crossing-guard roster import FOLDER`"
        return [Line(part="roster", words=words, warning=True)]
    words = f"{people} people, last good import {clock(good.at)}"
    if imports[0].result == "failed":
        words += "; the newest import failed, this one serves on: mend the files, import again"
        return [Line(part="roster", words=words, warning=True)]
    stale = now_ms() - good.at > settings.roster_stale_days * DAY_MS
    return [Line(part="roster", words=words + ("; import a fresh one" * stale), warning=stale)]


async def _active_rules(reader: Reader) -> Line:
    """Tell which rules decide, and load them as a server would."""
    query = select(active_rules.c.document, rule_sets.c.data)
    query = query.outerjoin_from(
        active_rules, rule_sets, rule_sets.c.sha256 == active_rules.c.sha256
    )
    row = await reader.read(lambda db: db.execute(query).first())
    version = ACTIVE.read(row.document).version if row is not None else ""
    if row is None or not version:
        return Line(part="rules", words="the packs as they come decide")
    loaded = await asyncio.to_thread(rule_set_from_bytes, row.data or b"")
    words = f"version `{version}` decides, rule set {loaded.sha256[:12]}"
    root = packs_root()
    _schema, shipped = read_packs((root / pack.id for pack in loaded.packs if _comes(pack)), root)
    if older := changed_since(loaded, shipped):
        words += (
            f"; its packs {', '.join(older)} are not those of this release: draft it anew "
            "(`rules show --json`, another id, `rules draft`) to take them over"
        )
    return Line(part="rules", words=words, warning=bool(older))


def _comes(pack: Pack) -> bool:
    """Tell whether a pack comes with the gateway."""
    return (packs_root() / pack.id / "pack.toml").is_file()


def _chore(name: str, run: Run) -> Line:
    """Tell how the last run of a standing chore went."""
    words = f"`{name}` {run.state}, {clock(run.touched)}"
    if run.state is RunState.FAILED:
        words += f": `{run.code}`; it is tried again every hour while the gateway serves"
    return Line(part="chores", words=words, warning=run.state is RunState.FAILED)


def _choices(district: District) -> list[Line]:
    lines: list[Line] = []
    choices = district.choices
    if choices.pseudonymised_basis is PseudonymisedBasis.UNSET:
        words = (
            "no official chose the basis of pseudonymised release, so pupils' prompts are held; "
            "`settings set` chooses it, see `Choose the basis` in deploy/runbook.md"
        )
        lines.append(Line(part="choices", words=words, warning=True))
    else:
        words = f"pseudonymised release on `{choices.pseudonymised_basis}`"
        lines.append(Line(part="choices", words=words))
    return lines


async def _tools(district: District, reader: Reader) -> list[Line]:
    """Tell how many tools are registered, and of each what it lacks."""
    if not district.tools:
        words = "none registered, so nobody can ask anything; `crossing-guard tools put` adds one"
        return [Line(part="tools", words=words, warning=True)]
    lines: list[Line] = []
    for tool in sorted(district.tools, key=lambda one: one.id):
        there = partial(credential_version, name=tool.credential)
        stored = not tool.credential or await reader.read(there) is not None
        if lacking := lacks(tool, district.today(), stored=stored):
            words = f"`{tool.id}`: {'; '.join(lacking)}"
            lines.append(Line(part="tools", words=words, warning=True))
    return [Line(part="tools", words=f"{len(district.tools)} registered"), *lines]


async def _log(settings: Settings) -> list[Line]:
    report = await verified(settings)
    if not report.intact:
        words = "NOT intact: `crossing-guard log verify` tells where; keep a copy of everything"
        return [Line(part="log", words=words, ok=False)]
    return [Line(part="log", words=f"{report.entries} entries, intact"), *await _places(settings)]


async def _places(settings: Settings) -> list[Line]:
    """Tell how far signed checkpoints got to each place outside that ever had one."""
    if await asyncio.to_thread(schema.current, settings.database_url) != schema.newest():
        return []
    reader = Reader(settings.database_url)
    try:
        return [_place(one) for one in await reader.read(states)]
    finally:
        await reader.close()


def _place(one: PlaceState) -> Line:
    last = clock(one.at) if one.at else "never"
    words = f"checkpoints to `{one.place}` last went {last}"
    if one.since:
        words += f"; newer ones wait: `{one.code or 'not tried yet'}`"
    return Line(part="log", words=words, warning=one.late)
