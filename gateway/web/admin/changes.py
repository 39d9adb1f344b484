"""The history of changes, newest first: who changed what, when, from what to what, and why."""

from collections.abc import Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from gateway.district.history import Listed
from gateway.district.permissions import OF_PEOPLE
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.web.described import EVERYBODY, AtDesk
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of


class Change(BaseModel):
    """One change. `old`, `new` and `why` are null once they were erased."""

    id: str
    at: int = Field(description="milliseconds since 1970 UTC")
    who: str = Field(description="log id of who made it")
    kind: str
    row: str
    action: str = Field(description="created, changed or removed")
    version: int = Field(description="the row's version after it")
    sha256: str = Field(description="salted hash of its content, as in the decision log")
    old: Any = Field(description="what stood there before, null for nothing")
    new: Any = Field(description="what stands there since, null for nothing")
    why: str | None


def history_routes() -> APIRouter:
    """Return the routes under `/history`."""
    router = APIRouter(prefix="/history", tags=["history"])

    @router.get("", name="list changes", openapi_extra=EVERYBODY.told)
    async def listed(
        desk: AtDesk,
        by: Annotated[Officer, Depends(EVERYBODY)],
        kind: Annotated[str, Query(max_length=64, description="only rows of this kind")] = "",
        row: Annotated[str, Query(max_length=64, description="only this row")] = "",
        batch: Annotated[str, Query(max_length=64, description="only this import")] = "",
        limit: Limit = 50,
        cursor: Cursor = "",
    ) -> Page[Change]:
        before = start_of(cursor)
        edits = await desk.office.history(
            kind=kind, row=row, batch=batch, before=before, limit=limit + 1
        )
        what = await _what(desk.office, edits, row) if row else batch or kind
        await desk.office.note("history_read", by, what=what if edits else "")
        return page_of(edits, limit, shown=_shown, row=lambda one: one.id)

    return router


async def _what(office: Office, edits: Sequence[Listed], row: str) -> str:
    """Return what the log calls a row that was read: a person's by their log id."""
    of_person = any(one.kind in OF_PEOPLE for one in edits)
    return await office.log_id_of(row) if of_person else row


def _shown(one: Listed) -> Change:
    edit = one.edit
    return Change(
        id=one.id,
        at=one.at,
        who=one.who,
        kind=one.kind,
        row=one.row,
        action=one.action,
        version=one.version,
        sha256=one.sha256,
        old=orjson.loads(edit.old) if edit and edit.old is not None else None,
        new=orjson.loads(edit.new) if edit and edit.new is not None else None,
        why=edit.why if edit else None,
    )
