"""The routes of kept content: what there is, who asks to read it, and what a second person says."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from gateway.oversight.contents import KeptContent
from gateway.oversight.officer import Officer
from gateway.terms.contents import ContentPart, ContentReading, ReadingState
from gateway.terms.holds import Said
from gateway.web.admin.shelves import PROBLEMS, Row
from gateway.web.admin.steps import Step, step_route
from gateway.web.described import AtDesk, Chosen, Desk
from gateway.web.entity_tags import tag_of
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of

READERS = Chosen("content_read_by")


class ReadingShown(BaseModel):
    """That somebody asks to read, and what a second person says."""

    id: str = Field(description="the id of the record of the prompt")
    state: ReadingState = Field(description="`over`: nobody concurred in time, or it was read")
    asked_by: str = Field(description="log id of who asks")
    until: int = Field(description="milliseconds since 1970 UTC; see `state`")
    decided_by: str = Field(description="log id of who concurred or refused; empty for nobody")


class ContentShown(BaseModel):
    """Kept content, unopened."""

    id: str = Field(description="the id of the record of the prompt")
    at: int = Field(description="milliseconds since 1970 UTC")
    expires: int = Field(description="when nobody may read it any more, unless it is held")
    tool: str
    people: int = Field(description="of how many people the keys are needed to open it")
    parts: tuple[ContentPart, ...]
    cut: tuple[ContentPart, ...] = Field(description="parts of which there was no room for all")
    reading: ReadingShown | None


class ContentWhy(ContentShown):
    """Kept content, unopened, with the reason for which somebody asks to read it."""

    reason: str = Field(description="of who asked last; empty for nobody")


class WordsShown(BaseModel):
    """What was said; null for parts that are not kept."""

    typed: list[Said] | None
    left: str | None = Field(description="the request as it went out")
    answer: str | None = Field(description="the answer as the AI service gave it")
    cut: tuple[ContentPart, ...] = Field(description="parts of which there was no room for all")


def content_routes() -> APIRouter:
    """Return the routes under `/contents`, and the readings' own list."""
    router = APIRouter(tags=["contents"])
    _looking(router)
    _reading(router)
    return router


def _looking(router: APIRouter) -> None:
    @router.get("/contents", name="list what is kept", openapi_extra=READERS.told)
    async def listed(
        desk: AtDesk,
        by: Annotated[Officer, Depends(READERS)],
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[ContentShown]:
        after = start_of(cursor)
        found = await desk.contents.listed(by, after=after, limit=limit + 1)
        now = desk.contents.now()
        return page_of(
            found, limit, shown=lambda one: _shown(one, now), row=lambda one: one.content.id
        )

    @router.get(
        "/content-readings",
        name="list who asks to read",
        openapi_extra=READERS.told,
    )
    async def readings(
        desk: AtDesk,
        by: Annotated[Officer, Depends(READERS)],
        state: Annotated[ReadingState | None, Query(description="only those that stand so")] = None,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[ReadingShown]:
        after = start_of(cursor)
        found = await desk.contents.readings(by, state=state, after=after, limit=limit + 1)
        now = desk.contents.now()
        return page_of(found, limit, shown=lambda one: _told(one, now), row=lambda one: one.id)

    @router.get(
        "/contents/{row}",
        name="read what is known of it unopened",
        responses=PROBLEMS,
        openapi_extra=READERS.told,
    )
    async def one(
        desk: AtDesk, response: Response, by: Annotated[Officer, Depends(READERS)], row: Row
    ) -> ContentWhy:
        found, version = await desk.contents.get(row, by)
        response.headers["etag"] = tag_of(version)
        shown = _shown(found, desk.contents.now()).model_dump()
        return ContentWhy(**shown, reason=await desk.contents.reason(row, by))

    @router.get(
        "/contents/{row}/words",
        name="read the words, once somebody concurred",
        responses=PROBLEMS,
        openapi_extra=READERS.told,
    )
    async def words(
        desk: AtDesk, response: Response, by: Annotated[Officer, Depends(READERS)], row: Row
    ) -> WordsShown:
        said = await desk.contents.read(row, by)
        response.headers["cache-control"] = "no-store"
        return WordsShown(
            typed=None if said.typed is None else list(said.typed),
            left=said.left,
            answer=said.answer,
            cut=said.cut,
        )


def _reading(router: APIRouter) -> None:
    steps: tuple[tuple[str, str, Callable[[Desk], Step[ContentReading]]], ...] = (
        ("ask", "ask to read it", lambda desk: desk.contents.ask),
        ("concur", "let who asked read it", lambda desk: desk.contents.concur),
        ("refuse", "do not let who asked read it", lambda desk: desk.contents.refuse),
    )
    for verb, name, step in steps:
        step_route(
            router,
            f"/contents/{{row}}/{verb}",
            step,
            name=name,
            allowed=READERS,
            kind=ReadingShown,
            shown=lambda reading, desk: _told(reading, desk.contents.now()),
        )


def _told(reading: ContentReading, now: int) -> ReadingShown:
    return ReadingShown(
        id=reading.id,
        state=reading.at(now),
        asked_by=reading.asked_by,
        until=reading.until,
        decided_by=reading.decided_by,
    )


def _shown(kept: KeptContent, now: int) -> ContentShown:
    content = kept.content
    return ContentShown(
        id=content.id,
        at=content.at,
        expires=kept.expires,
        tool=content.tool,
        people=len(content.people),
        parts=tuple(part for part, _ in content.parts),
        cut=tuple(part for part, cut in content.parts if cut),
        reading=None if kept.reading is None else _told(kept.reading, now),
    )
