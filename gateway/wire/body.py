"""JSON bodies: bytes to a tree that hides nothing, and a tree to bytes that never vary.

Parsers disagree about duplicate keys (most keep the last), lone surrogates and numbers beyond 64
bits. What one parser drops another may read, so a body with any of these is refused, and what is
sent on is always the tree that was scanned, never the bytes that came in (RFC 8259 4, 6, 8.2).

Numbers keep the spelling they came in: big integers are exact, and a float is a `Spelled`, which
writes itself as it was read. What leaves is then exactly what was looked at.
"""

import json
import re
from dataclasses import dataclass
from typing import Never, cast

import orjson

from gateway.errors import BadRequest
from gateway.terms.chat import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How large a body may be: bytes, levels of nesting, objects and lists, leaves to scan.

    `max_containers` counts opening brackets, those in texts too: it bounds the time to parse.
    """

    max_bytes: int = 4 * 1024 * 1024
    max_depth: int = 32
    max_containers: int = 100_000
    max_leaves: int = 20_000


class Spelled(float):
    """A float that remembers its source text: `1.50` is written `1.50`."""

    __slots__ = ("source",)
    source: str

    def __new__(cls, source: str) -> "Spelled":
        """Return the number a JSON text spells."""
        number = super().__new__(cls, source)
        number.source = str(source)
        return number


class _Duplicate(ValueError):
    """An object names a key twice."""


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Duplicate
    return members


def _constant(_name: str) -> Never:
    raise ValueError("not a JSON value")  # NaN, Infinity, -Infinity


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Spelled, parse_constant=_constant
)
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_WHITE = " \t\n\r"


def read_json(body: bytes, *, limits: Limits) -> Json:
    """Parse a request body strictly.

    Args:
        body: the decoded bytes (no content encoding left), UTF-8.
        limits: the size and depth caps.

    Returns:
        The tree. Integers are exact, floats are `Spelled`.

    Raises:
        BadRequest: `body_too_large` (413), `invalid_utf8`, `byte_order_mark`, `invalid_json`,
            `duplicate_key`, `lone_surrogate`, `too_deep`, `too_many`. `param` is a byte offset
            where one is known. The message never quotes the body.
    """
    if len(body) > limits.max_bytes:
        raise too_large(limits.max_bytes)
    if body.startswith(b"\xef\xbb\xbf"):
        raise BadRequest(
            "the body begins with a byte order mark; send plain UTF-8", code="byte_order_mark"
        )
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(
            f"the body is not UTF-8 at byte {error.start}; send JSON encoded as UTF-8",
            code="invalid_utf8",
            param=f"byte {error.start}",
        ) from None
    if text.count("{") + text.count("[") > limits.max_containers:
        raise BadRequest(
            f"the body opens more than {limits.max_containers} brackets; send less at a time",
            code="too_many",
        )
    try:
        tree = cast("Json", _DECODER.decode(text))
    except _Duplicate:
        raise BadRequest(
            "an object in the body names one key twice; name each key once", code="duplicate_key"
        ) from None
    except json.JSONDecodeError as error:
        at = len(text[: error.pos].encode())
        raise BadRequest(
            f"the body is not valid JSON at byte {at}", code="invalid_json", param=f"byte {at}"
        ) from None
    except RecursionError:
        raise _too_deep(limits.max_depth) from None
    except ValueError:  # NaN, Infinity, or an integer of thousands of digits
        raise BadRequest(
            "the body holds a number that is not JSON (NaN, Infinity, or far too long)",
            code="invalid_json",
        ) from None
    if deeper_than(tree, text, limits.max_depth):
        raise _too_deep(limits.max_depth)
    if holds_lone_surrogate(tree, text):
        raise BadRequest(
            "a string in the body holds half a surrogate pair; send whole characters",
            code="lone_surrogate",
        )
    return tree


def too_large(limit: int) -> BadRequest:
    """Return the refusal of a body beyond `limit` bytes."""
    return BadRequest(
        f"the body is larger than {limit} bytes; send less text at a time",
        code="body_too_large",
        status=413,
    )


def _too_deep(limit: int) -> BadRequest:
    return BadRequest(
        f"the body nests deeper than {limit} levels; send a flatter one", code="too_deep"
    )


def write_json(tree: Json) -> bytes:
    """Return a tree as compact JSON: the same tree gives the same bytes, numbers exact."""
    try:
        return orjson.dumps(tree, default=_fragment)
    except orjson.JSONEncodeError:  # an integer beyond 64 bits is the one thing orjson cannot write
        return orjson.dumps(_exact(tree), default=_fragment)


def _fragment(value: object) -> orjson.Fragment:
    if isinstance(value, Spelled):
        return orjson.Fragment(value.source)
    raise TypeError


def _exact(tree: Json) -> object:
    if isinstance(tree, dict):
        return {key: _exact(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_exact(value) for value in tree]
    if isinstance(tree, int) and not -(2**63) <= tree < 2**64:
        return orjson.Fragment(str(tree))
    return tree


def spelling(number: float) -> str:
    """Return a number as `write_json` spells it."""
    return write_json(number).decode()


def parse_embedded(text: str, *, depth: int) -> dict[str, Json] | list[Json] | str | None:
    """Take JSON inside a string apart, where doing so shows everything it says.

    An object, an array or a quoted string counts (a tool result is often one of them). Text with
    a duplicate key, a lone surrogate, a key that begins with NUL, or more than `depth` levels
    could say something the leaves would not show: it is no JSON here.

    Args:
        text: a string as it stands in the body.
        depth: how many levels it may nest.

    Returns:
        The tree, or None where the text is to be read as plain text.
    """
    bare = text.strip(_WHITE)
    if len(bare) < 2 or bare[0] + bare[-1] not in ("{}", "[]", '""'):
        return None
    try:
        tree = cast("dict[str, Json] | list[Json] | str", _DECODER.decode(text))
    except (ValueError, RecursionError):
        return None
    hidden = "\\u0000" in text or deeper_than(tree, text, depth) or holds_lone_surrogate(tree, text)
    return None if hidden else tree


def deeper_than(tree: Json, text: str, limit: int) -> bool:
    """Tell whether a tree nests more than `limit` levels; `text` is its source."""
    if text.count("[") + text.count("{") <= limit:
        return False
    level: list[Json] = [tree]
    for _ in range(limit):
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return any(isinstance(value, dict | list) for value in level)


def holds_lone_surrogate(tree: Json, text: str) -> bool:
    """Tell whether a key or string of a tree holds half a surrogate pair; `text` is its source."""
    if not _SURROGATE_ESCAPE.search(text):
        return False
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


_ESCAPE = re.compile(
    r"\\+u([dD][89abAB][0-9a-fA-F]{2})\\+u([dD][c-fC-F][0-9a-fA-F]{2})|\\+u([0-9a-fA-F]{4})"
)


def spell_out(text: str) -> str:
    r"""Write out the `\u` escapes of a text that looks like JSON but cannot be taken apart.

    `{"n": "Mar\u00eda"` (cut off, so not JSON) still says María to who reads it, so a name must
    not hide there. Escapes of quotes, backslashes and control characters stay, so that JSON stays
    the JSON it was.
    """

    def character(match: re.Match[str]) -> str:
        high, low, single = match.groups()
        if high:
            return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
        code = int(single, 16)
        if code < 0x20 or code in (0x22, 0x5C) or 0xD800 <= code <= 0xDFFF:
            return match.group()
        return chr(code)

    return _ESCAPE.sub(character, text)


def looks_embedded(text: str) -> bool:
    """Tell whether a text begins as JSON does."""
    return text.lstrip(_WHITE)[:1] in ("{", "[", '"')
