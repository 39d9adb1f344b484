"""The district's choices in words: what each rests on and what follows from it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from gateway.district.choices_told import CHOICES_TOLD, default_of
from gateway.oversight.officer import Officer
from gateway.web.described import EVERYBODY


class Choice(BaseModel):
    """One choice in words."""

    name: str
    source: str = Field(description="the law, guidance or habit it rests on")
    law: bool = Field(description="whether a law sets the matter; else it is the district's rule")
    consequence: str
    default: Any = Field(description="what it is until somebody chooses")


def choice_routes() -> APIRouter:
    """Return the route beside those of the settings themselves."""
    router = APIRouter(prefix="/settings", tags=["settings"])

    @router.get("/descriptions", name="describe the settings", openapi_extra=EVERYBODY.told)
    async def described(_by: Annotated[Officer, Depends(EVERYBODY)]) -> list[Choice]:
        return [
            Choice(
                name=name,
                source=told.source,
                law=told.law,
                consequence=told.consequence,
                default=default_of(name),
            )
            for name, told in CHOICES_TOLD.items()
        ]

    return router
