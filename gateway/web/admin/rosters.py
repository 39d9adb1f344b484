"""The routes of the roster: how imports went, and one brought in by hand, looked at first."""

import asyncio
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query
from pydantic import BaseModel, Field

from gateway.district.imports import Import, Result
from gateway.district.oneroster import Roster, read_folder
from gateway.district.roster_files import unpack
from gateway.district.roster_report import Difference
from gateway.oversight.officer import Officer
from gateway.web.admin.consents import OFFICE
from gateway.web.described import EVERYBODY, AtDesk, Why
from gateway.web.paging import Cursor, Limit, Page, cursor_of, read_cursor
from gateway.web.problems import Problem

LARGEST_ARCHIVE = 256 * 1024 * 1024
"""Bytes; nothing larger is sent to the API at all."""
ZIP = "application/zip"
SOURCE = "admin API"

DryRun = Annotated[bool, Query(description="only tell what would change")]
Anyway = Annotated[
    bool, Query(description="`X-Reason` says why more may go than the district expects")
]


class Went(BaseModel):
    """How an import went."""

    id: str
    at: int = Field(description="milliseconds since 1970 UTC")
    source: str = Field(description="the name of the folder or the connection it came by")
    version: str = Field(description="of OneRoster; empty where it was not read")
    result: Result
    counts: dict[str, dict[str, int]] = Field(description="what it did, by part")
    code: str = Field(description="stable code of a failure; empty without one")
    why: str = Field(description="why it failed, in words; empty where it did not")


class Part(BaseModel):
    """What a roster does to one part."""

    added: int
    changed: int
    removed: int
    known: int = Field(description="how many there were before, without enrolments that are over")
    going: int = Field(description="of them, how many are no more what they were")
    beyond: bool = Field(description="whether that is more than the district expects")


class Brought(BaseModel):
    """What a roster did, or would do."""

    dry_run: bool
    version: str = Field(description="of OneRoster")
    parts: dict[str, Part]
    most_going: int = Field(description="percent of a part that may go without a person's word")
    refused: bool = Field(description="whether it is refused without `apply_anyway`")


class Stands(BaseModel):
    """How the roster stands."""

    last_good: Went | None = Field(description="the last import that was good")
    last_tried: Went | None = Field(description="the last import at all; `why` tells its failure")
    days_left: int | None = Field(
        description="days for which the last good one serves still (`roster_serves_days`); less "
        "than 0: prompts are refused"
    )


def roster_status_routes() -> APIRouter:
    """Return the route `/roster-status`."""
    router = APIRouter(prefix="/roster-status", tags=["roster"])

    @router.get("", name="tell how the roster stands", openapi_extra=EVERYBODY.told)
    async def standing(desk: AtDesk, _by: Annotated[Officer, Depends(EVERYBODY)]) -> Stands:
        found = await desk.rosters.standing()
        return Stands(
            last_good=_went(found.good) if found.good else None,
            last_tried=_went(found.tried) if found.tried else None,
            days_left=found.days_left,
        )

    return router


def roster_pull_routes() -> APIRouter:
    """Return the route `/roster-pulls`."""
    router = APIRouter(prefix="/roster-pulls", tags=["roster"])

    @router.post(
        "",
        name="pull the roster now",
        responses={
            409: {
                "model": Problem,
                "description": "no service is named, or more would go than the district expects",
            },
            422: {"model": Problem, "description": "rows that cannot be, by file and line"},
            502: {"model": Problem, "description": "the service could not be read"},
        },
        openapi_extra=OFFICE.told,
    )
    async def pull(
        desk: AtDesk,
        by: Annotated[Officer, Depends(OFFICE)],
        why: Why,
        dry_run: DryRun = True,
        apply_anyway: Anyway = False,
    ) -> Brought:
        most = await desk.rosters.most_going()
        if dry_run:
            difference = await desk.pull.compare()
        else:
            difference = await desk.pull.bring_in(by=by, why=why, anyway=apply_anyway)
        return _brought(difference, most, dry_run=dry_run)

    return router


def roster_routes() -> APIRouter:
    """Return the routes under `/roster-imports`."""
    router = APIRouter(prefix="/roster-imports", tags=["roster"])

    @router.get("", name="list imports of the roster", openapi_extra=EVERYBODY.told)
    async def listed(
        desk: AtDesk,
        _by: Annotated[Officer, Depends(EVERYBODY)],
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[Went]:
        last = read_cursor(cursor, int, str)
        found = await desk.rosters.listed(
            before=(last[0], last[1]) if last else None, limit=limit + 1
        )
        page = found[:limit]
        return Page(
            items=[_went(one) for one in page],
            next=cursor_of(page[-1].at, page[-1].id) if len(found) > limit else None,
        )

    @router.post(
        "",
        name="import a roster",
        responses={
            409: {"model": Problem, "description": "more would go than the district expects"},
            413: {"model": Problem, "description": "the archive is too large"},
            422: {"model": Problem, "description": "rows that cannot be, by file and line"},
        },
        openapi_extra=OFFICE.told,
    )
    async def bring_in(
        desk: AtDesk,
        by: Annotated[Officer, Depends(OFFICE)],
        why: Why,
        archive: Annotated[
            bytes, Body(media_type=ZIP, description="a zip file of OneRoster CSV files")
        ],
        dry_run: DryRun = True,
        apply_anyway: Anyway = False,
    ) -> Brought:
        roster = await asyncio.to_thread(_read, archive)
        most = await desk.rosters.most_going()
        if dry_run:
            difference = await desk.rosters.compare(roster)
        else:
            difference = await desk.rosters.bring_in(
                roster, source=SOURCE, by=by, why=why, anyway=apply_anyway
            )
        return _brought(difference, most, dry_run=dry_run)

    return router


def _read(archive: bytes) -> Roster:
    with TemporaryDirectory() as folder:
        unpack(io.BytesIO(archive), Path(folder))
        return read_folder(Path(folder))


def _brought(difference: Difference, most: int, *, dry_run: bool) -> Brought:
    beyond = difference.beyond(most)
    return Brought(
        dry_run=dry_run,
        version=difference.version,
        parts={
            name: Part(
                added=one.added,
                changed=one.changed,
                removed=one.removed,
                known=one.known,
                going=one.going,
                beyond=name in beyond,
            )
            for name, one in difference.parts().items()
        },
        most_going=most,
        refused=bool(beyond),
    )


def _went(one: Import) -> Went:
    return Went(
        id=one.id,
        at=one.at,
        source=one.source,
        version=one.version,
        result=one.result,
        counts=one.counts,
        code=one.code,
        why=one.why,
    )
