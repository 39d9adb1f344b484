"""Where reports are asked for: they are made in the background, one at a time a process, and can
be fetched for some days by whoever asked.

A report of a process that is gone is gone on with by another: its folder says how far it was. One
that was cancelled, and one whose days are over, leaves nothing behind but its line on the board.
"""

import asyncio
import shutil
import zipfile
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog
from tink import aead

from gateway.audit.export.write import MANIFEST
from gateway.audit.search.search import Search
from gateway.district.directory import District
from gateway.errors import BadRequest, Forbidden, GatewayError, OurFault
from gateway.jobs.board import LOST, RUNNING, STANDS_STILL_MS, Board, Posted
from gateway.oversight.ledger import Ledger
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.rulebook import Rulebook
from gateway.reports.asking import Asked, ask, told_in_log
from gateway.reports.catalogue import report_named
from gateway.reports.formats import Format
from gateway.reports.making import UNFINISHED, Progress, Signer, Told, begin, begun, make
from gateway.reports.reading import fix
from gateway.reports.report import NAMERS, Report, Sources
from gateway.store.engine import Reader
from gateway.terms.times import DAY_MS

KIND = "report"
MOST_RUNNING = 5
"""Reports one person may have under way."""
LOOK_SECONDS = 30.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Library:
    """What every report is made from, and what signs it."""

    reader: Reader
    search: Search
    district: District
    ledger: Ledger
    rulebook: Rulebook
    fields: aead.Aead
    signer: Signer

    async def sources(self, asked: Asked, progress: Progress) -> Sources:
        """Return what one report is made from, at the heads it began with."""
        await self.district.refresh()
        return Sources(
            reader=self.reader,
            search=self.search,
            district=self.district,
            ledger=self.ledger,
            rulebook=self.rulebook,
            fields=self.fields,
            heads=progress.heads,
            until=progress.until,
            names=asked.names,
            made=progress.made,
        )

    async def begin(self, folder: Path, asked: Asked, *, made: int) -> Progress:
        """Begin a report in an empty folder, at the log's heads of now."""
        heads, until = await fix(self.reader, self.search)
        progress = Progress(heads=heads, until=until, made=made)
        await asyncio.to_thread(begin, folder, asked, progress)
        return progress

    async def make(
        self, folder: Path, asked: Asked, progress: Progress, told: Told = lambda *_: None
    ) -> str:
        """Make a report that has begun; return its manifest's SHA-256."""
        sources = await self.sources(asked, progress)
        report = report_named(asked.report)
        return await make(folder, report, asked, sources, progress, self.signer, told)


def check_duty(report: Report[Any], by: Officer) -> None:
    """Refuse a report to whoever may not have it.

    Raises:
        Forbidden: none of its duties is theirs.
    """
    if not by.duties & report.duties:
        needed = ", ".join(f"`{duty.value}`" for duty in sorted(report.duties))
        raise Forbidden(
            f"the report `{report.name}` needs one of the duties {needed}", code="duty_needed"
        )


async def asked_by(
    by: Officer,
    name: str,
    wishes: Mapping[str, Any],
    *,
    reader: Reader,
    formats: Iterable[Format],
    proofs: bool,
) -> Asked:
    """Return an asking, once it is known that it may be and makes sense.

    Raises:
        Forbidden: none of the report's duties is theirs.
        BadRequest: there is no such report, or it cannot be asked for so.
    """
    report = report_named(name)
    check_duty(report, by)
    asked = ask(
        report,
        wishes,
        person=by.person,
        who=by.log_id,
        names=bool(by.duties & NAMERS),
        formats=formats,
        proofs=proofs,
    )
    if report.check is not None:
        await report.check(reader, asked.wish(report.wish))
    return asked


