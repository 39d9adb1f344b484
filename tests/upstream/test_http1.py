"""The transport, against servers that say what no well-behaved one would."""

import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from gateway.upstream.http1 import HIGH_WATER, LARGEST_HEAD, Http1Transport
from tests.upstream.service import Script, read_request, serving

pytestmark = pytest.mark.anyio

HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"


@asynccontextmanager
async def opened(
    connections: int = 4, idle: float = 5.0, verify: ssl.SSLContext | None = None
) -> AsyncIterator[Http1Transport]:
    transport = Http1Transport(connections=connections, idle=idle, verify=verify)
    try:
        yield transport
    finally:
        await transport.aclose()


def request(url: str, body: bytes = b"{}", *, patience: float = 2.0) -> httpx.Request:
    timeout = {"connect": patience, "pool": patience, "read": patience, "write": patience}
    return httpx.Request("POST", url, content=body, extensions={"timeout": timeout})


async def asked(transport: Http1Transport, one: httpx.Request) -> tuple[int, bytes]:
    """Return the status and the whole body."""
    answer = await transport.handle_async_request(one)
    try:
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        return answer.status_code, b"".join([chunk async for chunk in answer.stream])
    finally:
        await answer.aclose()


def saying(*parts: bytes, pause: float = 0.0, hang: bool = False) -> Script:
    """Answer each request of a connection with the same bytes, cut where the parts are."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        if hang:
            await asyncio.Event().wait()

    return script


@dataclass(kw_only=True)
class Once:
    """Answers the first request of each connection with some bytes, and reads on."""

    parts: Sequence[bytes]
    pause: float = 0.0
    connections: int = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await read_request(reader)
        for part in self.parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(self.pause)
        await reader.read()


async def answered(
    *parts: bytes, pause: float = 0.0, hang: bool = False, patience: float = 2.0
) -> tuple[int, bytes]:
    async with serving(saying(*parts, pause=pause, hang=hang)) as url, opened() as transport:
        return await asked(transport, request(url, patience=patience))


def every_cut(whole: bytes) -> Sequence[tuple[bytes, bytes]]:
    return [(whole[:at], whole[at:]) for at in range(1, len(whole))]


async def test_an_answer_may_be_cut_anywhere() -> None:
    whole = CHUNKED + b"5\r\nhello\r\n6;a=b\r\n world\r\n0\r\ntrailer: x\r\n\r\n"
    cuts = every_cut(whole)
    turn = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal turn
        while True:
            await read_request(reader)
            for part in cuts[turn]:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(0.001)
            turn += 1

    async with serving(script) as url, opened() as transport:
        for _ in cuts:
            assert await asked(transport, request(url)) == (200, b"hello world")


async def test_an_informational_answer_is_passed_over() -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    async with (
        serving(saying(early + HEAD + b"x: y\r\ncontent-length: 2\r\n\r\n{}")) as url,
        opened() as transport,
    ):
        answer = await transport.handle_async_request(request(url))
        assert answer.status_code == 200
        assert answer.headers.raw == [(b"x", b"y"), (b"content-length", b"2")]
        await answer.aclose()


async def test_a_body_without_a_length_ends_with_the_connection() -> None:
    assert await answered(HEAD + b"\r\n", b"a", b"b", pause=0.01) == (200, b"ab")


@pytest.mark.parametrize("status", [204, 304])
async def test_an_answer_without_a_body_ends_with_its_head(status: int) -> None:
    head = f"HTTP/1.1 {status} Nothing\r\n\r\n".encode()
    assert await answered(head, hang=True) == (status, b"")


async def test_a_change_of_protocol_is_no_answer() -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await answered(b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n")


@pytest.mark.parametrize(
    "endless",
    [
        pytest.param(b"x: " + b"y" * LARGEST_HEAD, id="one header"),
        pytest.param(b"x: y\r\n" * LARGEST_HEAD, id="many headers"),
        pytest.param(b"\r\n0\r\nx: " + b"y" * (2 * LARGEST_HEAD), id="a trailer"),
    ],
)
async def test_a_head_without_an_end_is_no_answer(endless: bytes) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await answered(HEAD + b"transfer-encoding: chunked\r\n" + endless, hang=True)


async def test_two_lengths_are_no_answer() -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        await answered(HEAD + b"content-length: 2\r\ncontent-length: 3\r\n\r\n{}")


async def test_what_was_not_asked_for_is_nobodys_answer() -> None:
    """A service that answers twice poisons nothing: the connection serves no other prompt."""
    one = HEAD + b"content-length: 1\r\n\r\n"
    service = Once(parts=[one + b"A" + one + b"B"])
    async with serving(service) as url, opened() as transport:
        for _ in range(2):
            assert await asked(transport, request(url)) == (200, b"A")
    assert service.connections == 2


async def test_what_comes_between_two_requests_is_nobodys_answer() -> None:
    one = HEAD + b"content-length: 1\r\n\r\n"
    service = Once(parts=[one + b"A", one + b"B"], pause=0.02)
    async with serving(service) as url, opened() as transport:
        for _ in range(2):
            assert await asked(transport, request(url)) == (200, b"A")
            await asyncio.sleep(0.06)
    assert service.connections == 2


async def test_a_connection_whose_answer_was_not_read_to_its_end_is_closed() -> None:
    connections = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while True:
            await read_request(reader)
            writer.write(CHUNKED + b"1\r\na\r\n")
            await writer.drain()

    async with serving(script) as url, opened() as transport:
        for _ in range(2):
            answer = await transport.handle_async_request(request(url))
            await answer.aclose()
    assert connections == 2


async def test_a_service_that_says_close_gets_a_new_connection() -> None:
    service = Once(parts=[HEAD + b"connection: close\r\ncontent-length: 2\r\n\r\n{}"])
    async with serving(service) as url, opened() as transport:
        for _ in range(2):
            assert await asked(transport, request(url)) == (200, b"{}")
    assert service.connections == 2


async def test_an_idle_connection_is_closed_in_the_end() -> None:
    closed = asyncio.Event()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(HEAD + b"content-length: 2\r\n\r\n{}")
        await writer.drain()
        with suppress(ConnectionError):
            await reader.read()
        closed.set()

    async with serving(script) as url, opened(idle=0.05) as transport:
        await asked(transport, request(url))
        async with asyncio.timeout(2):
            await closed.wait()


async def test_a_request_waits_for_room_and_no_longer_than_it_may() -> None:
    hanging = saying(HEAD + b"content-length: 2\r\n\r\n", hang=True)
    async with serving(hanging) as url, opened(connections=1) as transport:
        held = await transport.handle_async_request(request(url))
        with pytest.raises(httpx.PoolTimeout):
            await transport.handle_async_request(request(url, patience=0.05))
        waiting = asyncio.ensure_future(transport.handle_async_request(request(url)))
        await asyncio.sleep(0)
        await held.aclose()
        await (await waiting).aclose()


async def test_whoever_stops_waiting_leaves_room() -> None:
    async with serving(saying(hang=True)) as url, opened(connections=1) as transport:
        for _ in range(3):
            waiting = asyncio.ensure_future(transport.handle_async_request(request(url)))
            await asyncio.sleep(0.02)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
    async with opened(connections=1) as transport:
        for _ in range(3):
            with pytest.raises(httpx.ConnectError):
                await transport.handle_async_request(request("http://127.0.0.1:1/"))


async def test_a_service_is_asked_to_wait_while_nobody_reads() -> None:
    sent = 0

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await read_request(reader)
        writer.write(HEAD + b"content-length: 50000000\r\n\r\n")
        for _ in range(500):
            writer.write(b"x" * 100_000)
            await writer.drain()
            sent += 1

    async with serving(script) as url, opened() as transport:
        answer = await transport.handle_async_request(request(url))
        await asyncio.sleep(0.3)
        # What the kernel holds for both sides comes on top of what waits here.
        assert sent * 100_000 < 25_000_000
        size = 0
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        async for chunk in answer.stream:
            assert len(chunk) < 4 * HIGH_WATER
            size += len(chunk)
        assert size == 50_000_000
        await answer.aclose()


async def test_a_header_of_two_lines_is_not_written() -> None:
    async with serving(saying(HEAD)) as url, opened() as transport:
        one = request(url)
        one.headers["authorization"] = "Bearer a\r\nx-evil: b"
        with pytest.raises(httpx.LocalProtocolError):
            await transport.handle_async_request(one)


async def test_what_is_written_is_the_request() -> None:
    seen: list[bytes] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await read_request(reader))
        writer.write(HEAD + b"content-length: 2\r\n\r\n{}")

    async with serving(script) as url, opened() as transport:
        await asked(transport, request(f"{url}?a=b", b'{"x": "\xc3\xa9"}'))
    host = httpx.URL(url).netloc.decode()
    head = f"POST /v1/chat/completions?a=b HTTP/1.1\r\nHost: {host}\r\nContent-Length: 11\r\n\r\n"
    assert seen == [head.encode() + b'{"x": "\xc3\xa9"}']


async def test_a_closed_transport_takes_no_request() -> None:
    async with serving(saying(HEAD + b"content-length: 2\r\n\r\n{}")) as url:
        async with opened() as transport:
            await asked(transport, request(url))
        with pytest.raises(httpx.ConnectError):
            await transport.handle_async_request(request(url))


async def test_a_certificate_nobody_vouches_for_is_not_talked_to(tmp_path: Path) -> None:
    mine = _certificate(tmp_path)
    here = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    here.load_cert_chain(mine)
    heard: list[bytes] = []

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await read_request(reader))
        writer.write(HEAD + b"content-length: 2\r\n\r\n{}")
        await writer.drain()

    async with serving(script, here) as url:
        async with opened() as transport:
            with pytest.raises(httpx.ConnectError):
                await asked(transport, request(url))
        assert heard == []
        async with opened(verify=ssl.create_default_context(cafile=mine)) as transport:
            assert await asked(transport, request(url)) == (200, b"{}")
        assert len(heard) == 1


def _certificate(folder: Path) -> Path:
    """Write a key and a certificate for 127.0.0.1 that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "here")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "here.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
