"""Reports: which there are, asked for in the background, fetched for some days."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from gateway.jobs.board import Posted
from gateway.oversight.officer import Officer
from gateway.reports.catalogue import REPORTS
from gateway.reports.columns import columns_of
from gateway.reports.formats import Format
from gateway.web.admin.shelves import PROBLEMS
from gateway.web.described import EVERYBODY, AtDesk
from gateway.web.paging import PLAIN

ARCHIVE = "application/zip"

JobId = Annotated[
    str, Path(min_length=1, max_length=64, pattern=PLAIN, description="the report's id")
]
Somebody = Annotated[Officer, Depends(EVERYBODY)]
"""Each report says for itself which duties may have it."""


class ColumnShown(BaseModel):
    """One column."""

    name: str
    holds: str
    means: str


class TableShown(BaseModel):
    """One table of a report."""

    name: str
    title: str
    columns: list[ColumnShown]


class ReportShown(BaseModel):
    """One kind of report."""

    name: str
    title: str
    words: str
    duties: list[str] = Field(description="who may have it: one of these is needed")
    asked_with: dict[str, Any] = Field(description="JSON Schema of what it is asked with")
    tables: list[TableShown]
    proofs: bool = Field(description="whether it can carry proofs that its records are in the log")
    paper: bool = Field(description="whether it comes with a PDF")


class Asking(BaseModel):
    """What is asked for."""

    model_config = ConfigDict(extra="forbid")

    report: str = Field(max_length=64, description="which")
    wishes: dict[str, Any] = Field(default_factory=dict, description="what it is asked with")
    formats: list[Format] = Field(
        default=[Format.CSV], description="beside JSON Lines", max_length=len(Format)
    )
    proofs: bool = Field(default=False, description="bring each record's entry and its proof along")


class JobShown(BaseModel):
    """A report as it stands."""

    id: str
    report: str
    state: str = Field(
        description="running, lost with its process (another goes on with it), done, failed, "
        "cancelled or expired"
    )
    began: int = Field(description="milliseconds since 1970 UTC")
    touched: int = Field(description="when it last said something")
    done: int = Field(description="steps made")
    total: int = Field(description="steps there are")
    code: str = Field(description="stable code of a failure")
    sha256: str = Field(description="of its manifest, once it is made; the log has it too")


def report_routes() -> APIRouter:
    """Return the routes under `/reports`."""
    router = APIRouter(prefix="/reports", tags=["reports"])

    @router.get("", name="list reports", openapi_extra=EVERYBODY.told)
    async def kinds(_by: Somebody) -> list[ReportShown]:
        return list(_kinds())

    @router.post(
        "/jobs",
        name="ask for a report",
        status_code=202,
        responses=PROBLEMS,
        openapi_extra=EVERYBODY.told,
    )
    async def start(
        desk: AtDesk, by: Somebody, asking: Annotated[Asking, Body(description="what is asked")]
    ) -> JobShown:
        posted = await desk.reports.start(
            asking.report, asking.wishes, by, formats=asking.formats, proofs=asking.proofs
        )
        return _shown(posted)

    @router.get("/jobs", name="list your reports", openapi_extra=EVERYBODY.told)
    async def jobs(desk: AtDesk, by: Somebody) -> list[JobShown]:
        return [_shown(one) for one in await desk.reports.listed(by)]

    @router.get(
        "/jobs/{job}", name="look at a report", responses=PROBLEMS, openapi_extra=EVERYBODY.told
    )
    async def one(desk: AtDesk, by: Somebody, job: JobId) -> JobShown:
        return _shown(await desk.reports.get(job, by))

    @router.delete(
        "/jobs/{job}",
        name="cancel a report",
        status_code=204,
        responses=PROBLEMS,
        openapi_extra=EVERYBODY.told,
    )
    async def cancel(desk: AtDesk, by: Somebody, job: JobId) -> None:
        await desk.reports.cancel(job, by)

    @router.get(
        "/jobs/{job}/file",
        name="fetch a report",
        response_class=FileResponse,
        responses={
            **PROBLEMS,
            200: {"content": {ARCHIVE: {}}, "description": "its folder as an archive"},
        },
        openapi_extra=EVERYBODY.told,
    )
    async def file(desk: AtDesk, by: Somebody, job: JobId) -> FileResponse:
        path = await desk.reports.file(job, by)
        name = (await desk.reports.get(job, by)).what
        return FileResponse(path, media_type=ARCHIVE, filename=f"{name}-{job}.zip")

    return router


def _kinds() -> Iterator[ReportShown]:
    for report in REPORTS.values():
        tables = [
            TableShown(
                name=table.name,
                title=table.title,
                columns=[
                    ColumnShown(name=one.name, holds=one.shape, means=one.words)
                    for one in columns_of(table.row)
                ],
            )
            for table in report.tables
        ]
        yield ReportShown(
            name=report.name,
            title=report.title,
            words=report.words,
            duties=sorted(report.duties),
            asked_with=TypeAdapter(report.wish).json_schema(),
            tables=tables,
            proofs=report.proofs,
            paper=report.paper is not None,
        )


def _shown(posted: Posted) -> JobShown:
    return JobShown(
        id=posted.id,
        report=posted.what,
        state=posted.state,
        began=posted.began,
        touched=posted.touched,
        done=posted.done,
        total=posted.total,
        code=posted.result if posted.state == "failed" else "",
        sha256=posted.result if posted.state in ("done", "expired") else "",
    )