class ReportDesk:
    """The door for whoever asks for reports in the background."""

    def __init__(
        self,
        library: Library,
        office: Office,
        board: Board,
        folder: Path,
        *,
        days: int,
        now: Callable[[], int],
    ) -> None:
        """Open.

        Args:
            library: what reports are made from.
            office: logs who asks for what.
            board: where every process sees them.
            folder: where they lie; the same for every process.
            days: for how long they can be fetched.
            now: milliseconds since 1970.
        """
        self._library = library
        self._office = office
        self._board = board
        self._folder = folder
        self._keep = days * DAY_MS
        self._now = now
        self._turn = asyncio.Semaphore(1)
        self._running: dict[str, asyncio.Task[None]] = {}

    async def start(
        self,
        name: str,
        wishes: Mapping[str, Any],
        by: Officer,
        *,
        formats: Iterable[Format] = (Format.CSV,),
        proofs: bool = False,
    ) -> Posted:
        """Begin a report.

        Raises:
            Forbidden, BadRequest: it may not be, or makes no sense.
            Unusable: the log cannot be read or written.
        """
        asked = await asked_by(
            by, name, wishes, reader=self._library.reader, formats=formats, proofs=proofs
        )
        theirs = await self._board.listed(who=by.log_id)
        if sum(one.state == RUNNING for one in theirs) >= MOST_RUNNING:
            raise BadRequest(
                f"{MOST_RUNNING} of your reports are under way; wait for one, or cancel it",
                code="job_running",
                status=409,
            )
        job = self._board.new_id()
        query = await told_in_log(asked, self._library.reader, self._library.search)
        await self._office.note("report_begun", by, what=job, query=query)
        await self._board.post(job, what=name, who=by.log_id)
        self._run(job, by.log_id, lambda told: self._anew(job, asked, told))
        return await self.get(job, by)

    async def get(self, job: str, by: Officer) -> Posted:
        """Return a report as it stands.

        Raises:
            BadRequest: whoever asks has none of this id.
        """
        posted = await self._board.get(job)
        if posted is None or posted.who != by.log_id:
            raise _missing(job)
        return posted

    async def listed(self, by: Officer) -> list[Posted]:
        """Return somebody's reports, the newest first."""
        return await self._board.listed(who=by.log_id)

    async def cancel(self, job: str, by: Officer) -> None:
        """Stop a report that is under way, or throw away one that is made.

        Raises:
            BadRequest: whoever asks has none of this id, or it has ended otherwise.
        """
        posted = await self.get(job, by)
        was = RUNNING if posted.state == LOST else posted.state
        if was not in (RUNNING, "done") or not await self._board.end(
            job, was=was, state="cancelled"
        ):
            raise BadRequest(f"the report has ended ({posted.state})", code="ended", status=409)
        await self._office.note("report_cancelled", by, what=job)
        task = self._running.get(job)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        await asyncio.to_thread(self._forget, job)

    async def file(self, job: str, by: Officer) -> Path:
        """Return the archive of a report that is made, and log that it was taken.

        Raises:
            BadRequest: whoever asks has none of this id, it is not made, or its days are over.
            Forbidden: the duty is no longer theirs.
        """
        posted = await self.get(job, by)
        check_duty(report_named(posted.what), by)
        path = self._archive(job)
        if posted.state != "done" or not path.is_file():
            raise BadRequest(
                f"there is nothing to fetch: the report is {posted.state}",
                code="not_made",
                status=409,
            )
        await self._office.note("report_taken", by, what=job, sha256=posted.result)
        return path

    async def look(self) -> None:
        """Go on with what another process left, and throw away what is out of date.

        Raises:
            Unusable: the database cannot be used.
        """
        now = self._now()
        for posted in await self._board.in_state(RUNNING, before=now - STANDS_STILL_MS):
            if posted.id not in self._running and await self._board.claim(posted):
                await self._resume(posted)
        for posted in await self._board.in_state("done", before=now - self._keep):
            await self._board.end(posted.id, was="done", state="expired")
        for job in await asyncio.to_thread(self._lying_here):
            kept = await self._board.get(job)
            if kept is None or kept.state not in (RUNNING, LOST, "done"):
                await asyncio.to_thread(self._forget, job)

    async def keep_looking(self) -> None:
        """Look now and then, for ever."""
        while True:
            try:
                await self.look()
            except GatewayError as error:
                _log.warning("reports_not_looked_after", code=error.code)
            await asyncio.sleep(LOOK_SECONDS)

    async def close(self) -> None:
        """Break off what is running, for whoever comes next to go on with."""
        running = dict(self._running)
        for task in running.values():
            task.cancel()
        await asyncio.gather(*running.values(), return_exceptions=True)
        for job in running:
            with suppress(GatewayError):  # it stands still, which tells the same somewhat later
                await self._board.give_up(job)

    async def _resume(self, posted: Posted) -> None:
        self._run(posted.id, posted.who, lambda told: self._go_on(posted.id, told))

    def _run(self, job: str, who: str, work: Callable[[Told], Coroutine[Any, Any, str]]) -> None:
        task = asyncio.create_task(self._make(job, who, work))
        self._running[job] = task
        task.add_done_callback(lambda _task: self._running.pop(job, None))

    async def _make(
        self, job: str, who: str, make_it: Callable[[Told], Coroutine[Any, Any, str]]
    ) -> None:
        progress = {"done": 0, "total": 0}
        work = asyncio.create_task(
            make_it(lambda done, total: progress.update(done=done, total=total))
        )
        telling = asyncio.create_task(self._board.keep_telling(job, progress))
        try:
            # Telling ends by itself only where the job was cancelled on the board.
            await asyncio.wait({work, telling}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                ended = await self._ended(job, who, work)
                await self._board.write(job, **progress, **ended)
        finally:
            for task in (work, telling):
                task.cancel()
            await asyncio.gather(work, telling, return_exceptions=True)

    async def _ended(self, job: str, who: str, work: asyncio.Task[str]) -> dict[str, str]:
        try:
            summed = work.result()
            by = Officer(person="", log_id=who)
            await self._office.note("report_made", by, what=job, sha256=summed)
        except Exception as error:  # noqa: BLE001 - whatever it was, whoever asked must be told
            told = error if isinstance(error, GatewayError) else _failed(error)
            _log.error("report_failed", code=told.code, error=type(error).__name__)
            await asyncio.to_thread(self._forget, job)
            return {"state": "failed", "result": told.code}
        return {"state": "done", "result": summed}

    async def _anew(self, job: str, asked: Asked, told: Told) -> str:
        async with self._turn:
            progress = await self._library.begin(self._path(job), asked, made=self._now())
            return await self._finish(job, asked, progress, told)

    async def _go_on(self, job: str, told: Told) -> str:
        async with self._turn:
            folder, archive = self._path(job), self._archive(job)
            summed = await asyncio.to_thread(made_already, folder, archive)
            if summed is None:
                asked, progress = await asyncio.to_thread(begun, folder)
                return await self._finish(job, asked, progress, told)
            await asyncio.to_thread(_pack, folder, archive)
            return summed

    async def _finish(self, job: str, asked: Asked, progress: Progress, told: Told) -> str:
        folder = self._path(job)
        summed = await self._library.make(folder, asked, progress, told)
        await asyncio.to_thread(_pack, folder, self._archive(job))
        return summed

    def _lying_here(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return sorted({path.name.partition(".")[0] for path in self._folder.iterdir()})

    def _path(self, job: str) -> Path:
        return self._folder / job

    def _archive(self, job: str) -> Path:
        return self._folder / f"{job}.zip"

    def _forget(self, job: str) -> None:
        shutil.rmtree(self._path(job), ignore_errors=True)
        self._archive(job).unlink(missing_ok=True)
        self._archive(job).with_suffix(".new").unlink(missing_ok=True)


def made_already(folder: Path, archive: Path) -> str | None:
    """Return the manifest's SHA-256 of a report that was finished before a stop, else None."""
    if archive.is_file():
        with zipfile.ZipFile(archive) as packed:
            return sha256(packed.read(MANIFEST)).hexdigest()
    if (folder / MANIFEST).is_file() and not (folder / UNFINISHED).is_file():
        return sha256((folder / MANIFEST).read_bytes()).hexdigest()
    return None


def _pack(folder: Path, archive: Path) -> None:
    """Put a report's folder into an archive that only its owner reads, and take the folder away."""
    if archive.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        return
    fresh = archive.with_suffix(".new")
    fresh.touch(mode=0o600)
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder))
    fresh.replace(archive)
    shutil.rmtree(folder)


def _missing(job: str) -> BadRequest:
    return BadRequest(f"you have no report `{job[:64]}`", code="not_found", status=404)


def _failed(error: Exception) -> GatewayError:
    return OurFault(f"the report could not be made ({type(error).__name__})", code="report_failed")
