"""What goes on, what stays here, and that the outgoing bytes hold nothing but what was scanned."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import BadRequest
from gateway.terms.chat import ChatRequest, Json
from gateway.terms.text import Leaf, LeafKind, Mark, Path
from gateway.wire.body import Limits
from gateway.wire.leaves import json_leaves
from gateway.wire.openai_chat import OPENAI_CHAT, OpenAIChat
from gateway.wire.openai_chat.request import REFUSED, STAYS_HERE
from tests.wire.test_body import trees

HELLO: dict[str, object] = {"role": "user", "content": "Hello, I am Ana"}
CALL: dict[str, object] = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "look_up", "arguments": '{"student": "Mar\\u00eda", "id": 204518}'},
}
TOOL: dict[str, object] = {
    "type": "function",
    "function": {
        "name": "look_up",
        "description": "Looks up Ana",
        "parameters": {"type": "object", "properties": {"student": {"type": "string"}}},
        "strict": True,
    },
}
FULL: dict[str, object] = {
    "messages": [
        {"role": "developer", "content": "Be kind to Ben"},
        {"role": "system", "content": [{"type": "text", "text": "Part of Cid"}]},
        {"role": "user", "name": "Dora", "content": "Hello from Dora"},
        {"role": "assistant", "content": None, "tool_calls": [CALL], "refusal": None},
        {"role": "tool", "tool_call_id": "call_1", "content": '{"grade": "Eva got 68.50"}'},
        {"role": "assistant", "content": "Fay", "annotations": [{"title": "Gil"}], "audio": None},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "not Hal"}]},
        {"role": "assistant", "refusal": "not Ida"},
    ],
    "stream_options": {"include_usage": True, "include_obfuscation": False},
    "model": "gpt-4o",
    "stream": True,
    "n": 2,
    "temperature": 0.5,
    "top_p": 1,
    "max_completion_tokens": 50,
    "presence_penalty": -0.5,
    "frequency_penalty": 0,
    "seed": 900412,
    "stop": ["Jon", "end"],
    "tools": [TOOL],
    "tool_choice": {"type": "function", "function": {"name": "look_up"}},
    "parallel_tool_calls": False,
    "response_format": {
        "type": "json_schema",
        "json_schema": {
            "name": "report",
            "description": "about Kim",
            "schema": {"properties": {"Lee": {"enum": ["Mia"]}}, "required": ["Lee"]},
            "strict": True,
        },
    },
    "reasoning_effort": "low",
    "verbosity": "low",
    "service_tier": "auto",
    "user": "Nora",
    "safety_identifier": "Otto",
    "metadata": {"Pia": "Quinn"},
    "prompt_cache_key": "Rosa",
    "prompt_cache_retention": "24h",
    "store": True,
    "logprobs": False,
    "logit_bias": None,
    "modalities": ["text"],
}


def read(fields: dict[str, object]) -> ChatRequest:
    return OPENAI_CHAT.read(json.dumps({"model": "gpt-4o"} | fields).encode(), {})


def refusal(fields: dict[str, object]) -> BadRequest | None:
    try:
        read(fields)
    except BadRequest as error:
        return error
    return None


def written(request: ChatRequest, replaced: dict[Path, str] | None = None) -> Any:
    return json.loads(OPENAI_CHAT.write(request, replaced or {}, model="upstream-model"))


def by_path(request: ChatRequest) -> dict[Path, Leaf]:
    return {leaf.path: leaf for leaf in request.leaves}


def test_every_text_of_a_full_request_is_a_leaf_with_its_author() -> None:
    words = {(leaf.text, leaf.author) for leaf in read(FULL).leaves if leaf.kind is LeafKind.TEXT}
    assert words == {
        ("Jon", "definition"),
        ("end", "definition"),
        ("Looks up Ana", "definition"),
        ("about Kim", "definition"),
        ("Mia", "definition"),
        ("Lee", "definition"),
        ("Be kind to Ben", "system"),
        ("Part of Cid", "system"),
        ("Dora", "user"),
        ("Hello from Dora", "user"),
        ("María", "assistant"),
        ("Eva got 68.50", "tool"),
        ("Fay", "assistant"),
        ("not Hal", "assistant"),
        ("not Ida", "assistant"),
    }


def test_ids_and_names_that_come_back_are_structural() -> None:
    found = [leaf for leaf in read(FULL).leaves if leaf.kind is LeafKind.STRUCTURAL]
    assert [(leaf.text, leaf.author) for leaf in found] == [
        ("look_up", "definition"),
        ("look_up", "definition"),
        ("report", "definition"),
        ("call_1", "assistant"),
        ("look_up", "definition"),
        ("call_1", "tool"),
    ]


def test_numbers_of_the_caller_s_own_shape_are_leaves() -> None:
    numbers = [leaf.text for leaf in read(FULL).leaves if leaf.kind is LeafKind.NUMBER]
    assert numbers == ["900412", "204518"]


def test_the_request_tells_what_the_exchange_needs() -> None:
    request = read(FULL)
    assert request.dialect == "openai_chat"
    assert request.model == "gpt-4o"
    assert request.opener == "Hello from Dora"
    assert (request.stream, request.choices, request.json_answer) == (True, 2, True)
    assert (request.wants_usage, request.has_tools, request.max_tokens) == (True, True, 50)


def test_the_least_request_asks_for_the_least() -> None:
    request = read({"messages": [HELLO], "tools": [], "stream": None, "n": None})
    assert (request.stream, request.choices, request.json_answer) == (False, 1, False)
    assert (request.wants_usage, request.has_tools, request.max_tokens) == (False, False, None)
    assert written(request) == {"model": "upstream-model", "store": False, "messages": [HELLO]}


def test_what_stays_here_never_goes_on_and_nothing_is_stored() -> None:
    out = written(read(FULL))
    assert not STAYS_HERE - {"store"} & out.keys()
    assert not REFUSED.keys() & out.keys()
    assert "modalities" not in out
    assert out["store"] is False
    text = json.dumps(out)
    for name in ("Nora", "Otto", "Pia", "Quinn", "Rosa", "Gil", "24h", "gpt-4o"):
        assert name not in text


def test_all_that_goes_on_goes_on_as_it_came() -> None:
    out = written(read(FULL))
    renewed = {"model", "store", "stream_options", "messages"}
    for name in out.keys() - renewed:
        assert out[name] == FULL[name], name
    assert out["messages"][3] == {"role": "assistant", "content": None, "tool_calls": [CALL]}
    assert out["messages"][5] == {"role": "assistant", "content": "Fay"}
    assert list(out)[-1] == "messages"


def test_usage_is_always_asked_for_in_a_stream() -> None:
    request = read({"messages": [HELLO], "stream": True})
    assert not request.wants_usage
    assert written(request)["stream_options"] == {"include_usage": True}
    assert written(read(FULL))["stream_options"] == {
        "include_usage": True,
        "include_obfuscation": False,
    }


def test_every_field_is_checked_stays_or_is_refused_with_a_reason() -> None:
    """The SDK's own list of fields: none of them is unknown here."""
    from openai.types.chat.completion_create_params import CompletionCreateParamsBase

    for field in {*CompletionCreateParamsBase.__annotations__, "stream"}:
        error = refusal({"messages": [HELLO], field: ["x"]})
        assert error is None or (error.code != "unknown_field" and error.param.startswith(field))


