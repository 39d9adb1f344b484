"""`crossing-guard reports`: what people take away from the log, made in the foreground."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from gateway.app.desks import library_of
from gateway.app.store import Store, now_ms, projecting
from gateway.audit.search.project import NotOurs
from gateway.audit.search.projector import HASTY, Projector
from gateway.audit.search.search import Search
from gateway.cli.at_store import at_store
from gateway.cli.officer import office_of, officer, rulebook_of
from gateway.cli.root import out, writing
from gateway.errors import BadRequest
from gateway.oversight.ledger import Ledger
from gateway.oversight.officer import Officer
from gateway.reports.asking import Asked, from_words, told_in_log
from gateway.reports.catalogue import REPORTS, report_named
from gateway.reports.columns import columns_of
from gateway.reports.desk import Library, asked_by
from gateway.reports.formats import Format
from gateway.reports.making import Progress as HowFar
from gateway.reports.making import begun

FROM_FILE = "@"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is asked for, as typed."""

    report: str
    words: tuple[str, ...] = ()
    formats: tuple[Format, ...] = (Format.CSV,)
    proofs: bool = False
    resume: bool = False


def list_reports(name: str) -> None:
    """Print every report, or one with its columns."""
    if not name:
        for report in REPORTS.values():
            out.print(f"{report.name:<16} {report.words}", highlight=False, markup=False)
        return
    report = report_named(name)
    _say(f"{report.title}. {report.words}")
    _say(f"For: {', '.join(sorted(report.duties))}.")
    for table in report.tables:
        _say(f"\n{table.name}: {table.title}")
        for column in columns_of(table.row):
            _say(f"  {column.name:<24} {column.words} ({column.shape})")


def make_report(data: Path, folder: Path, wanted: Wanted) -> None:
    """Make a report into a folder, or go on with one that was stopped."""

    async def work(store: Store) -> None:
        report = report_named(wanted.report)
        by = await officer(store, *report.duties)
        ledger = Ledger(office_of(store), store.reader, store.district, store.keys.fields)
        library = library_of(store, Search(store.reader), rulebook_of(store), ledger)
        async with projecting(store, HASTY) as projector:
            asked, far = await _begun(store, library, projector, folder, wanted, by)
        sha256 = await _made(library, folder, asked, far)
        await office_of(store).note("report_made", by, what=wanted.report, sha256=sha256)

    with writing(folder):
        at_store(data, work)
    _say(f"{report_named(wanted.report).title} in {folder}")
    _say(f"Check it anywhere: python3 -I {folder / 'check_report.py'}")


async def _begun(
    store: Store,
    library: Library,
    projector: Projector,
    folder: Path,
    wanted: Wanted,
    by: Officer,
) -> tuple[Asked, HowFar]:
    if wanted.resume:
        asked, far = begun(folder)
        if (asked.report, asked.who) != (wanted.report, by.log_id):
            raise BadRequest(
                "the unfinished report is another one, or somebody else's", code="report_differs"
            )
        return asked, far
    wishes = from_words(report_named(wanted.report), await asyncio.to_thread(_read, wanted.words))
    asked = await asked_by(
        by,
        wanted.report,
        wishes,
        reader=store.reader,
        formats=wanted.formats,
        proofs=wanted.proofs,
    )
    query = await told_in_log(asked, store.reader, library.search)
    await office_of(store).note("report_begun", by, what=wanted.report, query=query)
    filling = asyncio.create_task(_fill(projector))
    try:
        far = await library.begin(folder, asked, made=now_ms())
    finally:
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)
    return asked, far


async def _fill(projector: Projector) -> None:
    """Bring the search up with the log, unless a serving gateway does."""
    while True:
        with suppress(NotOurs):
            while await projector.step():
                pass
        await asyncio.sleep(0.2)


async def _made(library: Library, folder: Path, asked: Asked, far: HowFar) -> str:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        task = progress.add_task(asked.report, total=None)
        return await library.make(
            folder,
            asked,
            far,
            lambda done, total: progress.update(task, completed=done, total=total),
        )


def _read(words: Sequence[str]) -> list[str]:
    """Return words with the content of the files they name: `figures=@measured.json`."""
    found = []
    for word in words:
        name, equals, value = word.partition("=")
        if value.startswith(FROM_FILE):
            try:
                value = Path(value.removeprefix(FROM_FILE)).read_text()
            except (OSError, UnicodeDecodeError) as error:
                raise BadRequest(f"`{name}`: the file cannot be read", code="no_file") from error
        found.append(f"{name}{equals}{value}")
    return found


def _say(words: str) -> None:
    out.print(words, highlight=False, markup=False)
