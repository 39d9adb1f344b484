"""Is the log what was written? Answered from entries, heads, checkpoints and public keys alone.

Pure, and independent of the writer: it rebuilds every stream's tree from the entries' bytes and
compares it with what was signed, then and now. It streams: memory grows with the intents that
have no outcome yet, not with the log.

What it finds, and how: a changed entry (its leaf hash, or a column, no longer agrees with its
bytes); a removed, repeated or reordered one (indexes do not follow one another); any of these
done with care, or an inserted one (the root is not the signed one); a cut tail (a checkpoint knows
more entries); a lost stream (a checkpoint knows it, nothing else does); a forged checkpoint (no
trusted key signed it); a rewritten past (an older checkpoint has another root); an intent without
outcome, an outcome without intent.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gateway.audit.checkpoint import CheckpointInvalid, origin_in, origin_of, read
from gateway.audit.tree import Frontier, leaf_hash
from gateway.terms.record import SCHEMA_VERSION, Checkpoint, RecordKind

MOST_FINDINGS = 1000
"""Told in words; beyond that they are counted."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredEntry:
    """An entry as the store or an export holds it. `leaf` and the columns are compared with what
    `data` says where they are given; a bare export has the bytes alone."""

    stream: str
    index: int
    data: bytes
    leaf: bytes | None = None
    columns: tuple[str, str, str, int] | None = None  # record, kind, about, time


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredHead:
    """A stream's head as the store or an export holds it; `note` is its signed checkpoint."""

    stream: str
    size: int
    root: bytes
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is wrong. `index` is None where it is about a stream as a whole."""

    code: Trouble
    stream: str
    words: str
    index: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What verification found. `counts` has every finding, `findings` the first thousand."""

    streams: int
    entries: int
    checkpoints: int
    open_intents: int
    findings: tuple[Finding, ...]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def intact(self) -> bool:
        """Tell whether the log is what was written; an open intent does not make it less so."""
        return not self.counts.keys() - {Trouble.OPEN}

    @property
    def exit_status(self) -> int:
        """Return 0 where the log is intact, 1 where it is not."""
        return 0 if self.intact else 1


