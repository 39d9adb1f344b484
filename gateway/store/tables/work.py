"""What the server processes share out among themselves: jobs, letters, leases."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text

from gateway.store.tables.naming import metadata

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("began", BigInteger, nullable=False),
    Column("touched", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("result", Text, nullable=False),
)
"""Work in the background, so that every server process can tell how far it got. `touched` is when
it last said so: a job whose process is gone stands still. `result` is JSON without content, or the
stable code of a failure."""

letters = Table(
    "letters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("once", Text, nullable=True, unique=True),
    Column("urgent", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("posted", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=True),
    Column("tries", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("ended", BigInteger, nullable=True),
    Column("sealed", LargeBinary, nullable=True),
    Index("ix_letters_state_due", "state", "due"),
)
"""The outbox. `sealed` holds to whom and what, until the letter is sent or given up; `due` is when
it is tried next: whoever tries it moves that on first, so that nobody else does. `code` says how
the last try failed."""

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
)
"""Work that one server process does at a time: who has it, and until when."""
