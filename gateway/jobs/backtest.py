"""Back-tests: reads what was decided out of the log, and has a rule set tried on it.

The log is read page by page; two processes try the pages. A back-test that an admin starts runs in
the background of one server process and writes how far it got into the store, so that any of them
can tell.
"""

import asyncio
import multiprocessing
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import orjson
import structlog
from sqlalchemy import Connection, func, select

from gateway.decision.backtest import GROUPS, OtherChoices, Tally
from gateway.decision.packs import RuleSet
from gateway.district.choices import SETTINGS
from gateway.errors import BadRequest, GatewayError, OurFault
from gateway.jobs.board import Board
from gateway.jobs.trial_process import begin, hear
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.rows import fitting
from gateway.oversight.rulebook import Rulebook
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.store.tables import log_entries, log_streams, rule_sets
from gateway.terms.record import RecordKind
from gateway.terms.times import DAY_MS

PROCESSES = 2
PAGE = 2000
"""Records read, and tried, at once."""
AHEAD = 3
"""Pages handed out before the first of them came back, for each process."""
KIND = "backtest"

type Progress = Callable[[int, int], None]
"""Told how many records were tried, and how many there are."""

_DECIDED = (RecordKind.INTENT.value, RecordKind.REFUSAL.value)
_log = structlog.get_logger(__name__)


async def back_test(
    reader: Reader,
    rules: RuleSet,
    *,
    since: int,
    told: Progress,
    choices: OtherChoices | None = None,
    processes: int = PROCESSES,
) -> Tally:
    """Try a rule set on every decision recorded since a time.

    Args:
        reader: the database.
        rules: what is tried.
        since: milliseconds since 1970.
        told: hears how far it is.
        choices: the district's, to put in place of those recorded.
        processes: how many try at once.

    Raises:
        Unusable: the database does not answer.
        OurFault: a process that tries records died.
    """
    total = await reader.read(lambda db: _count(db, since))
    before = await reader.read(_rule_sets)
    tally = Tally()
    done = 0
    told(0, total)
    pool = ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=begin,
        initargs=(rules.data, before, choices),
    )
    try:
        async for size, found in _tried(reader, pool, since, processes * AHEAD):
            tally.add(found)
            done += size
            told(done, max(total, done))
    except BrokenExecutor as error:
        raise OurFault("a process that tries records died; try again", code="job_died") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return tally


async def check_choices(reader: Reader, choices: OtherChoices) -> None:
    """Refuse to try what the district could not choose.

    Args:
        reader: the database, which knows what choices may name.
        choices: what is to be tried.

    Raises:
        BadRequest: the settings would not be taken.
        Unusable: the database does not answer.
    """
    if choices.wanted != choices.now:
        await reader.read(lambda db: fitting(db, SETTINGS, choices.wanted))


