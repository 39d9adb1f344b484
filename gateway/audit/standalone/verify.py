#!/usr/bin/env python3
"""Check a taken-away decision log: is it what was written, whole, and signed?

    python3 verify.py [FOLDER] [--key FILE]... [--against FILE]... [--json]

Needs Python 3.10 or newer and the `openssl` command (3.0 or newer), nothing else, and no network.
README.md, beside this file, says what it finds, what it cannot find, and how.

Ends with 0 if the log is intact, 1 if anything is wrong with it, 2 if it could not be checked.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from typing import Any, BinaryIO

FORMAT = "crossing-guard-log-export/1"
NEWEST_VERSION = 4
MOST_FINDINGS = 1000
SHA256 = hashlib.sha256
EMPTY_ROOT = SHA256(b"").digest()
LINE = re.compile(
    rb'\{"index":(0|[1-9][0-9]{0,18}),"leaf":"([0-9a-f]{64})",'
    rb'(?:"entry":(.+)|"base64":"([A-Za-z0-9+/=]*)"|"purged":(\{.+\}))\}\n'
)
LEFT = ["by", "record", "kind", "about", "time"]  # what is left of a purged entry
ENTRIES = re.compile(r"entries/[0-9]+\.jsonl")
DASH = "\u2014 "
ED25519_DER = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: what stands before the key
MILD = {"intent_open"}  # no sign of tampering


class CannotCheck(Exception):
    """Nothing can be said about the log: something that checking needs is not here."""


# --- the tree (RFC 6962, section 2) --------------------------------------------------------------


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees."""
    return SHA256(b"\x01" + left + right).digest()


