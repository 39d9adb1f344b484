"""A lane that fails where it is told to, around a real one."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from gateway.errors import Unusable
from gateway.store.commit import Lane
from gateway.store.engine import Unit


class FaultyLane:
    """Numbers every effect of the lane inside it, and fails those it is told to.

    The effects of one transaction: its beginning, each unit before and after its statements, the
    commit being lost, and the answer to a commit that was kept being lost.
    """

    def __init__(self, inner: Lane, *, fail: Sequence[int] = ()) -> None:
        self.inner = inner
        self.fail = set(fail)
        self.effects = 0
        self.failed: list[str] = []
        self.down = False
        self.transactions = 0
        self._busy = asyncio.Lock()
        self._closed = False

    async def hold(self) -> Callable[[], None]:
        """Wait for what is running, then let everything hang until the returned is called."""
        await self._busy.acquire()
        return self._busy.release

    def _effect(self, name: str) -> bool:
        self.effects += 1
        if self.effects in self.fail:
            self.failed.append(name)
            return True
        return self.down

    async def transact(self, units: Sequence[Unit[Any]]) -> list[Any]:
        """Run units, or fail on the way."""
        async with self._busy:
            return await self._transact(units)

    async def _transact(self, units: Sequence[Unit[Any]]) -> list[Any]:
        if self._closed or self._effect("begin"):
            raise Unusable("the database is away", code="store_unavailable")
        self.transactions += 1
        lose_commit = False

        def last(_connection: Connection) -> None:
            nonlocal lose_commit
            lose_commit = self._effect("commit")
            if lose_commit:
                raise _LostCommit

        try:
            results = await self.inner.transact([*(self._wrapped(u) for u in units), last])
        except Exception:
            if lose_commit:
                raise Unusable("the commit failed", code="store_unavailable") from None
            raise
        if self._effect("answer"):
            raise Unusable("the connection broke after the commit", code="store_unavailable")
        return results[:-1]

    def _wrapped(self, unit: Unit[Any]) -> Unit[Any]:
        def run(connection: Connection) -> Any:
            if self._effect("before a unit"):
                raise OperationalError("statement", None, OSError("disk full"))
            result = unit(connection)
            if self._effect("after a unit"):
                raise OperationalError("statement", None, OSError("disk full"))
            return result

        return run

    async def close(self) -> None:
        """Close the lane inside, once whatever runs on it has ended."""
        async with self._busy:
            self._closed = True
            await self.inner.close()


class _LostCommit(Exception):
    pass
