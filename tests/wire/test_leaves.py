"""Every leaf is seen, and the tree comes back with just those replaced that were to be."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import BadRequest, OurFault
from gateway.terms.chat import Json
from gateway.terms.text import Leaf, LeafKind, Mark, Path
from gateway.wire.body import write_json
from gateway.wire.leaves import json_leaves, rebuild, text_leaves, where
from tests.wire.test_body import trees


def leaves(tree: Json) -> list[Leaf]:
    return list(json_leaves(tree, (), "user"))


def texts(tree: Json) -> list[str]:
    return [leaf.text for leaf in leaves(tree)]


def nested() -> st.SearchStrategy[Json]:
    """JSON with JSON inside its strings, two levels of it."""

    def wrap(tree: Json) -> Json:
        return [tree, json.dumps(tree)]

    once = trees().map(wrap)
    return (once | once.map(wrap)).filter(lambda tree: "u0000" not in json.dumps(tree))


def test_leaves_come_in_reading_order_with_keys_before_their_values() -> None:
    tree: Json = {"students": [{"name": "Ana", "id": 204518, "present": True, "note": None}]}
    assert [(leaf.path, leaf.text, leaf.kind) for leaf in leaves(tree)] == [
        ((Mark.KEY, "students"), "students", LeafKind.KEY),
        (("students", 0, Mark.KEY, "name"), "name", LeafKind.KEY),
        (("students", 0, "name"), "Ana", LeafKind.TEXT),
        (("students", 0, Mark.KEY, "id"), "id", LeafKind.KEY),
        (("students", 0, "id"), "204518", LeafKind.NUMBER),
        (("students", 0, Mark.KEY, "present"), "present", LeafKind.KEY),
        (("students", 0, Mark.KEY, "note"), "note", LeafKind.KEY),
    ]


def test_json_inside_a_string_is_seen_decoded_at_every_level() -> None:
    inner = json.dumps({"n": "María"})
    outer = json.dumps({"result": inner})
    assert r"\u00ed" in inner
    found = list(text_leaves(outer, ("messages", 0, "content"), "tool"))
    assert [(leaf.path, leaf.text) for leaf in found] == [
        (("messages", 0, "content", Mark.JSON, Mark.KEY, "result"), "result"),
        (("messages", 0, "content", Mark.JSON, "result", Mark.JSON, Mark.KEY, "n"), "n"),
        (("messages", 0, "content", Mark.JSON, "result", Mark.JSON, "n"), "María"),
    ]
    assert {leaf.author for leaf in found} == {"tool"}


def test_a_quoted_json_string_is_seen_decoded() -> None:
    (leaf,) = text_leaves(json.dumps("María is late"), ("content",), "tool")
    assert leaf == Leaf(path=("content", Mark.JSON), text="María is late", author="tool")
    source: Json = [json.dumps("María is late")]
    assert rebuild(source, {(0, Mark.JSON): "Tavrin is late"}) == ['"Tavrin is late"']


def test_an_embedded_object_with_a_duplicate_key_is_one_plain_text() -> None:
    text = '{"a": "Maria", "a": "b"}'
    assert list(text_leaves(text, ("c",), "user")) == [Leaf(path=("c",), text=text)]


def test_json_wrapped_in_strings_without_end_is_refused() -> None:
    tree: Json = {"a": "Maria"}
    for _ in range(5):
        tree = {"a": [[[[[[[json.dumps(tree)]]]]]]]}
    with pytest.raises(BadRequest) as caught:
        leaves(tree)
    assert caught.value.code == "too_deep"


@given(nested())
def test_rebuilding_with_nothing_replaced_changes_nothing(tree: Json) -> None:
    assert rebuild(tree, {}) is tree


@given(nested())
def test_replacing_every_text_by_itself_changes_nothing(tree: Json) -> None:
    before = copy.deepcopy(tree)
    # a number in another spelling than an integer's would become a string
    words = {leaf.path: leaf.text for leaf in leaves(tree) if leaf.kind is not LeafKind.NUMBER}
    rebuilt = rebuild(tree, words)
    assert texts(rebuilt) == texts(tree)
    assert tree == before, "the given tree was changed in place"
    assert len({leaf.path for leaf in leaves(tree)}) == len(leaves(tree)), "two share a path"


@given(nested(), st.data())
def test_a_replaced_leaf_and_no_other_is_new(tree: Json, data: st.DataObject) -> None:
    found = leaves(tree)
    if not found:
        return
    index = data.draw(st.integers(0, len(found) - 1))
    rebuilt = rebuild(tree, {found[index].path: "Qx Replaced"})
    expected = texts(tree)
    expected[index] = "Qx Replaced"
    assert texts(rebuilt) == expected
    assert write_json(rebuilt) == write_json(rebuild(tree, {found[index].path: "Qx Replaced"}))


@given(nested())
def test_every_string_and_number_that_leaves_was_a_leaf(tree: Json) -> None:
    """With all leaves replaced by one word, no other word is left at any level."""
    places = iter(range(10_000))
    marked = {leaf.path: f"w{next(places)}" for leaf in leaves(tree)}
    rebuilt = rebuild(tree, marked)
    assert set(texts(rebuilt)) == set(marked.values())
    source = write_json(rebuilt).decode()
    for word in ("true", "false", "null"):
        source = source.replace(word, "")
    left = "".join(
        c for c in source if c not in ' \n\r\t{}[]":,\\' and not c.isdigit() and c != "w"
    )
    assert left == ""


def test_embedded_json_is_written_again_only_where_something_in_it_is_replaced() -> None:
    odd = '{ "a" : "Mar\\u00eda" , "b":1.50 }'
    tree: Json = [odd, odd]
    assert rebuild(tree, {(1, Mark.JSON, "a"): "Tavrin"}) == [odd, '{"a":"Tavrin","b":1.50}']


def test_what_is_not_on_the_way_is_shared() -> None:
    tree: dict[str, Json] = {"a": ["x"], "b": ["y"]}
    rebuilt = rebuild(tree, {("a", 0): "z"})
    assert rebuilt["b"] is tree["b"]
    assert tree["a"] == ["x"]


@pytest.mark.parametrize(
    ("new", "value"),
    [("900001", 900001), ("-7", -7), ("0", 0), ("007", "007"), ("[ID_1]", "[ID_1]"), ("", ""),
     ("1.5", "1.5"), ("٣", "٣"), ("12345678901234567890123", 12345678901234567890123)],
)  # fmt: skip
def test_a_replaced_number_stays_one_where_it_can(new: str, value: Json) -> None:
    tree: Json = {"id": 204518}
    assert rebuild(tree, {("id",): new}) == {"id": value}


def test_a_key_is_renamed_in_its_place() -> None:
    tree: Json = {"first": 1, "Maria": {"x": "y"}, "last": 2}
    rebuilt = rebuild(tree, {(Mark.KEY, "Maria"): "Tavrin", ("Maria", "x"): "z"})
    assert write_json(rebuilt) == b'{"first":1,"Tavrin":{"x":"z"},"last":2}'


def test_swapped_keys_do_not_collide() -> None:
    tree: Json = {"a": 1, "b": 2}
    assert rebuild(tree, {(Mark.KEY, "a"): "b", (Mark.KEY, "b"): "a"}) == {"b": 1, "a": 2}


def test_keys_that_become_one_are_refused_without_naming_them() -> None:
    tree: Json = {"messages": [{"content": '{"Maria": 1, "Tavrin": 2}'}]}
    path: Path = ("messages", 0, "content", Mark.JSON, Mark.KEY, "Maria")
    with pytest.raises(BadRequest) as caught:
        rebuild(tree, {path: "Tavrin"})
    assert (caught.value.code, caught.value.param) == ("key_collision", "messages[0].content")
    assert "Maria" not in caught.value.message


def test_required_follows_its_properties() -> None:
    schema: Json = {"properties": {"Maria": {}, "b": {}}, "required": ["b", "Maria", 3]}
    rebuilt = rebuild(schema, {("properties", Mark.KEY, "Maria"): "Tavrin"})
    assert rebuilt == {"properties": {"Tavrin": {}, "b": {}}, "required": ["b", "Tavrin", 3]}
    optional: Json = {"properties": {"Maria": {}}}
    assert rebuild(optional, {("properties", Mark.KEY, "Maria"): "Tavrin"}) == {
        "properties": {"Tavrin": {}}
    }
    assert rebuild(schema, {("required", 0): "c"}) == {
        "properties": {"Maria": {}, "b": {}},
        "required": ["c", "Maria", 3],
    }


ASTRAY: list[tuple[str, Json, Path]] = [
    ("no such key", {"a": "x"}, ("b",)),
    ("no such key to rename", {"a": "x"}, (Mark.KEY, "b")),
    ("no such index", ["x"], (1,)),
    ("negative index", ["x"], (-1,)),
    ("into a text", {"a": "x"}, ("a", "b")),
    ("into JSON that is none", {"a": "x"}, ("a", Mark.JSON, "b")),
    ("a truth", {"a": True}, ("a",)),
    ("an object", {"a": {"b": "x"}}, ("a",)),
    ("into null", {"a": None}, ("a", "b")),
]


@pytest.mark.parametrize(("tree", "path"), [row[1:] for row in ASTRAY], ids=[r[0] for r in ASTRAY])
def test_a_path_that_leads_to_no_leaf_is_our_fault(tree: Json, path: Path) -> None:
    with pytest.raises(OurFault):
        rebuild(tree, {path: "new"})


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ((), ""),
        (("model",), "model"),
        (("messages", 0, "content", 2, "text"), "messages[0].content[2].text"),
        (("messages", 0, "content", Mark.JSON, "Maria"), "messages[0].content"),
        (("tools", 0, "function", "parameters", "properties", "Maria"),
         "tools[0].function.parameters"),
    ],
)  # fmt: skip
def test_a_path_is_written_as_far_as_the_dialect_shapes_it(path: Path, words: str) -> None:
    assert where(path) == words