def root_of(peaks: list[bytes]) -> bytes:
    """Return the root of a tree, given as its perfect subtrees' roots."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node(peak, root)
    return root


def push(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """Append a leaf hash to a tree of `size` leaves, given as its perfect subtrees' roots."""
    while size & 1:
        leaf = SHA256(b"\x01" + peaks.pop() + leaf).digest()
        size >>= 1
    peaks.append(leaf)


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """Tell whether the tree of `old` leaves is a beginning of that of `new` (RFC 9162 2.1.4.2)."""
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path or old > new:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            before, after = node(sibling, before), node(sibling, after)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            after = node(after, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Tell whether a leaf hash stands at `index` in the tree of that root (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last = index, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            leaf = node(sibling, leaf)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            leaf = node(leaf, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and leaf == root


# --- signatures (Ed25519, by openssl) ------------------------------------------------------------


class Keys:
    """Public keys that are trusted: those named, and those that took their place or stood in it
    before. A key that was replaced is good for checkpoints no longer than it left the streams."""

    # RFC 8032, 7.1, test 2: shows that the openssl at hand can check at all.
    TEST_KEY = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    TEST_SIGNATURE = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )

    def __init__(self, paths: list[str]) -> None:
        self.raw = [raw_key(path) for path in paths]
        self.former: dict[bytes, dict[str, int]] = {}
        if not self.raw:
            raise CannotCheck("there is no public key in keys/; name one with --key")
        if not verified(self.TEST_KEY, b"\x72", self.TEST_SIGNATURE):
            raise CannotCheck("the openssl command cannot check Ed25519; install OpenSSL 3")

    def fingerprints(self) -> list[str]:
        return [SHA256(ED25519_DER + raw).hexdigest() for raw in self.raw]

    def signed(self, message: bytes, signature: bytes) -> bool:
        present = [raw for raw in self.raw if raw not in self.former]
        return any(verified(raw, message, signature) for raw in present)

    def follow(self, log: str, notes: list[str]) -> list[str]:
        """Trust the keys before and after those that are trusted; return what is wrong with that.

        Each statement is signed by the old key and by the new one.
        """
        faults, steps = [], []
        for note in dict.fromkeys(notes):
            step = read_rotation(note, log)
            if step is None:
                faults.append("a key rotation is malformed, or not signed by both its keys")
            else:
                steps.append(step)
        steps.sort(key=lambda step: int(step[0]))
        for at, (number, old, _new, _sizes) in enumerate(steps):
            if number != at + 1 or (at and steps[at - 1][2] != old):
                faults.append("key rotations are no chain: one is missing, or there are two")
                del steps[at:]
                break
        known = set(self.raw)
        for _, old, new, _ in [*steps, *reversed(steps)]:
            if known & {old, new}:
                known |= {old, new}
        followed = [step for step in steps if step[1] in known]
        self.former = {old: sizes for _, old, _, sizes in followed}
        self.raw = sorted(known)
        if len(followed) < len(steps):
            faults.append("a key rotation is by keys that nobody trusts")
        return faults

    def named(self, origin: str) -> dict[bytes, bytes]:
        """Return the keys by the four bytes that an origin's notes call them (C2SP signed-note)."""
        return {SHA256(origin.encode() + b"\n\x01" + raw).digest()[:4]: raw for raw in self.raw}


def raw_key(path: str) -> bytes:
    """Return the 32 bytes of a public key in PEM."""
    try:
        with open(path, encoding="ascii") as file:
            lines = file.read().split("\n")
        der = base64.b64decode("".join(line for line in lines if not line.startswith("-----")))
    except (OSError, ValueError) as error:
        raise CannotCheck(f"{path} is no public key in PEM") from error
    if len(der) != 44 or not der.startswith(ED25519_DER):
        raise CannotCheck(f"{path} is no Ed25519 public key in PEM")
    return der[len(ED25519_DER) :]


def verified(raw: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a key signed a message."""
    pem = base64.b64encode(ED25519_DER + raw).decode()
    with tempfile.TemporaryDirectory() as folder:
        contents = {
            "key": f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n".encode(),
            "message": message,
            "signature": signature,
        }
        paths = {name: os.path.join(folder, name) for name in contents}
        for name, content in contents.items():
            with open(paths[name], "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-rawin", "-inkey", paths["key"]]
        command += ["-in", paths["message"], "-sigfile", paths["signature"]]
        try:
            done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
        except FileNotFoundError as error:
            raise CannotCheck("the openssl command was not found; install OpenSSL 3") from error
        return done.returncode == 0


def read_rotation(note: str, log: str) -> tuple[int, bytes, bytes, dict[str, int]] | None:
    """Return number, old key, new key and the streams' sizes of a key rotation, None of what is
    none, or not signed by both."""
    name = f"crossing-guard/{log}/key-rotation"
    body, _, signatures = note.rpartition("\n\n")
    lines = body.split("\n")
    title = re.fullmatch("key rotation ([1-9][0-9]{0,5})", lines[1]) if len(lines) >= 4 else None
    streams = [re.fullmatch(r"(\S{1,255}) (0|[1-9][0-9]{0,18})", line) for line in lines[4:]]
    if title is None or lines[0] != name or None in streams:
        return None
    old, new = exact_base64(lines[2]), exact_base64(lines[3])
    if old is None or new is None or len(old) != 32 or len(new) != 32:
        return None
    for raw in (old, new):
        known = SHA256(name.encode() + b"\n\x01" + raw).digest()[:4]
        signed = [exact_base64(line[len(f"{DASH}{name} ") :]) for line in signatures.splitlines()]
        by_it = [one[4:] for one in signed if one and one[:4] == known]
        if not by_it or not all(verified(raw, (body + "\n").encode(), one) for one in by_it):
            return None
    sizes = {one[1]: int(one[2]) for one in streams if one is not None}
    return int(title[1]), old, new, sizes


def read_checkpoint(note: str, origin: str, keys: Keys) -> tuple[tuple[int, bytes] | None, str]:
    """Return size and root of a signed checkpoint (C2SP tlog-checkpoint), or why it is none."""
    body, _, signatures = note.rpartition("\n\n")
    lines = body.split("\n")
    if len(lines) < 3 or not all(lines) or not signatures.endswith("\n"):
        return None, "the note has not the form of a checkpoint"
    if lines[0] != origin:
        return None, f"the checkpoint speaks of another stream than `{origin}`"
    root = exact_base64(lines[2])
    if not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]) or root is None or len(root) != 32:
        return None, "the checkpoint has no size or no root"
    known = keys.named(origin)
    stream, late, good = origin.rpartition("/")[2], False, False
    for line in signatures.split("\n")[:-1]:
        name, _, encoded = line[len(DASH) :].partition(" ")
        signed = exact_base64(encoded)
        if not line.startswith(DASH) or not name or not signed:
            return None, "a signature line has not the form of one"
        raw = known.get(signed[:4]) if name == origin else None
        if raw is None:
            continue  # a witness's, or a key we do not know
        if not verified(raw, (body + "\n").encode(), signed[4:]):
            return None, "a signature in this log's name is false"
        if raw in keys.former and int(lines[1]) > keys.former[raw].get(stream, 0):
            late = True
        else:
            good = True
    if late and not good:
        return None, "the checkpoint is signed by a key that was replaced before it"
    if not good:
        return None, "no trusted key signed the checkpoint"
    return (int(lines[1]), root), ""


def exact_base64(text: str) -> bytes | None:
    """Return what base64 says, None unless it is the one way to say it."""
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded if base64.b64encode(decoded).decode() == text else None


# --- the log -------------------------------------------------------------------------------------


class Report:
    """What was found."""

    def __init__(self) -> None:
        self.streams = self.entries = self.checkpoints = self.open_intents = self.unchecked = 0
        self.purged = 0
        self.findings: list[dict[str, Any]] = []
        self.counts: dict[str, int] = {}

    def find(self, code: str, words: str, stream: str = "", index: int | None = None) -> None:
        self.counts[code] = self.counts.get(code, 0) + 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append({"code": code, "stream": stream, "index": index, "words": words})

    @property
    def intact(self) -> bool:
        return not set(self.counts) - MILD


class Line:
    """An entry as its line says it: `data` its bytes, None where they were purged; `left` then says
    what is left of it, and under which certificate."""

    __slots__ = ("data", "index", "leaf", "left")

    def __init__(self, index: int, leaf: str, data: bytes | None, left: dict[str, Any]) -> None:
        self.index, self.leaf, self.data, self.left = index, leaf, data, left


def read_line(text: bytes) -> Line | None:
    """Return the entry of a line, None where it has not the form of one."""
    found = LINE.fullmatch(text)
    if found is None:
        return None
    number, leaf, data, encoded, purged = found.groups()
    if purged is not None:
        try:
            left = json.loads(purged)
        except ValueError:
            return None
        shapes = [type(value) for value in left.values()]
        if list(left) != LEFT or shapes != [str, str, str, str, int] or not left["by"]:
            return None
        return Line(int(number), leaf.decode(), None, left)
    if data is None:
        data = exact_base64(encoded.decode())
    return None if data is None else Line(int(number), leaf.decode(), data, {})


# --- purging -------------------------------------------------------------------------------------


class Purges:
    """Entries whose bytes were purged, and the certificates that say so. A certificate is an event
    of the log. It names a stretch of one stream, and a hash over what is left of each entry."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.certificates: dict[str, tuple[Any, ...]] = {}
        self.found: dict[tuple[str, str], list[Any]] = {}

    def certify(self, said: Any) -> bool:
        """Take a record, and tell whether it is a certificate."""
        if not isinstance(said, dict) or (said.get("kind"), said.get("event")) != (
            "event",
            "log_purge",
        ):
            return False
        names = ("stream", "first", "last", "entries", "sha256")
        values = [said.get(f"purged_{name}") for name in names]
        if [type(value) for value in values] != [str, int, int, int, str]:
            return False
        self.certificates[said["id"]] = tuple(values)
        return True

    def take(self, stream: str, line: Line) -> None:
        """Take what is left of a purged entry."""
        self.report.purged += 1
        key = (line.left["by"], stream)
        if key not in self.found:
            self.found[key] = [line.index, line.index, 0, SHA256()]
        found, left = self.found[key], line.left
        found[1] = line.index
        found[2] += 1
        words = [line.index, line.leaf, left["record"], left["kind"], left["about"], left["time"]]
        found[3].update((" ".join(map(str, words)) + "\n").encode())

    def finish(self, here: dict[str, tuple[int, int | None]]) -> None:
        """Compare both; `here` says which indexes of a selected stream are in this folder."""
        for (by, stream), (first, last, entries, digest) in self.found.items():
            said = self.certificates.get(by)
            if said == (stream, first, last, entries, digest.hexdigest()):
                continue
            if said is None or said[0] != stream:
                words = f"purged under `{by}`, which is no certificate for them"
                self.report.find("purge_uncertified", words, stream, first)
                continue
            covers = said[1] <= first and last <= said[2] and entries <= said[3]
            if covers and not self.whole(said, here):
                self.report.unchecked += 1
                continue
            words = f"purged as `{by}` says, but other entries than it says"
            self.report.find("purge_contradicted", words, stream, first)
        for by, said in self.certificates.items():
            if (by, said[0]) in self.found:
                continue
            if not self.whole(said, here):
                self.report.unchecked += 1
                continue
            words = f"`{by}` says that entries were purged here; they were not"
            self.report.find("purge_contradicted", words, said[0], said[1])

    def whole(self, said: tuple[Any, ...], here: dict[str, tuple[int, int | None]]) -> bool:
        """Tell whether all that a certificate covers is in this folder."""
        first, end = here.get(said[0], (0, None))
        return bool(first <= said[1] and (end is None or said[2] < end))


class Manifests:
    """What entries say of the log's streams: an event names each, and how many entries it had."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.named: dict[str, int] = {}

    def take(self, said: Any) -> None:
        """Take a record, which may be a manifest."""
        if not isinstance(said, dict) or (said.get("kind"), said.get("event")) != (
            "event",
            "log_manifest",
        ):
            return
        named = said.get("streams")
        if not isinstance(named, dict) or any(type(size) is not int for size in named.values()):
            return
        for stream, size in named.items():
            self.named[stream] = max(size, self.named.get(stream, 0))

    def finish(self, heads: dict[str, int]) -> None:
        """Compare with how many entries of each stream are signed; a stream only grows."""
        for stream, size in sorted(self.named.items()):
            if stream in heads and heads[stream] < size:
                words = f"a manifest names {size} entries of it, {heads[stream]} are signed"
                self.report.find("tail_cut", words, stream)


class Stream:
    """One stream: rebuilt from its entries, and held against everything that was signed."""

    def __init__(
        self,
        name: str,
        report: Report,
        purges: Purges,
        manifests: Manifests,
        part: dict[str, Any],
        signed: dict[int, set[bytes]],
    ) -> None:
        self.name = name
        self.report = report
        self.purges = purges
        self.manifests = manifests
        self.head: dict[str, Any] | None = part.get("head")
        self.first: int = part.get("first", 0)
        self.end: int = part.get("end", 0)
        self.peaks = [base64.b64decode(text) for text in part.get("before", [])]
        self.after = [base64.b64decode(text) for text in part.get("after", [])]
        self.size = self.next = self.first
        self.head_size: int = self.head["size"] if self.head else -1
        self.signed = signed
        self.intents: dict[str, int] = {}
        if len(self.peaks) != self.first.bit_count():
            self.find("root_differs", "what stands before the selection is not proved")
            self.peaks = [EMPTY_ROOT] * self.first.bit_count()
        self.compare()

    def find(self, code: str, words: str, index: int | None = None) -> None:
        self.report.find(code, words, self.name, index)

    def feed(self, text: bytes) -> None:
        self.report.entries += 1
        line = read_line(text)
        if line is None:
            self.find("entry_malformed", f"a line is not an entry, after index {self.next - 1}")
            return
        if line.index != self.next:
            self.misplaced(line.index)
        self.next = max(self.next, line.index) + 1
        if line.data is None:
            leaf = bytes.fromhex(line.leaf)
            self.purges.take(self.name, line)
            left = line.left
            self.pair(left["kind"], left["record"], left["about"], line.index)
        else:
            hashed = SHA256(b"\x00" + line.data)
            leaf = hashed.digest()
            if hashed.hexdigest() != line.leaf:
                self.find("entry_changed", "the entry is not the one that was hashed", line.index)
            self.read(line.index, line.data)
        push(self.peaks, self.size, leaf)
        self.size += 1
        if self.size in self.signed:
            self.compare()

    def misplaced(self, index: int) -> None:
        if index < self.next:
            self.find("entry_repeated", "an entry stands here twice, or out of order", index)
        else:
            self.find("entry_missing", f"entries are gone from index {self.next} on", index)

    def read(self, index: int, data: bytes) -> None:
        """Read what an entry says of itself."""
        try:
            said = json.loads(data)
            version, record, kind = said["v"], said["id"], said["kind"]
            about, _ = said["about"], said["time"]
            self.pair(kind, record, about, index)
        except (ValueError, KeyError, TypeError, RecursionError):
            self.find("entry_malformed", "the entry is not a record", index)
            return
        if type(version) is not int or not 1 <= version <= NEWEST_VERSION:
            self.find("entry_malformed", "the entry has an unknown version", index)
        if kind == "event":
            self.purges.certify(said)
            self.manifests.take(said)

    def pair(self, kind: str, record: str, about: str, index: int) -> None:
        """Pair each call that began with its end."""
        if kind == "intent":
            self.intents[record] = index
        elif kind == "outcome" and self.intents.pop(about, None) is None and not self.first:
            self.find("outcome_without_intent", "an outcome has no open intent", index)

    def compare(self) -> None:
        """Hold the tree against every checkpoint of just this size."""
        roots = self.signed.get(self.size)
        if roots is None or roots == {root_of(self.peaks)}:
            return
        if self.size == self.head_size:
            code, words = "root_differs", "the entries are not those that were signed"
        else:
            code, words = "checkpoint_contradicted", "an older checkpoint signed other entries"
        self.find(code, f"{words}, up to index {self.size}")

    def finish(self) -> None:
        self.report.streams += 1
        if self.head is None:
            known = self.signed or self.name in self.manifests.named
            self.find("stream_lost" if known else "stream_unknown", "the stream has no head")
        selected = self.head is not None and self.end < self.head_size
        if selected or self.first:
            self.finish_selected()
        else:
            self.finish_whole()
        self.report.open_intents += len(self.intents)
        for record, index in self.intents.items():
            if not selected:
                self.find("intent_open", f"the intent `{record}` has no outcome", index)

    def finish_whole(self) -> None:
        most = max([0, self.head_size, *self.signed])
        if self.head is not None and self.head_size < self.size:
            self.find("entry_beyond_head", f"entries stand beyond index {self.head_size}")
        if most > self.size:
            self.find("tail_cut", f"{most} entries were signed, {self.size} are left")

    def finish_selected(self) -> None:
        """Prove that the selected stretch stands in the tree whose head was signed."""
        if self.size > self.end:
            self.find("entry_beyond_head", f"entries stand beyond index {self.end}")
        if self.size < self.end:
            self.find(
                "tail_cut", f"entries up to index {self.end} were taken, {self.size} are left"
            )
        if self.head is None:
            return
        if max([*self.signed, 0]) > self.head_size:
            self.find("tail_cut", f"more than {self.head_size} entries were signed")
        root, size = base64.b64decode(self.head["root"]), self.head_size
        # A selection without an entry proves nothing and needs no proof: the head stands alone.
        if self.end and not consistent(self.size, size, root_of(self.peaks), root, self.after):
            self.find("root_differs", "the selected entries are not in the tree that was signed")
        reached = range(self.first, self.end + 1)
        for other, roots in self.signed.items():
            if other == size and roots != {root}:
                self.find("root_differs", f"checkpoints of index {size} contradict each other")
            elif other < size and other not in reached:
                self.report.unchecked += len(roots)


class Folder:
    """An export on disk."""

    def __init__(self, path: str, keys: Keys, report: Report) -> None:
        self.path, self.keys, self.report = path, keys, report
        self.signed: dict[str, dict[int, set[bytes]]] = {}
        self.purges = Purges(report)
        self.manifests = Manifests(report)
        self.files: dict[str, str] = {}
        self.log = ""

    def open(self, name: str) -> BinaryIO:
        return open(os.path.join(self.path, *name.split("/")), "rb")

    def check(self, against: list[str]) -> None:
        manifest = self.manifest()
        self.log, self.files = manifest["log"], manifest["files"]
        parts = {part["stream"]: part for part in manifest["streams"]}
        for part in parts.values():
            self.trust_head(part)
        for note in [*manifest["published"], *against]:
            stream = note.partition("\n")[0].rpartition("/")[2]
            self.trust(stream, note)
        here: dict[str, tuple[int, int | None]] = {}
        for part in manifest["streams"]:
            self.check_stream(part)
            if part["first"] or (part["head"] and part["end"] < part["head"]["size"]):
                here[part["stream"]] = (part["first"], part["end"])
        for stream in sorted({*self.signed, *self.manifests.named} - set(parts)):
            self.stream({"stream": stream}).finish()
        heads = {name: part["head"]["size"] for name, part in parts.items() if part["head"]}
        self.manifests.finish(heads)
        for certificate in manifest["certificates"]:
            self.check_certificate(certificate)
        self.purges.finish(here)
        if len(parts) < len(manifest["streams"]):
            self.report.find("entry_repeated", "the manifest names a stream twice")
        self.check_other_files(manifest)

    def manifest(self) -> dict[str, Any]:
        try:
            with self.open("manifest.json") as file:
                content = file.read()
        except OSError as error:
            raise CannotCheck("there is no manifest.json: this is no (finished) export") from error
        try:
            with self.open("manifest.sig") as file:
                signature = file.read()
        except OSError:
            signature = b""
        try:
            manifest: dict[str, Any] = json.loads(content)
            for fault in self.keys.follow(manifest["log"], manifest["rotations"]):
                self.report.find("rotation_forged", fault)
        finally:
            if not self.keys.signed(content, signature):
                self.report.find("manifest_forged", "no trusted key signed the manifest")
        if manifest["format"] != FORMAT:
            raise CannotCheck("the export is of another format than this program reads")
        return manifest

    def trust_head(self, part: dict[str, Any]) -> None:
        head = part["head"]
        if head is None:
            return
        signed = self.trust(part["stream"], head["checkpoint"])
        if signed and signed != (head["size"], base64.b64decode(head["root"])):
            words = "the head is not the signed one"
            self.report.find("checkpoint_forged", words, part["stream"])

    def trust(self, stream: str, note: str) -> tuple[int, bytes] | None:
        signed, why = read_checkpoint(note, f"crossing-guard/{self.log}/{stream}", self.keys)
        if signed is None:
            self.report.find("checkpoint_forged", why, stream)
            return None
        self.report.checkpoints += 1
        self.signed.setdefault(stream, {}).setdefault(signed[0], set()).add(signed[1])
        return signed

    def check_certificate(self, given: dict[str, Any]) -> None:
        """Take a certificate that does not stand among the entries here, proved to be in its
        stream's tree."""
        stream, index, entry = given["stream"], given["index"], base64.b64decode(given["entry"])
        origin = f"crossing-guard/{self.log}/{stream}"
        signed, why = read_checkpoint(given["checkpoint"], origin, self.keys)
        proof = [base64.b64decode(text) for text in given["proof"]]
        if signed is not None:
            leaf = SHA256(b"\x00" + entry).digest()
            why = "a certificate is not in the tree that was signed"
            if included(leaf, index, signed[0], proof, signed[1]):
                why = "what stands for a certificate is none"
                if self.purges.certify(json.loads(entry)):
                    return
        self.report.find("purge_uncertified", why, stream, index)

    def stream(self, part: dict[str, Any]) -> Stream:
        """Return what checks a stream, of which a part is here or nothing."""
        name = part["stream"]
        signed = self.signed.get(name, {})
        return Stream(name, self.report, self.purges, self.manifests, part, signed)

    def check_stream(self, part: dict[str, Any]) -> None:
        name, stream = part["file"], self.stream(part)
        total = SHA256()
        try:
            if not ENTRIES.fullmatch(name):
                raise FileNotFoundError
            with self.open(name) as file:
                for line in file:
                    total.update(line)
                    stream.feed(line)
        except OSError:
            self.report.find("file_missing", f"{name} cannot be read", part["stream"])
        else:
            if total.hexdigest() != self.files.get(name):
                self.report.find("file_changed", f"{name} has another SHA-256", part["stream"])
        stream.finish()

    def check_other_files(self, manifest: dict[str, Any]) -> None:
        read = {part["file"] for part in manifest["streams"]}
        for name, wanted in self.files.items():
            if name in read:
                continue
            found = SHA256()
            try:
                with self.open(name) as file:
                    while portion := file.read(1 << 20):
                        found.update(portion)
            except OSError:
                self.report.find("file_missing", f"{name} cannot be read")
                continue
            if found.hexdigest() != wanted:
                self.report.find("file_changed", f"{name} has another SHA-256")
        for folder in ("entries", "columns", "keys"):
            here = os.path.join(self.path, folder)
            for name in sorted(os.listdir(here)) if os.path.isdir(here) else []:
                if f"{folder}/{name}" not in self.files:
                    words = f"{folder}/{name} is not in the manifest"
                    self.report.find("file_unknown", words)


def verify(folder: str, key_files: list[str], against_files: list[str]) -> tuple[Report, list[str]]:
    """Return the report on an export, and the fingerprints of the keys that were trusted."""
    if not key_files:
        here = os.path.join(folder, "keys")
        names = sorted(os.listdir(here)) if os.path.isdir(here) else []
        key_files = [os.path.join(here, name) for name in names]
    keys, report = Keys(key_files), Report()
    against = []
    for path in against_files:
        try:
            with open(path, encoding="utf-8", newline="") as file:
                against.append(file.read())
        except (OSError, ValueError) as error:
            raise CannotCheck(f"the checkpoint {path} cannot be read") from error
    try:
        Folder(folder, keys, report).check(against)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        report.find("manifest_forged", f"the manifest is damaged ({type(error).__name__})")
    return report, keys.fingerprints()


def tell(report: Report, fingerprints: list[str], own_keys: bool) -> None:
    """Print what was found."""
    print(
        f"{report.entries} entries in {report.streams} stream(s), {report.checkpoints} "
        f"checkpoint(s), {report.open_intents} intent(s) without an outcome here."
    )
    for finding in report.findings:
        where = "" if finding["index"] is None else f" entry {finding['index']}"
        stream = f" stream {finding['stream']}{where}:" if finding["stream"] else ""
        print(f"  {finding['code']}:{stream} {finding['words']}")
    told = len(report.findings)
    if sum(report.counts.values()) > told:
        print(f"  and more: {json.dumps(report.counts)}")
    if report.purged:
        print(f"{report.purged} entries were purged; their hashes and certificates are here.")
    if report.unchecked:
        print(
            f"{report.unchecked} older checkpoint(s) or certificate(s) reach beyond the selected "
            "entries and could not be compared; an export of the whole log can."
        )
    for fingerprint in fingerprints:
        print(f"Key (SHA-256): {fingerprint}")
    if own_keys:
        print("The key came with the export. Compare it with one you have from elsewhere.")
    print("Intact." if report.intact else "NOT intact.")


def main() -> int:
    """Check the folder that was named, or the one this file lies in."""
    parser = argparse.ArgumentParser(description="Check a taken-away decision log.")
    parser.add_argument("folder", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--key", action="append", default=[], help="trust this public key alone")
    parser.add_argument(
        "--against", action="append", default=[], help="a checkpoint kept from earlier"
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args()
    try:
        report, fingerprints = verify(options.folder, options.key, options.against)
    except CannotCheck as error:
        print(f"could not be checked: {error}", file=sys.stderr)
        return 2
    if options.json:
        fields = ("streams", "entries", "checkpoints", "open_intents", "findings", "counts")
        told = {name: getattr(report, name) for name in fields}
        told.update(intact=report.intact, unchecked=report.unchecked, keys=fingerprints)
        told.update(purged=report.purged)
        print(json.dumps(told))
    else:
        tell(report, fingerprints, not options.key)
    return 0 if report.intact else 1


if __name__ == "__main__":
    sys.exit(main())
