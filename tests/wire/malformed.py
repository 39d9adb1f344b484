# ruff: noqa: E501 -- a table is read row by row
"""Requests to `POST /v1/chat/completions` that must be refused, each with how.

The dialect's own test reads them here, and the whole gateway's test sends them over HTTP: each
gives a clear 4xx in OpenAI's shape, and nothing goes upstream. Values carry the word `Zanthorpe`,
which no error may repeat.
"""

import gzip
import json
from typing import NamedTuple

SECRET = "Zanthorpe"


class Malformed(NamedTuple):
    """One bad request; `param` is the JSON path (or byte offset) the error names."""

    id: str
    body: bytes
    headers: dict[str, str]
    status: int
    code: str
    param: str


_JSON = {"content-type": "application/json"}
_HELLO: dict[str, object] = {"role": "user", "content": f"Hello {SECRET}"}
_CALL: dict[str, object] = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "look_up", "arguments": "{}"},
}
_TOOL: dict[str, object] = {"type": "function", "function": {"name": "look_up"}}


def _body(**fields: object) -> bytes:
    """Return a body that is right but for `fields`; a field that is `...` is left out."""
    whole = {"model": "gpt-4o", "messages": [_HELLO]} | fields
    return json.dumps({name: value for name, value in whole.items() if value is not ...}).encode()


def _bytes(id: str, body: bytes, code: str, param: str = "", status: int = 400) -> Malformed:
    return Malformed(id, body, _JSON, status, code, param)


def _with(id: str, code: str, param: str, /, **fields: object) -> Malformed:
    return Malformed(id, _body(**fields), _JSON, 400, code, param)


def _message(id: str, code: str, param: str, /, **message: object) -> Malformed:
    """A bad first message, followed by a good one."""
    at = "messages[0]" + (f".{param}" if param else "")
    return _with(id, code, at, messages=[message, _HELLO])


def _call(id: str, code: str, param: str, /, **changes: object) -> Malformed:
    call = {name: value for name, value in (_CALL | changes).items() if value is not ...}
    at = "tool_calls[0]" + (f".{param}" if param else "")
    return _message(id, code, at, role="assistant", tool_calls=[call])


def _tool(id: str, code: str, param: str, /, **changes: object) -> Malformed:
    tool = {name: value for name, value in (_TOOL | changes).items() if value is not ...}
    return _with(id, code, "tools[0]" + (f".{param}" if param else ""), tools=[tool])


def _part(id: str, code: str, param: str, /, role: str = "user", **part: object) -> Malformed:
    at = "content[0]" + (f".{param}" if param else "")
    return _message(id, code, at, role=role, content=[part])


_TEXT = '{"model":"gpt-4o","messages":[{"role":"user","content":"%s"}]}'
_GOOD = _body()
_GZIP = _JSON | {"content-encoding": "gzip"}

