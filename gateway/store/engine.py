"""The door to the database: one URL, two engines, the same synchronous units of work on both.

A unit is a plain function of a SQLAlchemy `Connection`. On SQLite it runs on a connection of this
process (one server process only; WAL, so that readers never wait for the writer); on PostgreSQL
it runs through asyncpg by `AsyncConnection.run_sync`. Writes go through `gateway.store.commit`,
which shares one fsync among all that wait.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool, StaticPool
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from gateway.errors import Unusable

type Unit[T] = Callable[[Connection], T]


@dataclass(frozen=True, slots=True)
class OneStatement[T]:
    """A unit that is a single statement on PostgreSQL, which is a transaction by itself.

    A reading goes there alone, and a writing where nothing else waits: one way to the server and
    back instead of three, each of which waits for its turn when the server is busy.
    """

    unit: Unit[T]

    def __call__(self, db: Connection) -> T:
        """Do it."""
        return self.unit(db)


BUSY_SECONDS = 60
"""How long SQLite waits for another writer: an import may hold the file for this long."""

QUICK_SECONDS = 10.0
"""How long a quick reading may take. Every prompt confirms by one that what it knows of consents,
rules and keys is still so: a process that cannot refuses."""

SQLITE_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-65536",
    "PRAGMA secure_delete=ON",
)


DATABASE_ERRORS = (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
"""What a database that is away, full or closed to us raises; asyncpg's own while connecting."""


def sqlite_url(path: Path) -> str:
    """Return the URL of a SQLite file."""
    return f"sqlite:///{path}"


def is_sqlite(url: str) -> bool:
    """Tell whether a database URL names SQLite rather than PostgreSQL.

    Raises:
        Unusable: it names neither. The URL is not repeated, since it may hold a password.
    """
    try:
        backend = make_url(url).get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise _bad_url() from error
    if backend not in ("sqlite", "postgresql"):
        raise _bad_url()
    return backend == "sqlite"


def sqlite_engine(url: str, *, shared: bool = False, reading: bool = False) -> Engine:
    """Return an engine on a SQLite file, in autocommit: units that write begin for themselves.

    Args:
        url: `sqlite:///PATH`.
        shared: one connection used by one thread at a time (the event loop's quick reads),
            instead of a pool.
        reading: refuse whatever would write.
    """
    pragmas = (*SQLITE_PRAGMAS, "PRAGMA query_only=ON") if reading else SQLITE_PRAGMAS
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,  # an error's text must not quote a name
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
        poolclass=StaticPool if shared else QueuePool,
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        for pragma in pragmas:
            _patient(cursor.execute, pragma)
        cursor.close()

    return engine


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and (
        error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    )


_patient = Retrying(
    retry=retry_if_exception(_is_busy),
    wait=wait_fixed(0.02),
    stop=stop_after_delay(BUSY_SECONDS),
    reraise=True,
)
"""Who turns a fresh file to WAL while another does finds it busy at once, whatever the timeout."""


POSTGRES_SETTINGS = {"max_parallel_workers_per_gather": "0"}
"""What every connection asks of the server. A question that is spread over several processes is
answered a little sooner at the cost of everybody who writes meanwhile."""


def postgres_engine(url: str, *, size: int = 8) -> AsyncEngine:
    """Return an asyncpg engine; `url` may say `postgresql://` or `postgresql+asyncpg://`."""
    return create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        hide_parameters=True,  # an error's text must not quote a name
        pool_size=size,
        max_overflow=size,
        pool_pre_ping=False,
        pool_timeout=5,
        connect_args={
            "timeout": 5,
            "command_timeout": 30,
            "server_settings": POSTGRES_SETTINGS,
        },
    )


