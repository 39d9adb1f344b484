"""Supervises the detection processes: who reads what, for how long, and what if one dies.

One job a worker, first come first served, in a queue with an end. A job that overruns its deadline
or loses its worker is refused and a fresh worker takes the place; nobody else notices. A job whose
caller went away before it began is skipped.

A roster reaches a job by its worker's birth: workers are forked after the nursery has loaded it,
and the older ones are let go as they fall idle.
"""

import asyncio
import contextlib
import os
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import structlog

from gateway.detection import frames
from gateway.detection.nursery import COMMAND, FORK_SECONDS, Gone, Nursery, Worker
from gateway.detection.standing import Around
from gateway.errors import DetectionFailed, GatewayError, Unusable
from gateway.terms.text import Candidate

SECONDS_PER_CHARACTER = 50e-6
"""What a long text gets on top of the deadline; about five times what it takes."""

RETRY_SECONDS = 2
"""What a caller is told to wait when all workers are busy."""

LONGEST_PAUSE = 30.0
"""Seconds between attempts to start the nursery, at most."""

type Texts = Sequence[tuple[str, bool]]
"""Texts, each with whether model and patterns look at it (else the roster alone)."""


type Standing = Sequence[tuple[str, bool, Sequence[Candidate]]]
"""Texts, each with whether its leaf is structural and what was proposed about it."""


class Found[Row](NamedTuple):
    """What workers found: a row for each text, and the roster they used.

    A row is the candidates and signs of a text, or what stands in it.
    """

    rows: list[Row]
    roster: str
    seconds: float


class Crashed(DetectionFailed):
    """The worker that read these texts died or had to be killed."""

    code = "detection_crashed"


class TookTooLong(Crashed):
    """These texts took longer than their deadline."""

    code = "detection_timed_out"


class _Packed(NamedTuple):
    """Lists as the processes read them, and their version."""

    packed: bytes
    version: str


class _Job(NamedTuple):
    request: bytes
    texts: int
    deadline: float
    found: asyncio.Future[Found[Any]]


