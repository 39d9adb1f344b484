"""The tests' own PostgreSQL works, and gives each test an empty database."""

import asyncpg
import pytest


async def tables(url: str) -> list[str]:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        rows = await connection.fetch(
            "select table_name from information_schema.tables where table_schema = 'public'"
        )
        await connection.execute("create table left_behind (id int)")
        return [row["table_name"] for row in rows]
    finally:
        await connection.close()


@pytest.mark.anyio
@pytest.mark.parametrize("turn", ["first", "second"])
async def test_each_test_gets_an_empty_database(postgres_url: str, turn: str) -> None:
    assert await tables(postgres_url) == [], turn
