"""The history of what admins changed: who, when, what it was, what it is, and why.

Old value, new value and reason are sealed in the row; the log keeps only their salted hash. So
an edit can be shown to those entitled, proved against the log by an auditor, and erased when a
person must be forgotten, which leaves the log whole and says nothing any more.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched

import orjson
import tink
from sqlalchemy import Connection, Row, delete, insert, select, update
from tink import aead

from gateway.errors import Unusable
from gateway.store import tables
from gateway.store.sealing import seal

SALT_BYTES = 16
BATCH = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """One change. `at` is milliseconds since 1970; `who` a log id; `version` the row's after it.
    `old` and `new` are documents (JSON text), None where the row was not or is no more. `batch`
    is the id of the import it belongs to, "" for none."""

    id: str
    at: int
    who: str
    kind: str
    row: str
    action: str
    version: int
    old: str | None = field(repr=False)
    new: str | None = field(repr=False)
    why: str = field(repr=False)
    batch: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What is kept of an edit's content: sealed, and its salted hash in hex."""

    salt: bytes = field(repr=False)
    sha256: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """An edit as listed: its content only if it was not erased; `sha256` is what the log holds."""

    id: str
    at: int
    who: str
    kind: str
    row: str
    action: str
    version: int
    sha256: str
    batch: str
    edit: Edit | None = field(repr=False)


def evidence_of(fields: aead.Aead, edit: Edit, salt: bytes) -> Evidence:
    """Return what is kept of an edit.

    Args:
        fields: the field key.
        edit: what was changed.
        salt: `SALT_BYTES` random bytes, so that nobody finds a value by guessing at its hash.

    Raises:
        Unusable: the field key cannot seal.
    """
    content = _content(edit)
    sealed = seal(fields, content, _context(edit.id))
    return Evidence(salt=salt, sha256=_hash(salt, content), sealed=sealed)


def put_edits(db: Connection, edits: Iterable[tuple[Edit, Evidence]]) -> None:
    """Write edits into the history, in the transaction of the changes themselves."""
    for some in batched(edits, BATCH):
        db.execute(
            insert(tables.edits),
            [
                {
                    "id": edit.id,
                    "at": edit.at,
                    "who": edit.who,
                    "kind": edit.kind,
                    "row": edit.row,
                    "action": edit.action,
                    "version": edit.version,
                    "sha256": evidence.sha256,
                    "salt": evidence.salt,
                    "sealed": evidence.sealed,
                    "batch": edit.batch,
                }
                for edit, evidence in some
            ],
        )


def batch_hash(hashes: Iterable[str]) -> str:
    """Return one hash over those of many edits, in any order: what the log holds of an import."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def list_edits(
    db: Connection,
    fields: aead.Aead,
    *,
    kind: str = "",
    row: str = "",
    batch: str = "",
    before: str = "",
    limit: int = 50,
) -> list[Listed]:
    """Return edits, newest first.

    Args:
        db: the database.
        fields: opens them.
        kind: only of this kind of row, "" for all.
        row: only of this row, "" for all.
        batch: only of this import, "" for all.
        before: only those with a smaller id (the last one of the page before), "" to begin.
        limit: at most so many.

    Raises:
        Unusable: an edit does not open, or is not what its hash says.
    """
    edits = tables.edits
    query = select(edits).order_by(edits.c.id.desc()).limit(limit)
    if kind:
        query = query.where(edits.c.kind == kind)
    if row:
        query = query.where(edits.c.row == row)
    if batch:
        query = query.where(edits.c.batch == batch)
    if before:
        query = query.where(edits.c.id < before)
    return [_listed(fields, one) for one in db.execute(query)]


def read_edits(db: Connection, fields: aead.Aead, ids: Iterable[str]) -> dict[str, Listed]:
    """Return edits by their ids, those that are not there left out.

    Raises:
        Unusable: an edit does not open, or is not what its hash says.
    """
    found: dict[str, Listed] = {}
    for some in batched(ids, BATCH):
        query = select(tables.edits).where(tables.edits.c.id.in_(some))
        found.update({row.id: _listed(fields, row) for row in db.execute(query)})
    return found


def erase_edits(db: Connection, kind: str, row: str) -> int:
    """Erase what the edits of one row were about; return how many there were.

    Who changed the row and when, and the hashes, stay.
    """
    edits = tables.edits
    at = (edits.c.kind == kind, edits.c.row == row, edits.c.sealed.is_not(None))
    return db.execute(update(edits).where(*at).values(salt=None, sealed=None)).rowcount


def rename_rows(db: Connection, kinds: Iterable[str], row: str, to: str) -> None:
    """Call a row otherwise whose edits were erased, and forget how often it was changed: its id
    was the roster's id of a person, and tells who it was about."""
    edits, versions = tables.edits.c, tables.row_versions.c
    those = tuple(kinds)
    db.execute(update(tables.edits).where(edits.kind.in_(those), edits.row == row).values(row=to))
    db.execute(delete(tables.row_versions).where(versions.kind.in_(those), versions.row == row))


def _listed(fields: aead.Aead, row: Row[tuple[object, ...]]) -> Listed:
    edit = None
    if row.sealed is not None:
        try:
            content = bytes(fields.decrypt(row.sealed, _context(row.id)))
        except tink.TinkError as error:
            raise _damaged(row.id) from error
        kind, at_row, action, version, old, new, why = orjson.loads(content)
        edit = Edit(
            id=row.id,
            at=row.at,
            who=row.who,
            kind=kind,
            row=at_row,
            action=action,
            version=version,
            old=old,
            new=new,
            why=why,
            batch=row.batch,
        )
        same = (kind, at_row, action, version) == (row.kind, row.row, row.action, row.version)
        if not (same and hmac.compare_digest(_hash(row.salt, content), row.sha256)):
            raise _damaged(row.id)
    return Listed(
        id=row.id,
        at=row.at,
        who=row.who,
        kind=row.kind,
        row=row.row,
        action=row.action,
        version=row.version,
        sha256=row.sha256,
        batch=row.batch,
        edit=edit,
    )


def _content(edit: Edit) -> bytes:
    return orjson.dumps(
        [edit.kind, edit.row, edit.action, edit.version, edit.old, edit.new, edit.why]
    )


def _hash(salt: bytes, content: bytes) -> str:
    return hashlib.sha256(salt + content).hexdigest()


def _context(edit: str) -> bytes:
    return b"edit\x00" + edit.encode()


def _damaged(edit: str) -> Unusable:
    return Unusable(
        f"edit `{edit}` of the history does not open or was altered; restore it from a back-up, "
        "and compare with the log",
        code="history_damaged",
    )
