"""Answers use the names that were sent, in the way the style says, and always the same."""

import json
from typing import Any

import pytest

from gateway.demo.practice_answers import answers_to, find_names
from gateway.demo.practice_behaviour import Behaviour, Style
from gateway.terms.chat import Json

NAMES = ("Talia Nguyen", "Marcus O'Neil")
PROMPT = "Please write to Talia Nguyen and Marcus O'Neil."


def ask(text: str = PROMPT, **more: Json) -> dict[str, Json]:
    return {"model": "practice-1", "messages": [{"role": "user", "content": text}], **more}


def answer(style: Style, text: str = PROMPT) -> str:
    (first, *_) = answers_to(ask(text), Behaviour(style=style))
    assert first.content is not None
    return first.content


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Write about Talia Nguyen and Zoë Garcia Lopez.", ("Talia Nguyen", "Zoë Garcia Lopez")),
        ("Maria de la Cruz's essay", ("Maria de la Cruz",)),
        ("Jean-Pierre van der Berg ran", ("Jean-Pierre van der Berg",)),
        ("J. T. Okafor met Ana. Then Bob left", ("J. T. Okafor", "Ana", "Bob")),
        ("[STUDENT_1] and [TEACHER_12]'s", ("[STUDENT_1]", "[TEACHER_12]")),
        ("Maria Santos\nLeo Yazzie", ("Maria Santos", "Leo Yazzie")),
        ("Talia, Talia and Talia", ("Talia",)),
        ("nobody is named here", ()),
        ("", ()),
    ],
)
def test_people_are_found_in_order_and_once(text: str, people: tuple[str, ...]) -> None:
    assert find_names([text]).people == people


def test_addresses_and_ids_are_found_apart_from_people() -> None:
    found = find_names(["Ana: ana.b@example.org, (303) 555-0100, id 204518, 900-12-3456"])
    assert found.people == ("Ana",)
    assert found.other == ("ana.b@example.org", "(303) 555-0100", "204518", "900-12-3456")


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style.PLAIN, ["Talia Nguyen has", "Marcus O'Neil has"]),
        (Style.POSSESSIVE, ["Talia Nguyen's", "Talia’s", "Marcus O'Neil's"]),
        (Style.CAPS, ["TALIA NGUYEN", "MARCUS O'NEIL"]),
        (Style.LOWER, ["talia nguyen", "marcus o'neil"]),
        (Style.FAMILY_FIRST, ["Nguyen, Talia", "O'Neil, Marcus"]),
        (Style.GIVEN_ONLY, ["Talia reads", "Marcus reads"]),
        (Style.SPLIT_LINES, ["Talia\nNguyen\nMarcus\nO'Neil"]),
        (Style.TABLE, ["| 1 | Talia Nguyen |", "| 2 | Marcus O'Neil |"]),
        (Style.LIST, ["- **Talia Nguyen**"]),
        (Style.CODE, ['```python\npupils = ["Talia Nguyen", "Marcus O\'Neil"]\n```']),
        (Style.MIXED, ["Talia Nguyen's", "TALIA NGUYEN", "Nguyen, Talia", "| 1 |", "```"]),
        (Style.FAST, ["Draft ready for Talia Nguyen, Marcus O'Neil."]),
        (Style.ECHO, [PROMPT]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_style_uses_the_names_its_way(style: Style, expected: list[str]) -> None:
    text = answer(style)
    assert [part for part in expected if part not in text] == []


@pytest.mark.parametrize("style", [style for style in Style if style is not Style.SCRIPT])
def test_the_same_request_gives_the_same_answer_and_never_an_empty_one(style: Style) -> None:
    assert answer(style) == answer(style) != ""
    assert answer(style, "nobody is named here") != ""


def test_varied_answers_differ_from_prompt_to_prompt() -> None:
    texts = {answer(Style.VARIED, f"{PROMPT} {n}").replace(str(n), "") for n in range(30)}
    assert len(texts) > 4


def test_names_of_the_whole_conversation_are_used_but_by_the_fast_style() -> None:
    request: dict[str, Json] = {
        "messages": [
            {"role": "system", "content": "You help Denise Okafor."},
            {"role": "user", "content": [{"type": "text", "text": "and Leo Yazzie?"}]},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"function": {"arguments": '{"who": "Amina Farah"}'}}],
            },
            {"role": "tool", "content": "Will Park is absent"},
        ]
    }
    plain = str(answers_to(request, Behaviour())[0].content)
    for name in ("Denise Okafor", "Leo Yazzie", "Amina Farah", "Will Park"):
        assert name in plain
    fast = str(answers_to(request, Behaviour(style=Style.FAST))[0].content)
    assert "Will Park" in fast
    assert "Denise" not in fast


