"""The vault rows: compare-and-swap on both databases."""

from collections.abc import AsyncIterator

import pytest

from gateway.store.commit import GroupCommit, open_lane
from gateway.store.engine import Reader
from gateway.store.vaults import VaultTable

pytestmark = pytest.mark.anyio


@pytest.fixture
async def table(store_url: str) -> AsyncIterator[VaultTable]:
    reader, commit = Reader(store_url), GroupCommit(open_lane(store_url))
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
