"""The shelf of declared emergencies."""

from typing import Final

from sqlalchemy import Connection, delete, insert, select

from gateway.district.documents import EMERGENCY
from gateway.district.roster_import import bump
from gateway.district.shelves import Shelf, invalid
from gateway.store import tables
from gateway.terms.emergencies import Emergency
from gateway.terms.people import Kind


def _check(db: Connection, one: Emergency) -> None:
    table = tables.people.c
    for people, kind, param in (
        (one.typists, Kind.STAFF, "typists"),
        (one.about, Kind.STUDENT, "about"),
    ):
        query = select(table.id).where(table.id.in_(people), table.kind == kind.value, table.active)
        if not people or len(db.execute(query).all()) != len(people):
            raise invalid(f"name by roster id one or more who are active, each a {kind}", param)


def _read(db: Connection, row: str) -> Emergency | None:
    table = tables.emergencies.c
    text = db.execute(select(table.document).where(table.id == row)).scalar()
    return None if text is None else EMERGENCY.read(text)


def _put(db: Connection, one: Emergency, _now: int) -> None:
    db.execute(delete(tables.emergencies).where(tables.emergencies.c.id == one.id))
    db.execute(
        insert(tables.emergencies).values(id=one.id, ends=one.ends, document=EMERGENCY.write(one))
    )
    bump(db, "consents")


def _list(db: Connection, after: str, limit: int) -> list[Emergency]:
    table = tables.emergencies.c
    query = select(table.document).where(table.id > after).order_by(table.id).limit(limit)
    return [EMERGENCY.read(text) for text in db.execute(query).scalars()]


EMERGENCIES: Final = Shelf(
    kind="emergency",
    part="consents",
    document=EMERGENCY,
    row_of=lambda one: one.id,
    read=_read,
    put=_put,
    listed=_list,
    check=_check,
)
