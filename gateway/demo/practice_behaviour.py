"""What the practice AI service can be told to do: styles of answer, cuts, delays, faults."""

from enum import StrEnum
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt


class Style(StrEnum):
    """How an answer uses the names it found in the prompt."""

    PLAIN = "plain"
    POSSESSIVE = "possessive"
    CAPS = "caps"
    LOWER = "lower"
    FAMILY_FIRST = "family_first"
    GIVEN_ONLY = "given_only"
    SPLIT_LINES = "split_lines"
    TABLE = "table"
    LIST = "list"
    CODE = "code"
    MIXED = "mixed"
    """A paragraph of each of the above."""
    VARIED = "varied"
    """One of the above, chosen by the bytes of the request."""
    ECHO = "echo"
    """The last message of role user, word for word."""
    SCRIPT = "script"
    """The text given as `script`."""
    FAST = "fast"
    """One short sentence with the names of the last message: the upstream of benchmarks."""


class Fault(StrEnum):
    """What goes wrong, if anything."""

    HTTP_400 = "http_400"
    """Its message quotes the names it was sent, as real services do."""
    HTTP_401 = "http_401"
    HTTP_404 = "http_404"
    HTTP_429 = "http_429"
    """With `retry-after`."""
    HTTP_500 = "http_500"
    HTTP_503 = "http_503"
    HANG = "hang"
    """Waits for `seconds`, after `after` events of a stream, then goes on."""
    CUT_MID_STREAM = "cut_mid_stream"
    """Closes the connection after `after` events, or in the middle of a whole answer."""
    NO_DONE = "no_done"
    """Ends a stream in good order but without its end mark."""
    ERROR_EVENT = "error_event"
    """After `after` events sends an error as an event and ends."""
    MALFORMED_JSON = "malformed_json"
    """A whole answer breaks off within its JSON; a stream sends one such event and goes on."""
    MALFORMED_SSE = "malformed_sse"
    """After `after` events sends lines that are no server-sent events, and goes on."""
    WRONG_CONTENT_TYPE = "wrong_content_type"
    """A web page with status 200."""
    EMPTY = "empty"
    """Status 200 and no body."""
    HUGE = "huge"
    """An answer (in a stream: one event) of `huge_bytes`."""


type Cuts = Literal["every"] | tuple[NonNegativeInt, ...]


class Behaviour(BaseModel):
    """How one call is answered. Unknown fields are refused.

    `script` is literal text, or the pieces a stream sends it in. `cuts` says where the answer's
    text (and tool-call arguments) are cut into deltas, in code points; `wire_cuts` where the raw
    bytes of the stream are cut into writes; "every" cuts after each. `length` pads the answer to
    that many words, naming people throughout. `comments` puts an SSE comment before every so many
    events. `ascii` escapes all but ASCII in the JSON that goes over the wire; `escape` writes the
    first letter of each name in a JSON answer as an escape.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    style: Style = Style.PLAIN
    script: str | tuple[str, ...] = ""
    cuts: Cuts | None = None
    wire_cuts: Cuts | None = None
    first_delay_ms: NonNegativeInt = 0
    delay_ms: NonNegativeInt = 0
    length: NonNegativeInt = 0
    comments: NonNegativeInt = 0
    ascii: bool = False
    escape: bool = False
    finish: Literal["", "stop", "length", "content_filter"] = ""
    fault: Fault | None = None
    after: NonNegativeInt = 0
    seconds: float = Field(default=30.0, ge=0)
    retry_after: NonNegativeInt = 7
    huge_bytes: NonNegativeInt = 32 * 1024 * 1024


class BehaviourChange(BaseModel):
    """What the control endpoint takes: a new default, behaviours for the next calls, or both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    default: Behaviour | None = None
    next: tuple[Behaviour, ...] = ()


def pieces(text: str, cuts: Cuts | None) -> list[str]:
    """Cut a text where a behaviour says; without cuts, into runs of about a word."""
    if cuts == "every":
        return list(text)
    if cuts is None:
        return [text[at : at + 7] for at in range(0, len(text), 7)]
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < len(text)}), len(text)]
    return [text[a:b] for a, b in pairwise(edges) if a < b]
