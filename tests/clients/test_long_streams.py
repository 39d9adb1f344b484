"""Long streamed answers: they come in portions, and nothing of them is lost, however they end."""

from typing import Any

import httpx
import orjson
import pytest

from tests.clients.conftest import Running

WORDS = tuple(f"word{number} " for number in range(400))


def ask(gateway: Running, text: str) -> list[dict[str, Any]]:
    """Stream an answer and return its events, the end mark left out."""
    with httpx.stream(
        "POST",
        f"{gateway.base_url}/chat/completions",
        headers={"authorization": f"Bearer {gateway.key('teacher')}"},
        json={
            "model": gateway.demo["model"],
            "messages": [{"role": "user", "content": text}],
            "stream": True,
        },
        timeout=30,
    ) as answer:
        assert answer.status_code == 200
        lines = [line for line in answer.iter_lines() if line]
    assert all(line.startswith("data: ") for line in lines)
    return [orjson.loads(line[6:]) for line in lines if line != "data: [DONE]"]


def said(events: list[dict[str, Any]]) -> str:
    deltas = [choice["delta"] for event in events for choice in event.get("choices", ())]
    return "".join(delta.get("content") or "" for delta in deltas)


def test_a_long_answer_arrives_whole(gateway: Running) -> None:
    pupil = gateway.name("without_consent")
    gateway.behave({"style": "plain", "length": 2000})
    answer = said(ask(gateway, f"Write at length about {pupil}."))
    assert len(answer.split()) >= 2000
    assert answer.count(pupil) > 5


@pytest.mark.parametrize("after", [1, 2, 3, 50, 399])
def test_what_came_before_an_error_is_passed_on(gateway: Running, after: int) -> None:
    gateway.behave({"style": "script", "script": WORDS, "fault": "error_event", "after": after})
    events = ask(gateway, "Count for me.")
    assert "error" in events[-1]
    # The first event tells the role alone, and the last letters may be held back as half a name.
    whole = "".join(WORDS[: after - 1])
    assert whole.startswith(said(events[:-1]))
    assert len(said(events[:-1])) >= len(whole) - 20
