"""The shelf of a district's own patterns and lists of words."""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy import Connection, delete, func, select

from gateway.district import edits
from gateway.district.documents import PATTERN
from gateway.district.roster_import import bump
from gateway.district.shelves import Shelf, check_id, invalid
from gateway.store import tables
from gateway.terms.patterns import DistrictPattern

MOST_PATTERNS: Final = 200


def pattern_shelf(check: Callable[[DistrictPattern], None]) -> Shelf[DistrictPattern]:
    """Return the shelf.

    Args:
        check: raises `BadRequest` for a pattern that does not do what its sentences say; detection
            knows, the district does not.
    """

    def checked(db: Connection, pattern: DistrictPattern) -> None:
        check_id(pattern.id)
        check(pattern)
        others = select(func.count()).where(tables.patterns.c.id != pattern.id)
        if db.execute(others).scalar_one() >= MOST_PATTERNS:
            raise invalid(f"a district has {MOST_PATTERNS} patterns at most", "id")

    return Shelf(
        kind="pattern",
        document=PATTERN,
        row_of=lambda pattern: pattern.id,
        read=_read,
        put=lambda db, pattern, _now: edits.put_patterns(db, [pattern]),
        put_all=_put_all,
        remove=_remove,
        listed=_list,
        check=checked,
    )


def _read(db: Connection, row: str) -> DistrictPattern | None:
    patterns = tables.patterns
    text = db.execute(select(patterns.c.document).where(patterns.c.id == row)).scalar()
    return None if text is None else PATTERN.read(text)


def _list(db: Connection, after: str, limit: int) -> list[DistrictPattern]:
    rows = tables.patterns
    query = select(rows.c.document).where(rows.c.id > after).order_by(rows.c.id).limit(limit)
    return [PATTERN.read(text) for text in db.execute(query).scalars()]


def _put_all(db: Connection, patterns: Sequence[DistrictPattern], _now: int) -> None:
    edits.put_patterns(db, patterns)


def _remove(db: Connection, row: str) -> None:
    db.execute(delete(tables.patterns).where(tables.patterns.c.id == row))
    bump(db, "patterns")