def as_json(tally: Tally) -> dict[str, Any]:
    """Return a tally as plain JSON."""
    return {
        "decisions": tally.decisions,
        "same": tally.same,
        "changed": tally.changed,
        "undecidable": tally.undecidable,
        "unreadable": tally.unreadable,
        "other_engine": tally.other_engine,
        "distinct": tally.distinct,
        "by": {name: dict(tally.by[name].most_common()) for name in GROUPS},
        "unrecorded": dict(tally.unrecorded.most_common()),
        "turned": [asdict(one) for one in tally.turned],
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A back-test as it stands: `state` is running, done, failed or lost; `done` of `total` records
    were tried; `result` is there once it is done, `code` once it failed."""

    id: str
    version: str
    state: str
    began: int
    done: int
    total: int
    code: str
    result: dict[str, Any] | None


class Backtests:
    """Back-tests that admins start."""

    def __init__(
        self,
        office: Office,
        rulebook: Rulebook,
        reader: Reader,
        commit: GroupCommit,
        *,
        now: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        """Open.

        Args:
            office: logs who tried what.
            rulebook: knows the rules.
            reader, commit: the database.
            now: milliseconds since 1970.
            new_id: makes ids of jobs.
        """
        self._office = office
        self._rulebook = rulebook
        self._reader = reader
        self._now = now
        self._board = Board(KIND, reader, commit, now=now, new_id=new_id)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._starting = False

    async def start(
        self, version: str, *, days: int, by: Officer, choices: OtherChoices | None = None
    ) -> Job:
        """Begin to try a version on the decisions of the last days.

        Args:
            version: "" for the packs as they come.
            days: how far back.
            by: who tries it.
            choices: the district's, to put in place of those recorded, if any.

        Raises:
            Missing, NotReady: there is no such version, or it does not load.
            BadRequest: the district could not choose that, or this process tries one already.
        """
        if choices is not None:
            await check_choices(self._reader, choices)
        if self._running or self._starting:
            raise BadRequest(
                "a back-test is running; look at it, and start this one when it has ended",
                code="job_running",
                status=409,
            )
        self._starting = True  # another may be asked for while this one is put on the board
        try:
            return await self._begin(version, days, by, choices)
        finally:
            self._starting = False

    async def _begin(
        self, version: str, days: int, by: Officer, choices: OtherChoices | None
    ) -> Job:
        rules = await self._rulebook.rules(version)
        job, at = self._board.new_id(), self._now()
        await self._office.note("rules_tried", by, what=version or "shipped", version=rules.sha256)
        await self._board.post(job, what=version, who=by.log_id)
        begun = await self.get(job)  # before it runs: of an empty log it is done at once
        task = asyncio.create_task(self._run(job, rules, at - days * DAY_MS, choices))
        self._running[job] = task
        task.add_done_callback(lambda _task: self._running.pop(job, None))
        return begun

    async def get(self, job: str) -> Job:
        """Return a back-test as it stands.

        Raises:
            BadRequest: there is none.
        """
        posted = await self._board.get(job)
        if posted is None:
            raise BadRequest(f"there is no back-test `{job}`", code="not_found", status=404)
        return Job(
            id=posted.id,
            version=posted.what,
            state=posted.state,
            began=posted.began,
            done=posted.done,
            total=posted.total,
            code=posted.result if posted.state == "failed" else "",
            result=orjson.loads(posted.result) if posted.state == "done" else None,
        )

    async def close(self) -> None:
        """Break off what is running."""
        running = dict(self._running)
        for task in running.values():
            task.cancel()
        await asyncio.gather(*running.values(), return_exceptions=True)
        for job, task in running.items():
            if task.cancelled():
                await self._board.write(job, state="failed", result="interrupted")

    async def _run(
        self, job: str, rules: RuleSet, since: int, choices: OtherChoices | None
    ) -> None:
        progress = {"done": 0, "total": 0}
        try:
            async with self._board.telling(job, progress):
                tally = await back_test(
                    self._reader,
                    rules,
                    since=since,
                    told=lambda done, total: progress.update(done=done, total=total),
                    choices=choices,
                )
        except GatewayError as error:
            _log.error("backtest_failed", code=error.code, job=job)
            ended = {"state": "failed", "result": error.code}
        else:
            ended = {"state": "done", "result": orjson.dumps(as_json(tally)).decode()}
        await self._board.write(job, **progress, **ended)


async def _tried(
    reader: Reader, pool: Executor, since: int, ahead: int
) -> AsyncIterator[tuple[int, Tally]]:
    """Yield how many records each page held and what came of them, a few pages under way."""
    loop = asyncio.get_running_loop()
    waiting: deque[tuple[int, asyncio.Future[Tally]]] = deque()
    async for page in _pages(reader, since):
        waiting.append((len(page), loop.run_in_executor(pool, hear, page)))
        if len(waiting) >= ahead:
            size, found = waiting.popleft()
            yield size, await found
    for size, found in waiting:
        yield size, await found


async def _pages(reader: Reader, since: int) -> AsyncIterator[list[bytes]]:
    """Yield the entries of decisions since a time, stream by stream."""
    entries = log_entries.c
    query = select(log_streams.c.stream)
    for stream in await reader.read(lambda db: db.execute(query).scalars().all()):
        last = -1
        while True:
            page = (
                select(entries.index, entries.data)
                .where(entries.stream == stream, entries.index > last, entries.time >= since)
                .where(entries.kind.in_(_DECIDED), entries.purged == "")
                .order_by(entries.index)
                .limit(PAGE)
            )
            rows = await reader.read(lambda db, page=page: db.execute(page).all())  # type: ignore[misc]
            if not rows:
                break
            last = rows[-1].index
            yield [bytes(row.data) for row in rows]


def _count(db: Connection, since: int) -> int:
    entries = log_entries.c
    query = select(func.count()).select_from(log_entries)
    query = query.where(entries.kind.in_(_DECIDED), entries.purged == "", entries.time >= since)
    return db.execute(query).scalar_one()


def _rule_sets(db: Connection) -> dict[str, bytes]:
    return {row.sha256: bytes(row.data) for row in db.execute(select(rule_sets))}
