"""Who is told that somebody may be in danger: the door to the school's safety team.

An alert says that there is one and which record it belongs to, not who or what. The words go with
it in memory only, for a desk that seals them for a named team; the desk here drops them.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from gateway.errors import GatewayError
from gateway.identity.callers import Caller
from gateway.steps.draft import Draft
from gateway.steps.safety import Alarm
from gateway.telemetry import Metrics
from gateway.terms.record import Receipt, Record, RecordKind

EVENT = "safety_alert"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """What a desk is told.

    Args:
        record: id of the record of the prompt, by which somebody entitled finds who it was.
        person: roster id of who typed it, for a desk that hands it over.
        principal: their log id.
        schools: ids of their schools, for a desk that knows a team for each.
        words: the leaves that raised it; to be sealed at once or dropped, never logged.
    """

    record: str
    person: str
    principal: str
    schools: tuple[str, ...]
    words: tuple[str, ...] = field(repr=False)


class Log(Protocol):
    """The decision log, as far as alarms need it."""

    async def append(self, record: Record, /) -> Receipt:
        """Write a record, and return once it is durable."""


class SafetyDesk(Protocol):
    """Takes alerts."""

    async def alert(self, alert: Alert) -> None:
        """Pass an alert on, and return once it is durable.

        Raises:
            GatewayError: it could not be passed on.
        """


class LogDesk:
    """Writes an event without content to the log, a line to standard error, and counts."""

    def __init__(
        self,
        log: Log,
        metrics: Metrics,
        *,
        now: Callable[[], int],
        record_id: Callable[[], str],
    ) -> None:
        """`now` in milliseconds since 1970 UTC; `record_id` makes ids of records."""
        self._log = log
        self._metrics = metrics
        self._now = now
        self._record_id = record_id

    async def alert(self, alert: Alert) -> None:
        """Record that there was an alert.

        Raises:
            Unusable: the log is down; line and count are there all the same.
        """
        self._metrics.safety_alerts.inc()
        _log.warning(EVENT, record=alert.record)
        await self._log.append(
            Record(
                id=self._record_id(),
                kind=RecordKind.EVENT,
                time=self._now(),
                fields={"event": EVENT, "who": alert.principal, "what": alert.record},
            )
        )


async def raise_alarm(
    alarm: Alarm, caller: Caller, draft: Draft, log: Log, desk: SafetyDesk
) -> bool:
    """Record an alarm and tell the desk, to the end even if whoever asked went away.

    A log or a desk that is down must not keep the answer from somebody in danger.

    Returns:
        Whether the answer is on record.
    """
    raising = asyncio.ensure_future(_raise(alarm, caller, draft, log, desk))
    try:
        return await asyncio.shield(raising)
    except asyncio.CancelledError:
        await asyncio.wait({raising})
        raise


async def _raise(alarm: Alarm, caller: Caller, draft: Draft, log: Log, desk: SafetyDesk) -> bool:
    recorded = bool(alarm.reply)  # else the prompt goes on, and its own record follows
    if recorded:
        try:
            await log.append(draft.answered_first(alarm.reader.value, fresh=alarm.fresh))
        except GatewayError as fault:
            recorded = False
            _log.error("refusal_not_recorded", code=fault.code, record=draft.id)
    if not alarm.fresh:
        return recorded
    alert = Alert(
        record=draft.id,
        person=caller.principal.id,
        principal=caller.known.log_id,
        schools=caller.principal.person.schools,
        words=alarm.words,
    )
    try:
        await desk.alert(alert)
    except GatewayError as fault:
        _log.error("safety_alert_failed", code=fault.code, record=draft.id)
    return recorded
