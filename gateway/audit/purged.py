"""What is left of an entry whose bytes were purged, and the certificate that says so. Pure.

A purged entry keeps its place, its leaf hash and four words about itself; the tree, and every proof
in it, stays as it was. The certificate is an event of the log. It names the stretch of one stream
and a hash over what is left of each entry purged there, in order: nobody can purge another entry
under it, nor change what is left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

CERTIFICATE: Final = "log_purge"
"""The event that a certificate is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stub:
    """What is left of one entry."""

    index: int
    leaf: bytes
    record: str
    kind: str
    about: str
    time: int

    def line(self) -> bytes:
        """Return what a certificate's hash is taken over."""
        words = (self.index, self.leaf.hex(), self.record, self.kind, self.about, self.time)
        return (" ".join(map(str, words)) + "\n").encode()


@dataclass(frozen=True, kw_only=True, slots=True)
class Purge:
    """What was purged in one go: entries of one stream, from `first` to `last`, both inclusive."""

    stream: str
    first: int
    last: int
    entries: int
    sha256: str

    @classmethod
    def of_record(cls, said: Mapping[str, Any]) -> "Purge | None":
        """Return what a record certifies, None where it is no certificate."""
        if said.get("kind") != "event" or said.get("event") != CERTIFICATE:
            return None
        texts = (said.get("purged_stream"), said.get("purged_sha256"))
        counts = tuple(said.get(f"purged_{name}") for name in ("first", "last", "entries"))
        if not all(type(one) is str for one in texts) or not all(type(n) is int for n in counts):
            return None
        return cls(
            stream=said["purged_stream"],
            first=said["purged_first"],
            last=said["purged_last"],
            entries=said["purged_entries"],
            sha256=said["purged_sha256"],
        )


@dataclass(slots=True)
class Gathering:
    """The stubs of one certificate and stream as they come, in the order of their indexes."""

    first: int = -1
    last: int = -1
    entries: int = 0
    _hash: Any = field(default_factory=sha256)

    def add(self, stub: Stub) -> None:
        """Take the next one."""
        if not self.entries:
            self.first = stub.index
        self.last = stub.index
        self.entries += 1
        self._hash.update(stub.line())

    def purge(self, stream: str) -> Purge:
        """Return what was gathered."""
        return Purge(
            stream=stream,
            first=self.first,
            last=self.last,
            entries=self.entries,
            sha256=self._hash.hexdigest(),
        )
