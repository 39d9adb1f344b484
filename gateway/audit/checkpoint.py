"""Signed tree heads: C2SP tlog-checkpoint inside a C2SP signed note, with Ed25519.

    crossing-guard/<log id>/<stream>        the origin, which is also the key's name
    <size, decimal>
    <root, base64>

    — <origin> <base64 of key hash and signature>

Pure: the key comes in. Any tool that reads transparency-log checkpoints reads these.
"""

import base64
import binascii
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from gateway.audit.tree import HASH_BYTES
from gateway.errors import OurFault
from gateway.terms.record import Checkpoint

_ED25519 = b"\x01"  # the signature type in C2SP signed-note
_DASH = "\N{EM DASH} "
_KEY_HASH_BYTES = 4


class CheckpointInvalid(OurFault):
    """A note is no checkpoint of this origin signed by a key we trust."""

    code = "checkpoint_invalid"


def origin_of(log_id: str, stream: str) -> str:
    """Return the name under which a stream's checkpoints are signed."""
    return f"crossing-guard/{log_id}/{stream}"


def key_hash(name: str, key: Ed25519PublicKey) -> bytes:
    """Return the four bytes that tell a verifier which key signed (C2SP signed-note)."""
    return sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[
        :_KEY_HASH_BYTES
    ]


def verifier_key(name: str, key: Ed25519PublicKey) -> str:
    """Return the public key as a C2SP vkey, the form other tools ask for."""
    encoded = base64.b64encode(_ED25519 + key.public_bytes_raw()).decode()
    return f"{name}+{key_hash(name, key).hex()}+{encoded}"


def sign(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> Checkpoint:
    """Sign a tree head.

    Args:
        origin: as `origin_of` makes it.
        size: how many entries the tree has.
        root: its root, 32 bytes.
        key: the log's signing key.
    """
    body = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    return Checkpoint(origin=origin, size=size, root=root, note=cosign(origin, body, (key,)))


def cosign(name: str, body: str, keys: Iterable[Ed25519PrivateKey]) -> str:
    """Return a text with the signature of each key, as a C2SP signed note.

    Args:
        name: under which the keys sign.
        body: ends with a line feed, and has no empty line.
        keys: sign in this order.
    """
    lines = [body, "\n"]
    for key in keys:
        signed = _name_of(name, key) + key.sign(body.encode())
        lines.append(f"{_DASH}{name} {base64.b64encode(signed).decode()}\n")
    return "".join(lines)


@lru_cache(64)
def _name_of(origin: str, key: Ed25519PrivateKey) -> bytes:
    """Return how a key is called in the notes of an origin, looked at once for both."""
    if not origin or "+" in origin or any(char.isspace() for char in origin):
        raise CheckpointInvalid("an origin has no space and no plus sign")  # C2SP signed-note
    return key_hash(origin, key.public_key())


def read(note: str, origin: str, keys: Iterable[Ed25519PublicKey]) -> Checkpoint:
    """Return what a signed note says, once a trusted key's signature has been checked.

    Signatures by keys we do not know (a witness's) are passed over, as C2SP signed-note asks.

    Args:
        note: the whole signed text.
        origin: the stream it must speak of.
        keys: public keys of this log, the present one and those before a rotation.

    Raises:
        CheckpointInvalid: malformed, of another origin, or without a good signature.
    """
    body, _, signatures = note.rpartition("\n\n")
    body += "\n"
    lines = body.split("\n")[:-1]
    if len(lines) < 3 or not all(lines) or not signatures.endswith("\n"):
        raise CheckpointInvalid("the note has not the form of a checkpoint")
    if lines[0] != origin:
        raise CheckpointInvalid(f"the checkpoint speaks of another stream than `{origin}`")
    size, root = _size(lines[1]), _base64(lines[2])
    if len(root) != HASH_BYTES:
        raise CheckpointInvalid("the checkpoint's root is not 32 bytes long")
    if not signers(origin, body, signatures, keys):
        raise CheckpointInvalid("the checkpoint is not signed by a key of this log")
    return Checkpoint(origin=origin, size=size, root=root, note=note)


def origin_in(note: str) -> str:
    """Return the origin a note claims, unchecked; "" where it has none."""
    return note.partition("\n")[0]


def signers(name: str, body: str, signatures: str, keys: Iterable[Ed25519PublicKey]) -> set[bytes]:
    """Return which of some keys signed a note, as their 32 bytes.

    Args:
        name: under which they sign.
        body: the signed text, with its last line feed.
        signatures: the lines after the empty one.
        keys: that are asked for; signatures of others are passed over.

    Raises:
        CheckpointInvalid: a line has not the form of a signature, or one of these keys' is false.
    """
    known = {key_hash(name, key): key for key in keys}
    found: set[bytes] = set()
    for line in signatures.split("\n")[:-1]:
        by, _, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not by or not encoded:
            raise CheckpointInvalid("a signature line has not the form of one")
        signed = _base64(encoded)
        key = known.get(signed[:_KEY_HASH_BYTES]) if by == name else None
        if key is None:
            continue
        try:
            key.verify(signed[_KEY_HASH_BYTES:], body.encode())
        except InvalidSignature as error:
            raise CheckpointInvalid("a signature in this log's name is false") from error
        found.add(key.public_bytes_raw())
    return found


def _size(text: str) -> int:
    shaped = text.isascii() and text.isdigit() and len(text) <= 19  # sizes fit 63 bits
    if not shaped or str(int(text)) != text:
        raise CheckpointInvalid("the checkpoint's size is not a plain decimal number")
    return int(text)


def _base64(text: str) -> bytes:
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise CheckpointInvalid("the note holds something that is not base64") from error
    if base64.b64encode(decoded).decode() != text:
        raise CheckpointInvalid("the note holds base64 that is not canonical")
    return decoded
