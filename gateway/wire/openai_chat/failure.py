"""Speaks of what went wrong in OpenAI's error shape, and reads the AI service's own errors."""

import re
from http import HTTPStatus

import orjson

from gateway.terms.chat import Json, MakeRestorer, Refusal
from gateway.wire.sse import write_event

_CODE = re.compile(r"[a-z0-9_]{1,64}")
_LONGEST = 2_000
_TYPES: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "authentication_error",
    HTTPStatus.FORBIDDEN: "permission_error",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error",
}


def error(refusal: Refusal) -> bytes:
    """Return a refusal as an OpenAI error body, with the record and the rules beside it."""
    status = refusal.status
    kind = _TYPES.get(status, "server_error" if status >= 500 else "invalid_request_error")
    body: dict[str, Json] = {
        "error": {
            "message": refusal.message,
            "type": kind,
            "param": refusal.param or None,
            "code": refusal.code,
        },
        "crossing_guard": {"record": refusal.record or None, "rules": list(refusal.rules)},
    }
    return orjson.dumps(body)


def error_event(refusal: Refusal) -> bytes:
    """Return the same as an event; in a stream nothing follows it."""
    return write_event(error(refusal))


def upstream_error(
    status: int, body: bytes, make: MakeRestorer, *, retry_after: int | None = None
) -> Refusal:
    """Turn the AI service's error answer into a refusal for the person who asked.

    Its message may quote the prompt, so it is restored; it is for that person alone and belongs
    in no log. Where the service does not accept the gateway's own credential (401, 403) or
    answers with what is no error, that is no fault of the person, who is told so.

    Args:
        status: the HTTP status, 400 or more (anything else counts as a broken answer).
        body: its body, in any shape.
        make: makes the restorer.
        retry_after: seconds, where the service named them.
    """
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Refusal(
            status=HTTPStatus.BAD_GATEWAY,
            code="upstream_credential",
            message="the AI service does not accept this gateway's credential; "
            "ask the AI coordinator to renew it in the tool register",
        )
    if not 400 <= status <= 599:
        return Refusal(
            status=HTTPStatus.BAD_GATEWAY,
            code="upstream_malformed",
            message="the AI service answered with neither an answer nor an error; try again",
        )
    told = _told(body)
    words, code = told.get("message"), told.get("code")
    message = f"the AI service answered with status {status}"
    if isinstance(words, str) and words:
        run = make(json=False)
        message += ": " + run.feed(words[:_LONGEST]) + run.flush()
    return Refusal(
        status=status,
        code=code if isinstance(code, str) and _CODE.fullmatch(code) else "upstream_error",
        message=message,
        retry_after=retry_after,
    )


def _told(body: bytes) -> dict[str, Json]:
    """Return the error object of a body; empty where there is none to be read."""
    try:
        tree = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    told = tree.get("error", tree) if isinstance(tree, dict) else {}
    return told if isinstance(told, dict) else {}
