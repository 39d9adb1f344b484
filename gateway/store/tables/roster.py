"""Who is at the district's schools, and how they are tied to each other.

Names of people stand in these tables only; birth dates are sealed (`gateway.store.keys`). An import
changes what the roster says, and leaves alone what the office wrote down beside it.
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
    text,
)

from gateway.store.tables.naming import metadata

schools = Table(
    "schools",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("identifier", Text, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("middle", Text, nullable=False),
    Column("preferred_given", Text, nullable=False),
    Column("preferred_middle", Text, nullable=False),
    Column("preferred_family", Text, nullable=False),
    Column("username", Text, nullable=False),
    Column("emails", Text, nullable=False),
    Column("phones", Text, nullable=False),
    Column("ids", Text, nullable=False),
    Column("guardians", Text, nullable=False),
    Column("schools", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("born", LargeBinary, nullable=True),
    Column("log_id", Text, nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False),
    Column("revision", BigInteger, nullable=False, server_default=text("0")),
    Index("ix_people_revision", "revision"),
)
"""`born` is sealed; `digest` is keyed, over the whole imported row, to tell what an import changes;
`revision` is the roster's number with which the row was last written, to tell who changed since.
`log_id` is the person's random id in the log; replacing it cuts the person
loose from every entry."""

email_index = Table(
    "emails",
    metadata,
    Column("email", Text, nullable=False),
    Column("person", Text, nullable=False),
    PrimaryKeyConstraint("email", "person"),
)
"""Lower-cased e-mail addresses to people, for trusted clients that assert one."""

guardianships = Table(
    "guardianships",
    metadata,
    Column("student", Text, nullable=False),
    Column("guardian", Text, nullable=False, index=True),
    PrimaryKeyConstraint("student", "guardian"),
)

classes = Table(
    "classes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("school", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("grades", Text, nullable=False),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("class_id", Text, nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("begins", Text, nullable=False),
    Column("ends", Text, nullable=False),
    PrimaryKeyConstraint("class_id", "person"),
)

class_access = Table(
    "class_access",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("class_id", Text, nullable=False),
    Column("begins", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("document", Text, nullable=False),
)
"""Access to a class that the office granted; an import of the roster leaves it alone. `document` is
a `terms.people.ClassAccess` as JSON, the other columns repeat it."""

caseloads = Table(
    "caseloads",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("student", Text, nullable=False),
    Column("begins", Text, nullable=False),
    Column("ends", Text, nullable=False),
    Column("document", Text, nullable=False),
)
"""Students whom somebody of the staff looks after; an import of the roster leaves them alone.
`document` is a `terms.people.Case` as JSON, the other columns repeat it."""

person_links = Table(
    "person_links",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("other", Text, nullable=False, index=True),
    Column("document", Text, nullable=False),
)
"""That two people of the roster are one. `document` is a `terms.people.PersonLink` as JSON, the
other columns repeat it."""

person_merges = Table(
    "person_merges",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kept", Text, nullable=False, index=True),
    Column("duplicate", Text, nullable=False, unique=True),
    Column("document", Text, nullable=False),
)
"""That two rows of the roster are one person. `document` is a `terms.people.PersonMerge` as JSON,
the other columns repeat it."""

roster_imports = Table(
    "roster_imports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("source", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Index("ix_roster_imports_at_id", "at", "id"),
)
"""`result` is `applied`, `unchanged` or `failed`; after a failure the last good
roster serves on. `code` and `why` tell how it failed."""

roster_sources = Table(
    "roster_sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""One row, none where rosters come by hand: `document` is a `terms.rosters.RosterSource` as
JSON."""
