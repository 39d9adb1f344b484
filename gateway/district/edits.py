"""The writing side of the district: units that record consents, tools, secrets and choices.

Each moves its part's revision in the same transaction, so an edit shows with the next request.
"""

from collections.abc import Iterable
from itertools import batched

from sqlalchemy import Connection, delete, insert, select
from tink import aead

from gateway.district.documents import CHOICES, CONSENT, PATTERN, PUBLIC_NAME, TOOL
from gateway.district.roster_import import bump
from gateway.district.sealed import seal_secret
from gateway.store import tables
from gateway.terms.disclosure import Consent, DistrictChoices, Tool
from gateway.terms.patterns import DistrictPattern
from gateway.terms.people import PublicName

BATCH = 1000


def put_consents(db: Connection, consents: Iterable[Consent], *, now: int) -> int:
    """Record consents, each in place of what stood under its id; return how many."""
    count = 0
    for some in batched(consents, BATCH):
        ids = [one.id for one in some]
        db.execute(delete(tables.consents).where(tables.consents.c.id.in_(ids)))
        db.execute(
            insert(tables.consents),
            [
                {
                    "id": one.id,
                    "subject": one.subject,
                    "document": CONSENT.write(one),
                    "changed": now,
                }
                for one in some
            ],
        )
        count += len(some)
    bump(db, "consents")
    return count


def put_refusal(db: Connection, subject: str, *, by: str, now: int) -> None:
    """Record that a parent or eligible student refused AI use (16 CFR 312.6)."""
    db.execute(delete(tables.refusals).where(tables.refusals.c.subject == subject))
    db.execute(insert(tables.refusals).values(subject=subject, by=by, at=now))
    bump(db, "consents")


def put_tools(db: Connection, tools: Iterable[Tool]) -> None:
    """Register tools, each in place of what stood under its id."""
    for one in tools:
        db.execute(delete(tables.tools).where(tables.tools.c.id == one.id))
        db.execute(
            insert(tables.tools).values(id=one.id, model=one.model, document=TOOL.write(one))
        )
    bump(db, "tools")


def put_public_names(db: Connection, names: Iterable[PublicName]) -> None:
    """Record edits of the list of people everyone knows, each in place of what its id stood for."""
    for one in names:
        db.execute(delete(tables.public_names).where(tables.public_names.c.id == one.id))
        db.execute(insert(tables.public_names).values(id=one.id, document=PUBLIC_NAME.write(one)))
    bump(db, "public_names")


def put_patterns(db: Connection, patterns: Iterable[DistrictPattern]) -> None:
    """Record patterns, each in place of what its id stood for."""
    for one in patterns:
        db.execute(delete(tables.patterns).where(tables.patterns.c.id == one.id))
        db.execute(insert(tables.patterns).values(id=one.id, document=PATTERN.write(one)))
    bump(db, "patterns")


def put_secret(db: Connection, fields: aead.Aead, name: str, secret: str) -> None:
    """Store a credential, sealed."""
    db.execute(delete(tables.secrets).where(tables.secrets.c.name == name))
    db.execute(insert(tables.secrets).values(name=name, sealed=seal_secret(fields, name, secret)))
    bump(db, "tools")


def set_choices(db: Connection, choices: DistrictChoices) -> None:
    """Record what the district decided."""
    db.execute(delete(tables.choices))
    db.execute(insert(tables.choices).values(id=1, document=CHOICES.write(choices)))
    bump(db, "choices")


def begin_district(db: Connection, choices: DistrictChoices, parts: Iterable[str]) -> bool:
    """Make the rows that every district has; return False where they stand already."""
    if db.execute(select(tables.revisions.c.name)).first() is not None:
        return False
    db.execute(insert(tables.revisions), [{"name": part, "number": 0} for part in parts])
    set_choices(db, choices)
    return True


def put_rule_set(db: Connection, sha256: str, data: bytes, *, now: int) -> None:
    """Keep a rule set's bytes, if they are not kept yet."""
    known = select(tables.rule_sets.c.sha256).where(tables.rule_sets.c.sha256 == sha256)
    if db.execute(known).first() is None:
        db.execute(insert(tables.rule_sets).values(sha256=sha256, data=data, first_used=now))
