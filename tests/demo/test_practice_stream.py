"""Streams have the shape OpenAI's have, and are cut where they were told to be."""

import json
from typing import Any

import pytest

from gateway.demo.practice_answers import Answer, Call
from gateway.demo.practice_behaviour import Behaviour, Cuts, pieces
from gateway.demo.practice_stream import COMMENT, DONE, Cutter, Head, events, usage_of, whole

HEAD = Head(id="chatcmpl-practice-1", model="practice-1", created=0)
TEXT = Answer(content="Well done, Zoë! 🎉")
CALLS = Answer(
    content=None,
    calls=(Call(id="call_0_0", name="note", arguments='{"a": 1}'),),
    finish="tool_calls",
)


def stream(*answers: Answer, with_usage: bool = False, **behaviour: Any) -> list[Any]:
    made = Behaviour(**behaviour)
    blocks = list(events(HEAD, answers, usage_of(40, answers), made, with_usage=with_usage))
    assert blocks[-1] == DONE
    return [json.loads(block.removeprefix(b"data: ")) for block in blocks[:-1] if block != COMMENT]


def test_a_choice_begins_with_its_role_and_ends_with_its_reason() -> None:
    chunks = stream(TEXT)
    choices = [chunk["choices"][0] for chunk in chunks]
    assert choices[0]["delta"] == {"role": "assistant", "content": ""}
    assert choices[-1]["delta"] == {}
    assert [c["finish_reason"] for c in choices[-2:]] == [None, "stop"]
    assert "".join(c["delta"].get("content", "") for c in choices) == TEXT.content


@pytest.mark.parametrize(
    ("cuts", "parts"),
    [
        ("every", list("Well done, Zoë! 🎉")),
        ((4, 4, 99), ["Well", " done, Zoë! 🎉"]),
        ((), ["Well done, Zoë! 🎉"]),
    ],
)
def test_content_is_cut_where_told(cuts: Cuts, parts: list[str]) -> None:
    deltas = [chunk["choices"][0]["delta"] for chunk in stream(TEXT, cuts=cuts)]
    assert [d["content"] for d in deltas[1:-1]] == parts


def test_tool_calls_open_with_id_and_name_and_go_on_with_arguments() -> None:
    deltas = [c["choices"][0]["delta"] for c in stream(CALLS, cuts=(3,))]
    assert deltas[0] == {"role": "assistant", "content": None}
    opening, first, second = (delta["tool_calls"][0] for delta in deltas[1:4])
    assert opening == {
        "index": 0,
        "id": "call_0_0",
        "type": "function",
        "function": {"name": "note", "arguments": ""},
    }
    assert first["function"]["arguments"] + second["function"]["arguments"] == '{"a": 1}'


def test_choices_take_turns() -> None:
    chunks = stream(TEXT, TEXT, cuts=(4,))
    assert [c["choices"][0]["index"] for c in chunks] == [0, 1] * 4


def test_usage_comes_last_with_no_choices_and_only_if_asked_for() -> None:
    chunks = stream(TEXT, with_usage=True)
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"]["total_tokens"] == 13 + 5
    assert all(chunk["usage"] is None for chunk in chunks[:-1])
    assert all("usage" not in chunk for chunk in stream(TEXT))


def test_comments_come_between_events() -> None:
    behaviour = Behaviour(comments=2, cuts="every")
    blocks = list(events(HEAD, [TEXT], {}, behaviour, with_usage=False))
    assert blocks[0] == blocks[3] == COMMENT
    assert blocks.count(COMMENT) == 10


def test_ascii_escapes_everything_else_in_both_forms() -> None:
    for body in (
        whole(HEAD, [TEXT], {}, ascii_only=True),
        b"".join(events(HEAD, [TEXT], {}, Behaviour(ascii=True), with_usage=False)),
    ):
        assert body.isascii()
        assert rb"\u00eb" in body


def test_pieces_make_up_the_text() -> None:
    for cuts in (None, "every", (1, 5, 2)):
        assert "".join(pieces("Talia Nguyen", cuts)) == "Talia Nguyen"
        assert pieces("", cuts) == []


@pytest.mark.parametrize("cuts", [None, "every", (), (0, 1), (2, 5, 7), (100,)])
@pytest.mark.parametrize("size", [1, 3, 10])
def test_wire_cuts_change_the_pieces_but_not_the_bytes(cuts: Cuts | None, size: int) -> None:
    data = b"0123456789"
    cutter = Cutter(cuts)
    found = [p for at in range(0, 10, size) for p in cutter.feed(data[at : at + size])]
    found.append(cutter.flush())
    assert b"".join(found) == data
    if cuts == (2, 5, 7):
        assert found == [b"01", b"234", b"56", b"789"]
    if cuts == "every":
        assert all(len(piece) == 1 for piece in found[:-1])
