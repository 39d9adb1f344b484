"""What an export holds: which entries of which streams, and what proves where they stand.

A stretch of a stream is proved by two rows of hashes. `before` are the peaks of the tree that ends
where the stretch begins; with the stretch's own leaves they give the root at its end. `after` is
the consistency proof (RFC 6962 2.1.2) from there to the signed head. A whole stream needs neither.

A plan is made in one snapshot. Entries never change but by being purged, which leaves their leaf
hashes, so they may be read later and in pieces.
"""

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from gateway.audit.findings import StoredHead
from gateway.audit.read import as_bytes, heads
from gateway.audit.tree import Frontier, consistency_ranges
from gateway.store.tables import log_entries

FORMAT = "crossing-guard-log-export/1"
_PAGE = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Which entries: from `since`, before `until`, in milliseconds since 1970 UTC; None is open.

    The gateway's clock may have been set back, so that of each stream everything between the first
    and the last entry of that time is taken: rather one too many than one too few.
    """

    since: int | None = None
    until: int | None = None

    @property
    def whole(self) -> bool:
        """Tell whether nothing is left out."""
        return self.since is None and self.until is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One stream's share: entries from `first` up to, not including, `end`.

    `head` is None where the store has none, which verification tells.
    """

    stream: str
    head: StoredHead | None
    first: int
    end: int
    before: tuple[bytes, ...] = ()
    after: tuple[bytes, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as the manifest has it."""
        head = None
        if self.head is not None:
            head = {
                "size": self.head.size,
                "root": _text(self.head.root),
                "checkpoint": self.head.note,
            }
        return {
            "stream": self.stream,
            "head": head,
            "first": self.first,
            "end": self.end,
            "before": [*map(_text, self.before)],
            "after": [*map(_text, self.after)],
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Part":
        """Return what `to_json` gave."""
        head = said["head"]
        return cls(
            stream=_str(said["stream"]),
            head=head
            and StoredHead(
                stream=_str(said["stream"]),
                size=_count(head["size"]),
                root=base64.b64decode(head["root"]),
                note=_str(head["checkpoint"]),
            ),
            first=_count(said["first"]),
            end=_count(said["end"]),
            before=tuple(map(base64.b64decode, said["before"])),
            after=tuple(map(base64.b64decode, said["after"])),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """A whole export. `published` are the checkpoints that lay outside the store, `rotations` the
    statements by which keys replaced others."""

    log_id: str
    made: int
    selection: Selection
    parts: tuple[Part, ...]
    published: tuple[str, ...] = ()
    rotations: tuple[str, ...] = ()

    @property
    def entries(self) -> int:
        """Return how many entries it is to hold."""
        return sum(part.end - part.first for part in self.parts)

    def to_json(self) -> dict[str, Any]:
        """Return it as the manifest has it."""
        streams = [
            part.to_json() | {"file": entries_file(number)}
            for number, part in enumerate(self.parts, start=1)
        ]
        return {
            "format": FORMAT,
            "log": self.log_id,
            "made": self.made,
            "since": self.selection.since,
            "until": self.selection.until,
            "streams": streams,
            "published": [*self.published],
            "rotations": [*self.rotations],
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Plan":
        """Return what `to_json` gave.

        Raises:
            ValueError: it is of another format, or damaged; KeyError and TypeError too.
        """
        if said["format"] != FORMAT:
            raise ValueError("an export of another format")
        return cls(
            log_id=_str(said["log"]),
            made=said["made"],
            selection=Selection(since=said["since"], until=said["until"]),
            parts=tuple(map(Part.from_json, said["streams"])),
            published=tuple(map(_str, said["published"])),
            rotations=tuple(map(_str, said["rotations"])),
        )


def entries_file(number: int) -> str:
    """Return where the entries of the n-th stream stand. Never the stream's own name: whoever
    changes the database would choose where we write."""
    return f"entries/{number:05}.jsonl"


def columns_file(number: int) -> str:
    """Return where the same entries stand as Parquet."""
    return f"columns/{number:05}.parquet"


def make_plan(
    connection: Connection,
    *,
    log_id: str,
    made: int,
    selection: Selection,
    published: Sequence[str] = (),
    rotations: Sequence[str] = (),
    step: Callable[[int], None] = lambda _: None,
) -> Plan:
    """Decide what goes into an export, and prove it.

    Args:
        connection: inside one snapshot.
        log_id: of the log.
        made: now, milliseconds since 1970 UTC.
        selection: which entries.
        published: checkpoints that lie outside the store.
        rotations: statements by which keys replaced others.
        step: told how many leaf hashes were read, now and then.
    """
    known = {head.stream: head for head in heads(connection)}
    parts = [
        _part(connection, stream, known.get(stream), selection, step)
        for stream in sorted(known.keys() | set(_streams(connection)))
    ]
    return Plan(
        log_id=log_id,
        made=made,
        selection=selection,
        parts=tuple(parts),
        published=tuple(published),
        rotations=tuple(rotations),
    )


def _streams(connection: Connection) -> Iterator[str]:
    """Yield every stream that has an entry, by one jump in the index each."""
    column, last = log_entries.c.stream, ""
    while True:
        found = connection.execute(select(func.min(column)).where(column > last)).scalar()
        if found is None:
            return
        yield found
        last = found


def _part(
    connection: Connection,
    stream: str,
    head: StoredHead | None,
    selection: Selection,
    step: Callable[[int], None],
) -> Part:
    table = log_entries.c
    bounds = select(func.min(table.index), func.max(table.index)).where(table.stream == stream)
    if selection.whole:
        last = connection.execute(bounds).one()[1]
        # Up to what was signed: an export of a log that was cut is one whose tail is missing.
        end = max(0 if last is None else last + 1, 0 if head is None else head.size)
        return Part(stream=stream, head=head, first=0, end=end)
    if selection.since is not None:
        bounds = bounds.where(table.time >= selection.since)
    if selection.until is not None:
        bounds = bounds.where(table.time < selection.until)
    first, last = connection.execute(bounds).one()
    if first is None:
        return Part(stream=stream, head=head, first=0, end=0)
    end = last + 1
    size = head.size if head is not None else end
    before, after = _prove(read_leaves(connection, stream, step), first, end, size)
    return Part(stream=stream, head=head, first=first, end=end, before=before, after=after)


def _prove(
    leaves: Iterator[tuple[int, bytes]], first: int, end: int, size: int
) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Return the peaks at `first` and the proof from `end` to `size`, in one pass over the leaves.

    Where leaves are missing the proof is a wrong one, as it should be.
    """
    ranges = consistency_ranges(end, size) if end < size else []
    trees = dict.fromkeys(ranges, Frontier())
    left = Frontier()
    ordered = sorted(ranges)
    for index, leaf in leaves:
        if index < first:
            left = left.extend((leaf,))
        while ordered and ordered[0][1] <= index:
            ordered.pop(0)
        if ordered and ordered[0][0] <= index:
            trees[ordered[0]] = trees[ordered[0]].extend((leaf,))
    return left.peaks, tuple(trees[one].root() for one in ranges)


def read_leaves(
    connection: Connection, stream: str, step: Callable[[int], None]
) -> Iterator[tuple[int, bytes]]:
    """Yield a stream's leaf hashes with their indexes, in order; `step` is told how many."""
    table = log_entries.c
    last = -1
    while True:
        rows = connection.execute(
            select(table.index, table.leaf)
            .where(table.stream == stream, table.index > last)
            .order_by(table.index)
            .limit(_PAGE)
        ).all()
        for index, leaf in rows:
            yield index, as_bytes(leaf)
        step(len(rows))
        if len(rows) < _PAGE:
            return
        last = rows[-1][0]


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("not a count")
    return value
