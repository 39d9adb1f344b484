"""Checkpoints outside the database: one small file a stream, replaced whole.

Whoever changes the database must change these files too, and whoever copied one earlier holds a
proof against both. Only the newest is kept; sending them elsewhere is what makes them count.
"""

import asyncio
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import structlog

from gateway.terms.record import Checkpoint

_ENDING = ".checkpoint"
_log = structlog.get_logger(__name__)


class Publisher(Protocol):
    """Where checkpoints go besides the database."""

    def write(self, checkpoint: Checkpoint) -> None:
        """Keep a stream's newest checkpoint; an older one than it has is passed over.

        Raises:
            OSError: it could not be kept. It is counted, and the next one is tried.
        """
        ...

    def read(self, origin: str) -> str:
        """Return the note last written for an origin, "" if none.

        Raises:
            OSError: it cannot be read.
        """
        ...


class Publishing:
    """Hands the newest checkpoint to a publisher, off the event loop and not too often.

    A failure is counted, not refused: the signed head in the database stands, and a full disk
    stops the log soon enough.
    """

    def __init__(self, publisher: Publisher, *, pause: float = 1.0) -> None:
        self._publisher = publisher
        self._pause = pause
        self._newest: Checkpoint | None = None
        self._written: Checkpoint | None = None
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self.failures = 0

    def offer(self, checkpoint: Checkpoint) -> None:
        """Have a checkpoint published soon: at most one every `pause` seconds."""
        self._newest = checkpoint
        if self._closed or checkpoint == self._written:
            return
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def close(self) -> None:
        """Publish what is newest now, and stop."""
        self._closed = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._newest != self._written:
            await self._write()

    async def _work(self) -> None:
        while self._newest != self._written:
            await self._write()
            await asyncio.sleep(self._pause)

    async def _write(self) -> None:
        checkpoint = self._newest
        if checkpoint is None:
            return
        try:
            await asyncio.to_thread(self._publisher.write, checkpoint)
        except OSError as error:
            self.failures += 1
            _log.warning("checkpoint_not_published", error=type(error).__name__)
            return
        self._written = checkpoint


class CheckpointFiles:
    """A folder with the newest checkpoint of each stream."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._sizes: dict[str, int] = {}

    def write(self, checkpoint: Checkpoint) -> None:
        """Replace a stream's file; a crash leaves the old one or the new one, never a part.

        Raises:
            OSError: the folder cannot be written.
        """
        with self._lock:
            if checkpoint.size < self._sizes.get(checkpoint.origin, 0):
                return  # a slower thread with an older one
            self._replace(self._path(checkpoint.origin), checkpoint.note)
            self._sizes[checkpoint.origin] = checkpoint.size

    def _replace(self, path: Path, note: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8", newline="") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # the renaming itself
        finally:
            os.close(folder)

    def read(self, origin: str) -> str:
        """Return a stream's note as last published, "" where none was.

        Raises:
            OSError: there is a file, and it cannot be read.
        """
        try:
            return self._path(origin).read_bytes().decode(errors="replace")
        except FileNotFoundError:
            return ""

    def read_all(self) -> list[str]:
        """Return every note in the folder.

        Raises:
            OSError: a file cannot be read.
        """
        paths = sorted(self._folder.glob(f"*{_ENDING}"))
        return [path.read_bytes().decode(errors="replace") for path in paths]

    def _path(self, origin: str) -> Path:
        return self._folder / (origin.rpartition("/")[2] + _ENDING)


class CheckpointPlaces:
    """Several folders with the newest checkpoint of each stream, the gateway's own one first.

    A place that fails keeps the others from nothing; it is tried again with the next writing.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._places = [CheckpointFiles(folder) for folder in folders]

    def write(self, checkpoint: Checkpoint) -> None:
        """Replace a stream's file everywhere.

        Raises:
            OSError: of the first place that failed, after all were tried.
        """
        failures: list[OSError] = []
        for place in self._places:
            try:
                place.write(checkpoint)
            except OSError as error:
                failures.append(error)
        if failures:
            raise failures[0]

    def read(self, origin: str) -> str:
        """Return a stream's note as last published in the first place, "" where none was.

        Raises:
            OSError: there is a file, and it cannot be read.
        """
        return self._places[0].read(origin)

    def read_all(self) -> list[str]:
        """Return every note of every place.

        Raises:
            OSError: a file cannot be read.
        """
        return [note for place in self._places for note in place.read_all()]
