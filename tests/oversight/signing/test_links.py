import pytest
from hypothesis import given
from hypothesis import strategies as some

from gateway.oversight.signing.links import (
    PASS_SECONDS,
    Act,
    Link,
    factor_hash,
    holds,
    read_link,
    write_link,
    write_pass,
)

KEY = b"k" * 32
LINK = Link(act=Act.SIGN, request="00" * 10, until=1_000)


@pytest.mark.parametrize("act", Act)
def test_a_link_says_what_it_was_made_for_until_it_ends(act: Act) -> None:
    link = Link(act=act, request="0123456789abcdef0123", until=1_000)
    text = write_link(KEY, link)
    assert len(text) == 42
    assert read_link(KEY, text, 999) == link
    assert read_link(KEY, text, 1_000) is None
    assert read_link(b"o" * 32, text, 0) is None


@given(some.integers(0, 41), some.sampled_from("AZaz09-_"))
def test_a_link_with_another_sign_in_it_is_none(place: int, sign: str) -> None:
    text = write_link(KEY, LINK)
    other = text[:place] + sign + text[place + 1 :]
    assert (read_link(KEY, other, 0) is not None) == (other == text)


@given(some.text(max_size=100))
def test_what_is_no_link_is_none(text: str) -> None:
    assert read_link(KEY, text, 0) is None
    assert not holds(KEY, "link", text, 0)


def test_a_pass_is_for_one_link_and_an_hour() -> None:
    shown = write_pass(KEY, "link", 5_000)
    assert holds(KEY, "link", shown, 5_000)
    assert holds(KEY, "link", shown, 5_000 + PASS_SECONDS - 1)
    assert not holds(KEY, "link", shown, 5_000 + PASS_SECONDS)
    assert not holds(KEY, "link", shown, 4_999)
    assert not holds(KEY, "other", shown, 5_000)
    assert not holds(b"o" * 32, "link", shown, 5_000)


def test_what_must_be_known_is_hashed_for_one_request() -> None:
    assert factor_hash(KEY, "a", "2016-05-31") != factor_hash(KEY, "b", "2016-05-31")
