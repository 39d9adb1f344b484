"""Records found, counted, taken away as lines of JSON, explained and replayed."""

from collections.abc import Iterable
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

import orjson
from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from gateway.audit.search.buckets import Buckets, Every
from gateway.audit.search.fields import NUMBERS, VALUES
from gateway.audit.search.rows import Found
from gateway.errors import BadRequest
from gateway.oversight.officer import Officer
from gateway.oversight.reading import MOST_NAMES, Why
from gateway.terms.people import Duty
from gateway.web.described import Allowed, AtDesk
from gateway.web.paging import PLAIN, Cursor, Limit, cursor_of, read_cursor

AUDITORS = Allowed(Duty.AUDITOR, Duty.PRIVACY_OFFICER)
NAMERS = Allowed(Duty.PRIVACY_OFFICER, Duty.REGISTRAR)
LINES = "application/x-ndjson"

Where = Annotated[
    list[str],
    Query(
        default_factory=list,
        description="a filter, such as `outcome=refuse`; repeat for more",
        max_length=20,
    ),
]
RecordId = Annotated[
    str, Path(min_length=1, max_length=64, pattern=PLAIN, description="the record's id")
]
Auditor = Annotated[Officer, Depends(AUDITORS)]


class Shown(BaseModel):
    """A record as its entry says it, and its outcome, null while it has none."""

    position: int = Field(description="where the search has it, -1 where not yet")
    stream: str
    index: int = Field(description="of its entry in the stream")
    record: dict[str, Any] | None = Field(description="null once its bytes were purged")
    purged: str = Field(default="", description="id of the certificate under which they were")
    outcome: dict[str, Any] | None


class Records(BaseModel):
    """Some records, newest first."""

    items: list[Shown]
    next: str | None = Field(description="pass it as `cursor` for the next page; null at the end")
    behind: int = Field(description="entries of the log that the search does not know yet")


class Counted(BaseModel):
    """How many records."""

    start: int | None = Field(description="the period's beginning, milliseconds since 1970")
    value: str | None = Field(description="what they were grouped by; empty: they have none")
    count: int


class Counting(BaseModel):
    """Counts in the order of time and value."""

    items: list[Counted]
    behind: int = Field(description="entries of the log that the search does not know yet")


class Explained(BaseModel):
    """Why a record says what it says; people appear by their log ids."""

    lines: list[str]
    same: bool | None = Field(description="whether deciding again comes out the same")
    differences: list[str] = Field(description="the parts of the decision that do not")
    same_engine: bool | None = Field(description="whether the engine is of the recorded version")


class SearchField(BaseModel):
    """A field that filters may name."""

    name: str
    words: str
    number: bool = Field(description="compared with >= and <=, else with = and !=")
    grouped: bool = Field(description="counts may be grouped by it")


class Names(BaseModel):
    """Whose some log ids are."""

    names: dict[str, str]


def record_routes() -> APIRouter:
    """Return the routes of records."""
    router = APIRouter(tags=["records"])
    _many(router)
    _one(router)
    _words(router)
    return router


def _many(router: APIRouter) -> None:
    """Add what finds, counts and takes away."""

    @router.get("/records", name="find records", openapi_extra=AUDITORS.told)
    async def records(
        desk: AtDesk,
        by: Auditor,
        where: Where,
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Records:
        before, generation = read_cursor(cursor, int, int) or (None, None)
        page = await desk.reading.page(where, by, limit=limit, before=before, generation=generation)
        return Records(
            items=[_shown(one) for one in page.found],
            next=cursor_of(page.last, page.generation) if page.more else None,
            behind=page.behind,
        )

    @router.get("/counts", name="count records", openapi_extra=AUDITORS.told)
    async def counts(
        desk: AtDesk,
        by: Auditor,
        where: Where,
        group: Annotated[str, Query(description="a field to group by", max_length=40)] = "",
        every: Annotated[Every | None, Query(description="a period to count over")] = None,
        zone: Annotated[
            str, Query(description="its time zone; the district's own if empty", max_length=64)
        ] = "",
    ) -> Counting:
        buckets = None
        if every is not None:
            buckets = Buckets(every=every, zone=_zone(zone or desk.district.choices.timezone))
        told = await desk.reading.counts(where, by, group=group, buckets=buckets)
        rows = [Counted(start=one.start, value=one.value, count=one.count) for one in told.rows]
        return Counting(items=rows, behind=told.behind)

    @router.get(
        "/export",
        name="take records away",
        openapi_extra=AUDITORS.told,
        response_class=StreamingResponse,
        responses={200: {"content": {LINES: {}}, "description": "a record a line, oldest first"}},
    )
    async def export(
        desk: AtDesk,
        by: Auditor,
        where: Where,
        after: Annotated[int, Query(ge=-1, description="go on behind this position")] = -1,
    ) -> StreamingResponse:
        lines = await desk.reading.records(where, by, after=after)
        return StreamingResponse(lines, media_type=LINES)


def _one(router: APIRouter) -> None:
    """Add what shows and explains."""

    @router.get(
        "/records/{record}",
        name="read one record",
        openapi_extra=AUDITORS.told,
    )
    async def one(desk: AtDesk, by: Auditor, record: RecordId) -> Shown:
        return _shown(await desk.reading.one(record, by))

    @router.get(
        "/records/{record}/why",
        name="explain one record",
        openapi_extra=AUDITORS.told,
    )
    async def why(desk: AtDesk, by: Auditor, record: RecordId) -> Explained:
        return _explained(await desk.reading.why(record, by))


def _words(router: APIRouter) -> None:
    """Add what tells which words a question may hold, and whose an id is."""

    @router.get("/fields", name="list fields", openapi_extra=AUDITORS.told)
    async def fields(_by: Auditor) -> list[SearchField]:
        return list(_fields())

    @router.get(
        "/fields/{field}",
        name="list a field's values",
        openapi_extra=AUDITORS.told,
    )
    async def values(
        desk: AtDesk, by: Auditor, field: Annotated[str, Path(max_length=40)]
    ) -> list[str]:
        if field not in VALUES or not VALUES[field].listed:
            raise BadRequest("this field's values are not listed", code="not_found", status=404)
        return list(await desk.reading.values(field, by))

    @router.get("/names", name="tell whose log ids are", openapi_extra=NAMERS.told)
    async def names(
        desk: AtDesk,
        by: Annotated[Officer, Depends(NAMERS)],
        id: Annotated[
            list[Annotated[str, Field(max_length=64, pattern=PLAIN)]],
            Query(description="a log id; repeat for more", max_length=MOST_NAMES),
        ],
    ) -> Names:
        return Names(names=await desk.reading.names(id, by))


def _shown(one: Found) -> Shown:
    return Shown(
        position=one.position,
        stream=one.stream,
        index=one.index,
        record=orjson.loads(one.data) if one.data else None,
        outcome=orjson.loads(one.outcome) if one.outcome else None,
        purged=one.stub.get("purged", ""),
    )


def _explained(why: Why) -> Explained:
    return Explained(
        lines=list(why.lines),
        same=why.same,
        differences=list(why.differences),
        same_engine=why.same_engine,
    )


def _fields() -> Iterable[SearchField]:
    for name, field in VALUES.items():
        yield SearchField(name=name, words=field.words, number=False, grouped=field.listed)
    for name, number in NUMBERS.items():
        yield SearchField(name=name, words=number.words, number=True, grouped=False)


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise BadRequest(
            "`zone` must name a time zone, such as `America/Chicago`",
            code="invalid_value",
            status=422,
            param="zone",
        )
    return ZoneInfo(name)
