"""Purging kept content that outlived its lifetime. Units.

What it is about stands beside it, by log id, so that a legal hold keeps just what it names.
"""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Connection

from gateway.audit.due import Rules, holds
from gateway.audit.purge import Scribe
from gateway.store.contents import destroy_contents, list_contents
from gateway.terms.contents import Content
from gateway.terms.record import Checkpoint, RecordKind
from gateway.terms.times import DAY_MS

EVENT = "contents_purged"
MOST = 200
"""Looked at in one transaction: few enough that no prompt waits long for it."""


@dataclass(kw_only=True, slots=True)
class FoundContents:
    """What is due among some kept content: ids, and of what a hold keeps, how much, by hold.

    `next` is where looking goes on, None at the end.
    """

    due: list[str] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    next: str | None = None


def held_by(content: Content, rules: Rules) -> str:
    """Return the id of a legal hold that keeps content, "" without one."""
    described = content.people - {content.principal}
    record = {
        "v": 2,
        "kind": RecordKind.INTENT,
        "time": content.at,
        "principal": content.principal,
        "tool": content.tool,
        "subjects": [{"id": one} for one in sorted(described)],
    }
    return next((hold.id for hold in rules.holds if holds(hold, record)), "")


def is_over(content: Content, rules: Rules) -> bool:
    """Tell whether nobody may read content any more, though it was not purged yet."""
    before = _before(rules)
    return before is not None and content.at < before and not held_by(content, rules)


def look_contents(
    db: Connection, rules: Rules, after: str = "", limit: int = MOST
) -> FoundContents:
    """Tell which of the next kept content is due, what stands after an id."""
    found, before = FoundContents(), _before(rules)
    if before is None:
        return found
    some = list_contents(db, after=after, before=before, limit=limit)
    for one in some:
        hold = held_by(one, rules)
        if hold:
            found.held[hold] += 1
        else:
            found.due.append(one.id)
    if len(some) == limit:
        found.next = some[-1].id
    return found


def purge_contents(
    db: Connection, rules: Rules, scribe: Scribe, after: str = ""
) -> tuple[FoundContents, Checkpoint | None]:
    """Destroy what is due among the next kept content, under a certificate in the transaction.

    Raises:
        Unusable: the stream of the certificate cannot be used.
    """
    found = look_contents(db, rules, after)
    count = destroy_contents(db, found.due)
    if not count:  # nothing was due, or another purge was faster
        found.due.clear()
        return found, None
    written = scribe.write(
        db,
        {
            "event": EVENT,
            "who": scribe.who,
            "counts": {"contents": count},
            "lifetimes": {"contents": rules.lifetimes.contents},
        },
    )
    return found, written.checkpoint


def _before(rules: Rules) -> int | None:
    days = rules.lifetimes.contents
    return rules.now - days * DAY_MS if days else None
