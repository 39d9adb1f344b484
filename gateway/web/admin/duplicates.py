"""The routes of people who may have come twice: who they are, and what merging two would change."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from gateway.oversight.duplicates import Effect
from gateway.oversight.likeness import Likely
from gateway.oversight.officer import Officer
from gateway.web.described import Allowed, AtDesk
from gateway.web.paging import Cursor, Limit, Page, cursor_of, read_cursor

Id = Annotated[str, Query(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")]


class LikelyPair(BaseModel):
    """Two rows of the roster that may be one person."""

    kept: str = Field(description="roster id of the one that would stay")
    duplicate: str = Field(description="roster id of the other")
    kind: str = Field(description="student, staff or guardian")
    signs: list[str] = Field(description="what they have in common, or what speaks against it")


class MergeEffect(BaseModel):
    """What merging two would change."""

    signs: list[str] = Field(description="what they have in common, or what speaks against it")
    recorded: dict[str, list[str]] = Field(
        description="by kind, ids of rows that name the duplicate and would be the kept person's"
    )
    conflicts: list[str] = Field(
        description="ids of consents in force that say other things under the one id than under "
        "the other; the stricter would win"
    )


def duplicate_routes(*, read: Allowed) -> APIRouter:
    """Return the routes under `/person-duplicates`."""
    router = APIRouter(prefix="/person-duplicates", tags=["person-merges"])

    @router.get("", name="list who may have come twice", openapi_extra=read.told)
    async def listed(
        desk: AtDesk,
        by: Annotated[Officer, Depends(read)],
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[LikelyPair]:
        last = read_cursor(cursor, str, str)
        found = await desk.duplicates.likely(by)
        if last:
            found = [one for one in found if [one.kept, one.duplicate] > list(last)]
        page = found[:limit]
        return Page(
            items=[_pair(one) for one in page],
            next=cursor_of(page[-1].kept, page[-1].duplicate) if len(found) > limit else None,
        )

    @router.get("/effect", name="tell what merging two would change", openapi_extra=read.told)
    async def effect(
        desk: AtDesk, by: Annotated[Officer, Depends(read)], kept: Id, duplicate: Id
    ) -> MergeEffect:
        return _effect(await desk.duplicates.effect(kept, duplicate, by))

    return router


def _pair(one: Likely) -> LikelyPair:
    return LikelyPair(
        kept=one.kept, duplicate=one.duplicate, kind=one.kind.value, signs=sorted(one.signs)
    )


def _effect(one: Effect) -> MergeEffect:
    return MergeEffect(
        signs=sorted(one.signs),
        recorded={kind: list(rows) for kind, rows in one.recorded.items()},
        conflicts=list(one.conflicts),
    )
