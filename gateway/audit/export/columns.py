"""A stream's entries as a Parquet file beside their lines, for programs that query tables in place.

A column a field of the record, of the shape that the schema gives it; `facts`, which no two
versions have alike, as their JSON text. The lines in `entries/` are what is proved: `stream`,
`index` and `leaf` of a row name the line that says the same.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from gateway.audit import parquet
from gateway.audit.export.lines import read_line
from gateway.audit.findings import StoredEntry
from gateway.audit.schema import ENVELOPE, FIELDS, Field, Shape

_PLACE = {
    "stream": "the stream it stands in",
    "index": "its number there",
    "leaf": "its leaf hash (RFC 6962 2.1)",
    "purged": "the certificate under which its bytes were purged; null otherwise",
}


def write_columns(entries: Path, stream: str, path: Path) -> None:
    """Write the entries of a stream, as `entries/` has them, as Parquet.

    Args:
        entries: the file of lines.
        stream: whose they are.
        path: where to.

    Raises:
        BadRequest: the library is not installed.
        OSError: a file cannot be read or written.
    """
    parquet.write(path, schema(), _rows(entries, stream))


def schema() -> Any:
    """Return the columns: where an entry stands, and each field that a record of any kind has."""
    arrow, _ = parquet.library()
    kinds = {
        Shape.TEXT: arrow.string(),
        Shape.COUNT: arrow.int64(),
        Shape.FLAG: arrow.bool_(),
        Shape.TEXTS: arrow.list_(arrow.string()),
        Shape.COUNTS: arrow.map_(arrow.string(), arrow.int64()),
        Shape.OBJECT: arrow.string(),
    }

    def kind_of(field: Field) -> Any:
        if field.shape is not Shape.OBJECTS:
            return kinds[field.shape]
        members = [arrow.field(name, kind_of(one)) for name, one in field.members.items()]
        return arrow.list_(arrow.struct(members))

    place = {name: arrow.int64() if name == "index" else arrow.string() for name in _PLACE}
    columns = [arrow.field(name, place[name], metadata={"words": _PLACE[name]}) for name in _PLACE]
    columns += [
        arrow.field(name, kind_of(field), metadata={"words": field.words})
        for name, field in fields().items()
    ]
    return arrow.schema(columns)


@cache
def fields() -> Mapping[str, Field]:
    """Return every field that a record may have; one of several kinds has one shape in all."""
    found = dict(ENVELOPE)
    for known in FIELDS.values():
        for name, field in known.items():
            found.setdefault(name, field)
    return found


def _rows(entries: Path, stream: str) -> Iterator[dict[str, Any]]:
    with entries.open("rb") as file:
        for line in file:
            entry = read_line(stream, line)
            if entry is not None:
                yield _row(entry)


def _row(entry: StoredEntry) -> dict[str, Any]:
    place = {"stream": entry.stream, "index": entry.index, "leaf": (entry.leaf or b"").hex()}
    if entry.purged and entry.columns is not None:
        record, kind, about, time = entry.columns
        left = {"id": record, "kind": kind, "about": about, "time": time}
        return place | left | {"purged": entry.purged}
    return place | _said(entry.data)


def _said(data: bytes) -> dict[str, Any]:
    """Return what an entry says, nothing where it was changed to be no record any more."""
    try:
        said = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(said, dict):
        return {}
    known = fields()
    return {
        name: orjson.dumps(value).decode()
        if name in known and known[name].shape is Shape.OBJECT
        else value
        for name, value in said.items()
    }
