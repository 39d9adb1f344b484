"""What a client is told: the shape of every error, what was recorded, and the answer's head."""

import re
from typing import Any

import httpx
import openai
import orjson
import pytest
from sqlalchemy import create_engine, select

from gateway.store.tables import log_entries
from tests.clients.conftest import Running

FAULTS: list[tuple[dict[str, Any], int, str, str]] = [
    ({"fault": "http_400"}, 400, "", "upstream_error"),
    ({"fault": "http_401"}, 502, "upstream_credential", "upstream_error"),
    ({"fault": "http_404"}, 404, "", "upstream_error"),
    ({"fault": "http_429"}, 429, "", "upstream_error"),
    ({"fault": "http_500"}, 500, "", "upstream_error"),
    ({"fault": "http_503"}, 503, "", "upstream_error"),
    ({"fault": "cut_mid_stream", "after": 2}, 502, "upstream_broken", "upstream_cut"),
    ({"fault": "malformed_json"}, 502, "upstream_malformed", "upstream_malformed"),
    ({"fault": "wrong_content_type"}, 502, "upstream_malformed", "upstream_malformed"),
    ({"fault": "empty"}, 502, "upstream_malformed", "upstream_malformed"),
]
IN_STREAMS: list[tuple[dict[str, Any], str, str]] = [
    ({"fault": "cut_mid_stream", "after": 2}, "upstream_broken", "upstream_cut"),
    ({"fault": "no_done", "after": 2}, "upstream_cut", "upstream_cut"),
    ({"fault": "malformed_json", "after": 2}, "upstream_malformed", "upstream_malformed"),
    ({"fault": "error_event", "after": 2}, "", "upstream_error"),
]


def recorded(gateway: Running, **fields: str) -> list[dict[str, Any]]:
    engine = create_engine(f"sqlite:///{gateway.data}/crossing-guard.db")
    with engine.connect() as db:
        rows = [orjson.loads(one) for one in db.execute(select(log_entries.c.data)).scalars()]
    engine.dispose()
    return [row for row in rows if fields.items() <= row.items()]


def ask(gateway: Running, *, stream: bool = False, **headers: str) -> httpx.Response:
    return httpx.post(
        f"{gateway.base_url}/chat/completions",
        headers={"authorization": f"Bearer {gateway.key('teacher')}"} | headers,
        json={
            "model": "practice",
            "stream": stream,
            "messages": [{"role": "user", "content": f"Praise {gateway.name('without_consent')}."}],
        },
        timeout=60,
    )


@pytest.mark.parametrize(
    ("behaviour", "status", "code", "ended"), FAULTS, ids=[row[0]["fault"] for row in FAULTS]
)
def test_an_ai_services_fault_has_the_dialects_shape_and_its_outcome(
    gateway: Running, behaviour: dict[str, Any], status: int, code: str, ended: str
) -> None:
    gateway.behave(behaviour)
    answer = ask(gateway)
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert set(told["error"]) == {"message", "type", "param", "code"}
    assert told["error"]["message"]
    if code:
        assert told["error"]["code"] == code
    (outcome,) = recorded(gateway, about=answer.headers["x-crossing-guard-record"])
    assert outcome["ended"] == ended


@pytest.mark.parametrize(
    ("behaviour", "code", "ended"), IN_STREAMS, ids=[row[0]["fault"] for row in IN_STREAMS]
)
def test_a_fault_in_a_stream_is_an_event_of_the_dialect_and_an_outcome(
    gateway: Running, behaviour: dict[str, Any], code: str, ended: str
) -> None:
    gateway.behave(behaviour)
    answer = ask(gateway, stream=True)
    assert answer.status_code == 200
    assert "data: [DONE]" not in answer.text
    events = [line[6:] for line in answer.text.splitlines() if line.startswith("data: ")]
    told = orjson.loads(events[-1])
    assert set(told["error"]) == {"message", "type", "param", "code"}
    if code:
        assert told["error"]["code"] == code
    (outcome,) = recorded(gateway, about=answer.headers["x-crossing-guard-record"])
    assert outcome["ended"] == ended


def test_lines_that_are_no_events_are_passed_over(gateway: Running) -> None:
    gateway.behave({"fault": "malformed_sse", "after": 2})
    answer = ask(gateway, stream=True)
    lines = [line for line in answer.text.splitlines() if line]
    assert all(line.startswith(("data: ", ":")) for line in lines)
    assert lines[-1] == "data: [DONE]"


def test_an_ai_services_error_that_quotes_a_name_quotes_the_real_one(gateway: Running) -> None:
    before = gateway.last()
    gateway.behave({"fault": "http_400"})
    answer = ask(gateway)
    pupil = gateway.name("without_consent")
    assert pupil in answer.json()["error"]["message"]
    assert pupil not in gateway.received(before)[0]["body"]


def test_a_limit_says_when_it_ends(gateway: Running) -> None:
    gateway.behave({"fault": "http_429", "retry_after": 11})
    assert ask(gateway).headers["retry-after"] == "11"


