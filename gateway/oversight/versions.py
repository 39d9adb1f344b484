"""Versions of the rules as rows: what was drafted, how far it got, and which one decides."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, insert, select, update

from gateway.decision.drafts import RuleDraft
from gateway.district.documents import Document
from gateway.district.edits import put_rule_set
from gateway.district.roster_import import bump
from gateway.district.shelves import THE_ONE, Shelf
from gateway.store.tables import active_rules, rule_versions


class State(StrEnum):
    """How far a version got."""

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"
    ACTIVE = "active"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """What a check found that passed. `at` is milliseconds since 1970; `warnings` ask whether
    something is meant, and whoever approves has seen them."""

    sha256: str
    at: int
    cases: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Approved:
    """Who approved a version. `alone` tells that it was one of its authors, which the district
    has to allow."""

    by: str
    at: int
    alone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleVersion:
    """One version of the rules. `authors` are the roster ids of all who edited it."""

    draft: RuleDraft
    authors: tuple[str, ...]
    checked: Checked | None = None
    approved: Approved | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ActiveRules:
    """Which version decides, and which did before; "" for the packs as they come."""

    version: str
    sha256: str
    before: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A version as it stands: its row's version, how far it got, and when it last came to decide
    (milliseconds since 1970, None for never)."""

    value: RuleVersion
    version: int
    state: State
    activated: int | None = field(default=None)


def state_of(value: RuleVersion, *, activated: bool, active: bool) -> State:
    """Return how far a version got."""
    if active:
        return State.ACTIVE
    if activated:
        return State.SUPERSEDED
    if value.approved is not None:
        return State.APPROVED
    return State.CHECKED if value.checked is not None else State.DRAFT


VERSION: Final = Document(RuleVersion)
ACTIVE: Final = Document(ActiveRules)


def with_bytes(data: bytes) -> Shelf[RuleVersion]:
    """Return the shelf of versions, to put one in place together with its rule set's bytes."""

    def put(db: Connection, value: RuleVersion, now: int) -> None:
        _put_version(db, value, now)
        row = rule_versions.c.id == value.draft.id
        db.execute(update(rule_versions).where(row).values(data=data))

    return replace(VERSIONS, put=put)


def activating(data: bytes) -> Shelf[ActiveRules]:
    """Return the shelf of what is active, to put a rule set in force together with its bytes."""

    def put(db: Connection, value: ActiveRules, now: int) -> None:
        if value.version:
            put_rule_set(db, value.sha256, data, now=now)
            row = rule_versions.c.id == value.version
            db.execute(update(rule_versions).where(row).values(activated=now))
        document = {"document": ACTIVE.write(value), "sha256": value.sha256}
        if db.execute(update(active_rules).values(document)).rowcount == 0:
            db.execute(insert(active_rules).values(id=1, **document))
        bump(db, "rules")

    return replace(ACTIVE_RULES, put=put)


def read_bytes(db: Connection, version: str) -> tuple[bytes | None, int | None]:
    """Return a version's rule-set bytes and when it was last activated, None for never."""
    columns = (rule_versions.c.data, rule_versions.c.activated)
    row = db.execute(select(*columns).where(rule_versions.c.id == version)).first()
    return (None, None) if row is None else (row.data, row.activated)


def _read_version(db: Connection, row: str) -> RuleVersion | None:
    text = db.execute(select(rule_versions.c.document).where(rule_versions.c.id == row)).scalar()
    return None if text is None else VERSION.read(text)


def _put_version(db: Connection, value: RuleVersion, _now: int) -> None:
    row, document = rule_versions.c.id == value.draft.id, VERSION.write(value)
    if db.execute(update(rule_versions).where(row).values(document=document)).rowcount == 0:
        db.execute(insert(rule_versions).values(id=value.draft.id, document=document))


def _list_versions(db: Connection, after: str, limit: int) -> list[RuleVersion]:
    query = select(rule_versions.c.document).where(rule_versions.c.id > after)
    rows = db.execute(query.order_by(rule_versions.c.id).limit(limit)).scalars()
    return [VERSION.read(text) for text in rows]


def _read_active(db: Connection, _row: str) -> ActiveRules | None:
    text = db.execute(select(active_rules.c.document)).scalar()
    return None if text is None else ACTIVE.read(text)


def _not_alone(_db: Connection, _value: ActiveRules, _now: int) -> None:
    raise AssertionError("what is active is put in place with its bytes: `activating`")


VERSIONS: Final = Shelf(
    kind="rule_version",
    document=VERSION,
    row_of=lambda version: version.draft.id,
    read=_read_version,
    put=_put_version,
    listed=_list_versions,
)
"""Drafting moves no revision: only what is active bears on a prompt."""
ACTIVE_RULES: Final[Shelf[ActiveRules]] = Shelf(
    kind="active_rules",
    document=ACTIVE,
    row_of=lambda _active: THE_ONE,
    read=_read_active,
    put=_not_alone,
)
