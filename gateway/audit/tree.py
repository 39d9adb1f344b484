"""The Merkle tree of one stream: RFC 6962 hashes, a frontier that grows, and proofs.

Pure. A frontier is all that is needed to append: the roots of the perfect subtrees that the
entries so far make up, largest first, one for each set bit of the size. Proofs are made from the
leaf hashes and checked from nothing but hashes (RFC 9162 2.1.3 and 2.1.4, which restate RFC 6962
2.1.1 and 2.1.2 as algorithms).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one entry (RFC 6962 2.1: the 0x00 keeps leaves and nodes apart)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees (RFC 6962 2.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of a tree of `size` leaves; `peaks` are its perfect subtrees' roots."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise ValueError("a frontier has one peak for each set bit of its size")

    def extend(self, leaves: Iterable[bytes]) -> Self:
        """Return the frontier after appending leaf hashes."""
        size, peaks, hashed = self.size, list(self.peaks), sha256
        for leaf in leaves:
            node, bits = leaf, size
            while bits & 1:
                node = hashed(b"\x01" + peaks.pop() + node).digest()
                bits >>= 1
            peaks.append(node)
            size += 1
        return type(self)(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the tree's root; of an empty tree, the hash of nothing (RFC 6962 2.1)."""
        if not self.peaks:
            return sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def pack(self) -> bytes:
        """Return the peaks one after the other, for the store."""
        return b"".join(self.peaks)

    @classmethod
    def unpack(cls, size: int, packed: bytes) -> Self:
        """Return the frontier that `pack` packed.

        Raises:
            ValueError: the bytes are not a frontier of that size.
        """
        if len(packed) % HASH_BYTES:
            raise ValueError("a packed frontier is a row of whole hashes")
        starts = range(0, len(packed), HASH_BYTES)
        return cls(size, tuple(packed[start : start + HASH_BYTES] for start in starts))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Prove that leaf `index` is in the tree of these leaf hashes (RFC 6962 2.1.1).

    Args:
        leaves: every leaf hash of the tree.
        index: which one, from 0.

    Returns:
        The sibling hashes from the leaf up.
    """
    ranges = inclusion_ranges(index, len(leaves))
    return [_root(leaves, start, end) for start, end in ranges]


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return which leaves each hash of an inclusion proof is the root of: start, and end."""
    if not 0 <= index < size:
        raise ValueError("there is no such leaf")
    ranges: list[tuple[int, int]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def inclusion_proofs(
    leaves: Iterable[bytes], indexes: Iterable[int], size: int
) -> dict[int, list[bytes]]:
    """Prove many leaves at once, in one pass that keeps nothing but what the proofs need.

    Args:
        leaves: the leaf hashes of the tree, in order.
        indexes: which to prove.
        size: how many leaves the tree has.

    Raises:
        ValueError: there is no such leaf, or there are fewer leaves than `size`.
    """
    ranges = {index: inclusion_ranges(index, size) for index in indexes}
    roots: dict[tuple[int, int], bytes] = dict.fromkeys(
        (one for wanted in ranges.values() for one in wanted), b""
    )
    peaks: list[tuple[int, bytes]] = []
    count = 0
    for leaf in leaves:
        if count == size:
            break
        node, start, count = leaf, count, count + 1
        if (start, count) in roots:
            roots[start, count] = node
        # Every perfect subtree is whole at some moment: that is when its root is known.
        while peaks and count - start == start - peaks[-1][0]:
            start, left = peaks.pop()
            node = node_hash(left, node)
            if (start, count) in roots:
                roots[start, count] = node
        peaks.append((start, node))
    if count != size:
        raise ValueError("there are fewer leaves than the tree has")
    # The right edge's subtrees are not perfect: their roots are those of the last peaks together.
    edge = b""
    for start, peak in reversed(peaks):
        edge = node_hash(peak, edge) if edge else peak
        if (start, size) in roots:
            roots[start, size] = edge
    return {index: [roots[one] for one in wanted] for index, wanted in ranges.items()}


def consistency_ranges(old: int, size: int) -> list[tuple[int, int]]:
    """Return which leaves each hash of a consistency proof is the root of: start, and end.

    Args:
        old: the size of the older tree, from 1 to `size`.
        size: the size of the newer one.
    """
    if not 0 < old <= size:
        raise ValueError("the older tree must not be empty, nor larger than the newer")
    ranges: list[tuple[int, int]] = []
    start, end, whole = 0, size, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    # The verifier knows the old root; it needs the subtree only where it is a part of that root.
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """Prove that the tree of the first `old` leaves is a beginning of this one (RFC 6962 2.1.2).

    Args:
        leaves: every leaf hash of the newer tree.
        old: the size of the older one, from 1 to `len(leaves)`.
    """
    return [_root(leaves, start, end) for start, end in consistency_ranges(old, len(leaves))]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether a proof shows the leaf hash at `index` in a tree of that size and root."""
    if not 0 <= index < size:
        return False
    here, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:  # RFC 9162 2.1.3.2, step 4: the proof is longer than the tree is high
            return False
        if here & 1 or here == last:
            node = node_hash(sibling, node)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            node = node_hash(node, sibling)
        here >>= 1
        last >>= 1
    return last == 0 and node == root


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that the older tree is a beginning of the newer."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    # RFC 9162 2.1.4.2: of a perfect old tree the root itself begins the path, and is left out.
    path = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    if not path:
        return False
    here, last = old - 1, new - 1
    while here & 1:
        here >>= 1
        last >>= 1
    before = after = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            before, after = node_hash(sibling, before), node_hash(sibling, after)
            while not here & 1 and here:
                here >>= 1
                last >>= 1
        else:
            after = node_hash(after, sibling)
        here >>= 1
        last >>= 1
    return last == 0 and before == old_root and after == new_root


def _split(count: int) -> int:
    """Return the largest power of two smaller than a count of two or more (RFC 6962 2.1)."""
    return 1 << ((count - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes], start: int, end: int) -> bytes:
    return Frontier().extend(leaves[index] for index in range(start, end)).root()
