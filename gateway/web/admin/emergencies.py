"""The routes of declared emergencies (34 CFR 99.36)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from gateway.district.emergencies import EMERGENCIES
from gateway.oversight.officer import Officer
from gateway.oversight.rows import LONGEST_REASON
from gateway.terms.emergencies import Emergency
from gateway.web.admin.shelves import Versioned, created, versioned
from gateway.web.admin.steps import step_route
from gateway.web.described import IN_ORDER, AtDesk, Chosen
from gateway.web.entity_tags import tagged
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of

DECLARERS = Chosen("emergency_declared_by")
Person = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Declaration(BaseModel):
    """What is declared."""

    model_config = ConfigDict(extra="forbid")

    threat: str = Field(
        max_length=LONGEST_REASON,
        description="the articulable and significant threat, in words; kept sealed in the history",
    )
    about: list[Person] = Field(max_length=100, description="roster ids of the students concerned")
    typists: list[Person] = Field(
        max_length=100, description="roster ids of the staff who may disclose"
    )
    minutes: int = Field(ge=1, le=24 * 60, description="until it ends by itself")


def emergency_routes() -> APIRouter:
    """Return the routes under `/emergencies`."""
    router = APIRouter(prefix="/emergencies", tags=["emergencies"])

    @router.get("", name="list emergencies", openapi_extra=DECLARERS.told)
    async def listed(
        desk: AtDesk,
        _by: Annotated[Officer, Depends(DECLARERS)],
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[Versioned[Emergency]]:
        after = start_of(cursor)
        rows = await desk.office.listed(EMERGENCIES, after=after, limit=limit + 1)
        return page_of(rows, limit, shown=versioned, row=lambda one: one.value.id)

    @router.post(
        "",
        name="declare an emergency",
        status_code=201,
        responses=created(Emergency),
        openapi_extra=DECLARERS.told,
    )
    async def declare(
        desk: AtDesk,
        response: Response,
        by: Annotated[Officer, Depends(DECLARERS)],
        told: Declaration,
    ) -> Annotated[Emergency, IN_ORDER]:
        kept = await desk.emergencies.declare(
            threat=told.threat,
            about=told.about,
            typists=told.typists,
            minutes=told.minutes,
            by=by,
        )
        return tagged(response, kept)

    step_route(
        router,
        "/{row}/end",
        lambda desk: desk.emergencies.end,
        name="end an emergency before its time",
        allowed=DECLARERS,
        kind=Emergency,
        shown=lambda emergency, _desk: emergency,
    )
    return router
