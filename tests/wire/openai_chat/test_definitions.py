"""Tools, tool choices, answer formats and stops that are let through."""

import pytest

from gateway.terms.chat import Json
from gateway.terms.text import LeafKind
from gateway.wire.leaves import Leaves
from gateway.wire.openai_chat.definitions import (
    take_response_format,
    take_stop,
    take_tool_choice,
    take_tools,
)

NAMED: Json = {"type": "function", "function": {"name": "look_up"}}
ALLOWED: Json = {
    "type": "allowed_tools",
    "allowed_tools": {"mode": "auto", "tools": [NAMED, NAMED]},
}
CHOICES: list[tuple[str, Json, int]] = [
    ("auto", "auto", 0),
    ("none", "none", 0),
    ("required", "required", 0),
    ("one function", NAMED, 1),
    ("allowed", ALLOWED, 2),
]


@pytest.mark.parametrize(("choice", "names"), [r[1:] for r in CHOICES], ids=[r[0] for r in CHOICES])
def test_a_tool_choice_passes_with_its_names_matched(choice: Json, names: int) -> None:
    leaves = Leaves(100)
    assert take_tool_choice(choice, ("tool_choice",), leaves) == choice
    assert [leaf.kind for leaf in leaves] == [LeafKind.STRUCTURAL] * names


@pytest.mark.parametrize("kind", ["text", "json_object"])
def test_a_plain_answer_format_passes(kind: str) -> None:
    assert take_response_format({"type": kind}, ("response_format",), Leaves(100)) == {"type": kind}


def test_stops_pass_as_texts() -> None:
    leaves = Leaves(100)
    assert take_stop("Ana", ("stop",), leaves) == "Ana"
    assert take_stop(["Ben", "Cid"], ("stop",), leaves) == ["Ben", "Cid"]
    assert [(leaf.path, leaf.text) for leaf in leaves] == [
        (("stop",), "Ana"),
        (("stop", 0), "Ben"),
        (("stop", 1), "Cid"),
    ]


def test_fields_of_null_are_left_out_and_no_tools_are_none() -> None:
    tool: Json = {
        "type": "function",
        "function": {"name": "f", "description": None, "parameters": None, "strict": None},
    }
    assert take_tools([tool], ("tools",), Leaves(100)) == [
        {"type": "function", "function": {"name": "f"}}
    ]
    assert take_tools([], ("tools",), Leaves(100)) is None
