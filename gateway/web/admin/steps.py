"""The routes that take a row one step further: an officer says which version, and why."""

from collections.abc import Callable
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Response

from gateway.oversight.officer import Officer
from gateway.oversight.rows import Kept
from gateway.web.admin.shelves import PROBLEMS, Row
from gateway.web.described import IN_ORDER, Allowed, AtDesk, Desk, Why
from gateway.web.entity_tags import SeenThere, tag_of


class Step[T](Protocol):
    """What takes a row further, and returns how it stands then."""

    async def __call__(self, row: str, /, *, seen: int, why: str, by: Officer) -> Kept[T]:
        """Take it."""


def step_route[T, Shown](
    router: APIRouter,
    path: str,
    step: Callable[[Desk], Step[T]],
    *,
    name: str,
    allowed: Allowed,
    kind: type[Shown],
    shown: Callable[[T, Desk], Shown],
) -> None:
    """Add the route of one step.

    Args:
        router: where it is added.
        path: of the route, with `{row}` in it.
        step: finds what takes the step.
        name: what it does, in words.
        allowed: who may.
        kind: of what is answered.
        shown: makes it of the row.
    """

    @router.post(
        path,
        name=name,
        response_model=Annotated[kind, IN_ORDER],
        responses=PROBLEMS,
        openapi_extra=allowed.told,
    )
    async def take(
        desk: AtDesk,
        response: Response,
        by: Annotated[Officer, Depends(allowed)],
        row: Row,
        seen: SeenThere,
        why: Why,
    ) -> Shown:
        kept = await step(desk)(row, seen=seen, why=why, by=by)
        response.headers["etag"] = tag_of(kept.version)
        return shown(kept.value, desk)
