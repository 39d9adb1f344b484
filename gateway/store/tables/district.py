"""What the district set up: its tools, its choices, its rules, and who may call."""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Table, Text, text

from gateway.store.tables.naming import metadata

revisions = Table(
    "revisions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
"""One row a part of the district (`district.directory.PARTS`): its number grows in the transaction
that changes the part, so that one small read tells every cache what is stale."""

tools = Table(
    "tools",
    metadata,
    Column("id", Text, primary_key=True),
    Column("model", Text, nullable=False, unique=True),
    Column("document", Text, nullable=False),
)
"""`document` is a `terms.disclosure.Tool` as JSON; credentials stand in `secrets`."""

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
