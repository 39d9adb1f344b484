"""Who is in a caseload on a day, for whoever reads the district."""

from collections.abc import Sequence

from sqlalchemy import Connection, or_, select

from gateway.store import tables


def students_of(db: Connection, ids: Sequence[str], today: str) -> frozenset[str]:
    """Return the students in the caseload of somebody with these ids on a day (ISO text)."""
    cases = tables.caseloads.c
    query = select(cases.student).where(
        cases.person.in_(ids),
        or_(cases.begins == "", cases.begins <= today),
        cases.ends >= today,
    )
    return frozenset(db.execute(query).scalars())
