"""Reads the messages of a request: every role, string and part content, tool calls and results."""

import re

from gateway.terms.chat import Json
from gateway.terms.text import Leaf, LeafKind, Path
from gateway.wire import shapes
from gateway.wire.leaves import Leaves, text_leaves, where
from gateway.wire.openai_chat.definitions import function_only, take_name

_MOST_MESSAGES = 10_000
_MOST_PARTS = 1_000
_MOST_CALLS = 128

_FIELDS = {
    "developer": frozenset({"role", "name", "content"}),
    "system": frozenset({"role", "name", "content"}),
    "user": frozenset({"role", "name", "content"}),
    "assistant": frozenset(
        {"role", "name", "content", "refusal", "tool_calls", "annotations", "audio"}
        | {"function_call"}
    ),
    "tool": frozenset({"role", "name", "content", "tool_call_id"}),
}
_PARTS = {
    "image_url": "a picture cannot be scanned for faces and names; describe it in words",
    "input_audio": "sound cannot be scanned for names; send what is said as text",
    "file": "a file cannot be scanned; paste the text that matters",
}
_UNFIT = re.compile(r"[^a-zA-Z0-9_-]+")


def take(value: Json, path: Path, leaves: Leaves) -> Json:
    """Take the messages; there must be one."""
    messages = shapes.a_list(value, path, most=_MOST_MESSAGES)
    if not messages:
        raise shapes.refusal("empty_messages", "`messages` is empty; send one at least", path)
    return [
        _take_message(shapes.an_object(message, (*path, index)), (*path, index), leaves)
        for index, message in enumerate(messages)
    ]


def _take_message(message: dict[str, Json], path: Path, leaves: Leaves) -> Json:
    role = _role(message, path)
    author = "system" if role == "developer" else role
    shapes.only(message, _FIELDS[role], path)
    given: dict[str, Json] = {k: value for k, value in message.items() if value is not None}
    out: dict[str, Json] = {"role": role}
    if "name" in given:
        at = (*path, "name")
        out["name"] = name = shapes.shaped(given["name"], at, shapes.NAME)
        leaves.append(Leaf(path=at, text=name, author=author))
    if role == "tool":
        at = (*path, "tool_call_id")
        out["tool_call_id"] = _call_id(
            shapes.required(message, "tool_call_id", path), at, author, leaves
        )
    if "content" in given:
        at = (*path, "content")
        out["content"] = _take_content(given["content"], at, role, author, leaves)
    if role == "assistant":
        _take_answer(given, path, out, leaves)
    elif "content" not in given:
        shapes.required(message, "content", path)
        shapes.a_string(None, (*path, "content"))
    return out


def _role(message: dict[str, Json], path: Path) -> str:
    role = shapes.required(message, "role", path)
    at = (*path, "role")
    if role == "function":
        raise shapes.refusal(
            "unsupported_role",
            "role `function` is the old form; send the result with role `tool` and its "
            "`tool_call_id`",
            at,
        )
    return shapes.one_of(role, at, _FIELDS)


def _take_content(value: Json, path: Path, role: str, author: str, leaves: Leaves) -> Json:
    if isinstance(value, str):
        if not value and role == "user":
            raise shapes.refusal("empty_message", f"`{where(path)}` is empty", path)
        leaves.extend(text_leaves(value, path, author))
        return value
    if not isinstance(value, list):
        raise shapes.refusal(
            "invalid_type", f"`{where(path)}` must be a string or a list of parts", path
        )
    parts = shapes.a_list(value, path, most=_MOST_PARTS)
    if not parts:
        raise shapes.refusal("empty_message", f"`{where(path)}` has no parts", path)
    return [
        _take_part(shapes.an_object(part, (*path, index)), (*path, index), role, author, leaves)
        for index, part in enumerate(parts)
    ]


def _take_part(part: dict[str, Json], path: Path, role: str, author: str, leaves: Leaves) -> Json:
    kind = shapes.a_string(shapes.required(part, "type", path), (*path, "type"))
    if kind != "text" and not (kind == "refusal" and role == "assistant"):
        why = _PARTS.get(kind, "parts of this type cannot be scanned here; send a `text` part")
        raise shapes.refusal("unsupported_part", f"`{where(path)}` is refused: {why}", path)
    shapes.only(part, ("type", kind, "prompt_cache_breakpoint"), path)
    at = (*path, kind)
    text = shapes.a_string(shapes.required(part, kind, path), at)
    leaves.extend(text_leaves(text, at, author))
    out: dict[str, Json] = {"type": kind, kind: text}
    if part.get("prompt_cache_breakpoint") is not None:
        out["prompt_cache_breakpoint"] = _breakpoint(
            part["prompt_cache_breakpoint"], (*path, "prompt_cache_breakpoint")
        )
    return out


