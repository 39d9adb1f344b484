"""Restores a whole chat completion.

Only listed fields of an answer pass. Of their strings, texts are restored, and ids and fixed
words pass while they have their shape; nothing else reaches the reader, log probabilities above
all, which would spell stand-ins token by token.
"""

import re
from typing import cast

import orjson

from gateway.errors import UpstreamBroken
from gateway.terms.chat import ChatRequest, Json, MakeRestorer, Usage
from gateway.wire import shapes

_WORD = re.compile(r"[a-z_]{1,32}")
_ID = re.compile(r"[a-zA-Z0-9._:-]{1,128}")

_NOT_TOLD = Usage()

TEXTS = ("content", "refusal", "reasoning_content", "reasoning")
"""Fields of a message or delta that hold words; the last two are other services' thinking."""


HEAD = ("id", "created", "service_tier", "system_fingerprint")
"""Fields that an answer, and each chunk of one, begins with."""


def broken(what: str) -> UpstreamBroken:
    """Return the error of an answer that is not what the API promises; `what` quotes nothing."""
    return UpstreamBroken(
        f"the AI service's answer cannot be read: {what}; try again", code="upstream_malformed"
    )


def parse(data: bytes) -> dict[str, Json]:
    """Parse an answer, or a chunk of one.

    Raises:
        UpstreamBroken: it is no JSON object.
    """
    try:
        tree = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise broken("it is not JSON") from None
    return an_object(tree, "the answer")


def an_object(value: Json, name: str) -> dict[str, Json]:
    """Return an object of the answer; raises `UpstreamBroken` otherwise."""
    if not isinstance(value, dict):
        raise broken(f"{name} is not an object")
    return value


def objects(value: Json, name: str) -> list[dict[str, Json]]:
    """Return a list of objects of the answer; raises `UpstreamBroken` otherwise."""
    if not isinstance(value, list):
        raise broken(f"{name} is not a list")
    return [an_object(member, f"a member of {name}") for member in value]


def head(tree: dict[str, Json], kind: str, model: str) -> dict[str, Json]:
    """Return what an answer and each chunk begin with; `model` is the name the client knows."""
    identity = tree.get("id")
    created = tree.get("created")
    out: dict[str, Json] = {
        "id": identity if isinstance(identity, str) and _ID.fullmatch(identity) else "chatcmpl",
        "object": kind,
        "created": int(created) if isinstance(created, int | float) else 0,
        "model": model,
    }
    for name in HEAD[2:]:
        value = tree.get(name)
        if isinstance(value, str) and _ID.fullmatch(value):
            out[name] = value
    return out


def finish_reason(value: Json) -> str | None:
    """Return why a choice ended, None where it goes on; raises `UpstreamBroken` otherwise."""
    if value is None or (isinstance(value, str) and _WORD.fullmatch(value)):
        return value
    raise broken("a finish reason is not a word")


def usage_of(tree: dict[str, Json]) -> tuple[Json, Usage]:
    """Return an answer's usage with nothing but numbers in it, and its two sums."""
    usage = tree.get("usage")
    if not isinstance(usage, dict):
        return None, _NOT_TOLD
    return _numbers(usage), Usage(
        prompt_tokens=_count(usage.get("prompt_tokens")),
        completion_tokens=_count(usage.get("completion_tokens")),
    )


def _count(value: Json) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return cast("int", value) if is_count else None


def _numbers(tree: dict[str, Json]) -> dict[str, Json]:
    out: dict[str, Json] = {}
    for name, value in tree.items():
        if not shapes.NAME.fullmatch(name):
            continue
        if isinstance(value, dict):
            out[name] = _numbers(value)
        elif isinstance(value, int | float):
            out[name] = value
    return out


def restore(request: ChatRequest, body: bytes, make: MakeRestorer) -> tuple[bytes, Usage]:
    """Return a whole answer with originals put back, and its token counts.

    Raises:
        UpstreamBroken: the body is no chat completion.
    """
    tree = parse(body)
    usage, counts = usage_of(tree)
    out = head(tree, "chat.completion", request.model)
    out["choices"] = [
        _choice(request, choice, make) for choice in objects(tree.get("choices"), "`choices`")
    ]
    if usage is not None:
        out["usage"] = usage
    return orjson.dumps(out), counts


def _choice(request: ChatRequest, choice: dict[str, Json], make: MakeRestorer) -> Json:
    index = choice.get("index", 0)
    if not isinstance(index, int):
        raise broken("a choice has no index")
    message = an_object(choice.get("message"), "a choice's message")
    out: dict[str, Json] = {"role": "assistant", "content": None}
    for name in TEXTS:
        text = message.get(name)
        if text is None:
            continue
        if not isinstance(text, str):
            raise broken(f"`{name}` is not a string")
        out[name] = _whole(text, make, json=name == "content" and request.json_answer)
    out.setdefault("refusal", None)
    if message.get("tool_calls") is not None:
        calls = objects(message["tool_calls"], "`tool_calls`")
        out["tool_calls"] = [_call(call, make) for call in calls]
    if message.get("function_call") is not None:
        raise broken("it calls a function in the old form, which was not asked for")
    return {
        "index": index,
        "message": out,
        "logprobs": None,
        "finish_reason": finish_reason(choice.get("finish_reason")),
    }


def _call(call: dict[str, Json], make: MakeRestorer) -> Json:
    function = an_object(call.get("function"), "a tool call's function")
    arguments = function.get("arguments")
    if not isinstance(arguments, str):
        raise broken("a tool call's arguments are not a string")
    return {
        "id": fits(call.get("id"), shapes.CALL_ID, "a tool call's id"),
        "type": "function",
        "function": {
            "name": fits(function.get("name"), shapes.NAME, "a function's name"),
            "arguments": _whole(arguments, make, json=True),
        },
    }


def fits(value: Json, shape: re.Pattern[str], name: str) -> str:
    """Return a structural string of the answer; raises `UpstreamBroken` without its shape."""
    if isinstance(value, str) and shape.fullmatch(value):
        return value
    raise broken(f"{name} does not have its shape")


def _whole(text: str, make: MakeRestorer, *, json: bool) -> str:
    run = make(json=json)
    return run.feed(text) + run.flush()
