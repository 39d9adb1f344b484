"""The task that looks at the log: in one server process at a time, by a lease."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import structlog
from sqlalchemy import Connection

from gateway.errors import BadRequest, GatewayError
from gateway.outbox.outbox import Outbox
from gateway.oversight.office import Office
from gateway.oversight.officer import THE_GATEWAY, Officer
from gateway.store.commit import GroupCommit
from gateway.store.leases import take_lease
from gateway.terms.alerts import Alert, AlertState, Delivery
from gateway.terms.letters import Letter
from gateway.terms.times import HOUR_MS, MINUTE_MS
from gateway.watching import alerts
from gateway.watching.measures import Watched, measure
from gateway.watching.rules import AlertRule
from gateway.watching.told import Told
from gateway.watching.webhook import NotDelivered

LOOK_SECONDS = 60.0
MOST_TRIES = 12
LONGEST_WAIT_MS = HOUR_MS
KIND = "alert"
NAME = "watch"

_log = structlog.get_logger(__name__)


class Watch:
    """Looks at the log by rules, raises alerts, and has them told."""

    def __init__(
        self,
        watched: Watched,
        rules: Sequence[AlertRule],
        told: Told,
        *,
        commit: GroupCommit,
        outbox: Outbox,
        office: Office,
        holder: str,
        now: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        """Open it.

        Args:
            watched: the log.
            rules: what to look for.
            told: who is told.
            commit: the database.
            outbox: carries letters.
            office: logs what is raised and what people do about it.
            holder: this process.
            now: milliseconds since 1970.
            new_id: makes ids of alerts that sort by time.
        """
        self._watched = watched
        self._rules = rules
        self._told = told
        self._commit = commit
        self._outbox = outbox
        self._office = office
        self._holder = holder
        self._now = now
        self._new_id = new_id
        self._looked: dict[str, int] = {}

    @property
    def rules(self) -> Sequence[AlertRule]:
        """Return what is looked for."""
        return self._rules

    async def look(self) -> list[Alert] | None:
        """Look once, by the rules whose turn it is; return what is new, None where another process
        looks.

        Raises:
            Unusable: the log cannot be read, or the database not be written.
        """
        now = self._now()
        lease = partial(take_lease, name=NAME, holder=self._holder, now=now, span=alerts.LEASE_MS)
        if not await self._commit.run(lease):
            return None
        fresh: list[Alert] = []
        for rule in self._rules:
            if now - self._looked.get(rule.id, 0) < rule.every * MINUTE_MS:
                continue
            fresh += await self._look_by(rule, now)
            self._looked[rule.id] = now
        await self._deliver(now)
        self._told.standing(await self._watched.reader.quick(alerts.standing))
        return fresh

    async def _look_by(self, rule: AlertRule, now: int) -> list[Alert]:
        findings = await measure(rule, self._watched, now)
        delivery = Delivery.WAITING if self._told.webhook else Delivery.NONE

        def unit(db: Connection) -> list[Alert]:
            fresh = alerts.settle(
                db, rule, findings, now=now, new_id=self._new_id, delivery=delivery
            )
            self._outbox.enclose(*(one for alert in fresh for one in self._letters(alert)))(db)
            return fresh

        fresh = await self._commit.run(unit)
        for alert in fresh:
            await self._office.note("alert_raised", THE_GATEWAY, what=alert.id, result=rule.id)
            self._told.raised(rule.id)
        if fresh:
            self._outbox.posted.set()
        return fresh

    def _letters(self, alert: Alert) -> Iterable[Letter]:
        text = (
            f"{alert.title}.\n\nRule: {alert.rule}\nSeverity: {alert.severity}\n"
            f"About: {alert.about or 'the district'}\nCount: {alert.count}\nAlert: {alert.id}\n\n"
            "The alert is raised once while this lasts. Acknowledge or close it with\n"
            f"`crossing-guard alerts acknowledge {alert.id}` or `alerts close`, or over the audit "
            "API.\n"
        )
        return [
            Letter(
                kind=KIND,
                to=to,
                subject=f"Crossing Guard: {alert.title}",
                text=text,
                about=alert.id,
                language="en",
                urgent=True,
                once=f"{KIND}:{alert.id}:{to}",
            )
            for to in self._told.mail
        ]

    async def _deliver(self, now: int) -> None:
        webhook = self._told.webhook
        if webhook is None:
            return
        for alert in await self._watched.reader.quick(lambda db: alerts.to_deliver(db, now)):
            tries = alert.tries + 1
            try:
                await webhook.tell(alert)
                came = Delivery.SENT
            except NotDelivered as failed:
                over = failed.final or tries >= MOST_TRIES
                came = Delivery.FAILED if over else Delivery.WAITING
                _log.warning("alert_not_delivered", count=tries)
            due = now + min(MINUTE_MS * 2 ** min(tries - 1, 10), LONGEST_WAIT_MS)
            note = partial(alerts.delivered, alert=alert.id, delivery=came, tries=tries, due=due)
            await self._commit.run(note)

    async def listed(
        self, *, state: AlertState | None = None, before: str = "", limit: int = 50
    ) -> list[Alert]:
        """Return alerts, newest first."""
        read = partial(alerts.listed, state=state, before=before, limit=limit)
        return await self._watched.reader.quick(read)

    async def move(self, alert: str, to: AlertState, by: Officer) -> None:
        """Acknowledge or close an alert; the log tells who.

        Raises:
            BadRequest: there is none, or it is further already.
        """
        await self._office.note(f"alert_{to.value}", by, what=alert)
        if not await self._commit.run(lambda db: alerts.move(db, alert, to, by.log_id)):
            raise BadRequest(
                f"no alert `{alert[:64]}` can become {to.value}", code="not_found", status=404
            )

    async def keep_looking(self) -> None:
        """Look every minute, for ever; what cannot be looked at now is looked at then."""
        while True:
            try:
                await self.look()
            except GatewayError as error:
                _log.error("watch_failed", code=error.code)
            except Exception as error:  # noqa: BLE001 - watching must outlive whatever it meets
                _log.error("watch_failed", error=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)
