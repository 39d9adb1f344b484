"""What was found in the log that somebody should look at, and how far people are with it."""

from dataclasses import dataclass
from enum import StrEnum


class AlertState(StrEnum):
    """How far people are with an alert."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Delivery(StrEnum):
    """How far the webhook is: NONE where there was none when the alert was raised."""

    NONE = "none"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """One alert. `about` is a log id, a tool or a stream; `holds` whether it was still so when it
    was last looked at; times are milliseconds since 1970. `by` is the log id of who acknowledged
    or closed it."""

    id: str
    rule: str
    title: str
    severity: str
    about: str
    count: int
    state: AlertState
    holds: bool
    opened: int
    seen: int
    by: str
    delivery: Delivery
    tries: int
