"""`Idempotency-Key` in front of a described API: what is posted twice under one key is done once.

A request that was refused for who asks, or for asking too often, was not begun: its key is free
again. One that failed by our fault keeps its key without an answer, since nobody can tell here how
far it got.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.errors import BadRequest, GatewayError
from gateway.oversight.once import Answer, Claim, Once
from gateway.web.bodies import Who, received

KEY: Final = "idempotency-key"
REPLAYED: Final = "idempotent-replayed"
PATTERN: Final = "^[!-~]{1,255}$"
_KEY: Final = re.compile(PATTERN)
_NOT_BEGUN: Final = frozenset({401, 403, 429})
_ASKED: Final = ("content-type", "if-match", "if-none-match", "x-reason")
"""Headers that make a request another one."""
_log = structlog.get_logger(__name__)

HEADER: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "a value of your own, such as a UUID: the same request under the same key is "
    "done once, and answered alike for a day",
    "schema": {"type": "string", "pattern": PATTERN},
}
"""How the description tells of it."""


@dataclass(kw_only=True)
class _Answering:
    """An answer as it is put together."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytearray = field(default_factory=bytearray)

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in message["headers"]
            )
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


class OncePerKey:
    """The application, with posts that name a key done once."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        once: Callable[[], Once],
        who: Who,
        refuse: Callable[[GatewayError], Response],
    ) -> None:
        """Put it in front of an application.

        Args:
            app: what does the work.
            once: gives the memory, when it is open.
            who: tells who asks.
            refuse: makes an error an answer.
        """
        self._app = app
        self._once = once
        self._who = who
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "POST" or KEY not in Headers(scope=scope):
            await self._app(scope, receive, send)
            return
        try:
            answer = await self._answered(Request(scope, receive))
        except GatewayError as error:
            answer = self._refuse(error)
        await answer(scope, receive, send)

    async def _answered(self, request: Request) -> Response:
        key = request.headers[KEY]
        if not _KEY.fullmatch(key):
            raise BadRequest(
                "an `Idempotency-Key` has 1 to 255 visible ASCII characters",
                code="bad_idempotency_key",
                param="Idempotency-Key",
            )
        once, body = self._once(), await request.body()
        who = await self._who(request)
        if who is None:
            return _response(await self._work(request, body))  # which says so itself
        where = f"{request.url.path}?{request.url.query}".encode()
        said = [request.headers.get(name, "").encode("latin-1") for name in _ASKED]
        claim = once.claim_of(who, key, where, *said, body)
        before = await once.claim(claim)
        if before is not None:
            replayed = _response(before)
            replayed.headers[REPLAYED] = "true"
            return replayed
        answer = await self._work(request, body)
        await _settle(once, claim, answer)
        return _response(answer)

    async def _work(self, request: Request, body: bytes) -> Answer:
        answering = _Answering()
        await self._app(request.scope, received(body, request.receive), answering.take)
        return Answer(
            status=answering.status, headers=answering.headers, body=bytes(answering.body)
        )


async def _settle(once: Once, claim: Claim, answer: Answer) -> None:
    try:
        if answer.status in _NOT_BEGUN:
            await once.release(claim)
        elif answer.status < 500:
            await once.keep(claim, answer)
    except GatewayError as error:
        # It was done, and whoever asked is told so; a second request will hear it is not known.
        _log.error("answer_not_kept", code=error.code)


def _response(answer: Answer) -> Response:
    response = Response(answer.body, status_code=answer.status)
    for name in list(response.headers):
        del response.headers[name]
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response
