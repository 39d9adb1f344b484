"""The route of what follows consents that end: who is asked, part by part, and why not."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from gateway.oversight.officer import Officer
from gateway.oversight.signing.renewals import Key
from gateway.terms.signing import RenewalTask
from gateway.web.admin.signatures import OVER, Told, told
from gateway.web.described import Allowed, AtDesk
from gateway.web.paging import Cursor, Limit, Page, cursor_of, read_cursor

SHAPE = (str, str, str, str, int, str)


class Renewed(BaseModel):
    """One signer of what ends, and what became of it."""

    task: RenewalTask
    on: date = Field(description="the first day without it")
    days: int = Field(description="days until then")
    consents: tuple[str, ...] = Field(description="ids of what ends")
    tools: tuple[str, ...] = Field(description="what is asked about")
    told: Told


class Renewals(Page[Renewed]):
    """Some of those who are asked, and how far that got."""

    done: int = Field(description="how many are behind, with this part")
    total: int = Field(description="of how many")


def renewal_routes(*, write: Allowed) -> APIRouter:
    """Return the route `/consent-renewals`."""
    router = APIRouter(prefix="/consent-renewals", tags=["signatures"])

    @router.post(
        "",
        name="ask for what follows consents that end",
        responses={409: OVER[409]},
        openapi_extra=write.told,
    )
    async def renew(
        desk: AtDesk,
        by: Annotated[Officer, Depends(write)],
        task: Annotated[
            list[RenewalTask] | None, Query(description="why; both where it is left out")
        ] = None,
        within: Annotated[
            int, Query(ge=0, le=60, description="only what ends within so many days")
        ] = 60,
        dry_run: Annotated[bool, Query(description="only tell what would be asked")] = True,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Renewals:
        last = read_cursor(cursor, *SHAPE)
        part = await desk.renewals.renew(
            by=by,
            tasks=task or tuple(RenewalTask),
            within=within,
            after=Key(*last) if last else None,
            limit=limit,
            dry_run=dry_run,
        )
        return Renewals(
            items=[
                Renewed(
                    task=one.task,
                    on=one.on,
                    days=one.days,
                    consents=one.consents,
                    tools=one.tools,
                    told=told(outcome),
                )
                for one, outcome in part.rows
            ],
            next=cursor_of(*part.next) if part.next is not None else None,
            done=part.done,
            total=part.total,
        )

    return router
