"""The routes of the safety team: what it was handed, what was written, and that somebody has it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from gateway.oversight.officer import Officer
from gateway.terms.hand_overs import HandOver, HandOverState
from gateway.terms.holds import Said
from gateway.web.admin.shelves import PROBLEMS, Row
from gateway.web.admin.steps import step_route
from gateway.web.described import AtDesk, Named
from gateway.web.entity_tags import tagged
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of

TEAM = Named("safety_team", "safety_leads")


class HandedOver(BaseModel):
    """An alert, without the words that raised it."""

    id: str = Field(description="the id of the record of the prompt")
    state: HandOverState
    person: str = Field(description="roster id of who typed it, not always of who is in danger")
    schools: tuple[str, ...] = Field(description="ids of that person's schools")
    at: int = Field(description="milliseconds since 1970 UTC")
    due: int = Field(description="when it is escalated unless somebody has it, likewise")
    expires: int = Field(description="when the words are shredded, likewise")
    acknowledged_by: str = Field(description="log id of who has it; empty while nobody does")


def hand_over_routes() -> APIRouter:
    """Return the routes under `/hand-overs`."""
    router = APIRouter(prefix="/hand-overs", tags=["hand-overs"])

    @router.get("", name="list what the safety team was handed", openapi_extra=TEAM.told)
    async def listed(
        desk: AtDesk,
        by: Annotated[Officer, Depends(TEAM)],
        state: Annotated[
            HandOverState | None, Query(description="only those that stand so")
        ] = None,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[HandedOver]:
        after = start_of(cursor)
        rows = await desk.safety.listed(by, state=state, after=after, limit=limit + 1)
        return page_of(rows, limit, shown=_shown, row=lambda one: one.id)

    @router.get("/{row}", name="read one alert", responses=PROBLEMS, openapi_extra=TEAM.told)
    async def one(
        desk: AtDesk, response: Response, by: Annotated[Officer, Depends(TEAM)], row: Row
    ) -> HandedOver:
        return _shown(tagged(response, await desk.safety.get(row, by)))

    @router.get(
        "/{row}/words", name="read what was written", responses=PROBLEMS, openapi_extra=TEAM.told
    )
    async def words(desk: AtDesk, by: Annotated[Officer, Depends(TEAM)], row: Row) -> list[Said]:
        return list(await desk.safety.words(row, by))

    step_route(
        router,
        "/{row}/acknowledge",
        lambda desk: desk.safety.acknowledge,
        name="say that you have it",
        allowed=TEAM,
        kind=HandedOver,
        shown=lambda hand_over, _desk: _shown(hand_over),
    )
    return router


def _shown(one: HandOver) -> HandedOver:
    return HandedOver(
        id=one.id,
        state=one.state,
        person=one.person,
        schools=one.schools,
        at=one.at,
        due=one.due,
        expires=one.expires,
        acknowledged_by=one.acknowledged_by,
    )
