"""One entry as one line of an export: its index, its leaf hash, and the very bytes it hashes.

    {"index":7,"leaf":"<64 hex digits>","entry":<the canonical bytes, as they are>}

A line is JSON. Bytes that are no JSON of one line, as only a changed entry has, stand under
`base64` instead of `entry`. Pure.
"""

import base64
import binascii
import re

import orjson

from gateway.audit.verify import StoredEntry

_LINE = re.compile(
    rb'\{"index":(0|[1-9][0-9]{0,18}),"leaf":"([0-9a-f]{64})",'
    rb'(?:"entry":(.+)|"base64":"([A-Za-z0-9+/=]*)")\}\n'
)


def write_line(index: int, leaf: bytes, data: bytes) -> bytes:
    """Return an entry's line, with its line feed."""
    head = b'{"index":%d,"leaf":"%s",' % (index, leaf.hex().encode())
    if _is_json_line(data):
        return head + b'"entry":' + data + b"}\n"
    return head + b'"base64":"' + base64.b64encode(data) + b'"}\n'


def read_line(stream: str, line: bytes) -> StoredEntry | None:
    """Return the entry of a line, None where the line has not the form of one."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    index, leaf, data, encoded = found.groups()
    if data is None:
        try:
            data = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            return None
    return StoredEntry(
        stream=stream, index=int(index), data=data, leaf=bytes.fromhex(leaf.decode())
    )


def _is_json_line(data: bytes) -> bool:
    if b"\n" in data:
        return False
    try:
        orjson.loads(data)
    except orjson.JSONDecodeError:
        return False
    return True
