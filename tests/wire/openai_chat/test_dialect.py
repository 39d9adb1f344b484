"""The dialect is what the exchange expects of any dialect, and the SDK takes what it gives."""

import json
from typing import cast

import httpx2  # what the SDK itself speaks HTTP with
import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam

from gateway.errors import BadRequest
from gateway.terms.chat import Dialect, Json, Refusal
from gateway.wire.openai_chat import OPENAI_CHAT
from tests.wire.fakes import ORIGINAL, make
from tests.wire.openai_chat.test_answer import ANSWER, CALL, MESSAGE
from tests.wire.openai_chat.test_stream import EXPECTED, WHOLE

DIALECT: Dialect = OPENAI_CHAT


def respond(sent: httpx2.Request) -> httpx2.Response:
    """Be the gateway and an AI service in one, without a network between them."""
    try:
        request = DIALECT.read(sent.content, sent.headers)
    except BadRequest as error:
        refusal = Refusal(status=error.status, code=error.code, message=error.message)
        return httpx2.Response(error.status, content=DIALECT.error(refusal))
    json.loads(DIALECT.write(request, {}, model="up"))
    if request.stream:
        reader = DIALECT.stream(request, make)
        body = b"".join([*reader.feed(WHOLE), *reader.finish()])
        return httpx2.Response(200, content=body, headers={"content-type": "text/event-stream"})
    message: Json = MESSAGE | {"tool_calls": [CALL]}
    answer = ANSWER | {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    body, _ = DIALECT.restore(request, json.dumps(answer).encode(), make)
    return httpx2.Response(200, content=body, headers={"content-type": "application/json"})


@pytest.fixture
def client() -> openai.OpenAI:
    transport = httpx2.Client(transport=httpx2.MockTransport(respond))
    return openai.OpenAI(
        api_key="none", base_url="http://gateway.invalid/v1", http_client=transport, max_retries=0
    )


def test_the_sdk_sends_an_answer_back_as_it_received_it(client: openai.OpenAI) -> None:
    first = client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": "Hello"}]
    )
    message = first.choices[0].message
    assert message.content == f"{ORIGINAL}'s essay"
    assert message.tool_calls
    second = client.chat.completions.create(
        model="gpt-4o",
        messages=[
            {"role": "user", "content": "Hello"},
            cast("ChatCompletionMessageParam", message),  # the SDK takes its own objects
            {"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": "done"},
        ],
    )
    assert second.usage
    assert second.usage.total_tokens == 12


def test_the_sdk_reads_a_stream(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "user", "content": "Hello"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    texts = {0: "", 1: ""}
    total = 0
    for part in stream:
        total += part.usage.total_tokens if part.usage else 0
        for choice in part.choices:
            texts[choice.index] += choice.delta.content or ""
    assert texts == {0: EXPECTED[0, "content"], 1: EXPECTED[1, "content"]}
    assert total == 12


def test_the_sdk_understands_a_refusal(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(
            model="gpt-4o", messages=[{"role": "user", "content": "Hello"}], logprobs=True
        )
    assert caught.value.code == "unsupported_field"
