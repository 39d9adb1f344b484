"""On what ground personal data may leave: consents and who gives them, permits, emergencies."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text

from gateway.store.tables.naming import metadata

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

directory_opt_outs = Table(
    "directory_opt_outs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("student", Text, nullable=False, index=True),
    Column("document", Text, nullable=False),
)
"""Who opted out of directory information. `document` is a
`terms.directory_information.DirectoryOptOut` as JSON, the other columns repeat it."""

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

emergencies = Table(
    "emergencies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("ends", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
)
"""Declared emergencies (34 CFR 99.36); `document` is a `terms.emergencies.Emergency` as JSON. The
threat itself is sealed in the history."""
