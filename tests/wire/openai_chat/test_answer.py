# ruff: noqa: E501 -- a table is read row by row
"""A whole answer comes back restored, and with nothing in it that was not looked at."""

import json
from typing import Any

import pytest

from gateway.errors import UpstreamBroken
from gateway.terms.chat import ChatRequest, Json, Usage
from gateway.wire.openai_chat import OPENAI_CHAT
from tests.wire.fakes import ORIGINAL, make

CALL: dict[str, Json] = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "look_up", "arguments": '{"student":"Tavrin"}'},
}
MESSAGE: dict[str, Json] = {"role": "assistant", "content": "Tavrin's essay"}
ANSWER: dict[str, Json] = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1_700_000_000,
    "model": "upstream-model-2026",
    "choices": [{"index": 0, "message": MESSAGE, "finish_reason": "stop", "logprobs": None}],
    "usage": {
        "prompt_tokens": 9,
        "completion_tokens": 3,
        "total_tokens": 12,
        "prompt_tokens_details": {"cached_tokens": 0},
    },
    "system_fingerprint": "fp_1",
    "service_tier": "default",
}


def request(*, json_answer: bool = False, stream: bool = False, usage: bool = False) -> ChatRequest:
    fields: dict[str, object] = {"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}]}
    if json_answer:
        fields["response_format"] = {"type": "json_object"}
    if stream:
        fields |= {"stream": True, "stream_options": {"include_usage": usage}}
    return OPENAI_CHAT.read(json.dumps(fields).encode(), {})


def restored(answer: Json, *, json_answer: bool = False) -> Any:
    body, _ = OPENAI_CHAT.restore(
        request(json_answer=json_answer), json.dumps(answer).encode(), make
    )
    return json.loads(body)


def with_message(**message: Json) -> dict[str, Json]:
    choice: Json = {"index": 0, "message": MESSAGE | message, "finish_reason": "stop"}
    return ANSWER | {"choices": [choice]}


def test_content_is_restored_and_the_model_is_the_one_asked_for() -> None:
    out = restored(ANSWER)
    assert out["choices"][0]["message"] == {
        "role": "assistant",
        "content": f"{ORIGINAL}'s essay",
        "refusal": None,
    }
    assert out["model"] == "gpt-4o"
    for name in ("id", "object", "created", "usage", "system_fingerprint", "service_tier"):
        assert out[name] == ANSWER[name]


def test_usage_is_counted() -> None:
    _, usage = OPENAI_CHAT.restore(request(), json.dumps(ANSWER).encode(), make)
    assert usage == Usage(prompt_tokens=9, completion_tokens=3)


def test_names_inside_tool_arguments_are_restored_as_json() -> None:
    out = restored(with_message(content=None, tool_calls=[CALL]))
    message = out["choices"][0]["message"]
    assert message["content"] is None
    (call,) = message["tool_calls"]
    assert (call["id"], call["function"]["name"]) == ("call_1", "look_up")
    assert json.loads(call["function"]["arguments"]) == {"student": ORIGINAL}


def test_a_json_answer_is_restored_as_json() -> None:
    out = restored(with_message(content='{"who":"Tavrin"}'), json_answer=True)
    assert json.loads(out["choices"][0]["message"]["content"]) == {"who": ORIGINAL}


@pytest.mark.parametrize("field", ["refusal", "reasoning_content", "reasoning"])
def test_every_field_of_words_is_restored(field: str) -> None:
    out = restored(with_message(**{field: "not Tavrin"}))
    assert out["choices"][0]["message"][field] == f"not {ORIGINAL}"


def test_each_choice_has_a_restorer_of_its_own() -> None:
    choices: Json = [
        {"index": n, "message": MESSAGE | {"content": text}, "finish_reason": "length"}
        for n, text in enumerate(["a Tav", "rin b", "Tavrin"])
    ]
    out = restored(ANSWER | {"choices": choices})
    assert [c["message"]["content"] for c in out["choices"]] == ["a Tav", "rin b", ORIGINAL]


def test_what_is_not_listed_is_dropped() -> None:
    answer = with_message(
        annotations=[{"type": "url_citation", "url_citation": {"title": "about Tavrin"}}],
        audio={"transcript": "Tavrin"},
        secret="Tavrin",
    )
    choices = answer["choices"]
    assert isinstance(choices, list)
    assert isinstance(choices[0], dict)
    choices[0]["logprobs"] = {"content": [{"token": "Tav"}, {"token": "rin"}]}
    choices[0]["content_filter_results"] = {"detail": "Tavrin"}
    answer |= {
        "moderation": {"input": "Tavrin"},
        "metadata": {"about": "Tavrin"},
        "usage": {"prompt_tokens": 1, "about Tavrin": 2, "note": "Tavrin", "more": {"x": "Tavrin"}},
        "id": "made for Tavrin",
        "system_fingerprint": "of Tavrin",
        "service_tier": 7,
    }
    out = restored(answer)
    assert "Tav" not in json.dumps(out)
    assert out["choices"][0]["logprobs"] is None
    assert out["usage"] == {"prompt_tokens": 1, "more": {}}
    assert out["id"] == "chatcmpl"


def test_counts_that_are_no_counts_are_unknown() -> None:
    answer = ANSWER | {"usage": {"prompt_tokens": -1, "completion_tokens": True}}
    _, usage = OPENAI_CHAT.restore(request(), json.dumps(answer).encode(), make)
    assert usage == Usage()
    _, usage = OPENAI_CHAT.restore(request(), json.dumps(ANSWER | {"usage": None}).encode(), make)
    assert usage == Usage()


def function(**changes: Json) -> Json:
    return {"name": "look_up", "arguments": "{}"} | changes


BROKEN: list[tuple[str, Json]] = [
    ("a list", []),
    ("no choices", {k: v for k, v in ANSWER.items() if k != "choices"}),
    ("choices of text", ANSWER | {"choices": "Tavrin"}),
    ("choice of text", ANSWER | {"choices": ["Tavrin"]}),
    ("choice without message", ANSWER | {"choices": [{"index": 0}]}),
    ("choice with an index of text", ANSWER | {"choices": [{"index": "Tavrin", "message": MESSAGE}]}),
    ("content of a list", with_message(content=["Tavrin"])),
    ("refusal of a number", with_message(refusal=7)),
    ("calls of text", with_message(tool_calls="Tavrin")),
    ("call without function", with_message(tool_calls=[{"id": "c"}])),
    ("custom call", with_message(tool_calls=[{"id": "c", "type": "custom", "custom": {"input": "x"}}])),
    ("call with a bad id", with_message(tool_calls=[CALL | {"id": "for Tavrin"}])),
    ("call with a bad name", with_message(tool_calls=[CALL | {"function": function(name="of Tavrin")}])),
    ("arguments of an object", with_message(tool_calls=[CALL | {"function": function(arguments={})}])),
    ("old function call", with_message(function_call=function())),
    ("finish reason of prose", ANSWER | {"choices": [{"index": 0, "message": MESSAGE, "finish_reason": "as Tavrin"}]}),
]  # fmt: skip


@pytest.mark.parametrize("answer", [row[1] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_an_answer_of_another_shape_is_broken_and_not_quoted(answer: Json) -> None:
    with pytest.raises(UpstreamBroken) as caught:
        restored(answer)
    assert caught.value.code == "upstream_malformed"
    assert "Tavrin" not in caught.value.message


@pytest.mark.parametrize(
    "body", [b"", b"<html>Tavrin</html>", b'{"choices": [', rb'{"id": "\ud800"}', b"[" * 100_000]
)
def test_an_answer_that_is_no_json_is_broken(body: bytes) -> None:
    with pytest.raises(UpstreamBroken) as caught:
        OPENAI_CHAT.restore(request(), body, make)
    assert caught.value.code == "upstream_malformed"
