"""Alerts: listed, acknowledged, closed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field

from gateway.oversight.officer import Officer
from gateway.terms.alerts import Alert, AlertState
from gateway.terms.people import Duty
from gateway.web.admin.shelves import PROBLEMS
from gateway.web.described import Allowed, AtDesk
from gateway.web.paging import PLAIN, Cursor, Limit, Page, page_of, start_of

WATCHERS = Allowed(Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR, Duty.AUDITOR)
CLOSERS = Allowed(Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.AI_COORDINATOR)
AlertId = Annotated[
    str, Path(min_length=1, max_length=64, pattern=PLAIN, description="the alert's id")
]


class AlertShown(BaseModel):
    """An alert; times in milliseconds since 1970 UTC."""

    id: str
    rule: str
    title: str
    severity: str
    about: str = Field(description="a log id, a tool or a stream; empty for the whole district")
    count: int
    state: AlertState
    holds: bool = Field(description="whether it was still so when it was last looked at")
    opened: int
    seen: int = Field(description="when it was last seen to be so")
    by: str = Field(description="log id of who acknowledged or closed it")
    delivery: str = Field(description="how far the webhook is: none, waiting, sent or failed")


def alert_routes() -> APIRouter:
    """Return the routes under `/alerts`."""
    router = APIRouter(prefix="/alerts", tags=["alerts"])

    @router.get("", name="list alerts", openapi_extra=WATCHERS.told)
    async def listed(
        desk: AtDesk,
        _by: Annotated[Officer, Depends(WATCHERS)],
        state: Annotated[AlertState | None, Query(description="only those in it")] = None,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[AlertShown]:
        before = start_of(cursor)
        found = await desk.watch.listed(state=state, before=before, limit=limit + 1)
        return page_of(found, limit, shown=_shown, row=lambda one: one.id)

    @router.post(
        "/{alert}/acknowledge",
        name="acknowledge an alert",
        status_code=204,
        responses=PROBLEMS,
        openapi_extra=CLOSERS.told,
    )
    async def acknowledge(
        desk: AtDesk, by: Annotated[Officer, Depends(CLOSERS)], alert: AlertId
    ) -> None:
        await desk.watch.move(alert, AlertState.ACKNOWLEDGED, by)

    @router.post(
        "/{alert}/close",
        name="close an alert",
        status_code=204,
        responses=PROBLEMS,
        openapi_extra=CLOSERS.told,
    )
    async def close(desk: AtDesk, by: Annotated[Officer, Depends(CLOSERS)], alert: AlertId) -> None:
        await desk.watch.move(alert, AlertState.CLOSED, by)

    return router


def _shown(one: Alert) -> AlertShown:
    return AlertShown(
        id=one.id,
        rule=one.rule,
        title=one.title,
        severity=one.severity,
        about=one.about,
        count=one.count,
        state=one.state,
        holds=one.holds,
        opened=one.opened,
        seen=one.seen,
        by=one.by,
        delivery=one.delivery.value,
    )
