"""The shelf of class access: whom of the staff the office lets into a class, until a day."""

from typing import Final

from sqlalchemy import Connection, exists, select

from gateway.district.documents import CLASS_ACCESS
from gateway.district.papers import Papers
from gateway.district.shelves import check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.people import ClassAccess, Kind

_PAPERS: Final = Papers(
    tables.class_access,
    CLASS_ACCESS,
    lambda access: {
        "person": access.person,
        "class_id": access.group,
        "begins": access.since.isoformat() if access.since else "",
        "ends": access.until.isoformat(),
    },
    moves="roster",
)


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


ACCESS: Final = _PAPERS.shelf("class_access", check=_check)