BODIES = [
    _bytes("nothing", b"", "invalid_json", "byte 0"),
    _bytes("white space", b"  \n", "invalid_json", "byte 3"),
    _bytes("no JSON", SECRET.encode(), "invalid_json", "byte 0"),
    _bytes("cut off", _GOOD[:-5], "invalid_json", f"byte {_GOOD.index(b'"Hello')}"),
    _bytes("single quotes", b"{'model': 'x'}", "invalid_json", "byte 1"),
    _bytes("trailing comma", b'{"model": "x",}', "invalid_json", "byte 13"),
    _bytes("trailing bytes", _GOOD + b" {}", "invalid_json", f"byte {len(_GOOD) + 1}"),
    _bytes("two documents", _GOOD + b"\n" + _GOOD, "invalid_json", f"byte {len(_GOOD) + 1}"),
    _bytes("comment", b"/* */" + _GOOD, "invalid_json", "byte 0"),
    _bytes("NaN", _GOOD[:-1] + b', "temperature": NaN}', "invalid_json"),
    _bytes("Infinity", _GOOD[:-1] + b', "top_p": Infinity}', "invalid_json"),
    _bytes("negative Infinity", _GOOD[:-1] + b', "top_p": -Infinity}', "invalid_json"),
    _bytes("endless integer", _GOOD[:-1] + b', "seed": ' + b"9" * 5000 + b"}", "invalid_json"),
    _bytes("leading zero", _GOOD[:-1] + b', "seed": 042}', "invalid_json", f"byte {len(_GOOD) + 10}"),
    _bytes("control character", (_TEXT % "a\x01b").encode(), "invalid_json", "byte 57"),
    _bytes("bad escape", (_TEXT % "a\\q").encode(), "invalid_json", "byte 57"),
    _bytes("byte order mark", b"\xef\xbb\xbf" + _GOOD, "byte_order_mark"),
    _bytes("UTF-16", _GOOD.decode().encode("utf-16-le"), "invalid_json", "byte 1"),
    _bytes("Latin-1", (_TEXT % "Jos\xe9").encode("latin-1"), "invalid_utf8", "byte 59"),
    _bytes("overlong UTF-8", _GOOD[:-3] + b"\xc0\xaf" + _GOOD[-3:], "invalid_utf8", f"byte {len(_GOOD) - 3}"),
    _bytes("surrogate in UTF-8", (_TEXT % "x").encode().replace(b"x", b"\xed\xa0\x80"), "invalid_utf8", "byte 56"),
    _bytes("lone high surrogate", (_TEXT % r"\ud83d").encode(), "lone_surrogate"),
    _bytes("lone low surrogate", (_TEXT % r"\ude00 x").encode(), "lone_surrogate"),
    _bytes("surrogates the wrong way round", (_TEXT % r"\ude00\ud83d").encode(), "lone_surrogate"),
    _bytes("lone surrogate in a key", _GOOD[:-1] + rb', "metadata": {"\uD800": 1}}', "lone_surrogate"),
    _bytes("duplicate key", b'{"model": "a", ' + _GOOD[1:], "duplicate_key"),
    _bytes("duplicate key in another spelling", rb'{"mod\u0065l": "a", ' + _GOOD[1:], "duplicate_key"),
    _bytes(
        "duplicate key far inside",
        _body(tools=[_TOOL]).replace(b'"name": ', f'"name": "{SECRET}", "name": '.encode()),
        "duplicate_key",
    ),
    _bytes("deep lists", b"[" * 100_000, "too_deep"),
    _bytes("deep objects", b'{"a":' * 50_000, "too_deep"),
    _bytes("just too deep", b"[" * 33 + b"]" * 33, "too_deep"),
    _bytes("too large", _TEXT.encode() % (b"a" * 4 * 1024 * 1024), "body_too_large", status=413),
    _bytes("too many objects", b"[" + b"{}," * 100_000 + b"{}]", "too_many"),
    _bytes("a list", b"[1]", "invalid_type"),
    _bytes("a string", f'"{SECRET}"'.encode(), "invalid_type"),
    _bytes("a number", b"42", "invalid_type"),
    _bytes("null", b"null", "invalid_type"),
    Malformed("form data", b"model=x", {"content-type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type", ""),
    Malformed("plain text", _GOOD, {"content-type": "text/plain"}, 415, "unsupported_media_type", ""),
    Malformed("brotli", b"x", _JSON | {"content-encoding": "br"}, 415, "unsupported_encoding", ""),
    Malformed("gzip twice", b"x", _JSON | {"content-encoding": "gzip, gzip"}, 415, "unsupported_encoding", ""),
    Malformed("no gzip", _GOOD, _GZIP, 400, "invalid_gzip", ""),
    Malformed("gzip cut off", gzip.compress(_GOOD, mtime=0)[:-9], _GZIP, 400, "invalid_gzip", ""),
    Malformed("gzip with more behind", gzip.compress(_GOOD, mtime=0) + b"x", _GZIP, 400, "invalid_gzip", ""),
    Malformed("gzip bomb", gzip.compress(b" " * 50_000_000, 9, mtime=0), _GZIP, 413, "body_too_large", ""),
]  # fmt: skip

FIELDS = [
    _with("no model", "missing_field", "model", model=...),
    _with("model of null", "invalid_type", "model", model=None),
    _with("model of a number", "invalid_type", "model", model=4),
    _with("empty model", "invalid_shape", "model", model=""),
    _with("model with spaces", "invalid_shape", "model", model=f"gpt for {SECRET}"),
    _with("no messages", "missing_field", "messages", messages=...),
    _with("messages of null", "invalid_type", "messages", messages=None),
    _with("messages of text", "invalid_type", "messages", messages=SECRET),
    _with("messages as an object", "invalid_type", "messages", messages=_HELLO),
    _with("empty messages", "empty_messages", "messages", messages=[]),
    _with("unknown field", "unknown_field", "", **{SECRET: 1}),
    _with("misspelt field", "unknown_field", "", temprature=1),
    _with("another service's field", "unknown_field", "top_k", top_k=40),
    _with("stream of text", "invalid_type", "stream", stream="yes"),
    _with("stream of a number", "invalid_type", "stream", stream=1),
    _with("n of nought", "invalid_value", "n", n=0),
    _with("n beyond eight", "invalid_value", "n", n=9),
    _with("n of a fraction", "invalid_type", "n", n=1.5),
    _with("n of true", "invalid_type", "n", n=True),
    _with("too hot", "invalid_value", "temperature", temperature=2.1),
    _with("too cold", "invalid_value", "temperature", temperature=-1),
    _with("temperature of text", "invalid_type", "temperature", temperature="warm"),
    _bytes("endless temperature", _GOOD[:-1] + b', "temperature": 1e999}', "invalid_value", "temperature"),
    _with("top_p beyond one", "invalid_value", "top_p", top_p=1.01),
    _with("presence beyond two", "invalid_value", "presence_penalty", presence_penalty=3),
    _with("frequency of text", "invalid_type", "frequency_penalty", frequency_penalty="1"),
    _with("no tokens", "invalid_value", "max_tokens", max_tokens=0),
    _with("fewer than no tokens", "invalid_value", "max_completion_tokens", max_completion_tokens=-5),
    _with("tokens of text", "invalid_type", "max_tokens", max_tokens="many"),
    _with("seed of text", "invalid_type", "seed", seed=SECRET),
    _with("seed beyond 64 bits", "invalid_value", "seed", seed=2**64),
    _with("parallel of text", "invalid_type", "parallel_tool_calls", parallel_tool_calls="no"),
    _with("unknown effort", "invalid_value", "reasoning_effort", reasoning_effort=SECRET),
    _with("unknown verbosity", "invalid_value", "verbosity", verbosity="chatty"),
    _with("unknown tier", "invalid_value", "service_tier", service_tier=SECRET),
    _with("stream options without stream", "invalid_value", "stream_options", stream_options={"include_usage": True}),
    _with("stream options of text", "invalid_type", "stream_options", stream=True, stream_options="all"),
    _with("unknown stream option", "unknown_field", "stream_options", stream=True, stream_options={SECRET: True}),
    _with("stream option of text", "invalid_type", "stream_options.include_usage", stream=True, stream_options={"include_usage": "yes"}),
    _with("five stops", "too_many", "stop", stop=list("abcde")),
    _with("stop of a number", "invalid_type", "stop", stop=7),
    _with("stop in a list", "invalid_type", "stop[1]", stop=["a", None]),
    _with("user of an object", "invalid_type", "user", user={"name": SECRET}),
    _with("safety identifier of a number", "invalid_type", "safety_identifier", safety_identifier=7),
    _with("metadata of text", "invalid_type", "metadata", metadata=SECRET),
    _with("cache key of a list", "invalid_type", "prompt_cache_key", prompt_cache_key=[]),
    _with("cache options of text", "invalid_type", "prompt_cache_options", prompt_cache_options="on"),
    _with("store of text", "invalid_type", "store", store="yes"),
    _with("log probabilities", "unsupported_field", "logprobs", logprobs=True),
    _with("top log probabilities", "unsupported_field", "top_logprobs", top_logprobs=5),
    _with("logit bias", "unsupported_field", "logit_bias", logit_bias={"50256": -100}),
    _with("sound to come back", "unsupported_field", "audio", audio={"voice": "alloy", "format": "wav"}),
    _with("sound as modality", "unsupported_field", "modalities", modalities=["text", "audio"]),
    _with("modality of text", "unsupported_field", "modalities", modalities="text"),
    _with("prediction", "unsupported_field", "prediction", prediction={"type": "content", "content": SECRET}),
    _with("web search as it comes", "unsupported_field", "web_search_options", web_search_options={}),
    _with("web search", "unsupported_field", "web_search_options", web_search_options={"search_context_size": "low"}),
    _with("moderation", "unsupported_field", "moderation", moderation={"model": "omni"}),
    _with("functions", "unsupported_field", "functions", functions=[{"name": "f"}]),
    _with("function call", "unsupported_field", "function_call", function_call="auto"),
]  # fmt: skip

MESSAGES = [
    _with("message of text", "invalid_type", "messages[0]", messages=[SECRET]),
    _with("message of null", "invalid_type", "messages[1]", messages=[_HELLO, None]),
    _with("too many numbers", "too_many", "", messages=[{"role": "user", "content": json.dumps([1] * 20_001)}]),
    _message("no role", "missing_field", "role", content="x"),
    _message("role of a number", "invalid_type", "role", role=1, content="x"),
    _message("unknown role", "invalid_value", "role", role=SECRET, content="x"),
    _message("old function role", "unsupported_role", "role", role="function", name="f", content="x"),
    _message("no content", "missing_field", "content", role="user"),
    _message("content of null", "invalid_type", "content", role="user", content=None),
    _message("content of a number", "invalid_type", "content", role="user", content=204518),
    _message("content as an object", "invalid_type", "content", role="user", content={"text": SECRET}),
    _message("empty content", "empty_message", "content", role="user", content=""),
    _message("no parts", "empty_message", "content", role="user", content=[]),
    _message("unknown field in a message", "unknown_field", "", role="user", content="x", **{SECRET: "x"}),
    _message("another service's field in a message", "unknown_field", "cache_control", role="user", content="x", cache_control={}),
    _message("tool calls of a user", "unknown_field", "tool_calls", role="user", content="x", tool_calls=[]),
    _message("refusal of a user", "unknown_field", "refusal", role="user", content="x", refusal="x"),
    _message("name with a space", "invalid_shape", "name", role="user", content="x", name=f"Ana {SECRET}"),
    _message("name too long", "invalid_shape", "name", role="user", content="x", name="a" * 65),
    _message("name of a number", "invalid_type", "name", role="user", content="x", name=5),
    _message("system with a picture", "unsupported_part", "content[0]", role="system", content=[{"type": "image_url"}]),
    _message("assistant with nothing", "empty_message", "", role="assistant"),
    _message("assistant with no calls", "empty_message", "", role="assistant", content=None, tool_calls=[]),
    _message("assistant with sound", "unsupported_field", "audio", role="assistant", content="x", audio={"id": "a"}),
    _message("assistant with an old call", "unsupported_field", "function_call", role="assistant", function_call={"name": "f", "arguments": ""}),
    _message("assistant's refusal of a list", "invalid_type", "refusal", role="assistant", refusal=[SECRET]),
    _message("annotations of text", "invalid_type", "annotations", role="assistant", content="x", annotations=SECRET),
    _message("tool result without id", "missing_field", "tool_call_id", role="tool", content="x"),
    _message("tool result with a bad id", "invalid_shape", "tool_call_id", role="tool", content="x", tool_call_id=f"call {SECRET}"),
    _message("tool result without content", "missing_field", "content", role="tool", tool_call_id="call_1"),
]  # fmt: skip

PARTS = [
    _message("part of text", "invalid_type", "content[0]", role="user", content=[SECRET]),
    _part("part without type", "missing_field", "type", text="x"),
    _part("part with a type of null", "invalid_type", "type", type=None, text="x"),
    _part("unknown part", "unsupported_part", "", type=SECRET, text="x"),
    _part("text part without text", "missing_field", "text", type="text"),
    _part("text of a number", "invalid_type", "text", type="text", text=204518),
    _part("text part with more", "unknown_field", "", type="text", text="x", **{SECRET: "x"}),
    _part("picture by address", "unsupported_part", "", type="image_url", image_url={"url": "https://example.org/x.png"}),
    _part("picture inline", "unsupported_part", "", type="image_url", image_url={"url": "data:image/png;base64,AAAA"}),
    _part("sound", "unsupported_part", "", type="input_audio", input_audio={"data": "AAAA", "format": "wav"}),
    _part("file inline", "unsupported_part", "", type="file", file={"file_data": "AAAA", "filename": f"{SECRET}.pdf"}),
    _part("file by id", "unsupported_part", "", type="file", file={"file_id": "file-1"}),
    _part("refusal part of a user", "unsupported_part", "", type="refusal", refusal="x"),
    _part("picture from the assistant", "unsupported_part", "", role="assistant", type="image_url", image_url={}),
    _part("cache mark of text", "invalid_type", "prompt_cache_breakpoint", type="text", text="x", prompt_cache_breakpoint="here"),
    _part("cache mark of another mode", "invalid_value", "prompt_cache_breakpoint.mode", type="text", text="x", prompt_cache_breakpoint={"mode": SECRET}),
    _part("cache mark for ever", "invalid_value", "prompt_cache_breakpoint.ttl", type="text", text="x", prompt_cache_breakpoint={"mode": "explicit", "ttl": "10y"}),
]  # fmt: skip

CALLS = [
    _message("calls of text", "invalid_type", "tool_calls", role="assistant", tool_calls=SECRET),
    _message("call of text", "invalid_type", "tool_calls[0]", role="assistant", tool_calls=[SECRET]),
    _call("call without id", "missing_field", "id", id=...),
    _call("call with a bad id", "invalid_shape", "id", id=f"for {SECRET}"),
    _call("call without type", "missing_field", "type", type=...),
    _call("custom call", "unsupported_tool", "type", type="custom", custom={"name": "x", "input": SECRET}),
    _call("call without function", "missing_field", "function", function=...),
    _call("call of a function of text", "invalid_type", "function", function=SECRET),
    _call("call without name", "missing_field", "function.name", function={"arguments": ""}),
    _call("call with a bad name", "invalid_shape", "function.name", function={"name": f"about {SECRET}", "arguments": ""}),
    _call("call without arguments", "missing_field", "function.arguments", function={"name": "f"}),
    _call("arguments as an object", "invalid_type", "function.arguments", function={"name": "f", "arguments": {"name": SECRET}}),
    _call("call with more", "unknown_field", "", **{SECRET: 1}),
    _call("call with an index of text", "invalid_type", "index", index="first"),
]  # fmt: skip

TOOLS = [
    _with("tools of an object", "invalid_type", "tools", tools=_TOOL),
    _with("too many tools", "too_many", "tools", tools=[_TOOL] * 129),
    _with("tool of text", "invalid_type", "tools[0]", tools=[SECRET]),
    _tool("tool without type", "missing_field", "type", type=...),
    _tool("custom tool", "unsupported_tool", "type", type="custom", custom={"name": "x"}),
    _tool("hosted search", "unsupported_tool", "type", type="web_search", function=...),
    _tool("remote server", "unsupported_tool", "type", type="mcp", server_url="https://example.org"),
    _tool("tool without function", "missing_field", "function", function=...),
    _tool("tool with more", "unknown_field", "", **{SECRET: 1}),
    _tool("function without name", "missing_field", "function.name", function={}),
    _tool("function with a bad name", "invalid_shape", "function.name", function={"name": f"grade {SECRET}"}),
    _tool("description of a list", "invalid_type", "function.description", function={"name": "f", "description": [SECRET]}),
    _tool("parameters of text", "invalid_type", "function.parameters", function={"name": "f", "parameters": SECRET}),
    _tool("strict of text", "invalid_type", "function.strict", function={"name": "f", "strict": "very"}),
    _tool("function with more", "unknown_field", "function", function={"name": "f", SECRET: 1}),
    _tool("key like a mark", "bad_key", "function.parameters", function={"name": "f", "parameters": {"properties": {"\x00key": {}}}}),
    _with("choice of a word", "invalid_value", "tool_choice", tool_choice=SECRET),
    _with("choice of a number", "invalid_type", "tool_choice", tool_choice=1),
    _with("choice without type", "missing_field", "tool_choice.type", tool_choice={"function": {"name": "f"}}),
    _with("choice of a custom tool", "unsupported_tool", "tool_choice.type", tool_choice={"type": "custom", "custom": {"name": "x"}}),
    _with("choice without name", "missing_field", "tool_choice.function.name", tool_choice={"type": "function", "function": {}}),
    _with("choice with a bad name", "invalid_shape", "tool_choice.function.name", tool_choice={"type": "function", "function": {"name": "Ana Z."}}),
    _with("allowed tools without mode", "missing_field", "tool_choice.allowed_tools.mode", tool_choice={"type": "allowed_tools", "allowed_tools": {"tools": []}}),
    _with("allowed hosted tool", "unsupported_tool", "tool_choice.allowed_tools.tools[0].type", tool_choice={"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": [{"type": "mcp"}]}}),
    _with("format of text", "invalid_type", "response_format", response_format="json"),
    _with("format without type", "missing_field", "response_format.type", response_format={}),
    _with("unknown format", "invalid_value", "response_format.type", response_format={"type": SECRET}),
    _with("plain format with more", "unknown_field", "response_format.json_schema", response_format={"type": "text", "json_schema": {}}),
    _with("schema left out", "missing_field", "response_format.json_schema", response_format={"type": "json_schema"}),
    _with("schema without name", "missing_field", "response_format.json_schema.name", response_format={"type": "json_schema", "json_schema": {"schema": {}}}),
    _with("schema with a bad name", "invalid_shape", "response_format.json_schema.name", response_format={"type": "json_schema", "json_schema": {"name": f"a {SECRET}"}}),
    _with("schema of text", "invalid_type", "response_format.json_schema.schema", response_format={"type": "json_schema", "json_schema": {"name": "f", "schema": SECRET}}),
]  # fmt: skip

MALFORMED: list[Malformed] = [*BODIES, *FIELDS, *MESSAGES, *PARTS, *CALLS, *TOOLS]
