"""The routes of a district's own patterns, and the box to try them in.

What is tried is read here and forgotten: nothing of it is stored, logged or sent anywhere.
"""

from collections.abc import Sequence
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from gateway.detection.district_patterns import PREFIX, DistrictPatterns, check
from gateway.district.patterns import pattern_shelf
from gateway.oversight.officer import Officer
from gateway.terms.patterns import DistrictPattern
from gateway.terms.text import Label
from gateway.web.admin.shelves import PROBLEMS, shelf_routes
from gateway.web.described import Allowed, AtDesk

LONGEST_TRIAL: Final = 20_000
PATTERNS: Final = pattern_shelf(check)


class Trial(BaseModel):
    """A text to try patterns on."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=LONGEST_TRIAL, description="any text; nothing of it is kept")
    pattern: DistrictPattern | None = Field(
        default=None, description="one not stored yet; left out, all that are stored"
    )


class Hit(BaseModel):
    """What a pattern finds: code points, `end` exclusive."""

    start: int
    end: int
    label: Label
    pattern: str = Field(description="the pattern's id")
    sure: float


def pattern_routes(*, read: Allowed, write: Allowed) -> APIRouter:
    """Return the routes under `/patterns`."""
    router = APIRouter()

    @router.post(
        "/patterns/try",
        name="try patterns on a text",
        tags=["patterns"],
        responses=PROBLEMS,
        openapi_extra=write.told,
    )
    async def tried(
        desk: AtDesk, _by: Annotated[Officer, Depends(write)], trial: Trial
    ) -> Sequence[Hit]:
        if trial.pattern is not None:
            check(trial.pattern)
            patterns = [trial.pattern]
        else:
            patterns = await desk.district.patterns()
        return [
            Hit(
                start=one.start,
                end=one.end,
                label=one.label,
                pattern=one.recogniser.removeprefix(PREFIX),
                sure=one.score,
            )
            for one in DistrictPatterns(patterns).find(trial.text)
        ]

    router.include_router(
        shelf_routes("patterns", PATTERNS, DistrictPattern, read=read, write=write)
    )
    return router
