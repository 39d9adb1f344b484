"""Turn answers into the bytes of an OpenAI response: one JSON body, or server-sent events. Pure."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson

from gateway.demo.practice_answers import Answer
from gateway.demo.practice_behaviour import Behaviour, Cuts, pieces
from gateway.terms.chat import Json

DONE = b"data: [DONE]\n\n"
COMMENT = b": keep-alive\n\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """What every part of one response repeats."""

    id: str
    model: str
    created: int


def usage_of(prompt_chars: int, answers: Sequence[Answer]) -> dict[str, Json]:
    """Count tokens as services do, roughly: four characters each."""
    written = sum(
        len(answer.content or "") + sum(len(call.arguments) for call in answer.calls)
        for answer in answers
    )
    prompt, completion = 3 + prompt_chars // 4, 1 + written // 4
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }


def whole(head: Head, answers: Sequence[Answer], usage: Json, *, ascii_only: bool = False) -> bytes:
    """Return the body of an answer that is not streamed."""
    choices: list[Json] = [
        {
            "index": at,
            "message": _message(answer),
            "logprobs": None,
            "finish_reason": answer.finish,
        }
        for at, answer in enumerate(answers)
    ]
    body = _outer(head, "chat.completion") | {"choices": choices, "usage": usage}
    return _json(body, ascii_only=ascii_only)


def events(
    head: Head, answers: Sequence[Answer], usage: Json, behaviour: Behaviour, *, with_usage: bool
) -> Iterator[bytes]:
    """Yield the events of a streamed answer: all choices in step, usage, the end mark."""
    outer = _outer(head, "chat.completion.chunk")
    if with_usage:
        outer["usage"] = None
    streams = [_deltas(answer, behaviour.cuts) for answer in answers]
    for sent, (at, delta, finish) in enumerate(_in_turn(streams)):
        if behaviour.comments and sent % behaviour.comments == 0:
            yield COMMENT
        choice: Json = {"index": at, "delta": delta, "logprobs": None, "finish_reason": finish}
        yield event(outer | {"choices": [choice]}, ascii_only=behaviour.ascii)
    if with_usage:
        yield event(outer | {"choices": [], "usage": usage}, ascii_only=behaviour.ascii)
    yield DONE


def event(value: Json, *, ascii_only: bool = False) -> bytes:
    """Write one event."""
    return b"data: " + _json(value, ascii_only=ascii_only) + b"\n\n"


class Cutter:
    """Cuts a run of bytes anew: not at all, after each byte, or at offsets from its very start."""

    def __init__(self, cuts: Cuts | None) -> None:
        self.cuts = cuts
        self._ahead = [] if cuts is None or cuts == "every" else sorted(set(cuts), reverse=True)
        self._held = b""
        self._sent = 0

    def feed(self, block: bytes) -> Iterator[bytes]:
        """Take some bytes; yield the pieces that are complete."""
        if self.cuts is None:
            yield block
            return
        if self.cuts == "every":
            for at in range(len(block)):
                yield block[at : at + 1]
            return
        self._held += block
        while self._ahead and self._ahead[-1] <= self._sent + len(self._held):
            size = self._ahead.pop() - self._sent
            piece, self._held = self._held[:size], self._held[size:]
            self._sent += size
            yield piece

    def flush(self) -> bytes:
        """Return what is left."""
        piece, self._held = self._held, b""
        return piece


def error_body(message: str, kind: str, code: str | None) -> dict[str, Json]:
    """Return an error in OpenAI's shape."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


type _Delta = tuple[Json, str | None]


def _deltas(answer: Answer, cuts: Cuts | None) -> Iterator[_Delta]:
    """Yield the deltas of one choice: its role, its parts, how it finished."""
    yield {"role": "assistant", "content": None if answer.calls else ""}, None
    for piece in answer.pieces or pieces(answer.content or "", cuts):
        yield {"content": piece}, None
    for index, call in enumerate(answer.calls):
        opening: Json = {
            "index": index,
            "id": call.id,
            "type": "function",
            "function": {"name": call.name, "arguments": ""},
        }
        yield {"tool_calls": [opening]}, None
        for piece in pieces(call.arguments, cuts):
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}, None
    yield {}, answer.finish


def _in_turn(streams: list[Iterator[_Delta]]) -> Iterator[tuple[int, Json, str | None]]:
    """Take one delta of each choice in turn, as services interleave them."""
    waiting = dict(enumerate(streams))
    while waiting:
        for at, stream in list(waiting.items()):
            following = next(stream, None)
            if following is None:
                del waiting[at]
                continue
            yield at, *following


def _message(answer: Answer) -> Json:
    message: dict[str, Json] = {
        "role": "assistant",
        "content": answer.content,
        "refusal": None,
    }
    if answer.calls:
        message["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in answer.calls
        ]
    return message


def _outer(head: Head, kind: str) -> dict[str, Json]:
    return {
        "id": head.id,
        "object": kind,
        "created": head.created,
        "model": head.model,
        "system_fingerprint": "fp_practice",
    }


def _json(value: Json, *, ascii_only: bool) -> bytes:
    return json.dumps(value).encode() if ascii_only else orjson.dumps(value)
