"""Restores a streamed chat completion, chunk by chunk.

Each run of text (a choice's content, its refusal, the arguments of each of its tool calls) has a
restorer of its own, which may hold text back until it is certain. What a choice still holds is
sent in a chunk of its own before the chunk that finishes it. The end mark, `data: [DONE]`, is
given out by `finish` alone, so that the outcome can be made durable before the reader sees it.
The padding some services add (`obfuscation`) is dropped: restoring changes lengths anyway.

Chunks that differ in their words alone and came together go on as one: each by itself costs more to
read, restore and write than its words are worth.
"""

from collections.abc import Iterator

import orjson

from gateway.errors import UpstreamBroken, UpstreamError
from gateway.terms.chat import ChatRequest, Json, MakeRestorer, Restorer, Usage
from gateway.wire import shapes
from gateway.wire.openai_chat import answer, frames
from gateway.wire.openai_chat.frames import Frame
from gateway.wire.sse import Event, EventParser, write_event

_KIND = "chat.completion.chunk"
_DONE = b"[DONE]"
MOST_TOGETHER = 2000
"""Characters from which on words go out, whatever else came with them."""
MOST_FRAMES = 8
"""Choices whose chunks are read by their frames."""

type _Run = tuple[str, int]
"""The field of a delta, and the index of the tool call whose arguments it is (-1 for texts)."""

_CONTENT: _Run = ("content", -1)


