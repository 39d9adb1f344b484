"""What admins changed, and what they were answered."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from gateway.store.tables.naming import metadata

row_versions = Table(
    "row_versions",
    metadata,
    Column("kind", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    PrimaryKeyConstraint("kind", "row"),
)
"""How often each editable row was changed: who edits says which version they saw, so that of two
at one row the second is told. A row that is gone keeps its number."""

edits = Table(
    "edits",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("salt", LargeBinary, nullable=True),
    Column("sealed", LargeBinary, nullable=True),
    Column("batch", Text, nullable=False),
    Index("ix_edits_kind_row", "kind", "row", "id"),
    Index(
        "ix_edits_batch",
        "batch",
        sqlite_where=text("batch <> ''"),
        postgresql_where=text("batch <> ''"),
    ),
)
"""The history of what admins changed. `sealed` holds the old value, the new one and the reason;
`sha256`, over `salt` and those, stands in the log too. Erasing an edit clears `salt` and `sealed`:
the log stays whole, and what it was about is gone. Edits of one import share a `batch`, "" for one
by itself; the log then holds one hash over all of theirs."""

idempotency = Table(
    "idempotency",
    metadata,
    Column("who", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    PrimaryKeyConstraint("who", "key"),
)
"""Answers already given to requests that named an Idempotency-Key; `request` is a keyed hash of
what was asked, `sealed` the answer."""
