"""Proofs that a report's records stand in the log: a line each, with the entry's own bytes.

    {"record":"…","stream":"…","index":7,"path":["<base64>",…],"entry":<the canonical bytes>}

`path` is the inclusion proof (RFC 6962 2.1.1) from the entry's leaf to the root that the stream's
checkpoint in the manifest signs. Outcomes come along with the intents they are about.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import batched

from sqlalchemy import Connection, or_, select

from gateway.audit.export.plan import read_leaves
from gateway.audit.findings import StoredHead
from gateway.audit.read import as_bytes
from gateway.audit.tree import inclusion_proofs
from gateway.errors import Unusable
from gateway.store.engine import Reader
from gateway.store.tables import log_entries

BATCH = 400


@dataclass(frozen=True, slots=True)
class _Place:
    record: str
    stream: str
    index: int
    data: bytes


async def proof_lines(
    reader: Reader,
    records: Iterable[str],
    heads: Sequence[StoredHead],
    *,
    step: Callable[[int], None] = lambda _: None,
) -> bytes:
    """Return the proofs of some records, as lines of JSON.

    Args:
        reader: of the store.
        records: ids of intents, refusals or events.
        heads: of the streams; nothing beyond them is proved.
        step: told how many leaf hashes were read, now and then.

    Raises:
        Unusable: the store does not answer, or lacks a leaf.
    """
    known = {head.stream: head for head in heads}
    places: dict[str, list[_Place]] = {}
    for some in batched(sorted(set(records)), BATCH):
        for place in await reader.read(partial(_places, records=some)):
            head = known.get(place.stream)
            if head is not None and place.index < head.size:
                places.setdefault(place.stream, []).append(place)
    lines = []
    for stream in sorted(places):
        head, wanted = known[stream], sorted(places[stream], key=lambda one: one.index)
        paths = await reader.read(partial(_paths, head=head, places=wanted, step=step))
        lines += [_line(place, paths[place.index]) for place in wanted]
    return b"".join(lines)


def _places(db: Connection, records: Sequence[str]) -> list[_Place]:
    table = log_entries.c
    # `about` is indexed only where it is not empty.
    theirs = or_(table.record.in_(records), (table.about != "") & table.about.in_(records))
    query = select(table.record, table.stream, table.index, table.data).where(theirs)
    rows = db.execute(query.where(table.purged == "")).all()
    return [_Place(record, stream, index, as_bytes(data)) for record, stream, index, data in rows]


def _paths(
    db: Connection, head: StoredHead, places: Sequence[_Place], step: Callable[[int], None]
) -> dict[int, list[bytes]]:
    try:
        return inclusion_proofs(
            _leaves(db, head, step), [place.index for place in places], head.size
        )
    except ValueError as error:
        raise Unusable(
            "entries of the log are missing; run `crossing-guard log verify`", code="log_damaged"
        ) from error


def _leaves(db: Connection, head: StoredHead, step: Callable[[int], None]) -> Iterator[bytes]:
    for expected, (index, leaf) in enumerate(read_leaves(db, head.stream, step)):
        if index != expected:
            return
        yield leaf


def _line(place: _Place, path: Sequence[bytes]) -> bytes:
    hashes = ",".join(f'"{base64.b64encode(one).decode()}"' for one in path)
    head = f'{{"record":"{place.record}","stream":"{place.stream}","index":{place.index},'
    return f'{head}"path":[{hashes}],"entry":'.encode() + place.data + b"}\n"