class Verifier:
    """Takes entries one at a time, each stream's in one run and in order, then reports."""

    def __init__(
        self,
        heads: Iterable[StoredHead],
        *,
        log_id: str,
        keys: Sequence[Ed25519PublicKey],
        notes: Iterable[str] = (),
    ) -> None:
        """Begin with what was signed.

        Args:
            heads: of every stream the store knows.
            log_id: of the log whose streams these are.
            keys: public keys we trust, the present one and those before a rotation.
            notes: checkpoints kept outside the store, older or newer than its heads.
        """
        self._log_id = log_id
        self._keys = keys
        self._heads = {head.stream: head for head in heads}
        self._findings: list[Finding] = []
        self._counts: Counter[str] = Counter()
        self._signed: dict[str, dict[int, set[bytes]]] = {}
        self._checkpoints = 0
        self._entries = 0
        self._open_intents = 0
        self._done: set[str] = set()
        self._stream = ""
        self._next = 0
        self._frontier = Frontier()
        self._expected: dict[int, set[bytes]] = {}
        self._intents: dict[str, int] = {}
        for note in notes:
            self._outside(note)
        for head in self._heads.values():
            self._inside(head)

    def feed(self, entry: StoredEntry) -> None:
        """Take the next entry."""
        if entry.stream != self._stream:
            self._end()
            self._begin(entry.stream)
        self._entries += 1
        if entry.index < self._next:
            self._find(Trouble.REPEATED, "an entry stands here twice, or out of order", entry.index)
        elif entry.index > self._next:
            words = f"entries are gone from index {self._next} on"
            self._find(Trouble.MISSING, words, entry.index)
        self._next = max(self._next, entry.index) + 1
        leaf = leaf_hash(entry.data)
        if entry.leaf is not None and entry.leaf != leaf:
            self._find(Trouble.CHANGED, "the entry is not the one that was hashed", entry.index)
        self._read(entry)
        self._frontier = self._frontier.extend((leaf,))
        self._compare()

    def report(self) -> Report:
        """Return what was found, once every entry was fed."""
        self._end()
        for stream in sorted((self._heads.keys() | self._signed.keys()) - self._done):
            self._begin(stream)
            self._end()
        return Report(
            streams=len(self._done),
            entries=self._entries,
            checkpoints=self._checkpoints,
            open_intents=self._open_intents,
            findings=tuple(self._findings),
            counts=dict(self._counts),
        )

    # What was signed

    def _outside(self, note: str) -> None:
        """Take in a checkpoint kept elsewhere: the stream is the one its origin names."""
        stream = origin_in(note).rpartition("/")[2]
        self._trust(stream, note)

    def _inside(self, head: StoredHead) -> None:
        signed = self._trust(head.stream, head.note)
        if signed is not None and (signed.size, signed.root) != (head.size, head.root):
            self._find(Trouble.FORGED, "the head is not the signed one", stream=head.stream)

    def _trust(self, stream: str, note: str) -> Checkpoint | None:
        try:
            signed = read(note, origin_of(self._log_id, stream), self._keys)
        except CheckpointInvalid as error:
            self._find(Trouble.FORGED, error.message, stream=stream)
            return None
        self._checkpoints += 1
        self._signed.setdefault(stream, {}).setdefault(signed.size, set()).add(signed.root)
        return signed

    # One stream

    def _begin(self, stream: str) -> None:
        if stream and stream in self._done:
            self._find(Trouble.REPEATED, "the stream's entries come in two places", stream=stream)
        self._stream = stream
        self._next = 0
        self._frontier = Frontier()
        self._expected = self._signed.get(stream, {})
        self._intents = {}
        self._compare()

    def _compare(self) -> None:
        """Hold the tree against every checkpoint of just this size."""
        roots = self._expected.get(self._frontier.size)
        if roots is None or roots == {self._frontier.root()}:
            return
        head = self._heads.get(self._stream)
        if head is not None and head.size == self._frontier.size:
            code, words = Trouble.ROOT, "the entries are not those that were signed"
        else:
            code, words = Trouble.REWRITTEN, "an older checkpoint signed other entries"
        self._find(code, f"{words}, up to index {self._frontier.size}")

    def _end(self) -> None:
        stream = self._stream
        if not stream:
            return
        self._done.add(stream)
        size = self._frontier.size
        head = self._heads.get(stream)
        most = max(self._expected, default=0)
        if head is None:
            known = Trouble.LOST if stream in self._signed else Trouble.UNKNOWN
            self._find(known, "the stream has no head in the store")
        elif head.size < size:
            self._find(Trouble.BEYOND, f"entries stand beyond the head, from index {head.size}")
        most = max(most, head.size if head else 0)
        if most > size:
            self._find(Trouble.CUT, f"{most} entries were signed, {size} are left")
        for intent, index in self._intents.items():
            self._open_intents += 1
            self._find(Trouble.OPEN, f"the intent `{intent}` has no outcome", index)
        self._stream = ""

    def _read(self, entry: StoredEntry) -> None:
        """Read what an entry says of itself: whether columns agree, what it closes."""
        try:
            said: Any = orjson.loads(entry.data)
            version, record, kind = said["v"], said["id"], said["kind"]
            about, time = said["about"], said["time"]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            self._find(Trouble.MALFORMED, "the entry is not a record", entry.index)
            return
        if type(version) is not int or not 1 <= version <= SCHEMA_VERSION:
            self._find(Trouble.MALFORMED, "the entry has an unknown version", entry.index)
        if entry.columns is not None and entry.columns != (record, kind, about, time):
            self._find(Trouble.COLUMN, "a column disagrees with the entry", entry.index)
        if kind == RecordKind.INTENT:
            self._intents[record] = entry.index
        elif kind == RecordKind.OUTCOME and self._intents.pop(about, None) is None:
            self._find(Trouble.ORPHAN, "an outcome has no open intent before it", entry.index)

    def _find(
        self, code: Trouble, words: str, index: int | None = None, *, stream: str | None = None
    ) -> None:
        self._counts[code] += 1
        if len(self._findings) < MOST_FINDINGS:
            where = self._stream if stream is None else stream
            self._findings.append(Finding(code=code, stream=where, words=words, index=index))


def verify(
    entries: Iterable[StoredEntry],
    heads: Iterable[StoredHead],
    *,
    log_id: str,
    keys: Sequence[Ed25519PublicKey],
    notes: Iterable[str] = (),
) -> Report:
    """Verify a whole log; see `Verifier` for the arguments."""
    verifier = Verifier(heads, log_id=log_id, keys=keys, notes=notes)
    for entry in entries:
        verifier.feed(entry)
    return verifier.report()
