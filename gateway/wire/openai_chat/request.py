"""Reads a chat-completions request strictly, and writes what goes on.

What is read becomes a new tree with only the fields that may go upstream, in a fixed order with
`messages` last, so that turn n's outgoing bytes, less the closing brackets, begin turn n+1's.

    goes on, scanned       messages, tools, response_format (its schema), stop, seed
    goes on, checked       stream, n, temperature, top_p, the penalties, the token caps,
                           parallel_tool_calls, tool_choice, reasoning_effort, verbosity,
                           service_tier, stream_options.include_obfuscation
    accepted, stays here   user, safety_identifier, metadata, prompt_cache_key,
                           prompt_cache_retention, prompt_cache_options, store (always false)
    refused, with a reason logprobs, logit_bias, audio, images, files, hosted and custom tools,
                           web search, prediction, moderation, functions, function_call
    refused                every other field

A field that is null is a field that is not there.
"""

from collections.abc import Callable, Mapping

from gateway.errors import BadRequest
from gateway.terms.chat import ChatRequest, Json
from gateway.terms.text import Leaf, LeafKind, Path
from gateway.wire import shapes
from gateway.wire.body import Limits, looks_embedded, read_json, spell_out
from gateway.wire.leaves import Leaves, rebuild
from gateway.wire.openai_chat import definitions, messages

_DIALECT = "openai_chat"
_MOST_INT = 2**63 - 1

STAYS_HERE = frozenset(
    {
        "metadata", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention",
        "safety_identifier", "store", "user",
    }
)  # fmt: skip
"""Accepted for the client's sake and never sent on: they name or track a person, or keep text."""

_SPELLS = "it speaks of single tokens, which would spell stand-ins; leave it out"
REFUSED = {
    "audio": "sound cannot be scanned for names; ask for text",
    "function_call": "it is the old form; use `tool_choice`",
    "functions": "it is the old form; use `tools`",
    "logit_bias": _SPELLS,
    "logprobs": _SPELLS,
    "moderation": "its results quote the prompt in a form this gateway does not restore; "
    "leave it out",
    "prediction": "predicted text is not supported; send the text as a message",
    "top_logprobs": _SPELLS,
    "web_search_options": "a web search would carry the prompt to other parties; leave it out",
}

NOTHING: dict[str, Json] = {"logit_bias": {}, "logprobs": False, "top_logprobs": 0}
"""Values that ask for nothing. Empty search options are not among them: they turn the search on."""

_EFFORTS = frozenset({"none", "minimal", "low", "medium", "high", "xhigh", "max"})
_TIERS = frozenset({"auto", "default", "flex", "scale", "priority", "fast"})


def _flag(value: Json, path: Path) -> Json:
    return shapes.a_flag(value, path)


def _number(low: float, high: float) -> Callable[[Json, Path], Json]:
    return lambda value, path: shapes.a_number(value, path, low, high)


def _integer(low: int, high: int) -> Callable[[Json, Path], Json]:
    return lambda value, path: shapes.an_integer(value, path, low, high)


def _word(*words: str) -> Callable[[Json, Path], Json]:
    return lambda value, path: shapes.one_of(value, path, words)


_PLAIN: dict[str, Callable[[Json, Path], Json]] = {
    "stream": _flag,
    "n": _integer(1, 8),
    "temperature": _number(0, 2),
    "top_p": _number(0, 1),
    "presence_penalty": _number(-2, 2),
    "frequency_penalty": _number(-2, 2),
    "max_tokens": _integer(1, 10_000_000),
    "max_completion_tokens": _integer(1, 10_000_000),
    "parallel_tool_calls": _flag,
    "reasoning_effort": _word(*_EFFORTS),
    "verbosity": _word("low", "medium", "high"),
    "service_tier": _word(*_TIERS),
    "seed": _integer(-_MOST_INT - 1, _MOST_INT),
}
"""Fields that hold one checked value and nothing to rewrite (but for `seed`, which is a leaf)."""

_KNOWN = (
    frozenset(_PLAIN)
    | STAYS_HERE
    | frozenset(REFUSED)
    | {
        "messages", "modalities", "model", "response_format", "stop", "stream_options",
        "tool_choice", "tools",
    }
)  # fmt: skip


def read(body: bytes, headers: Mapping[str, str], limits: Limits) -> ChatRequest:
    """Parse and validate a request.

    Args:
        body: the bytes, content encoding already undone.
        headers: by lower-case name (or in a case-insensitive mapping).
        limits: the caps.

    Raises:
        BadRequest: with the JSON path of what is wrong.
    """
    kind = headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadRequest(
            "the body must be JSON; send `content-type: application/json`",
            code="unsupported_media_type",
            status=415,
        )
    source = shapes.an_object(read_json(body, limits=limits), ())
    tree, leaves = _take(source, limits)
    hidden = {
        leaf.path: spell_out(leaf.text)
        for leaf in leaves
        if leaf.kind is LeafKind.TEXT and "\\u" in leaf.text and looks_embedded(leaf.text)
    }
    if hidden:
        tree, leaves = _take(rebuild(source, hidden), limits)
    return _request(tree, leaves, source)


