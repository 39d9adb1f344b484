"""`crossing-guard log export`: the log as a folder that anybody can check."""

import asyncio
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gateway.app import Store, now_ms, open_store
from gateway.audit.export.plan import Plan, Selection, make_plan
from gateway.audit.export.write import begin, begun, refuse_used, write
from gateway.audit.publish import CheckpointPlaces
from gateway.audit.search.filters import milliseconds
from gateway.cli.root import out, run, settings_of
from gateway.errors import BadRequest
from gateway.settings import Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is asked for, as typed."""

    since: str = ""
    until: str = ""
    resume: bool = False

    def selection(self) -> Selection:
        """Return which entries are asked for.

        Raises:
            BadRequest: a time that is none.
        """
        return Selection(since=_time(self.since), until=_time(self.until))


def export_log(data: Path, folder: Path, wanted: Wanted) -> None:
    """Write an export, or go on with one that was stopped."""
    selection = wanted.selection()
    settings = settings_of(data)

    async def work() -> Plan:
        async with open_store(settings) as store:
            plan = await _planned(store, settings, folder, selection, resume=wanted.resume)
            with _bar() as progress:
                task = progress.add_task("writing", total=plan.entries)
                await write(
                    folder,
                    plan,
                    store.reader,
                    key=store.keys.signing,
                    public=store.keys.public_pem(),
                    step=partial(progress.advance, task),
                )
            return plan

    plan = run(work())
    out.print(f"{plan.entries} entries of {len(plan.parts)} stream(s) in {folder}", markup=False)
    out.print(f"Check it anywhere: python3 -I {folder / 'verify.py'}", markup=False)


async def _planned(
    store: Store, settings: Settings, folder: Path, selection: Selection, *, resume: bool
) -> Plan:
    if resume:
        return begun(folder, selection)
    await asyncio.to_thread(refuse_used, folder)
    files = CheckpointPlaces(settings.checkpoint_folders)
    # Read before the store: a newer note than the plan's heads would look like a cut tail.
    published = await asyncio.to_thread(files.read_all)
    await store.note("log_export", query=f"since={selection.since} until={selection.until}")
    with _bar() as progress:
        task = progress.add_task("proving", total=None)
        plan = await store.reader.read(
            partial(
                make_plan,
                log_id=store.log_id,
                made=now_ms(),
                selection=selection,
                published=published,
                rotations=store.keys.rotations,
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
