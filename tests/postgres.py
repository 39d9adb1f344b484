"""A PostgreSQL of the tests' own: a private server on loopback, gone when they are."""

import asyncio
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

OWNER = "crossing_guard"
EMPTY = "template0"
# A power cut during the tests is no concern of theirs: nothing is synced or written twice for it.
CARELESS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=64MB",
)


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A running server, and the one account that may use it."""

    programs: Path
    port: int
    password: str

    def url(self, database: str) -> str:
        """Return the address of one of its databases, as SQLAlchemy wants it."""
        return f"postgresql+asyncpg://{OWNER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = EMPTY) -> None:
        """Make a database as a copy of another that nobody is connected to."""
        self._tell(f'CREATE DATABASE "{database}" TEMPLATE "{template}"{self._copying}')

    def drop(self, database: str) -> None:
        """Take a database away, whoever is still connected to it."""
        self._tell(f'DROP DATABASE "{database}" WITH (FORCE)')

    def cut(self, database: str) -> None:
        """Cut everybody off from a database, and let nobody back in."""
        self._tell(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
        self._tell(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            f"WHERE datname = '{database}'"
        )

    def mend(self, database: str) -> None:
        """Let everybody back into a database."""
        self._tell(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS true')

    @property
    def _copying(self) -> str:
        """Have files copied as they are: PostgreSQL 15 and later would go block by block."""
        major = self.programs.parent.name
        return " STRATEGY file_copy" if major.isdigit() and int(major) >= 15 else ""

    def _tell(self, statement: str) -> None:
        async def tell() -> None:
            connection = await asyncpg.connect(
                host="127.0.0.1",
                port=self.port,
                user=OWNER,
                password=self.password,
                database="postgres",
            )
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(tell())


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


@contextmanager
def serving(programs: Path) -> Iterator[Postgres]:
    """Run a server while the block runs."""
    account = server_account()
    folder = Path(tempfile.mkdtemp(prefix="crossing-guard-postgres-"))
    password = secrets.token_urlsafe(16)
    (folder / "password").write_text(password)
    if account:
        for path in (folder, folder / "password"):
            os.chown(path, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(programs / program), "--pgdata", str(folder / "db"), *arguments],
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
        settings = (
            "listen_addresses=127.0.0.1",
            "max_connections=200",
            f"unix_socket_directories={folder}",
            *CARELESS,
        )
        options = " ".join(f"-c {setting}" for setting in settings)
        run(
            "pg_ctl", "start", "--wait", f"--log={folder / 'log'}", f"--options=-p {port} {options}"
        )
        yield Postgres(programs=programs, port=port, password=password)
        run("pg_ctl", "stop", "--mode=immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
