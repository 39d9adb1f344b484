"""The manifest of the log's streams: an entry that names each of them, and how many it has.

Whoever takes a whole stream away, with its checkpoint's file, leaves nothing of it to be compared.
An entry of another stream that names it is left, and is signed as every entry is; so is every
newer checkpoint of that other stream, wherever it was sent. Pure.
"""

from collections.abc import Mapping
from typing import Any

from gateway.terms.record import RecordKind

EVENT = "log_manifest"


def of_record(said: Mapping[str, Any]) -> dict[str, int]:
    """Return the streams that an entry names, with how many entries each had; none of an entry
    that is no manifest."""
    named = said.get("streams")
    if said.get("kind") != RecordKind.EVENT or said.get("event") != EVENT:
        return {}
    if not isinstance(named, dict) or not all(type(size) is int for size in named.values()):
        return {}
    return named
