"""`crossing-guard log verify` and `explain`: is the log whole, and why did one prompt go so?"""

import asyncio
from pathlib import Path
from typing import Any

import orjson
import typer
from sqlalchemy import select

from gateway.app import Store, log_id, open_store
from gateway.audit.publish import CheckpointFiles
from gateway.audit.read import verify_live
from gateway.audit.verify import Report
from gateway.cli.root import out, run, settings_of
from gateway.decision.explain import explanation
from gateway.decision.recorded import facts_from_json
from gateway.decision.replay import replay_record
from gateway.errors import BadRequest
from gateway.settings import Settings
from gateway.store import keys
from gateway.store.engine import Reader
from gateway.store.tables import log_entries, rule_sets


def verify_log(data: Path, *, json: bool) -> None:
    """Print what was found; end with 0 if the log is what was written, with 1 if not."""
    report = run(verified(settings_of(data)))
    if json:
        typer.echo(orjson.dumps(report, option=orjson.OPT_NON_STR_KEYS).decode())
    else:
        _say(report)
    raise typer.Exit(report.exit_status)


async def verified(settings: Settings) -> Report:
    """Verify the live log of a data folder. Reads alone: nothing is settled, nothing upgraded."""
    opened = keys.load(settings.keys_folder)
    files = CheckpointFiles(settings.checkpoints_folder)
    reader = Reader(settings.database_url)
    try:
        notes = await asyncio.to_thread(files.read_all)
        return await verify_live(
            reader, log_id=log_id(opened), keys=[opened.signing.public_key()], notes=notes
        )
    finally:
        await reader.close()


def explain_record(data: Path, record: str) -> None:
    """Print why one prompt went as it did."""

    async def work() -> None:
        async with open_store(settings_of(data)) as store:
            await _explain(store, record)

    run(work())


async def _explain(store: Store, record: str) -> None:
    def unit(db: Any) -> tuple[dict[str, Any], dict[str, Any] | None, bytes | None]:
        entries = log_entries.c
        data = db.execute(select(entries.data).where(entries.record == record)).scalar()
        if data is None:
            raise BadRequest(f"no record has the id `{record}`", code="no_record")
        told = orjson.loads(data)
        after = db.execute(select(entries.data).where(entries.about == record)).scalar()
        wanted = told.get("rule_set", "")
        rules = db.execute(select(rule_sets.c.data).where(rule_sets.c.sha256 == wanted)).scalar()
        return told, orjson.loads(after) if after else None, rules

    told, after, rules = await store.reader.read(unit)
    out.print(f"{told['kind']} {told['id']}", highlight=False)
    if "facts" in told and rules is not None:
        again = replay_record(told, rules)
        for line in explanation(again.decision, facts_from_json(told["facts"])):
            out.print(f"  {line}", highlight=False, markup=False)
        same = "the same" if again.same else f"different in {', '.join(again.differences)}"
        out.print(f"  Decided again just now: {same}.")
    elif told.get("code"):
        out.print(f"  Refused before any rule was asked: `{told['code']}`.")
    if after is not None:
        out.print(f"  It ended `{after['ended']}` after {after['ms']} ms.", highlight=False)


def _say(report: Report) -> None:
    out.print(
        f"{report.entries} entries in {report.streams} stream(s), {report.checkpoints} "
        f"checkpoint(s), {report.open_intents} intent(s) without an outcome yet."
    )
    for finding in report.findings:
        where = "" if finding.index is None else f" entry {finding.index}"
        out.print(f"  {finding.code}: stream {finding.stream}{where}: {finding.words}")
    out.print("Intact." if report.intact else "[bold]NOT intact.[/bold]")
