"""The tree against RFC 6962's own words, and against two other implementations."""

from hashlib import sha256

import aics_tlog
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from gateway.audit.tree import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    inclusion_proofs,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

SIZES = range(1, 34)
ENTRIES = [f"entry {number}".encode() for number in range(max(SIZES))]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def root(size: int) -> bytes:
    return Frontier().extend(LEAVES[:size]).root()


def as_defined(leaves: list[bytes]) -> bytes:
    """Compute a root as RFC 6962 2.1 defines it."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(as_defined(leaves[:split]), as_defined(leaves[split:]))


def test_an_empty_trees_root_is_the_hash_of_nothing() -> None:
    assert Frontier().root() == sha256(b"").digest()


def test_leaves_and_nodes_are_kept_apart() -> None:
    assert leaf_hash(b"ab") == sha256(b"\x00ab").digest()
    assert node_hash(b"a", b"b") == sha256(b"\x01ab").digest()


@pytest.mark.parametrize("size", SIZES)
def test_roots_are_those_of_the_definition_and_of_others(size: int) -> None:
    pymerkle = InmemoryTree(algorithm="sha256")
    for entry in ENTRIES[:size]:
        pymerkle.append_entry(entry)
    tlog = aics_tlog.MerkleTree(ENTRIES[:size])

    assert root(size) == as_defined(LEAVES[:size]) == pymerkle.get_root() == tlog.root()


@given(st.lists(st.binary(max_size=40), max_size=80), st.data())
def test_growing_in_steps_is_growing_at_once(entries: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf_hash(entry) for entry in entries]
    cut = data.draw(st.integers(0, len(leaves)))
    first = Frontier().extend(leaves[:cut])
    stored = Frontier.unpack(first.size, first.pack())

    assert stored.extend(leaves[cut:]) == Frontier().extend(leaves)


@pytest.mark.parametrize(
    ("size", "packed"),
    [(1, b""), (0, b"x" * 32), (2, b"x" * 64), (1, b"x" * 31), (-1, b"")],
)
def test_a_damaged_frontier_is_refused(size: int, packed: bytes) -> None:
    with pytest.raises(ValueError):
        Frontier.unpack(size, packed)


@pytest.mark.parametrize("size", SIZES)
def test_inclusion_proofs_are_those_of_others_and_hold(size: int) -> None:
    tlog = aics_tlog.MerkleTree(ENTRIES[:size])
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], index)
        assert proof == tlog.inclusion_proof(index)
        assert verify_inclusion(LEAVES[index], index, size, proof, root(size))
        assert aics_tlog.verify_leaf_inclusion(ENTRIES[index], index, size, proof, root(size))


@pytest.mark.parametrize("new", SIZES)
def test_consistency_proofs_are_those_of_others_and_hold(new: int) -> None:
    tlog = aics_tlog.MerkleTree(ENTRIES[:new])
    for old in range(1, new + 1):
        proof = consistency_proof(LEAVES[:new], old)
        assert proof == tlog.consistency_proof(old, new)
        assert verify_consistency(old, new, root(old), root(new), proof)
        assert aics_tlog.verify_consistency(old, new, root(old), root(new), proof)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 21])
def test_an_inclusion_proof_holds_for_nothing_else(size: int) -> None:
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], index)
        wrong = [
            (leaf_hash(b"other"), index, size, proof, root(size)),
            (LEAVES[index], index, size, proof, root(size + 1)),
            (LEAVES[index], index, size, [*proof, b"\0" * 32], root(size)),
            (LEAVES[index], size, size, proof, root(size)),
            (LEAVES[index], -1, size, proof, root(size)),
        ]
        wrong += [(LEAVES[index], i, size, proof, root(size)) for i in range(size) if i != index]
        if proof:
            wrong.append((LEAVES[index], index, size, proof[:-1], root(size)))
        for case in wrong:
            assert not verify_inclusion(*case)


@pytest.mark.parametrize("new", [1, 2, 7, 8, 21])
def test_a_consistency_proof_holds_for_nothing_else(new: int) -> None:
    other = Frontier().extend([leaf_hash(b"other"), *LEAVES[1:new]])
    for old in range(1, new + 1):
        proof = consistency_proof(LEAVES[:new], old)
        wrong = [
            (old, new, root(old), other.root(), proof),
            (old, new, root(old + 1), root(new), proof),
            (old, new, root(old), root(new), [*proof, b"\0" * 32]),
            (0, new, root(old), root(new), proof),
            (new + 1, new, root(old), root(new), proof),
        ]
        if proof:
            wrong.append((old, new, root(old), root(new), proof[:-1]))
        for case in wrong:
            assert not verify_consistency(*case)


def test_proofs_of_what_is_not_there_are_refused() -> None:
    for index in (-1, 3):
        with pytest.raises(ValueError):
            inclusion_proof(LEAVES[:3], index)
    for old in (0, 4):
        with pytest.raises(ValueError):
            consistency_proof(LEAVES[:3], old)


@given(st.integers(1, 70), st.data())
def test_many_leaves_are_proved_in_one_pass_as_each_by_itself(
    size: int, data: st.DataObject
) -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(size)]
    wanted = data.draw(st.sets(st.integers(0, size - 1)))
    proofs = inclusion_proofs(iter(leaves), wanted, size)
    assert proofs == {index: inclusion_proof(leaves, index) for index in wanted}


def test_a_leaf_that_is_not_there_is_not_proved() -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proofs(LEAVES[:3], [3], 3)
    with pytest.raises(ValueError, match="fewer leaves"):
        inclusion_proofs(LEAVES[:3], [0], 4)
