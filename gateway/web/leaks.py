"""`POST /v1/leaks`: anybody with a key may say that something left which should not have."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.errors import BadRequest, GatewayError
from gateway.oversight.officer import Officer
from gateway.oversight.rows import LONGEST_REASON
from gateway.web.beside import admitted, refused
from gateway.web.bodies import read_at_most

LONGEST_BODY = 16_384


class Leak(BaseModel):
    """What somebody saw."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field(
        min_length=1,
        max_length=LONGEST_REASON,
        description="what happened, as you would tell the office; it is kept sealed",
    )
    record: str = Field(
        default="",
        max_length=64,
        description="`X-Crossing-Guard-Record` of the answer in which it happened, if known",
    )


BODY = {"required": True, "content": {"application/json": {"schema": Leak.model_json_schema()}}}


async def _leak(request: Request) -> Leak:
    """Read the body by hand: FastAPI's own refusal would repeat what was typed.

    Raises:
        BadRequest: it is too large, or not of that form.
    """
    body = await read_at_most(request, LONGEST_BODY)
    try:
        return Leak.model_validate_json(body)
    except ValidationError:
        raise BadRequest(
            f'send `{{"words": "…", "record": "…"}}`, words of {LONGEST_REASON} characters at most',
            code="invalid_value",
            status=422,
            param="words",
        ) from None


def leaks() -> APIRouter:
    """Return the route."""
    router = APIRouter()

    @router.post(
        "/v1/leaks",
        status_code=202,
        response_class=JSONResponse,
        openapi_extra={"requestBody": BODY},
    )
    async def report(request: Request) -> Response:
        """Report a leak to the privacy office; the answer names the incident."""
        works = request.app.state.works
        try:
            caller = await admitted(request)
            leak = await _leak(request)
            by = Officer.of(caller)
            incident = await works.desk.incidents.report(leak.words, record=leak.record, by=by)
        except GatewayError as error:
            return refused(error)
        return JSONResponse({"incident": incident}, status_code=202)

    return router
