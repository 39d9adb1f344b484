"""The shelf of teachers' permissions to use AI."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from gateway.district.documents import PERMIT
from gateway.district.roster_import import bump
from gateway.district.shelves import Shelf, check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.permits import TeacherPermit


def permits_of(db: Connection, groups: Collection[str]) -> list[TeacherPermit]:
    """Return the permissions for some classes, by id."""
    table = tables.permits.c
    query = select(table.document).where(table.class_id.in_(groups)).order_by(table.id)
    return [PERMIT.read(text) for text in db.execute(query).scalars()]


def _check(db: Connection, permit: TeacherPermit) -> None:
    check_id(permit.id)
    check_texts(permit)
    if permit.since is not None and permit.until < permit.since:
        raise invalid("ends before it begins", "until")
    if not permit.purposes:
        raise invalid("name the purposes it is for", "purposes")
    table = tables.tools.c
    query = select(table.id).where(table.id.in_(permit.tools))
    if not permit.tools or len(db.execute(query).all()) != len(permit.tools):
        raise invalid("name one or more registered tools by id", "tools")
    before = _read(db, permit.id)
    if before is not None and before.group != permit.group:
        raise invalid("this id is that of another class's permission", "id")


def _read(db: Connection, row: str) -> TeacherPermit | None:
    table = tables.permits.c
    text = db.execute(select(table.document).where(table.id == row)).scalar()
    return None if text is None else PERMIT.read(text)


def _put(db: Connection, permit: TeacherPermit, _now: int) -> None:
    db.execute(delete(tables.permits).where(tables.permits.c.id == permit.id))
    db.execute(
        insert(tables.permits).values(
            id=permit.id,
            class_id=permit.group,
            ends=permit.until.isoformat(),
            document=PERMIT.write(permit),
        )
    )
    bump(db, "consents")


def _remove(db: Connection, row: str) -> None:
    db.execute(delete(tables.permits).where(tables.permits.c.id == row))
    bump(db, "consents")


PERMITS: Final = Shelf(
    kind="permit",
    part="consents",
    document=PERMIT,
    row_of=lambda permit: permit.id,
    read=_read,
    put=_put,
    remove=_remove,
    check=_check,
)
