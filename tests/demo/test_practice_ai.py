"""The practice AI service, over real HTTP: the openai SDK is content, and faults are faults."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from pydantic import BaseModel

from gateway.demo.practice_ai import PracticeServer, PracticeSettings, practice_server
from gateway.demo.practice_behaviour import Behaviour, Style

PROMPT = "Please write to Talia Nguyen and Marcus O'Neil."
MESSAGES: Any = [{"role": "user", "content": PROMPT}]
TOOLS: Any = [
    {
        "type": "function",
        "function": {
            "name": "send_note",
            "parameters": {
                "type": "object",
                "properties": {"to": {"type": "string"}},
                "required": ["to"],
            },
        },
    }
]


class Note(BaseModel):
    name: str
    scores: list[int]
    next: "Note | None"


@pytest.fixture(scope="module")
def server() -> Iterator[PracticeServer]:
    with practice_server() as running:
        yield running


@pytest.fixture
def http(server: PracticeServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=10, trust_env=False) as client:
        client.delete("/practice/behaviour")
        client.delete("/practice/log")
        yield client


@pytest.fixture
def sdk(http: httpx.Client, server: PracticeServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(
        base_url=server.base_url,
        api_key="not-kept",
        max_retries=0,
    ) as client:
        yield client


def behave(http: httpx.Client, **behaviour: Any) -> None:
    assert http.post("/practice/behaviour", json={"next": [behaviour]}).status_code == 200


def ask(http: httpx.Client, **more: Any) -> httpx.Response:
    body = {"model": "practice-1", "messages": MESSAGES, **more}
    return http.post("/v1/chat/completions", json=body)


# The SDK


def test_the_sdk_gets_an_answer_with_usage(sdk: openai.OpenAI) -> None:
    reply = sdk.chat.completions.create(model="practice-1", messages=MESSAGES, n=2)
    assert [choice.index for choice in reply.choices] == [0, 1]
    assert "Talia Nguyen" in str(reply.choices[0].message.content)
    assert reply.usage is not None
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens


def test_the_sdk_streams_the_very_answer_it_gets_whole(sdk: openai.OpenAI) -> None:
    whole = sdk.chat.completions.create(model="practice-1", messages=MESSAGES)
    usage = None
    text = ""
    for chunk in sdk.chat.completions.create(
        model="practice-1",
        messages=MESSAGES,
        stream=True,
        stream_options={"include_usage": True},
    ):
        text += "".join(choice.delta.content or "" for choice in chunk.choices)
        usage = chunk.usage or usage
    assert text == whole.choices[0].message.content
    assert usage is not None


def test_the_sdk_puts_streamed_tool_calls_together(sdk: openai.OpenAI) -> None:
    with sdk.chat.completions.stream(model="practice-1", messages=MESSAGES, tools=TOOLS) as stream:
        calls = stream.get_final_completion().choices[0].message.tool_calls
    assert calls is not None
    arguments = [json.loads(call.function.arguments) for call in calls]
    assert arguments == [{"to": "Talia Nguyen"}, {"to": "Marcus O'Neil"}]


def test_the_sdk_parses_structured_output(sdk: openai.OpenAI) -> None:
    reply = sdk.chat.completions.parse(model="practice-1", messages=MESSAGES, response_format=Note)
    note = reply.choices[0].message.parsed
    assert note is not None
    assert note.name == "Talia Nguyen"
    assert note.next is not None
    assert note.next.name == "Marcus O'Neil"


def test_the_sdk_gets_json_objects(sdk: openai.OpenAI) -> None:
    reply = sdk.chat.completions.create(
        model="practice-1", messages=MESSAGES, response_format={"type": "json_object"}
    )
    assert set(json.loads(str(reply.choices[0].message.content))) == {
        "Talia Nguyen",
        "Marcus O'Neil",
    }


@pytest.mark.anyio
async def test_the_async_sdk_streams(server: PracticeServer, http: httpx.Client) -> None:
    async with openai.AsyncOpenAI(
        base_url=server.base_url,
        api_key="not-kept",
    ) as sdk:
        stream = await sdk.chat.completions.create(
            model="practice-1", messages=MESSAGES, stream=True
        )
        text = "".join([c.delta.content or "" async for chunk in stream for c in chunk.choices])
        models = [model.id async for model in sdk.models.list()]
    assert "Marcus O'Neil" in text
    assert "practice-1" in models


# What it keeps


def test_it_notes_what_arrived_but_no_key(http: httpx.Client, sdk: openai.OpenAI) -> None:
    sdk.chat.completions.create(model="practice-1", messages=MESSAGES, user="u1")
    log = http.get("/practice/log").json()
    (row,) = log["rows"]
    assert json.loads(row["body"])["user"] == "u1"
    assert row["authorization"] is True
    assert "not-kept" not in json.dumps(row)
    assert http.get(f"/practice/log?after={row['n']}").json()["rows"] == []
    assert http.get("/practice/log?after=x").status_code == 400


def test_the_bytes_are_noted_even_where_they_are_no_text(http: httpx.Client) -> None:
    reply = http.post("/v1/chat/completions", content=b'{"messages": "\xff"')
    assert reply.status_code == 400
    assert reply.json()["error"]["type"] == "invalid_request_error"
    (row,) = http.get("/practice/log").json()["rows"]
    assert row["body"] == '{"messages": "\\xff"'


def test_the_log_file_has_the_row_before_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "received.jsonl"
    settings = PracticeSettings(
        log_file=path, keep=0, default=Behaviour.model_validate({"fault": "cut_mid_stream"})
    )
    with practice_server(settings) as server, httpx.Client(base_url=server.url) as client:
        for _ in range(2):
            with pytest.raises(httpx.RemoteProtocolError):
                ask(client)
        assert client.get("/practice/log").json() == {"count": 2, "rows": []}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["n"] for row in rows] == [1, 2]
    assert json.loads(rows[0]["body"])["messages"] == MESSAGES


def test_it_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "received.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway.demo.practice_ai", "--port", "0", "--log", path],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        with httpx.Client(base_url=url.removesuffix("/v1"), timeout=30) as client:
            assert ask(client).status_code == 200
        assert len(path.read_text(encoding="utf-8").splitlines()) == 1
    finally:
        process.terminate()
        assert process.wait(timeout=10) is not None
        if process.stdout is not None:
            process.stdout.close()


# How it behaves


def test_behaviours_are_used_up_in_order_and_then_the_default_holds(http: httpx.Client) -> None:
    queue = [{"style": "script", "script": "one"}, {"style": "script", "script": "two"}]
    http.post("/practice/behaviour", json={"next": queue, "default": {"style": "echo"}})
    texts = [ask(http).json()["choices"][0]["message"]["content"] for _ in range(3)]
    assert texts == ["one", "two", PROMPT]


def test_an_unknown_behaviour_is_refused(http: httpx.Client) -> None:
    reply = http.post("/practice/behaviour", json={"next": [{"stile": "plain"}]})
    assert reply.status_code == 400
    assert "stile" in reply.json()["error"]["message"]


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_http_faults_come_in_openais_error_shape(http: httpx.Client, status: int) -> None:
    behave(http, fault=f"http_{status}", retry_after=3)
    reply = ask(http)
    assert reply.status_code == status
    assert set(reply.json()["error"]) == {"message", "type", "param", "code"}
    assert reply.headers.get("retry-after") == ("3" if status == 429 else None)
    assert ("Talia Nguyen" in reply.text) == (status == 400)


@pytest.mark.parametrize("stream", [False, True])
def test_a_cut_connection_is_an_error_to_the_client(http: httpx.Client, stream: bool) -> None:
    behave(http, fault="cut_mid_stream", after=2)
    with pytest.raises(httpx.RemoteProtocolError):
        ask(http, stream=stream)


def test_a_cut_stream_holds_exactly_the_events_before_the_cut(http: httpx.Client) -> None:
    behave(http, fault="cut_mid_stream", after=3)
    body = {"messages": MESSAGES, "stream": True}
    received: list[bytes] = []
    with http.stream("POST", "/v1/chat/completions", json=body) as reply:
        blocks = reply.iter_raw()
        with pytest.raises(httpx.RemoteProtocolError):
            received.extend(blocks)
    assert b"".join(received).count(b"\n\n") == 3


def test_malformed_answers_are_no_json(http: httpx.Client) -> None:
    behave(http, fault="malformed_json")
    with pytest.raises(json.JSONDecodeError):
        ask(http).json()


@pytest.mark.parametrize(
    ("behaviour", "ends", "holds"),
    [
        ({"fault": "malformed_sse", "after": 1}, b"data: [DONE]\n\n", b"<br>oops"),
        ({"fault": "malformed_json", "after": 1}, b"data: [DONE]\n\n", b'"object":"chat.comp'),
        ({"fault": "no_done"}, b"}]}\n\n", b"Talia"),
        ({"fault": "error_event", "after": 2}, b"}}\n\n", b"broke down"),
        ({"comments": 1}, b"data: [DONE]\n\n", b": keep-alive\n\n"),
        ({"fault": "empty"}, b"", b""),
    ],
    ids=lambda value: value.get("fault", "comments") if isinstance(value, dict) else "",
)
def test_streams_break_as_told(
    http: httpx.Client, behaviour: dict[str, Any], ends: bytes, holds: bytes
) -> None:
    behave(http, **behaviour)
    body = ask(http, stream=True).content
    assert body.endswith(ends)
    assert holds in body
    if behaviour.get("fault") in ("no_done", "error_event"):
        assert b"[DONE]" not in body


def test_a_wrong_content_type_and_an_empty_body_come_with_status_200(http: httpx.Client) -> None:
    behave(http, fault="wrong_content_type")
    behave(http, fault="empty")
    page, empty = ask(http), ask(http)
    assert page.status_code == empty.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert empty.content == b""


@pytest.mark.parametrize("stream", [False, True])
def test_a_huge_answer_is_as_huge_as_told(http: httpx.Client, stream: bool) -> None:
    behave(http, fault="huge", huge_bytes=1_000_000)
    body = ask(http, stream=stream).content
    assert 1_000_000 <= len(body) < 1_010_000
    if stream:
        assert max(len(line) for line in body.splitlines()) > 999_000


@pytest.mark.parametrize(
    "behaviour",
    [
        {"fault": "hang", "seconds": 0.3},
        {"fault": "hang", "seconds": 0.3, "after": 2},
        {"first_delay_ms": 300},
        {"delay_ms": 100, "cuts": [3]},
    ],
)
def test_it_hangs_and_dawdles_as_long_as_told(
    http: httpx.Client, behaviour: dict[str, Any]
) -> None:
    behave(http, **behaviour)
    begun = time.monotonic()
    assert ask(http, stream=True).content.endswith(b"[DONE]\n\n")
    assert 0.25 < time.monotonic() - begun < 5


def test_a_hanging_whole_answer_runs_into_the_clients_timeout(http: httpx.Client) -> None:
    behave(http, fault="hang", seconds=2)
    with pytest.raises(httpx.ReadTimeout):
        http.post("/v1/chat/completions", json={"messages": MESSAGES}, timeout=0.2)


def test_wire_cuts_reach_the_client_one_byte_at_a_time(http: httpx.Client) -> None:
    behave(http, wire_cuts="every", cuts=[])
    body = {"messages": MESSAGES, "stream": True}
    with http.stream("POST", "/v1/chat/completions", json=body) as reply:
        blocks = list(reply.iter_raw())
    assert {len(block) for block in blocks} == {1}
    assert b"".join(blocks).endswith(b"data: [DONE]\n\n")


def test_a_finish_reason_can_be_told(http: httpx.Client) -> None:
    behave(http, finish="content_filter")
    assert ask(http).json()["choices"][0]["finish_reason"] == "content_filter"


def test_escapes_in_json_answers_are_still_the_same_names(http: httpx.Client) -> None:
    behave(http, escape=True)
    reply = ask(http, response_format={"type": "json_object"})
    text = reply.json()["choices"][0]["message"]["content"]
    assert "Talia" not in text
    assert "Talia Nguyen" in json.loads(text)


def test_the_fast_style_is_one_short_sentence(http: httpx.Client) -> None:
    behave(http, style=Style.FAST)
    text = ask(http).json()["choices"][0]["message"]["content"]
    assert text == "Draft ready for Talia Nguyen, Marcus O'Neil."


def test_a_request_without_messages_is_refused(http: httpx.Client) -> None:
    reply = http.post("/v1/chat/completions", json={"model": "practice-1"})
    assert reply.status_code == 400
    assert "`messages`" in reply.json()["error"]["message"]