def default_size() -> int:
    """Return how many workers suit this machine: one a core, leaving one to the server."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, (count or 1) - 1)


class Pool:
    """The processes and their queue. Make, start, and close it in one event loop."""

    def __init__(
        self,
        command: Sequence[str] = COMMAND,
        *,
        size: int = 0,
        queue: int = 64,
        deadline: float = 10.0,
        pause: float = 0.5,
    ) -> None:
        """Prepare.

        Args:
            command: starts the nursery.
            size: workers; 0 for one a core but one.
            queue: jobs that may wait.
            deadline: seconds a job may take, before its length is counted.
            pause: seconds before the nursery is started again; doubles to 30 while that fails.
        """
        self._command = tuple(command)
        self.size = size or default_size()
        self._deadline = deadline
        self._pause = pause
        self._queue: asyncio.Queue[_Job] = asyncio.Queue(queue)
        self._usable = asyncio.Event()
        self._nursery: Nursery | None = None
        # The whole roster given last, and the difference to it, if one was given since.
        self._rosters: tuple[_Packed, ...] = ()
        self._idle: set[Worker] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._log = structlog.get_logger()
        self.version = ""

    @property
    def ready(self) -> bool:
        """Return whether model and roster are loaded and workers can be made."""
        return self._usable.is_set() and bool(self._rosters)

    @property
    def free(self) -> int:
        """Return how many workers have nothing to do, and no job waiting for them."""
        return max(0, len(self._idle) - self._queue.qsize())

    @property
    def roster_version(self) -> str:
        """Return the version that jobs submitted now will use, "" before the first."""
        return self._rosters[-1].version if self._rosters else ""

    async def start(self) -> None:
        """Start the processes.

        Raises:
            Unusable: the model cannot be loaded; says why.
        """
        nursery = await Nursery.start(self._command)
        self._adopt(nursery)
        self._tasks = [asyncio.create_task(self._watch(nursery))]
        self._tasks += [asyncio.create_task(self._tend()) for _ in range(self.size)]

    async def set_roster(self, packed: bytes, version: str, *, whole: bool = True) -> None:
        """Have every job submitted after this use a roster; others go on with the one before.

        Args:
            packed: the lists, as the processes read them.
            version: theirs.
            whole: False for a difference to the whole roster that was given last.

        Raises:
            Unusable: the bytes are no roster (the one before stays), or the detector is down.
        """
        nursery = self._nursery
        if nursery is None:
            raise _down()
        try:
            await nursery.set_roster(packed, version)
        except (Gone, TimeoutError):
            self._lose(nursery)
            raise Unusable(
                "the detection process died of the new roster; import it again",
                code="roster_unusable",
            ) from None
        told = _Packed(packed, version)
        self._rosters = (told,) if whole else (*self._rosters[:1], told)
        self._nudge()

    def submit(self, texts: Texts) -> asyncio.Future[Found[frames.Read]]:
        """Have one worker read texts. Cancel the future to drop a job that has not begun.

        The future's errors:
            DetectionFailed: these texts could not be read; `Crashed` if they cost a worker.
            Unusable: no worker could be made.

        Raises:
            Unusable: no roster yet, or too many jobs wait (`busy`).
            ValueError: a text is none (a lone surrogate).
        """
        deadline = self._deadline_for(text for text, _ in texts)
        return self._queued(frames.message(texts=texts, deadline=deadline), len(texts), deadline)

    def stand(
        self, texts: Standing, around: Around, near: bytes
    ) -> asyncio.Future[Found[list[frames.KeptRow]]]:
        """Have one worker settle what stands in texts, each by itself. As `submit` otherwise.

        Args:
            texts: what is settled.
            around: what it follows from besides.
            near: whoever is near, as `frames.pack_near` packs them.
        """
        deadline = self._deadline_for(text for text, _, _ in texts)
        request = frames.message(
            stand=[(text, kind, frames.rows(proposed)) for text, kind, proposed in texts],
            around=frames.around_row(around),
            deadline=deadline,
        )
        return self._queued(request + frames.pack(near), len(texts), deadline)

    def _deadline_for(self, texts: Iterable[str]) -> float:
        return self._deadline + SECONDS_PER_CHARACTER * sum(map(len, texts))

    def _queued(self, request: bytes, texts: int, deadline: float) -> asyncio.Future[Found[Any]]:
        if not self._rosters:
            raise Unusable(
                "no roster is loaded, so nobody could be recognised; run `roster import`",
                code="roster_missing",
            )
        found: asyncio.Future[Found[Any]] = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait(_Job(request, texts, deadline, found))
        except asyncio.QueueFull:
            raise Unusable(
                "all detection workers are busy; try again in a moment",
                code="busy",
                retry_after=RETRY_SECONDS,
            ) from None
        return found

    async def close(self) -> None:
        """End all processes; jobs that wait or run are refused."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        self._usable.clear()
        while not self._queue.empty():
            _settle(self._queue.get_nowait(), _down())
        if self._nursery is not None:
            await self._nursery.close()
            self._nursery = None

    # --- workers ---------------------------------------------------------------------------------

    async def _tend(self) -> None:
        """Keep one worker and give it jobs, until cancelled."""
        worker: Worker | None = None
        try:
            while True:
                if worker is None and self.ready:
                    worker = await self._forked_ahead()
                if worker is not None:
                    self._idle.add(worker)
                job = await self._queue.get()
                if worker is not None:
                    self._idle.discard(worker)
                    if worker.gone or worker.roster != self.roster_version:
                        worker.kill()
                        worker = None
                if not job.found.done():
                    worker = await self._run(job, worker)
        finally:
            if worker is not None:
                self._idle.discard(worker)
                worker.kill()

    async def _forked_ahead(self) -> Worker | None:
        """Fork a worker before there is a job for it, if that can be done now."""
        try:
            return await self._fork(FORK_SECONDS)
        except (Gone, TimeoutError, Unusable) as error:
            self._log.warning("detection_fork_failed", error=type(error).__name__)
            return None

    async def _fork(self, within: float) -> Worker:
        """Return a new worker; wait for the next nursery if this one turns out to be gone."""
        until = asyncio.get_running_loop().time() + within
        while True:
            async with asyncio.timeout_at(until):
                await self._usable.wait()
            nursery = self._nursery
            if nursery is None:
                raise _down()
            try:
                return await nursery.fork()
            except Gone:
                self._lose(nursery)
            except TimeoutError:
                self._lose(nursery)
                raise

    async def _run(self, job: _Job, worker: Worker | None) -> Worker | None:
        """Do one job; return the worker, or None if it did not survive."""
        try:
            if worker is None:
                worker = await self._fork(job.deadline)
        except (Gone, TimeoutError, Unusable):
            _settle(job, _down())
            return None
        except asyncio.CancelledError:
            _settle(job, _down())
            raise
        try:
            rows, seconds = await worker.do(job.request, job.texts, job.deadline)
        except (Gone, TimeoutError) as error:
            late = isinstance(error, TimeoutError)
            self._log.warning("detection_worker_killed" if late else "detection_worker_died",
                              pid=worker.pid)  # fmt: skip
            worker.kill()
            _settle(job, _too_long() if late else _crashed())
            return None
        except DetectionFailed as error:
            _settle(job, error)
        except BaseException:
            worker.kill()
            _settle(job, _down())
            raise
        else:
            if not job.found.done():
                job.found.set_result(Found(rows, worker.roster, seconds))
        return worker

    # --- the nursery -----------------------------------------------------------------------------

    def _adopt(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self.version = nursery.version
        self._usable.set()
        self._nudge()

    def _lose(self, nursery: Nursery) -> None:
        """Ask no more of a nursery that must be replaced, which `_watch` does when it has ended."""
        nursery.kill()
        if self._nursery is nursery:
            self._usable.clear()
            self._nursery = None

    async def _watch(self, nursery: Nursery) -> None:
        """Replace the nursery when it ends, until cancelled. Living workers go on meanwhile."""
        while True:
            code = await nursery.ended()
            self._lose(nursery)
            self._log.error("detection_nursery_died", exit_code=code)
            nursery = await self._replaced()
            self._adopt(nursery)

    async def _replaced(self) -> Nursery:
        pause = self._pause
        while True:
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            try:
                return await self._another()
            except (Gone, TimeoutError, Unusable) as error:
                self._log.error("detection_nursery_failed", error=type(error).__name__)

    async def _another(self) -> Nursery:
        nursery = await Nursery.start(self._command)
        try:
            for told in self._rosters:
                await nursery.set_roster(*told)
        except BaseException:
            nursery.kill()
            raise
        return nursery

    def _nudge(self) -> None:
        """Wake the tenders, so that they fork ahead and let workers of an old roster go."""
        for _ in range(self.size):
            nothing = asyncio.get_running_loop().create_future()
            nothing.cancel()
            with contextlib.suppress(asyncio.QueueFull):  # then they are awake
                self._queue.put_nowait(_Job(b"", 0, 0.0, nothing))


def _settle(job: _Job, error: GatewayError) -> None:
    """Refuse a job, unless its caller has gone."""
    if not job.found.done():
        job.found.set_exception(error)


def _down() -> Unusable:
    return Unusable(
        "the detector is not running; it is being started again, try in a moment",
        code="detector_down",
        retry_after=RETRY_SECONDS,
    )


def _crashed() -> Crashed:
    return Crashed("the detector stopped while reading this text; change the text or try later")


def _too_long() -> TookTooLong:
    return TookTooLong("reading this text took too long; send a shorter one")
