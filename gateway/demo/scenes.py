"""The demonstration's scenes: who types what, and what the gateway makes of it.

Each is one request over HTTP to a running gateway in front of the practice AI service. What is
shown was really typed, really left, and really came back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import orjson

DELAY = 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """Somebody of the cast, and what they type; `stream` for an answer piece by piece."""

    title: str
    persona: str
    typed: str
    stream: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Played:
    """A scene as it went. `left` is empty where nothing left."""

    title: str
    persona: str
    name: str
    typed: str
    left: str
    came_back: str
    outcome: str
    record: str
    reasons: tuple[str, ...] = ()


def scenes(demo: Mapping[str, Any]) -> Iterator[Scene]:
    """Yield the scenes of a furnished district."""
    subjects, personas = demo["subjects"], demo["personas"]
    consented, without = subjects["with_consent"], subjects["without_consent"]
    twin = subjects["same_name"][0]
    given = consented.split()[0]
    yield Scene(
        title="A teacher names three pupils: one with consent, one without, one of two same-named",
        persona="teacher",
        typed=f"Write one kind sentence each about {consented}, {without} and {twin}. "
        f"{given}'s essay improved most.",
    )
    yield Scene(
        title="The same, with the answer streamed",
        persona="teacher",
        typed=f"Draft a note home: {without} and {twin} worked well together on Friday.",
        stream=True,
    )
    yield Scene(
        title="A child under 13 whose parents have not said yes",
        persona="student_under_13_no_consent",
        typed="Help me understand fractions.",
    )
    yield Scene(
        title="A child under 13 with a parent's permission",
        persona="student_under_13_consented",
        typed="Help me understand fractions. My friend "
        f"{personas['student_13_17']['name']} is stuck too.",
    )
    yield Scene(
        title="A student of 18, who decides for themself",
        persona="student_18",
        typed=f"My name is {personas['student_18']['name']}. Help me open my college essay.",
    )


class Stage:
    """A running gateway and the practice AI service behind it."""

    def __init__(self, demo: Mapping[str, Any], practice: str) -> None:
        """Use the content of demo.json and the address of the practice AI's own log."""
        self._demo = demo
        self._practice = practice
        self._client = httpx.Client(timeout=DELAY, trust_env=False)

    def play(self, scene: Scene) -> Played:
        """Play one scene and return how it went."""
        persona = self._demo["personas"][scene.persona]
        seen = self._received()
        response = self._client.post(
            f"{self._demo['base_url']}/chat/completions",
            headers={"authorization": f"Bearer {persona['key']}"},
            json={
                "model": self._demo["model"],
                "messages": [{"role": "user", "content": scene.typed}],
                "stream": scene.stream,
            },
        )
        arrived = self._received()[len(seen) :]
        return Played(
            title=scene.title,
            persona=scene.persona,
            name=persona["name"],
            typed=scene.typed,
            left="\n".join(orjson.loads(row["body"])["messages"][-1]["content"] for row in arrived),
            came_back=_words(response),
            outcome=response.headers.get("x-crossing-guard-outcome", ""),
            record=response.headers.get("x-crossing-guard-record", ""),
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _received(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._client.get(f"{self._practice}/practice/log").json()[
            "rows"
        ]
        return [row for row in rows if row["path"].endswith("/chat/completions")]


def _words(response: httpx.Response) -> str:
    """Return what the person reads: the answer, whole or put together, or the reason."""
    if response.headers["content-type"].startswith("text/event-stream"):
        pieces = [
            choice["delta"].get("content") or ""
            for line in response.text.splitlines()
            if line.startswith("data: {")
            for choice in orjson.loads(line.removeprefix("data: "))["choices"]
        ]
        return "".join(pieces)
    content = response.json()
    if "error" in content:
        return str(content["error"]["message"])
    return str(content["choices"][0]["message"]["content"])
