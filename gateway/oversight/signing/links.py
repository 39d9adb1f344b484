"""Links that nobody can make but us, and passes for who has shown to know the second factor. Pure.

A link holds the request's id, what it is good for and when it ends, under a keyed hash: to guess at
one asks no database. A pass is good for an hour, and for its own link alone.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from enum import Enum
from typing import Final

ID_BYTES: Final = 10
MAC_BYTES: Final = 16
PASS_SECONDS: Final = 3600
_TIME_BYTES: Final = 4


class Act(Enum):
    """What a link is good for. One that signs withdraws too, as long as it lasts."""

    SIGN = b"s"
    WITHDRAW = b"w"


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An opened link: the id of its request in hex, and `until` in seconds since 1970."""

    act: Act
    request: str
    until: int


def write_link(key: bytes, link: Link) -> str:
    """Return a link as 42 characters that fit into an address."""
    content = link.act.value + bytes.fromhex(link.request) + _time(link.until)
    return _text(content + _mac(key, content))


def read_link(key: bytes, text: str, now: int) -> Link | None:
    """Return an opened link, None for one that is not ours or is over at `now`, in seconds."""
    data = _bytes(text)
    if len(data) != 1 + ID_BYTES + _TIME_BYTES + MAC_BYTES or _text(data) != text:
        return None
    content, mac = data[:-MAC_BYTES], data[-MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(key, content)):
        return None
    until = int.from_bytes(content[-_TIME_BYTES:])
    if now >= until:
        return None
    request = content[1 : 1 + ID_BYTES].hex()
    return Link(act=Act(content[:1]), request=request, until=until)


def write_pass(key: bytes, link: str, now: int) -> str:
    """Return what shows that whoever has this link knew the second factor at `now`."""
    at = _time(now)
    return _text(at + _mac(key, b"pass\x00" + link.encode() + at))


def holds(key: bytes, link: str, shown: str, now: int) -> bool:
    """Tell whether a pass is ours, for this link, and not over."""
    data = _bytes(shown)
    at, mac = data[:_TIME_BYTES], data[_TIME_BYTES:]
    right = hmac.compare_digest(mac, _mac(key, b"pass\x00" + link.encode() + at))
    return right and 0 <= now - int.from_bytes(at) < PASS_SECONDS


def factor_hash(key: bytes, request: str, known: str) -> bytes:
    """Return the keyed hash of what a signer must know, to be compared in constant time."""
    return hmac.digest(key, f"factor\x00{request}\x00{known}".encode(), hashlib.sha256)


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, content, hashlib.sha256)[:MAC_BYTES]


def _time(seconds: int) -> bytes:
    return seconds.to_bytes(_TIME_BYTES)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Return what a text holds, nothing for what is none of ours."""
    try:
        return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return b""