def test_a_name_that_a_stand_in_made_unfit_is_made_fit() -> None:
    request = read({"messages": [HELLO | {"name": "Ana"}, HELLO | {"name": "Ben"}]})
    out = written(request, {("messages", 0, "name"): "Táv Rin"})
    assert [message["name"] for message in out["messages"]] == ["T_v_Rin", "Ben"]


def test_a_property_of_a_tool_is_renamed_in_required_too() -> None:
    request = read(FULL)
    at = ("response_format", "json_schema", "schema", "properties", Mark.KEY, "Lee")
    schema = written(request, {at: "Tavrin"})["response_format"]["json_schema"]["schema"]
    assert schema == {"properties": {"Tavrin": {"enum": ["Mia"]}}, "required": ["Tavrin"]}


HIDING = [
    ("cut off", r'{"name": "Mar\u00eda', '{"name": "María'),
    ("duplicate key", r'{"a": "Mar\u00eda", "a": 1}', '{"a": "María", "a": 1}'),
    ("inside JSON", json.dumps({"x": r'{"a": "Mar\u00eda", "a": 1}'}), '{"a": "María", "a": 1}'),
]


@pytest.mark.parametrize(("text", "seen"), [row[1:] for row in HIDING], ids=[r[0] for r in HIDING])
def test_what_escapes_would_hide_is_seen_and_leaves_as_seen(text: str, seen: str) -> None:
    request = read({"messages": [HELLO | {"content": text}]})
    assert seen in [leaf.text for leaf in request.leaves]
    assert r"\u00ed" not in OPENAI_CHAT.write(request, {}, model="m").decode()


def test_prose_about_escapes_is_left_alone() -> None:
    content = r"What does \u00e9 mean in Python?"
    assert written(read({"messages": [{"role": "user", "content": content}]}))["messages"] == [
        {"role": "user", "content": content}
    ]


MANY = [
    ("messages", [HELLO] * 4),
    ("one text of JSON", [HELLO | {"content": json.dumps(list(range(4)))}]),
    ("ids", [{"role": "tool", "tool_call_id": "c", "content": "x"}] * 2),
]


