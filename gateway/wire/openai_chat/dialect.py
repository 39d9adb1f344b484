"""The dialect object: what the exchange is handed."""

from collections.abc import Iterable, Mapping

from gateway.terms.chat import ChatRequest, MakeRestorer, Refusal, Usage
from gateway.terms.text import Path
from gateway.wire.body import Limits, write_json
from gateway.wire.leaves import rebuild
from gateway.wire.openai_chat import answer, failure, own, stream
from gateway.wire.openai_chat import request as prompt


class OpenAIChat:
    """OpenAI chat completions (a `Dialect`). Pure; `limits` are the caps on a request body."""

    name = "openai_chat"
    path = "/chat/completions"

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()

    def read(self, body: bytes, headers: Mapping[str, str]) -> ChatRequest:
        """Parse and validate a request; raises `BadRequest` with the JSON path of what is wrong.

        `body` has no content encoding left; `headers` are by lower-case name.
        """
        return prompt.read(body, headers, self.limits)

    def write(self, request: ChatRequest, replaced: Mapping[Path, str], *, model: str) -> bytes:
        """Return the outgoing body; raises `BadRequest` where two keys became one."""
        return write_json(prompt.write(rebuild(request.tree, replaced), model=model))

    def restore(self, request: ChatRequest, body: bytes, make: MakeRestorer) -> tuple[bytes, Usage]:
        """Return a whole answer with originals put back; raises `UpstreamBroken`."""
        return answer.restore(request, body, make)

    def stream(self, request: ChatRequest, make: MakeRestorer) -> stream.ChatStream:
        """Return a reader for a streamed answer."""
        return stream.ChatStream(request, make)

    def own_answer(
        self, request: ChatRequest, words: str, *, record: str, created: int
    ) -> Iterable[bytes]:
        """Return an answer of the gateway's own: one body, or the events of a stream."""
        if request.stream:
            return own.events(request, words, record=record, created=created)
        return (own.answer(request, words, record=record, created=created),)

    def error(self, refusal: Refusal) -> bytes:
        """Return the error body in OpenAI's shape."""
        return failure.error(refusal)

    def error_event(self, refusal: Refusal) -> bytes:
        """Return the same as an event inside a stream."""
        return failure.error_event(refusal)

    def upstream_error(
        self, status: int, body: bytes, make: MakeRestorer, *, retry_after: int | None = None
    ) -> Refusal:
        """Turn the AI service's error into a refusal; its message is for the asker alone."""
        return failure.upstream_error(status, body, make, retry_after=retry_after)


OPENAI_CHAT = OpenAIChat()
