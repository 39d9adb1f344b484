"""Is the log what was written? Answered from entries, heads, checkpoints and public keys alone.

Pure, and independent of the writer: it rebuilds every stream's tree from the entries' bytes and
compares it with what was signed, then and now. It streams: memory grows with the intents that
have no outcome yet, not with the log.

What it finds, and how: a changed entry (its leaf hash, or a column, no longer agrees with its
bytes); a removed, repeated or reordered one (indexes do not follow one another); any of these
done with care, or an inserted one (the root is not the signed one); a cut tail (a checkpoint or a
manifest knows more entries); a lost stream (one of these knows it, nothing else does); a forged
checkpoint (no trusted key signed it); a rewritten past (an older checkpoint has another root); an
intent without outcome, an outcome without intent; bytes gone without a certificate, or others than
it says.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gateway.audit import manifest
from gateway.audit.certified import Certified
from gateway.audit.checkpoint import CheckpointInvalid, origin_in
from gateway.audit.findings import (
    Finding,
    Report,
    StoredEntry,
    StoredHead,
    Stretch,
    Trouble,
)
from gateway.audit.purged import Purge, Stub
from gateway.audit.rotation import keyring
from gateway.audit.tree import (
    HASH_BYTES,
    Frontier,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from gateway.terms.record import SCHEMA_VERSION, Checkpoint, RecordKind

MOST_FINDINGS = 1000
"""Told in words; beyond that they are counted."""


class Verifier:
    """Takes entries one at a time, each stream's in one run and in order, then reports."""

    def __init__(
        self,
        heads: Iterable[StoredHead],
        *,
        log_id: str,
        keys: Sequence[Ed25519PublicKey],
        rotations: Sequence[str] = (),
        notes: Iterable[str] = (),
        stretches: Iterable[Stretch] = (),
    ) -> None:
        """Begin with what was signed.

        Args:
            heads: of every stream the store knows.
            log_id: of the log whose streams these are.
            keys: public keys we trust, of whatever time.
            rotations: statements by which keys replaced others (`gateway.audit.rotation`).
            notes: checkpoints kept outside the store, older or newer than its heads.
            stretches: of the streams that are not held whole.
        """
        self._ring = keyring(log_id, keys, rotations)
        self._heads = {head.stream: head for head in heads}
        self._stretches = {stretch.stream: stretch for stretch in stretches}
        self._stretch: Stretch | None = None
        self._unchecked = 0
        self._findings: list[Finding] = []
        self._counts: Counter[str] = Counter()
        self._signed: dict[str, dict[int, set[bytes]]] = {}
        self._checkpoints = 0
        self._entries = 0
        self._open_intents = 0
        self._certified = Certified()
        self._named: dict[str, int] = {}  # by manifests, with the most entries any of them names
        self._done: set[str] = set()
        self._stream = ""
        self._next = 0
        self._frontier = Frontier()
        self._expected: dict[int, set[bytes]] = {}
        self._intents: dict[str, int] = {}
        for fault in self._ring.faults:
            self.find(Trouble.ROTATION, fault)
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
            self.find(Trouble.REPEATED, "an entry stands here twice, or out of order", entry.index)
        elif entry.index > self._next:
            words = f"entries are gone from index {self._next} on"
            self.find(Trouble.MISSING, words, entry.index)
        self._next = max(self._next, entry.index) + 1
        leaf = leaf_hash(entry.data)
        stub = _stub_of(entry)
        if stub is not None:
            leaf = stub.leaf
            self._certified.take(entry.purged, entry.stream, stub)
            self._pair(stub.kind, stub.record, stub.about, entry.index)
        else:
            if entry.leaf is not None and entry.leaf != leaf:
                self.find(Trouble.CHANGED, "the entry is not the one that was hashed", entry.index)
            self._read(entry)
        self._frontier = self._frontier.extend((leaf,))
        self._compare()

    def report(self) -> Report:
        """Return what was found, once every entry was fed."""
        self._end()
        for stream in sorted(self._known() - self._done):
            self._begin(stream)
            self._end()
        self._end_named()
        self._end_purges()
        return Report(
            streams=len(self._done),
            entries=self._entries,
            checkpoints=self._checkpoints,
            open_intents=self._open_intents,
            findings=tuple(self._findings),
            counts=dict(self._counts),
            unchecked=self._unchecked,
            purged=self._certified.entries,
        )

    def certify(self, entry: StoredEntry, note: str, proof: Sequence[bytes]) -> None:
        """Take a certificate that is not among the entries, proved to stand in its stream's tree.

        Args:
            entry: the certificate.
            note: a signed checkpoint of its stream, perhaps newer than the head here.
            proof: of its inclusion in that checkpoint's tree.
        """
        said = _record_of(entry.data)
        purge = None if said is None else Purge.of_record(said)
        words = "what stands for a certificate is none"
        if said is not None and purge is not None:
            words = self._unproved(entry, note, proof)
            if not words:
                self._certified.certify(said["id"], purge)
                return
        self.find(Trouble.UNCERTIFIED, words, entry.index, stream=entry.stream)

    def _unproved(self, entry: StoredEntry, note: str, proof: Sequence[bytes]) -> str:
        """Return why an entry is not proved to be in its stream, "" where it is."""
        try:
            signed = self._ring.read(note, entry.stream)
        except CheckpointInvalid as error:
            return error.message
        leaf = leaf_hash(entry.data)
        if verify_inclusion(leaf, entry.index, signed.size, proof, signed.root):
            return ""
        return "a certificate is not in the tree that was signed"

    def _end_named(self) -> None:
        """Hold what manifests name against what is signed now; a stream only grows."""
        for stream, size in sorted(self._named.items()):
            head = self._heads.get(stream)
            if head is not None and head.size < size:
                words = f"a manifest names {size} entries of it, {head.size} are signed"
                self.find(Trouble.CUT, words, stream=stream)

    def _end_purges(self) -> None:
        """Hold what was purged against the certificates for it."""
        for fault in self._certified.faults(self._within):
            if fault.unchecked:
                self._unchecked += 1
                continue
            code = Trouble.CONTRADICTED if fault.known else Trouble.UNCERTIFIED
            self.find(code, fault.words, fault.first, stream=fault.stream)

    def _within(self, stream: str) -> tuple[int, int | None]:
        """Return which indexes of a stream are here; None for the end is open."""
        stretch = self._stretches.get(stream)
        return (0, None) if stretch is None else (stretch.first, stretch.end)

    def _known(self) -> set[str]:
        return {*self._heads, *self._signed, *self._stretches, *self._named}

    # What was signed

    def _outside(self, note: str) -> None:
        """Take in a checkpoint kept elsewhere: the stream is the one its origin names."""
        stream = origin_in(note).rpartition("/")[2]
        self._trust(stream, note)

    def _inside(self, head: StoredHead) -> None:
        signed = self._trust(head.stream, head.note)
        if signed is not None and (signed.size, signed.root) != (head.size, head.root):
            self.find(Trouble.FORGED, "the head is not the signed one", stream=head.stream)

    def _trust(self, stream: str, note: str) -> Checkpoint | None:
        try:
            signed = self._ring.read(note, stream)
        except CheckpointInvalid as error:
            self.find(Trouble.FORGED, error.message, stream=stream)
            return None
        self._checkpoints += 1
        self._signed.setdefault(stream, {}).setdefault(signed.size, set()).add(signed.root)
        return signed

    # One stream

    def _begin(self, stream: str) -> None:
        if stream and stream in self._done:
            self.find(Trouble.REPEATED, "the stream's entries come in two places", stream=stream)
        self._stream = stream
        self._stretch = self._stretches.get(stream)
        self._frontier = self._before(self._stretch)
        self._next = self._frontier.size
        self._expected = self._signed.get(stream, {})
        self._intents = {}
        self._compare()

    def _before(self, stretch: Stretch | None) -> Frontier:
        """Return the tree that a stream's entries here go on from."""
        if stretch is None:
            return Frontier()
        try:
            return Frontier(stretch.first, stretch.before)
        except ValueError:
            self.find(Trouble.ROOT, "what stands before the selection is not proved")
            return Frontier(stretch.first, (bytes(HASH_BYTES),) * stretch.first.bit_count())

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
        self.find(code, f"{words}, up to index {self._frontier.size}")

    def _end(self) -> None:
        stream = self._stream
        if not stream:
            return
        self._done.add(stream)
        size = self._frontier.size
        head = self._heads.get(stream)
        if head is None:
            known = stream in self._signed or stream in self._named
            code = Trouble.LOST if known else Trouble.UNKNOWN
            self.find(code, "the stream has no head in the store")
        if self._stretch is not None:
            self._end_stretch(self._stretch, head)
        else:
            most = max([0 if head is None else head.size, *self._expected])
            if head is not None and head.size < size:
                words = f"entries stand beyond the head, from index {head.size}"
                self.find(Trouble.BEYOND, words)
            if most > size:
                self.find(Trouble.CUT, f"{most} entries were signed, {size} are left")
        told = self._stretch is None or head is None or head.size <= self._stretch.end
        for intent, index in self._intents.items():
            self._open_intents += 1
            if told:
                self.find(Trouble.OPEN, f"the intent `{intent}` has no outcome", index)
        self._stream = ""

    def _end_stretch(self, stretch: Stretch, head: StoredHead | None) -> None:
        """Prove that a stretch stands in the tree whose head was signed."""
        size = self._frontier.size
        if size > stretch.end:
            self.find(Trouble.BEYOND, f"entries stand beyond index {stretch.end}")
        if size < stretch.end:
            words = f"entries up to index {stretch.end} were taken, {size} are left"
            self.find(Trouble.CUT, words)
        if head is None:
            return
        if max(self._expected, default=0) > head.size:
            self.find(Trouble.CUT, f"more than {head.size} entries were signed")
        # Without an entry there is nothing to prove: the head stands alone.
        if stretch.end and not verify_consistency(
            size, head.size, self._frontier.root(), head.root, stretch.after
        ):
            self.find(Trouble.ROOT, "the selected entries are not in the tree that was signed")
        for other, roots in self._expected.items():
            if other == head.size and roots != {head.root}:
                self.find(Trouble.ROOT, f"checkpoints of index {other} contradict each other")
            elif other < head.size and not stretch.first <= other <= stretch.end:
                self._unchecked += len(roots)

    def _read(self, entry: StoredEntry) -> None:
        """Read what an entry says of itself: whether columns agree, what it closes."""
        said = _record_of(entry.data)
        if said is None:
            self.find(Trouble.MALFORMED, "the entry is not a record", entry.index)
            return
        version, record, kind = said["v"], said["id"], said["kind"]
        about, time = said["about"], said["time"]
        if type(version) is not int or not 1 <= version <= SCHEMA_VERSION:
            self.find(Trouble.MALFORMED, "the entry has an unknown version", entry.index)
        if entry.columns is not None and entry.columns != (record, kind, about, time):
            self.find(Trouble.COLUMN, "a column disagrees with the entry", entry.index)
        if entry.purged:
            self.find(Trouble.COLUMN, "the entry is said to be purged, and is not", entry.index)
        if kind == RecordKind.EVENT:
            purge = Purge.of_record(said)
            if purge is not None:
                self._certified.certify(record, purge)
            for stream, size in manifest.of_record(said).items():
                self._named[stream] = max(size, self._named.get(stream, 0))
        self._pair(kind, record, about, entry.index)

    def _pair(self, kind: str, record: str, about: str, index: int) -> None:
        """Pair intents with their outcomes."""
        if kind == RecordKind.INTENT:
            self._intents[record] = index
        elif kind == RecordKind.OUTCOME:
            known = self._intents.pop(about, None) is not None
            # Of a stretch that begins later, the intent may stand before it.
            if not known and (self._stretch is None or not self._stretch.first):
                self.find(Trouble.ORPHAN, "an outcome has no open intent before it", index)

    def find(
        self, code: Trouble, words: str, index: int | None = None, *, stream: str | None = None
    ) -> None:
        """Take note of something wrong, of the present stream where none is named."""
        self._counts[code] += 1
        if len(self._findings) < MOST_FINDINGS:
            where = self._stream if stream is None else stream
            self._findings.append(Finding(code=code, stream=where, words=words, index=index))


def _stub_of(entry: StoredEntry) -> Stub | None:
    """Return what is left of a purged entry, None of one that has its bytes."""
    leaf, columns = entry.leaf, entry.columns
    if entry.data or not entry.purged or leaf is None or columns is None:
        return None
    record, kind, about, time = columns
    return Stub(index=entry.index, leaf=leaf, record=record, kind=kind, about=about, time=time)


def _record_of(data: bytes) -> dict[str, Any] | None:
    """Return an entry as a record, None where it has not the envelope of one."""
    try:
        said: dict[str, Any] = orjson.loads(data)
        said["v"], said["id"], said["kind"], said["about"], said["time"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
    return said


def verify(
    entries: Iterable[StoredEntry],
    heads: Iterable[StoredHead],
    *,
    log_id: str,
    keys: Sequence[Ed25519PublicKey],
    rotations: Sequence[str] = (),
    notes: Iterable[str] = (),
) -> Report:
    """Verify a whole log; see `Verifier` for the arguments."""
    verifier = Verifier(heads, log_id=log_id, keys=keys, rotations=rotations, notes=notes)
    for entry in entries:
        verifier.feed(entry)
    return verifier.report()
