"""Record ids: 26 characters that sort by time, in Crockford's base 32 (the ULID layout)."""

import re
from collections.abc import Callable

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
_TIME_BITS = 48
_RANDOM_BYTES = 10
LENGTH = 26
_SHAPE = re.compile(f"[0-7][{_ALPHABET}]{{{LENGTH - 1}}}")


def record_id(now_ms: int, rng: Callable[[int], bytes]) -> str:
    """Return a fresh id.

    Args:
        now_ms: milliseconds since 1970 UTC, from 0 to 2**48 - 1.
        rng: gives that many random bytes; `secrets.token_bytes` in production.
    """
    if not 0 <= now_ms < 1 << _TIME_BITS:
        raise ValueError("a record's time must fit 48 bits")
    number = now_ms << (8 * _RANDOM_BYTES) | int.from_bytes(rng(_RANDOM_BYTES))
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])


def is_record_id(text: str) -> bool:
    """Tell whether a text has the shape of a record id."""
    return _SHAPE.fullmatch(text) is not None
