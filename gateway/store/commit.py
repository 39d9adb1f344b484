"""Group commit: everything that waits to be written shares one transaction and one fsync.

A *unit* is a plain function of a SQLAlchemy `Connection` that writes and returns a value. Units
that are waiting when a transaction begins all go into it, and each is answered after the commit,
never before: what `run` has returned is on disk. While one transaction is being synced the next
ones gather, so the busier the gateway, the fewer fsyncs a prompt costs.

A unit that raises takes nobody with it: the transaction is rolled back, the others go again, and
the one that raised gets one more try by itself. Units may therefore run more than once and must
change nothing but the database. A conflict that is to be expected (a version that moved on) is
better returned than raised.

A *lane* is the one connection that writes: a thread of its own for SQLite, asyncpg for
PostgreSQL.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from gateway.errors import GatewayError, OurFault, Unusable
from gateway.store.engine import OneStatement, Unit, is_sqlite, postgres_engine, sqlite_engine
from gateway.store.statements import on_sqlite
from gateway.store.thread import OneThread

LARGEST_BATCH = 512
"""Units in one transaction: enough to share an fsync, few enough to answer soon."""


class UnitFailed(Exception):
    """A unit raised; its transaction is rolled back. `position` is its place in the batch."""

    def __init__(self, position: int, error: Exception) -> None:
        super().__init__(position)
        self.position = position
        self.error = error


class Lane(Protocol):
    """The one connection that writes."""

    async def transact(self, units: Sequence[Unit[Any]]) -> list[Any]:
        """Run units in one transaction and return their results once it is durable.

        Raises:
            UnitFailed: one of them raised, and nothing was written.
            Unusable: the database failed; whether anything was written is not known.
        """
        ...

    async def close(self) -> None:
        """Let the connection go."""
        ...


def open_lane(url: str, *, durable: bool = True) -> Lane:
    """Return the lane for a database URL.

    Args:
        url: the database.
        durable: whether a transaction is on disk when it is answered. Without that, a crash of a
            PostgreSQL server may undo the last ones: for what is made anew from the log.
    """
    return SqliteLane(url) if is_sqlite(url) else PostgresLane(url, durable=durable)


class SqliteLane:
    """SQLite on a thread of its own; WAL with synchronous=FULL, so a commit is an fsync."""

    def __init__(self, url: str) -> None:
        self._engine = sqlite_engine(url, shared=True)
        self._thread = OneThread("store-write")
        self._connection: Connection | None = None

    async def transact(self, units: Sequence[Unit[Any]]) -> list[Any]:
        """See `Lane`."""
        return await self._thread.run(self._transact, units)

    def _transact(self, units: Sequence[Unit[Any]]) -> list[Any]:
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            # IMMEDIATE: a deferred transaction that upgrades later can fail without waiting.
            on_sqlite(self._connection, "BEGIN IMMEDIATE")
            results = run_all(units, self._connection)
            on_sqlite(self._connection, "COMMIT")
        except UnitFailed:
            self._roll_back()
            raise
        except SQLAlchemyError as error:
            self._roll_back()
            raise unusable(error) from error
        return results

    def _roll_back(self) -> None:
        """Leave no transaction behind; if that fails, a new connection will have none."""
        if self._connection is None:
            return
        try:
            if _in_transaction(self._connection):
                on_sqlite(self._connection, "ROLLBACK")
        except SQLAlchemyError:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    async def close(self) -> None:
        """See `Lane`."""
        await self._thread.run(self._close)
        self._thread.close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._engine.dispose()


type _Isolation = Literal["AUTOCOMMIT", "READ COMMITTED"]


class PostgresLane:
    """PostgreSQL through asyncpg; synchronous_commit as asked, whatever the server's default."""

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self._engine: AsyncEngine = postgres_engine(url, size=1)
        self._waits = "on" if durable else "off"
        self._connection: AsyncConnection | None = None
        self._level: _Isolation | None = None

    async def transact(self, units: Sequence[Unit[Any]]) -> list[Any]:
        """See `Lane`."""
        alone = len(units) == 1 and isinstance(units[0], OneStatement)
        try:
            connection = await self._connected()
            await self._isolate("AUTOCOMMIT" if alone else "READ COMMITTED", connection)
            results = await connection.run_sync(lambda sync: run_all(units, sync))
            await connection.commit()
        except UnitFailed as failed:
            if isinstance(failed.error, DBAPIError) and failed.error.connection_invalidated:
                # The connection broke under the unit; the unit is not to blame.
                await self._drop()
                raise unusable(failed.error) from failed.error
            await self._roll_back()
            raise
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            await self._drop()
            raise unusable(error) from error
        return results

    async def _connected(self) -> AsyncConnection:
        if self._connection is None:
            connection = await self._engine.connect()
            await connection.exec_driver_sql(f"SET synchronous_commit = {self._waits}")
            await connection.commit()
            self._connection, self._level = connection, None
        return self._connection

    async def _isolate(self, level: "_Isolation", connection: AsyncConnection) -> None:
        """Have what follows begin a transaction or not; the server need not be told."""
        if level != self._level:
            await connection.execution_options(isolation_level=level)
            self._level = level

    async def _roll_back(self) -> None:
        try:
            if self._connection is not None:
                await self._connection.rollback()
        except (SQLAlchemyError, OSError, TimeoutError):
            await self._drop()

    async def _drop(self) -> None:
        """Throw the connection away, whatever state it is in."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            await connection.invalidate()
            await connection.close()
        except (SQLAlchemyError, OSError, TimeoutError):
            return  # it was already gone, which is what was wanted

    async def close(self) -> None:
        """See `Lane`."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None
        await self._engine.dispose()


