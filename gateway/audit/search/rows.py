"""Records where they stand: from a position, or an id, to the entries' bytes. Units of reading."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from gateway.audit.search.tail import rows_with_entries
from gateway.store.tables import log_entries, search_rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A record where it stands: its entry's bytes and its outcome's, None without one yet."""

    position: int
    stream: str
    index: int
    data: bytes
    outcome: bytes | None

    def line(self) -> bytes:
        """Return it as a line of JSON, the entries' bytes as they are."""
        return b'{"position":%d,"stream":"%s","index":%d,"record":%s,"outcome":%s}\n' % (
            self.position,
            self.stream.encode(),
            self.index,
            self.data or b"null",
            self.outcome or b"null",
        )


def fetch(db: Connection, positions: Sequence[int]) -> list[Found]:
    """Return the records at some positions, oldest first."""
    if not positions:
        return []
    low, high = min(positions), max(positions)
    rows = search_rows.c
    query = rows_with_entries().order_by(rows.position)
    wanted = set(positions)
    if 2 * len(wanted) > high - low:
        query = query.where(rows.position.between(low, high))
    else:
        query = query.where(rows.position.in_(positions))
    return [
        Found(position=position, stream=stream, index=at, data=data, outcome=outcome)
        for position, stream, at, data, outcome in db.execute(query)
        if position in wanted
    ]


def by_id(db: Connection, record: str) -> Found | None:
    """Return a record by its id; `position` is -1 where the search tables do not know it yet."""
    entries = log_entries.c
    at = db.execute(
        select(entries.stream, entries.index, entries.data).where(entries.record == record)
    ).first()
    if at is None:
        return None
    ended = select(entries.data).where(entries.about == record, entries.about != "")
    rows = search_rows.c
    where = (rows.stream == at.stream, rows.index == at[1])
    position = db.execute(select(rows.position).where(*where)).scalar()
    return Found(
        position=-1 if position is None else position,
        stream=at.stream,
        index=at[1],
        data=at.data,
        outcome=db.execute(ended).scalar(),
    )
