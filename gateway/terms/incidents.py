"""What the privacy office keeps track of: leaks, and requests to see what is kept."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gateway.terms.disclosure import STRICT, Category


class IncidentState(StrEnum):
    """How far an incident is.

    REPORTED: somebody said so, nobody has looked. CONFIRMED: data of those named was released by
    mistake, which is a disclosure that 34 CFR 99.32 wants recorded. DISMISSED: it was none.
    """

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    DISMISSED = "dismissed"


RELEASED = frozenset({IncidentState.CONFIRMED, IncidentState.CLOSED})
"""States in which an incident is a disclosure of those it names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Incident:
    """One release, or suspected release, of data that should not have left.

    `subjects` are log ids of whose data it was, `records` ids of the log's records it happened in.
    `party` is who got it, by a provider's or an office's name, never a pupil's. `discovered_on` is
    when the district knew, `told_on` when the party told the district, where it was the party's
    own breach. Days are local. What whoever reported it wrote is the reason of the row's creation,
    sealed in the history.
    """

    __pydantic_config__ = STRICT

    id: str
    title: str
    state: IncidentState = IncidentState.REPORTED
    discovered_on: date
    told_on: date | None = None
    happened_on: date | None = None
    party: str = ""
    tool: str = ""
    purpose: str = ""
    categories: frozenset[Category] = frozenset()
    subjects: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    region: str = ""
    notified_on: date | None = None


class RequestState(StrEnum):
    """How far a request to see records is."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True, slots=True)
class AccessRequest:
    """That somebody asks to see what is kept about a student (34 CFR 99.10, 34 CFR 300.613).

    `student` and `by` are roster ids. `region` is the state whose law applies, as its two letters,
    "" for federal law alone. `meeting_on` is the next IEP meeting, before which it must be done.
    `report` is the id of the packet that was made for it.
    """

    __pydantic_config__ = STRICT

    id: str
    student: str
    by: str
    received_on: date
    region: str = ""
    meeting_on: date | None = None
    state: RequestState = RequestState.OPEN
    done_on: date | None = None
    report: str = ""
