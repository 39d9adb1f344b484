"""What people wrote: held prompts, words of danger, kept content, vaults.

All of it is sealed (`gateway.store.keys`, `gateway.store.content_sealing`).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from gateway.store.tables.naming import metadata

held_prompts = Table(
    "held_prompts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("request", Text, nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_held_prompts_state_id", "state", "id"),
)
"""Prompts that were held; `document` is a `terms.holds.Hold` as JSON, the other columns repeat it.
Their words lie in `sealed_words`."""

hand_overs = Table(
    "hand_overs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Index("ix_hand_overs_state_due", "state", "due"),
)
"""What the safety team is handed; `document` is a `terms.hand_overs.HandOver` as JSON, the other
columns repeat it. The words lie in `sealed_words`."""

sealed_words = Table(
    "sealed_words",
    metadata,
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("expires", BigInteger, nullable=False, index=True),
    PrimaryKeyConstraint("kind", "id"),
)
"""What somebody wrote, sealed for those who may read it, until `expires`: of a held prompt, or of
one by which somebody may be in danger. `kind` and `id` name the row it belongs to."""

content_keys = Table(
    "content_keys",
    metadata,
    Column("person", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("made", BigInteger, nullable=False),
)
"""The key shelf: a random key for each log id about whom content is kept, sealed. A row that is
gone shreds all content that took it to open (`gateway.store.content_sealing`)."""

contents = Table(
    "contents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("principal", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)
"""Kept content, by the id of the record of its prompt; `wrapped` is its key, which takes the key of
everybody in `content_people` to open."""

content_people = Table(
    "content_people",
    metadata,
    Column("person", Text, nullable=False),
    Column("content", Text, nullable=False, index=True),
    PrimaryKeyConstraint("person", "content"),
)
"""Log ids of everybody whose key some content takes: who typed it, and whom it describes."""

content_parts = Table(
    "content_parts",
    metadata,
    Column("content", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("cut", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("content", "part"),
)
"""What was typed, what left, what came back: sealed under the content's key."""

content_readings = Table(
    "content_readings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
)
"""Who asked to read which content, and who concurred; `document` is a
`terms.contents.ContentReading` as JSON, the other columns repeat it."""

vaults = Table(
    "vaults",
    metadata,
    Column("conversation", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False, index=True),
)
