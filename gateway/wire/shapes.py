"""Strict checks of one value of a request body, for every dialect.

Each takes the value and where it stands, and returns it typed or raises `BadRequest`. A message
names fields, shapes and ranges, never a value: a value may be about somebody.
"""

import difflib
import re
from collections.abc import Collection, Iterable

from gateway.errors import BadRequest
from gateway.terms.chat import Json
from gateway.terms.text import Path
from gateway.wire.leaves import where

NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
"""Names of functions, formats and participants, as OpenAI's reference gives them."""

CALL_ID = re.compile(r"[a-zA-Z0-9_.:-]{1,128}")
"""Ids of tool calls. OpenAI writes `call_…`; compatible services also use dots and colons."""

MODEL = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.:/@+-]{0,127}")


def refusal(code: str, message: str, path: Path) -> BadRequest:
    """Return the refusal of what stands at `path`."""
    return BadRequest(message, code=code, param=where(path))


def _wrong_type(path: Path, wanted: str) -> BadRequest:
    return refusal("invalid_type", f"`{where(path) or 'the body'}` must be {wanted}", path)


def an_object(value: Json, path: Path) -> dict[str, Json]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise _wrong_type(path, "an object")
    return value


def a_list(value: Json, path: Path, *, most: int) -> list[Json]:
    """Return a list of `most` members or fewer."""
    if not isinstance(value, list):
        raise _wrong_type(path, "a list")
    if len(value) > most:
        raise refusal("too_many", f"`{where(path)}` may have {most} members at most", path)
    return value


def a_string(value: Json, path: Path) -> str:
    """Return a string."""
    if not isinstance(value, str):
        raise _wrong_type(path, "a string")
    return value


def shaped(value: Json, path: Path, shape: re.Pattern[str]) -> str:
    """Return a string that matches a shape from end to end."""
    text = a_string(value, path)
    if not shape.fullmatch(text):
        raise refusal("invalid_shape", f"`{where(path)}` must match `{shape.pattern}`", path)
    return text


def one_of(value: Json, path: Path, words: Collection[str]) -> str:
    """Return a string out of a fixed vocabulary."""
    text = a_string(value, path)
    if text not in words:
        raise refusal("invalid_value", f"`{where(path)}` must be one of {_listed(words)}", path)
    return text


def a_flag(value: Json, path: Path) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise _wrong_type(path, "true or false")
    return value


def an_integer(value: Json, path: Path, low: int, high: int) -> int:
    """Return an integer from `low` to `high`, both included."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong_type(path, "an integer")
    if not low <= value <= high:
        raise refusal("invalid_value", f"`{where(path)}` must be from {low} to {high}", path)
    return value


def a_number(value: Json, path: Path, low: float, high: float) -> float:
    """Return a number from `low` to `high`, both included."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _wrong_type(path, "a number")
    if not low <= value <= high:
        raise refusal("invalid_value", f"`{where(path)}` must be from {low} to {high}", path)
    return value


def required(members: dict[str, Json], name: str, path: Path) -> Json:
    """Return a member that must be there."""
    if name not in members:
        raise refusal("missing_field", f"`{where((*path, name))}` is missing", (*path, name))
    return members[name]


def only(members: dict[str, Json], known: Collection[str], path: Path) -> None:
    """Refuse an object with a field that is not known: it could not be scanned.

    A field's name is given back only if it is a word of some public API; anything else might be
    somebody's name, so its place is told instead, with the known field it resembles.
    """
    for place, field in enumerate(members, start=1):
        if field in known:
            continue
        holder = f"`{where(path)}`" if path else "the body"
        if field in _ELSEWHERE:
            at = (*path, field)
            raise refusal(
                "unknown_field",
                f"`{where(at)}` is not a field this gateway can check; leave it out",
                at,
            )
        close = difflib.get_close_matches(field[:64], known, n=1)
        hint = f" (did you mean `{close[0]}`?)" if close else ""
        raise refusal(
            "unknown_field",
            f"field {place} of {holder} is not one this gateway can check{hint}; leave it out",
            path,
        )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))


_ELSEWHERE = frozenset(
    {
        # fields of OpenAI's other shapes and endpoints
        "audio", "background", "conversation", "content", "custom", "description", "detail",
        "file", "file_id", "function", "id", "image_url", "include", "input", "input_audio",
        "instructions", "json_schema", "max_output_tokens", "max_tool_calls", "metadata", "model",
        "name", "object", "parameters", "parsed", "parsed_arguments", "previous_response_id",
        "prompt", "reasoning", "refusal", "role", "schema", "status", "strict", "suffix", "text",
        "tool_call_id", "tool_calls", "tool_choice", "tool_resources", "tools", "truncation",
        "type", "best_of", "echo", "video_url",
        # fields of other services and of chat front ends
        "cache_control", "chat_id", "chat_template_kwargs", "do_sample", "enable_thinking",
        "extra_body", "extra_headers", "features", "files", "filter_ids", "format",
        "guided_choice", "guided_json", "guided_regex", "keep_alive", "length_penalty",
        "max_new_tokens", "min_p", "min_tokens", "mirostat", "num_ctx", "num_predict", "options",
        "plugins", "preset", "provider", "reasoning_content", "reasoning_details",
        "repeat_penalty", "repetition_penalty", "route", "safe_prompt", "safety_settings",
        "session_id", "stop_sequences", "stop_token_ids", "system", "thinking", "title", "top_a",
        "top_k", "transforms", "typical_p", "use_beam_search",
    }
)  # fmt: skip
