"""Record ids: their form, and their order."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.ids import LENGTH, is_record_id, record_id

TIMES = st.integers(0, 2**48 - 1)


@given(TIMES)
def test_an_id_has_its_shape(now: int) -> None:
    made = record_id(now, secrets.token_bytes)
    assert len(made) == LENGTH
    assert is_record_id(made)


@given(TIMES, TIMES)
def test_ids_sort_by_time(earlier: int, later: int) -> None:
    if earlier < later:
        assert record_id(earlier, secrets.token_bytes) < record_id(later, secrets.token_bytes)


def test_an_id_is_spelled_in_crockfords_base_32() -> None:
    assert record_id(0, lambda count: b"\0" * count) == "0" * 26
    assert record_id(2**48 - 1, lambda count: b"\xff" * count) == "7" + "Z" * 25
    assert record_id(1, lambda count: b"\0" * count) == "0000000001" + "0" * 16


@pytest.mark.parametrize("now", [-1, 2**48])
def test_a_time_that_does_not_fit_is_refused(now: int) -> None:
    with pytest.raises(ValueError):
        record_id(now, secrets.token_bytes)


@pytest.mark.parametrize(
    "text", ["", "0" * 25, "0" * 27, "8" + "0" * 25, "I" * 26, "0" * 25 + "\n", "é" * 26]
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert not is_record_id(text)
