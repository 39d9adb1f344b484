"""The shelf of class access: whom of the staff the office lets into a class, until a day."""

from typing import Final

from sqlalchemy import Connection, delete, exists, insert, select

from gateway.district.documents import CLASS_ACCESS
from gateway.district.roster_import import bump
from gateway.district.shelves import Shelf, check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.people import ClassAccess, Kind


def _check(db: Connection, access: ClassAccess) -> None:
    check_id(access.id)
    check_texts(access)
    if access.since is not None and access.until < access.since:
        raise invalid("ends before it begins", "until")
    people, classes = tables.people, tables.classes
    staff = (people.c.id == access.person, people.c.kind == Kind.STAFF.value, people.c.active)
    if not db.execute(select(exists().where(*staff))).scalar():
        raise invalid("nobody active of the staff has this id", "person")
    if not db.execute(select(exists().where(classes.c.id == access.group))).scalar():
        raise invalid("no class of the roster has this id", "group")


def _read(db: Connection, row: str) -> ClassAccess | None:
    table = tables.class_access
    text = db.execute(select(table.c.document).where(table.c.id == row)).scalar()
    return None if text is None else CLASS_ACCESS.read(text)


def _list(db: Connection, after: str, limit: int) -> list[ClassAccess]:
    table = tables.class_access
    query = select(table.c.document).where(table.c.id > after).order_by(table.c.id).limit(limit)
    return [CLASS_ACCESS.read(text) for text in db.execute(query).scalars()]


def _put(db: Connection, access: ClassAccess, _now: int) -> None:
    db.execute(delete(tables.class_access).where(tables.class_access.c.id == access.id))
    db.execute(
        insert(tables.class_access).values(
            id=access.id,
            person=access.person,
            class_id=access.group,
            begins=access.since.isoformat() if access.since else "",
            ends=access.until.isoformat(),
            document=CLASS_ACCESS.write(access),
        )
    )
    bump(db, "roster")


def _remove(db: Connection, row: str) -> None:
    db.execute(delete(tables.class_access).where(tables.class_access.c.id == row))
    bump(db, "roster")


ACCESS: Final = Shelf(
    kind="class_access",
    part="roster",
    document=CLASS_ACCESS,
    row_of=lambda access: access.id,
    read=_read,
    put=_put,
    remove=_remove,
    listed=_list,
    check=_check,
)
