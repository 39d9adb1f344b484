"""Purging the sealed stand-ins of conversations that nobody used for long. Units.

A vault holds names, so it may not be kept for ever (16 CFR 312.10). What it is about can only be
read by opening it: while any legal hold stands, all of them are kept.
"""

from sqlalchemy import Connection, delete, func, select

from gateway.audit.due import Rules
from gateway.audit.purge import Scribe
from gateway.store.tables import vaults
from gateway.terms.record import Checkpoint
from gateway.terms.times import DAY_MS

EVENT = "vaults_purged"
MOST = 500
"""Vaults in one transaction."""


def count_due(db: Connection, rules: Rules) -> int:
    """Return how many conversations were not used for longer than their lifetime."""
    before = _before(rules)
    if before is None:
        return 0
    query = select(func.count()).where(vaults.c.updated < before)
    return int(db.execute(query).scalar_one())


def purge_some(db: Connection, rules: Rules, scribe: Scribe) -> tuple[int, Checkpoint | None]:
    """Take some of them away, under a certificate in the same transaction; return how many.

    Raises:
        Unusable: the stream of the certificate cannot be used.
    """
    before = _before(rules)
    if before is None or rules.holds:
        return 0, None
    query = select(vaults.c.conversation).where(vaults.c.updated < before).limit(MOST)
    due = list(db.execute(query).scalars())
    if not due:
        return 0, None
    # `updated` again: whoever used one meanwhile keeps it.
    gone = (vaults.c.conversation.in_(due), vaults.c.updated < before)
    count = db.execute(delete(vaults).where(*gone)).rowcount
    days = rules.lifetimes.conversations
    checkpoint = scribe.write(
        db,
        {
            "event": EVENT,
            "who": scribe.who,
            "counts": {"conversations": count},
            "lifetimes": {"conversations": days},
        },
    ).checkpoint
    return count, checkpoint


def _before(rules: Rules) -> int | None:
    days = rules.lifetimes.conversations
    return rules.now - days * DAY_MS if days else None
