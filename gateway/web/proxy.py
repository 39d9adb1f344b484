"""The route a prompt takes: bytes from the client to the exchange, and its parts back.

A bare ASGI application, since a framework's request objects cost more than the exchange's own
work on a cached prompt. It watches for a client that goes away, which ends the exchange (the
exchange records it), and keeps a waiting stream alive with comments, so that a school's web
filter does not cut it.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from http import HTTPStatus

from starlette.types import Message, Receive, Scope, Send

from gateway.errors import BadRequest
from gateway.exchange import Ask, Doors, Head, exchange
from gateway.terms.chat import Dialect, Refusal
from gateway.wire.encoding import BodyDecoder
from gateway.wire.sse import KEEP_ALIVE

EVENT_STREAM = b"text/event-stream; charset=utf-8"
JSON = b"application/json"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProxyLimits:
    """`max_body` in decoded bytes; `body_timeout` in seconds for all of them; `heartbeat` in
    seconds of silence."""

    max_body: int
    body_timeout: float
    heartbeat: float


def hints(refusal: Refusal) -> dict[str, str]:
    """Return the headers by which programs know what to do about a refusal: wait, or a key."""
    headers = {}
    if refusal.retry_after is not None:
        headers["retry-after"] = str(refusal.retry_after)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    return headers


class Proxy:
    """One dialect's route."""

    def __init__(self, dialect: Dialect, doors: Callable[[], Doors], limits: ProxyLimits) -> None:
        self._dialect = dialect
        self._doors = doors
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        client = _Client(scope["headers"], receive, send, self._limits, self._dialect)
        ask = Ask(
            dialect=self._dialect,
            headers=scope["headers"],
            body=client.body,
            gone=lambda: client.gone,
        )
        doors = self._doors()
        try:
            with doors.metrics.running.track_inprogress():
                async with aclosing(exchange(ask, doors)) as parts:
                    async for part in parts:
                        await client.take(part)
            await client.end()
        except asyncio.CancelledError:
            if not client.gone:
                raise
        finally:
            client.close()


class _Client:
    """The connection to one client: what was sent of the answer, and whether it is still there."""

    def __init__(
        self,
        headers: Sequence[tuple[bytes, bytes]],
        receive: Receive,
        send: Send,
        limits: ProxyLimits,
        dialect: Dialect,
    ) -> None:
        self._headers = headers
        self._receive = receive
        self._send = send
        self._limits = limits
        self._dialect = dialect
        self._loop = asyncio.get_running_loop()
        self._serving = asyncio.current_task()
        self._watch: asyncio.Task[None] | None = None
        self._pulse: asyncio.TimerHandle | None = None
        self._beat: asyncio.Task[None] | None = None
        self._last_sent = self._loop.time()
        self._streaming = False
        self._started = False
        self.gone = False

    async def body(self) -> bytes:
        """Read the whole request body, decoded, and from then on watch for the client to go.

        Raises:
            BadRequest: too large, too slow, or an encoding that is not read.
        """
        try:
            async with asyncio.timeout(self._limits.body_timeout):
                body = await self._whole_body()
        except TimeoutError as error:
            raise BadRequest(
                f"the request did not arrive within {self._limits.body_timeout:g} seconds; send it "
                "again, at once or with less in it",
                code="too_slow",
                status=408,
            ) from error
        self._watch = self._loop.create_task(self._wait_for_end())
        return body

    async def _whole_body(self) -> bytes:
        encoding = next((v for name, v in self._headers if name == b"content-encoding"), b"")
        decoder = BodyDecoder(encoding.decode("latin-1"), limit=self._limits.max_body)
        parts: list[bytes] = []
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self.gone = True
                raise asyncio.CancelledError
            parts.append(decoder.feed(message.get("body", b"")))
            more = message.get("more_body", False)
        parts.append(decoder.flush())
        return b"".join(parts)

    async def take(self, part: Head | Refusal | bytes) -> None:
        """Send one part of the answer."""
        if isinstance(part, bytes):
            await self._write(part, more=True)
        elif isinstance(part, Head):
            await self._begin(part)
        elif self._started:
            await self._write(self._dialect.error_event(part), more=True)
        else:
            await self._refuse(part)

    async def end(self) -> None:
        """End the answer."""
        await self._write(b"", more=False)

    def close(self) -> None:
        """Stop watching and beating."""
        for one in (self._watch, self._pulse, self._beat):
            if one is not None:
                one.cancel()

    async def _begin(self, head: Head) -> None:
        if self._started:
            return
        self._streaming = head.stream
        kind = EVENT_STREAM if head.stream else JSON
        headers = [(b"content-type", kind), (b"cache-control", b"no-store")]
        if head.stream:
            headers.append((b"x-accel-buffering", b"no"))
            self._schedule()
        headers += [(name.encode(), value.encode()) for name, value in head.headers.items()]
        if head.length is not None:
            headers.append((b"content-length", str(head.length).encode()))
        await self._start(head.status, headers)

    async def _refuse(self, refusal: Refusal) -> None:
        body = self._dialect.error(refusal)
        headers = [
            (b"content-type", JSON),
            (b"cache-control", b"no-store"),
            (b"content-length", str(len(body)).encode()),
            (b"x-crossing-guard-record", refusal.record.encode()),
            (b"x-crossing-guard-outcome", refusal.outcome.encode()),
        ]
        headers += [(name.encode(), value.encode()) for name, value in hints(refusal).items()]
        await self._start(refusal.status, headers)
        await self._write(body, more=True)

    async def _start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self._started = True
        message: Message = {"type": "http.response.start", "status": status, "headers": headers}
        await self._send(message)

    async def _write(self, data: bytes, *, more: bool) -> None:
        self._last_sent = self._loop.time()
        await self._send({"type": "http.response.body", "body": data, "more_body": more})

    async def _wait_for_end(self) -> None:
        message = await self._receive()
        if message["type"] == "http.disconnect" and self._serving is not None:
            self.gone = True
            self._serving.cancel()

    def _schedule(self) -> None:
        self._pulse = self._loop.call_later(self._limits.heartbeat, self._pulsate)

    def _pulsate(self) -> None:
        """Send a comment if nothing was sent for a while; events are written whole, so one fits
        between any two. A client that takes in nothing gets no second one behind the first."""
        beating = self._beat is not None and not self._beat.done()
        if not beating and self._loop.time() - self._last_sent >= self._limits.heartbeat:
            self._beat = self._loop.create_task(self._write(KEEP_ALIVE, more=True))
        self._schedule()
