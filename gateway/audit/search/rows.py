"""Records where they stand: from a position, or an id, to the entries' bytes. Units of reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    LargeBinary,
    Row,
    Select,
    bindparam,
    func,
    literal,
    select,
)

from gateway.audit.search.tail import rows_with_entries, stub_of
from gateway.store.tables import log_entries, search_rows


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A record where it stands: its entry's bytes and its outcome's, None without one yet.

    `stub` is what is left of a record whose bytes were purged, empty for every other: its id,
    kind and time, and the certificate (`purged`).
    """

    position: int
    stream: str
    index: int
    data: bytes
    outcome: bytes | None
    stub: Mapping[str, Any]

    def told(self) -> Mapping[str, Any]:
        """Return what the record says, as far as it is there."""
        said: dict[str, Any] = orjson.loads(self.data) if self.data else {}
        return said or self.stub

    def line(self) -> bytes:
        """Return it as a line of JSON, the entries' bytes as they are."""
        purged = b',"purged":' + orjson.dumps(self.stub) if self.stub else b""
        return b'{"position":%d,"stream":"%s","index":%d,"record":%s,"outcome":%s%s}\n' % (
            self.position,
            self.stream.encode(),
            self.index,
            self.data or b"null",
            self.outcome or b"null",
            purged,
        )


def _found(row: Row[*tuple[Any, ...]], position: int, outcome: bytes | None) -> Found:
    return Found(
        position=position,
        stream=row.stream,
        index=row.at,
        data=row.data,
        outcome=outcome or None,
        stub={} if row.data else stub_of(row),
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
        _found(row, row.position, row.outcome)
        for row in db.execute(query).all()
        if row.position in wanted
    ]


def lines(db: Connection, positions: Sequence[int]) -> bytes:
    """Return the records at some positions as lines of JSON, oldest first.

    PostgreSQL puts the lines together, since they are an export's: done here, each would keep the
    event loop, and whoever else waits for it, several times as long. They come a row each, since
    one value of them all would be copied over and over there.
    """
    if db.dialect.name == "postgresql":
        found = db.execute(_WHOLE_LINES, {"wanted": [*positions]}).scalars().all()
        whole = [line for line in found if line is not None]
        if len(whole) == len(found):
            return b"".join(whole)
    return b"".join([one.line() for one in fetch(db, positions)])


def _whole_lines() -> Select[bytes | None]:
    """Return the query for `Found.line` of wanted records, NULL where the bytes were purged."""
    # Joined to, not asked for by `= ANY`: that is guessed to be so much that it reads every row.
    at = func.unnest(bindparam("wanted", type_=ARRAY(BigInteger))).column_valued("at")
    row = rows_with_entries().where(search_rows.c.position == at).subquery().c
    head = func.concat(
        '{"position":', row.position, ',"stream":"', row.stream, '","index":', row.at
    )
    line = func.convert_to(head, "UTF8").op("||")(_bytes(b',"record":'))
    for part in (
        func.nullif(row.data, _bytes(b"")),
        _bytes(b',"outcome":'),
        func.coalesce(func.nullif(row.outcome, _bytes(b"")), _bytes(b"null")),
        _bytes(b"}\n"),
    ):
        line = line.op("||")(part)
    return select(line).order_by(row.position)


def _bytes(value: bytes) -> ColumnElement[bytes]:
    return literal(value, LargeBinary)


_WHOLE_LINES = _whole_lines()


def by_id(db: Connection, record: str) -> Found | None:
    """Return a record by its id; `position` is -1 where the search tables do not know it yet."""
    entries = log_entries.c
    query = select(
        entries.stream,
        entries.index.label("at"),
        entries.data,
        entries.purged,
        entries.record,
        entries.kind,
        entries.time,
    )
    row = db.execute(query.where(entries.record == record)).first()
    if row is None:
        return None
    ended = select(entries.data).where(entries.about == record, entries.about != "")
    rows = search_rows.c
    where = (rows.stream == row.stream, rows.index == row.at)
    position = db.execute(select(rows.position).where(*where)).scalar()
    return _found(row, -1 if position is None else position, db.execute(ended).scalar())
