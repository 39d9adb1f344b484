"""The routes of the consent ledger: as it stands, what is due, in and out as a sheet."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from gateway.district.permissions import CONSENTS, REFUSALS, RIGHTS_HELD
from gateway.oversight.ledger import CONSENT_SHEET, Due, Entry, Flag, Task
from gateway.oversight.officer import Officer
from gateway.terms.disclosure import Consent, ConsentState
from gateway.terms.people import Duty
from gateway.terms.rights import Refusal, Rights
from gateway.web.admin.sheets import CSV, SHEET_PROBLEMS, as_file, check_size
from gateway.web.admin.shelves import OfStudent, row_routes, shelf_routes
from gateway.web.described import EVERYBODY, IN_ORDER, Allowed, AtDesk, Why
from gateway.web.entity_tags import PreconditionNeeded, SeenIfAny, tag_of
from gateway.web.paging import Cursor, Limit, Page, cursor_of, page_of, read_cursor, start_of

OFFICE = Allowed(Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.REGISTRAR)


class Standing(BaseModel):
    """A consent as it stands today."""

    state: ConsentState
    missing: tuple[str, ...] = Field(description="required fields it lacks; it is defective then")
    holder: bool = Field(description="whether who signed holds the student's rights today")
    flags: Annotated[frozenset[Flag], IN_ORDER] = Field(description="what to look at")
    value: Annotated[Consent, IN_ORDER]


class Waiting(BaseModel):
    """Something to do about a student's consents."""

    task: Task
    subject: str
    consent: str
    on: date | None = Field(description="the first day it is so; null for what is so already")
    days: int | None = Field(description="days until then")
    notice: int | None = Field(description="the notice that has come: 60, 30 or 7 days before")
    done: bool = Field(description="what takes its place is on file")


class Imported(BaseModel):
    """What an import did, or would do."""

    dry_run: bool
    created: tuple[str, ...] = Field(description="ids of new consents")
    changed: tuple[str, ...] = Field(description="ids of consents that are now otherwise")
    unchanged: int
    batch: str = Field(description="id of the import in the history; empty where nothing changed")


def consent_routes() -> APIRouter:
    """Return the routes of the ledger."""
    router = APIRouter()
    _listing(router)
    _sheets(router)
    router.include_router(row_routes("consents", CONSENTS, Consent, read=EVERYBODY, write=OFFICE))
    router.include_router(shelf_routes("rights", RIGHTS_HELD, Rights, read=EVERYBODY, write=OFFICE))
    router.include_router(shelf_routes("refusals", REFUSALS, Refusal, read=EVERYBODY, write=OFFICE))
    return router


def _listing(router: APIRouter) -> None:
    @router.get("/consents", name="list consents", tags=["consents"], openapi_extra=EVERYBODY.told)
    async def listed(
        desk: AtDesk,
        _by: Annotated[Officer, Depends(EVERYBODY)],
        subject: OfStudent = "",
        state: Annotated[ConsentState | None, Query(description="only those that stand so")] = None,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[Standing]:
        after = start_of(cursor)
        entries = await desk.ledger.listed(
            subject=subject, state=state, after=after, limit=limit + 1
        )
        return page_of(entries, limit, shown=standing, row=lambda one: one.consent.id)

    @router.get(
        "/consent-queue", name="list what is due", tags=["consents"], openapi_extra=EVERYBODY.told
    )
    async def queue(
        desk: AtDesk,
        _by: Annotated[Officer, Depends(EVERYBODY)],
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[Waiting]:
        begin = (read_cursor(cursor, int) or [0])[0]
        due = await desk.ledger.queue()
        shown = due[begin : begin + limit] if begin >= 0 else []
        more = len(due) > begin + limit
        return Page(
            items=[_shown(one) for one in shown],
            next=cursor_of(begin + limit) if more and shown else None,
        )


def _sheets(router: APIRouter) -> None:
    @router.get(
        "/consent-sheet",
        name="export consents",
        tags=["consents"],
        response_class=StreamingResponse,
        responses={200: {"content": {CSV: {}}, "description": "the ledger, one consent a row"}},
        openapi_extra=EVERYBODY.told,
    )
    async def export(desk: AtDesk, by: Annotated[Officer, Depends(EVERYBODY)]) -> StreamingResponse:
        lines = await CONSENT_SHEET.take(desk.office, by)
        return StreamingResponse(lines, media_type=CSV, headers=as_file("consents.csv"))

    @router.post(
        "/consent-sheet",
        name="import consents",
        tags=["consents"],
        responses=SHEET_PROBLEMS,
        openapi_extra=OFFICE.told,
    )
    async def import_(
        desk: AtDesk,
        response: Response,
        by: Annotated[Officer, Depends(OFFICE)],
        why: Why,
        seen: SeenIfAny,
        sheet: Annotated[bytes, Body(media_type=CSV, description="as the export gives it")],
        dry_run: Annotated[
            bool,
            Query(
                description="only tell what would change, and of which ledger that is so (`ETag`)"
            ),
        ] = True,
    ) -> Imported:
        check_size(sheet)
        if seen is None and not dry_run:
            raise PreconditionNeeded(
                "try the sheet first, and name the `ETag` of that answer with `If-Match`"
            )
        response.headers["etag"] = tag_of(await desk.ledger.revision())
        done = await desk.ledger.import_sheet(sheet, why=why, by=by, dry_run=dry_run, seen=seen)
        touched = bool(done.created or done.changed) and not dry_run
        return Imported(
            dry_run=dry_run,
            created=done.created,
            changed=done.changed,
            unchanged=done.unchanged,
            batch=done.batch if touched else "",
        )


def standing(one: Entry) -> Standing:
    """Return a consent as it stands."""
    return Standing(
        state=one.state,
        missing=one.missing,
        holder=one.holder,
        flags=one.flags,
        value=one.consent,
    )


def _shown(one: Due) -> Waiting:
    return Waiting(
        task=one.task,
        subject=one.subject,
        consent=one.consent,
        on=one.on,
        days=one.days,
        notice=one.notice,
        done=one.done,
    )
