"""How kept content is sealed, so that it opens only while every key it takes still exists.

    content key   K  = 32 random bytes, for one exchange
    parts            = AES-256-GCM under K, bound to the exchange, the part and whether it was cut
    person keys   k1 … kn, 32 random bytes each, for the principal and for everybody described
    wrapping key  W  = HKDF-SHA256(k1 ‖ … ‖ kn in the order of their log ids, salt, context)
    wrapped       = salt ‖ nonce ‖ AES-256-GCM(W, K)

The context names the exchange and every person, so that neither can be exchanged for another. The
concatenation is that of NIST SP 800-56C (revision 2), section 2: whoever lacks one of the keys,
which are of one length and random, knows nothing of W. So destroying any one of them shreds the
content for good, and those of its copies that were made without that key.

What this does and does not keep from whom stands in docs/contents.md.
"""

from collections.abc import Callable, Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gateway.errors import Unusable

KEY_BYTES: Final = 32
SALT_BYTES: Final = 32
NONCE_BYTES: Final = 12
_NAME: Final = b"crossing-guard/content/1"

type Random = Callable[[int], bytes]


def wrap(content_key: bytes, keys: Mapping[str, bytes], item: str, rng: Random) -> bytes:
    """Return a content key, wrapped so that it takes every one of some keys to open.

    Args:
        content_key: 32 bytes.
        keys: each person's key by log id, 32 bytes each; at least one.
        item: what the content belongs to.
        rng: gives random bytes.
    """
    salt, nonce = rng(SALT_BYTES), rng(NONCE_BYTES)
    sealed = AESGCM(_wrapping_key(keys, salt, item)).encrypt(nonce, content_key, None)
    return salt + nonce + sealed


def unwrap(wrapped: bytes, keys: Mapping[str, bytes], item: str) -> bytes:
    """Return the content key.

    Raises:
        Unusable: these are not the keys, or it belongs to something else, or was altered.
    """
    salt, nonce = wrapped[:SALT_BYTES], wrapped[SALT_BYTES : SALT_BYTES + NONCE_BYTES]
    sealed = wrapped[SALT_BYTES + NONCE_BYTES :]
    try:
        return AESGCM(_wrapping_key(keys, salt, item)).decrypt(nonce, sealed, None)
    except (InvalidTag, ValueError) as error:
        raise _unreadable() from error


def seal_part(
    content_key: bytes, content: bytes, item: str, part: str, *, cut: bool, rng: Random
) -> bytes:
    """Return one part of the content, sealed; at most a few parts go under one key."""
    nonce = rng(NONCE_BYTES)
    return nonce + AESGCM(content_key).encrypt(nonce, content, _context(item, part, str(cut)))


def open_part(content_key: bytes, sealed: bytes, item: str, part: str, *, cut: bool) -> bytes:
    """Return one part of the content.

    Raises:
        Unusable: it was sealed with another key or for something else, or was altered.
    """
    nonce, sealed = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(content_key).decrypt(nonce, sealed, _context(item, part, str(cut)))
    except (InvalidTag, ValueError) as error:
        raise _unreadable() from error


def _wrapping_key(keys: Mapping[str, bytes], salt: bytes, item: str) -> bytes:
    people = sorted(keys)
    if not people or any(len(key) != KEY_BYTES for key in keys.values()):
        raise ValueError("a wrapping key is made of one whole key a person, and of one at least")
    kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=_context(item, *people))
    return kdf.derive(b"".join(keys[one] for one in people))


def _context(*words: str) -> bytes:
    """Return words as bytes that no other words give."""
    said = (word.encode() for word in words)
    return _NAME + b"".join(len(one).to_bytes(4, "big") + one for one in said)


def _unreadable() -> Unusable:
    return Unusable(
        "kept content does not open: one of the keys it takes was destroyed, or it was altered",
        code="content_unreadable",
    )
