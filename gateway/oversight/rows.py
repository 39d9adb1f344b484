"""What the office says of rows: as they stand, what a change did, and why it cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from gateway.district.shelves import Shelf, version_of
from gateway.errors import BadRequest
from gateway.store import tables

LONGEST_REASON = 2000
CREDENTIAL = "credential"


class Stale(BadRequest):
    """Somebody else changed the row since it was read."""

    code = "edited_meanwhile"
    status = 412


class Missing(BadRequest):
    """There is no such row."""

    code = "not_found"
    status = 404


class Taken(BadRequest):
    """There is such a row already."""

    code = "already_there"
    status = 409


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept[T]:
    """A row as it stands, and its version."""

    value: T = field(repr=False)
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What an import does, as ids of rows."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    batch: str = ""


class Faulty(BadRequest):
    """Some of many values cannot be; `faults` names each by its place, from 0."""

    code = "import_rejected"
    status = 422

    def __init__(self, faults: Sequence[tuple[int, BadRequest]]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"nothing was changed: {len(faults)} of the rows cannot be")


def check_reason(why: str) -> None:
    """Refuse a change without a reason, or with one that is too long.

    Raises:
        BadRequest: there is none, or it is too long.
    """
    if not why.strip():
        raise BadRequest("say why, for the history", code="reason_needed", param="why")
    if len(why) > LONGEST_REASON:
        raise BadRequest(
            f"a reason has at most {LONGEST_REASON} characters", code="reason_too_long", param="why"
        )


def put_rows[T](db: Connection, shelf: Shelf[T], values: Sequence[T], at: int) -> None:
    """Put many rows in place, at once where the shelf can."""
    if shelf.put_all is not None:
        shelf.put_all(db, values, at)
        return
    for value in values:
        shelf.put(db, value, at)


def stored[T](db: Connection, shelf: Shelf[T], row: str) -> Kept[T] | None:
    """Return a row with its version, None where there is none."""
    value = shelf.read(db, row)
    if value is None:
        return None
    return Kept(value=value, version=version_of(db, shelf.kind, row))


def fitting[T](db: Connection, shelf: Shelf[T], value: T) -> T:
    """Return a value completed, as its row would hold it.

    Raises:
        BadRequest: it cannot be.
    """
    value = shelf.completed(db, value)
    shelf.check(db, value)
    return value


def all_fitting[T](db: Connection, shelf: Shelf[T], values: Sequence[T]) -> list[T]:
    """Return values completed, as their rows would hold them.

    Raises:
        Faulty: some of them cannot be, or are for one row; names every one of those.
    """
    values = [shelf.completed(db, value) for value in values]
    faults: list[tuple[int, BadRequest]] = []
    rows: dict[str, int] = {}
    for place, value in enumerate(values):
        try:
            shelf.check(db, value)
            if rows.setdefault(shelf.row_of(value), place) != place:
                raise BadRequest("this row stands there a second time", code="twice")
        except BadRequest as error:
            faults.append((place, error))
    if faults:
        raise Faulty(faults)
    return values


def look_up[T](db: Connection, shelf: Shelf[T], value: T) -> tuple[T, Kept[T] | None, int]:
    """Return a value completed and checked, what stands in its row, and how often it changed."""
    value = fitting(db, shelf, value)
    row = shelf.row_of(value)
    return value, stored(db, shelf, row), version_of(db, shelf.kind, row)


def credential_version(db: Connection, name: str) -> int | None:
    """Return how often a credential was put, None where there is none of this name."""
    secrets = tables.secrets
    there = db.execute(select(secrets.c.name).where(secrets.c.name == name)).first()
    return None if there is None else version_of(db, CREDENTIAL, name)


def check_seen(kind: str, row: str, seen: int | None, stands: int | None) -> None:
    """Refuse a change to another version than the one that stands.

    Args:
        kind, row: what is changed.
        seen: the version whoever changes it saw, None for no such row.
        stands: the version there is, None for no such row.

    Raises:
        Taken, Missing, Stale: they differ.
    """
    if seen == stands:
        return
    if seen is None:
        raise Taken(f"{_said(kind)} `{row}` is there already; change it instead")
    if stands is None:
        raise no_such(kind, row)
    raise Stale(f"{_said(kind)} `{row}` was changed since you read it; read it again")


def no_such(kind: str, row: str) -> Missing:
    """Return what is raised for a row that is not there."""
    return Missing(f"there is no {_said(kind)} `{row}`")


def _said(kind: str) -> str:
    """Return how people call a kind of row."""
    return kind.replace("_", " ")
