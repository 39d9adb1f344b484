"""What the person who asked may say about their own conversation afterwards."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.errors import BadRequest, GatewayError
from gateway.steps.not_a_pupil import LONGEST_WORD
from gateway.web.beside import admitted, refused
from gateway.web.bodies import read_at_most

Record = Annotated[
    str, Path(max_length=64, description="`X-Crossing-Guard-Record` of any of its answers")
]


class Word(BaseModel):
    """A word that was replaced and should not have been."""

    model_config = ConfigDict(extra="forbid")

    word: str = Field(
        min_length=1, max_length=LONGEST_WORD, description="as typed: one word or a whole name"
    )


LONGEST_BODY = 4096
BODY = {"required": True, "content": {"application/json": {"schema": Word.model_json_schema()}}}


async def _word(request: Request) -> str:
    """Read the body by hand: FastAPI's own refusal would repeat what was typed.

    Raises:
        BadRequest: it is too large, or not a word.
    """
    body = await read_at_most(request, LONGEST_BODY)
    try:
        return Word.model_validate_json(body).word
    except ValidationError:
        raise BadRequest(
            f'send `{{"word": "…"}}`, of {LONGEST_WORD} characters at most',
            code="invalid_value",
            status=422,
            param="word",
        ) from None


def conversations() -> APIRouter:
    """Return the routes under `/v1/conversations`."""
    router = APIRouter(prefix="/v1/conversations")

    @router.post(
        "/{record}/not-a-pupil",
        status_code=204,
        response_class=Response,
        openapi_extra={"requestBody": BODY},
    )
    async def not_a_pupil(request: Request, record: Record) -> Response:
        """Leave a word alone in this conversation from its next turn; never one of the roster."""
        works = request.app.state.works
        try:
            caller = await admitted(request)
            await works.not_a_pupil.say(record, await _word(request), caller)
        except GatewayError as error:
            return refused(error)
        return Response(status_code=204)

    return router
