"""`crossing-guard roster status`: who is on it, how old it is, how the last imports went."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Row, func, select

from gateway.cli.root import out, run, settings_of
from gateway.store.engine import Reader
from gateway.store.tables import people, roster_imports

SHOWN: Final = 10
"""How many imports are told, the newest first."""


def tell_status(data: Path) -> None:
    """Print it; reads alone."""
    run(_status(data))


async def _status(data: Path) -> None:
    settings = settings_of(data)
    reader = Reader(settings.database_url)
    try:
        counts, imports = await reader.read(_read)
    finally:
        await reader.close()
    out.print(", ".join(f"{number} {kind}" for kind, number in counts) or "Nobody is on it yet.")
    good = next((one for one in imports if one.result != "failed"), None)
    if good is not None:
        age = (datetime.now(UTC) - _when(good)).days
        most = settings.roster_stale_days
        late = "; older than it should be: import a fresh one" if age >= most else ""
        out.print(f"Last good import {age} days ago, of at most {most}{late}.", soft_wrap=True)
    for one in imports[:SHOWN]:
        said = f"{_when(one):%Y-%m-%d %H:%M} UTC  {one.result}  {one.source}{_changes(one)}"
        out.print(said, highlight=False, markup=False, soft_wrap=True)


def _read(db: Connection) -> tuple[Sequence[tuple[str, int]], Sequence[Row[Any]]]:
    active = select(people.c.kind, func.count()).where(people.c.active).group_by(people.c.kind)
    counts = [(kind, number) for kind, number in db.execute(active.order_by(people.c.kind))]
    query = select(roster_imports).order_by(roster_imports.c.at.desc())
    return counts, db.execute(query).all()


def _when(row: Row[Any]) -> datetime:
    return datetime.fromtimestamp(row.at / 1000, UTC)


def _changes(row: Row[Any]) -> str:
    """Return what an import did to people, "" where it did nothing to them."""
    numbers = orjson.loads(row.counts).get("people", {})
    return "".join(f", {number} {what}" for what, number in numbers.items() if number)