def _breakpoint(value: Json, path: Path) -> Json:
    mark = shapes.an_object(value, path)
    shapes.only(mark, ("mode", "ttl"), path)
    out: dict[str, Json] = {
        "mode": shapes.one_of(shapes.required(mark, "mode", path), (*path, "mode"), ("explicit",))
    }
    if mark.get("ttl") is not None:
        out["ttl"] = shapes.one_of(mark["ttl"], (*path, "ttl"), ("30m", "12h"))
    return out


def _take_answer(given: dict[str, Json], path: Path, out: dict[str, Json], leaves: Leaves) -> None:
    """Take what only an assistant's message has. Its `annotations` stay here."""
    if "audio" in given:
        raise shapes.refusal(
            "unsupported_field",
            f"`{where(path)}.audio` is refused: sound cannot be scanned for names",
            (*path, "audio"),
        )
    if "function_call" in given:
        raise shapes.refusal(
            "unsupported_field",
            f"`{where(path)}.function_call` is the old form; use `tool_calls`",
            (*path, "function_call"),
        )
    shapes.a_list(given.get("annotations", []), (*path, "annotations"), most=_MOST_PARTS)
    if "refusal" in given:
        at = (*path, "refusal")
        out["refusal"] = text = shapes.a_string(given["refusal"], at)
        leaves.extend(text_leaves(text, at, "assistant"))
    if "tool_calls" in given:
        at = (*path, "tool_calls")
        calls: list[Json] = [
            _take_call(shapes.an_object(call, (*at, index)), (*at, index), leaves)
            for index, call in enumerate(shapes.a_list(given["tool_calls"], at, most=_MOST_CALLS))
        ]
        if calls:
            out.setdefault("content", None)  # some compatible services want it there
            out["tool_calls"] = calls
    if not out.keys() & {"content", "refusal", "tool_calls"}:
        raise shapes.refusal(
            "empty_message", f"`{where(path)}` has neither content nor tool calls", path
        )


def _take_call(call: dict[str, Json], path: Path, leaves: Leaves) -> Json:
    function_only(call, path)
    shapes.only(call, ("id", "type", "function", "index"), path)
    out: dict[str, Json] = {
        "id": _call_id(shapes.required(call, "id", path), (*path, "id"), "assistant", leaves),
        "type": "function",
    }
    if call.get("index") is not None:  # left over where a client joined a streamed call
        shapes.an_integer(call["index"], (*path, "index"), 0, _MOST_CALLS)
    at = (*path, "function")
    function = shapes.an_object(shapes.required(call, "function", path), at)
    shapes.only(function, ("name", "arguments"), at)
    name = take_name(function, at, leaves)
    arguments_at = (*at, "arguments")
    arguments = shapes.a_string(shapes.required(function, "arguments", at), arguments_at)
    leaves.extend(text_leaves(arguments, arguments_at, "assistant"))
    out["function"] = {"name": name, "arguments": arguments}
    return out


def _call_id(value: Json, path: Path, author: str, leaves: Leaves) -> str:
    text = shapes.shaped(value, path, shapes.CALL_ID)
    leaves.append(Leaf(path=path, text=text, kind=LeafKind.STRUCTURAL, author=author))
    return text


def opener(messages: Json) -> str:
    """Return the text of the first user message, its parts joined; "" where there is none."""
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, dict) and message["role"] == "user":
            content = message["content"]
            if isinstance(content, str):
                return content
            parts = content if isinstance(content, list) else []
            return "\n".join(str(part["text"]) for part in parts if isinstance(part, dict))
    return ""


def with_plain_names(messages: Json) -> Json:
    """Return the messages with participants' names that a replacement made unfit made fit again.

    A stand-in may hold spaces and diacritics, which the API refuses in a `name`.
    """
    return [
        {**message, "name": _UNFIT.sub("_", name)[:64]}
        if isinstance(message, dict)
        and isinstance(name := message.get("name"), str)
        and not shapes.NAME.fullmatch(name)
        else message
        for message in (messages if isinstance(messages, list) else ())
    ]
