"""A way to a server that can fall silent: connections stay open, and nothing comes through."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

BLOCK = 65_536


@dataclass(kw_only=True)
class Way:
    """Where it listens; while `open` is not set nothing is passed on, in either direction."""

    port: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def way_to(port: int) -> AsyncIterator[Way]:
    """Forward connections on loopback to a port while the block runs."""
    way = Way()
    way.open.set()
    running: set[asyncio.Task[None]] = set()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while block := await reader.read(BLOCK):
                await way.open.wait()
                writer.write(block)
                await writer.drain()
        except OSError:
            pass  # one side went away, as it may
        finally:
            writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await way.open.wait()
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        for one in (carry(reader, far_writer), carry(far_reader, writer)):
            task = asyncio.create_task(one)
            running.add(task)
            task.add_done_callback(running.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    way.port = server.sockets[0].getsockname()[1]
    try:
        yield way
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
