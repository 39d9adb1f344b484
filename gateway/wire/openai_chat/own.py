"""An answer of the gateway's own, shaped as a chat completion, so that every client shows it."""

from collections.abc import Iterable, Mapping

import orjson

from gateway.terms.chat import ChatRequest, Json
from gateway.wire.sse import write_event


def answer(request: ChatRequest, words: str, *, record: str, created: int) -> bytes:
    """Return a whole answer; `created` in seconds since 1970 UTC."""
    out = _head(request, "chat.completion", record, created)
    out["choices"] = [
        {
            "index": 0,
            "message": {"role": "assistant", "content": words, "refusal": None},
            "logprobs": None,
            "finish_reason": "stop",
        }
    ]
    out["usage"] = _no_usage()
    return orjson.dumps(out)


def events(request: ChatRequest, words: str, *, record: str, created: int) -> Iterable[bytes]:
    """Yield the same as the events of a stream."""
    head = _head(request, "chat.completion.chunk", record, created)

    def chunk(delta: dict[str, Json], reason: str | None) -> bytes:
        choice: Json = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}
        return _event({**head, "choices": [choice]})

    yield chunk({"role": "assistant", "content": ""}, None)
    yield chunk({"content": words}, None)
    yield chunk({}, "stop")
    if request.wants_usage:
        yield _event({**head, "choices": [], "usage": _no_usage()})
    yield write_event(b"[DONE]")


def _head(request: ChatRequest, kind: str, record: str, created: int) -> dict[str, Json]:
    return {
        "id": f"chatcmpl-{record}",
        "object": kind,
        "created": created,
        "model": request.model,
    }


def _event(tree: Mapping[str, Json]) -> bytes:
    return write_event(orjson.dumps(tree))


def _no_usage() -> Json:
    return {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
