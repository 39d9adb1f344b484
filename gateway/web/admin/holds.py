"""The routes of what is held: the queue, what was typed, and the decision on it."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from gateway.oversight.officer import Officer
from gateway.terms.holds import Hold, HoldState, Said
from gateway.web.admin.shelves import PROBLEMS, Row
from gateway.web.admin.steps import Step, step_route
from gateway.web.described import AtDesk, Chosen, Desk
from gateway.web.entity_tags import tagged
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of

DECIDERS = Chosen("holds_decided_by")


class Held(BaseModel):
    """A prompt that is held, without its words."""

    id: str = Field(description="the id of the record of the prompt")
    state: HoldState
    principal: str = Field(description="roster id of who typed it")
    about: tuple[str, ...] = Field(description="roster ids of those it describes")
    tool: str
    purpose: str
    rules: tuple[str, ...] = Field(description="ids of the rules that hold it")
    at: int = Field(description="milliseconds since 1970 UTC")
    expires: int = Field(description="milliseconds since 1970 UTC; nothing is kept longer")
    decided_by: str = Field(description="log id of who released or refused it; empty for nobody")


def hold_routes() -> APIRouter:
    """Return the routes under `/held-prompts`."""
    router = APIRouter(prefix="/held-prompts", tags=["held-prompts"])
    _reading(router)
    _deciding(router)
    return router


def _reading(router: APIRouter) -> None:
    @router.get("", name="list what is held", openapi_extra=DECIDERS.told)
    async def listed(
        desk: AtDesk,
        by: Annotated[Officer, Depends(DECIDERS)],
        state: Annotated[
            HoldState | None, Query(description="only those that stand so; left out, those waiting")
        ] = HoldState.WAITING,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[Held]:
        after = start_of(cursor)
        holds = await desk.holds.listed(by, state=state, after=after, limit=limit + 1)
        return page_of(holds, limit, shown=_shown, row=lambda one: one.id)

    @router.get("/{row}", name="read what is held", responses=PROBLEMS, openapi_extra=DECIDERS.told)
    async def one(
        desk: AtDesk, response: Response, by: Annotated[Officer, Depends(DECIDERS)], row: Row
    ) -> Held:
        return _shown(tagged(response, await desk.holds.get(row, by)))

    @router.get(
        "/{row}/words",
        name="read what was typed",
        responses=PROBLEMS,
        openapi_extra=DECIDERS.told,
    )
    async def words(
        desk: AtDesk, by: Annotated[Officer, Depends(DECIDERS)], row: Row
    ) -> list[Said]:
        return list(await desk.holds.words(row, by))


def _deciding(router: APIRouter) -> None:
    steps: tuple[tuple[str, str, Callable[[Desk], Step[Hold]]], ...] = (
        (
            "release",
            "let the identical request pass once",
            lambda desk: partial(desk.holds.decide, release=True),
        ),
        (
            "refuse",
            "refuse what is held",
            lambda desk: partial(desk.holds.decide, release=False),
        ),
    )
    for verb, name, step in steps:
        step_route(
            router,
            f"/{{row}}/{verb}",
            step,
            name=name,
            allowed=DECIDERS,
            kind=Held,
            shown=lambda hold, _desk: _shown(hold),
        )


def _shown(hold: Hold) -> Held:
    return Held(
        id=hold.id,
        state=hold.state,
        principal=hold.principal,
        about=hold.about,
        tool=hold.tool,
        purpose=hold.purpose,
        rules=hold.rules,
        at=hold.at,
        expires=hold.expires,
        decided_by=hold.decided_by,
    )
