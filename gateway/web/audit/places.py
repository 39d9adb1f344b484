"""How far signed checkpoints got to the places outside."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from gateway.oversight.officer import Officer
from gateway.web.audit.records import AUDITORS
from gateway.web.described import AtDesk


class Place(BaseModel):
    """One place that gets checkpoints."""

    place: str
    streams: int = Field(description="streams of which it has, or is to get, a checkpoint")
    at: int = Field(description="the newest delivery, milliseconds since 1970; 0: none yet")
    since: int = Field(description="since when a newer one waits; 0: none does")
    code: str = Field(description="how the last try failed; empty: it did not")
    late: bool = Field(description="whether the log was told that it is late")


def place_routes() -> APIRouter:
    """Return the route."""
    router = APIRouter(prefix="/checkpoint-places", tags=["checkpoints"])

    @router.get("", name="list checkpoint places", openapi_extra=AUDITORS.told)
    async def listed(desk: AtDesk, _by: Annotated[Officer, Depends(AUDITORS)]) -> list[Place]:
        return [
            Place(
                place=one.place,
                streams=one.streams,
                at=one.at,
                since=one.since,
                code=one.code,
                late=one.late,
            )
            for one in await desk.reading.places()
        ]

    return router
