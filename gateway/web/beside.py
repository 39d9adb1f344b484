"""What the routes beside the prompts' own share: who asks, and errors in OpenAI's shape."""

from fastapi import Request
from fastapi.responses import Response

from gateway.errors import GatewayError
from gateway.identity.callers import Caller
from gateway.terms.chat import Refusal
from gateway.web.proxy import hints
from gateway.wire.openai_chat import OPENAI_CHAT


async def admitted(request: Request) -> Caller:
    """Return who asks.

    Raises:
        Unauthenticated: no valid key.
        TooMany: too often.
    """
    doors = request.app.state.works.doors
    await doors.district.refresh()
    caller: Caller = await doors.callers.authenticate(request.headers.raw)
    doors.limiter.admit(caller.principal)
    return caller


def refused(error: GatewayError) -> Response:
    """Return an error as programs made for OpenAI's API read it, with when to come again."""
    refusal = Refusal(
        status=error.status,
        code=error.code,
        message=error.message,
        param=error.param,
        retry_after=error.retry_after,
    )
    return Response(
        OPENAI_CHAT.error(refusal),
        status_code=error.status,
        headers=hints(refusal),
        media_type="application/json",
    )
