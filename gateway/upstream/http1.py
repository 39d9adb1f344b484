"""HTTP/1.1 to the AI services: an httpx transport over asyncio and httptools.

A POST whose whole body is known, and its answer as it comes: that is all the gateway sends, and
it sends one for every prompt. httpx's own transport takes several times longer and aiohttp under
httpx's API twice as long (tests/bench/README.md), most of it for what is not used here: redirects,
cookies, proxies, retries, compression. llhttp, beneath httptools, reads the answers strictly.

A request is written once. Whatever happens then is an error: a second sending would be a second
disclosure.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import cast

import httptools
import httpx

LARGEST_HEAD = 64 * 1024
"""Bytes of an answer's status line and headers, or of whatever else is no body, in a row."""
HIGH_WATER = 256 * 1024
"""Bytes of an answer that wait to be read before the service is asked to wait."""
_FINAL = 200
_BREAK = re.compile(rb"[\r\n\x00]")

type Header = tuple[bytes, bytes]
type Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class _Patience:
    """Seconds for each part of a request, None for as long as it takes."""

    connect: float | None
    pool: float | None
    read: float | None


class Http1Transport(httpx.AsyncBaseTransport):
    """Holds the connections of one event loop.

    Time-outs come with each request, as httpx's `timeout` extension; `write` is not looked at,
    since a service that takes nothing in does not answer either.
    """

    def __init__(
        self, *, connections: int, idle: float, verify: ssl.SSLContext | None = None
    ) -> None:
        """Open it.

        Args:
            connections: at most so many at once; further requests wait for `pool` seconds.
            idle: seconds a connection is kept for the next request.
            verify: what certificates are held against; the system's authorities if None.
        """
        self._room = asyncio.Semaphore(connections)
        self._idle_seconds = idle
        self._verify = verify
        self._idle: dict[Origin, list[_Connection]] = {}
        self._open: set[_Connection] = set()
        self._closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the answer as soon as its head is there.

        Raises:
            httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout: nothing was sent.
            httpx.ReadTimeout: silent for too long.
            httpx.ReadError: the connection broke.
            httpx.RemoteProtocolError: the answer is no HTTP.
            httpx.LocalProtocolError: a header that would be two.
        """
        asked: dict[str, float | None] = request.extensions.get("timeout", {})
        patience = _Patience(asked.get("connect"), asked.get("pool"), asked.get("read"))
        message = _written(request, await request.aread())
        connection = await self._connected(_origin(request.url), patience)
        try:
            status, headers = await connection.ask(message, patience.read)
        except BaseException:
            connection.abort()
            raise
        return httpx.Response(
            status, headers=headers, stream=_Answer(connection, patience.read), request=request
        )

    async def _connected(self, origin: Origin, patience: _Patience) -> "_Connection":
        """Return a connection that nobody else uses."""
        if self._closed:
            raise httpx.ConnectError("the transport is closed")
        if self._room.locked():
            try:
                async with asyncio.timeout(patience.pool):
                    await self._room.acquire()
            except TimeoutError as error:
                raise httpx.PoolTimeout("every connection is in use") from error
        else:
            await self._room.acquire()
        idle = self._idle.get(origin)
        while idle:
            connection = idle.pop()
            if connection.usable:
                connection.in_use()
                return connection
        try:
            return await self._dial(origin, patience.connect)
        except BaseException:
            self._room.release()
            raise

    async def _dial(self, origin: Origin, patience: float | None) -> "_Connection":
        scheme, host, port = origin
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(patience):
                _, connection = await loop.create_connection(
                    lambda: _Connection(self, origin),
                    host,
                    port,
                    ssl=self._context() if scheme == "https" else None,
                )
        except TimeoutError as error:
            raise httpx.ConnectTimeout("the service did not take the connection") from error
        except OSError as error:
            raise httpx.ConnectError(type(error).__name__) from error
        return connection

    def _context(self) -> ssl.SSLContext:
        if self._verify is None:
            self._verify = ssl.create_default_context()
            self._verify.set_alpn_protocols(["http/1.1"])
        return self._verify

    def opened(self, connection: "_Connection") -> None:
        """Keep count of a connection until it is closed."""
        self._open.add(connection)

    def give_back(self, connection: "_Connection", *, reusable: bool) -> None:
        """Take a connection back, for the next request if it can serve one."""
        self._room.release()
        if not reusable or self._closed:
            connection.abort()
            return
        self._idle.setdefault(connection.origin, []).append(connection)
        connection.idle(self._idle_seconds)

    def lost(self, connection: "_Connection") -> None:
        """Forget a connection that is closed."""
        self._open.discard(connection)
        idle = self._idle.get(connection.origin)
        if idle and connection in idle:
            idle.remove(connection)

    async def aclose(self) -> None:
        """Close every connection."""
        self._closed = True
        for connection in tuple(self._open):
            connection.abort()
        self._idle.clear()


class _Answer(httpx.AsyncByteStream):
    """An answer's body as it comes; closing it gives the connection back."""

    def __init__(self, connection: "_Connection", patience: float | None) -> None:
        self._connection: _Connection | None = connection
        self._patience = patience

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._connection is not None:
            chunk = await self._connection.chunk(self._patience)
            if not chunk:
                return
            yield chunk

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.done()