def _request(tree: dict[str, Json], leaves: list[Leaf], source: dict[str, Json]) -> ChatRequest:
    cap = tree.get("max_completion_tokens", tree.get("max_tokens"))
    choices = tree.get("n")
    options = source.get("stream_options")
    form = tree.get("response_format")
    return ChatRequest(
        dialect=_DIALECT,
        model=str(tree["model"]),
        tree=tree,
        leaves=tuple(leaves),
        opener=messages.opener(tree["messages"]),
        stream=tree.get("stream") is True,
        choices=choices if isinstance(choices, int) else 1,
        json_answer=isinstance(form, dict) and form.get("type") != "text",
        wants_usage=isinstance(options, dict) and options.get("include_usage") is True,
        has_tools="tools" in tree,
        max_tokens=cap if isinstance(cap, int) else None,
    )


def _take(source: dict[str, Json], limits: Limits) -> tuple[dict[str, Json], list[Leaf]]:
    """Check every field; return what goes on, in order, and its leaves."""
    shapes.only(source, _KNOWN, ())
    model = shapes.shaped(shapes.required(source, "model", ()), ("model",), shapes.MODEL)
    shapes.required(source, "messages", ())
    given: dict[str, Json] = {k: value for k, value in source.items() if value is not None}
    _refuse(given)
    _check_staying(given)
    leaves = Leaves(limits.max_leaves)
    tree: dict[str, Json] = {"model": model}
    for name, check in _PLAIN.items():
        if name in given:
            tree[name] = check(given[name], (name,))
    if "seed" in tree:
        leaves.append(_seed_leaf(tree["seed"]))
    if "stream_options" in given:
        tree["stream_options"] = _stream_options(given["stream_options"], given.get("stream"))
    for name, take in _SCANNED.items():
        if name in given:
            taken = take(given[name], (name,), leaves)
            if taken is not None:
                tree[name] = taken
    tree["messages"] = messages.take(given.get("messages"), ("messages",), leaves)
    return tree, leaves


def _refuse(given: dict[str, Json]) -> None:
    for name, why in REFUSED.items():
        if name in given and given[name] != NOTHING.get(name):
            raise shapes.refusal("unsupported_field", f"`{name}` is refused: {why}", (name,))
    modalities = given.get("modalities", ["text"])
    if modalities != ["text"]:
        raise shapes.refusal(
            "unsupported_field",
            '`modalities` may only be ["text"]: sound cannot be scanned for names',
            ("modalities",),
        )


def _check_staying(given: dict[str, Json]) -> None:
    for name in ("prompt_cache_key", "prompt_cache_retention", "safety_identifier", "user"):
        if name in given:
            shapes.a_string(given[name], (name,))
    for name in ("metadata", "prompt_cache_options"):
        if name in given:
            shapes.an_object(given[name], (name,))
    if "store" in given:
        shapes.a_flag(given["store"], ("store",))


def _seed_leaf(seed: Json) -> Leaf:
    # any number may go here, an id too: it is scanned like a number of the caller's own JSON
    return Leaf(path=("seed",), text=str(seed), kind=LeafKind.NUMBER, author="definition")


def _stream_options(value: Json, stream: Json) -> dict[str, Json]:
    path = ("stream_options",)
    options = shapes.an_object(value, path)
    shapes.only(options, ("include_usage", "include_obfuscation"), path)
    if stream is not True:
        raise shapes.refusal(
            "invalid_value", "`stream_options` is only allowed where `stream` is true", path
        )
    given = {name: option for name, option in options.items() if option is not None}
    return {name: shapes.a_flag(option, (*path, name)) for name, option in given.items()}


_SCANNED: dict[str, Callable[[Json, Path, Leaves], Json]] = {
    "stop": definitions.take_stop,
    "tools": definitions.take_tools,
    "tool_choice": definitions.take_tool_choice,
    "response_format": definitions.take_response_format,
}


def write(tree: Mapping[str, Json], *, model: str) -> dict[str, Json]:
    """Return the outgoing tree: the district's model name, nothing stored, usage always asked for.

    Args:
        tree: the scanned tree, leaves already replaced.
        model: the name the AI service knows the model by.
    """
    out: dict[str, Json] = {"model": model, "store": False}
    placed = ("model", "messages", "stream_options")
    out |= {name: value for name, value in tree.items() if name not in placed}
    if tree.get("stream") is True:
        options = tree.get("stream_options")
        # the log counts tokens, so usage is always asked for; who did not ask does not see it
        out["stream_options"] = {
            **(options if isinstance(options, dict) else {}),
            "include_usage": True,
        }
    out["messages"] = messages.with_plain_names(tree["messages"])
    return out
