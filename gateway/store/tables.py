"""Every table, as SQLAlchemy Core sees it: the same on SQLite and PostgreSQL.

Names of people stand in the roster tables only; birth dates, credentials and vaults are sealed
(`gateway.store.keys`). Lists and documents are JSON text. Times are milliseconds since 1970 UTC,
dates ISO text in the district's calendar.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

revisions = Table(
    "revisions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
"""One row a part of the district (`district.directory.PARTS`): its number grows in the transaction
that changes the part, so that one small read tells every cache what is stale."""

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

directory_opt_outs = Table(
    "directory_opt_outs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("student", Text, nullable=False, index=True),
    Column("document", Text, nullable=False),
)
"""Who opted out of directory information. `document` is a
`terms.directory_information.DirectoryOptOut` as JSON, the other columns repeat it."""

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

consents = Table(
    "consents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subject", Text, nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("changed", BigInteger, nullable=False),
)
"""`document` is a `terms.disclosure.Consent` as JSON."""

refusals = Table(
    "refusals",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""A parent's or eligible student's refusal (16 CFR 312.6): beats every consent while it stands."""

rights = Table(
    "rights",
    metadata,
    Column("student", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""`document` is a `terms.rights.Rights` as JSON: who holds the rights of a student of whom birth
date and roster do not tell."""

consent_forms = Table(
    "consent_forms",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""What the district wrote for guardians to sign; `document` is a `terms.signing.ConsentForm` as
JSON. A row never changes."""

signature_requests = Table(
    "signature_requests",
    metadata,
    Column("id", Text, primary_key=True),
    Column("subject", Text, nullable=False, index=True),
    Column("signer", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("code", LargeBinary, nullable=True),
    Column("ended", BigInteger, nullable=True),
    Column("sha256", Text, nullable=False),
    Column("salt", LargeBinary, nullable=True),
    Column("sealed", LargeBinary, nullable=True),
)
"""Who is asked to sign for a student; `document` is a `terms.signing.Request` as JSON. `tries`
counts wrong second factors since the last right one; `code` is the keyed hash of a code that was
given out. Once signed, `sealed` is the evidence (what was shown, what was answered, the name that
was typed) and `sha256`, over `salt` and that, stands in the consents and in the log."""

tools = Table(
    "tools",
    metadata,
    Column("id", Text, primary_key=True),
    Column("model", Text, nullable=False, unique=True),
    Column("document", Text, nullable=False),
)
"""`document` is a `terms.disclosure.Tool` as JSON; credentials stand in `secrets`."""

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

emergencies = Table(
    "emergencies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("ends", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
)
"""Declared emergencies (34 CFR 99.36); `document` is a `terms.emergencies.Emergency` as JSON. The
threat itself is sealed in the history."""

permits = Table(
    "permits",
    metadata,
    Column("id", Text, primary_key=True),
    Column("class_id", Text, nullable=False, index=True),
    Column("ends", Text, nullable=False),
    Column("document", Text, nullable=False),
)
"""What teachers permit in their classes; `document` is a `terms.permits.TeacherPermit` as JSON, the
other columns repeat it."""

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

public_names = Table(
    "public_names",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""What the district changes on the list of people everyone knows; `document` is a
`terms.people.PublicName` as JSON."""

patterns = Table(
    "patterns",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""What a district adds to what is found; `document` is a `terms.patterns.DistrictPattern` as
JSON."""

secrets = Table(
    "secrets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

choices = Table(
    "choices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Text, nullable=False),
)
"""One row: `terms.disclosure.DistrictChoices` as JSON."""

rule_sets = Table(
    "rule_sets",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("first_used", BigInteger, nullable=False),
)
"""The bytes of every rule set that ever decided, so that its decisions can be replayed."""

rule_versions = Table(
    "rule_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("data", LargeBinary, nullable=True),
    Column("activated", BigInteger, nullable=True),
)
"""What the district drafts as rules: `document` says how far it got, `data` are the rule-set bytes
of the last draft that passed its checks, `activated` when it last began to decide."""

active_rules = Table(
    "active_rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)
"""One row, none for the packs as they come: which version decides; `sha256` names its bytes in
`rule_sets`, "" for the packs as they come."""

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

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("person", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("duties", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=True),
    Column("revoked", BigInteger, nullable=True),
    Column("purpose", Text, nullable=False, server_default=text("''")),
    Column("purposes", Text, nullable=False, server_default=text("''")),
)
"""A key belongs to a `person` or to a trusted `client`, never both; `hash` is keyed. `purpose` is
what its prompts are for, `purposes` what they may be for, "" for whatever the tool allows."""

clients = Table(
    "clients",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
    Column("secret", LargeBinary, nullable=True),
)
"""Trusted chat front ends that may assert a person; `secret` is the sealed JWT key, if any."""

vaults = Table(
    "vaults",
    metadata,
    Column("conversation", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False, index=True),
)

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

forwarded = Table(
    "forwarded",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("done", BigInteger, nullable=False),
)
"""How many entries of each stream a security team's system has (`gateway.watching.forward`)."""

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
)
"""Work that one server process does at a time: who has it, and until when."""

saved_queries = Table(
    "saved_queries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, nullable=False),
)
"""`document` is a `gateway.oversight.queries.SavedQuery` as JSON."""
