"""What tests of the store share: the address of an empty database, SQLite and PostgreSQL."""

from pathlib import Path

import pytest

from gateway.store.engine import sqlite_url


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give an empty database of each kind."""
    if request.param == "postgres":
        made: str = request.getfixturevalue("postgres_url")
        return made
    return sqlite_url(tmp_path / "store.db")