def test_an_answers_head_names_record_outcome_and_notice(gateway: Running) -> None:
    answer = ask(gateway)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", answer.headers["x-crossing-guard-record"])
    assert answer.headers["x-crossing-guard-outcome"] == "pseudonymise"
    assert answer.headers["cache-control"] == "no-store"
    assert "server" not in answer.headers
    (intent,) = recorded(gateway, id=answer.headers["x-crossing-guard-record"])
    assert intent["kind"] == "intent"
    assert intent["outcome"] == "pseudonymise"


def test_a_stream_is_told_to_proxies_as_one(gateway: Running) -> None:
    answer = ask(gateway, stream=True)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.headers["x-crossing-guard-outcome"] == "pseudonymise"


def test_a_refusal_says_why_what_would_help_and_where_it_is_recorded(gateway: Running) -> None:
    with pytest.raises(openai.PermissionDeniedError) as told:
        gateway.client("student_under_13_no_consent").chat.completions.create(
            model="practice", messages=[{"role": "user", "content": "Hello!"}]
        )
    body = told.value.response.json()
    record = body["crossing_guard"]["record"]
    assert record == told.value.response.headers["x-crossing-guard-record"]
    (refusal,) = recorded(gateway, id=record)
    assert refusal["kind"] == "refusal"
    assert refusal["code"] == "refused"
    explained = gateway.command("explain", record)
    assert explained.returncode == 0
    assert refusal["reasons"][0] in explained.stdout


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/no/such/thing"),
        ("POST", "/v1/images/generations"),
        ("GET", "/v1/chat/completions"),
        ("DELETE", "/v1/models"),
        ("POST", "/chat/completions"),
    ],
)
def test_an_endpoint_that_is_not_offered_is_refused_in_the_dialects_shape_and_recorded(
    gateway: Running, method: str, path: str
) -> None:
    before, root = gateway.last(), gateway.base_url.removesuffix("/v1")
    answer = httpx.request(
        method,
        root + path,
        headers={"authorization": f"Bearer {gateway.key('teacher')}"},
        json={"model": "practice", "input": gateway.name("without_consent")},
    )
    assert answer.status_code == 404
    told = answer.json()
    assert told["error"]["code"] == "unknown_endpoint"
    assert "`/v1`" in told["error"]["message"]
    (refusal,) = recorded(gateway, id=told["crossing_guard"]["record"])
    assert (refusal["kind"], refusal["code"]) == ("refusal", "unknown_endpoint")
    assert gateway.received(before) == []


def test_an_endpoint_that_is_not_offered_tells_a_stranger_nothing(gateway: Running) -> None:
    assert httpx.post(f"{gateway.base_url}/files", content=b"x").status_code == 401


def test_a_record_that_no_rule_decided_is_explained_by_its_code(gateway: Running) -> None:
    answer = ask(gateway, authorization="Bearer nonsense")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    explained = gateway.command("explain", answer.headers["x-crossing-guard-record"])
    assert "`invalid_api_key`" in explained.stdout


def test_a_tool_for_adults_is_not_for_a_minor(gateway: Running) -> None:
    client = gateway.client("student_13_17")
    with pytest.raises(openai.PermissionDeniedError):
        client.chat.completions.create(
            model="practice-adult", messages=[{"role": "user", "content": "Hello!"}]
        )
    assert "practice-adult" not in {model.id for model in client.models.list()}


LABELS: dict[str, re.Pattern[str]] = {
    "tool": re.compile(r"practice(-[a-z]+)?"),
    "outcome": re.compile(r"forward|pseudonymise|hold|refuse"),
    "ended": re.compile(r"[a-z_]+"),
    "code": re.compile(r"[a-z_]+"),
    "stage": re.compile(r"[a-z_]+"),
    "result": re.compile(r"[a-z_]+"),
    "part": re.compile(r"models|rules|roster|log|database"),
    # Of alerts, chores and letters, once there are any.
    "rule": re.compile(r"[a-z_]+"),
    "chore": re.compile(r"[a-z_]+"),
    "state": re.compile(r"[a-z_]+"),
    "le": re.compile(r"[0-9.e+-]+|\+Inf"),
}


def test_metrics_have_no_label_but_from_closed_sets(gateway: Running) -> None:
    ask(gateway)
    ask(gateway, authorization="Bearer nobody-in-particular")
    httpx.post(
        f"{gateway.base_url}/chat/completions",
        headers={"authorization": f"Bearer {gateway.key('teacher')}"},
        json={"model": "somebody-elses-model", "messages": [{"role": "user", "content": "x"}]},
    )
    root = gateway.base_url.removesuffix("/v1")
    httpx.get(f"{root}/readyz")
    text = httpx.get(f"{root}/metrics").text
    found = re.findall(r'([a-z_]+)="((?:[^"\\]|\\.)*)"', text)
    assert {name for name, _ in found} <= LABELS.keys()
    assert not [(name, value) for name, value in found if not LABELS[name].fullmatch(value)]
    assert "somebody" not in text
    assert 'code="model_not_found"' in text
