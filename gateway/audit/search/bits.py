"""Sets of a block's records as bits, and comparisons of numbers kept a bit at a time. Pure.

A set is a Python integer: bit `n` is the record at offset `n`. In the store it is a bitmap, or a
list of offsets where there are few. A number field is a set for each binary digit ("bit-sliced"),
so that a comparison is one pass over the digits, exact, however many records there are.
"""

import struct
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

BLOCK = 8192
"""Records a block."""
DIGITS = 42
"""Binary digits of the largest number that is kept: milliseconds until the year 2109."""
LARGEST = (1 << DIGITS) - 1

_FEW = 64
_LIST, _MAP = b"\x00", b"\x01"
_BIT_AS_TEXT = [bytes(b"01"[octet >> bit & 1] for octet in range(256)) for bit in range(8)]
"""What an octet becomes where one of its bits is looked at, by the bit."""

type Digit = Callable[[int], int]
"""Gives the set of records whose number has a binary digit, by its place from 0."""


def pack(mask: int) -> bytes:
    """Return a set as it is stored."""
    if mask.bit_count() > _FEW:
        return _MAP + mask.to_bytes(BLOCK // 8, "little")
    return pack_few(list(newest_first(mask)))


def pack_few(offsets: Sequence[int]) -> bytes:
    """Return the set of a few offsets as it is stored."""
    few = sorted(set(offsets))
    if len(few) > _FEW:
        return pack(mask_of(few))
    return _LIST + struct.pack(f"<{len(few)}H", *few)


def unpack(data: bytes) -> int:
    """Return the set that `pack` packed.

    Raises:
        ValueError: it is none.
    """
    body = data[1:]
    if data[:1] == _MAP and len(body) == BLOCK // 8:
        return int.from_bytes(body, "little")
    if data[:1] != _LIST or len(body) % 2:
        raise ValueError("not a packed set")
    mask = 0
    for offset in struct.unpack(f"<{len(body) // 2}H", body):
        mask |= 1 << offset
    return mask


def mask_of(offsets: Iterable[int]) -> int:
    """Return the set of some offsets."""
    bitmap = bytearray(BLOCK // 8)
    for offset in offsets:
        bitmap[offset >> 3] |= 1 << (offset & 7)
    return int.from_bytes(bitmap, "little")


def newest_first(mask: int) -> Iterator[int]:
    """Yield the offsets of a set, the largest first."""
    digits = f"{mask:b}"
    top = len(digits) - 1
    at = digits.find("1")
    while at >= 0:
        yield top - at
        at = digits.find("1", at + 1)


def digits_of(number: int) -> Iterator[int]:
    """Yield the places of a number's binary digits; one beyond `LARGEST` counts as that."""
    number = min(number, LARGEST)
    place = 0
    while number:
        if number & 1:
            yield place
        number >>= 1
        place += 1


def planes(numbers: Mapping[int, int]) -> list[int]:
    """Return the sets of numbers' binary digits, by place from 0.

    Args:
        numbers: by offset.
    """
    if not numbers:
        return []
    width = min(max(numbers.values()), LARGEST).bit_length()
    if not width:
        return []
    last = max(numbers)
    row = array("Q", bytes(8 * (last + 1)))  # the largest offset first: the highest bit
    for offset, number in numbers.items():
        row[last - offset] = min(number, LARGEST)
    if sys.byteorder == "big":
        row.byteswap()
    octets = row.tobytes()
    # Each eighth octet, and of it one bit, as text: much faster than setting bits one by one.
    return [
        int(octets[place >> 3 :: 8].translate(_BIT_AS_TEXT[place & 7]), 2) for place in range(width)
    ]


def at_least(limit: int, known: int, digit: Digit) -> int:
    """Return those of `known` whose number is `limit` or more.

    Args:
        limit: any integer.
        known: the records that have the number at all.
        digit: the field's sets.
    """
    if limit <= 0:
        return known
    if limit > LARGEST:
        return 0
    more, same = 0, known
    for place in range(DIGITS - 1, -1, -1):
        ones = digit(place)
        if limit >> place & 1:
            same &= ones
        else:
            more |= same & ones
            same &= ~ones
    return more | same


def at_most(limit: int, known: int, digit: Digit) -> int:
    """Return those of `known` whose number is `limit` or less."""
    if limit >= LARGEST:
        return known  # one beyond the largest is kept as the largest
    return known & ~at_least(limit + 1, known, digit)


def total(chosen: int, digit: Digit) -> int:
    """Return the sum of the numbers of a set's records."""
    return sum((chosen & digit(place)).bit_count() << place for place in range(DIGITS))
