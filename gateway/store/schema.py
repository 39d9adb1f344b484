"""Brings a database to the tables of this version, through Alembic."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gateway.errors import Unusable
from gateway.store.engine import (
    DATABASE_ERRORS,
    Unit,
    is_sqlite,
    postgres_engine,
    sqlite_engine,
)

MIGRATIONS = Path(__file__).with_name("migrations")
UPGRADE_LOCK = 4_215_091_337
"""The number of the advisory lock that upgrades take on PostgreSQL; any other would do."""


def newest() -> str:
    """Return the revision this version needs."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if head is None:
        raise Unusable("this installation holds no migrations; install it again")
    return head


def current(url: str) -> str:
    """Return the revision a database is at, "" for an empty one.

    Raises:
        Unusable: the database does not answer.
    """
    return _run(url, lambda db: MigrationContext.configure(db).get_current_revision() or "")


def upgrade(url: str) -> None:
    """Bring a database to this version; does nothing where it is there already.

    Raises:
        Unusable: the database does not answer, or was made by a newer version.
    """
    at = current(url)
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if at and at not in known:
        raise Unusable(
            "the database was made by a newer version of the gateway; install that version",
            code="schema_newer",
        )
    _run(url, _upgrade, begin="BEGIN IMMEDIATE")


def _upgrade(db: Connection) -> str:
    if db.dialect.name == "postgresql":
        # Several server processes may start at once: the second waits, and finds it done.
        db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = db
    command.upgrade(config, "head")
    return newest()


def _run(url: str, unit: Unit[str], *, begin: str = "BEGIN") -> str:
    try:
        if is_sqlite(url):
            return _on_sqlite(url, unit, begin)
        return asyncio.run(_on_postgres(url, unit))
    except DATABASE_ERRORS as error:
        raise Unusable(
            f"the database does not answer ({type(error).__name__}); check its address, that it "
            "runs, and that this account may use it",
            code="store_unavailable",
        ) from error


def _on_sqlite(url: str, unit: Unit[str], begin: str) -> str:
    engine = sqlite_engine(url)
    try:
        with engine.connect() as db:
            # One transaction by hand, since pysqlite commits before each CREATE on its own.
            db.exec_driver_sql(begin)
            try:
                result = unit(db)
            except BaseException:
                db.exec_driver_sql("ROLLBACK")
                raise
            db.exec_driver_sql("COMMIT")
            return result
    finally:
        engine.dispose()


async def _on_postgres(url: str, unit: Unit[str]) -> str:
    engine = postgres_engine(url, size=1)
    try:
        async with engine.begin() as db:
            return await db.run_sync(unit)
    finally:
        await engine.dispose()
