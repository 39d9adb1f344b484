"""Questions that auditors keep: the same filters and counts again next month, under a name."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from gateway.audit.search.filters import read_filters
from gateway.district.documents import Document
from gateway.district.papers import Papers
from gateway.district.shelves import check_id
from gateway.store.tables import saved_queries
from gateway.terms.disclosure import STRICT


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
_PAPERS: Final = Papers(saved_queries, QUERY)


def _check(_db: Connection, query: SavedQuery) -> None:
    check_id(query.id)
    read_filters(query.where)


QUERIES: Final = _PAPERS.shelf("query", check=_check)
