"""Chunks that differ in their words alone are read by these, and say just the same."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.errors import UpstreamBroken
from gateway.terms.chat import Json
from gateway.wire.openai_chat import OPENAI_CHAT, frames, stream
from gateway.wire.openai_chat.frames import PROBE, Frame, frame_of, tells_words_alone
from tests.wire.fakes import make
from tests.wire.openai_chat.test_answer import request
from tests.wire.openai_chat.test_stream import (
    BEGIN,
    DONE,
    USAGE,
    calls,
    chunk,
    ends,
    joined,
    read,
    says,
)


def plain(words: str = "hello", **more: Json) -> dict[str, Any]:
    choice: Json = {"index": 0, "delta": {"content": words}, "finish_reason": None}
    return {"id": "c", "choices": [choice], "usage": None} | more


def framed(tree: dict[str, Any], data: bytes | None = None) -> Frame | None:
    return frame_of(data or orjson.dumps(tree), tree, orjson.dumps([PROBE]))


@pytest.mark.parametrize("words", ["x", 'a "b" \\ / \n é 🙂', "\\u0041", '","role":"x', PROBE])
def test_other_words_in_the_same_frame_are_read_as_json_reads_them(words: str) -> None:
    frame = framed(plain())
    assert frame is not None
    for ascii_only in (True, False):
        data = json.dumps(plain(words), ensure_ascii=ascii_only, separators=(",", ":")).encode()
        assert frame.words(data) == words
    assert orjson.loads(frame.chunk(words)) == [words]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(orjson.dumps(plain() | {"id": "d"}), id="another head"),
        pytest.param(orjson.dumps(plain("")), id="no words"),
        pytest.param(orjson.dumps(plain('a"b')).replace(b'\\"', b'"'), id="two strings"),
        pytest.param(orjson.dumps(plain("PUT")).replace(b"PUT", b'","role":"x'), id="a field more"),
        pytest.param(orjson.dumps(plain("PUT")).replace(b"PUT", b"\\ud800"), id="half a character"),
        pytest.param(orjson.dumps(plain("PUT")).replace(b"PUT", b"\xff"), id="no UTF-8"),
        pytest.param(orjson.dumps(plain("PUT")).replace(b"PUT", b"PUT\\"), id="the quote escaped"),
        pytest.param(b'{"id":"c","choices":[{"index":0,"delta":{"content":"', id="cut"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_whatever_else_differs_is_not_read_by_its_words(data: bytes) -> None:
    frame = framed(plain())
    assert frame is not None
    assert frame.words(data) is None


def test_a_frame_whose_ends_overlap_in_the_data_holds_no_words() -> None:
    frame = Frame(0, b'{"a":"', b'"a":"', b"", b"")
    assert frame.words(b'{"a":"') is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"content":"no","choices":[{"delta":{"content":"hello"}}]}', id="outside"),
        pytest.param(
            b'{"choices":[{"delta":{"content":"no","\\u0063ontent":"hello"}}]}', id="named twice"
        ),
        pytest.param(b'{"choices":[{"delta":{"\\u0063ontent":"hello"}}]}', id="name in escapes"),
    ],
)
def test_words_that_cannot_be_told_have_no_frame(data: bytes) -> None:
    assert framed(orjson.loads(data), data) is None


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"usage": USAGE}, id="usage"),
        pytest.param({"choices": []}, id="no choice"),
        pytest.param({"choices": plain()["choices"] * 2}, id="two choices"),
        pytest.param({"choices": [{"index": 0}]}, id="no delta"),
        pytest.param({"choices": [{"delta": {"content": ""}}]}, id="no words"),
        pytest.param({"choices": [{"delta": {"content": "x", "refusal": "y"}}]}, id="more words"),
        pytest.param(
            {"choices": [{"delta": {"content": "x"}, "finish_reason": "stop"}]}, id="the finish"
        ),
    ],
)
def test_what_says_more_or_less_than_words_has_no_frame(more: dict[str, Json]) -> None:
    assert tells_words_alone(plain())
    assert not tells_words_alone(plain() | more)


def test_words_that_came_together_go_on_as_one_chunk_and_alone_otherwise() -> None:
    said = [says(f"word {number} ") for number in range(50)]
    together, _ = read([BEGIN + b"".join(said), ends(), DONE])
    alone, _ = read([BEGIN, *said, ends(), DONE])
    assert len(together) == 4  # the role, the words read in full, all others, the finish
    assert len(alone) == 52
    assert joined(together) == joined(alone)


def test_long_words_do_not_wait_for_all_that_came_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stream, "MOST_TOGETHER", 10)
    chunks, _ = read([BEGIN + b"".join(says("12345") for _ in range(21)) + ends() + DONE])
    assert len(chunks) == 2 + 10 + 1


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"data: {\n\n", id="no JSON"),
        pytest.param(b"data: " + b"x" * (5 * 1024 * 1024), id="too large an event"),
    ],
)
def test_an_error_comes_after_the_words_that_came_with_it(broken: bytes) -> None:
    reader = OPENAI_CHAT.stream(request(stream=True), make)
    events = iter(reader.feed(BEGIN + says("one ") + says("two ") + broken))
    out = next(events) + next(events) + next(events)
    assert b"two " in out
    with pytest.raises(UpstreamBroken):
        next(events)


WORDS = st.sampled_from(["Tav", "rin ", "hello ", '"', "\\", "é\n", "", "Tavrin's", "🙂"])
EVENTS = st.one_of(
    st.builds(says, WORDS, index=st.integers(0, 2)),
    st.builds(says, WORDS, index=st.just(0)),
    st.builds(says, WORDS, field=st.sampled_from(["refusal", "reasoning_content"])),
    st.builds(ends, index=st.integers(0, 2), content=WORDS),
    st.builds(calls, WORDS),
    st.builds(
        lambda words, more: chunk(
            {"index": 0, "delta": {"content": words, "x": 1}, "finish_reason": None}, **more
        ),
        WORDS,
        st.sampled_from([{}, {"created": 1}, {"usage": USAGE}, {"usage": None}]),
    ),
    st.just(b": comment\n\n"),
)


@settings(max_examples=300)
@given(
    events=st.lists(EVENTS, max_size=30),
    wants_usage=st.booleans(),
    cuts=st.lists(st.integers(1, 400), max_size=8),
)
def test_with_and_without_frames_the_same_is_said(
    events: list[bytes], wants_usage: bool, cuts: list[int]
) -> None:
    whole = b"".join((*events, DONE))
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(whole[at : at + cut])
        at += cut
    pieces.append(whole[at:])
    asked = request(stream=True, usage=wants_usage)
    by_frames, reader = read(pieces, asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "MOST_FRAMES", 0)
        in_full, other = read(pieces, asked)
    assert joined(by_frames) == joined(in_full)
    assert reader.usage == other.usage
    assert told(by_frames) == told(in_full)


def told(chunks: list[dict[str, Any]]) -> list[Any]:
    """Return all that is told but words, in order: finishes and usage."""
    found: list[Any] = []
    for one in chunks:
        assert (one["id"], one["object"]) == ("chatcmpl-1", "chat.completion.chunk")
        found += [
            (choice["index"], choice["finish_reason"])
            for choice in one["choices"]
            if choice["finish_reason"] is not None
        ]
        found += [one["usage"]] if one.get("usage") else []
    return found


def test_only_so_many_choices_are_read_by_their_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: list[int] = []
    real = frames.frame_of

    def counted(data: bytes, tree: dict[str, Any], written: bytes) -> Frame | None:
        learnt.append(frames.choice_of(tree))
        return real(data, tree, written)

    monkeypatch.setattr(frames, "frame_of", counted)
    said = [says("x", index=number) for number in range(stream.MOST_FRAMES + 3)]
    read([*said, *said, DONE])
    assert learnt == list(range(stream.MOST_FRAMES))
