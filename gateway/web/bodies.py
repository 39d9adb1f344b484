"""How much of a request's body is read: a large one is an officer's alone, and has its limit too.

FastAPI reads a body whole before it asks who sent it, and somebody without a key could so fill the
memory of the machine that serves the prompts.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.errors import BadRequest, GatewayError

LARGEST_OF_ANYBODY: Final = 64 * 1024
_WITH_BODY: Final = frozenset({"POST", "PUT"})

type Who = Callable[[Request], Awaitable[str | None]]
"""Tells the id of the officer who asks, None for anybody else."""


async def read_at_most(request: Request, most: int) -> bytes:
    """Return the body of a request.

    Raises:
        BadRequest: `too_large` (413), it has more than `most` bytes.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise _too_large(most)
    return bytes(body)


def received(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was read already, and then whatever comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


class LimitedBodies:
    """The application, with bodies of a limited size."""

    def __init__(
        self, app: ASGIApp, *, largest: int, who: Who, refuse: Callable[[GatewayError], Response]
    ) -> None:
        """Put it in front of an application.

        Args:
            app: what does the work.
            largest: bytes of an officer's body, at most.
            who: tells who asks.
            refuse: makes an error an answer.
        """
        self._app = app
        self._largest = largest
        self._who = who
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] not in _WITH_BODY:
            await self._app(scope, receive, send)
            return
        try:
            body = await self._read(Request(scope, receive))
        except ClientDisconnect:
            return  # nobody waits for an answer
        except GatewayError as error:
            await self._refuse(error)(scope, receive, send)
            return
        await self._app(scope, received(body, receive), send)

    async def _read(self, request: Request) -> bytes:
        """Return the body; who asks is looked up only where it is large."""
        body = bytearray()
        most = LARGEST_OF_ANYBODY
        async for chunk in request.stream():
            body += chunk
            if most < len(body) and most < self._largest and await self._who(request) is not None:
                most = self._largest
            if most < len(body):
                raise _too_large(most)
        return bytes(body)


def _too_large(most: int) -> BadRequest:
    return BadRequest(
        f"a request has at most {most} bytes here, from whoever sent this one",
        code="too_large",
        status=413,
    )
