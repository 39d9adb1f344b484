"""The door to the AI services, against a server that says just what a test tells it to."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from gateway.errors import UpstreamBroken, UpstreamError, UpstreamTimedOut, UpstreamUnreachable
from gateway.upstream.door import Timeouts, Upstream, http1_transport
from tests.upstream.service import Script, read_request, serving

pytestmark = pytest.mark.anyio

WHOLE = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


async def read_parts(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    """Read one request: its first line, its headers in small letters, its body."""
    head, _, body = (await read_request(reader)).partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return first, dict(line.lower().split(": ", 1) for line in lines), body


@asynccontextmanager
async def opened(silence: float = 5.0) -> AsyncIterator[Upstream]:
    upstream = Upstream(http1_transport(), Timeouts(connect=1.0, silence=silence))
    try:
        yield upstream
    finally:
        await upstream.close()


def saying(answer: bytes, *, hang: bool = False) -> Script:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(answer)
        await writer.drain()
        if hang:
            await asyncio.Event().wait()

    return script


async def test_what_is_sent_is_the_body_and_headers_from_the_list_alone() -> None:
    seen: list[tuple[str, dict[str, str], bytes]] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await read_parts(reader))
        writer.write(WHOLE)

    async with serving(script) as url, opened() as upstream:
        reply = await upstream.post(url, b'{"a":1}', credential="sk-1", stream=False)
        assert await reply.whole(10) == b"{}"
        await reply.close()
    ((first, headers, body),) = seen
    assert first == "POST /v1/chat/completions HTTP/1.1"
    assert body == b'{"a":1}'
    assert headers.keys() == {
        "host", "content-type", "accept", "accept-encoding", "user-agent", "authorization",
        "content-length",
    }  # fmt: skip
    assert headers["authorization"] == "bearer sk-1"
    assert headers["accept-encoding"] == "identity"
    assert headers["user-agent"] == "crossing-guard"


async def test_without_a_credential_none_is_sent() -> None:
    seen: list[dict[str, str]] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append((await read_parts(reader))[1])
        writer.write(WHOLE)

    async with serving(script) as url, opened() as upstream:
        await (await upstream.post(url, b"{}", credential="", stream=True)).close()
    assert "authorization" not in seen[0]
    assert seen[0]["accept"] == "text/event-stream"


async def test_a_stream_comes_as_it_is_cut() -> None:
    release = asyncio.Event()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(CHUNKED + b"6\r\ndata: \r\n")
        await writer.drain()
        await release.wait()
        writer.write(b"3\r\n1\n\n\r\n0\r\n\r\n")

    async with serving(script) as url, opened() as upstream:
        reply = await upstream.post(url, b"{}", credential="", stream=True)
        chunks = reply.chunks()
        assert await anext(chunks) == b"data: "  # before the server says more
        release.set()
        assert b"".join([chunk async for chunk in chunks]) == b"1\n\n"
        await reply.close()
    assert reply.content_type == "text/event-stream"


async def test_a_connection_is_used_again() -> None:
    connections = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            await read_request(reader)
            writer.write(WHOLE)

    async with serving(script) as url, opened() as upstream:
        for _ in range(3):
            reply = await upstream.post(url, b"{}", credential="", stream=False)
            await reply.whole(10)
            await reply.close()
    assert connections == 1


async def test_a_connection_lost_while_idle_is_never_a_second_sending() -> None:
    """The service closes after its answer; the next prompt goes out once, on a new connection."""
    received = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal received
        await read_request(reader)
        received += 1
        writer.write(WHOLE)

    async with serving(script) as url, opened() as upstream:
        for _ in range(3):
            reply = await upstream.post(url, b"{}", credential="", stream=False)
            await reply.whole(10)
            await reply.close()
            await asyncio.sleep(0.05)
    assert received == 3


async def test_a_service_that_drops_a_request_gets_it_once() -> None:
    received = 0

    async def script(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        nonlocal received
        await read_request(reader)
        received += 1

    async with serving(script) as url, opened() as upstream:
        with pytest.raises(UpstreamUnreachable):
            await upstream.post(url, b"{}", credential="", stream=False)
    assert received == 1


async def test_nobody_listening_is_unreachable() -> None:
    async with opened() as upstream:
        with pytest.raises(UpstreamUnreachable):
            await upstream.post(
                f"http://127.0.0.1:{free_port()}/", b"{}", credential="", stream=False
            )


@pytest.mark.parametrize(
    ("script", "error"),
    [
        pytest.param(saying(b"", hang=True), UpstreamTimedOut, id="silent"),
        pytest.param(saying(b"HTTP/1.1 200 OK\r\n", hang=True), UpstreamTimedOut, id="half a head"),
        pytest.param(saying(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), UpstreamError, id="not HTTP"),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}"),
            UpstreamBroken,
            id="compressed",
        ),
    ],
)
async def test_what_is_no_answer_is_an_error_of_the_services(
    script: Script, error: type[UpstreamError]
) -> None:
    async with serving(script) as url, opened(silence=0.2) as upstream:
        with pytest.raises(error):
            await upstream.post(url, b"{}", credential="", stream=False)


@pytest.mark.parametrize(
    ("script", "error"),
    [
        pytest.param(saying(CHUNKED + b"5\r\nda", hang=True), UpstreamTimedOut, id="falls silent"),
        pytest.param(saying(CHUNKED + b"5\r\ndata:\r\n"), UpstreamBroken, id="cut between chunks"),
        pytest.param(saying(CHUNKED + b"5\r\nda"), UpstreamBroken, id="cut in a chunk"),
        pytest.param(saying(CHUNKED + b"no number\r\n"), UpstreamError, id="no chunk at all"),
        pytest.param(
            saying(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"),
            UpstreamBroken,
            id="too short",
        ),
    ],
)
async def test_an_answer_that_breaks_off_is_an_error(
    script: Script, error: type[UpstreamError]
) -> None:
    async with serving(script) as url, opened(silence=0.2) as upstream:

        async def whole() -> None:
            reply = await upstream.post(url, b"{}", credential="", stream=True)
            try:
                await reply.whole(1000)
            finally:
                await reply.close()

        with pytest.raises(error):
            await whole()


async def test_an_answer_larger_than_its_limit_is_not_kept() -> None:
    body = b"x" * 1001
    head = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1001\r\n\r\n"
    answer = head + body
    async with serving(saying(answer)) as url, opened() as upstream:
        reply = await upstream.post(url, b"{}", credential="", stream=False)
        with pytest.raises(UpstreamBroken, match="1000 bytes"):
            await reply.whole(1000)
        await reply.close()
        reply = await upstream.post(url, b"{}", credential="", stream=False)
        assert await reply.whole(1001) == body
        await reply.close()


async def test_a_services_no_is_an_answer_with_when_to_come_back() -> None:
    no = b"HTTP/1.1 429 Slow\r\nretry-after: 7\r\nset-cookie: a=b\r\ncontent-length: 2\r\n\r\n{}"
    async with serving(saying(no)) as url, opened() as upstream:
        reply = await upstream.post(url, b"{}", credential="", stream=False)
        assert (reply.status, reply.headers) == (429, {"retry-after": "7"})
        await reply.close()


async def test_redirects_are_not_followed() -> None:
    async def elsewhere(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        raise AssertionError("a prompt went where nobody registered")

    async with serving(elsewhere) as other:
        head = f"HTTP/1.1 307 There\r\nlocation: {other}\r\ncontent-length: 0\r\n\r\n"
        async with serving(saying(head.encode())) as url, opened() as upstream:
            reply = await upstream.post(url, b"{}", credential="sk-1", stream=False)
            assert reply.status == 307
            await reply.close()


async def test_a_proxy_named_in_the_environment_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    async with serving(saying(WHOLE)) as url, opened() as upstream:
        reply = await upstream.post(url, b"{}", credential="", stream=False)
        assert await reply.whole(10) == b"{}"
        await reply.close()


async def test_cookies_of_a_service_are_not_kept() -> None:
    seen: list[dict[str, str]] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append((await read_parts(reader))[1])
        writer.write(
            WHOLE.replace(b"\r\n\r\n", b"\r\nconnection: close\r\nset-cookie: who=maya\r\n\r\n")
        )

    async with serving(script) as url, opened() as upstream:
        for _ in range(2):
            reply = await upstream.post(url, b"{}", credential="", stream=False)
            await reply.whole(10)
            await reply.close()
    assert all("cookie" not in headers for headers in seen)
