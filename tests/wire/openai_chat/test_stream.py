"""A streamed answer comes back restored, wherever it is cut."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import UpstreamBroken, UpstreamError
from gateway.terms.chat import ChatRequest, Json, StreamReader, Usage
from gateway.wire.openai_chat import OPENAI_CHAT
from gateway.wire.sse import EventParser, write_event
from tests.wire.fakes import ORIGINAL, make
from tests.wire.openai_chat.test_answer import request

DONE = b"data: [DONE]\n\n"


def chunk(*choices: Json, **more: Json) -> bytes:
    whole: dict[str, Json] = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_700_000_000,
        "model": "upstream-model-2026",
        "system_fingerprint": "fp_1",
        "choices": list(choices),
    }
    return write_event(json.dumps(whole | more).encode())


def says(text: str, *, index: int = 0, field: str = "content") -> bytes:
    return chunk({"index": index, "delta": {field: text}, "finish_reason": None})


def ends(reason: str = "stop", *, index: int = 0, **delta: Json) -> bytes:
    return chunk({"index": index, "delta": delta, "finish_reason": reason})


def calls(arguments: str, *, place: int = 0, index: int = 0, **more: Json) -> bytes:
    function: Json = {"arguments": arguments}
    call: dict[str, Json] = {"index": place, "function": function}
    return chunk({"index": index, "delta": {"tool_calls": [call | more]}, "finish_reason": None})


USAGE: dict[str, Json] = {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12}
BEGIN = chunk({"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None})


def read(
    pieces: Iterable[bytes], asked: ChatRequest | None = None
) -> tuple[list[dict[str, Any]], StreamReader]:
    """Feed a stream in pieces; return the chunks that come out, the end mark seen and taken off."""
    reader = OPENAI_CHAT.stream(asked or request(stream=True), make)
    out = b"".join(part for piece in pieces for part in reader.feed(piece))
    assert DONE not in out, "the end mark came before `finish`"
    last = b"".join(reader.finish())
    assert last.endswith(DONE)
    events = list(EventParser().feed(out + last))
    assert events.pop().data == b"[DONE]"
    return [json.loads(event.data) for event in events], reader


def joined(chunks: list[dict[str, Any]]) -> dict[tuple[int, str], str]:
    """Return all text by choice and field (`call N` for the arguments of a tool call)."""
    texts: dict[tuple[int, str], str] = {}
    for part in chunks:
        for choice in part["choices"]:
            index, delta = choice["index"], choice["delta"]
            for field in ("content", "refusal", "reasoning_content"):
                texts[index, field] = texts.get((index, field), "") + (delta.get(field) or "")
            for call in delta.get("tool_calls", ()):
                at = (index, f"call {call['index']}")
                texts[at] = texts.get(at, "") + call.get("function", {}).get("arguments", "")
    return {at: text for at, text in texts.items() if text}


def test_a_name_cut_over_chunks_is_restored() -> None:
    chunks, reader = read([BEGIN, says("Dear Tav"), says("rin, hello"), ends(), DONE])
    assert joined(chunks) == {(0, "content"): f"Dear {ORIGINAL}, hello"}
    assert reader.done
    assert {part["model"] for part in chunks} == {"gpt-4o"}
    assert chunks[0]["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"


def test_what_is_held_comes_before_the_finish_in_a_chunk_of_its_own() -> None:
    chunks, _ = read([says("See Tavr"), ends(content="in and Tav"), DONE])
    deltas = [(c["choices"][0]["delta"], c["choices"][0]["finish_reason"]) for c in chunks]
    assert deltas == [
        ({"content": "See "}, None),
        ({"content": f"{ORIGINAL} and "}, None),
        ({"content": "Tav"}, None),
        ({}, "stop"),
    ]


def test_what_is_held_without_a_finish_comes_before_the_end() -> None:
    chunks, _ = read([says("Tav"), says("Ta", index=1), DONE])
    assert joined(chunks) == {(0, "content"): "Tav", (1, "content"): "Ta"}


def test_a_chunk_whose_words_are_all_held_is_not_sent_empty() -> None:
    chunks, _ = read([says("Tav"), calls("Tav"), says("rin"), ends(), DONE])
    assert [c["choices"][0]["delta"] for c in chunks] == [
        {"content": ORIGINAL},
        {"tool_calls": [{"index": 0, "function": {"arguments": "Tav"}}]},
        {},
    ]


def test_each_choice_field_and_call_has_a_restorer_of_its_own() -> None:
    stream = [
        says("Tav"), says("Tav", index=1), says("Tav", field="refusal"),
        says("Tav", field="reasoning_content"),
        calls('{"a":"Tav', id="call_1", type="function"), calls('{"b":"Tav', place=1, id="call_2"),
        says("rin"), says("ern", index=1), says("rin!", field="refusal"),
        says("or", field="reasoning_content"), calls('rin"}'), calls('rin"}', place=1),
        ends(), ends(index=1), DONE,
    ]  # fmt: skip
    chunks, _ = read(stream)
    texts = joined(chunks)
    assert texts[0, "content"] == ORIGINAL
    assert texts[1, "content"] == "Tavern"
    assert texts[0, "refusal"] == f"{ORIGINAL}!"
    assert texts[0, "reasoning_content"] == "Tavor"
    assert json.loads(texts[0, "call 0"]) == {"a": ORIGINAL}
    assert json.loads(texts[0, "call 1"]) == {"b": ORIGINAL}


def test_a_tool_call_keeps_its_id_type_and_name() -> None:
    head: Json = {"name": "look_up", "arguments": ""}
    chunks, _ = read([calls("", id="call_1", type="function", function=head), calls("{}"), DONE])
    assert chunks[0]["choices"][0]["delta"]["tool_calls"] == [
        {
            "index": 0,
            "id": "call_1",
            "type": "function",
            "function": {"name": "look_up", "arguments": ""},
        }
    ]


def test_a_call_s_head_is_sent_even_where_its_arguments_are_held() -> None:
    head: Json = {"name": "look_up", "arguments": "Tav"}
    chunks, _ = read([calls("", id="call_1", function=head), ends("tool_calls"), DONE])
    (call,) = chunks[0]["choices"][0]["delta"]["tool_calls"]
    assert call["id"] == "call_1"
    assert joined(chunks) == {(0, "call 0"): "Tav"}


def test_a_piece_of_a_call_without_arguments_passes() -> None:
    pieces: list[Json] = [
        {"index": 0, "id": "call_1", "function": {"name": "look_up"}},
        {"index": 0, "function": {"arguments": ""}},
        {"index": 0},
    ]
    stream = [chunk({"index": 0, "delta": {"tool_calls": [piece]}}) for piece in pieces]
    chunks, _ = read([*stream, DONE])
    assert [c["choices"][0]["delta"]["tool_calls"][0] for c in chunks] == [
        {"index": 0, "id": "call_1", "function": {"name": "look_up"}},
        {"index": 0},
        {"index": 0},
    ]


def test_a_json_answer_is_restored_as_json_and_its_refusal_as_text() -> None:
    asked = request(stream=True, json_answer=True)
    chunks, _ = read([says('{"a":"Tavrin"}'), says("Tavrin", field="refusal"), DONE], asked)
    texts = joined(chunks)
    assert json.loads(texts[0, "content"]) == {"a": ORIGINAL}
    assert texts[0, "refusal"] == ORIGINAL


def test_usage_is_passed_to_who_asked_and_counted_for_all() -> None:
    stream = [says("x"), ends(), chunk(usage=USAGE), DONE]
    chunks, reader = read(stream, request(stream=True, usage=True))
    assert [part["usage"] for part in chunks] == [None, None, USAGE]
    assert chunks[-1]["choices"] == []
    assert reader.usage == Usage(prompt_tokens=9, completion_tokens=3)
    chunks, reader = read(stream)
    assert len(chunks) == 2
    assert not any("usage" in part for part in chunks)
    assert reader.usage == Usage(prompt_tokens=9, completion_tokens=3)


def test_what_is_not_listed_is_dropped() -> None:
    choice: Json = {
        "index": 0,
        "delta": {"content": "x", "audio": {"transcript": "Tavrin"}, "secret": "Tavrin"},
        "logprobs": {"content": [{"token": "Tav"}]},
        "finish_reason": None,
    }
    chunks, _ = read([chunk(choice, obfuscation="Tavrin", moderation={"x": "Tavrin"}), DONE])
    assert "Tav" not in json.dumps(chunks)


def test_comments_empty_chunks_and_what_follows_the_end_are_not_sent_on() -> None:
    filtered = chunk(prompt_filter_results=[{"prompt_index": 0}])
    chunks, _ = read([b": busy\n\n", filtered, says("x"), DONE, says("Tavrin"), b"data: {\n\n"])
    assert joined(chunks) == {(0, "content"): "x"}


def test_a_stream_without_its_end_is_cut_and_gives_out_nothing_held() -> None:
    reader = OPENAI_CHAT.stream(request(stream=True), make)
    sent = b"".join(reader.feed(says("See Tav") + b"data: [DON"))
    assert b"Tav" not in sent
    assert not reader.done
    with pytest.raises(UpstreamBroken) as caught:
        list(reader.finish())
    assert caught.value.code == "upstream_cut"


@pytest.mark.parametrize("end", [b"data: [DONE]", b"data: [DONE]\n", b"data:[DONE]\r\n"])
def test_an_end_mark_without_its_empty_line_is_an_end(end: bytes) -> None:
    chunks, reader = read([says("Tav"), end])
    assert joined(chunks) == {(0, "content"): "Tav"}
    assert reader.done


@pytest.mark.parametrize(
    "event",
    [
        write_event(b'{"error": {"message": "Tavrin is too long", "code": "x"}}'),
        write_event(b'{"message": "Tavrin"}', type="error"),
    ],
)
def test_an_error_in_the_stream_comes_after_what_came_before_it(event: bytes) -> None:
    reader = OPENAI_CHAT.stream(request(stream=True), make)
    sent: list[bytes] = []
    with pytest.raises(UpstreamError) as caught:
        sent.extend(reader.feed(says("Hello") + says("more") + event))
    assert (caught.value.code, caught.value.status) == ("upstream_error", 502)
    assert "Tavrin" not in caught.value.message
    assert len(sent) == 2


BROKEN: list[tuple[str, bytes]] = [
    ("no JSON", b"data: Tavrin\n\n"),
    ("not UTF-8", b'data: {"id": "\xff"}\n\n'),
    ("a list", b"data: []\n\n"),
    ("no choices", b'data: {"id": "x"}\n\n'),
    ("choices of text", b'data: {"choices": "Tavrin"}\n\n'),
    ("choice of text", chunk("Tavrin")),
    ("index of text", chunk({"index": "Tavrin", "delta": {}})),
    ("delta of text", chunk({"index": 0, "delta": "Tavrin"})),
    ("content of a list", chunk({"index": 0, "delta": {"content": ["Tavrin"]}})),
    ("finish reason of prose", ends("because of Tavrin")),
    ("old function call", chunk({"index": 0, "delta": {"function_call": {"name": "f"}}})),
    ("calls of text", chunk({"index": 0, "delta": {"tool_calls": "Tavrin"}})),
    (
        "call with an index of text",
        chunk({"index": 0, "delta": {"tool_calls": [{"index": "Tavrin"}]}}),
    ),
    ("call with a bad id", calls("", id="for Tavrin")),
    ("call with a bad name", calls("", function={"name": "of Tavrin"})),
    ("call of a function of text", calls("", function="Tavrin")),
    ("arguments of an object", calls("", function={"arguments": {"a": "Tavrin"}})),
]


@pytest.mark.parametrize("data", [row[1] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_chunk_of_another_shape_is_broken_and_not_quoted(data: bytes) -> None:
    reader = OPENAI_CHAT.stream(request(stream=True), make)
    with pytest.raises(UpstreamBroken) as caught:
        list(reader.feed(data))
    assert caught.value.code == "upstream_malformed"
    assert "Tavrin" not in caught.value.message


WHOLE = b"".join(
    [
        b"\xef\xbb\xbf: hello\r\n\r\n", BEGIN, says("Dear “Tavrin”, Tav"), says("rin 😀 Tavr"),
        BEGIN.replace(b'"index": 0', b'"index": 1'), says("Tavrin", index=1),
        says("on").replace(b"\n", b"\r\n"),
        calls("", id="call_1", type="function", function={"name": "f", "arguments": ""}),
        calls('{"who":"Ta'), calls('vrin"}').replace(b"\n", b"\r"), ends("tool_calls"),
        ends("length", index=1), chunk(usage=USAGE), DONE,
    ]
)  # fmt: skip
EXPECTED = {
    (0, "content"): f"Dear “{ORIGINAL}”, {ORIGINAL} 😀 Tavron",
    (1, "content"): ORIGINAL,
    (0, "call 0"): json.dumps({"who": ORIGINAL}, ensure_ascii=False, separators=(",", ":")),
}


def sent(pieces: Iterable[bytes]) -> bytes:
    reader = OPENAI_CHAT.stream(request(stream=True, usage=True), make)
    return b"".join([*(part for piece in pieces for part in reader.feed(piece)), *reader.finish()])


def test_a_stream_cut_at_any_byte_is_the_whole_stream() -> None:
    chunks, _ = read([WHOLE], request(stream=True, usage=True))
    assert joined(chunks) == EXPECTED
    whole = sent([WHOLE])
    for cut in range(len(WHOLE)):
        assert sent([WHOLE[:cut], WHOLE[cut:]]) == whole, cut


def test_a_stream_byte_by_byte_and_with_bytes_behind_is_the_whole_stream() -> None:
    whole = sent([WHOLE])
    assert sent(bytes([byte]) for byte in WHOLE) == whole
    assert sent([WHOLE + b"data: trailing"]) == whole


@settings(max_examples=40)
@given(st.lists(st.text("Tavrin' 😀", min_size=1, max_size=9), max_size=8))
def test_text_cut_into_any_deltas_is_restored_as_one(parts: list[str]) -> None:
    chunks, _ = read([BEGIN, *map(says, parts), ends(), DONE])
    run = make(json=False)
    assert joined(chunks).get((0, "content"), "") == run.feed("".join(parts)) + run.flush()
