"""Brings a database to the tables of this version, through Alembic."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from gateway.errors import Unusable
from gateway.store.engine import Unit, is_sqlite, postgres_engine, sqlite_engine

MIGRATIONS = Path(__file__).with_name("migrations")


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
    _run(url, _upgrade)


def _upgrade(db: Connection) -> str:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = db
    command.upgrade(config, "head")
    return newest()


def _run(url: str, unit: Unit[str]) -> str:
    try:
        if is_sqlite(url):
            engine = sqlite_engine(url)
            try:
                with engine.connect() as db:
                    return unit(db)
            finally:
                engine.dispose()
        return asyncio.run(_on_postgres(url, unit))
    except (SQLAlchemyError, OSError) as error:
        raise Unusable(
            f"the database does not answer ({type(error).__name__}); check its address, that it "
            "runs, and that this account may use it",
            code="store_unavailable",
        ) from error


async def _on_postgres(url: str, unit: Unit[str]) -> str:
    engine = postgres_engine(url, size=1)
    try:
        async with engine.begin() as db:
            return await db.run_sync(unit)
    finally:
        await engine.dispose()
