"""The tables by which records are found, all of them made from the log (`gateway.audit.search`)."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from gateway.store.tables.naming import metadata

search_state = Table(
    "search_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("generation", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("sealed", Integer, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("holder", Text, nullable=False),
    Column("leased_until", BigInteger, nullable=False),
)
"""One row: how far the search tables are. Records below `position` are numbered, blocks below
`sealed` are whole; `changed` counts the changes to `search_rows`, `generation` the times that what
was read of the block under way is so no more. One process projects at a time (`holder`)."""

search_streams = Table(
    "search_streams",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("done", BigInteger, nullable=False),
)
"""How many entries of each stream are in the search tables."""

search_rows = Table(
    "search_rows",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("index", BigInteger, nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("ended_index", BigInteger, nullable=True),
    Column("ended_time", BigInteger, nullable=True),
    Column("changed", BigInteger, nullable=False),
    Index("ix_search_rows_stream_index", "stream", "index"),
)
"""Which entry the record at a position is, and its outcome's (in the same stream)."""

search_blocks = Table(
    "search_blocks",
    metadata,
    Column("block", Integer, primary_key=True, autoincrement=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
)
"""Each whole block's earliest and latest time."""

search_postings = Table(
    "search_postings",
    metadata,
    Column("term", BigInteger, nullable=False),
    Column("block", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    PrimaryKeyConstraint("term", "block"),
    sqlite_with_rowid=False,
)
"""Which records of a block have a term (`gateway.audit.search.block`), as a set of bits."""

search_values = Table(
    "search_values",
    metadata,
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("field", "value"),
)
"""The values that the listed fields ever had."""
