"""Which lifetime a record has, whether it ran out, and what holds the record all the same. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from gateway.audit.purged import CERTIFICATE
from gateway.audit.search.fields import subjects_of
from gateway.terms.record import RecordKind
from gateway.terms.retention import LegalHold, Lifetimes
from gateway.terms.times import DAY_MS

type Told = Mapping[str, Any]

READINGS: Final = frozenset(
    {"log_query", "names_read", "log_export"}
    | {"consents_exported", "cases_exported", "directory_opt_outs_exported"}
    | {"report_begun", "report_made", "report_taken", "report_cancelled"}
)
KEPT: Final = (
    CERTIFICATE,
    "vaults_purged",
    "lifetimes_",
    "hold_",
    "key_rotated",
    "person_forgotten",
    "incident_",
    "emergency_",
    "content",
)
"""Events that begin so are never purged: they are the proof of what was. An emergency belongs to
the record of disclosures (34 CFR 99.32(a)(5)); those of `content` tell who read whose words."""
OF_NO_RECORD: Final = frozenset({"conversations", "contents"})
"""Lifetimes of what stands outside the log."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What decides at one moment (`now`, milliseconds since 1970) which records are due."""

    lifetimes: Lifetimes
    holds: tuple[LegalHold, ...]
    now: int

    @property
    def before(self) -> int | None:
        """Return the time before which a record may be due, None where every one is kept."""
        names = [one.name for one in fields(Lifetimes) if one.name not in OF_NO_RECORD]
        days = [getattr(self.lifetimes, name) for name in names]
        finite = [one for one in days if one]
        return self.now - min(finite) * DAY_MS if finite else None

    def due(self, record: Told) -> str:
        """Return the lifetime that a record has outlived, "" where it has not."""
        name = lifetime_of(record)
        days: int = getattr(self.lifetimes, name) if name else 0
        return name if days and record["time"] < self.now - days * DAY_MS else ""

    def held(self, record: Told) -> str:
        """Return the id of a hold that keeps a record, "" without one."""
        return next((hold.id for hold in self.holds if holds(hold, record)), "")


def lifetime_of(record: Told) -> str:
    """Return which of `Lifetimes` a record has, "" for one that is never purged by age.

    An outcome has that of its intent.
    """
    if record["kind"] == RecordKind.EVENT:
        return _lifetime_of_event(record["event"])
    if record.get("ferpa_99_32_mandatory"):
        return ""  # 34 CFR 99.32(a)(2): as long as the student's education records are kept
    if record.get("outcome") == "safety":
        return "safety"
    if record["kind"] == RecordKind.REFUSAL:
        return "refusals"
    subjects = subjects_of(record)
    if any(one["disclosed"] for one in subjects):
        return "disclosures"
    return "pseudonymised" if subjects else "unnamed"


def _lifetime_of_event(event: str) -> str:
    if event.startswith(KEPT):
        return ""
    if event == "safety_alert":
        return "safety"
    return "readings" if event in READINGS else "events"


def holds(hold: LegalHold, record: Told) -> bool:
    """Tell whether a hold keeps a record."""
    if hold.everything:
        return True
    subjects = {one["id"] for one in subjects_of(record)}
    people = {record.get("principal"), record.get("who")}
    touched = {record.get("what")}  # an event's: a person, a tool, a row
    return (
        _meets(hold.subjects, subjects | touched | {record.get("who")})
        and _meets(hold.principals, people | touched)
        and _meets(hold.tools, touched | {record.get("tool")})
        and _since(hold.since) <= record["time"] < _until(hold.until)
    )


def _meets(named: frozenset[str], found: Iterable[object]) -> bool:
    return not named or not named.isdisjoint(found)


def _since(day: date | None) -> float:
    """Return a day's beginning in the earliest zone: rather a day too much than one too little."""
    return float("-inf") if day is None else _midnight(day - timedelta(days=1))


def _until(day: date | None) -> float:
    return float("inf") if day is None else _midnight(day + timedelta(days=2))


def _midnight(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000
