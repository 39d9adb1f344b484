import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.search.bits import (
    BLOCK,
    LARGEST,
    at_least,
    at_most,
    digits_of,
    mask_of,
    newest_first,
    pack,
    pack_few,
    planes,
    total,
    unpack,
)

offsets = st.sets(st.integers(0, BLOCK - 1), max_size=300)
numbers = st.lists(st.none() | st.integers(0, 2**44), max_size=40)
limits = st.integers(-5, 2**44)


@given(offsets)
def test_a_set_is_the_same_after_the_store(some: set[int]) -> None:
    mask = mask_of(some)
    assert unpack(pack(mask)) == unpack(pack_few(list(some))) == mask
    assert mask == sum(1 << one for one in some)
    assert list(newest_first(mask_of(some))) == sorted(some, reverse=True)


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"\x01\x00", b"\x02"])
def test_what_was_not_packed_is_told(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a packed set"):
        unpack(data)


def sliced(some: list[int | None]) -> tuple[int, dict[int, int]]:
    """Return which have a number, and the sets of its digits."""
    known = mask_of(at for at, one in enumerate(some) if one is not None)
    digits: dict[int, int] = {}
    for at, one in enumerate(some):
        for place in digits_of(one or 0):
            digits[place] = digits.get(place, 0) | 1 << at
    return known, digits


@given(numbers)
def test_the_sets_of_many_numbers_digits_are_those_of_each(some: list[int | None]) -> None:
    _, digits = sliced(some)
    made = planes({at: one for at, one in enumerate(some) if one is not None})
    assert {place: mask for place, mask in enumerate(made) if mask} == digits


@given(numbers, limits)
def test_comparing_digits_compares_numbers(some: list[int | None], limit: int) -> None:
    known, digits = sliced(some)
    kept = [None if one is None else min(one, LARGEST) for one in some]

    def digit(place: int) -> int:
        return digits.get(place, 0)

    more = {at for at, one in enumerate(kept) if one is not None and one >= limit}
    less = {at for at, one in enumerate(kept) if one is not None and one <= limit}
    if limit <= LARGEST:
        assert set(newest_first(at_least(limit, known, digit))) == more
    assert set(newest_first(at_most(limit, known, digit))) == less
    assert planes({at: one for at, one in enumerate(some) if one is not None}) == [
        digit(place) for place in range(max(digits, default=-1) + 1)
    ]
    assert total(known, digit) == sum(one for one in kept if one is not None)
