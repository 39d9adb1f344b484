"""Leaves of a JSON Schema: what its author wrote, without the words of the schema language.

A keyword standing where keywords stand, and a fixed word standing where one is due (`"type":
"object"`), cannot name anybody: they are no leaves. Everything else is: property names, titles,
descriptions, enumerations, defaults, patterns, bounds, and every keyword not listed here.
Keywords are those of JSON Schema 2020-12 (core and validation) and of draft 7.
"""

from collections.abc import Iterator

from gateway.terms.chat import Json
from gateway.terms.text import Leaf, Path
from gateway.wire.leaves import json_leaves, key_leaf

_ONE_SCHEMA = frozenset(
    {
        "additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if",
        "items", "not", "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
    }
)  # fmt: skip
_SCHEMAS = frozenset({"allOf", "anyOf", "items", "oneOf", "prefixItems"})
_NAMED_SCHEMAS = frozenset(
    {"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"}
)
_VALUES = frozenset(
    {
        "$anchor", "$comment", "$id", "$ref", "$schema", "const", "contentEncoding",
        "contentMediaType", "default", "dependentRequired", "deprecated", "description", "enum",
        "examples", "exclusiveMaximum", "exclusiveMinimum", "format", "maxContains", "maxItems",
        "maxLength", "maxProperties", "maximum", "minContains", "minItems", "minLength",
        "minProperties", "minimum", "multipleOf", "nullable", "pattern", "readOnly", "required",
        "title", "type", "uniqueItems", "writeOnly",
    }
)  # fmt: skip
_FIXED = {
    "type": frozenset({"array", "boolean", "integer", "null", "number", "object", "string"}),
    "format": frozenset(
        {
            "date", "date-time", "duration", "email", "hostname", "idn-email", "idn-hostname",
            "ipv4", "ipv6", "iri", "iri-reference", "json-pointer", "regex",
            "relative-json-pointer", "time", "uri", "uri-reference", "uri-template", "uuid",
        }
    ),
}  # fmt: skip

AUTHOR = "definition"


def schema_leaves(schema: Json, path: Path, *, depth: int = 32) -> Iterator[Leaf]:
    """Yield the leaves of a schema in reading order; `path` is where the schema stands.

    Raises:
        BadRequest: as `json_leaves` does.
    """
    if not isinstance(schema, dict):
        yield from json_leaves(schema, path, AUTHOR, depth=depth)
        return
    for keyword, value in schema.items():
        at = (*path, keyword)
        if keyword in _NAMED_SCHEMAS and isinstance(value, dict):
            for name, member in value.items():
                yield key_leaf(name, at, AUTHOR)
                yield from schema_leaves(member, (*at, name), depth=depth - 2)
        elif keyword in _SCHEMAS and isinstance(value, list):
            for index, member in enumerate(value):
                yield from schema_leaves(member, (*at, index), depth=depth - 2)
        elif keyword in _ONE_SCHEMA and isinstance(value, dict):
            yield from schema_leaves(value, at, depth=depth - 1)
        else:
            if keyword not in _VALUES and keyword not in _ONE_SCHEMA:
                yield key_leaf(keyword, path, AUTHOR)
            if not _is_fixed(keyword, value):
                yield from json_leaves(value, at, AUTHOR, depth=depth - 1)


def _is_fixed(keyword: str, value: Json) -> bool:
    words = _FIXED.get(keyword, frozenset())
    if isinstance(value, list):
        return bool(value) and all(isinstance(word, str) and word in words for word in value)
    return isinstance(value, str) and value in words
