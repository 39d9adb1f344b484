"""The rows of the conversations' vaults: sealed bytes, written by compare-and-swap."""

from collections.abc import Callable

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.store.tables import vaults


class VaultTable:
    """Keeps sealed vaults in the database; `now` is milliseconds since 1970."""

    def __init__(self, reader: Reader, commit: GroupCommit, *, now: Callable[[], int]) -> None:
        self._reader = reader
        self._commit = commit
        self._now = now

    async def get(self, conversation: str) -> tuple[bytes, int] | None:
        """Return a conversation's sealed vault and its version, None if there is none."""
        query = select(vaults.c.sealed, vaults.c.version).where(
            vaults.c.conversation == conversation
        )
        row = await self._reader.quick(lambda db: db.execute(query).first())
        return None if row is None else (row.sealed, row.version)

    async def put(self, conversation: str, sealed: bytes, expected_version: int) -> bool:
        """Store a vault over a version (0: none yet), durably; False if another is there."""

        def unit(db: Connection) -> bool:
            values = {"sealed": sealed, "version": expected_version + 1, "updated": self._now()}
            if expected_version:
                at = (vaults.c.conversation == conversation, vaults.c.version == expected_version)
                return db.execute(update(vaults).where(*at).values(values)).rowcount == 1
            # ON CONFLICT: an error would take the others of the shared transaction along.
            dialect = sqlite if db.dialect.name == "sqlite" else postgresql
            first = dialect.insert(vaults).values(values | {"conversation": conversation})
            return db.execute(first.on_conflict_do_nothing()).rowcount == 1

        return await self._commit.run(unit)

    async def forget(self, before: int) -> int:
        """Delete vaults not written since a time (milliseconds since 1970); return how many."""
        return await self._commit.run(
            lambda db: db.execute(delete(vaults).where(vaults.c.updated < before)).rowcount
        )
