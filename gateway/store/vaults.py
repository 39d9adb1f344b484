"""The rows of the conversations' vaults: sealed bytes, written by compare-and-swap."""

from collections.abc import Callable

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from gateway.store.commit import GroupCommit
from gateway.store.engine import OneStatement, Reader
from gateway.store.statements import Statement
from gateway.store.tables import vaults

_GET = Statement(
    select(vaults.c.sealed, vaults.c.version).where(vaults.c.conversation == bindparam("of"))
)
_REPLACE = Statement(
    update(vaults)
    .where(vaults.c.conversation == bindparam("of"), vaults.c.version == bindparam("before"))
    .values({name: bindparam(name) for name in ("sealed", "version", "updated")})
)
# ON CONFLICT: an error would take the others of the shared transaction along.
_FIRST = {
    "sqlite": Statement(sqlite.insert(vaults).on_conflict_do_nothing()),
    "postgresql": Statement(postgresql.insert(vaults).on_conflict_do_nothing()),
}


class VaultTable:
    """Keeps sealed vaults in the database; `now` is milliseconds since 1970."""

    def __init__(self, reader: Reader, commit: GroupCommit, *, now: Callable[[], int]) -> None:
        self._reader = reader
        self._commit = commit
        self._now = now

    async def get(self, conversation: str) -> tuple[bytes, int] | None:
        """Return a conversation's sealed vault and its version, None if there is none."""
        rows = await self._reader.quick(OneStatement(lambda db: _GET.rows(db, of=conversation)))
        if not rows:
            return None
        sealed, version = rows[0]
        return bytes(sealed), version

    async def put(self, conversation: str, sealed: bytes, expected_version: int) -> bool:
        """Store a vault over a version (0: none yet), durably; False if another is there."""

        def unit(db: Connection) -> bool:
            values = {"sealed": sealed, "version": expected_version + 1, "updated": self._now()}
            if expected_version:
                at = {"of": conversation, "before": expected_version}
                return _REPLACE.run(db, values | at) == 1
            return _FIRST[db.dialect.name].run(db, values | {"conversation": conversation}) == 1

        return await self._commit.run(OneStatement(unit))

    async def forget(self, before: int) -> int:
        """Delete vaults not written since a time (milliseconds since 1970); return how many."""
        return await self._commit.run(
            lambda db: db.execute(delete(vaults).where(vaults.c.updated < before)).rowcount
        )
