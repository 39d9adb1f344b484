"""The list of imports of the roster: what came, from where, how it went, and why it failed."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson
from sqlalchemy import Connection, Row, insert, or_, select, update

from gateway.store.tables import revisions, roster_imports
from gateway.terms.times import DAY_MS

type Result = Literal["applied", "unchanged", "failed"]

APPLIED: Final = "applied"
UNCHANGED: Final = "unchanged"
FAILED: Final = "failed"
SEEN: Final = "roster_seen"
"""Beside the revisions, and read with them: when the last good import was, in milliseconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Import:
    """One import. `at` is milliseconds since 1970; `source` a folder's or a connection's name;
    `version` OneRoster's; `result` one of the three above; `counts` what it did, by part; `code`
    and `why` tell why it failed, naming files, lines and numbers, never people."""

    id: str
    at: int
    source: str
    version: str
    result: Result
    counts: dict[str, dict[str, int]]
    code: str = ""
    why: str = ""


def record_import(db: Connection, one: Import) -> None:
    """Put an import on the list; a good one is what the roster's age is told from."""
    if one.result != FAILED:
        here = revisions.c.name == SEEN
        if not db.execute(update(revisions).where(here).values(number=one.at)).rowcount:
            db.execute(insert(revisions).values(name=SEEN, number=one.at))
    db.execute(
        insert(roster_imports).values(
            id=one.id,
            at=one.at,
            source=one.source,
            version=one.version,
            result=one.result,
            counts=orjson.dumps(one.counts).decode(),
            code=one.code,
            why=one.why,
        )
    )


def list_imports(
    db: Connection, *, before: tuple[int, str] | None = None, limit: int = 50
) -> list[Import]:
    """Return imports, the newest first, those before a time and id."""
    table = roster_imports.c
    query = select(roster_imports).order_by(table.at.desc(), table.id.desc()).limit(limit)
    if before is not None:
        at, last = before
        query = query.where(or_(table.at < at, (table.at == at) & (table.id < last)))
    return [_import(row) for row in db.execute(query)]


def last_import(db: Connection, *, good: bool = False, source: str = "") -> Import | None:
    """Return the newest import, of those that did not fail or of one source; None without any."""
    table = roster_imports.c
    query = select(roster_imports).order_by(table.at.desc(), table.id.desc()).limit(1)
    if good:
        query = query.where(table.result != FAILED)
    if source:
        query = query.where(table.source == source)
    row = db.execute(query).first()
    return None if row is None else _import(row)


def days_left(seen: int, now: int, serves: int) -> int:
    """Return for how many days more a roster serves, less than 0 once it serves no more.

    Args:
        seen: when the last good import was, milliseconds since 1970.
        now: the same of this moment.
        serves: how many days a roster serves.
    """
    return (seen + serves * DAY_MS - now) // DAY_MS


def _import(row: Row[Any]) -> Import:
    return Import(
        id=row.id,
        at=row.at,
        source=row.source,
        version=row.version,
        result=row.result,
        counts=orjson.loads(row.counts),
        code=row.code,
        why=row.why,
    )
