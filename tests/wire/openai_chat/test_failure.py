"""Refusals and the AI service's errors, in OpenAI's shape."""

import json

import pytest

from gateway.terms.chat import Refusal
from gateway.wire.openai_chat import OPENAI_CHAT
from tests.wire.fakes import ORIGINAL, make


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid_request_error"),
        (401, "authentication_error"),
        (403, "permission_error"),
        (413, "invalid_request_error"),
        (429, "rate_limit_error"),
        (500, "server_error"),
        (503, "server_error"),
        (529, "server_error"),
    ],
)
def test_an_error_is_of_the_type_openai_gives_its_status(status: int, kind: str) -> None:
    body = json.loads(OPENAI_CHAT.error(Refusal(status=status, code="c", message="m")))
    assert body["error"] == {"message": "m", "type": kind, "param": None, "code": "c"}


def test_a_refusal_names_its_record_rules_and_place() -> None:
    refusal = Refusal(
        status=403, code="refused", message="m", record="01ABC", rules=("r.1",), param="messages[0]"
    )
    body = json.loads(OPENAI_CHAT.error(refusal))
    assert body["crossing_guard"] == {"record": "01ABC", "rules": ["r.1"]}
    assert body["error"]["param"] == "messages[0]"
    assert OPENAI_CHAT.error_event(refusal) == b"data: " + OPENAI_CHAT.error(refusal) + b"\n\n"


def error(**fields: object) -> bytes:
    return json.dumps({"error": {"message": "Tavrin is too long", **fields}}).encode()


def test_the_service_s_words_are_restored_for_the_asker() -> None:
    refusal = OPENAI_CHAT.upstream_error(400, error(code="context_length_exceeded"), make)
    assert (refusal.status, refusal.code) == (400, "context_length_exceeded")
    assert refusal.message.endswith(f": {ORIGINAL} is too long")


def test_how_long_to_wait_is_passed_on() -> None:
    refusal = OPENAI_CHAT.upstream_error(429, error(), make, retry_after=20)
    assert (refusal.status, refusal.code, refusal.retry_after) == (429, "upstream_error", 20)


@pytest.mark.parametrize("status", [401, 403])
def test_a_credential_the_service_refuses_is_not_the_asker_s_trouble(status: int) -> None:
    refusal = OPENAI_CHAT.upstream_error(status, error(code="invalid_api_key"), make)
    assert (refusal.status, refusal.code) == (502, "upstream_credential")
    assert "Tavrin" not in refusal.message


@pytest.mark.parametrize("status", [100, 204, 302, 600])
def test_what_is_neither_answer_nor_error_is_malformed(status: int) -> None:
    refusal = OPENAI_CHAT.upstream_error(status, b"", make)
    assert (refusal.status, refusal.code) == (502, "upstream_malformed")


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Tavrin</html>", b"[1]", b'"Tavrin"', b'{"error": "Tavrin"}', b'{"error": null}',
     b'{"error": {"message": 7, "code": "Told by Tavrin"}}', b'{"detail": "Tavrin"}'],
)  # fmt: skip
def test_an_error_in_another_shape_keeps_its_status_and_nothing_else(body: bytes) -> None:
    refusal = OPENAI_CHAT.upstream_error(500, body, make)
    assert refusal == Refusal(
        status=500,
        code="upstream_error",
        message="the AI service answered with status 500",
    )


def test_an_endless_message_is_cut() -> None:
    refusal = OPENAI_CHAT.upstream_error(400, error(message="x" * 100_000), make)
    assert len(refusal.message) < 3_000
