"""Questions that auditors keep: the same filters and counts again next month, under a name."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from gateway.audit.search.filters import read_filters
from gateway.district.documents import Document
from gateway.district.shelves import Shelf
from gateway.errors import BadRequest
from gateway.store.tables import saved_queries
from gateway.terms.disclosure import STRICT

_ID = re.compile("[a-z0-9._-]{1,64}")


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedQuery:
    """One question: `where` are its filters, `by` and `every` how its records are counted."""

    __pydantic_config__ = STRICT

    id: str
    title: str
    where: tuple[str, ...] = ()
    by: str = ""
    every: str = ""


QUERY: Final = Document(SavedQuery)


def _read(db: Connection, row: str) -> SavedQuery | None:
    text = db.execute(select(saved_queries.c.document).where(saved_queries.c.id == row)).scalar()
    return None if text is None else QUERY.read(text)


def _put(db: Connection, query: SavedQuery, _now: int) -> None:
    _remove(db, query.id)
    db.execute(insert(saved_queries).values(id=query.id, document=QUERY.write(query)))


def _remove(db: Connection, row: str) -> None:
    db.execute(delete(saved_queries).where(saved_queries.c.id == row))


def _listed(db: Connection, after: str, limit: int) -> list[SavedQuery]:
    table = saved_queries.c
    query = select(table.document).where(table.id > after).order_by(table.id).limit(limit)
    return [QUERY.read(text) for text in db.execute(query).scalars()]


def _check(_db: Connection, query: SavedQuery) -> None:
    if not _ID.fullmatch(query.id):
        raise BadRequest(
            "an id is 1 to 64 small letters, digits, `.`, `_` or `-`",
            code="invalid_value",
            status=422,
            param="id",
        )
    read_filters(query.where)


QUERIES: Final = Shelf(
    kind="query",
    part="queries",
    document=QUERY,
    row_of=lambda query: query.id,
    read=_read,
    put=_put,
    remove=_remove,
    listed=_listed,
    check=_check,
)
