"""Certificates of purged entries that do not stand among the entries of an export, with proofs.

A certificate is always younger than what was purged under it, so an export of older entries does
not hold it; nor does one that was begun before the purging. It travels in the manifest, with a
checkpoint of its own stream and the proof that it stands in that tree (RFC 6962 2.1.1).
"""

import base64
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, select

from gateway.audit.export.plan import Part, read_leaves
from gateway.audit.findings import StoredEntry
from gateway.audit.read import STORED, heads, stored
from gateway.audit.tree import inclusion_proofs
from gateway.store.tables import log_entries


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """One certificate: its entry, a signed checkpoint of its stream, the proof for both."""

    entry: StoredEntry
    checkpoint: str
    proof: tuple[bytes, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as the manifest has it."""
        return {
            "stream": self.entry.stream,
            "index": self.entry.index,
            "entry": base64.b64encode(self.entry.data).decode(),
            "checkpoint": self.checkpoint,
            "proof": [base64.b64encode(one).decode() for one in self.proof],
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Certificate":
        """Return what `to_json` gave.

        Raises:
            ValueError, KeyError, TypeError: it is damaged.
        """
        stream, index, checkpoint = said["stream"], said["index"], said["checkpoint"]
        if (type(stream), type(index), type(checkpoint)) != (str, int, str):
            raise TypeError("not a certificate")
        data = base64.b64decode(said["entry"])
        return cls(
            entry=StoredEntry(stream=stream, index=index, data=data),
            checkpoint=checkpoint,
            proof=tuple(map(base64.b64decode, said["proof"])),
        )


def certificates_of(
    connection: Connection, purged: Collection[str], parts: Sequence[Part]
) -> list[Certificate]:
    """Return the certificates that are not among the entries of an export's parts.

    Args:
        connection: inside one snapshot.
        purged: ids of the certificates that its entries name. One that is not in the log is left
            out: verification tells of it.
        parts: what the export holds.
    """
    known = {head.stream: head for head in heads(connection)}
    held = {part.stream: range(part.first, part.end) for part in parts}
    outside = [
        entry
        for entry in _entries_of(connection, sorted(purged))
        if entry.stream in known and entry.index not in held.get(entry.stream, ())
    ]
    outside.sort(key=attrgetter("stream", "index"))
    found = []
    for stream, some in groupby(outside, attrgetter("stream")):
        entries, head = [*some], known[stream]
        leaves = (leaf for _, leaf in read_leaves(connection, stream, lambda _count: None))
        try:
            proofs = inclusion_proofs(leaves, [entry.index for entry in entries], head.size)
        except ValueError:
            continue  # nothing can be proved in a stream that was cut
        found += [
            Certificate(entry=entry, checkpoint=head.note, proof=tuple(proofs[entry.index]))
            for entry in entries
        ]
    return found


def _entries_of(connection: Connection, records: Sequence[str]) -> Iterator[StoredEntry]:
    for some in batched(records, 500):
        query = select(*STORED).where(log_entries.c.record.in_(some))
        yield from map(stored, connection.execute(query))
