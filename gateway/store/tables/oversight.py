"""What the district's officers keep beside the log."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from gateway.store.tables.naming import metadata

incidents = Table(
    "incidents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""`document` is a `terms.incidents.Incident` as JSON: log ids, no names."""

access_requests = Table(
    "access_requests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""`document` is a `terms.incidents.AccessRequest` as JSON."""

lifetimes = Table(
    "lifetimes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Text, nullable=False),
)
"""One row: `terms.retention.Lifetimes` as JSON."""

legal_holds = Table(
    "legal_holds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""`document` is a `terms.retention.LegalHold` as JSON."""

alerts = Table(
    "alerts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("holds", Boolean, nullable=False),
    Column("opened", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("delivery", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Index("ix_alerts_rule_state", "rule", "state"),
)
"""What was found in the log that somebody should look at (`gateway.watching.alerts`)."""

saved_queries = Table(
    "saved_queries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""`document` is a `gateway.oversight.queries.SavedQuery` as JSON."""
