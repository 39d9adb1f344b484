"""The shelf of teachers' permissions to use AI."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection, select

from gateway.district.documents import PERMIT
from gateway.district.papers import Papers
from gateway.district.shelves import check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.permits import TeacherPermit

_PAPERS: Final = Papers(
    tables.permits,
    PERMIT,
    lambda permit: {
        "class_id": permit.group,
        "ends": permit.until.isoformat(),
    },
    moves="consents",
)


def permits_of(db: Connection, groups: Collection[str]) -> list[TeacherPermit]:
    """Return the permissions for some classes, by id."""
    return _PAPERS.find(db, tables.permits.c.class_id.in_(groups))


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
    before = _PAPERS.read(db, permit.id)
    if before is not None and before.group != permit.group:
        raise invalid("this id is that of another class's permission", "id")


PERMITS: Final = _PAPERS.shelf("permit", check=_check)
