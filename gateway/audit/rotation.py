"""Changing the key that signs: a statement by the old key about the new one, and by the new one.

    crossing-guard/<log id>/key-rotation    the name under which both keys sign
    key rotation 1                          counted from 1
    <old public key, base64>
    <new public key, base64>
    <stream> <size>                         each stream as the old key left it

    — <name> <base64 of key hash and signature>    by the old key
    — <name> <base64 of key hash and signature>    by the new key

Whoever trusts one of the two keys may trust the other: the new one for everything, the old one for
checkpoints no longer than it left the streams. So heads signed before stay good, and a stolen key
that was replaced signs nothing new. Form and signatures are those of a C2SP signed note. Pure.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from gateway.audit.checkpoint import (
    CheckpointInvalid,
    cosign,
    origin_of,
    read,
    signers,
)
from gateway.terms.record import Checkpoint

_TITLE = re.compile(r"key rotation ([1-9][0-9]{0,5})")
_STREAM = re.compile(r"(\S{1,255}) (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rotation:
    """What a statement says; `sizes` of each stream as the old key left it."""

    number: int
    old: bytes
    new: bytes
    sizes: Mapping[str, int]
    note: str


def rotate(
    log_id: str,
    number: int,
    sizes: Mapping[str, int],
    *,
    old: Ed25519PrivateKey,
    new: Ed25519PrivateKey,
) -> str:
    """Return the statement that a new key takes an old one's place."""
    lines = [
        _name(log_id),
        f"key rotation {number}",
        *(base64.b64encode(key.public_key().public_bytes_raw()).decode() for key in (old, new)),
        *(f"{stream} {size}" for stream, size in sorted(sizes.items())),
    ]
    body = "".join(f"{line}\n" for line in lines)
    return cosign(_name(log_id), body, (old, new))


def read_rotation(note: str, log_id: str) -> Rotation:
    """Return what a statement says, once both its keys are found to have signed it.

    Raises:
        CheckpointInvalid: malformed, of another log, or without both signatures.
    """
    body, _, signatures = note.rpartition("\n\n")
    lines = body.split("\n")
    title = _TITLE.fullmatch(lines[1]) if len(lines) >= 4 else None
    streams = [_STREAM.fullmatch(line) for line in lines[4:]]
    if lines[0] != _name(log_id) or title is None or None in streams:
        raise CheckpointInvalid("the note has not the form of a key rotation")
    old, new = (_key(line) for line in lines[2:4])
    keys = [Ed25519PublicKey.from_public_bytes(raw) for raw in (old, new)]
    if signers(_name(log_id), f"{body}\n", signatures, keys) != {old, new}:
        raise CheckpointInvalid("a key rotation is not signed by both its keys")
    return Rotation(
        number=int(title[1]),
        old=old,
        new=new,
        sizes={one[1]: int(one[2]) for one in streams if one is not None},
        note=note,
    )


@dataclass(slots=True)
class Keyring:
    """Keys that are trusted: `present` ones for everything, `former` ones up to some sizes.

    `faults` say what is wrong with statements that were followed.
    """

    log_id: str
    present: dict[bytes, Ed25519PublicKey] = field(default_factory=dict)
    former: dict[bytes, Mapping[str, int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def read(self, note: str, stream: str) -> Checkpoint:
        """Return what a checkpoint says that a trusted key signed.

        Raises:
            CheckpointInvalid: it is none, or its key was replaced before it was signed.
        """
        origin = origin_of(self.log_id, stream)
        keys = [*self.present.values(), *map(Ed25519PublicKey.from_public_bytes, self.former)]
        signed = read(note, origin, keys)
        body, _, signatures = note.rpartition("\n\n")
        by = signers(origin, f"{body}\n", signatures, keys)
        if by & self.present.keys():
            return signed
        if all(signed.size > self.former[key].get(stream, 0) for key in by):
            raise CheckpointInvalid("the checkpoint is signed by a key that was replaced before it")
        return signed

    @property
    def keys(self) -> list[Ed25519PublicKey]:
        """Return every key, the present ones first."""
        return [*self.present.values(), *map(Ed25519PublicKey.from_public_bytes, self.former)]


def keyring(log_id: str, trusted: Iterable[Ed25519PublicKey], notes: Sequence[str]) -> Keyring:
    """Return the keys that follow from some that are trusted and from statements about them.

    Args:
        log_id: of the log.
        trusted: one or more keys, of whatever time.
        notes: statements, in any order; of one chain, else the ring has a fault.
    """
    ring = Keyring(log_id, present={key.public_bytes_raw(): key for key in trusted})
    steps = _chain(ring, notes)
    known = {*ring.present}
    # Trust goes both ways along the chain: first to the newer keys, then back to the older ones.
    for step in (*steps, *reversed(steps)):
        if known & {step.old, step.new}:
            known |= {step.old, step.new}
    followed = [step for step in steps if step.old in known]
    for step in followed:
        ring.former[step.old] = step.sizes
    for raw in sorted(known - ring.former.keys()):
        ring.present[raw] = Ed25519PublicKey.from_public_bytes(raw)
    for raw in ring.former:
        ring.present.pop(raw, None)
    if len(followed) < len(steps):
        ring.faults.append("a key rotation is by keys that nobody trusts")
    return ring


def _chain(ring: Keyring, notes: Sequence[str]) -> list[Rotation]:
    """Return the statements in order, as far as they are one chain."""
    steps: list[Rotation] = []
    for note in dict.fromkeys(notes):
        try:
            steps.append(read_rotation(note, ring.log_id))
        except CheckpointInvalid as error:
            ring.faults.append(error.message)
    steps.sort(key=lambda step: step.number)
    chained: list[Rotation] = []
    for number, step in enumerate(steps, start=1):
        if step.number != number or (chained and chained[-1].new != step.old):
            ring.faults.append("key rotations are no chain: one is missing, or there are two")
            break
        chained.append(step)
    return chained


def _name(log_id: str) -> str:
    return origin_of(log_id, "key-rotation")


def _key(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CheckpointInvalid("a key rotation names a key that is none") from error
    if len(raw) != 32 or base64.b64encode(raw).decode() != text:
        raise CheckpointInvalid("a key rotation names a key that is none")
    return raw
