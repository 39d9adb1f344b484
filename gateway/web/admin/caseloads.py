"""The routes of caseloads: single cases, and many as a sheet that is looked at first."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query
from pydantic import BaseModel, Field

from gateway.district.caseloads import CASELOADS
from gateway.errors import BadRequest
from gateway.oversight.caseloads import import_cases
from gateway.oversight.office import Officer
from gateway.terms.people import Case
from gateway.web.admin.consents import CSV, LARGEST_SHEET, OFFICE
from gateway.web.admin.shelves import PROBLEMS, shelf_routes
from gateway.web.described import EVERYBODY, AtDesk, Problem, Why


class Cases(BaseModel):
    """What a sheet did, or would do."""

    dry_run: bool
    created: tuple[str, ...] = Field(description="ids of new cases")
    changed: tuple[str, ...] = Field(description="ids of cases that are now otherwise")
    unchanged: int


def caseload_routes() -> APIRouter:
    """Return the routes under `/caseloads`, and `/caseload-sheet`."""
    router = APIRouter()

    @router.post(
        "/caseload-sheet",
        name="import caseloads",
        tags=["caseloads"],
        responses=PROBLEMS
        | {
            413: {"model": Problem, "description": "the sheet is too large"},
            422: {"model": Problem, "description": "rows that cannot be, by line"},
        },
        openapi_extra=OFFICE.told,
    )
    async def import_(
        desk: AtDesk,
        by: Annotated[Officer, Depends(OFFICE)],
        why: Why,
        sheet: Annotated[bytes, Body(media_type=CSV, description="one case a row")],
        dry_run: Annotated[bool, Query(description="only tell what would change")] = True,
    ) -> Cases:
        if len(sheet) > LARGEST_SHEET:
            raise BadRequest(
                f"a sheet has at most {LARGEST_SHEET} bytes; part it", code="too_large", status=413
            )
        done = await import_cases(desk.office, sheet, why=why, by=by, dry_run=dry_run)
        return Cases(
            dry_run=dry_run,
            created=done.created,
            changed=done.changed,
            unchanged=done.unchanged,
        )

    router.include_router(shelf_routes("caseloads", CASELOADS, Case, read=EVERYBODY, write=OFFICE))
    return router
