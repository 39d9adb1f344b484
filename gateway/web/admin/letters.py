"""The routes of the outbox: how far letters got, tried again, taken back. Never what they say."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from gateway.outbox.queue import Posted
from gateway.oversight.officer import Officer
from gateway.terms.letters import LetterState
from gateway.web.admin.shelves import PROBLEMS, Row
from gateway.web.described import EVERYBODY, Allowed, AtDesk
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of


class Waiting(BaseModel):
    """A letter; times in milliseconds since 1970 UTC."""

    id: str
    kind: str
    about: str = Field(description="id of what it is about, such as a request's")
    state: LetterState
    posted: int
    due: int | None = Field(description="when it is tried next; null once that is over")
    tries: int
    code: str = Field(description="how the last try failed; empty if it did not")
    ended: int | None
    kept: bool = Field(description="whether its content is still there, sealed")


def letter_routes(write: Allowed) -> APIRouter:
    """Return the routes under `/letters`."""
    router = APIRouter(prefix="/letters", tags=["letters"])

    @router.get("", name="list letters", openapi_extra=EVERYBODY.told)
    async def listed(
        desk: AtDesk,
        _by: Annotated[Officer, Depends(EVERYBODY)],
        state: Annotated[LetterState | None, Query(description="only those in it")] = None,
        kind: Annotated[str, Query(max_length=64, description="only of this kind")] = "",
        about: Annotated[
            str,
            Query(max_length=255, pattern=r"^[^\x00-\x1f\x7f]*$", description="only about this"),
        ] = "",
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[Waiting]:
        before = start_of(cursor)
        found = await desk.outbox.listed(
            state=state, kind=kind, about=about, before=before, limit=limit + 1
        )
        return page_of(found, limit, shown=_shown, row=lambda one: one.id)

    @router.post(
        "/{row}/retry",
        name="try a letter again",
        status_code=204,
        responses=PROBLEMS,
        openapi_extra=write.told,
    )
    async def retry(desk: AtDesk, by: Annotated[Officer, Depends(write)], row: Row) -> None:
        await desk.office.note("letter_retry", by, what=row)
        await desk.outbox.retry(row)

    @router.post(
        "/{row}/cancel",
        name="take a letter back",
        status_code=204,
        responses=PROBLEMS,
        openapi_extra=write.told,
    )
    async def cancel(desk: AtDesk, by: Annotated[Officer, Depends(write)], row: Row) -> None:
        await desk.office.note("letter_cancel", by, what=row)
        await desk.outbox.cancel(row)

    return router


def _shown(one: Posted) -> Waiting:
    return Waiting(
        id=one.id,
        kind=one.kind,
        about=one.about,
        state=one.state,
        posted=one.posted,
        due=one.due if one.state is LetterState.WAITING else None,
        tries=one.tries,
        code=one.code,
        ended=one.ended,
        kept=one.kept,
    )
