"""`crossing-guard log verify` and `explain`: is the log whole, and why did one prompt go so?"""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import orjson
import typer

from gateway.app.store import Store, log_id
from gateway.audit.export.read import read_key, read_notes, verify_export
from gateway.audit.findings import Report
from gateway.audit.places.appended import read_notes as read_appended
from gateway.audit.publish import CheckpointPlaces
from gateway.audit.read import verify_live
from gateway.audit.search.rows import by_id
from gateway.cli.at_store import at_store
from gateway.cli.root import out, run, settings_of
from gateway.errors import BadRequest
from gateway.oversight.reading import explain
from gateway.settings import Settings
from gateway.store import keys as key_store
from gateway.store.engine import Reader


def verify_log(
    data: Path,
    *,
    export: Path | None = None,
    keys: Sequence[Path] = (),
    against: Sequence[Path] = (),
    json: bool,
) -> None:
    """Print what was found; end with 0 if the log is what was written, with 1 if not."""
    notes = read_notes(against)
    if export is not None:
        report = verify_export(export, keys=[*map(read_key, keys)], against=notes)
    elif keys:
        raise BadRequest("`--key` is for an export; the live log has its own", code="key_unused")
    else:
        report = run(verified(settings_of(data), against=notes))
    if json:
        typer.echo(orjson.dumps(report, option=orjson.OPT_NON_STR_KEYS).decode())
    else:
        _say(report)
    raise typer.Exit(report.exit_status)


async def verified(settings: Settings, *, against: Sequence[str] = ()) -> Report:
    """Verify the live log of a data folder. Reads alone: nothing is settled, nothing upgraded."""
    opened = key_store.load(settings.keys_folder)
    files = CheckpointPlaces(settings.checkpoint_folders)
    reader = Reader(settings.database_url)
    try:
        notes = await asyncio.to_thread(files.read_all)
        if settings.checkpoint_file:
            notes += await asyncio.to_thread(read_appended, Path(settings.checkpoint_file))
        return await verify_live(
            reader,
            log_id=log_id(opened),
            keys=[opened.signing.public_key()],
            rotations=opened.rotations,
            notes=[*notes, *against],
        )
    finally:
        await reader.close()


def explain_record(data: Path, record: str) -> None:
    """Print why one prompt went as it did."""

    async def work(store: Store) -> None:
        await _explain(store, record)

    at_store(data, work)


async def _explain(store: Store, record: str) -> None:
    found = await store.reader.read(partial(by_id, record=record))
    if found is None:
        raise BadRequest(f"no record has the id `{record}`", code="no_record")
    await store.note("log_query", what=record, query="command & why")
    kind = found.told()["kind"]
    out.print(f"{kind} {record}", highlight=False)
    why = await explain(store.reader, found)
    for line in why.lines:
        out.print(f"  {line}", highlight=False, markup=False)
    if why.same is not None:
        same = "the same" if why.same else f"different in {', '.join(why.differences)}"
        out.print(f"  Decided again just now: {same}.")


def _say(report: Report) -> None:
    out.print(
        f"{report.entries} entries in {report.streams} stream(s), {report.checkpoints} "
        f"checkpoint(s), {report.open_intents} intent(s) without an outcome yet."
    )
    if report.purged:
        out.print(f"{report.purged} entries were purged; their hashes and certificates are here.")
    for finding in report.findings:
        where = "" if finding.index is None else f" entry {finding.index}"
        out.print(f"  {finding.code}: stream {finding.stream}{where}: {finding.words}")
    if report.unchecked:
        out.print(
            f"{report.unchecked} checkpoint(s) or certificate(s) reach beyond the export and were "
            "not compared."
        )
    out.print("Intact." if report.intact else "[bold]NOT intact.[/bold]")
