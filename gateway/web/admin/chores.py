"""The route of standing chores: how each stands, and how its last run went."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from gateway.jobs.chores import Standing
from gateway.oversight.officer import Officer
from gateway.terms.chores import Run, RunState
from gateway.web.described import EVERYBODY, AtDesk


class RunShown(BaseModel):
    """A run of a chore."""

    state: RunState
    began: int = Field(description="milliseconds since 1970 UTC")
    touched: int = Field(description="when it ended, or was last heard of; the same")
    counts: dict[str, int] = Field(description="what came of it, once it is done")
    code: str = Field(description="stable code of a failure; empty without one")


class ChoreShown(BaseModel):
    """A chore as it stands."""

    name: str
    last: RunShown | None = Field(description="its last run")
    done: RunShown | None = Field(description="the last run that was done")
    due: int | None = Field(
        description="when it is due, milliseconds since 1970 UTC; null where the district wants it "
        "left to a person"
    )


def chore_routes() -> APIRouter:
    """Return the route `/chores`."""
    router = APIRouter(prefix="/chores", tags=["chores"])

    @router.get("", name="tell how standing chores stand", openapi_extra=EVERYBODY.told)
    async def standing(
        desk: AtDesk, _by: Annotated[Officer, Depends(EVERYBODY)]
    ) -> list[ChoreShown]:
        return [_shown(one) for one in await desk.chores.standing()]

    return router


def _shown(one: Standing) -> ChoreShown:
    return ChoreShown(name=one.name, last=_run(one.last), done=_run(one.done), due=one.due)


def _run(run: Run | None) -> RunShown | None:
    if run is None:
        return None
    return RunShown(
        state=run.state, began=run.began, touched=run.touched, counts=run.counts, code=run.code
    )
