"""People who left: forgetting who they were."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from gateway.oversight.officer import Officer
from gateway.web.admin.shelves import PROBLEMS, Row
from gateway.web.described import Allowed, AtDesk


class Gone(BaseModel):
    """What went."""

    counts: dict[str, int] = Field(description="rows of each kind")
    edits: int = Field(description="edits in the history that were emptied")
    stays: dict[str, int] = Field(description="rows of each kind that had to stay")
    why: dict[str, str] = Field(description="for each of those kinds, the law it stays by")


def people_routes(*, write: Allowed) -> APIRouter:
    """Return the route under `/people`."""
    router = APIRouter(prefix="/people", tags=["people"])

    @router.post(
        "/{row}/forget",
        name="forget somebody who left",
        responses=PROBLEMS,
        openapi_extra=write.told,
    )
    async def forget(desk: AtDesk, by: Annotated[Officer, Depends(write)], row: Row) -> Gone:
        done = await desk.forgetting.forget(row, by)
        return Gone(counts=done.counts, edits=done.edits, stays=done.stays, why=done.why())

    return router
