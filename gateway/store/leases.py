"""Leases: work that one server process does at a time. Units of work on the table."""

from sqlalchemy import Connection, delete, or_, update
from sqlalchemy.dialects import postgresql, sqlite

from gateway.store.tables import leases


def take_lease(db: Connection, name: str, holder: str, *, now: int, span: int) -> bool:
    """Take or keep a lease; tell whether it is the holder's for `span` milliseconds from now."""
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    first = dialect.insert(leases).values(name=name, holder=holder, until=now + span)
    if db.execute(first.on_conflict_do_nothing()).rowcount == 1:
        return True
    free = (leases.c.name == name, or_(leases.c.holder == holder, leases.c.until < now))
    taken = update(leases).where(*free).values(holder=holder, until=now + span)
    return db.execute(taken).rowcount == 1


def leave_lease(db: Connection, name: str, holder: str) -> None:
    """Give a lease up, if it is the holder's."""
    db.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
