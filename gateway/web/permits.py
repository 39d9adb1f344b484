"""`/v1/permits`: a teacher lets the students of an own class use AI, until a day."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import TypeAdapter, ValidationError

from gateway.district.documents import PERMIT
from gateway.errors import BadRequest, GatewayError
from gateway.identity.callers import Caller
from gateway.oversight.permits import Permits
from gateway.oversight.rows import Kept
from gateway.terms.permits import TeacherPermit
from gateway.web.beside import admitted, refused
from gateway.web.bodies import read_at_most
from gateway.web.entity_tags import IfMatch, seen_if_any, tag_of

LONGEST_BODY = 65_536
JSON = "application/json"
SCHEMA: dict[str, Any] = TypeAdapter(TeacherPermit).json_schema()
BODY = {"requestBody": {"required": True, "content": {JSON: {"schema": SCHEMA}}}}
Row = Annotated[str, Path(min_length=1, max_length=64, description="the permission's id")]
type Work = Callable[[Permits, Caller], Awaitable[Response]]


def permits() -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/v1/permits")

    @router.get("", response_class=Response)
    async def listed(request: Request) -> Response:
        """List what is permitted in one's own classes."""

        async def work(door: Permits, caller: Caller) -> Response:
            rows = ",".join(map(PERMIT.write, await door.listed(caller)))
            return Response(f"[{rows}]", media_type=JSON)

        return await _answer(request, work)

    @router.get("/{row}", response_class=Response)
    async def one(request: Request, row: Row) -> Response:
        """Read what is permitted; its `ETag` names the version."""

        async def work(door: Permits, caller: Caller) -> Response:
            return _shown(await door.get(row, caller))

        return await _answer(request, work)

    @router.put("/{row}", response_class=Response, openapi_extra=BODY)
    async def put(request: Request, row: Row, if_match: IfMatch = None) -> Response:
        """Permit AI in a class of one's own, or change that; it counts from the next prompt."""

        async def work(door: Permits, caller: Caller) -> Response:
            seen = seen_if_any(if_match)
            return _shown(await door.put(await _permit(request, row), caller, seen=seen))

        return await _answer(request, work)

    @router.delete("/{row}", status_code=204, response_class=Response)
    async def remove(request: Request, row: Row, if_match: IfMatch = None) -> Response:
        """Take a permission back."""

        async def work(door: Permits, caller: Caller) -> Response:
            await door.remove(row, caller, seen=seen_if_any(if_match))
            return Response(status_code=204)

        return await _answer(request, work)

    return router


def _shown(kept: Kept[TeacherPermit]) -> Response:
    return Response(
        PERMIT.write(kept.value), media_type=JSON, headers={"etag": tag_of(kept.version)}
    )


async def _answer(request: Request, work: Work) -> Response:
    """Authenticate, do the work, and answer errors in the shape of this API."""
    works = request.app.state.works
    try:
        caller = await admitted(request)
        return await work(Permits(works.desk.office, works.store.reader), caller)
    except GatewayError as error:
        return refused(error)


async def _permit(request: Request, row: str) -> TeacherPermit:
    """Read the body by hand: FastAPI's own refusal would repeat what was typed.

    Raises:
        BadRequest: it is too large, or not of that form.
    """
    body = await read_at_most(request, LONGEST_BODY)
    try:
        tree = orjson.loads(body)
        if tree.get("id", row) != row:
            raise BadRequest("the id in the path and in the body differ", code="two_ids")
        return TypeAdapter(TeacherPermit).validate_python({**tree, "id": row})
    except (ValidationError, orjson.JSONDecodeError, AttributeError):
        raise BadRequest(
            "send `group`, `tools`, `purposes` and `until`; `since` and `title` where you like",
            code="invalid_value",
            status=422,
        ) from None
