"""Roles, parts and tool calls that are let through, and the text that opens a conversation."""

import json

import pytest

from gateway.terms.chat import Json
from gateway.terms.text import Leaf, Mark
from gateway.wire.leaves import Leaves
from gateway.wire.openai_chat.messages import opener, take


def leaves(*messages: Json) -> list[Leaf]:
    found = Leaves(100)
    take(list(messages), ("messages",), found)
    return found


def test_the_developer_speaks_as_the_system() -> None:
    assert [leaf.author for leaf in leaves({"role": "developer", "content": "x"})] == ["system"]


@pytest.mark.parametrize("mark", [{"mode": "explicit", "ttl": "30m"}, {"mode": "explicit"}])
def test_a_part_may_carry_a_cache_mark(mark: Json) -> None:
    part: Json = {"type": "text", "text": "x", "prompt_cache_breakpoint": mark}
    message: Json = {"role": "user", "content": [part]}
    assert take([message], ("messages",), Leaves(100)) == [message]


def test_empty_texts_of_others_than_the_user_pass() -> None:
    assert [leaf.text for leaf in leaves(
        {"role": "system", "content": ""},
        {"role": "assistant", "content": ""},
        {"role": "tool", "content": "", "tool_call_id": "c"},
    )] == ["", "", "c", ""]  # fmt: skip


def test_a_call_may_carry_the_index_it_had_in_a_stream() -> None:
    call: Json = {
        "index": 0,
        "id": "functions.look_up:0",
        "type": "function",
        "function": {"name": "look_up", "arguments": ""},
    }
    (message,) = [take([{"role": "assistant", "tool_calls": [call]}], ("messages",), Leaves(100))]
    assert isinstance(message, list)
    assert "index" not in json.dumps(message)


def test_arguments_are_seen_through_and_kept_when_they_are_no_json() -> None:
    def call(arguments: str) -> Json:
        function: Json = {"name": "f", "arguments": arguments}
        return {
            "role": "assistant",
            "tool_calls": [{"id": "c", "type": "function", "function": function}],
        }

    at = ("messages", 0, "tool_calls", 0, "function", "arguments")
    assert leaves(call('{"a": "Ana"}'))[-1].path == (*at, Mark.JSON, "a")
    assert leaves(call('{"a": "Ana'))[-1] == Leaf(path=at, text='{"a": "Ana', author="assistant")


PART: Json = {"type": "text", "text": "one"}
OPENERS: list[tuple[str, Json, str]] = [
    ("text", [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}], "u"),
    ("first of two", [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}], "a"),
    ("parts", [{"role": "user", "content": [PART, PART]}], "one\none"),
    ("no user", [{"role": "system", "content": "s"}], ""),
]


@pytest.mark.parametrize(
    ("messages", "text"), [r[1:] for r in OPENERS], ids=[r[0] for r in OPENERS]
)
def test_the_first_user_message_opens_the_conversation(messages: Json, text: str) -> None:
    assert opener(messages) == text
