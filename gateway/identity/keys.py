"""Gateway keys: `cg_<id>_<secret><checksum>`, told apart from any other secret at a glance.

The id (8 characters) names the row; the secret (32 characters, 190 bits) is stored only as a keyed
hash; the checksum (6 characters of CRC-32) lets a scanner or a typo be recognised without a
look-up. Pure: randomness and the hash key come in.
"""

import hashlib
import hmac
import re
import string
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from gateway.errors import Unauthenticated

ALPHABET = string.digits + string.ascii_letters
ID_LENGTH, SECRET_LENGTH, CHECK_LENGTH = 8, 32, 6
_SHAPE = re.compile(
    rf"cg_([0-9A-Za-z]{{{ID_LENGTH}}})_([0-9A-Za-z]{{{SECRET_LENGTH}}})"
    rf"([0-9A-Za-z]{{{CHECK_LENGTH}}})"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class GatewayKey:
    """A key as shown: its public id and its secret."""

    id: str
    secret: str = field(repr=False)

    def text(self) -> str:
        """Return the key as its holder keeps it."""
        return f"cg_{self.id}_{self.secret}{_checksum(self.id + self.secret)}"

    def hash(self, pepper: bytes) -> bytes:
        """Return what is stored: HMAC-SHA256 under a key that is not in the database."""
        return hmac.digest(pepper, f"{self.id}_{self.secret}".encode(), hashlib.sha256)


def make(choose: Callable[[str], str]) -> GatewayKey:
    """Make a key from a source of random characters (`secrets.choice`)."""
    return GatewayKey(
        id="".join(choose(ALPHABET) for _ in range(ID_LENGTH)),
        secret="".join(choose(ALPHABET) for _ in range(SECRET_LENGTH)),
    )


def parse(text: str) -> GatewayKey:
    """Read a key as shown.

    Raises:
        Unauthenticated: not the shape of a gateway key, or a mistyped one.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise Unauthenticated(
            "this is not a gateway key; they begin with `cg_` and come from the school's IT office",
            code="invalid_api_key",
        )
    key = GatewayKey(id=match[1], secret=match[2])
    if not hmac.compare_digest(match[3], _checksum(match[1] + match[2])):
        raise Unauthenticated(
            "the gateway key is mistyped or cut short; copy it once more", code="invalid_api_key"
        )
    return key


def _checksum(text: str) -> str:
    number = zlib.crc32(text.encode())
    digits = ""
    for _ in range(CHECK_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits
