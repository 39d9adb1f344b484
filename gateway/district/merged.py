"""Who is one: the people who came twice on the roster, as the office merged them.

The roster's own rows stay as the roster has them, and whatever was recorded under either id stays
under it. That two ids are one person is laid over both here, wherever they are read; so taking a
merge back puts everything as it was, and no import has to know of it.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, select

from gateway.store import tables


class Merged:
    """Which roster ids are the same person's. Nobody who is kept is another's duplicate."""

    def __init__(self, kept_of: Mapping[str, str]) -> None:
        """Take the kept id of each duplicate's."""
        self.kept_of: Final = dict(kept_of)
        self._duplicates: dict[str, list[str]] = {}
        for duplicate, kept in sorted(self.kept_of.items()):
            self._duplicates.setdefault(kept, []).append(duplicate)

    def one(self, person: str) -> str:
        """Return the id that somebody goes by."""
        return self.kept_of.get(person, person)

    def ones(self, people: Iterable[str]) -> frozenset[str]:
        """Return the ids that some people go by."""
        return frozenset(map(self.one, people))

    def rows(self, person: str) -> tuple[str, ...]:
        """Return every id of somebody, the one they go by first."""
        kept = self.one(person)
        return (kept, *self._duplicates.get(kept, ()))

    def several(self, person: str) -> bool:
        """Tell whether somebody has more than one id."""
        return person in self.kept_of or person in self._duplicates

    def rows_of(self, people: Iterable[str]) -> tuple[str, ...]:
        """Return every id of some people, each once."""
        return tuple(dict.fromkeys(row for one in people for row in self.rows(one)))


NOBODY: Final = Merged({})


def read_merged(db: Connection) -> Merged:
    """Return who is one now."""
    merges = tables.person_merges.c
    rows = db.execute(select(merges.duplicate, merges.kept)).all()
    return Merged({row.duplicate: row.kept for row in rows}) if rows else NOBODY


def log_id_of(db: Connection, person: str) -> str:
    """Return the log id of somebody on the roster, "" for nobody."""
    query = select(tables.people.c.log_id).where(tables.people.c.id == person)
    return db.execute(query).scalar() or ""


def log_ids_of(db: Connection) -> dict[str, tuple[str, ...]]:
    """Return the log ids of everybody whom the office merged: by the one that is written from then
    on, that one and those that older records hold."""
    merged, people = read_merged(db), tables.people.c
    wanted = merged.rows_of(merged.kept_of)
    query = select(people.id, people.log_id).where(people.id.in_(wanted))
    written: dict[str, str] = {row.id: row.log_id for row in db.execute(query)} if wanted else {}
    found = [
        tuple(written[row] for row in merged.rows(kept) if row in written)
        for kept in sorted(set(merged.kept_of.values()))
        if kept in written
    ]
    return {ids[0]: ids for ids in found}