def test_e_mails_phones_and_ids_are_repeated_too() -> None:
    text = answer(Style.PLAIN, "Ana, ana@example.org, (303) 555-0100, 204518")
    assert "ana@example.org, (303) 555-0100, 204518" in text


def test_several_choices_are_variants_with_names_in_another_order() -> None:
    texts = [a.content for a in answers_to(ask(n=3), Behaviour())]
    assert len(set(texts)) == 3
    assert all(text and name in text for text in texts for name in NAMES)


def test_a_script_is_given_word_for_word_and_in_its_pieces() -> None:
    behaviour = Behaviour(style=Style.SCRIPT, script=("Ta", "lia", "!"))
    (said,) = answers_to(ask(), behaviour)
    assert said.content == "Talia!"
    assert said.pieces == ("Ta", "lia", "!")


def test_a_long_answer_names_people_throughout() -> None:
    (said,) = answers_to(ask(), Behaviour(length=1_000))
    words = str(said.content).split()
    assert 1_000 <= len(words) <= 1_001
    assert all(any(n in " ".join(words[at : at + 120]) for n in NAMES) for at in range(0, 880, 40))


# Tools

TOOL: dict[str, Json] = {
    "type": "function",
    "function": {
        "name": "send_note",
        "parameters": {
            "type": "object",
            "properties": {"to": {"type": "string"}, "text": {"type": "string"}},
            "required": ["to", "text"],
        },
    },
}


def calls(**more: Any) -> list[dict[str, Any]]:
    (said,) = answers_to(ask(PROMPT, **more), Behaviour())
    assert said.finish == ("tool_calls" if said.calls else "stop")
    return [json.loads(call.arguments) for call in said.calls]


def test_one_function_and_two_names_make_two_calls() -> None:
    first, second = calls(tools=[TOOL])
    assert first == {"to": "Talia Nguyen", "text": 'They call them "Marcus O\'Neil".'}
    assert second == {"to": "Marcus O'Neil", "text": 'They call them "Talia Nguyen".'}


def test_every_other_call_spells_names_with_escapes() -> None:
    (said,) = answers_to(ask(tools=[TOOL]), Behaviour())
    assert "Talia Nguyen" in said.calls[0].arguments
    assert r"\u004darcus O'Neil" in said.calls[1].arguments
    assert r"\"" in said.calls[0].arguments
    assert len({call.id for call in said.calls}) == 2


def test_a_function_without_parameters_gets_names_in_every_place() -> None:
    (arguments, _) = calls(tools=[{"type": "function", "function": {"name": "note"}}])
    assert set(arguments["by_name"]) == set(NAMES)
    assert arguments["student"] == "Talia Nguyen"
    assert '"Marcus O\'Neil" said' in arguments["quote"]


def test_a_named_choice_is_called_once_and_none_never() -> None:
    other: Json = {"type": "function", "function": {"name": "other"}}
    chosen: Json = {"type": "function", "function": {"name": "send_note"}}
    assert len(calls(tools=[other, TOOL], tool_choice=chosen)) == 1
    assert calls(tools=[TOOL], tool_choice="none") == []
    assert len(calls(tools=[other, TOOL], parallel_tool_calls=False)) == 1


def test_after_a_tools_result_there_are_words() -> None:
    request = ask(tools=[TOOL])
    messages = request["messages"]
    assert isinstance(messages, list)
    messages.append({"role": "tool", "tool_call_id": "call_0_0", "content": "sent to Leo"})
    (said,) = answers_to(request, Behaviour())
    assert not said.calls
    assert "Leo" in str(said.content)
