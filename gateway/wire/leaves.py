"""Every leaf of a JSON body, with its path; and the body again with some leaves replaced.

A leaf is a string, and in JSON of the caller's own shape (tool arguments, schemas, tool results)
also an object key and a number. Booleans and null say nothing and are no leaves.

How a path points:
    ("messages", 0, "content")                             a string of the body
    (…, "arguments", Mark.JSON, "students", 0, "name")     a string inside JSON inside a string
    (…, "arguments", Mark.JSON, "students", 0, Mark.KEY, "name")
                                                           the key "name" itself
    (…, "content", Mark.JSON)                              the text of a quoted JSON string
A string that parses as JSON is seen decoded, level by level, and is written again only when
something inside it is replaced; otherwise it stays byte for byte what it was.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import cast

from gateway.errors import BadRequest, OurFault
from gateway.terms.chat import Json
from gateway.terms.text import Leaf, LeafKind, Mark, Path
from gateway.wire.body import parse_embedded, spelling, write_json

_DEPTH = 32
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,999})")

type _Plan = dict[object, "_Plan | str"]


class Leaves(list[Leaf]):
    """Leaves as they are found, in order, up to a limit: beyond it the request is refused."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def extend(self, more: Iterable[Leaf], /) -> None:
        """Add leaves, and look no further than the limit.

        Raises:
            BadRequest: `too_many`.
        """
        super().extend(islice(more, max(0, self._limit + 1 - len(self))))
        if len(self) > self._limit:
            raise BadRequest(
                f"the request holds more than {self._limit} pieces of text, keys and numbers; "
                "send fewer at a time",
                code="too_many",
            )


def text_leaves(text: str, path: Path, author: str, *, depth: int = _DEPTH) -> Iterator[Leaf]:
    """Yield the leaf of a text, or the leaves inside it where the text is JSON.

    Args:
        text: the string.
        path: where it stands.
        author: whose words it is.
        depth: levels of nesting still allowed, JSON inside strings counted in.

    Raises:
        BadRequest: `too_deep`, where JSON is wrapped in strings too many times.
    """
    inner = parse_embedded(text, depth=_DEPTH)
    if inner is None:
        yield Leaf(path=path, text=text, author=author)
        return
    yield from json_leaves(inner, (*path, Mark.JSON), author, depth=depth - 1)


def json_leaves(value: Json, path: Path, author: str, *, depth: int = _DEPTH) -> Iterator[Leaf]:
    """Yield every leaf of JSON of the caller's own shape: keys, strings and numbers, in order.

    Raises:
        BadRequest: `too_deep`, or `bad_key` for a key that begins with NUL, which would look
            like a mark of ours.
    """
    if depth < 0:
        raise BadRequest(
            "JSON is wrapped in strings too many times; send it as one object",
            code="too_deep",
            param=where(path),
        )
    if isinstance(value, str):
        yield from text_leaves(value, path, author, depth=depth)
    elif isinstance(value, dict):
        for key, member in value.items():
            yield key_leaf(key, path, author)
            yield from json_leaves(member, (*path, key), author, depth=depth - 1)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from json_leaves(member, (*path, index), author, depth=depth - 1)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield Leaf(path=path, text=spelling(value), kind=LeafKind.NUMBER, author=author)


def key_leaf(key: str, path: Path, author: str) -> Leaf:
    """Return the leaf of a key of the object at `path`; refuse one that looks like a mark."""
    if key.startswith("\x00"):
        raise BadRequest(
            "an object key begins with a NUL character; leave it out",
            code="bad_key",
            param=where(path),
        )
    return Leaf(path=(*path, Mark.KEY, key), text=key, kind=LeafKind.KEY, author=author)


def rebuild[Tree: Json](tree: Tree, replaced: Mapping[Path, str]) -> Tree:
    """Return the tree with some leaves replaced; the given one is never changed.

    What is not on the way to a replaced leaf is shared with the given tree. A number whose new
    text is an integer stays a number, else it becomes a string. Where a property of a JSON
    schema is renamed, its name in `required` follows.

    Args:
        tree: what the leaves were taken from.
        replaced: new texts by path; each path is that of a leaf of this tree.

    Raises:
        BadRequest: `key_collision`, two keys of an object became one.
        OurFault: a path leads nowhere, which is a bug in the caller.
    """
    if not replaced:
        return tree
    plan: _Plan = {}
    for path, text in replaced.items():
        node = plan
        for step in path[:-1]:
            node = cast("_Plan", node.setdefault(step, {}))
        node[path[-1]] = text
    return cast("Tree", _apply(tree, plan, ()))


def _apply(value: Json, plan: "_Plan | str", path: Path) -> Json:
    if isinstance(plan, str):
        return _replaced_value(value, plan)
    if isinstance(value, str) and set(plan) == {Mark.JSON}:
        inner = parse_embedded(value, depth=_DEPTH)
        if inner is not None:
            return write_json(_apply(inner, plan[Mark.JSON], (*path, Mark.JSON))).decode()
    elif isinstance(value, dict):
        return _apply_object(value, plan, path)
    elif isinstance(value, list) and all(
        isinstance(step, int) and 0 <= step < len(value) for step in plan
    ):
        items = list(value)
        for step, sub in plan.items():
            index = cast("int", step)
            items[index] = _apply(value[index], sub, (*path, index))
        return items
    raise _astray(path)


def _apply_object(value: dict[str, Json], plan: _Plan, path: Path) -> dict[str, Json]:
    names = cast("dict[str, str]", plan.get(Mark.KEY, {}))
    if not (names.keys() <= value.keys() and plan.keys() - {Mark.KEY} <= value.keys()):
        raise _astray(path)
    members: dict[str, Json] = {}
    for key, member in value.items():
        name = names.get(key, key)
        if name in members:
            raise BadRequest(
                "two keys of one object became the same once names were replaced; "
                "rename one of them",
                code="key_collision",
                param=where(path),
            )
        members[name] = _apply(member, plan[key], (*path, key)) if key in plan else member
    properties = plan.get("properties")
    if isinstance(properties, dict) and Mark.KEY in properties:
        _follow(members, value, cast("dict[str, str]", properties[Mark.KEY]))
    return members


def _follow(members: dict[str, Json], source: dict[str, Json], names: dict[str, str]) -> None:
    """Rename in a schema's `required` what was renamed in its `properties`."""
    before, after = source.get("required"), members.get("required")
    if isinstance(before, list) and isinstance(after, list):
        members["required"] = [
            names.get(old, new) if isinstance(old, str) else new
            for old, new in zip(before, after, strict=True)
        ]


def _replaced_value(value: Json, text: str) -> Json:
    if isinstance(value, str):
        return text
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(text) if _INTEGER.fullmatch(text) else text
    raise OurFault("a replacement points at something that is no leaf")


def _astray(path: Path) -> OurFault:
    return OurFault(f"a replacement points to nothing in `{where(path)}`")


def where(path: Path) -> str:
    """Return a path as people write it, `messages[0].content`, as far as the dialect shapes it.

    What lies inside the caller's own JSON may be named after somebody, so the path ends where
    that begins.
    """
    words = ""
    for step in path:
        if isinstance(step, Mark) or step in _OWN_SHAPE:
            return words + (f".{step}" if step in _OWN_SHAPE else "")
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
    return words


_OWN_SHAPE = frozenset({"parameters", "schema", "arguments"})
"""Fields below which the caller chooses the keys."""
