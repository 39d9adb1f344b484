"""Alerts as rows: raised once while what they tell of lasts, acknowledged and closed by people.

Units of work on the table. An alert that was closed is not raised again until what it told of has
ended once; `holds` is what remembers that.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from gateway.store.tables import alerts
from gateway.terms.alerts import Alert, AlertState, Delivery
from gateway.watching.measures import Finding
from gateway.watching.rules import AlertRule

LEASE_MS = 180_000
"""How long a process that watches or forwards may stay away before another does."""


def settle(
    db: Connection,
    rule: AlertRule,
    findings: Sequence[Finding],
    *,
    now: int,
    new_id: Callable[[], str],
    delivery: Delivery,
) -> list[Alert]:
    """Bring a rule's alerts up with what it found; return those that are new."""
    table = alerts.c
    current = (table.rule == rule.id, or_(table.state != AlertState.CLOSED.value, table.holds))
    known = {row.about: row for row in db.execute(select(alerts).where(*current))}
    fresh = []
    for one in findings:
        row = known.pop(one.about, None)
        if row is not None:
            values = {"count": one.count, "seen": now, "holds": True}
            db.execute(update(alerts).where(table.id == row.id).values(values))
            continue
        alert = Alert(
            id=new_id(),
            rule=rule.id,
            title=rule.title,
            severity=rule.severity.value,
            about=one.about,
            count=one.count,
            state=AlertState.OPEN,
            holds=True,
            opened=now,
            seen=now,
            by="",
            delivery=delivery,
            tries=0,
        )
        db.execute(insert(alerts).values(_values(alert) | {"due": now}))
        fresh.append(alert)
    for row in known.values():
        db.execute(update(alerts).where(table.id == row.id).values(holds=False))
    return fresh


def move(db: Connection, alert: str, to: AlertState, by: str) -> bool:
    """Acknowledge or close an alert; tell whether it could be."""
    could = [AlertState.OPEN.value]
    if to is AlertState.CLOSED:
        could.append(AlertState.ACKNOWLEDGED.value)
    where = (alerts.c.id == alert, alerts.c.state.in_(could))
    return db.execute(update(alerts).where(*where).values(state=to.value, by=by)).rowcount == 1


def listed(
    db: Connection, *, state: AlertState | None = None, before: str = "", limit: int = 50
) -> list[Alert]:
    """Return alerts, newest first, those with a smaller id than `before`."""
    query = select(alerts).order_by(alerts.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(alerts.c.state == state.value)
    if before:
        query = query.where(alerts.c.id < before)
    return [_alert(row) for row in db.execute(query)]


def standing(db: Connection) -> dict[tuple[str, str], int]:
    """Return how many alerts there are by rule and state, without those that are closed."""
    table = alerts.c
    query = select(table.rule, table.state, func.count()).where(
        table.state != AlertState.CLOSED.value
    )
    return {(rule, state): n for rule, state, n in db.execute(query.group_by("rule", "state"))}


def to_deliver(db: Connection, now: int) -> list[Alert]:
    """Return the alerts that the webhook is to be told of now."""
    where = (alerts.c.delivery == Delivery.WAITING.value, alerts.c.due <= now)
    return [_alert(row) for row in db.execute(select(alerts).where(*where).order_by(alerts.c.id))]


def delivered(db: Connection, alert: str, delivery: Delivery, *, tries: int, due: int) -> None:
    """Note how a try of the webhook went."""
    values = {"delivery": delivery.value, "tries": tries, "due": due}
    db.execute(update(alerts).where(alerts.c.id == alert).values(values))


def _values(alert: Alert) -> dict[str, object]:
    return {
        "id": alert.id,
        "rule": alert.rule,
        "title": alert.title,
        "severity": alert.severity,
        "about": alert.about,
        "count": alert.count,
        "state": alert.state.value,
        "holds": alert.holds,
        "opened": alert.opened,
        "seen": alert.seen,
        "by": alert.by,
        "delivery": alert.delivery.value,
        "tries": alert.tries,
    }


def _alert(row: Row[tuple[object, ...]]) -> Alert:
    said = row._mapping
    return Alert(
        id=row.id,
        rule=row.rule,
        title=row.title,
        severity=row.severity,
        about=row.about,
        count=said["count"],
        state=AlertState(row.state),
        holds=row.holds,
        opened=row.opened,
        seen=row.seen,
        by=row.by,
        delivery=Delivery(row.delivery),
        tries=row.tries,
    )
