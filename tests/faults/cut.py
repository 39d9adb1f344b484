"""A real database that is lost at a chosen transaction: its connection, its disk, or its answer."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Any

import asyncpg
from sqlalchemy import Connection

from gateway.errors import Unusable
from gateway.store.commit import Lane, SqliteLane
from gateway.store.engine import Unit


class Loss(StrEnum):
    """How a database is lost: PostgreSQL ends the connection before the commit; SQLite has no room
    on its disk, or may not write; the answer to a commit that was kept never comes."""

    CONNECTION = "connection"
    FULL_DISK = "full disk"
    READ_ONLY = "read-only"
    ANSWER = "answer"


class CutLane:
    """A lane that loses its database in one transaction. A connection comes back by itself; a disk
    and the leave to write are lost until they are mended."""

    def __init__(self, inner: Lane, url: str) -> None:
        self._inner = inner
        self._url = url
        self._loss = Loss.ANSWER
        self._left = 0

    def arm(self, loss: Loss, after: int) -> None:
        """Lose the database in the transaction that comes after so many others."""
        self._loss, self._left = loss, after + 1

    async def mend(self) -> bool:
        """Have the database back, and tell whether it was lost since it was armed."""
        lost, self._left = self._left <= 0, 0
        if lost and isinstance(self._inner, SqliteLane):
            await self._inner._thread.run(self._inner._drop)
        return lost

    async def transact(self, units: Sequence[Unit[Any]]) -> list[Any]:
        """See `Lane`."""
        self._left -= 1
        if self._left != 0:
            return await self._inner.transact(units)
        if self._loss is Loss.ANSWER:
            await self._inner.transact(units)
            raise Unusable("the connection broke after the commit", code="store_unavailable")
        if self._loss is Loss.CONNECTION:
            return await self._inner.transact([*units, self._terminate])
        await self._inner.transact([_fill if self._loss is Loss.FULL_DISK else _forbid])
        return await self._inner.transact(units)

    async def close(self) -> None:
        """See `Lane`."""
        await self._inner.close()

    def _terminate(self, db: Connection) -> None:
        """End the connection that is about to commit, as a server that goes down does."""
        pid = db.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self._terminated(pid)).result()

    async def _terminated(self, pid: int) -> None:
        connection = await asyncpg.connect(self._url.replace("+asyncpg", ""))
        try:
            await connection.execute("SELECT pg_terminate_backend($1, 10000)", pid)
        finally:
            await connection.close()


def _fill(db: Connection) -> None:
    """Let the file grow no further, on this connection."""
    pages = db.exec_driver_sql("PRAGMA page_count").scalar_one()
    db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def _forbid(db: Connection) -> None:
    """Let nothing be written, on this connection."""
    db.exec_driver_sql("PRAGMA query_only = 1")