def run_all(units: Sequence[Unit[Any]], connection: Connection) -> list[Any]:
    """Run units one after the other in the transaction that is open.

    Raises:
        UnitFailed: with the first error, and where it came from.
    """
    results = []
    for position, unit in enumerate(units):
        try:
            results.append(unit(connection))
        except Exception as error:
            raise UnitFailed(position, error) from error
    return results


def unusable(error: Exception) -> Unusable:
    """Return what callers are told when the database fails. Never the statement's values."""
    return Unusable(
        f"the database does not take writes (`{type(error).__name__}`); check that it runs and "
        "has room on its disk",
        code="store_unavailable",
    )


@dataclass(frozen=True, slots=True)
class _Waiting:
    open: Callable[[], Unit[Any]]
    landed: Callable[[Any], None]
    failed: Callable[[Exception], None]


class GroupCommit:
    """Gathers units and commits them together. Belongs to one event loop."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._queue: list[_Waiting] = []
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def run[T](self, unit: Unit[T]) -> T:
        """Run a unit and return its result once it is durable.

        A caller that is cancelled stops waiting; its unit is written all the same.

        Raises:
            Unusable: the database failed; the write may or may not have been kept.
            GatewayError: what the unit raised. A database error of its own becomes `Unusable`.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def landed(result: T) -> None:
            if not future.done():
                future.set_result(result)

        def failed(error: Exception) -> None:
            if not future.done():
                future.set_exception(error)

        self.submit(lambda: unit, landed, failed)
        return await future

    def submit[T](
        self,
        open_unit: Callable[[], Unit[T]],
        landed: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Queue a unit that is made at the last moment, for those that gather work themselves.

        Args:
            open_unit: called in the event loop just before the transaction begins.
            landed: called in the event loop with the result, before the next batch is gathered.
            failed: called instead when it was not, or perhaps not, written.

        Raises:
            Unusable: the store is closing.
        """
        if self._closed:
            raise Unusable("the gateway is shutting down; try again soon", code="shutting_down")
        self._queue.append(_Waiting(open_unit, landed, failed))
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def close(self) -> None:
        """Write what is waiting, take no more, and let the connection go."""
        self._closed = True
        if self._task is not None:
            await self._task
        await self._lane.close()

    async def _work(self) -> None:
        try:
            while self._queue:
                batch = self._queue[:LARGEST_BATCH]
                del self._queue[:LARGEST_BATCH]
                await self._settle(batch)
        finally:
            self._task = None

    async def _settle(self, batch: list[_Waiting]) -> None:
        """Bring every unit of a batch to its end."""
        going = _opened(batch)
        again: list[tuple[_Waiting, Unit[Any]]] = []
        while going:
            try:
                results = await self._lane.transact([unit for _, unit in going])
            except UnitFailed as failed:
                again.append(going.pop(failed.position))
            except Exception as error:  # noqa: BLE001 - nobody may wait for ever
                told = error if isinstance(error, GatewayError) else unusable(error)
                for waiting, _ in (*going, *again):
                    waiting.failed(told)
                return
            else:
                for (waiting, _), result in zip(going, results, strict=True):
                    waiting.landed(result)
                break
        for waiting, unit in again:
            await self._alone(waiting, unit)

    async def _alone(self, waiting: _Waiting, unit: Unit[Any]) -> None:
        """Give a unit that raised its own transaction: another's writes may have been why."""
        try:
            [result] = await self._lane.transact([unit])
        except UnitFailed as failed:
            waiting.failed(_own(failed.error))
        except Exception as error:  # noqa: BLE001 - nobody may wait for ever
            waiting.failed(error if isinstance(error, GatewayError) else unusable(error))
        else:
            waiting.landed(result)


def _own(error: Exception) -> Exception:
    """Return what the caller of a unit is told when the unit itself raised."""
    if isinstance(error, IntegrityError):
        return OurFault(
            "a write contradicts what is stored; use `on conflict` where that may happen",
            code="store_conflict",
        )
    return unusable(error) if isinstance(error, SQLAlchemyError) else error


def _opened(batch: list[_Waiting]) -> list[tuple[_Waiting, Unit[Any]]]:
    opened = []
    for waiting in batch:
        try:
            opened.append((waiting, waiting.open()))
        except Exception as error:  # noqa: BLE001 - one that cannot begin must not stop the rest
            waiting.failed(error)
    return opened


def _in_transaction(connection: Connection) -> bool:
    """Ask SQLite itself: SQLAlchemy does not see a transaction begun by our own BEGIN."""
    return bool(getattr(connection.connection.dbapi_connection, "in_transaction", True))
