"""Who is in a caseload on a day, for whoever reads the district."""

from sqlalchemy import Connection, or_, select

from gateway.store import tables


def students_of(db: Connection, person: str, today: str) -> frozenset[str]:
    """Return the students in somebody's caseload on a day (ISO text)."""
    cases = tables.caseloads.c
    query = select(cases.student).where(
        cases.person == person,
        or_(cases.begins == "", cases.begins <= today),
        cases.ends >= today,
    )
    return frozenset(db.execute(query).scalars())
