"""The log as it stands in the store: heads, and entries page by page, as units of reading.

Run them through `gateway.store.engine.Reader.read`, which gives one consistent snapshot: what is
appended meanwhile is seen by the next reading.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import ColumnElement, Connection, Row, inspect, literal, select, tuple_

from gateway.audit.findings import Report, StoredEntry, StoredHead
from gateway.audit.verify import verify
from gateway.store.engine import Reader
from gateway.store.tables import log_entries, log_streams
from gateway.terms.record import RecordKind

PAGE = 2000


def heads(connection: Connection) -> list[StoredHead]:
    """Return the head of every stream."""
    rows = connection.execute(
        select(
            log_streams.c.stream, log_streams.c.size, log_streams.c.root, log_streams.c.checkpoint
        ).order_by(log_streams.c.stream)
    )
    return [
        StoredHead(stream=stream, size=size, root=as_bytes(root), note=note)
        for stream, size, root, note in rows
    ]


def entries(connection: Connection, page: int = PAGE) -> Iterator[StoredEntry]:
    """Yield every entry, stream by stream and in order, whether or not its stream has a head.

    Args:
        connection: inside one snapshot.
        page: rows read at a time.
    """
    table, columns = log_entries.c, _columns(connection)
    last: tuple[str, int] = ("", -1)
    while True:
        after = tuple_(table.stream, table.index) > tuple_(literal(last[0]), literal(last[1]))
        rows = connection.execute(
            select(*columns).where(after).order_by(table.stream, table.index).limit(page)
        ).all()
        for row in rows:
            yield stored(row)
        if len(rows) < page:
            return
        last = (rows[-1][0], rows[-1][1])


STORED = (
    log_entries.c.stream,
    log_entries.c.index,
    log_entries.c.data,
    log_entries.c.leaf,
    log_entries.c.purged,
    log_entries.c.record,
    log_entries.c.kind,
    log_entries.c.about,
    log_entries.c.time,
)
"""The columns that `stored` reads."""


def _columns(connection: Connection) -> tuple[ColumnElement[Any], ...]:
    """Return `STORED`, or what a database of before the first purge has of it."""
    names = {column["name"] for column in inspect(connection).get_columns(log_entries.name)}
    return tuple(one if one.name in names else literal("").label(one.name) for one in STORED)


def stored(row: Row[*tuple[Any, ...]]) -> StoredEntry:
    """Return an entry of a row of `STORED`."""
    stream, index, data, leaf, purged, record, kind, about, time = row
    return StoredEntry(
        stream=stream,
        index=index,
        data=as_bytes(data),
        leaf=as_bytes(leaf),
        columns=(record, kind, about, time),
        purged=purged,
    )


def intent(connection: Connection, record: str) -> dict[str, Any] | None:
    """Return what was recorded before a prompt left, None if no prompt has this id.

    Args:
        connection: inside one snapshot.
        record: id of the record, as the answer's head gave it.
    """
    table = log_entries.c
    query = select(table.data).where(table.record == record, table.kind == RecordKind.INTENT.value)
    data = connection.execute(query).scalar()
    fields: dict[str, Any] | None = orjson.loads(as_bytes(data)) if data else None
    return fields


async def verify_live(
    reader: Reader,
    *,
    log_id: str,
    keys: Sequence[Ed25519PublicKey],
    rotations: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Report:
    """Verify the log in the store, even while it is being written.

    Args:
        reader: of the store.
        log_id: of the log.
        keys: public keys that may have signed its checkpoints.
        rotations: statements by which keys replaced others.
        notes: checkpoints kept outside the store, read before this call.

    Raises:
        Unusable: the store does not answer.
    """
    return await reader.read(
        lambda connection: verify(
            entries(connection),
            heads(connection),
            log_id=log_id,
            keys=keys,
            rotations=rotations,
            notes=notes,
        )
    )


def as_bytes(value: object) -> bytes:
    """Return what a column of bytes holds; SQLite lets whoever tampers put text there."""
    return value if isinstance(value, bytes) else str(value).encode()
