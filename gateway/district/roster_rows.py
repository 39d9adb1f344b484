"""The small-rowed tables of a roster: what they need to equal what was read, and the writing of it.

Only what differs is touched.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched

from sqlalchemy import Connection, RowMapping, Table, bindparam, delete, insert, select

from gateway.district.documents import texts
from gateway.district.oneroster import Roster
from gateway.district.roster_report import Change

BATCH = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """What a small-rowed table needs to equal what was read; `stale` are keys to take away."""

    fresh: list[dict[str, str]]
    stale: list[tuple[str, ...]]
    change: Change


def school_rows(roster: Roster) -> Iterator[dict[str, str]]:
    """Yield the rows of schools."""
    for one in roster.schools.values():
        yield {"id": one.id, "name": one.name, "kind": one.kind, "identifier": one.identifier}


def class_rows(roster: Roster) -> Iterator[dict[str, str]]:
    """Yield the rows of classes."""
    for one in roster.groups.values():
        yield {
            "id": one.id,
            "title": one.title,
            "school": one.school,
            "code": one.code,
            "grades": texts(one.grades),
        }


def enrolment_rows(roster: Roster) -> Iterator[dict[str, str]]:
    """Yield the rows of who is in which class."""
    for one in roster.enrolments.values():
        yield {
            "class_id": one.group,
            "person": one.person,
            "role": one.role,
            "begins": one.begins,
            "ends": one.ends,
        }


def compare_rows(
    db: Connection,
    table: Table,
    rows: Iterable[dict[str, str]],
    *,
    expected: Callable[[RowMapping], bool] = lambda _row: False,
) -> Rows:
    """Compare a small-rowed table with what was read; `expected` tells what may well go."""
    key = [column.name for column in table.primary_key]
    old = {tuple(row[name] for name in key): row for row in db.execute(select(table)).mappings()}
    new: list[dict[str, str]] = []
    changed: list[dict[str, str]] = []
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        at = tuple(row[name] for name in key)
        seen.add(at)
        if at not in old:
            new.append(row)
        elif any(old[at][name] != value for name, value in row.items()):
            changed.append(row)
    over = {at for at, row in old.items() if expected(row)}
    removed = [at for at in old if at not in seen]
    return Rows(
        fresh=[*new, *changed],
        stale=[*removed, *(tuple(row[name] for name in key) for row in changed)],
        change=Change(
            added=len(new),
            changed=len(changed),
            removed=len(removed),
            known=len(old) - len(over),
            going=sum(at not in over for at in removed),
        ),
    )


def write_rows(db: Connection, table: Table, rows: Rows) -> None:
    """Make a small-rowed table equal to what was read, touching only what differs."""
    key = [column.name for column in table.primary_key]
    where = [table.c[name] == bindparam(f"{name}_") for name in key]
    for some in batched(rows.stale, BATCH):
        db.execute(
            delete(table).where(*where),
            [{f"{name}_": value for name, value in zip(key, at, strict=True)} for at in some],
        )
    insert_rows(db, table, rows.fresh)


def insert_rows(db: Connection, table: Table, rows: Iterable[dict[str, str]]) -> None:
    """Insert rows, some at a time."""
    for some in _batches(rows):
        db.execute(insert(table), some)


def _batches(rows: Iterable[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    for some in batched(rows, BATCH):
        yield list(some)
