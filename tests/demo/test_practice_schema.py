"""Made JSON satisfies its schema and holds names where strings may stand."""

import json
from typing import Any

import pytest

from gateway.demo.practice_schema import DEEPEST, escaped_json, instance
from gateway.terms.chat import Json

NAMES = ("Talia Nguyen", "Marcus O'Neil", "Zoë Garcia")


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "Talia Nguyen"),
        ({"type": "integer"}, 3),
        ({"type": "integer", "minimum": 10}, 10),
        ({"type": "number", "maximum": 1}, 1),
        ({"type": "boolean"}, True),
        ({"type": "null"}, None),
        ({"type": ["null", "string"]}, "Talia Nguyen"),
        ({"enum": ["b", "a"]}, "b"),
        ({"const": 7}, 7),
        ({"type": "string", "maxLength": 5}, "Talia"),
        ({"type": "string", "minLength": 14}, "Talia Nguyen.."),
        ({"type": "string", "format": "date"}, "2026-09-01"),
        ({"type": "array", "items": {"type": "string"}}, ["Talia Nguyen", "Marcus O'Neil"]),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 4}, [3, 3, 3, 3]),
        ({"type": "array", "maxItems": 1, "items": {"const": 1}}, [1]),
        ({"anyOf": [{"type": "null"}, {"type": "integer"}]}, 3),
        ({"oneOf": [{"type": "null"}]}, None),
        ({"allOf": [{"type": "object"}, {"properties": {"a": {"const": 1}}}]}, {"a": 1}),
        (
            {"type": "object", "additionalProperties": {"type": "integer"}},
            {"Talia Nguyen": 3, "Marcus O'Neil": 3},
        ),
        (
            {"type": "object", "additionalProperties": {"type": "string"}},
            {"Talia Nguyen": "Talia Nguyen", "Marcus O'Neil": "Marcus O'Neil"},
        ),
        ({"type": "object", "additionalProperties": False}, {}),
        (
            {"$ref": "#/$defs/Pupil", "$defs": {"Pupil": {"type": "string"}}},
            "Talia Nguyen",
        ),
        (True, "Talia Nguyen"),
    ],
    ids=json.dumps,
)
def test_a_value_fits_its_schema(schema: Json, expected: Json) -> None:
    made = instance(schema if isinstance(schema, dict) else {"items": schema}, NAMES)
    assert made == (expected if isinstance(schema, dict) else [expected, "Marcus O'Neil"])


def test_objects_hold_all_their_properties_in_order() -> None:
    schema: Json = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "score": {"type": "number"}},
        "required": ["name"],
        "additionalProperties": False,
    }
    made = instance(schema, NAMES)
    assert list(made.items()) == [("name", "Talia Nguyen"), ("score", 2.5)]  # type: ignore[union-attr]


def test_a_schema_that_refers_to_itself_comes_to_an_end() -> None:
    schema: Json = {
        "$defs": {
            "Node": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
                    "parent": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]},
                },
                "required": ["name", "children", "parent"],
            }
        },
        "$ref": "#/$defs/Node",
    }
    made = instance(schema, NAMES)

    def check(node: Any, depth: int) -> int:
        assert set(node) == {"name", "children", "parent"}
        assert node["name"] in NAMES
        below = [*node["children"], *([node["parent"]] if node["parent"] else [])]
        return max((check(child, depth + 1) for child in below), default=depth)

    assert 2 <= check(made, 0) <= DEEPEST


def test_escapes_change_the_spelling_but_not_the_value() -> None:
    value: Json = {"Talia Nguyen": ["Talia", 'Zoë "Z" Garcia', "0054"]}
    text = escaped_json(value, ("Talia", "Talia Nguyen", "0054", 'Zoë "Z" Garcia'))
    assert json.loads(text) == value
    for hidden in ("Talia", "Zoë", '"0054"'):
        assert hidden not in text


def test_without_names_nothing_is_escaped() -> None:
    assert escaped_json({"a": "Zoë"}, ()) == '{"a": "Zoë"}'
