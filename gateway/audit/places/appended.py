"""Checkpoints in one file that only grows: on a share, a tape, a disk that writes once.

Notes stand one after the other, an empty line between them. What was begun and not finished, since
the machine stopped, is a note that no key signed; the next one begins on a line of its own.
"""

import asyncio
import os
import re
from collections.abc import Sequence
from pathlib import Path

from gateway.audit.places.place import Undelivered
from gateway.terms.record import Checkpoint

NAME = "file"
_APART = re.compile(r"\n(?=crossing-guard/)")


class AppendedFile:
    """One file, opened to be appended to alone."""

    name = NAME

    def __init__(self, path: Path, *, every: int) -> None:
        """`every` is how many milliseconds lie between two checkpoints of one stream."""
        self._path = path
        self.every = every

    async def put(self, checkpoints: Sequence[Checkpoint]) -> None:
        """See `Place`."""
        text = "".join(f"\n{one.note}" for one in checkpoints)
        await asyncio.to_thread(self._append, text.encode())

    def _append(self, content: bytes) -> None:
        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            with os.fdopen(descriptor, "ab", buffering=0) as file:
                if file.write(content) != len(content):
                    raise OSError("cut off")
                os.fsync(file.fileno())
        except OSError as error:
            raise Undelivered("file_unwritable") from error


def read_notes(path: Path) -> list[str]:
    """Return the notes of such a file; none where there is no file yet.

    Raises:
        OSError: it cannot be read.
    """
    try:
        text = path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return []
    return [note for note in _APART.split(text) if note.strip()]
