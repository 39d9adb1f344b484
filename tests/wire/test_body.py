"""What a body may hold, what it may not, and that a tree has one spelling."""

import json
import math
import pickle
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import BadRequest
from gateway.terms.chat import Json
from gateway.wire.body import (
    Limits,
    Spelled,
    looks_embedded,
    parse_embedded,
    read_json,
    spell_out,
    spelling,
    write_json,
)

LIMITS = Limits()


def trees() -> st.SearchStrategy[Json]:
    """Any JSON a client may send, big integers included."""
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    numbers = st.integers() | st.integers(2**63, 2**80)
    floats = st.floats(allow_nan=False, allow_infinity=False)
    scalars: st.SearchStrategy[Json] = st.none() | st.booleans() | numbers | floats | text
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
        max_leaves=12,
    )


@given(trees())
def test_what_is_written_is_read_back_the_same(tree: Json) -> None:
    data = write_json(tree)
    assert read_json(data, limits=LIMITS) == tree
    assert write_json(read_json(data, limits=LIMITS)) == data


@given(trees(), st.booleans(), st.sampled_from([None, 1]))
def test_any_encoder_s_spelling_is_read(tree: Json, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(tree, ensure_ascii=ascii_only, indent=indent)
    assert read_json(text.encode(), limits=LIMITS) == tree


@pytest.mark.parametrize(
    "source",
    ["1.0", "1.50", "1e5", "1E+5", "0.1000000000000000055511", "-0.0", "12345678901234567890123",
     "-9223372036854775809", "18446744073709551616", "1e400", "204518.00"],
)  # fmt: skip
def test_a_number_leaves_spelled_as_it_came(source: str) -> None:
    data = b'{"n":[%b]}' % source.encode()
    assert write_json(read_json(data, limits=LIMITS)) == data


def test_what_is_no_json_is_not_written() -> None:
    with pytest.raises(TypeError):
        write_json(cast("Json", {"when": object()}))


def test_a_big_integer_does_not_change_how_floats_beside_it_are_spelled() -> None:
    plain = write_json([1e16, 1e-7])
    assert write_json([1e16, 1e-7, 2**70]) == plain[:-1] + b",1180591620717411303424]"


def test_a_float_is_compared_and_copied_as_the_number_it_is() -> None:
    number = Spelled("1.50")
    assert number == 1.5
    assert pickle.loads(pickle.dumps(number)).source == "1.50"
    assert math.isinf(Spelled("1e999"))


def test_spelling_is_what_is_written() -> None:
    assert spelling(Spelled("555.1230")) == "555.1230"
    assert spelling(2**70) == str(2**70)
    assert [spelling(1e16).encode()] == [write_json([1e16])[1:-1]]


@pytest.mark.parametrize("depth", [31, 32])
def test_nesting_up_to_the_limit_is_read(depth: int) -> None:
    body = b'[{"a":' * (depth // 2) + b"[" * (depth % 2) + b"1" + b"]" * (depth % 2)
    body += b"}]" * (depth // 2)
    assert read_json(body, limits=LIMITS)


def test_brackets_in_strings_are_no_nesting() -> None:
    assert read_json(b'["' + b"[{" * 100 + b'"]', limits=LIMITS) == ["[{" * 100]


def test_a_body_of_just_the_limit_is_read() -> None:
    limits = Limits(max_bytes=10)
    assert read_json(b'"12345678"', limits=limits) == "12345678"
    with pytest.raises(BadRequest) as caught:
        read_json(b'"123456789"', limits=limits)
    assert caught.value.code == "body_too_large"


def test_a_whole_surrogate_pair_is_one_character() -> None:
    assert read_json(rb'"\ud83d\ude00"', limits=LIMITS) == "😀"
    assert read_json(rb'"\\ud83d"', limits=LIMITS) == r"\ud83d"


EMBEDDED: list[tuple[str, str, Json]] = [
    ("object", '{"a": 1}', {"a": 1}),
    ("array with white space", ' \n["x"] ', ["x"]),
    ("empty object", "{}", {}),
    ("quoted string with escapes", r'"Mar\u00eda"', "María"),
    ("quoted string without escapes", '"María"', "María"),
    ("two quoted strings", '"María" and "Ana"', None),
    ("plain text", "Dear Maria", None),
    ("empty text", "", None),
    ("a brace", "{", None),
    ("number", "204518", None),
    ("text in brackets", "[sic]", None),
    ("two objects", '{"a": 1}{"b": 2}', None),
    ("cut off", '{"a": "Mar', None),
    ("duplicate key", '{"a": "Maria", "a": 1}', None),
    ("duplicate key in another spelling", r'{"a": "Maria", "\u0061": 1}', None),
    ("NaN", "[NaN]", None),
    ("lone surrogate", r'["\ud800"]', None),
    ("NUL in a key", r'{"\u0000key": {"x": "Maria"}}', None),
    ("too deep", "[" * 33 + "]" * 33, None),
    ("far too deep", "[" * 100_000 + "]" * 100_000, None),
]


@pytest.mark.parametrize(
    ("text", "tree"), [row[1:] for row in EMBEDDED], ids=[r[0] for r in EMBEDDED]
)
def test_json_in_a_string_counts_only_where_it_hides_nothing(text: str, tree: Json) -> None:
    assert parse_embedded(text, depth=32) == tree


SPELLED_OUT = [
    ("accent", r'{"n": "Mar\u00eda', '{"n": "María'),
    ("ASCII letters", r'{"\u004darĩa": 1', '{"Marĩa": 1'),
    ("doubly escaped", r'{"n": "{\"n\":\"Mar\\u00eda\"}"', '{"n": "{\\"n\\":\\"María\\"}"'),
    ("surrogate pair", r'["\ud83d\ude00"', '["😀"'),
    ("lone surrogate", r'["\ud800"', r'["\ud800"'),
    ("quote, backslash, control", r'["\u0022\u005c\u000a"', r'["\u0022\u005c\u000a"'),
    ("nothing", '{"a": "b"', '{"a": "b"'),
]


@pytest.mark.parametrize(
    ("text", "plain"), [row[1:] for row in SPELLED_OUT], ids=[row[0] for row in SPELLED_OUT]
)
def test_escapes_that_may_hide_a_name_are_written_out(text: str, plain: str) -> None:
    assert spell_out(text) == plain


def test_text_that_begins_as_json_does_looks_like_it() -> None:
    assert looks_embedded(' {"a')
    assert not looks_embedded("a {")
    assert not looks_embedded("")