class _Connection(asyncio.Protocol):
    """One connection: serves a request at a time, and is told by httptools what came."""

    _transport: asyncio.Transport  # as soon as there is a connection

    def __init__(self, pool: Http1Transport, origin: Origin) -> None:
        self.origin = origin
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self._expiry: asyncio.TimerHandle | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._busy = True
        self._failure: httpx.TransportError | None = None
        self._begin()

    def _begin(self) -> None:
        """Be ready for the next answer."""
        self._parser = httptools.HttpResponseParser(self)
        self._status = 0
        self._headers: list[Header] = []
        self._headed = False
        self._whole = False
        self._lasting = False  # whether the connection may serve the next request
        self._body: list[bytes] = []
        self._unread = 0  # bytes in `_body`
        self._framing = 0  # bytes in a row that were no body
        self._paused = False

    # What the pool and the answer's reader ask

    @property
    def usable(self) -> bool:
        """Tell whether a request may be written: the service has neither closed nor spoken."""
        return self._failure is None and not self._transport.is_closing()

    def in_use(self) -> None:
        """Take it from the idle ones."""
        self._busy = True
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None

    def idle(self, seconds: float) -> None:
        """Wait for the next request, not for ever."""
        self._busy = False
        self._expiry = self._loop.call_later(seconds, self.abort)

    async def ask(self, message: bytes, patience: float | None) -> tuple[int, list[Header]]:
        """Write a request; return the status and headers of its answer."""
        self._transport.write(message)
        while not self._headed:
            await self._more(patience)
        return self._status, self._headers

    async def chunk(self, patience: float | None) -> bytes:
        """Return what came of the body, as soon as there is some; b"" at its end."""
        while not self._body:
            if self._whole:
                return b""
            await self._more(patience)
        chunk = self._body[0] if len(self._body) == 1 else b"".join(self._body)
        self._body, self._unread = [], 0
        if self._paused:
            self._paused = False
            self._transport.resume_reading()
        return chunk

    def done(self) -> None:
        """Let go of the answer, whether or not it was read to its end."""
        if not self._busy:
            return
        self._busy = False
        reusable = self._whole and self._lasting and self.usable
        if reusable:
            self._begin()
        self._pool.give_back(self, reusable=reusable)

    def abort(self) -> None:
        """Close at once."""
        if self._busy:
            self._busy = False
            self._pool.give_back(self, reusable=False)
            return
        self._transport.abort()

    async def _more(self, patience: float | None) -> None:
        """Wait until something came."""
        if self._failure is not None:
            raise self._failure
        waiter = self._waiter = self._loop.create_future()
        timer = None if patience is None else self._loop.call_later(patience, self._silent)
        try:
            await waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()

    def _silent(self) -> None:
        self._fail(httpx.ReadTimeout("the service fell silent"))

    def _fail(self, error: httpx.TransportError) -> None:
        """Tell whoever waits, or asks next."""
        if self._failure is None:
            self._failure = error
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(self._failure)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # What the event loop tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See `asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)
        self._pool.opened(self)

    def data_received(self, data: bytes) -> None:
        """See `asyncio.Protocol`."""
        if not self._busy:  # an answer to nothing
            self.abort()
            return
        unread = self._unread
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._break(httpx.RemoteProtocolError(type(error).__name__))
            return
        self._framing = self._framing + len(data) if unread == self._unread else 0
        if self._framing > LARGEST_HEAD:
            self._break(httpx.RemoteProtocolError("the answer's head is too large"))
            return
        if self._unread > HIGH_WATER and not self._paused:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def _break(self, error: httpx.TransportError) -> None:
        self._fail(error)
        self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """See `asyncio.Protocol`."""
        self._pool.lost(self)
        if self._expiry is not None:
            self._expiry.cancel()
        if self._headed and not self._whole and exc is None and self._ends_with_connection():
            self._whole = True
            self._wake()
        elif not self._whole:
            self._fail(httpx.ReadError("the connection broke"))

    def _ends_with_connection(self) -> bool:
        """Tell whether nothing but the connection's end ends the body (RFC 9112 6.3)."""
        framed = {b"content-length", b"transfer-encoding"}
        return framed.isdisjoint(name.lower() for name, _ in self._headers)

    # What httptools tells

    def on_message_begin(self) -> None:
        """Whatever follows a whole answer was not asked for: nothing more is asked here."""
        if self._whole:
            self._lasting = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; one that follows the body is passed over."""
        if not self._headed:
            self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Note the head. An informational one (1xx) is passed over: the real one follows."""
        if self._headed:
            return
        self._status = self._parser.get_status_code()
        if self._status < _FINAL:
            self._headers = []
            return
        self._headed = True
        self._lasting = self._parser.should_keep_alive()

    def on_body(self, body: bytes) -> None:
        """Keep some of the body."""
        if not self._whole:
            self._body.append(body)
            self._unread += len(body)

    def on_message_complete(self) -> None:
        """Note that the answer is whole, unless it was informational."""
        self._whole = self._headed


def _origin(url: httpx.URL) -> Origin:
    port = url.port or (443 if url.scheme == "https" else 80)
    return url.scheme, url.raw_host.decode("ascii"), port


def _written(request: httpx.Request, body: bytes) -> bytes:
    """Return a request's bytes."""
    lines = [b"%s: %s" % header for header in request.headers.raw]
    if _BREAK.search(b" ".join(lines)):
        raise httpx.LocalProtocolError("a header holds a line break")
    lines.insert(0, b"%s %s HTTP/1.1" % (request.method.encode(), request.url.raw_path))
    lines += [b"", body]
    return b"\r\n".join(lines)
