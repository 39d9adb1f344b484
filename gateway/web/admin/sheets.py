"""The routes of rows in and out as a sheet, looked at before it is brought in."""

from typing import Annotated, Final

from fastapi import APIRouter, Body, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from gateway.errors import BadRequest
from gateway.oversight.officer import Officer
from gateway.oversight.sheets import SheetDesk
from gateway.web.admin.shelves import PROBLEMS
from gateway.web.described import Allowed, AtDesk, Why
from gateway.web.problems import Problem

LARGEST_SHEET: Final = 64 * 1024 * 1024
CSV: Final = "text/csv"
SHEET_PROBLEMS: Final = PROBLEMS | {
    413: {"model": Problem, "description": "the sheet is too large"},
    422: {"model": Problem, "description": "rows that cannot be, by line"},
}


class Brought(BaseModel):
    """What a sheet did, or would do."""

    dry_run: bool
    created: tuple[str, ...] = Field(description="ids of new rows")
    changed: tuple[str, ...] = Field(description="ids of rows that are now otherwise")
    unchanged: int


def check_size(sheet: bytes) -> None:
    """Refuse a sheet that is too large.

    Raises:
        BadRequest: it is.
    """
    if len(sheet) > LARGEST_SHEET:
        raise BadRequest(
            f"a sheet has at most {LARGEST_SHEET} bytes; part it", code="too_large", status=413
        )


def as_file(name: str) -> dict[str, str]:
    """Return the header under which a browser keeps an answer as a file."""
    return {"content-disposition": f'attachment; filename="{name}"'}


def sheet_routes[T](
    desk_of_sheet: SheetDesk[T], *, path: str, name: str, read: Allowed, write: Allowed
) -> APIRouter:
    """Return the routes of one kind of rows as a sheet.

    Args:
        desk_of_sheet: through which they come and go.
        path: of both routes.
        name: of the collection, in the plural.
        read, write: who may.
    """
    router = APIRouter(tags=[name])

    @router.get(
        path,
        name=f"export {name}",
        response_class=StreamingResponse,
        responses={200: {"content": {CSV: {}}, "description": "every row, one a line"}},
        openapi_extra=read.told,
    )
    async def export(desk: AtDesk, by: Annotated[Officer, Depends(read)]) -> StreamingResponse:
        lines = await desk_of_sheet.take(desk.office, by)
        return StreamingResponse(lines, media_type=CSV, headers=as_file(f"{name}.csv"))

    @router.post(path, name=f"import {name}", responses=SHEET_PROBLEMS, openapi_extra=write.told)
    async def import_(
        desk: AtDesk,
        by: Annotated[Officer, Depends(write)],
        why: Why,
        sheet: Annotated[bytes, Body(media_type=CSV, description="one row a line, with a header")],
        dry_run: Annotated[bool, Query(description="only tell what would change")] = True,
    ) -> Brought:
        check_size(sheet)
        done = await desk_of_sheet.bring(desk.office, sheet, why=why, by=by, dry_run=dry_run)
        return Brought(
            dry_run=dry_run,
            created=done.created,
            changed=done.changed,
            unchanged=done.unchanged,
        )

    return router
