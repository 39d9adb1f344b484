"""The log, and who outside has how much of it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from gateway.store.tables.naming import metadata

log_streams = Table(
    "log_streams",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("origin", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("holder", Text, nullable=False),
    Column("leased_until", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("settled", BigInteger, nullable=False),
    Column("checkpoint", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
)
"""One row a stream: its writer's lease (`holder`, `leased_until`), the `epoch` that fences off
every earlier writer, and the tree's head. Every intent below index `settled` has its outcome, so
whoever takes over a crashed writer's stream reads only what is above."""

log_entries = Table(
    "log_entries",
    metadata,
    Column("stream", Text, nullable=False),
    Column("index", BigInteger, nullable=False),
    Column("record", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("purged", Text, nullable=False, server_default=""),
    PrimaryKeyConstraint("stream", "index", "time"),
    UniqueConstraint("record", "time", name="uq_log_entries_record_time"),
    Index(
        "ix_log_entries_about",
        "about",
        sqlite_where=text("about <> ''"),
        postgresql_where=text("about <> ''"),
    ),
    postgresql_partition_by='RANGE ("time")',
)
"""Append-only, by triggers and, on PostgreSQL, by grants; there it has a partition a month, and the
keys hold `time` for that reason alone. `data` are the record's canonical bytes, `leaf` their RFC
6962 leaf hash; `record`, `kind`, `about` and `time` repeat what `data` says, and verification
compares them. `purged` is the id of the certificate under which `data` was cleared, "" before. No
foreign key to the stream: it would cost a look-up and a row lock for every entry. Only outcomes
are about something, so the index holds only them; say `about <> ''` in a query that is to use
it."""

checkpoint_places = Table(
    "checkpoint_places",
    metadata,
    Column("place", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("leased_until", BigInteger, nullable=False),
    Column("code", Text, nullable=False),
    Column("late", Boolean, nullable=False),
)
"""Places outside that get checkpoints. One process delivers to a place at a time (`holder`); `code`
is how its last try failed, `late` whether the log was told so."""

checkpoint_deliveries = Table(
    "checkpoint_deliveries",
    metadata,
    Column("place", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    PrimaryKeyConstraint("place", "stream"),
)
"""How much of each stream a place knows, and since when; `since` is when a newer checkpoint was
first due there, 0 while none is."""

forwarded = Table(
    "forwarded",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("done", BigInteger, nullable=False),
)
"""How many entries of each stream a security team's system has (`gateway.watching.forward`)."""
