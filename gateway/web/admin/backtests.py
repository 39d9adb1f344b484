"""The routes of back-tests: what a version of the rules would have decided lately."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query
from pydantic import BaseModel, Field

from gateway.decision.backtest import OtherChoices
from gateway.jobs.backtest import Job
from gateway.oversight.officer import Officer
from gateway.terms.disclosure import DistrictChoices
from gateway.web.admin.shelves import PROBLEMS
from gateway.web.described import Allowed, AtDesk

LONGEST_DAYS = 3660


class Backtest(BaseModel):
    """A back-test as it stands."""

    id: str
    version: str = Field(description="what is tried; empty for the packs as they come")
    state: str = Field(description="running, done, failed, or lost with its process")
    began: int = Field(description="milliseconds since 1970 UTC")
    done: int = Field(description="records tried")
    total: int = Field(description="records there are")
    code: str = Field(description="stable code of a failure")
    result: dict[str, Any] | None = Field(
        description="once it is done: `same`, `changed` and `undecidable` decisions; those that "
        "would change `by` outcome, rule, role, school and tool, and the first of them in `turned`"
    )


def backtest_routes(officers: Allowed) -> APIRouter:
    """Return the routes under `/backtests`."""
    router = APIRouter(prefix="/backtests", tags=["backtests"])

    @router.post(
        "",
        name="try a version of the rules",
        status_code=202,
        responses=PROBLEMS,
        openapi_extra=officers.told,
    )
    async def start(
        desk: AtDesk,
        by: Annotated[Officer, Depends(officers)],
        version: Annotated[
            str | None,
            Query(
                max_length=64,
                description="left out, what is active; empty for the packs as they come",
            ),
        ] = None,
        days: Annotated[
            int, Query(ge=1, le=LONGEST_DAYS, description="how far back decisions are tried")
        ] = 30,
        choices: Annotated[
            DistrictChoices | None,
            Body(description="settings to try along with it; left out, those of then"),
        ] = None,
    ) -> Backtest:
        wanted = (await desk.rulebook.active()).value.version if version is None else version
        now, day = desk.district.choices, desk.district.today()
        other = None if choices is None else OtherChoices(now=now, wanted=choices, day=day)
        job = await desk.backtests.start(wanted, days=days, by=by, choices=other)
        return _shown(job)

    @router.get("/{job}", name="read a back-test", responses=PROBLEMS, openapi_extra=officers.told)
    async def one(
        desk: AtDesk,
        _by: Annotated[Officer, Depends(officers)],
        job: Annotated[str, Path(min_length=1, max_length=64, description="its id")],
    ) -> Backtest:
        return _shown(await desk.backtests.get(job))

    return router


def _shown(job: Job) -> Backtest:
    return Backtest(
        id=job.id,
        version=job.version,
        state=job.state,
        began=job.began,
        done=job.done,
        total=job.total,
        code=job.code,
        result=job.result,
    )
