"""OpenAI's own SDK, unchanged but for `base_url` and key, through a running gateway."""

import openai
import orjson
import pytest
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam
from pydantic import BaseModel

from tests.clients.conftest import Running

MODEL = "practice"


def ask(text: str) -> list[ChatCompletionMessageParam]:
    return [{"role": "user", "content": text}]


def sent(gateway: Running, after: int) -> str:
    return "\n".join(row["body"] for row in gateway.received(after))


def test_an_answer_comes_back_with_real_names_and_none_of_them_left(gateway: Running) -> None:
    pupil, before = gateway.name("without_consent"), gateway.last()
    answer = gateway.client().chat.completions.create(
        model=MODEL, messages=ask(f"Praise {pupil} for the essay.")
    )
    content = answer.choices[0].message.content or ""
    assert pupil in content
    assert answer.usage is not None
    assert answer.usage.total_tokens > 0
    left = sent(gateway, before)
    assert left
    assert pupil not in left
    assert not any(part in left for part in pupil.split())


def test_a_pupil_with_consent_leaves_as_typed(gateway: Running) -> None:
    pupil, before = gateway.name("with_consent"), gateway.last()
    gateway.client().chat.completions.create(model=MODEL, messages=ask(f"Praise {pupil}."))
    assert pupil in sent(gateway, before)


@pytest.mark.parametrize("subject", ["expired", "revoked", "defective", "without_consent"])
def test_a_consent_that_does_not_count_is_none(gateway: Running, subject: str) -> None:
    pupil, before = gateway.name(subject), gateway.last()
    raw = gateway.client().chat.completions.with_raw_response.create(
        model=MODEL, messages=ask(f"Tell me how to help {pupil} with fractions.")
    )
    assert raw.headers["x-crossing-guard-outcome"] == "pseudonymise"
    assert pupil not in sent(gateway, before)
    assert pupil in raw.text


@pytest.mark.parametrize("cuts", ["every", [3, 7, 20], []], ids=["letters", "some", "whole"])
def test_a_streamed_answer_is_restored_wherever_it_is_cut(gateway: Running, cuts: object) -> None:
    pupil = gateway.name("without_consent")
    gateway.behave({"cuts": cuts} if cuts else {})
    stream = gateway.client().chat.completions.create(
        model=MODEL,
        messages=ask(f"Praise {pupil} warmly."),
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = list(stream)
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert pupil in text
    assert chunks[-1].usage is not None
    assert chunks[-2].choices[0].finish_reason == "stop"


TOOLS: list[ChatCompletionToolParam] = [
    {
        "type": "function",
        "function": {
            "name": "send_note",
            "description": "Send a note about a pupil.",
            "parameters": {
                "type": "object",
                "properties": {"student": {"type": "string"}, "text": {"type": "string"}},
                "required": ["student", "text"],
            },
        },
    }
]


def test_tool_calls_hold_real_names_and_their_history_goes_out_safely(gateway: Running) -> None:
    pupil, client = gateway.name("without_consent"), gateway.client()
    messages = ask(f"Send a note about {pupil}.")
    answer = client.chat.completions.create(model=MODEL, messages=messages, tools=TOOLS)
    calls = answer.choices[0].message.tool_calls
    assert calls is not None
    arguments = [call.function.arguments for call in calls if call.type == "function"]
    assert any(pupil in str(orjson.loads(one)) for one in arguments)
    before = gateway.last()
    asked: ChatCompletionMessageParam = {
        "role": "assistant",
        "tool_calls": [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.function.name, "arguments": call.function.arguments},
            }
            for call in calls
            if call.type == "function"
        ],
    }
    results: list[ChatCompletionMessageParam] = [
        {"role": "tool", "tool_call_id": call.id, "content": f'{{"sent": "{pupil}"}}'}
        for call in calls
    ]
    client.chat.completions.create(model=MODEL, messages=[*messages, asked, *results], tools=TOOLS)
    assert pupil not in sent(gateway, before)


class Praise(BaseModel):
    """What a structured answer looks like."""

    student: str
    words: list[str]


def test_a_structured_answer_parses_into_its_model(gateway: Running) -> None:
    pupil = gateway.name("without_consent")
    answer = gateway.client().chat.completions.parse(
        model=MODEL, messages=ask(f"Praise {pupil}."), response_format=Praise
    )
    parsed = answer.choices[0].message.parsed
    assert parsed is not None
    assert pupil in parsed.student


