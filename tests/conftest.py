"""Fixtures every test may use, the async backend and databases; and which tests are slow."""

import gc
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from gateway.store import schema
from gateway.store.engine import sqlite_url
from tests.postgres import Postgres, find_postgres, serving

# A busy machine is no reason to fail: examples are bounded by their number, tests by the timeout.
# In CI the same examples every time: what is found there is found here, by whoever runs more.
settings.register_profile("crossing-guard", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("crossing-guard")

MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes that a whole run may take up at once, with plenty to spare."""


def work_in_memory() -> None:
    """Have the tests' databases and folders lie in memory, where it has room: a disk is slower."""
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None  # it is looked for again when it is next asked for


def compile_once() -> None:
    """Keep compiled modules, whatever the shell says: the tests start hundreds of gateways."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


work_in_memory()
compile_once()

DATABASES = ("sqlite", "postgres")
MIGRATED = "migrated"

HERE = Path(__file__).parent
SLOW = frozenset(
    HERE / name
    for name in (
        "browser",
        "clients",
        "faults",
        "web/test_authorisation.py",
        "web/test_described.py",
    )
)
"""Where every test speaks to a server."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even read what is slow where it will not be run: reading it takes seconds as well."""
    if collection_path in SLOW and config.option.markexpr == "not slow":
        return True
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow, by rule, what needs a PostgreSQL or a server. The rest says so by itself.

    What speaks to servers comes first: no long test is the last that one worker still runs.
    """
    for item in items:
        if needs_postgres(item) or speaks_to_a_server(item):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: not speaks_to_a_server(item))


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays till the end: it looked through it again and again."""
    gc.collect()
    gc.freeze()


def speaks_to_a_server(item: pytest.Item) -> bool:
    """Tell whether a test is of the files and folders whose every test does."""
    return not SLOW.isdisjoint((item.path, *item.path.parents))


def needs_postgres(item: pytest.Item) -> bool:
    """Tell whether a test uses the server, by a fixture or by the database it is run for."""
    spec = getattr(item, "callspec", None)
    named = {"postgres", "postgresql"}
    return "postgres" in getattr(item, "fixturenames", ()) or (
        spec is not None
        and any(isinstance(one, str) and one in named for one in spec.params.values())
    )


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio, the only event loop the gateway uses."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start a PostgreSQL for this test process; skip where there is none, but fail in CI."""
    programs = find_postgres()
    if programs is None:
        message = "the PostgreSQL server is not installed: `apt install postgresql`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with serving(programs) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a database's tables once, to be copied: the migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "migrated.db"
    schema.upgrade(sqlite_url(path))
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """Make a database's tables once, to be copied, and name the database."""
    postgres.create(MIGRATED)
    schema.upgrade(postgres.url(MIGRATED))
    return MIGRATED


def _copy_of(postgres: Postgres, *template: str) -> Iterator[str]:
    database = f"test_{secrets.token_hex(8)}"
    postgres.create(database, *template)
    yield postgres.url(database)
    postgres.drop(database)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """Give the address of an empty database, dropped after the test."""
    yield from _copy_of(postgres)


@pytest.fixture
def postgres_store_url(postgres: Postgres, migrated_postgres: str) -> Iterator[str]:
    """Give the address of a database with its tables alone, dropped after the test."""
    yield from _copy_of(postgres, migrated_postgres)


@pytest.fixture
def sqlite_store_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """Give the address of a database with its tables and nothing in them."""
    return sqlite_url(shutil.copyfile(migrated_sqlite, tmp_path / "store.db"))


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database of each kind."""
    if request.param == "postgres":
        made: str = request.getfixturevalue("postgres_url")
        return made
    return sqlite_url(tmp_path / "store.db")


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest) -> str:
    """Give the address of a database of each kind with its tables and nothing in them."""
    made: str = request.getfixturevalue(f"{request.param}_store_url")
    return made
