"""Server-sent events, read incrementally and written again.

Bytes go in cut anywhere, events come out whole. Source: WHATWG HTML, "Server-sent events", 9.2.5
parsing and 9.2.6 interpreting an event stream. One departure: the data stays bytes, since who
reads it as JSON checks its UTF-8 anyway.
"""

from collections.abc import Iterator
from typing import NamedTuple

from gateway.errors import UpstreamBroken

KEEP_ALIVE = b": keep-alive\n\n"
"""A comment: keeps a waiting connection open and is seen by no reader of events."""

_BOM = b"\xef\xbb\xbf"


class Event(NamedTuple):
    """One event: its type ("" for the default, `message`) and its data, lines joined by LF."""

    data: bytes
    type: str = ""


class EventParser:
    """Reads events from bytes fed in pieces.

    `limit` caps one event in bytes, its unfinished lines included.
    """

    def __init__(self, *, limit: int = 4 * 1024 * 1024) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []  # of a line that has not ended
        self._after_cr = False
        self._at_start = True
        self._data: list[bytes] = []
        self._type = ""
        self._size = 0  # bytes of the lines of this event so far
        self._held = 0  # bytes of `_pieces`

    def feed(self, data: bytes) -> Iterator[Event]:
        """Take bytes cut anywhere; yield the events they complete.

        Raises:
            UpstreamBroken: an event is larger than the limit.
        """
        if self._after_cr and data:
            self._after_cr = False
            data = data.removeprefix(b"\n")  # CR LF is one line end, also when cut in two
        if not data:
            return
        if b"\n" not in data and b"\r" not in data:
            self._pieces.append(data)
            self._held += len(data)
            self._check_size()
            return
        self._after_cr = data.endswith(b"\r")
        # bytes.splitlines knows CR, LF and CR LF and, unlike str.splitlines, nothing else
        lines = (b"".join(self._pieces) + data).splitlines()
        unfinished = b"" if data.endswith((b"\n", b"\r")) else lines.pop()
        self._pieces, self._held = ([unfinished] if unfinished else []), 0
        for line in lines:
            if line:
                self._line(line)
            elif (event := self._dispatch()) is not None:
                yield event
        self._held = len(unfinished)
        self._check_size()

    def flush(self) -> Event | None:
        """Return the event that was not ended by an empty line, if any, and forget it.

        The standard drops such an event; the caller knows whether it can be told to be whole.
        """
        if self._pieces:
            self._line(b"".join(self._pieces))
            self._pieces, self._held = [], 0
        return self._dispatch()

    def _check_size(self) -> None:
        if self._size + self._held > self._limit:
            raise UpstreamBroken(
                f"the AI service sent an event larger than {self._limit} bytes",
                code="upstream_malformed",
            )

    def _line(self, line: bytes) -> None:
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BOM)
        self._size += len(line)
        self._check_size()
        name, _, value = line.partition(b":")  # a comment has an empty name
        value = value.removeprefix(b" ")
        if name == b"data":
            self._data.append(value)
        elif name == b"event":
            self._type = value.decode(errors="replace")

    def _dispatch(self) -> Event | None:
        lines, kind = self._data, self._type
        self._at_start = False
        self._data, self._type, self._size = [], "", 0
        return Event(data=b"\n".join(lines), type=kind) if lines else None


def write_event(data: bytes, *, type: str = "") -> bytes:
    """Return an event as bytes; `data` may hold line feeds, `type` must not."""
    head = f"event: {type}\n".encode() if type else b""
    if b"\n" in data or b"\r" in data:
        data = b"\ndata: ".join(data.splitlines())
    return b"%bdata: %b\n\n" % (head, data)