def test_several_choices_are_each_restored(gateway: Running) -> None:
    pupil = gateway.name("without_consent")
    answer = gateway.client().chat.completions.create(
        model=MODEL, messages=ask(f"Praise {pupil}."), n=3
    )
    assert len(answer.choices) == 3
    assert all(pupil in (choice.message.content or "") for choice in answer.choices)


@pytest.mark.anyio
async def test_the_asynchronous_client_streams_too(gateway: Running) -> None:
    pupil = gateway.name("without_consent")
    client = AsyncOpenAI(base_url=gateway.base_url, api_key=gateway.key("teacher"), max_retries=0)
    stream = await client.chat.completions.create(
        model=MODEL, messages=ask(f"Praise {pupil}."), stream=True
    )
    text = "".join([c.choices[0].delta.content or "" async for c in stream if c.choices])
    assert pupil in text
    await client.close()


def test_models_are_those_this_person_may_use(gateway: Running) -> None:
    teacher = {model.id for model in gateway.client().models.list()}
    child = {model.id for model in gateway.client("student_under_13_consented").models.list()}
    assert MODEL in teacher
    assert "practice-adult" in teacher
    assert "practice-adult" not in child


@pytest.mark.parametrize(
    ("persona", "words"),
    [
        ("student_under_13_no_consent", "A parent has to say yes"),
        ("student_unknown_age", "does not know your birthday yet"),
    ],
)
def test_a_child_without_permission_is_told_so(gateway: Running, persona: str, words: str) -> None:
    before = gateway.last()
    with pytest.raises(openai.PermissionDeniedError) as told:
        gateway.client(persona).chat.completions.create(model=MODEL, messages=ask("Hello!"))
    assert told.value.code == "refused"
    assert words in told.value.message
    assert gateway.received(before) == []


@pytest.mark.parametrize("persona", ["student_13_17", "student_under_13_consented", "student_18"])
def test_a_student_who_may_gets_an_answer(gateway: Running, persona: str) -> None:
    answer = gateway.client(persona).chat.completions.create(
        model=MODEL, messages=ask("Explain photosynthesis.")
    )
    assert answer.choices[0].message.content


def test_wrong_keys_and_unknown_models_are_the_sdks_own_errors(gateway: Running) -> None:
    wrong = openai.OpenAI(base_url=gateway.base_url, api_key="sk-wrong", max_retries=0)
    with wrong, pytest.raises(openai.AuthenticationError):
        wrong.chat.completions.create(model=MODEL, messages=ask("Hello"))
    with pytest.raises(openai.NotFoundError) as told:
        gateway.client().chat.completions.create(model="gpt-99", messages=ask("Hello"))
    assert told.value.code == "model_not_found"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("http_500", openai.InternalServerError),
        ("http_429", openai.RateLimitError),
        ("malformed_json", openai.InternalServerError),
    ],
)
def test_the_ai_services_own_errors_are_passed_on(
    gateway: Running, fault: str, error: type[openai.APIStatusError]
) -> None:
    gateway.behave({"fault": fault})
    with pytest.raises(error):
        gateway.client().chat.completions.create(model=MODEL, messages=ask("Hello"))


def test_a_front_end_speaks_for_the_person_it_names(gateway: Running) -> None:
    pupil, before = gateway.name("without_consent"), gateway.last()
    client = gateway.client("chat_front_end").with_options(
        default_headers={
            "x-openwebui-user-email": gateway.demo["personas"]["teacher"]["email"],
            "x-openwebui-chat-id": "chat-1",
        }
    )
    answer = client.chat.completions.create(model=MODEL, messages=ask(f"Praise {pupil}."))
    assert pupil in (answer.choices[0].message.content or "")
    assert pupil not in sent(gateway, before)
    with pytest.raises(openai.AuthenticationError):
        gateway.client("chat_front_end").chat.completions.create(model=MODEL, messages=ask("Hi"))


def test_the_log_is_whole_after_all_this_and_explains_a_record(gateway: Running) -> None:
    raw = gateway.client().chat.completions.with_raw_response.create(
        model=MODEL, messages=ask(f"Praise {gateway.name('without_consent')}.")
    )
    explained = gateway.command("explain", raw.headers["x-crossing-guard-record"])
    assert explained.returncode == 0, explained.stderr
    assert "ferpa.no-consent" in explained.stdout
    assert "Decided again just now: the same." in explained.stdout
    verified = gateway.command("log", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
