"""What the decision log holds: records, entries of a stream's tree, and signed checkpoints.

Records are content-free: ids, counts, labels, hashes. Names are joined from the roster only when
shown to somebody entitled. `docs/record.md` describes every field; a test keeps it complete.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA_VERSION = 4
"""What records are written in. Earlier ones are read for ever: they lack the fields that say so."""


class RecordKind(StrEnum):
    """INTENT before egress, OUTCOME after it, REFUSAL where nothing left, EVENT for the rest
    (an import, a key made, a start, an alert)."""

    INTENT = "intent"
    OUTCOME = "outcome"
    REFUSAL = "refusal"
    EVENT = "event"


class Ended(StrEnum):
    """How an exchange ended."""

    COMPLETE = "complete"
    CLIENT_GONE = "client_gone"
    UPSTREAM_ERROR = "upstream_error"
    UPSTREAM_UNREACHABLE = "upstream_unreachable"
    UPSTREAM_CUT = "upstream_cut"
    UPSTREAM_MALFORMED = "upstream_malformed"
    TIMED_OUT = "timed_out"
    GATEWAY_ERROR = "gateway_error"
    INTERRUPTED = "interrupted"


type Fields = dict[str, None | bool | int | str | list[Fields] | list[str] | Fields | Settled]
"""Values a record may hold. No floats: canonical JSON of integers and strings is unambiguous."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settled:
    """A value that many records share, checked and encoded once (`gateway.audit.schema.settled`).

    `data` are its canonical bytes, `checked` is the field of the schema that it was found to fit.
    """

    value: Any
    data: bytes
    checked: object


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record as handed to the log.

    `id` is random (26 characters, sorts by time); `time` milliseconds since 1970 UTC; `about` the
    intent's id in an OUTCOME, "" elsewhere. `fields` are documented per kind in docs/record.md.
    """

    id: str
    kind: RecordKind
    time: int
    about: str = ""
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A record as it stands in a stream: `data` are its canonical bytes (RFC 8785), which are the
    leaf's input (RFC 6962 2.1)."""

    stream: str
    index: int
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Checkpoint:
    """A signed tree head in C2SP tlog-checkpoint form; `note` is the whole signed text."""

    origin: str
    size: int
    root: bytes
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """Proof to the caller that a record is durable: where it stands in which stream."""

    record: str
    stream: str
    index: int
