"""The doors of an exchange, each failing where it is told to, around real ones."""

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Protocol

import httpx
import orjson

from gateway.app.store import Makers
from gateway.detection import frames
from gateway.detection.pool import Crashed, Found, Pool, Standing, Texts
from gateway.detection.standing import Around
from gateway.errors import Unusable
from gateway.store.commit import open_lane
from gateway.store.engine import Reader, Unit
from gateway.upstream.door import Timeouts, Upstream
from tests.store.fakes import FaultyLane

SECRET = "Quillon Prade"
"""What an error of a library may hold, and nothing of ours may repeat."""


class Failing(Protocol):
    """Something with numbered effects, of which some can be told to fail."""

    fail: set[int]
    effects: int
    failed: list[str]


class Effects:
    """Numbers effects and fails those it is told to: as a door would, or as nobody foresaw."""

    def __init__(self, *, foreseen: bool) -> None:
        self.fail: set[int] = set()
        self.effects = 0
        self.failed: list[str] = []
        self.foreseen = foreseen

    def take(self, name: str, error: Exception) -> None:
        """Count one effect; raise if it is to fail."""
        self.effects += 1
        if self.effects in self.fail:
            self.failed.append(name)
            raise error if self.foreseen else RuntimeError(SECRET)


class FaultyReader(Reader):
    """A database that stops answering."""

    effects: Effects

    async def quick[T](self, unit: Unit[T]) -> T:
        """Read, or fail."""
        self.effects.take("read", Unusable("the database does not answer"))
        return await super().quick(unit)

    async def read[T](self, unit: Unit[T]) -> T:
        """Read, or fail."""
        self.effects.take("read", Unusable("the database does not answer"))
        return await super().read(unit)


class FaultyPool(Pool):
    """A detector that crashes."""

    effects: Effects

    def submit(self, texts: Texts) -> asyncio.Future[Found[frames.Read]]:
        """Read texts, or fail."""
        return self._failed("scan") or super().submit(texts)

    def stand(
        self, texts: Standing, around: Around, near: bytes
    ) -> asyncio.Future[Found[list[frames.KeptRow]]]:
        """Settle what stands in texts, or fail."""
        return self._failed("settle") or super().stand(texts, around, near)

    def _failed(self, name: str) -> "asyncio.Future[Found[Any]] | None":
        try:
            self.effects.take(name, Crashed("a text broke the detector"))
        except (Crashed, RuntimeError) as error:
            found: asyncio.Future[Found[Any]] = asyncio.get_running_loop().create_future()
            found.set_exception(error)
            return found
        return None


class Ledger:
    """The log as it is on disk, read past the gateway: only what is committed is there."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def entries(self) -> list[dict[str, Any]]:
        """Return every record."""
        db = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)
        try:
            rows = db.execute("SELECT data FROM log_entries").fetchall()
        finally:
            db.close()
        return [orjson.loads(row[0]) for row in rows]

    def intents(self) -> Counter[str]:
        """Return how many intents there are by the hash of what was to leave."""
        return Counter(one["hash_out"] for one in self.entries() if one["kind"] == "intent")

    def ended(self, record: str) -> str:
        """Return how an intent ended, "" while it has not."""
        return next((str(one["ended"]) for one in self.entries() if one["about"] == record), "")


class Service(httpx.AsyncBaseTransport):
    """An AI service that repeats the last message, in two pieces if it is to stream.

    When a call arrives it looks whether its intent is on disk, and takes note if it is not.
    """

    def __init__(self, ledger: Ledger, digest: Callable[[bytes], str], effects: Effects) -> None:
        self._ledger = ledger
        self._digest = digest
        self._effects = effects
        self.calls: list[bytes] = []
        self.unrecorded = 0
        self.arrived: Callable[[], None] = lambda: None
        """Called when a call has arrived."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one call."""
        self._effects.take("connect", httpx.ConnectError("refused"))
        body = await request.aread()
        self.calls.append(body)
        mine = self._digest(body)
        if self._ledger.intents()[mine] < [self._digest(one) for one in self.calls].count(mine):
            self.unrecorded += 1
        self.arrived()
        self._effects.take("answer", httpx.ReadError("reset"))
        asked = orjson.loads(body)
        said = str(asked["messages"][-1]["content"])
        stream = bool(asked.get("stream"))
        kind = "text/event-stream" if stream else "application/json"
        chunks = _events(said) if stream else _whole(said)
        return httpx.Response(
            200, headers={"content-type": kind}, stream=_Body(chunks, self._effects)
        )


class _Body(httpx.AsyncByteStream):
    def __init__(self, chunks: list[bytes], effects: Effects) -> None:
        self._chunks = chunks
        self._effects = effects

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self._effects.take("chunk", httpx.ReadError("reset"))
            yield chunk
        self._effects.take("end", httpx.ReadError("reset"))


def _whole(said: str) -> list[bytes]:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": said},
        "finish_reason": "stop",
    }
    body = json.dumps({"object": "chat.completion", "choices": [choice]}).encode()
    return [body[:40], body[40:]]


def _events(said: str) -> list[bytes]:
    middle = len(said) // 2
    deltas: list[tuple[dict[str, str], str | None]] = [
        ({"role": "assistant", "content": said[:middle]}, None),
        ({"content": said[middle:]}, None),
        ({}, "stop"),
    ]
    events = [
        {
            "object": "chat.completion.chunk",
            "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
        }
        for delta, reason in deltas
    ]
    return [*(b"data: " + orjson.dumps(one) + b"\n\n" for one in events), b"data: [DONE]\n\n"]


class Doors:
    """The makers of an exchange's doors, and what fails in each."""

    def __init__(self, ledger: Ledger, digest: Callable[[bytes], str]) -> None:
        self.ledger = ledger
        self.digest = digest
        self.lanes: list[FaultyLane] = []
        self.reads, self.scans = Effects(foreseen=True), Effects(foreseen=True)
        self.calls = Effects(foreseen=True)
        self.service = Service(ledger, digest, self.calls)

    @property
    def lane(self) -> FaultyLane:
        """Return the lane that writes."""
        return self.lanes[0]

    def makers(self) -> Makers:
        """Return what makes them."""
        return Makers(
            lane=self._lane, reader=self._reader, pool=self._pool, upstream=self._upstream
        )

    def _lane(self, url: str) -> FaultyLane:
        self.lanes.append(FaultyLane(open_lane(url)))
        return self.lanes[-1]

    def _reader(self, url: str) -> Reader:
        reader = FaultyReader(url)
        reader.effects = self.reads
        return reader

    def _pool(self, *arguments: Any, **options: Any) -> Pool:
        pool = FaultyPool(*arguments, **options)
        pool.effects = self.scans
        return pool

    def _upstream(self, timeouts: Timeouts) -> Upstream:
        return Upstream(self.service, timeouts)
