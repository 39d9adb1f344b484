"""A schema's own words are leaves; the words of the schema language are not."""

from typing import Any

from gateway.terms.chat import Json
from gateway.terms.text import LeafKind, Mark
from gateway.wire.leaves import rebuild
from gateway.wire.schema import schema_leaves

SCHEMA: dict[str, Json] = {
    "type": "object",
    "title": "Report",
    "properties": {
        "Maria": {"type": ["string", "null"], "description": "what Maria did", "format": "date"},
        "grades": {"type": "array", "items": {"$ref": "#/$defs/Grade"}, "maxItems": 30},
        "who": {"enum": ["Ana", 204518, None], "default": "Ana"},
        "either": {"anyOf": [{"const": "Ben"}, {"type": "integer", "minimum": 7}]},
        "type": {"type": "string"},
    },
    "required": ["Maria", "grades"],
    "additionalProperties": False,
    "$defs": {"Grade": {"type": "Zed", "format": "of Zed", "x-owner": {"name": "Zed"}}},
}


def texts(schema: Json) -> list[str]:
    return [leaf.text for leaf in schema_leaves(schema, ("s",))]


def test_all_but_the_schema_language_is_a_leaf() -> None:
    assert texts(SCHEMA) == [
        "Report",
        "Maria", "what Maria did",
        "grades", "#/$defs/Grade", "30",
        "who", "Ana", "204518", "Ana",
        "either", "Ben", "7",
        "type",
        "Maria", "grades",
        "Grade", "Zed", "of Zed", "x-owner", "name", "Zed",
    ]  # fmt: skip


def test_leaves_of_a_schema_are_definitions_and_tell_what_they_are() -> None:
    by_path = {leaf.path: leaf for leaf in schema_leaves(SCHEMA, ("s",))}
    assert {leaf.author for leaf in by_path.values()} == {"definition"}
    assert by_path["s", "properties", Mark.KEY, "Maria"].kind is LeafKind.KEY
    assert by_path["s", "properties", "who", "enum", 1].kind is LeafKind.NUMBER


def test_every_leaf_of_a_schema_can_be_replaced() -> None:
    tree: dict[str, Json] = {"s": SCHEMA}
    for leaf in schema_leaves(SCHEMA, ("s",)):
        rebuilt: Any = rebuild(tree, {leaf.path: "Tavrin"})
        assert "Tavrin" in texts(rebuilt["s"])


def test_a_boolean_schema_and_one_out_of_place_hide_nothing() -> None:
    assert texts(True) == []
    assert texts({"items": ["Ana"], "anyOf": {"x": "Ben"}, "properties": "Cid"}) == [
        "Ana", "anyOf", "x", "Ben", "properties", "Cid",
    ]  # fmt: skip
    assert texts({"type": ["string", "Ana"]}) == ["string", "Ana"]
    assert texts({"not": {"const": "Ana"}, "if": {"properties": {"b": {}}}}) == ["Ana", "b"]
