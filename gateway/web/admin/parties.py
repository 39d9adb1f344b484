"""The routes of a tool's provider: who relies on it by consent, and its change, confirmed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from gateway.errors import BadRequest
from gateway.oversight.officer import Officer
from gateway.terms.disclosure import Tool
from gateway.web.admin.consents import Standing, standing
from gateway.web.admin.shelves import PROBLEMS, Row
from gateway.web.described import IN_ORDER, Allowed, AtDesk, Why
from gateway.web.entity_tags import SeenThere, tagged
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of


class Losing(Page[Standing]):
    """Consents in force that another provider behind the tool would end."""

    consents: int = Field(description="how many they are; a change names this number")
    students: int = Field(description="of how many students")


class Confirmed(BaseModel):
    """A tool with another provider behind it."""

    tool: Tool = Field(description="as it is to be")
    losing: int = Field(ge=0, description="how many consents end by it, as was seen before")


def party_routes(*, read: Allowed, write: Allowed) -> APIRouter:
    """Return the routes under `/tools/{row}` that are about the provider behind it."""
    router = APIRouter(prefix="/tools", tags=["tools"])

    @router.get(
        "/{row}/consents", name="list the consents another provider ends", openapi_extra=read.told
    )
    async def losing(
        desk: AtDesk,
        _by: Annotated[Officer, Depends(read)],
        row: Row,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Losing:
        after = start_of(cursor)
        loss, found = await desk.parties.losing(row, after=after, limit=limit + 1)
        page = page_of(found, limit, shown=standing, row=lambda one: one.consent.id)
        return Losing(
            items=page.items, next=page.next, consents=loss.consents, students=loss.students
        )

    @router.post(
        "/{row}/provider",
        name="put another provider behind a tool",
        responses=PROBLEMS,
        openapi_extra=write.told,
    )
    async def change(
        desk: AtDesk,
        response: Response,
        by: Annotated[Officer, Depends(write)],
        row: Row,
        seen: SeenThere,
        why: Why,
        confirmed: Confirmed,
    ) -> Annotated[Tool, IN_ORDER]:
        if confirmed.tool.id != row:
            raise BadRequest(
                "the row's id in the path and in the body differ", code="two_ids", param="id"
            )
        kept = await desk.parties.change(
            confirmed.tool, losing=confirmed.losing, seen=seen, why=why, by=by
        )
        return tagged(response, kept)

    return router
