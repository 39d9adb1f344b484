"""The vault rows: compare-and-swap on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import anyio.to_thread
import pytest

from gateway.store import schema
from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader, sqlite_url
from gateway.store.vaults import VaultTable

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["sqlite", "postgres"])
async def table(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[VaultTable]:
    url = sqlite_url(tmp_path / "x.db")
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    await anyio.to_thread.run_sync(schema.upgrade, url)
    reader, commit = Reader(url), GroupCommit(open_lane(url))
    yield VaultTable(reader, commit, now=lambda: 1000)
    await commit.close()
    await reader.close()


async def test_a_vault_is_read_back_as_stored(table: VaultTable) -> None:
    assert await table.get("c") is None
    assert await table.put("c", b"one", 0)
    assert await table.get("c") == (b"one", 1)
    assert await table.put("c", b"two", 1)
    assert await table.get("c") == (b"two", 2)


async def test_who_planned_on_an_old_version_is_told(table: VaultTable) -> None:
    assert await table.put("c", b"one", 0)
    assert not await table.put("c", b"other", 0)
    assert await table.put("c", b"two", 1)
    assert not await table.put("c", b"late", 1)
    assert await table.get("c") == (b"two", 2)


async def test_old_vaults_are_forgotten(table: VaultTable) -> None:
    await table.put("c", b"one", 0)
    assert await table.forget(1000) == 0
    assert await table.forget(1001) == 1
    assert await table.get("c") is None
