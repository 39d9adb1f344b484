"""What is written in one turn of the event loop goes out together; nothing is lost or kept."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.cli.gathered import AT_ONCE, Gathered, GatheredHttp
from gateway.cli.server import Server
from tests.waiting import until

pytestmark = pytest.mark.anyio


class Wire:
    """A transport that keeps what is written to it, each write by itself."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.writes.append(data)

    def close(self) -> None:
        self.closed = True

    abort = close

    def is_closing(self) -> bool:
        return self.closed


def gathered() -> tuple[Gathered, Wire]:
    wire = Wire()
    return Gathered(cast(Any, wire), asyncio.get_running_loop()), wire


async def test_what_is_written_in_one_turn_goes_out_together() -> None:
    transport, wire = gathered()
    transport.write(b"head")
    transport.writelines([b"body", bytearray(b"end")])
    assert not wire.writes
    await asyncio.sleep(0)
    transport.write(b"next")
    await asyncio.sleep(0)
    assert wire.writes == [b"headbodyend", b"next"]


async def test_much_goes_out_at_once() -> None:
    transport, wire = gathered()
    transport.write(b"head")
    transport.write(bytes(AT_ONCE))
    assert wire.writes == [b"head" + bytes(AT_ONCE)]
    transport.write(b"more")
    await asyncio.sleep(0)
    assert wire.writes[1:] == [b"more"]


async def test_closing_writes_what_was_kept_and_breaking_off_drops_it() -> None:
    transport, wire = gathered()
    transport.write(b"head")
    transport.close()
    assert wire.writes == [b"head"]
    assert transport.is_closing()
    transport, wire = gathered()
    transport.write(b"head")
    transport.abort()
    await asyncio.sleep(0)
    assert not wire.writes


async def test_nothing_is_written_to_who_is_gone() -> None:
    transport, wire = gathered()
    transport.write(b"head")
    wire.closed = True
    await asyncio.sleep(0)
    assert not wire.writes


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[int]:
    """Serve an app; give the port."""
    config = uvicorn.Config(app, http=GatheredHttp, lifespan="off", ws="none", log_config=None)
    server = Server(config, ready=lambda: None)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        running = asyncio.create_task(server._serve([listener]))
        await until(lambda: server.started)
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await running


def part(data: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": data, "more_body": more}


async def begin(send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


@asynccontextmanager
async def asked(app: ASGIApp) -> AsyncIterator[asyncio.StreamReader]:
    """Ask an app once; give what reads the answer."""
    async with serving(app) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n")
        try:
            yield reader
        finally:
            writer.transport.abort()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def test_head_body_and_end_of_an_answer_come_together() -> None:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await begin(send)
        await send(part(b"words", more=True))
        await send(part(b"", more=False))

    async with asked(app) as reader:
        answer = await reader.read(AT_ONCE)
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert answer.endswith(b"\r\n\r\n5\r\nwords\r\n0\r\n\r\n")


async def test_who_writes_more_than_the_client_takes_in_waits() -> None:
    written = 0

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        nonlocal written
        await begin(send)
        while written < 100 * 1024 * 1024:
            await send(part(bytes(8192), more=True))
            written += 8192
        await send(part(b"", more=False))

    async with asked(app) as reader:
        await reader.readline()
        before = -1
        while before != written:  # until it stands still
            before = written
            await asyncio.sleep(0.2)
        assert 0 < written < 50 * 1024 * 1024
