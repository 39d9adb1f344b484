"""Writes to a client in one go what is written for it within one turn of the event loop.

uvloop hands each piece to the system at once: an answer's head, its body and its end take three
ways through the network's code, and wake whoever reads them three times.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

AT_ONCE = 64 * 1024
"""Bytes that are not kept for the end of the turn: whoever writes more must learn whether the
client takes it in."""


class GatheredHttp(HttpToolsProtocol):
    """uvicorn's HTTP, whose answers are written turn by turn."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put what gathers before the transport."""
        super().connection_made(Gathered(transport, self.loop))


class Gathered(asyncio.Transport):
    """A transport that keeps what is written until the event loop turns."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Write to `transport`."""
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Write before the turn is over, after what was written before."""
        if not self._pieces:
            self._loop.call_soon(self._write_out)
        self._pieces.append(bytes(data))
        self._size += len(data)
        if self._size >= AT_ONCE:
            self._write_out()

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        """Write several pieces, as `write` does."""
        for data in list_of_data:
            self.write(data)

    def _write_out(self) -> None:
        pieces, self._pieces, self._size = self._pieces, [], 0
        if pieces and not self._transport.is_closing():
            # Not `writelines`, which in some Pythons never tells a writer to wait (CVE-2024-12254).
            self._transport.write(b"".join(pieces))

    def write_eof(self) -> None:
        """End what is written, after all that was."""
        self._write_out()
        self._transport.write_eof()

    def close(self) -> None:
        """Close once everything is written."""
        self._write_out()
        self._transport.close()

    def abort(self) -> None:
        """Close at once; what was not written is dropped."""
        self._pieces, self._size = [], 0
        self._transport.abort()

    def can_write_eof(self) -> bool:
        """Tell whether `write_eof` can be used."""
        return self._transport.can_write_eof()

    def is_closing(self) -> bool:
        """Tell whether it is closed, or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what is known of the connection."""
        return self._transport.get_extra_info(name, default)

    def is_reading(self) -> bool:
        """Tell whether what the client sends is taken in."""
        return self._transport.is_reading()

    def pause_reading(self) -> None:
        """Take nothing in."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take in again what comes."""
        self._transport.resume_reading()

    def get_write_buffer_size(self) -> int:
        """Return how many bytes wait."""
        return self._size + self._transport.get_write_buffer_size()

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Set from when on a writer is told to wait."""
        self._transport.set_write_buffer_limits(high, low)

    def get_write_buffer_limits(self) -> tuple[int, int]:
        """Return from when on a writer is told to wait, low and high."""
        return self._transport.get_write_buffer_limits()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Hand the connection over."""
        self._transport.set_protocol(protocol)

    def get_protocol(self) -> asyncio.BaseProtocol:
        """Return who is told what the client sends."""
        return self._transport.get_protocol()
