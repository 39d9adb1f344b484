"""How long the log keeps records, and the legal holds that keep them longer."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from gateway.oversight.officer import Officer
from gateway.oversight.retention import HOLDS, LIFETIMES
from gateway.oversight.retention_told import LIFETIMES_TOLD
from gateway.terms.people import Duty
from gateway.terms.retention import LegalHold, Lifetimes
from gateway.web.admin.shelves import one_row_routes, shelf_routes
from gateway.web.described import EVERYBODY, Allowed

KEEPERS = Allowed(Duty.ADMIN, Duty.PRIVACY_OFFICER)


class Lifetime(BaseModel):
    """One lifetime in words."""

    name: str
    source: str = Field(description="the law or habit it rests on")
    law: bool = Field(description="whether a law touches the matter; else the district's rule")
    consequence: str


def retention_routes() -> APIRouter:
    """Return the routes of lifetimes and holds."""
    router = APIRouter()

    @router.get(
        "/lifetimes/descriptions",
        name="describe the lifetimes",
        tags=["lifetimes"],
        openapi_extra=EVERYBODY.told,
    )
    async def described(_by: Annotated[Officer, Depends(EVERYBODY)]) -> list[Lifetime]:
        return [
            Lifetime(name=name, source=told.source, law=told.law, consequence=told.consequence)
            for name, told in LIFETIMES_TOLD.items()
        ]

    router.include_router(
        one_row_routes("lifetimes", LIFETIMES, Lifetimes, read=EVERYBODY, write=KEEPERS)
    )
    router.include_router(shelf_routes("holds", HOLDS, LegalHold, read=EVERYBODY, write=KEEPERS))
    return router
