"""The routes of one kind of row: list, read, put, take away. Every kind answers alike."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, Field

from gateway.district.shelves import THE_ONE, Shelf
from gateway.errors import BadRequest
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Kept
from gateway.web.described import IN_ORDER, Allowed, AtDesk, Why
from gateway.web.entity_tags import Seen, SeenThere, tagged
from gateway.web.paging import Cursor, Limit, Page, page_of, start_of
from gateway.web.problems import Problem

PROBLEMS: dict[int | str, dict[str, object]] = {
    409: {"model": Problem, "description": "there is such a row already"},
    412: {"model": Problem, "description": "the row was changed since it was read"},
    428: {"model": Problem, "description": "the change does not say which version it is made to"},
}


def created(kind: type) -> dict[int | str, dict[str, object]]:
    """Return what a route says of its answer where a row is new."""
    return {201: {"model": kind, "description": "there was no such row before"}}


Row = Annotated[
    str,
    Path(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$", description="the row's id"),
]
OfStudent = Annotated[
    str, Query(max_length=255, pattern=r"^[^\x00-\x1f\x7f]*$", description="of one student")
]


class Versioned[Value](BaseModel):
    """A row with the version to name when it is changed."""

    version: int = Field(description="the row's version; its entity tag is this in quotes")
    value: Annotated[Value, IN_ORDER]


def versioned[T](kept: Kept[T]) -> Versioned[T]:
    """Return a row with its version."""
    return Versioned(version=kept.version, value=kept.value)


def shelf_routes[T](
    name: str, shelf: Shelf[T], kind: type[T], *, read: Allowed, write: Allowed
) -> APIRouter:
    """Return the routes under `/name`.

    Args:
        name: of the collection, in the plural.
        shelf: where the rows are.
        kind: of a row; a dataclass.
        read, write: who may.
    """
    router = row_routes(name, shelf, kind, read=read, write=write)

    rows_of_kind = Page[Versioned[kind]]  # type: ignore[valid-type]

    @router.get("", name=f"list {name}", response_model=rows_of_kind, openapi_extra=read.told)
    async def listed(
        desk: AtDesk, _by: Annotated[Officer, Depends(read)], limit: Limit = 50, cursor: Cursor = ""
    ) -> Page[Versioned[T]]:
        after = start_of(cursor)
        rows = await desk.office.listed(shelf, after=after, limit=limit + 1)
        return page_of(rows, limit, shown=versioned, row=lambda one: shelf.row_of(one.value))

    return router


def row_routes[T](
    name: str, shelf: Shelf[T], kind: type[T], *, read: Allowed, write: Allowed
) -> APIRouter:
    """Return the routes of single rows; see `shelf_routes`."""
    router = APIRouter(prefix=f"/{name}", tags=[name])
    told = Annotated[kind, IN_ORDER]  # type: ignore[valid-type]

    @router.get(
        "/{row}",
        name=f"read one of {name}",
        response_model=told,
        openapi_extra=read.told,
    )
    async def one(
        desk: AtDesk, response: Response, _by: Annotated[Officer, Depends(read)], row: Row
    ) -> T:
        kept = await desk.office.get(shelf, row)
        return tagged(response, kept)

    @router.put(
        "/{row}",
        name=f"put one of {name}",
        response_model=told,
        responses=created(kind) | PROBLEMS,
        openapi_extra=write.told,
    )
    async def put(
        desk: AtDesk,
        response: Response,
        by: Annotated[Officer, Depends(write)],
        row: Row,
        seen: Seen,
        why: Why,
        value: kind,  # type: ignore[valid-type]
    ) -> T:
        if shelf.row_of(value) != row:
            raise BadRequest(
                "the row's id in the path and in the body differ", code="two_ids", param="id"
            )
        kept: Kept[T] = await desk.office.put(shelf, value, seen=seen, why=why, by=by)
        response.status_code = 201 if seen is None else 200
        return tagged(response, kept)

    if shelf.remove is not None:

        @router.delete(
            "/{row}",
            name=f"take one of {name} away",
            status_code=204,
            responses=PROBLEMS,
            openapi_extra=write.told,
        )
        async def remove(
            desk: AtDesk,
            by: Annotated[Officer, Depends(write)],
            row: Row,
            seen: SeenThere,
            why: Why,
        ) -> None:
            await desk.office.remove(shelf, row, seen=seen, why=why, by=by)

    return router


def one_row_routes[T](
    name: str, shelf: Shelf[T], kind: type[T], *, read: Allowed, write: Allowed
) -> APIRouter:
    """Return the routes of a shelf that has only one row."""
    router = APIRouter(prefix=f"/{name}", tags=[name])
    told = Annotated[kind, IN_ORDER]  # type: ignore[valid-type]

    @router.get("", name=f"read the {name}", response_model=told, openapi_extra=read.told)
    async def one(desk: AtDesk, response: Response, _by: Annotated[Officer, Depends(read)]) -> T:
        kept = await desk.office.get(shelf, THE_ONE)
        return tagged(response, kept)

    @router.put(
        "",
        name=f"put the {name}",
        response_model=told,
        responses=PROBLEMS,
        openapi_extra=write.told,
    )
    async def put(
        desk: AtDesk,
        response: Response,
        by: Annotated[Officer, Depends(write)],
        seen: Seen,
        why: Why,
        value: kind,  # type: ignore[valid-type]
    ) -> T:
        kept: Kept[T] = await desk.office.put(shelf, value, seen=seen, why=why, by=by)
        return tagged(response, kept)

    return router
