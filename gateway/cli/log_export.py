"""`crossing-guard log export`: the log as a folder that anybody can check."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gateway.app.store import log_id, now_ms, open_store
from gateway.audit import parquet
from gateway.audit.export.plan import Plan, Selection, make_plan
from gateway.audit.export.write import begin, begun, refuse_used, write
from gateway.audit.publish import CheckpointPlaces
from gateway.audit.search.filters import milliseconds
from gateway.cli.root import out, run, settings_of, writing
from gateway.errors import BadRequest
from gateway.settings import Settings
from gateway.store import keys as key_store
from gateway.store.engine import Reader
from gateway.store.keys import Keys


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is asked for, as typed."""

    since: str = ""
    until: str = ""
    resume: bool = False
    read_only: bool = False
    columns: bool = False

    def selection(self) -> Selection:
        """Return which entries are asked for.

        Raises:
            BadRequest: a time that is none, or no time between the two.
        """
        since, until = _time(self.since), _time(self.until)
        if since is not None and until is not None and until <= since:
            raise BadRequest("`--until` is not after `--since`", code="invalid_time")
        return Selection(since=since, until=until)


@dataclass(frozen=True, kw_only=True)
class Log:
    """The log to be taken away: what reads it, and what signs. `note` logs that it was."""

    reader: Reader
    keys: Keys
    note: Callable[[str], Awaitable[None]]


@asynccontextmanager
async def _opened(settings: Settings, *, read_only: bool) -> AsyncIterator[Log]:
    """Give the log; where it is only to be read, nothing is settled, upgraded or logged."""
    if read_only:
        opened, reader = key_store.load(settings.keys_folder), Reader(settings.database_url)
        try:
            yield Log(reader=reader, keys=opened, note=_unlogged)
        finally:
            await reader.close()
        return
    async with open_store(settings) as store:

        async def note(query: str) -> None:
            await store.note("log_export", query=query)

        yield Log(reader=store.reader, keys=store.keys, note=note)


async def _unlogged(_query: str) -> None:
    """Log nothing: the log is only read."""


def export_log(data: Path, folder: Path, wanted: Wanted) -> None:
    """Write an export, or go on with one that was stopped."""
    selection = wanted.selection()
    settings = settings_of(data)
    if wanted.columns:
        parquet.library()  # or it would be missed only at the end

    async def work() -> Plan:
        async with _opened(settings, read_only=wanted.read_only) as log:
            plan = await _planned(log, settings, folder, selection, resume=wanted.resume)
            with _bar() as progress:
                task = progress.add_task("writing", total=plan.entries)
                await write(
                    folder,
                    plan,
                    log.reader,
                    key=log.keys.signing,
                    public=log.keys.public_pem(),
                    columns=wanted.columns,
                    step=partial(progress.advance, task),
                )
            return plan

    with writing(folder):
        plan = run(work())
    out.print(f"{plan.entries} entries of {len(plan.parts)} stream(s) in {folder}", markup=False)
    if wanted.read_only:
        out.print("The log was only read: it does not tell of this export.", markup=False)
    out.print(f"Check it anywhere: python3 -I {folder / 'verify.py'}", markup=False)


async def _planned(
    log: Log, settings: Settings, folder: Path, selection: Selection, *, resume: bool
) -> Plan:
    if resume:
        return begun(folder, selection)
    await asyncio.to_thread(refuse_used, folder)
    files = CheckpointPlaces(settings.checkpoint_folders)
    # Read before the store: a newer note than the plan's heads would look like a cut tail.
    published = await asyncio.to_thread(files.read_all)
    await log.note(f"since={selection.since} until={selection.until}")
    with _bar() as progress:
        task = progress.add_task("proving", total=None)
        plan = await log.reader.read(
            partial(
                make_plan,
                log_id=log_id(log.keys),
                made=now_ms(),
                selection=selection,
                published=published,
                rotations=log.keys.rotations,
                step=partial(progress.advance, task),
            )
        )
    begin(folder, plan)
    return plan


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _time(text: str) -> int | None:
    if not text:
        return None
    try:
        return milliseconds(text)
    except ValueError as error:
        raise BadRequest(
            f"`{text}` is no time; write it as 2026-09-01 or 2026-09-01T08:00-04:00",
            code="invalid_time",
        ) from error
