"""Forwards the log to a security team's own system: every entry at least once, in order.

How far each stream got stands in the database, and moves only once the other side has closed a
connection on which it was sent everything: until then all of it may come again. One server process
forwards at a time, by a lease.
"""

import asyncio
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final
from urllib.parse import urlsplit

import orjson
import structlog
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from gateway.audit.read import as_bytes
from gateway.errors import GatewayError, Unusable
from gateway.store.commit import GroupCommit
from gateway.store.engine import Reader
from gateway.store.leases import take_lease
from gateway.store.tables import forwarded, log_entries, log_streams
from gateway.watching.alerts import LEASE_MS
from gateway.watching.ocsf import event_of, line_of, message_of

LOOK_SECONDS: Final = 5.0
CONNECT_SECONDS: Final = 10.0
CLOSE_SECONDS: Final = 30.0
PAGE: Final = 500
MOST: Final = 20
"""Pages of a stream on one connection."""
NAME: Final = "forward"

_log = structlog.get_logger(__name__)


class Form(StrEnum):
    """What is sent: syslog messages (RFC 5424) that carry OCSF events, or a line for each event."""

    SYSLOG = "syslog"
    OCSF = "ocsf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Collector:
    """Where to: `tls` is how the connection is secured, None in the clear."""

    host: str
    port: int
    form: Form
    tls: ssl.SSLContext | None


class NotTaken(Exception):
    """The other side did not take everything."""


def read_collector(address: str, form: str) -> Collector | None:
    """Return where the settings `siem` and `siem_form` say to forward, None for nowhere.

    Raises:
        Unusable: the address will not do.
    """
    if not address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
        usable = parts.scheme in ("tls", "tcp") and parts.hostname and port
        usable = usable and not (parts.username or parts.path or parts.query)
    except ValueError:
        usable, port, parts = False, None, urlsplit("")
    if not usable or port is None or parts.hostname is None:
        raise Unusable(
            "the setting `siem` must read `tls://HOST:PORT` or `tcp://HOST:PORT`", code="bad_siem"
        )
    tls = ssl.create_default_context() if parts.scheme == "tls" else None
    return Collector(host=parts.hostname, port=port, form=Form(form), tls=tls)


@dataclass(frozen=True, slots=True)
class _Entry:
    index: int
    data: bytes


class Forwarder:
    """Sends what the log holds to a collector."""

    def __init__(
        self,
        reader: Reader,
        commit: GroupCommit,
        collector: Collector,
        *,
        log_id: str,
        host: str,
        holder: str,
        now: Callable[[], int],
        behind: Callable[[int], None] = lambda _count: None,
    ) -> None:
        """Open it.

        Args:
            reader, commit: the database.
            collector: where to.
            log_id: of the log.
            host: what messages call this machine.
            holder: this process.
            now: milliseconds since 1970.
            behind: told how many entries are not forwarded yet.
        """
        self._reader = reader
        self._commit = commit
        self._collector = collector
        self._log_id = log_id
        self._host = host
        self._holder = holder
        self._now = now
        self._behind = behind

    async def forward(self) -> int | None:
        """Send what is new; return how many entries went, None where another process forwards.

        Raises:
            NotTaken: the other side did not take everything; it comes again.
            Unusable: the database cannot be used.
        """
        lease = partial(take_lease, name=NAME, holder=self._holder, now=self._now(), span=LEASE_MS)
        if not await self._commit.run(lease):
            return None
        count = 0
        for stream, done, size in await self._reader.quick(_streams):
            count += await self._stream(stream, done, size)
        self._behind(await self._reader.quick(_left))
        return count

    async def keep_forwarding(self) -> None:
        """Forward every few seconds, for ever."""
        while True:
            try:
                await self.forward()
            except NotTaken:
                _log.warning("not_forwarded")
            except GatewayError as error:
                _log.error("not_forwarded", code=error.code)
            except Exception as error:  # noqa: BLE001 - forwarding must outlive whatever it meets
                _log.error("not_forwarded", error=type(error).__name__)
            with suppress(GatewayError):  # the next time tells
                self._behind(await self._reader.quick(_left))
            await asyncio.sleep(LOOK_SECONDS)

    async def _stream(self, stream: str, done: int, size: int) -> int:
        begun = done
        while done < size:
            last = min(size, done + MOST * PAGE)
            await self._send(stream, done, last)
            await self._commit.run(partial(_moved, stream=stream, to=last))
            done = last
        return done - begun

    async def _send(self, stream: str, begin: int, end: int) -> None:
        collector = self._collector
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reader, writer = await asyncio.open_connection(
                    collector.host, collector.port, ssl=collector.tls
                )
        except (OSError, TimeoutError) as error:
            raise NotTaken from error
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                for start in range(begin, end, PAGE):
                    read = partial(_entries, stream=stream, begin=start, end=min(end, start + PAGE))
                    writer.write(self._written(stream, await self._reader.read(read)))
                    await writer.drain()
                await self._taken(reader, writer)
        except (OSError, TimeoutError) as error:
            raise NotTaken from error
        finally:
            writer.close()

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Wait until the other side has read everything: it closes once we have.

        Syslog knows no receipt (RFC 5425): what a collector took from its socket and lost before
        it was kept, nobody can tell.
        """
        if reader.at_eof():
            raise ConnectionError("the other side ended before we did")
        if writer.can_write_eof():
            writer.write_eof()
            while await reader.read(1024):
                pass
            return
        writer.close()  # TLS cannot close one way: the handshake of its end tells the same
        await writer.wait_closed()

    def _written(self, stream: str, entries: Sequence[_Entry]) -> bytes:
        events = (
            event_of(orjson.loads(one.data), log=self._log_id, stream=stream, index=one.index)
            for one in entries
            if one.data  # what was purged has nothing left to tell
        )
        told = [event for event in events if event is not None]
        if self._collector.form is Form.OCSF:
            return b"".join(map(line_of, told))
        return b"".join(message_of(event, host=self._host) for event in told)


def _streams(db: Connection) -> list[tuple[str, int, int]]:
    """Return every stream with how many entries were forwarded, and how many there are."""
    joined = log_streams.outerjoin(forwarded, forwarded.c.stream == log_streams.c.stream)
    query = select(
        log_streams.c.stream, func.coalesce(forwarded.c.done, 0), log_streams.c.size
    ).select_from(joined)
    return [(stream, done, size) for stream, done, size in db.execute(query)]


def _left(db: Connection) -> int:
    return sum(size - done for _, done, size in _streams(db))


def _entries(db: Connection, stream: str, begin: int, end: int) -> list[_Entry]:
    table = log_entries.c
    query = select(table.index, table.data).where(
        table.stream == stream, table.index >= begin, table.index < end
    )
    rows = db.execute(query.order_by(table.index))
    return [_Entry(index, as_bytes(data)) for index, data in rows]


def _moved(db: Connection, stream: str, to: int) -> None:
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    put = dialect.insert(forwarded).values(stream=stream, done=to)
    db.execute(put.on_conflict_do_update(index_elements=["stream"], set_={"done": to}))
