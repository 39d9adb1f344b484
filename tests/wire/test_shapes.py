"""The strict checks: what passes, and messages that name fields but never a value."""

from collections.abc import Callable

import pytest

from gateway.errors import BadRequest
from gateway.terms.chat import Json
from gateway.wire import shapes

AT = ("messages", 0, "x")

PASSES: list[tuple[str, Callable[[], object], object]] = [
    ("object", lambda: shapes.an_object({"a": 1}, AT), {"a": 1}),
    ("list", lambda: shapes.a_list([1, 2], AT, most=2), [1, 2]),
    ("string", lambda: shapes.a_string("", AT), ""),
    ("shape", lambda: shapes.shaped("look_up", AT, shapes.NAME), "look_up"),
    ("word", lambda: shapes.one_of("low", AT, ("low", "high")), "low"),
    ("flag", lambda: shapes.a_flag(False, AT), False),
    ("lowest integer", lambda: shapes.an_integer(1, AT, 1, 8), 1),
    ("highest integer", lambda: shapes.an_integer(8, AT, 1, 8), 8),
    ("integer as a number", lambda: shapes.a_number(2, AT, 0, 2), 2),
    ("member", lambda: shapes.required({"a": None}, "a", AT), None),
    ("known fields", lambda: shapes.only({"a": 1}, ("a", "b"), AT), None),
]


@pytest.mark.parametrize(("check", "value"), [r[1:] for r in PASSES], ids=[r[0] for r in PASSES])
def test_what_is_right_passes(check: Callable[[], object], value: object) -> None:
    assert check() == value


@pytest.mark.parametrize(
    ("members", "words", "param"),
    [
        ({"temprature": 1}, "field 1 of `tools[0]`", "tools[0]"),
        ({"temprature": 1}, "did you mean `temperature`?", "tools[0]"),
        ({"temperature": 1, "Zanthorpe": 2}, "field 2 of `tools[0]`", "tools[0]"),
        ({"top_k": 1}, "`tools[0].top_k`", "tools[0].top_k"),
    ],
)
def test_an_unknown_field_is_told_without_repeating_what_may_be_a_name(
    members: dict[str, Json], words: str, param: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        shapes.only(members, ("temperature",), ("tools", 0))
    assert words in caught.value.message
    assert caught.value.param == param
    assert "Zanthorpe" not in caught.value.message
    assert "temprature" not in caught.value.message


@pytest.mark.parametrize(
    "shape", [shapes.NAME, shapes.CALL_ID, shapes.MODEL], ids=["name", "call id", "model"]
)
@pytest.mark.parametrize("text", ["", "Ana Zanthorpe", "x\n", "é", "a" * 129, "x\x00"])
def test_no_shape_lets_prose_through(shape: object, text: str) -> None:
    assert isinstance(shape, type(shapes.NAME))
    with pytest.raises(BadRequest) as caught:
        shapes.shaped(text, AT, shape)
    assert caught.value.code == "invalid_shape"
    assert not text or text not in caught.value.message