class Reader:
    """Runs reading units. Open in the loop that will use it, close when done."""

    def __init__(self, url: str, *, patience: float = QUICK_SECONDS) -> None:
        """Open it.

        Args:
            url: the database.
            patience: seconds that a quick unit may take on PostgreSQL.

        Raises:
            Unusable: a URL of another kind of database, or a SQLite file that does not open.
        """
        self.url = url
        self._patience = patience
        self._late: set[asyncio.Task[Any]] = set()
        self._sqlite = is_sqlite(url)
        if not self._sqlite:
            self._postgres = postgres_engine(url)
            return
        try:
            self._here = sqlite_engine(url, shared=True, reading=True).connect()
        except SQLAlchemyError as error:
            raise _unusable(error) from error
        self._pool = sqlite_engine(url, reading=True)
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="store-read")

    @property
    def kind(self) -> str:
        """Return which database it is, in words."""
        return "SQLite" if self._sqlite else "PostgreSQL"

    @property
    def is_quick_at_once(self) -> bool:
        """Tell whether quick units never wait: the event loop does not turn meanwhile."""
        return self._sqlite

    async def quick[T](self, unit: Unit[T]) -> T:
        """Run a unit of a few indexed reads. On SQLite it runs right here: the pages are in
        memory, and a thread would cost more than the reading.

        Raises:
            Unusable: the database does not answer, or not in time.
        """
        if not self._sqlite:
            return await self._in_time(unit)
        try:
            return unit(self._here)
        except SQLAlchemyError as error:
            raise _unusable(error) from error

    async def read[T](self, unit: Unit[T]) -> T:
        """Run a unit that may take long, off the event loop, on one consistent snapshot.

        Raises:
            Unusable: the database does not answer.
        """
        if not self._sqlite:
            return await self._on_postgres(unit)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._snapshot, unit)

    def _snapshot[T](self, unit: Unit[T]) -> T:
        try:
            with self._pool.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                try:
                    return unit(connection)
                finally:
                    connection.exec_driver_sql("ROLLBACK")
        except SQLAlchemyError as error:
            raise _unusable(error) from error

    async def _in_time[T](self, unit: Unit[T]) -> T:
        """Run a unit on PostgreSQL, and give up waiting for a server that fell silent.

        A connection that hangs takes its time to be closed as well, so nobody waits for that.
        """
        reading = asyncio.create_task(self._on_postgres(unit))
        try:
            await asyncio.wait({reading}, timeout=self._patience)
        finally:
            if not reading.done():
                reading.cancel()
                self._late.add(reading)
                reading.add_done_callback(self._given_up)
        if reading.done():
            return reading.result()
        raise Unusable(
            "the database has fallen silent, so nobody can tell whether consents or rules were "
            "changed; check that it runs and that the network to it does",
            code="store_unavailable",
        )

    def _given_up(self, reading: asyncio.Task[Any]) -> None:
        self._late.discard(reading)
        if not reading.cancelled():
            reading.exception()  # seen; whoever asked was told long ago

    async def _on_postgres[T](self, unit: Unit[T]) -> T:
        try:
            async with self._postgres.connect() as connection:
                alone = isinstance(unit, OneStatement)
                await connection.execution_options(
                    isolation_level="AUTOCOMMIT" if alone else "REPEATABLE READ",
                    postgresql_readonly=True,
                )
                return await connection.run_sync(unit)
        except DATABASE_ERRORS as error:
            raise _unusable(error) from error

    async def close(self) -> None:
        """Close every connection."""
        if self._sqlite:
            self._here.close()
            self._here.engine.dispose()
            self._threads.shutdown()
            self._pool.dispose()
            return
        if self._late:
            await asyncio.wait(self._late, timeout=self._patience)
        await self._postgres.dispose()


def _bad_url() -> Unusable:
    return Unusable(
        "the `database` setting is not the address of a database the gateway knows; it may be "
        "`postgresql://ACCOUNT:PASSWORD@HOST/NAME`, or empty for SQLite in the data folder",
        code="bad_database_url",
    )


def _unusable(error: Exception) -> Unusable:
    return Unusable(
        f"the database does not answer ({type(error).__name__}); check that it runs, has room on "
        "its disk, and that `crossing-guard check` is content",
        code="store_unavailable",
    )
