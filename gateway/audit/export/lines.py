"""One entry as one line of an export: its index, its leaf hash, and the very bytes it hashes.

    {"index":7,"leaf":"<64 hex digits>","entry":<the canonical bytes, as they are>}

A line is JSON. Bytes that are no JSON of one line, as only a changed entry has, stand under
`base64` instead of `entry`. Of an entry whose bytes were purged, `purged` says what is left, and
`by` which certificate. Pure.
"""

import base64
import binascii
import re

import orjson

from gateway.audit.findings import StoredEntry

_LINE = re.compile(
    rb'\{"index":(0|[1-9][0-9]{0,18}),"leaf":"([0-9a-f]{64})",'
    rb'(?:"entry":(.+)|"base64":"([A-Za-z0-9+/=]*)"|"purged":(\{.+\}))\}\n'
)
_LEFT = ("by", "record", "kind", "about", "time")


def write_line(index: int, leaf: bytes, data: bytes) -> bytes:
    """Return an entry's line, with its line feed."""
    if _is_json_line(data):
        return _head(index, leaf) + b'"entry":' + data + b"}\n"
    return _head(index, leaf) + b'"base64":"' + base64.b64encode(data) + b'"}\n'


def write_entry(entry: StoredEntry) -> bytes:
    """Return the line of an entry as the store holds it, purged or not."""
    leaf = entry.leaf or b""
    if entry.data or not entry.purged or entry.columns is None:
        return write_line(entry.index, leaf, entry.data)
    left = dict(zip(_LEFT, (entry.purged, *entry.columns), strict=True))
    return _head(entry.index, leaf) + b'"purged":' + orjson.dumps(left) + b"}\n"


def _head(index: int, leaf: bytes) -> bytes:
    return b'{"index":%d,"leaf":"%s",' % (index, leaf.hex().encode())


def read_line(stream: str, line: bytes) -> StoredEntry | None:
    """Return the entry of a line, None where the line has not the form of one."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    number, leaf_text, data, encoded, purged = found.groups()
    index, leaf = int(number), bytes.fromhex(leaf_text.decode())
    if purged is not None:
        return _read_purged(stream, index, leaf, purged)
    if data is None:
        try:
            data = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            return None
    return StoredEntry(stream=stream, index=index, data=data, leaf=leaf)


def _read_purged(stream: str, index: int, leaf: bytes, text: bytes) -> StoredEntry | None:
    try:
        left = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if tuple(left) != _LEFT or [type(one) for one in left.values()] != [str, str, str, str, int]:
        return None
    by, record, kind, about, time = left.values()
    if not by:
        return None
    columns = (record, kind, about, time)
    return StoredEntry(stream=stream, index=index, data=b"", leaf=leaf, columns=columns, purged=by)


def _is_json_line(data: bytes) -> bool:
    if b"\n" in data:
        return False
    try:
        orjson.loads(data)
    except orjson.JSONDecodeError:
        return False
    return True
