"""The shelf of declared emergencies."""

from typing import Final

from sqlalchemy import Connection, select

from gateway.district.documents import EMERGENCY
from gateway.district.papers import Papers
from gateway.district.shelves import invalid
from gateway.store import tables
from gateway.terms.emergencies import Emergency
from gateway.terms.people import Kind

_PAPERS: Final = Papers(
    tables.emergencies, EMERGENCY, lambda one: {"ends": one.ends}, moves="consents"
)


def _check(db: Connection, one: Emergency) -> None:
    table = tables.people.c
    for people, kind, param in (
        (one.typists, Kind.STAFF, "typists"),
        (one.about, Kind.STUDENT, "about"),
    ):
        query = select(table.id).where(table.id.in_(people), table.kind == kind.value, table.active)
        if not people or len(db.execute(query).all()) != len(people):
            raise invalid(f"name by roster id one or more who are active, each a {kind}", param)


EMERGENCIES: Final = _PAPERS.shelf("emergency", check=_check, removable=False)
