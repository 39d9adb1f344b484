"""Canonical JSON as RFC 8785 has it, for what a record may hold."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.canonical import LARGEST, canonical, encode
from gateway.errors import OurFault
from gateway.terms.record import SCHEMA_VERSION, Record, RecordKind, Settled

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # RFC 8785 3.2.2: the literals, and the string of the example
        pytest.param([None, True, False], b"[null,true,false]", id="literals"),
        pytest.param(
            '\u20ac$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode(), id="text"
        ),
        pytest.param("\b\t\n\f\r\x1f\x7f", b'"\\b\\t\\n\\f\\r\\u001f\x7f"', id="controls"),
        pytest.param("\u2028<>&", '"\u2028<>&"'.encode(), id="nothing else is escaped"),
        pytest.param({}, b"{}", id="empty object"),
        pytest.param([], b"[]", id="empty list"),
        pytest.param(LARGEST, b"9007199254740991", id="largest"),
        pytest.param(-LARGEST, b"-9007199254740991", id="smallest"),
        pytest.param(
            {"b": 1, "a": [{"d": 0, "c": -1}]}, b'{"a":[{"c":-1,"d":0}],"b":1}', id="keys"
        ),
    ],
)
def test_values_have_the_bytes_the_rfc_gives_them(value: object, expected: bytes) -> None:
    assert canonical(value) == expected


def test_keys_sort_by_utf_16_code_units() -> None:
    # RFC 8785 3.2.3, the example: the emoji's surrogates come before U+FB33.
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    expected = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]

    assert list(json.loads(canonical(value))) == expected
    assert list(json.loads(canonical({"inside": [value]}))["inside"][0]) == expected


@given(VALUES, VALUES)
def test_a_settled_value_has_the_bytes_it_would_have_had(value: object, beside: object) -> None:
    settled = Settled(value=value, data=canonical(value), checked=None)
    assert canonical({"é": [settled], "a": beside, "b": settled}) == canonical(
        {"é": [value], "a": beside, "b": value}
    )


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(1.0, id="float"),
        pytest.param(float("nan"), id="not a number"),
        pytest.param([1, {"a": 0.5}], id="float inside"),
        pytest.param({"é": 1.5}, id="float under a key that is not ascii"),
        pytest.param(LARGEST + 1, id="too large"),
        pytest.param(["a", -LARGEST - 1], id="too small"),
        pytest.param({1: "a"}, id="key that is no text"),
        pytest.param("\ud800", id="lone surrogate"),
        pytest.param({"\ud800": 1}, id="lone surrogate as a key"),
        pytest.param(b"bytes", id="bytes"),
        pytest.param({"a": {"b"}}, id="set"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(OurFault) as caught:
        canonical(value)
    assert caught.value.code == "record_invalid"


@given(VALUES)
def test_bytes_say_what_the_value_said(value: object) -> None:
    assert json.loads(canonical(value)) == value


@given(VALUES)
def test_bytes_are_those_of_a_plain_reading_of_the_rfc(value: object) -> None:
    assert canonical(value).decode() == spelled_out(value)


@given(st.dictionaries(TEXT, st.integers(0, 9), max_size=6), st.randoms())
def test_the_order_of_making_does_not_matter(value: dict[str, int], random: object) -> None:
    keys = list(value)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert canonical({key: value[key] for key in keys}) == canonical(value)


def test_a_record_carries_its_envelope_beside_its_fields() -> None:
    record = Record(
        id="r", kind=RecordKind.OUTCOME, time=7, about="i", fields={"ended": "complete"}
    )

    assert encode(record) == (
        b'{"about":"i","ended":"complete","id":"r","kind":"outcome","time":7,"v":%d}'
        % SCHEMA_VERSION
    )


@pytest.mark.parametrize("name", ["v", "id", "kind", "time", "about"])
def test_a_field_cannot_hide_the_envelope(name: str) -> None:
    record = Record(id="r", kind=RecordKind.EVENT, time=7, fields={name: "x"})
    with pytest.raises(OurFault):
        encode(record)


def spelled_out(value: object) -> str:
    """Say RFC 8785 again, slowly and without the library under test."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: [*key.encode("utf-16-be")])
        return "{" + ",".join(f"{spelled_out(k)}:{spelled_out(value[k])}" for k in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(spelled_out, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return orjson.dumps(value).decode()
