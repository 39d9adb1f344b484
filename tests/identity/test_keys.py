"""Gateway keys: their shape, their checksum, and what is stored of them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import Unauthenticated
from gateway.identity.keys import ALPHABET, GatewayKey, make, parse


def key(seed: int = 1) -> GatewayKey:
    return make(random.Random(seed).choice)


def test_a_key_reads_back_as_it_was_made() -> None:
    assert parse(key().text()) == key()


def test_the_secret_does_not_print() -> None:
    assert key().secret not in repr(key())


@pytest.mark.parametrize(
    "text",
    ["", "cg_", "sk-abcdef", "cg_short_short", key().text()[:-1], key().text() + "0", "cg_é"],
    ids=["empty", "prefix", "other-kind", "short", "cut", "long", "not-ascii"],
)
def test_what_is_no_key_is_told_so(text: str) -> None:
    with pytest.raises(Unauthenticated) as told:
        parse(text)
    assert told.value.code == "invalid_api_key"


@given(st.integers(3, 49).filter(lambda at: at != 11), st.sampled_from(ALPHABET))
def test_one_mistyped_letter_is_noticed(at: int, letter: str) -> None:
    text = key().text()
    if text[at] == letter or text[at] == "_":
        return
    with pytest.raises(Unauthenticated):
        parse(text[:at] + letter + text[at + 1 :])


def test_the_hash_depends_on_the_pepper_and_on_every_part() -> None:
    one, other = key(1), key(2)
    hashes = {
        one.hash(b"a" * 32),
        one.hash(b"b" * 32),
        other.hash(b"a" * 32),
        GatewayKey(id=other.id, secret=one.secret).hash(b"a" * 32),
    }
    assert len(hashes) == 4
