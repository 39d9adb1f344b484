"""One prompt and its answer as every dialect gives them, and what restores an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from gateway.terms.text import Leaf, Path

type Json = None | bool | int | float | str | list[Json] | dict[str, Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatRequest:
    """A request of some dialect, read and validated.

    `tree` is the JSON that was scanned and will be re-serialised; nobody changes it in place.
    `opener` is the text of the first message of role user ("" if none): with client and
    principal it names a conversation that has no chat id. `json_answer` tells that the answer's
    text is JSON (structured output). `max_tokens` is the client's cap, if any.
    """

    dialect: str
    model: str
    tree: dict[str, Json]
    leaves: tuple[Leaf, ...]
    opener: str
    stream: bool = False
    choices: int = 1
    json_answer: bool = False
    wants_usage: bool = False
    has_tools: bool = False
    max_tokens: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Usage:
    """Tokens as the AI service counted them; None where it did not say."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Restorer(Protocol):
    """Puts originals back into one run of answer text, fed in pieces cut anywhere."""

    def feed(self, text: str) -> str:
        """Take the next piece; return what is now certain."""

    def flush(self) -> str:
        """Return what was held back; the run is over."""


class MakeRestorer(Protocol):
    """Makes a fresh restorer for one run of text; `json` for text that is JSON source."""

    def __call__(self, *, json: bool) -> Restorer:
        """Return a restorer that knows nothing yet."""


class StreamReader(Protocol):
    """Reads an answer's server-sent events, restores them, and writes them again."""

    def feed(self, data: bytes) -> Iterable[bytes]:
        """Take bytes cut anywhere; yield whole events to send on."""

    def finish(self) -> Iterable[bytes]:
        """The upstream ended: yield what is left, or raise `UpstreamBroken` if it was cut."""

    @property
    def usage(self) -> Usage:
        """Return tokens seen so far."""

    @property
    def done(self) -> bool:
        """Tell whether the dialect's end-of-stream mark was seen; it is yielded by `finish`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """What a person is told when a prompt does not pass, ready for any dialect's error shape.

    `code` is stable; `message` plain words fit for the reader's age with what would make it pass.
    `param` is the JSON path of what is wrong with a malformed request, "" elsewhere.
    """

    status: int
    code: str
    message: str
    record: str = ""
    outcome: str = "refuse"
    rules: tuple[str, ...] = ()
    retry_after: int | None = None
    param: str = ""


class Dialect(Protocol):
    """One API dialect: bytes to terms and back. Pure. `path` follows a tool's base URL."""

    name: str
    path: str

    def read(self, body: bytes, headers: Mapping[str, str]) -> ChatRequest:
        """Parse and validate; raises `BadRequest` with the JSON path of what is wrong."""

    def write(self, request: ChatRequest, replaced: Mapping[Path, str], *, model: str) -> bytes:
        """Return the outgoing body: the scanned tree with some leaves replaced."""

    def restore(self, request: ChatRequest, body: bytes, make: MakeRestorer) -> tuple[bytes, Usage]:
        """Return a whole answer with originals put back."""

    def stream(self, request: ChatRequest, make: MakeRestorer) -> StreamReader:
        """Return a reader for a streamed answer."""

    def upstream_error(
        self, status: int, body: bytes, make: MakeRestorer, *, retry_after: int | None = None
    ) -> Refusal:
        """Turn the AI service's error into a refusal; its message is for the asker alone."""

    def own_answer(
        self, request: ChatRequest, words: str, *, record: str, created: int
    ) -> Iterable[bytes]:
        """Return an answer of the gateway's own, as the service would give it: one body, or the
        events of a stream where one was asked for. `created` in seconds since 1970 UTC."""

    def error(self, refusal: Refusal) -> bytes:
        """Return the error body in the dialect's own shape."""

    def error_event(self, refusal: Refusal) -> bytes:
        """Return the same as an event inside a stream."""
