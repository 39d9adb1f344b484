"""The shelf of links: that two people of the roster are one, such as staff who are parents.

Each keeps a key and a session of their own, so that what a prompt may hold goes by the role it is
typed in. What goes by the person, that nobody decides about their own child, holds for both.
"""

from typing import Final

from sqlalchemy import Connection, or_, select

from gateway.district.documents import PERSON_LINK
from gateway.district.papers import Papers
from gateway.district.shelves import check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.people import Kind, PersonLink

_PAPERS: Final = Papers(
    tables.person_links,
    PERSON_LINK,
    lambda link: {"person": link.person, "other": link.other},
)


def _check(db: Connection, link: PersonLink) -> None:
    check_id(link.id)
    check_texts(link)
    people, links = tables.people.c, tables.person_links.c
    for name in ("person", "other"):
        query = select(people.kind).where(people.id == getattr(link, name), people.active)
        kind = db.execute(query).scalar()
        if kind is None:
            raise invalid("nobody active of the roster has this id", name)
        if kind == Kind.STUDENT.value:
            raise invalid("a student is nobody else", name)
    if link.person == link.other:
        raise invalid("a link is between two", "other")
    both = (link.person, link.other)
    same = select(links.id).where(
        links.id != link.id, links.person.in_(both), links.other.in_(both)
    )
    if (there := db.execute(same).scalar()) is not None:
        raise invalid(f"link `{there}` says so already", "other")


def linked(db: Connection, people: frozenset[str]) -> frozenset[str]:
    """Return some people and those who are linked with one of them."""
    links = tables.person_links.c
    query = select(links.person, links.other).where(
        or_(links.person.in_(people), links.other.in_(people))
    )
    return people.union(*(tuple(row) for row in db.execute(query)))


LINKS: Final = _PAPERS.shelf("person_link", check=_check)
"""It moves no revision: a link is read where somebody decides."""
