"""Kept content opens with every key it takes, and with nothing less or else."""

import secrets

import pytest

from gateway.errors import Unusable
from gateway.store.content_sealing import KEY_BYTES, open_part, seal_part, unwrap, wrap

KEYS = {one: secrets.token_bytes(KEY_BYTES) for one in ("log-a", "log-b", "log-c")}
CONTENT_KEY = secrets.token_bytes(KEY_BYTES)
WRAPPED = wrap(CONTENT_KEY, KEYS, "item", secrets.token_bytes)
PART = seal_part(CONTENT_KEY, b"Maya", "item", "typed", cut=False, rng=secrets.token_bytes)


def test_all_keys_together_open_it_in_whatever_order_they_come() -> None:
    assert unwrap(WRAPPED, dict(reversed(KEYS.items())), "item") == CONTENT_KEY
    assert open_part(CONTENT_KEY, PART, "item", "typed", cut=False) == b"Maya"


@pytest.mark.parametrize("gone", KEYS)
def test_without_any_one_of_them_it_stays_shut(gone: str) -> None:
    left = {one: key for one, key in KEYS.items() if one != gone}
    fresh = secrets.token_bytes(KEY_BYTES)
    for keys in (left, left | {gone: fresh}, left | {"log-d": KEYS[gone]}):
        with pytest.raises(Unusable, match="destroyed"):
            unwrap(WRAPPED, keys, "item")


def test_it_opens_for_what_it_was_sealed_for_alone() -> None:
    with pytest.raises(Unusable):
        unwrap(WRAPPED, KEYS, "other")
    for item, part, cut in (
        ("other", "typed", False),
        ("item", "left", False),
        ("item", "typed", True),
    ):
        with pytest.raises(Unusable):
            open_part(CONTENT_KEY, PART, item, part, cut=cut)


@pytest.mark.parametrize("at", [0, 40, -1])
def test_a_changed_bit_is_found(at: int) -> None:
    wrapped, part = bytearray(WRAPPED), bytearray(PART)
    wrapped[at] ^= 1
    part[at % len(part)] ^= 1
    with pytest.raises(Unusable):
        unwrap(bytes(wrapped), KEYS, "item")
    with pytest.raises(Unusable):
        open_part(CONTENT_KEY, bytes(part), "item", "typed", cut=False)


def test_what_was_cut_short_is_found() -> None:
    for left in (0, 20, 44):
        with pytest.raises(Unusable):
            unwrap(WRAPPED[:left], KEYS, "item")


def test_no_key_is_left_out_and_none_is_half() -> None:
    for keys in ({}, {"log-a": b"short"}):
        with pytest.raises(ValueError, match="whole key"):
            wrap(CONTENT_KEY, keys, "item", secrets.token_bytes)


def test_two_wrappings_of_one_key_have_nothing_in_common() -> None:
    assert wrap(CONTENT_KEY, KEYS, "item", secrets.token_bytes)[:44] != WRAPPED[:44]
