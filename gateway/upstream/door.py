"""The door to the AI services: one request out, one answer back, in httpx's words.

Headers go by allow-list: what a client sent never does. A POST is never sent twice: a retry would
be a second disclosure and is the caller's to record.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import lru_cache

import httpx

from gateway.errors import UpstreamBroken, UpstreamTimedOut, UpstreamUnreachable
from gateway.upstream.http1 import Http1Transport

USER_AGENT = b"crossing-guard"
CONNECTIONS = 512
IDLE_SECONDS = 15.0
PASSED_ON = ("retry-after",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeouts:
    """Seconds to connect, and to wait for the next byte."""

    connect: float
    silence: float


class Reply:
    """An AI service's answer as it comes in."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.status = response.status_code
        self.content_type = response.headers.get("content-type", "").partition(";")[0].strip()
        self.encoding = response.headers.get("content-encoding", "identity").lower()
        self.headers = {
            name: response.headers[name] for name in PASSED_ON if name in response.headers
        }

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives, cut anywhere.

        Raises:
            UpstreamTimedOut: silent for too long.
            UpstreamBroken: the connection broke.
        """
        try:
            async for chunk in self._response.stream:  # type: ignore[union-attr]
                yield chunk
        except httpx.TimeoutException as error:
            raise UpstreamTimedOut(
                "the AI service fell silent in the middle of its answer; try again"
            ) from error
        except httpx.HTTPError as error:
            raise UpstreamBroken(
                "the connection to the AI service broke in the middle of its answer; try again"
            ) from error

    async def close(self) -> None:
        """Give the connection up, back to the pool if the answer was read to its end."""
        await self._response.stream.aclose()  # type: ignore[union-attr]

    async def whole(self, limit: int) -> bytes:
        """Return the whole body.

        Raises:
            UpstreamBroken: more than `limit` bytes, or broken off.
            UpstreamTimedOut: silent for too long.
        """
        parts: list[bytes] = []
        size = 0
        async for chunk in self.chunks():
            size += len(chunk)
            if size > limit:
                raise UpstreamBroken(
                    f"the AI service's answer is larger than {limit} bytes; ask for less"
                )
            parts.append(chunk)
        return b"".join(parts)


class Upstream:
    """Holds the connections. Open in the loop that will use it."""

    def __init__(self, transport: httpx.AsyncBaseTransport, timeouts: Timeouts) -> None:
        """Use any httpx transport; `http1_transport` makes the usual one."""
        self._transport = transport
        self._extensions = {
            "timeout": {
                "connect": timeouts.connect,
                "pool": timeouts.connect,
                "read": timeouts.silence,
                "write": timeouts.silence,
            }
        }

    async def post(self, url: str, body: bytes, *, credential: str, stream: bool) -> Reply:
        """Send one request and return the reply as it begins; the caller closes it.

        Args:
            url: where to.
            body: the whole body, already checked.
            credential: the bearer secret for this service, "" for none.
            stream: whether server-sent events are expected.

        Raises:
            UpstreamUnreachable, UpstreamTimedOut, UpstreamBroken
        """
        address = _address(url)
        headers = [
            (b"host", address.netloc),
            (b"content-type", b"application/json"),
            (b"accept", b"text/event-stream" if stream else b"application/json"),
            (b"accept-encoding", b"identity"),
            (b"user-agent", USER_AGENT),
            (b"content-length", b"%d" % len(body)),
        ]
        if credential:
            headers.append((b"authorization", f"Bearer {credential}".encode()))
        # With a stream and all its headers, httpx adds none of its own, which takes longer.
        request = httpx.Request(
            "POST",
            address,
            headers=headers,
            stream=httpx.ByteStream(body),
            extensions=self._extensions,
        )
        reply = Reply(await self._sent(request))
        if reply.encoding != "identity":
            await reply.close()
            raise UpstreamBroken(
                "the AI service compressed an answer that was asked for plain; its address "
                "may be behind a proxy that must be told not to"
            )
        return reply

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._transport.handle_async_request(request)
        except httpx.ConnectError as error:
            raise UpstreamUnreachable(
                "the AI service cannot be reached; the school's IT office can check the tool's "
                "address and the way out"
            ) from error
        except httpx.TimeoutException as error:
            raise UpstreamTimedOut("the AI service did not answer in time; try again") from error
        except httpx.HTTPError as error:
            raise UpstreamUnreachable(
                "the AI service broke off the connection before answering; try again"
            ) from error

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.aclose()


@lru_cache(1024)
def _address(url: str) -> httpx.URL:
    """Return a tool's address taken apart, which costs more than the rest of a request."""
    return httpx.URL(url)


def http1_transport() -> httpx.AsyncBaseTransport:
    """Return the usual way out: no cookies, no redirects, no proxies from the environment."""
    return Http1Transport(connections=CONNECTIONS, idle=IDLE_SECONDS)
