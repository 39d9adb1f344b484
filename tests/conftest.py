"""Fixtures every test may use: the async backend, and a PostgreSQL of our own."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no reason to fail: examples are bounded by their number, tests by the timeout.
# In CI the same examples every time: what is found there is found here, by whoever runs more.
settings.register_profile("crossing-guard", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("crossing-guard")

OWNER = "crossing_guard"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio, the only event loop the gateway uses."""
    return "asyncio"


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A private server on loopback, gone when the tests are."""

    programs: Path
    port: int
    password: str

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own client programs against this server."""
        environment = {
            **os.environ,
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": OWNER,
            "PGPASSWORD": self.password,
        }
        subprocess.run([self.programs / program, *arguments], env=environment, check=True)

    def url(self, database: str) -> str:
        """Return the address of one of its databases, as SQLAlchemy wants it."""
        return f"postgresql+asyncpg://{OWNER}:{self.password}@127.0.0.1:{self.port}/{database}"


def find_postgres() -> Path | None:
    """Return the folder of the newest server programs; Debian keeps them out of the PATH."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0,
        reverse=True,
    )
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def server_account() -> pwd.struct_passwd | None:
    """Return who is to run the server, or None for ourselves: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no account to run PostgreSQL under: create `postgres`")


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start a PostgreSQL for this test process; skip where there is none, but fail in CI."""
    programs = find_postgres()
    if programs is None:
        message = "the PostgreSQL server is not installed: `apt install postgresql`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)

    account = server_account()
    folder = Path(tempfile.mkdtemp(prefix="crossing-guard-postgres-"))
    password = secrets.token_urlsafe(16)
    (folder / "password").write_text(password)
    if account:
        for path in (folder, folder / "password"):
            os.chown(path, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "--pgdata", str(folder / "db"), *arguments]
        subprocess.run(
            command,
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )

    try:
        run(
            "initdb",
            f"--username={OWNER}",
            f"--pwfile={folder / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        port = free_port()
        # A power cut during the tests is no concern of theirs, so the server need not sync.
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
        run(
            "pg_ctl",
            "start",
            "--wait",
            f"--log={folder / 'log'}",
            f"--options={options} -c unix_socket_directories={folder}",
        )
        yield Postgres(programs=programs, port=port, password=password)
        run("pg_ctl", "stop", "--mode=immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """Give the address of an empty database, dropped after the test."""
    database = f"test_{secrets.token_hex(8)}"
    postgres.run("createdb", "--template=template0", database)
    yield postgres.url(database)
    postgres.run("dropdb", "--force", database)
