"""The routes of electronic signatures: forms, who is asked, what came back, letters to print."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from gateway.oversight.officer import Officer
from gateway.oversight.signing.asking import Ask, Outcome
from gateway.oversight.signing.forms import FORMS
from gateway.oversight.signing.requests import Asked
from gateway.terms.disclosure import Signer
from gateway.terms.people import Duty
from gateway.terms.signing import Channel, ConsentForm, Factor, Language, RequestState
from gateway.web.admin.shelves import OfStudent, Row, shelf_routes
from gateway.web.described import EVERYBODY, Allowed, AtDesk
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of
from gateway.web.printed import letter_page
from gateway.web.problems import Problem

INSPECTORS = Allowed(Duty.ADMIN, Duty.PRIVACY_OFFICER, Duty.REGISTRAR, Duty.AUDITOR)
"""Evidence holds what somebody typed and who they are."""
MOST_AT_ONCE = 500
NO_STORE = {"cache-control": "no-store"}
OVER: dict[int | str, dict[str, object]] = {
    404: {"model": Problem, "description": "there is no such request, or nothing of it"},
    409: {"model": Problem, "description": "it is not so any more, or a setting is missing"},
}


class Told(BaseModel):
    """What became of one signer."""

    subject: str
    signer: str = Field(description="empty where nobody holds the rights")
    channel: Channel | None
    factor: Factor | None
    request: str = Field(description="id of the request; empty in a dry run or with a fault")
    code: str = Field(description="to be passed on another way than the letter; shown this once")
    fault: str = Field(description="why this one was not asked, empty if nothing is wrong")
    before: bool = Field(description="whether the signer was asked for the same reason before")


class Standing(BaseModel):
    """A request as it stands; times in milliseconds since 1970 UTC."""

    id: str
    subject: str
    signer: str
    relationship: Signer
    tools: tuple[str, ...]
    form: str
    language: Language
    channel: Channel
    factor: Factor
    effective_from: date | None
    expires_on: date | None
    renews: tuple[str, ...]
    state: RequestState
    asked: int
    until: int = Field(description="when the link ends")
    tries: int = Field(description="wrong second factors; five lock the link")
    ended: int | None = Field(description="when it was signed or taken back")
    sha256: str = Field(description="salted hash of the evidence, as in consents and log")


def signature_routes(write: Allowed) -> APIRouter:
    """Return the routes under `/consent-forms` and `/signature-requests`."""
    router = APIRouter()
    router.include_router(
        shelf_routes("consent-forms", FORMS, ConsentForm, read=EVERYBODY, write=write)
    )
    router.include_router(_requests(write))
    return router


def _requests(write: Allowed) -> APIRouter:
    router = APIRouter(prefix="/signature-requests", tags=["signatures"])

    @router.get("", name="list signature requests", openapi_extra=EVERYBODY.told)
    async def listed(
        desk: AtDesk,
        _by: Annotated[Officer, Depends(EVERYBODY)],
        subject: OfStudent = "",
        state: Annotated[RequestState | None, Query(description="only those in it")] = None,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[Standing]:
        after = start_of(cursor)
        found = await desk.asking.listed(subject=subject, state=state, after=after, limit=limit + 1)
        return page_of(found, limit, shown=_standing, row=lambda one: one.request.id)

    @router.post(
        "", name="ask for signatures", responses={409: OVER[409]}, openapi_extra=write.told
    )
    async def ask(
        desk: AtDesk,
        by: Annotated[Officer, Depends(write)],
        asks: Annotated[list[Ask], Body(min_length=1, max_length=MOST_AT_ONCE)],
        dry_run: Annotated[bool, Query(description="only tell what would be asked")] = True,
    ) -> list[Told]:
        return [told(one) for one in await desk.asking.ask(asks, by=by, dry_run=dry_run)]

    @router.post(
        "/{row}/cancel",
        name="take a signature request back",
        status_code=204,
        responses=OVER,
        openapi_extra=write.told,
    )
    async def cancel(desk: AtDesk, by: Annotated[Officer, Depends(write)], row: Row) -> None:
        await desk.asking.cancel(row, by=by)

    @router.get(
        "/{row}/evidence",
        name="read the evidence of a signature",
        responses=OVER,
        openapi_extra=INSPECTORS.told,
    )
    async def evidence(
        desk: AtDesk, by: Annotated[Officer, Depends(INSPECTORS)], row: Row
    ) -> dict[str, object]:
        return await desk.asking.evidence(row, by=by)

    @router.get(
        "/{row}/letter",
        name="print a letter with a link",
        response_class=HTMLResponse,
        responses=OVER,
        openapi_extra=write.told,
    )
    async def letter(desk: AtDesk, by: Annotated[Officer, Depends(write)], row: Row) -> Response:
        page = letter_page(await desk.asking.paper(row, by=by))
        return HTMLResponse(page, headers=NO_STORE)

    return router


def told(one: Outcome) -> Told:
    """Return what became of one signer."""
    return Told(
        subject=one.subject,
        signer=one.signer,
        channel=one.channel,
        factor=one.factor,
        request=one.request,
        code=one.code,
        fault=one.fault,
        before=one.before,
    )


def _standing(one: Asked) -> Standing:
    request = one.request
    return Standing(
        id=request.id,
        subject=request.subject,
        signer=request.signer,
        relationship=request.relationship,
        tools=request.tools,
        form=request.form,
        language=request.language,
        channel=request.channel,
        factor=request.factor,
        effective_from=request.effective_from,
        expires_on=request.expires_on,
        renews=request.renews,
        state=one.state,
        asked=one.asked,
        until=one.until,
        tries=one.tries,
        ended=one.ended,
        sha256=one.sha256,
    )
