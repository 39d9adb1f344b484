"""What verification is given of a log, and what it finds. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum


class Trouble(StrEnum):
    """What can be wrong; stable codes. `OPEN` alone is no sign of tampering."""

    CHANGED = "entry_changed"
    COLUMN = "column_changed"
    MALFORMED = "entry_malformed"
    MISSING = "entry_missing"
    REPEATED = "entry_repeated"
    BEYOND = "entry_beyond_head"
    CUT = "tail_cut"
    ROOT = "root_differs"
    FORGED = "checkpoint_forged"
    REWRITTEN = "checkpoint_contradicted"
    LOST = "stream_lost"
    UNKNOWN = "stream_unknown"
    ORPHAN = "outcome_without_intent"
    OPEN = "intent_open"
    UNCERTIFIED = "purge_uncertified"
    CONTRADICTED = "purge_contradicted"
    ROTATION = "rotation_forged"
    MANIFEST = "manifest_forged"
    FILE_CHANGED = "file_changed"
    FILE_MISSING = "file_missing"
    FILE_UNKNOWN = "file_unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredEntry:
    """An entry as the store or an export holds it. `leaf` and the columns are compared with what
    `data` says where they are given; a bare export has the bytes alone. A purged entry has no
    bytes; leaf and columns are what is left, `purged` the certificate's id."""

    stream: str
    index: int
    data: bytes
    leaf: bytes | None = None
    columns: tuple[str, str, str, int] | None = None  # record, kind, about, time
    purged: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredHead:
    """A stream's head as the store or an export holds it; `note` is its signed checkpoint."""

    stream: str
    size: int
    root: bytes
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """The part of a stream that an export holds: from `first` up to, not including, `end`.

    `before` are the peaks of the tree of `first` entries, `after` the consistency proof from `end`
    to the head. A stream without a stretch is held whole.
    """

    stream: str
    first: int
    end: int
    before: tuple[bytes, ...] = ()
    after: tuple[bytes, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is wrong. `index` is None where it is about a stream as a whole."""

    code: Trouble
    stream: str
    words: str
    index: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What verification found. `counts` has every finding, `findings` the first thousand;
    `unchecked` are checkpoints beside a stretch that nothing here can be held against, and
    certificates of which a stretch holds a part; `purged` counts entries without their bytes."""

    streams: int
    entries: int
    checkpoints: int
    open_intents: int
    findings: tuple[Finding, ...]
    counts: dict[str, int] = field(default_factory=dict)
    unchecked: int = 0
    purged: int = 0

    @property
    def intact(self) -> bool:
        """Tell whether the log is what was written; an open intent does not make it less so."""
        return not self.counts.keys() - {Trouble.OPEN}

    @property
    def exit_status(self) -> int:
        """Return 0 where the log is intact, 1 where it is not."""
        return 0 if self.intact else 1
