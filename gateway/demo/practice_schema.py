"""Make JSON that satisfies a JSON Schema and is full of names. Pure.

It knows the part of JSON Schema that structured output and tool definitions use: types, enum,
const, required and other properties, additionalProperties, arrays, anyOf, oneOf, allOf, $ref.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import cycle

from gateway.terms.chat import Json

DEEPEST = 5
"""Below this many levels what may be left out is left out, so that recursion ends."""


def instance(schema: Json, names: Sequence[str], *, decorated: bool = False) -> Json:
    """Return a value that satisfies a schema.

    Args:
        schema: a JSON Schema; anything but an object means "whatever".
        names: what strings are made of, in turn.
        decorated: whether strings also quote a name, or use it in a possessive.
    """
    root = schema if isinstance(schema, dict) else {}
    return _Maker(root, names, _strings(names, decorated=decorated)).make(root, depth=0)


def free_arguments(names: Sequence[str]) -> Json:
    """Return arguments for a function that does not say what it takes: names in every place."""
    first, last = names[0], names[-1]
    by_name: dict[str, Json] = {name: {"note": f"{name}'s turn", "seen": True} for name in names}
    return {
        "student": first,
        "by_name": by_name,
        "quote": f'"{last}" said "hello", and {first} wrote it down.\n',
        "everybody": list(names),
    }


def escaped_json(value: Json, names: Sequence[str]) -> str:
    """Write JSON in which the first character of each name is spelt as an escape."""
    text = json.dumps(value, ensure_ascii=False)
    inner = [json.dumps(name, ensure_ascii=False)[1:-1] for name in names]
    if not inner:
        return text
    longest_first = "|".join(re.escape(name) for name in sorted(inner, key=len, reverse=True))

    def escape(found: re.Match[str]) -> str:
        first, rest = found[0][0], found[0][1:]
        return found[0] if first == "\\" else f"\\u{ord(first):04x}{rest}"

    return re.sub(longest_first, escape, text)


def _strings(names: Sequence[str], *, decorated: bool) -> Iterator[str]:
    for at, name in enumerate(cycle(names)):
        if decorated and at % 3 == 1:
            yield f'They call them "{name}".'
        elif decorated and at % 3 == 2:
            yield f"{name}'s notes"
        else:
            yield name


class _Maker:
    """Makes one value; remembers the root for references and where it is among the names."""

    def __init__(self, root: dict[str, Json], names: Sequence[str], strings: Iterator[str]) -> None:
        self.root = root
        self.names = names
        self.strings = strings

    def make(self, schema: Json, depth: int) -> Json:
        if not isinstance(schema, dict):
            return next(self.strings)
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        if isinstance(choices := schema.get("enum"), list) and choices:
            return choices[0]
        for key in ("anyOf", "oneOf"):
            if isinstance(options := schema.get(key), list) and options:
                return self._one_of(options, depth)
        kind = self._kind(schema)
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, depth)
        return self._scalar(kind, schema)

    def _resolved(self, schema: dict[str, Json]) -> dict[str, Json]:
        """Follow a reference, and merge what must all hold."""
        seen = 0
        while isinstance(reference := schema.get("$ref"), str) and seen < DEEPEST:
            seen += 1
            rest = {key: value for key, value in schema.items() if key != "$ref"}
            schema = self._referred(reference) | rest
        parts = schema.get("allOf")
        for part in parts if isinstance(parts, list) else []:
            if isinstance(part, dict):
                schema = schema | self._resolved(part)
        return schema

    def _referred(self, reference: str) -> dict[str, Json]:
        found: Json = self.root
        for step in reference.removeprefix("#").strip("/").split("/"):
            if step and isinstance(found, dict):
                found = found.get(step.replace("~1", "/").replace("~0", "~"))
        return found if isinstance(found, dict) else {}

    def _one_of(self, options: list[Json], depth: int) -> Json:
        nothing = {"type": "null"}
        others = [option for option in options if option != nothing]
        if not others or (depth >= DEEPEST and nothing in options):
            return None
        return self.make(others[0], depth)

    def _kind(self, schema: dict[str, Json]) -> str:
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = next((one for one in kind if one != "null"), "null")
        if isinstance(kind, str):
            return kind
        if "properties" in schema or "additionalProperties" in schema:
            return "object"
        return "array" if "items" in schema else "string"

    def _object(self, schema: dict[str, Json], depth: int) -> Json:
        properties, required = schema.get("properties"), schema.get("required")
        known = properties if isinstance(properties, dict) else {}
        must = required if isinstance(required, list) else []
        made: dict[str, Json] = {
            key: self.make(value, depth + 1)
            for key, value in known.items()
            if depth < DEEPEST or key in must
        }
        more = schema.get("additionalProperties")
        if more is not False and not known and depth < DEEPEST:
            for name in self.names[:2]:
                made[name] = self.make(more, depth + 1)
        return made

    def _array(self, schema: dict[str, Json], depth: int) -> Json:
        fewest, most = schema.get("minItems"), schema.get("maxItems")
        count = 0 if depth >= DEEPEST else 2
        if isinstance(fewest, int):
            count = max(count, fewest)
        if isinstance(most, int):
            count = min(count, most)
        return [self.make(schema.get("items"), depth + 1) for _ in range(count)]

    def _scalar(self, kind: str, schema: dict[str, Json]) -> Json:
        if kind in ("integer", "number"):
            least, most = schema.get("minimum"), schema.get("maximum")
            value: float = 3 if kind == "integer" else 2.5
            if isinstance(least, int | float):
                value = max(value, least)
            if isinstance(most, int | float):
                value = min(value, most)
            return value
        if kind == "boolean":
            return True
        if kind == "null":
            return None
        fixed = {"date": "2026-09-01", "date-time": "2026-09-01T12:00:00Z", "time": "12:00:00Z"}
        form = schema.get("format")
        if isinstance(form, str) and form in fixed:
            return fixed[form]
        return self._string(schema)

    def _string(self, schema: dict[str, Json]) -> str:
        text = next(self.strings)
        fewest, most = schema.get("minLength"), schema.get("maxLength")
        if isinstance(fewest, int):
            text = text.ljust(fewest, ".")
        return text[:most] if isinstance(most, int) else text
