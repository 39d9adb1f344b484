"""Content at rest: sealed under one of the gateway's keys, bound to the row it stands in."""

import tink
from tink import aead

from gateway.errors import Unusable


def seal(fields: aead.Aead, content: bytes, context: bytes) -> bytes:
    """Return content, sealed; it opens only with the same context.

    Raises:
        Unusable: the key cannot seal.
    """
    try:
        return bytes(fields.encrypt(content, context))
    except tink.TinkError as error:
        raise Unusable("the field key cannot seal; check `keys/field.json`") from error


def open_sealed(fields: aead.Aead, sealed: bytes, context: bytes) -> bytes:
    """Return the content.

    Raises:
        Unusable: sealed under another key, moved to another row, or damaged.
    """
    try:
        return bytes(fields.decrypt(sealed, context))
    except tink.TinkError as error:
        raise Unusable(
            "a sealed field does not open; the field key is not the one it was sealed with: "
            "restore `keys/field.json` from the back-up that belongs to this database",
            code="keys_mismatch",
        ) from error
