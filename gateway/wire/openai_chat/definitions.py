"""Reads what a request defines beside its messages: tools, tool choice, answer format, stops."""

from gateway.terms.chat import Json
from gateway.terms.text import Leaf, LeafKind, Path
from gateway.wire import shapes
from gateway.wire.leaves import Leaves, text_leaves
from gateway.wire.schema import AUTHOR, schema_leaves

_MOST_TOOLS = 128
_MOST_STOPS = 4


def take_stop(value: Json, path: Path, leaves: Leaves) -> Json:
    """Take stop sequences: a string, or up to four."""
    if isinstance(value, str):
        leaves.extend(text_leaves(value, path, AUTHOR))
        return value
    for index, stop in enumerate(shapes.a_list(value, path, most=_MOST_STOPS)):
        at = (*path, index)
        leaves.extend(text_leaves(shapes.a_string(stop, at), at, AUTHOR))
    return value


def take_tools(value: Json, path: Path, leaves: Leaves) -> Json:
    """Take function tools; a hosted or custom one is refused. An empty list is none at all."""
    tools = shapes.a_list(value, path, most=_MOST_TOOLS)
    return [_take_tool(tool, (*path, index), leaves) for index, tool in enumerate(tools)] or None


def _take_tool(value: Json, path: Path, leaves: Leaves) -> Json:
    tool = shapes.an_object(value, path)
    function_only(tool, path)
    shapes.only(tool, ("type", "function"), path)
    at = (*path, "function")
    function = _described(shapes.required(tool, "function", path), at, "parameters", leaves)
    return {"type": "function", "function": function}


def function_only(tool: dict[str, Json], path: Path) -> None:
    """Refuse a tool, or a call or choice of one, that is not of type `function`."""
    if shapes.required(tool, "type", path) != "function":
        raise shapes.refusal(
            "unsupported_tool",
            "only tools of type `function` are let through: hosted tools work out of sight, and "
            "custom tools take text without a shape; declare a function instead",
            (*path, "type"),
        )


def _described(value: Json, path: Path, schema: str, leaves: Leaves) -> Json:
    """Take a name, a description, a schema and `strict`, as tools and answer formats have them."""
    given = shapes.an_object(value, path)
    shapes.only(given, ("name", "description", schema, "strict"), path)
    out: dict[str, Json] = {"name": take_name(given, path, leaves)}
    if given.get("description") is not None:
        at = (*path, "description")
        out["description"] = text = shapes.a_string(given["description"], at)
        leaves.extend(text_leaves(text, at, AUTHOR))
    if given.get(schema) is not None:
        at = (*path, schema)
        out[schema] = shapes.an_object(given[schema], at)
        leaves.extend(schema_leaves(given[schema], at))
    if given.get("strict") is not None:
        out["strict"] = shapes.a_flag(given["strict"], (*path, "strict"))
    return out


def take_name(members: dict[str, Json], path: Path, leaves: Leaves) -> str:
    """Take the `name` of a function or format: it cannot be rewritten, since it comes back."""
    at = (*path, "name")
    name = shapes.shaped(shapes.required(members, "name", path), at, shapes.NAME)
    leaves.append(Leaf(path=at, text=name, kind=LeafKind.STRUCTURAL, author=AUTHOR))
    return name


def take_tool_choice(value: Json, path: Path, leaves: Leaves) -> Json:
    """Take `none`, `auto`, `required`, one named function, or a list of allowed ones."""
    if isinstance(value, str):
        return shapes.one_of(value, path, ("none", "auto", "required"))
    choice = shapes.an_object(value, path)
    if choice.get("type") != "allowed_tools":
        return _named(choice, path, leaves)
    shapes.only(choice, ("type", "allowed_tools"), path)
    at = (*path, "allowed_tools")
    allowed = shapes.an_object(shapes.required(choice, "allowed_tools", path), at)
    shapes.only(allowed, ("mode", "tools"), at)
    mode = shapes.one_of(shapes.required(allowed, "mode", at), (*at, "mode"), ("auto", "required"))
    tools_at = (*at, "tools")
    tools = shapes.a_list(shapes.required(allowed, "tools", at), tools_at, most=_MOST_TOOLS)
    named: list[Json] = [
        _named(shapes.an_object(tool, (*tools_at, index)), (*tools_at, index), leaves)
        for index, tool in enumerate(tools)
    ]
    return {"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": named}}


def _named(choice: dict[str, Json], path: Path, leaves: Leaves) -> dict[str, Json]:
    function_only(choice, path)
    shapes.only(choice, ("type", "function"), path)
    at = (*path, "function")
    function = shapes.an_object(shapes.required(choice, "function", path), at)
    shapes.only(function, ("name",), at)
    return {"type": "function", "function": {"name": take_name(function, at, leaves)}}


def take_response_format(value: Json, path: Path, leaves: Leaves) -> Json:
    """Take the form of the answer: text, any JSON, or JSON of a schema."""
    form = shapes.an_object(value, path)
    words = ("text", "json_object", "json_schema")
    kind = shapes.one_of(shapes.required(form, "type", path), (*path, "type"), words)
    if kind != "json_schema":
        shapes.only(form, ("type",), path)
        return {"type": kind}
    shapes.only(form, ("type", "json_schema"), path)
    described = _described(
        shapes.required(form, "json_schema", path), (*path, "json_schema"), "schema", leaves
    )
    return {"type": kind, "json_schema": described}
