"""What somebody wrote, kept sealed for those who may read it, and only for so long.

The words of a held prompt wait here for whoever decides on it, those of a prompt by which somebody
may be in danger for the safety team. Each is bound to the row it belongs to, and shredded at its
time, whatever became of that row.
"""

from collections.abc import Sequence
from dataclasses import asdict

import orjson
import tink
from sqlalchemy import Connection, delete, insert, select
from tink import aead

from gateway.errors import Unusable
from gateway.store.tables import sealed_words
from gateway.terms.holds import Said


def put_words(
    db: Connection, fields: aead.Aead, kind: str, row: str, words: Sequence[Said], *, expires: int
) -> None:
    """Keep words with a row.

    Args:
        db: in the transaction that writes the row.
        fields: the field key.
        kind, row: what they belong to.
        words: what was written, in order.
        expires: milliseconds since 1970 UTC.

    Raises:
        Unusable: the field key cannot seal.
    """
    content = orjson.dumps([asdict(one) for one in words])
    try:
        sealed = bytes(fields.encrypt(content, _context(kind, row)))
    except tink.TinkError as error:
        raise Unusable("the field key cannot seal; check `keys/field.json`") from error
    db.execute(insert(sealed_words).values(kind=kind, id=row, sealed=sealed, expires=expires))


def read_words(
    db: Connection, fields: aead.Aead, kind: str, row: str, *, now: int
) -> tuple[Said, ...] | None:
    """Return the words kept with a row, None where there are none any more.

    Raises:
        Unusable: they do not open.
    """
    table = sealed_words.c
    query = select(table.sealed).where(table.kind == kind, table.id == row, table.expires > now)
    sealed = db.execute(query).scalar()
    if sealed is None:
        return None
    try:
        content = bytes(fields.decrypt(sealed, _context(kind, row)))
    except tink.TinkError as error:
        raise Unusable(
            "what was written does not open; the field key is not the one it was sealed with: "
            "restore `keys/field.json` from the back-up that belongs to this database",
            code="keys_mismatch",
        ) from error
    return tuple(Said(**one) for one in orjson.loads(content))


def shred_words(db: Connection, kind: str, row: str) -> None:
    """Shred the words of a row, if there are any."""
    table = sealed_words
    db.execute(delete(table).where(table.c.kind == kind, table.c.id == row))


def shred_expired(db: Connection, now: int) -> int:
    """Shred all words whose time is over; return of how many rows."""
    return db.execute(delete(sealed_words).where(sealed_words.c.expires <= now)).rowcount


def _context(kind: str, row: str) -> bytes:
    return f"words\x00{kind}\x00{row}".encode()
