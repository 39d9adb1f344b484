"""The door to the AI services: one request out, one answer back.

aiohttp by itself, which measured several times faster than httpx and nearly twice as fast as the
same under httpx's API (tests/bench/README.md). Headers go by allow-list: what a client sent never
does. A POST is never sent twice: a retry would be a second disclosure and is the caller's to
record.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import aiohttp

from gateway.errors import UpstreamBroken, UpstreamTimedOut, UpstreamUnreachable

USER_AGENT = "crossing-guard"
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

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        headers = response.headers
        self.status = response.status
        self.content_type = headers.get("content-type", "").partition(";")[0].strip()
        self.encoding = headers.get("content-encoding", "identity").lower()
        self.headers = {name: headers[name] for name in PASSED_ON if name in headers}

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body as it arrives, cut anywhere.

        Raises:
            UpstreamTimedOut: silent for too long.
            UpstreamBroken: the connection broke.
        """
        with _errors_of_an_answer():
            while chunk := await self._response.content.readany():
                yield chunk

    async def close(self) -> None:
        """Give the connection up, back to the pool if the answer was read to its end."""
        self._response.release()
        await self._response.wait_for_close()

    async def whole(self, limit: int) -> bytes:
        """Return the whole body.

        Raises:
            UpstreamBroken: more than `limit` bytes, or broken off.
            UpstreamTimedOut: silent for too long.
        """
        parts: list[bytes] = []
        size = 0
        with _errors_of_an_answer():
            while chunk := await self._response.content.readany():
                size += len(chunk)
                if size > limit:
                    raise UpstreamBroken(
                        f"the AI service's answer is larger than {limit} bytes; ask for less"
                    )
                parts.append(chunk)
        return b"".join(parts)


def session(timeouts: Timeouts) -> aiohttp.ClientSession:
    """Return what holds the connections, in the loop that will use them: no cookies, no proxies
    from the environment."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=CONNECTIONS, keepalive_timeout=IDLE_SECONDS, ttl_dns_cache=60
        ),
        timeout=aiohttp.ClientTimeout(
            total=None,
            connect=timeouts.connect,
            sock_connect=timeouts.connect,
            sock_read=timeouts.silence,
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        skip_auto_headers=("user-agent", "accept", "accept-encoding"),
    )


class Upstream:
    """Sends prompts through a session, which it closes in the end."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

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
        headers = {
            "content-type": "application/json",
            "accept": "text/event-stream" if stream else "application/json",
            "accept-encoding": "identity",
            "user-agent": USER_AGENT,
        }
        if credential:
            headers["authorization"] = f"Bearer {credential}"
        with _errors_of_sending():
            reply = Reply(
                await self._session.post(url, data=body, headers=headers, allow_redirects=False)
            )
        if reply.encoding != "identity":
            await reply.close()
            raise UpstreamBroken(
                "the AI service compressed an answer that was asked for plain; its address "
                "may be behind a proxy that must be told not to"
            )
        return reply

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()


@contextmanager
def _errors_of_sending() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise UpstreamTimedOut("the AI service did not answer in time; try again") from error
    except aiohttp.ClientConnectorError as error:
        raise UpstreamUnreachable(
            "the AI service cannot be reached; the school's IT office can check the tool's "
            "address and the way out"
        ) from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise UpstreamUnreachable(
            "the AI service broke off the connection before answering; try again"
        ) from error


@contextmanager
def _errors_of_an_answer() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise UpstreamTimedOut(
            "the AI service fell silent in the middle of its answer; try again"
        ) from error
    except (aiohttp.ClientError, OSError) as error:
        raise UpstreamBroken(
            "the connection to the AI service broke in the middle of its answer; try again"
        ) from error
