"""The benchmark's own HTTP client: one kept connection, few instructions, so that what is measured
is the server. It reads what uvicorn writes and nothing else.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import NamedTuple, cast

HEAD_END = b"\r\n\r\n"
LAST_CHUNK = b"0\r\n\r\n"
SAYS = b'"content":"'


class Answer(NamedTuple):
    """What came back; `first` is when the first word of a streamed answer came, `done` when the
    last byte did: seconds since the request was written."""

    status: int
    head: bytes
    body: bytes
    first: float
    done: float

    def header(self, name: str) -> str:
        """Return a header's value, "" without one; `name` in lower case."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.lower() == name.encode():
                return value.strip().decode()
        return ""


class Connection(asyncio.Protocol):
    """One kept connection; one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._reset()

    def _reset(self) -> None:
        self._data = bytearray()
        self._body_at = 0
        self._end: int | None = None
        self._first = 0.0
        self._looked = 0

    @classmethod
    async def open(cls, port: int) -> "Connection":
        """Connect to a port of this machine."""
        _, connection = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return connection

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    async def ask(self, request: bytes) -> Answer:
        """Send a request, whole, and return the whole answer."""
        assert self._transport is not None
        self._reset()
        self._waiting = asyncio.get_running_loop().create_future()
        self._began = time.perf_counter()
        self._transport.write(request)
        return await self._waiting

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        self._data += data
        if not self._body_at and not self._read_head():
            return
        if not self._first:
            self._look_for_words()
        whole = (
            len(self._data) >= self._end
            if self._end is not None
            else self._data.endswith(LAST_CHUNK)
        )
        if whole and self._waiting is not None and not self._waiting.done():
            done = time.perf_counter() - self._began
            head = bytes(self._data[: self._body_at])
            body = bytes(self._data[self._body_at :])
            status = int(head[9:12])
            self._waiting.set_result(Answer(status, head, body, self._first, done))

    def _read_head(self) -> bool:
        end = self._data.find(HEAD_END)
        if end < 0:
            return False
        self._body_at = end + len(HEAD_END)
        for line in bytes(self._data[:end]).lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                self._end = self._body_at + int(line.partition(b":")[2])
        return True

    def _look_for_words(self) -> None:
        """Note when the first delta with words came: the first ones may hold none."""
        at = self._data.find(SAYS, max(self._body_at, self._looked - len(SAYS)))
        while at >= 0 and at + len(SAYS) < len(self._data):
            if self._data[at + len(SAYS)] != ord('"'):
                self._first = time.perf_counter() - self._began
                return
            at = self._data.find(SAYS, at + 1)
        self._looked = at if at >= 0 else len(self._data)


def post(path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Return the bytes of a POST request."""
    lines = [f"POST {path} HTTP/1.1", "host: 127.0.0.1", "content-type: application/json"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines.append(f"content-length: {len(body)}")
    return "\r\n".join(lines).encode() + HEAD_END + body


def get(path: str) -> bytes:
    """Return the bytes of a GET request."""
    return f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode()