@pytest.mark.parametrize("messages", [row[1] for row in MANY], ids=[row[0] for row in MANY])
def test_more_leaves_than_allowed_are_refused(messages: object) -> None:
    dialect = OpenAIChat(Limits(max_leaves=3))
    body = json.dumps({"model": "m", "messages": messages}).encode()
    with pytest.raises(BadRequest) as caught:
        dialect.read(body, {})
    assert caught.value.code == "too_many"


def test_content_types_with_parameters_are_read() -> None:
    body = json.dumps({"model": "m", "messages": [HELLO]}).encode()
    request = OPENAI_CHAT.read(body, {"content-type": "Application/JSON; charset=utf-8"})
    assert request.opener == "Hello, I am Ana"


def test_each_turn_s_bytes_begin_the_next_turn_s() -> None:
    texts = ["Hello, I am Ana", "Hello Ana", '{"n": "Ana", "x": [1.50]}', "Bye, Ana"]
    history: list[dict[str, str]] = []
    before = b""
    for turn, text in enumerate(texts):
        history.append({"role": "assistant" if turn % 2 else "user", "content": text})
        # a client may order its fields anew each turn
        fields = {"messages": history, "temperature": 0.5, "stream": True}
        request = read(dict(reversed(fields.items())) if turn % 2 else dict(fields))
        replaced = {
            leaf.path: leaf.text.replace("Ana", "Tavrin")
            for leaf in request.leaves
            if "Ana" in leaf.text
        }
        after = OPENAI_CHAT.write(request, replaced, model="up")
        assert after.startswith(before.removesuffix(b"]}"))
        assert after == OPENAI_CHAT.write(request, replaced, model="up")
        before = after


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


CONTENT = WORDS.filter(bool) | trees().map(json.dumps)
PARTS = st.lists(
    st.fixed_dictionaries({"type": st.just("text"), "text": CONTENT}), min_size=1, max_size=2
)
CALLS = st.fixed_dictionaries(
    {
        "id": st.just("c"),
        "type": st.just("function"),
        "function": st.fixed_dictionaries({"name": st.just("f"), "arguments": CONTENT}),
    }
)
ASKED = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "system", "developer"]), "content": CONTENT | PARTS}
)
ANSWERED = st.fixed_dictionaries(
    {"role": st.just("assistant"), "content": CONTENT, "tool_calls": st.lists(CALLS, max_size=2)}
)
TOLD = st.fixed_dictionaries(
    {"role": st.just("tool"), "tool_call_id": st.just("c"), "content": CONTENT | PARTS}
)
SCHEMAS = st.dictionaries(
    st.sampled_from(["type", "properties", "items", "required", "enum", "x"]), trees(), max_size=3
)
FUNCTIONS = st.fixed_dictionaries(
    {"name": st.just("f"), "description": WORDS, "parameters": SCHEMAS}
)
REQUESTS: st.SearchStrategy[dict[str, object]] = st.fixed_dictionaries(
    {
        "messages": st.lists(ASKED | ANSWERED | TOLD, min_size=1, max_size=3),
        "tools": st.lists(
            st.fixed_dictionaries({"type": st.just("function"), "function": FUNCTIONS}),
            max_size=2,
        ),
        "stop": st.lists(WORDS, max_size=2),
        "user": st.just("Nora"),
    }
)
"""Requests of all shapes, with any words in them."""

FIXED = {
    "up", "model", "store", "messages", "tools", "stop", "role", "content", "user", "system",
    "developer", "assistant", "tool", "type", "text", "tool_calls", "tool_call_id", "id",
    "function", "name", "arguments", "description", "parameters", "f", "c",
}  # fmt: skip
SCHEMA_WORDS = {"type", "properties", "items", "required", "enum"} | {
    "array", "boolean", "integer", "null", "number", "object", "string",
}  # fmt: skip


@settings(max_examples=60)
@given(REQUESTS)
def test_every_string_that_leaves_comes_from_a_leaf_or_is_a_fixed_word(
    fields: dict[str, object],
) -> None:
    error = refusal(fields)
    assert error is None or error.code == "bad_key"
    if error:
        return
    request = read(fields)
    marked = {
        leaf.path: f"w{place}"
        for place, leaf in enumerate(request.leaves)
        if leaf.kind is not LeafKind.STRUCTURAL
    }
    out: Json = json.loads(OPENAI_CHAT.write(request, marked, model="up"))
    for leaf in json_leaves(out, (), "user"):
        word = leaf.text
        assert word in marked.values() or word in FIXED or word in SCHEMA_WORDS, word


@settings(max_examples=60)
@given(REQUESTS)
def test_reading_what_was_written_finds_the_same_leaves(fields: dict[str, object]) -> None:
    if refusal(fields):
        return
    request = read(fields)
    again = OPENAI_CHAT.read(OPENAI_CHAT.write(request, {}, model="up"), {})
    assert again.leaves == request.leaves
