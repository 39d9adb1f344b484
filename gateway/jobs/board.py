"""The board of jobs in the store: what runs where, and how far it got, for every process to see.

A job that says nothing for `STANDS_STILL_MS` has lost its process. Whoever writes to a job that was
cancelled meanwhile is told, and stops.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from gateway.errors import GatewayError
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.store.tables import jobs

STANDS_STILL_MS = 120_000
RUNNING, LOST = "running", "lost"
TELL_SECONDS = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """One job. `state` is running, lost, or how it ended; `result` is JSON without content, or the
    stable code of a failure; `began` and `touched` are milliseconds since 1970."""

    id: str
    what: str
    who: str
    state: str
    began: int
    touched: int
    done: int
    total: int
    result: str


class Board:
    """Jobs of one kind."""

    def __init__(
        self,
        kind: str,
        reader: Reader,
        commit: GroupCommit,
        *,
        now: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        """Open.

        Args:
            kind: of job.
            reader, commit: the database.
            now: milliseconds since 1970.
            new_id: makes ids of jobs.
        """
        self._kind = kind
        self._reader = reader
        self._commit = commit
        self._now = now
        self._new_id = new_id

    def new_id(self) -> str:
        """Return an id for a job."""
        return self._new_id()

    async def post(self, job: str, *, what: str, who: str) -> None:
        """Put a job on the board, as running."""
        at = self._now()
        row = {
            "id": job,
            "kind": self._kind,
            "what": what,
            "who": who,
            "began": at,
            "touched": at,
            "state": RUNNING,
            "done": 0,
            "total": 0,
            "result": "",
        }
        await self._commit.run(lambda db: db.execute(insert(jobs).values(row)).rowcount)

    async def get(self, job: str) -> Posted | None:
        """Return a job as it stands, None where there is none."""
        query = select(jobs).where(jobs.c.id == job, jobs.c.kind == self._kind)
        row = await self._reader.quick(lambda db: db.execute(query).first())
        return None if row is None else self._posted(row)

    async def listed(self, *, who: str = "", limit: int = 100) -> list[Posted]:
        """Return the newest jobs, of one person or of all."""
        query = select(jobs).where(jobs.c.kind == self._kind)
        if who:
            query = query.where(jobs.c.who == who)
        query = query.order_by(jobs.c.began.desc(), jobs.c.id.desc()).limit(limit)
        rows = await self._reader.quick(lambda db: db.execute(query).all())
        return [self._posted(row) for row in rows]

    async def last(self, what: str, *, state: str = "") -> Posted | None:
        """Return the newest job about something, of those in a state or of all."""
        query = select(jobs).where(jobs.c.kind == self._kind, jobs.c.what == what)
        if state:
            query = query.where(jobs.c.state == state)
        query = query.order_by(jobs.c.began.desc(), jobs.c.id.desc()).limit(1)
        row = await self._reader.quick(lambda db: db.execute(query).first())
        return None if row is None else self._posted(row)

    async def forget(self, *, before: int) -> None:
        """Take jobs off the board that began before a time, whichever way they ended."""
        old = delete(jobs).where(jobs.c.kind == self._kind, jobs.c.began < before)
        await self._commit.run(lambda db: db.execute(old).rowcount)

    async def in_state(self, state: str, *, before: int) -> list[Posted]:
        """Return the jobs of a state that were last touched before a time."""
        query = select(jobs).where(
            jobs.c.kind == self._kind, jobs.c.state == state, jobs.c.touched < before
        )
        rows = await self._reader.quick(lambda db: db.execute(query).all())
        return [self._posted(row) for row in rows]

    async def claim(self, job: Posted) -> bool:
        """Take over a job that stands still; tell whether nobody else did."""
        same = (jobs.c.id == job.id, jobs.c.state == RUNNING, jobs.c.touched == job.touched)
        statement = update(jobs).where(*same).values(touched=self._now())
        return await self._commit.run(lambda db: db.execute(statement).rowcount == 1)

    async def give_up(self, job: str) -> None:
        """Leave a running job to whoever comes next."""
        await self.write(job, touched=0)

    async def write(self, job: str, **values: Any) -> bool:
        """Write how far a running job got, or how it ended; tell whether it runs still."""
        values = {"touched": self._now(), **values}
        here = (jobs.c.id == job, jobs.c.state == RUNNING)
        statement = update(jobs).where(*here).values(values)
        return await self._commit.run(lambda db: db.execute(statement).rowcount == 1)

    async def end(self, job: str, *, was: str, state: str) -> bool:
        """Bring a job from one state into another; tell whether it was in that."""
        statement = update(jobs).where(jobs.c.id == job, jobs.c.state == was)
        moved = statement.values(state=state, touched=self._now())
        return await self._commit.run(lambda db: db.execute(moved).rowcount == 1)

    async def keep_telling(self, job: str, progress: dict[str, int]) -> None:
        """Write how far a job got, every second, until it is cancelled on the board."""
        while True:
            await asyncio.sleep(TELL_SECONDS)
            with suppress(GatewayError):  # the next second tells; the end is written for sure
                if not await self.write(job, **progress):
                    return

    @asynccontextmanager
    async def telling(self, job: str, progress: dict[str, int]) -> AsyncIterator[None]:
        """Keep telling how far a job got, for the block."""
        task = asyncio.create_task(self.keep_telling(job, progress))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    def _posted(self, row: Row[Any]) -> Posted:
        posted = Posted(
            id=row.id,
            what=row.what,
            who=row.who,
            state=row.state,
            began=row.began,
            touched=row.touched,
            done=row.done,
            total=row.total,
            result=row.result,
        )
        still = posted.state == RUNNING and self._now() - posted.touched > STANDS_STILL_MS
        return replace(posted, state=LOST) if still else posted
