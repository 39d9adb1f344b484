"""Opens keys, database and log: what every stateful command and every server begins with."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.audit import manifest
from gateway.audit.holder import is_gone, this_process
from gateway.audit.ids import record_id
from gateway.audit.publish import CheckpointPlaces
from gateway.audit.read import heads
from gateway.audit.rotation import keyring
from gateway.audit.search.projector import Pace, Projector, pace_beside_prompts
from gateway.audit.takeover import Pen
from gateway.audit.writer import LogWriter
from gateway.detection.pool import Pool
from gateway.district.directory import District
from gateway.errors import Unusable
from gateway.settings import Settings
from gateway.store import keys, schema
from gateway.store.commit import GroupCommit, Lane, open_lane
from gateway.store.engine import Reader, is_sqlite
from gateway.store.partitions import see_to_it
from gateway.terms.record import Record, RecordKind
from gateway.upstream.door import Timeouts, Upstream, http1_transport

LEASE_MS = 15_000


def _upstream(timeouts: Timeouts) -> Upstream:
    return Upstream(http1_transport(), timeouts)


@dataclass(frozen=True, kw_only=True)
class Makers:
    """What makes the doors that can fail: to the database, to detection and to the AI services."""

    lane: Callable[[str], Lane] = open_lane
    reader: Callable[[str], Reader] = Reader
    pool: Callable[..., Pool] = Pool
    upstream: Callable[[Timeouts], Upstream] = _upstream


MAKERS = Makers()


@dataclass(frozen=True, kw_only=True)
class Store:
    """The open store of one process: keys, database, district and log."""

    keys: keys.Keys
    reader: Reader
    commit: GroupCommit
    district: District
    log: LogWriter
    log_id: str

    async def note(self, event: str, **fields: object) -> None:
        """Write an event to the log."""
        record = Record(
            id=new_record_id(),
            kind=RecordKind.EVENT,
            time=now_ms(),
            fields={"event": event, **fields},  # type: ignore[dict-item]
        )
        await self.log.append(record)

    async def note_streams(self) -> int:
        """Write down in the log which streams it has; return how many."""
        sizes = {head.stream: head.size for head in await self.reader.quick(heads)}
        await self.note(manifest.EVENT, streams=sizes)
        return len(sizes)


def log_id(opened: keys.Keys) -> str:
    """Return what the log's checkpoints call it: a name that only its keys give."""
    return opened.derive("log-id").hex()[:16]


def pen_of(opened: keys.Keys) -> Pen:
    """Return what it takes to write to the log, under a name of its own.

    Raises:
        Unusable: the statements about earlier signing keys do not hold together.
    """
    name, public = log_id(opened), opened.signing.public_key()
    ring = keyring(name, [public], opened.rotations)
    if ring.faults or [*ring.present.values()] != [public]:
        raise Unusable(
            "the key that signs the log is not the last of `keys/rotations/`; restore the key "
            "store from its back-up",
            code="keys_damaged",
        )
    return Pen(
        key=opened.signing,
        log_id=name,
        holder=this_process(),
        clock=now_ms,
        rng=secrets.token_bytes,
        lease=LEASE_MS,
        former=tuple(key for key in ring.keys if key != public),
    )


@asynccontextmanager
async def open_store(settings: Settings, makers: Makers = MAKERS) -> AsyncIterator[Store]:
    """Open keys, database and log.

    Raises:
        Unusable: one of them cannot be opened; says what to do.
    """
    opened = keys.load(settings.keys_folder)
    url = settings.database_url
    if await asyncio.to_thread(schema.current, url) != schema.newest():
        await asyncio.to_thread(schema.upgrade, url)
    async with AsyncExitStack() as stack:
        reader = makers.reader(url)
        stack.push_async_callback(reader.close)
        commit = GroupCommit(makers.lane(url))
        stack.push_async_callback(commit.close)
        if not is_sqlite(url):
            # Before anything is written: a month that began in the default partition stays there.
            await see_to_it(commit, now_ms)
        pen = pen_of(opened)
        files = CheckpointPlaces(settings.checkpoint_folders)
        log = await LogWriter.open(commit, pen, files, is_gone=is_gone)
        stack.push_async_callback(log.close)
        district = District(reader, opened.fields, now=lambda: datetime.now(UTC))
        yield Store(
            keys=opened,
            reader=reader,
            commit=commit,
            district=district,
            log=log,
            log_id=pen.log_id,
        )


@asynccontextmanager
async def committing_beside(store: Store, *, durable: bool = True) -> AsyncIterator[GroupCommit]:
    """Give what writes large or slow things, so that no prompt waits for them.

    On PostgreSQL that is a connection of its own; SQLite has one writer, the store's.

    Args:
        store: whose database it is.
        durable: see `open_lane`.
    """
    if is_sqlite(store.reader.url):
        yield store.commit
        return
    commit = GroupCommit(open_lane(store.reader.url, durable=durable))
    try:
        yield commit
    finally:
        await commit.close()


@asynccontextmanager
async def projecting(
    store: Store, pace: Pace | None = None, tell: Callable[[int], None] = lambda _behind: None
) -> AsyncIterator[Projector]:
    """Give what fills the search tables, without a pace so that prompts do not wait for it; let
    another process take over in the end.

    On PostgreSQL it does not wait for the disk: no prompt waits for it, nor for what it would have
    the disk do.
    """
    async with committing_beside(store, durable=False) as commit:
        projector = Projector(
            store.reader,
            commit,
            holder=this_process(),
            now=now_ms,
            pace=pace or pace_beside_prompts(store.reader.url),
            tell=tell,
        )
        try:
            yield projector
        finally:
            await projector.close()


def now_ms() -> int:
    """Return milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


def new_record_id() -> str:
    """Return a fresh record id."""
    return record_id(now_ms(), secrets.token_bytes)