class ChatStream:
    """Reads one answer's events (a `StreamReader`)."""

    def __init__(self, request: ChatRequest, make: MakeRestorer) -> None:
        self._request = request
        self._make = make
        self._events = EventParser()
        self._runs: dict[int, dict[_Run, Restorer]] = {}  # by choice
        self._head: dict[str, Json] = {}
        self._told: list[Json] = []  # what the head was made of
        self._usage = Usage()
        self._done = False
        self._frames: dict[int, Frame | None] = {}  # by choice
        self._frame: Frame | None = None
        self._words: list[str] = []  # said in chunks of this frame, and not restored yet
        self._size = 0

    @property
    def usage(self) -> Usage:
        """Return the tokens seen so far."""
        return self._usage

    @property
    def done(self) -> bool:
        """Tell whether the end mark was seen."""
        return self._done

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take bytes cut anywhere; yield whole events to send on.

        Raises:
            UpstreamBroken: an event is no chunk of a chat completion.
            UpstreamError: the AI service reports an error in mid-stream; its words are dropped.
        """
        try:
            for event in self._events.feed(data):
                frame, words = self._framed(event)
                if frame is not self._frame or self._size >= MOST_TOGETHER:
                    yield from self._said()
                    self._frame = frame
                if frame is None:
                    yield from self._event(event)
                else:
                    self._words.append(words)
                    self._size += len(words)
        except UpstreamBroken:
            yield from self._said()  # what came before it broke
            raise
        yield from self._said()

    def finish(self) -> Iterator[bytes]:
        """The upstream ended: yield the end mark.

        Raises:
            UpstreamBroken: `upstream_cut`, the end mark never came. What is held is not given
                out then: it may be half a name.
        """
        last = self._events.flush()
        if (
            last is not None and last.data.strip() == _DONE
        ):  # some services leave out the last empty line
            yield from self._event(last)
        if not self._done:
            raise UpstreamBroken(
                "the AI service broke off in the middle of its answer; try again",
                code="upstream_cut",
            )
        yield write_event(_DONE)

    def _framed(self, event: Event) -> tuple[Frame | None, str]:
        """Return the words of a chunk of which all else was read before, and what that is."""
        if not event.type and not self._done:
            for frame in self._frames.values():
                if frame is not None and (words := frame.words(event.data)) is not None:
                    return frame, words
        return None, ""

    def _said(self) -> list[bytes]:
        """Return a chunk of the words that came together, restored."""
        if self._frame is None or not self._words:
            return []
        words = "".join(self._words)
        self._words.clear()
        self._size = 0
        restored = self._run(self._frame.choice, _CONTENT).feed(words)
        return [write_event(self._frame.chunk(restored))] if restored else []

    def _learn(self, event: Event, chunk: dict[str, Json]) -> None:
        """Have the choice's next chunks read by their words alone, if this one said nothing else.

        Tried once a choice: where no two chunks are alike there is nothing to gain.
        """
        if event.type or not frames.tells_words_alone(chunk):
            return
        index = frames.choice_of(chunk)
        if index in self._frames or len(self._frames) >= MOST_FRAMES:
            return
        written = self._chunk_of([_choice(index, {"content": frames.PROBE}, None)], None)
        self._frames[index] = frames.frame_of(event.data, chunk, written)

    def _event(self, event: Event) -> list[bytes]:
        if self._done:
            return []  # nothing may follow the end
        if event.data.strip() == _DONE:
            self._done = True
            return [one for index in list(self._runs) for one in self._release(index)]
        chunk = answer.parse(event.data)
        if chunk.get("error") or event.type == "error":
            raise UpstreamError("the AI service reported an error in the middle of its answer")
        out = self._chunk(chunk)
        self._learn(event, chunk)
        return out

    def _chunk(self, chunk: dict[str, Json]) -> list[bytes]:
        self._take_head(chunk)
        usage, counts = answer.usage_of(chunk)
        if usage is not None:
            self._usage = counts
        out: list[bytes] = []
        choices: list[Json] = []
        for choice in answer.objects(chunk.get("choices"), "`choices`"):
            index = choice.get("index", 0)
            if not isinstance(index, int):
                raise answer.broken("a choice has no index")
            delta = self._delta(
                index, answer.an_object(choice.get("delta") or {}, "a choice's delta")
            )
            reason = answer.finish_reason(choice.get("finish_reason"))
            if reason is not None:
                out += self._closing(index, delta)
            if delta is not None or reason is not None:
                choices.append(_choice(index, delta or {}, reason))
        tells_usage = usage is not None and self._request.wants_usage
        if choices or tells_usage:
            out.append(self._write(choices, usage))
        return out

    def _take_head(self, chunk: dict[str, Json]) -> None:
        """Note what this chunk begins with: nearly always what the one before it did."""
        told = [chunk.get(name) for name in answer.HEAD]
        if told != self._told:
            self._told = told
            self._head = answer.head(chunk, _KIND, self._request.model)

    def _closing(self, index: int, delta: dict[str, Json] | None) -> list[bytes]:
        """Return a finishing chunk's own words and then what is held, ahead of the finish."""
        out: list[bytes] = []
        if delta:
            out.append(self._write([_choice(index, dict(delta), None)], None))
            delta.clear()
        return out + self._release(index)

    def _delta(self, index: int, delta: dict[str, Json]) -> dict[str, Json] | None:
        """Return a delta restored; None where all its words are held back."""
        out: dict[str, Json] = {}
        held = False
        if delta.get("role") is not None:
            out["role"] = "assistant"
        for name in answer.TEXTS:
            text = delta.get(name)
            if text is None:
                continue
            if not isinstance(text, str):
                raise answer.broken(f"`{name}` is not a string")
            restored = self._run(index, (name, -1)).feed(text)
            if restored or not text:
                out[name] = restored
            else:
                held = True
        if delta.get("function_call") is not None:
            raise answer.broken("it calls a function in the old form, which was not asked for")
        if delta.get("tool_calls") is not None:
            calls = answer.objects(delta["tool_calls"], "`tool_calls`")
            kept: list[Json] = [
                call for call in (self._call(index, call) for call in calls) if call
            ]
            held = held or len(kept) < len(calls)
            if kept:
                out["tool_calls"] = kept
        return None if held and not out else out

    def _call(self, index: int, call: dict[str, Json]) -> Json:
        """Return a piece of a tool call restored; None where all of it is held back."""
        place = call.get("index", 0)
        if not isinstance(place, int):
            raise answer.broken("a tool call has no index")
        out: dict[str, Json] = {"index": place}
        function: dict[str, Json] = {}
        given = answer.an_object(call.get("function") or {}, "a tool call's function")
        if call.get("id"):
            out["id"] = answer.fits(call["id"], shapes.CALL_ID, "a tool call's id")
        if call.get("type") is not None:
            out["type"] = "function"
        if given.get("name"):
            function["name"] = answer.fits(given["name"], shapes.NAME, "a function's name")
        arguments = given.get("arguments")
        if arguments is not None:
            if not isinstance(arguments, str):
                raise answer.broken("a tool call's arguments are not a string")
            restored = self._run(index, ("tool_calls", place)).feed(arguments)
            if restored or function or len(out) > 1:
                function["arguments"] = restored
            elif arguments:
                return None
        if function:
            out["function"] = function
        return out

    def _run(self, index: int, run: _Run) -> Restorer:
        runs = self._runs.get(index)
        if runs is None:
            runs = self._runs[index] = {}
        restorer = runs.get(run)
        if restorer is None:
            name = run[0]
            is_json = name == "tool_calls" or (name == "content" and self._request.json_answer)
            restorer = runs[run] = self._make(json=is_json)
        return restorer

    def _release(self, index: int) -> list[bytes]:
        """End a choice's runs and return what they held."""
        delta: dict[str, Json] = {}
        calls: list[Json] = []
        for (name, place), restorer in self._runs.pop(index, {}).items():
            text = restorer.flush()
            if text and name == "tool_calls":
                calls.append({"index": place, "function": {"arguments": text}})
            elif text:
                delta[name] = text
        if calls:
            delta["tool_calls"] = calls
        return [self._write([_choice(index, delta, None)], None)] if delta else []

    def _write(self, choices: list[Json], usage: Json) -> bytes:
        return write_event(self._chunk_of(choices, usage))

    def _chunk_of(self, choices: list[Json], usage: Json) -> bytes:
        out: dict[str, Json] = {**self._head, "choices": choices}
        if self._request.wants_usage:
            out["usage"] = usage
        return orjson.dumps(out)


def _choice(index: int, delta: dict[str, Json], reason: str | None) -> Json:
    return {"index": index, "delta": delta, "logprobs": None, "finish_reason": reason}
