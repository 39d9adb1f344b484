"""Purposes over HTTP, on a running gateway: the header, a bound key, and what its record says."""

from typing import Any

import httpx

from tests.clients.conftest import Running

BODY = {"model": "practice", "messages": [{"role": "user", "content": "Explain photosynthesis."}]}


def _key(gateway: Running, *options: str) -> str:
    teacher = gateway.demo["personas"]["teacher"]["id"]
    made = gateway.command("keys", "create", "--person", teacher, *options)
    assert made.returncode == 0, made.stderr
    return made.stdout.split()[-1]


def _ask(gateway: Running, key: str, **headers: str) -> Any:
    said = {name.replace("_", "-"): text for name, text in headers.items()}
    return httpx.post(
        f"{gateway.base_url}/chat/completions",
        headers={"authorization": f"Bearer {key}"} | said,
        json=BODY,
        timeout=60,
    )


def test_a_bound_key_is_for_its_purposes_alone(gateway: Running) -> None:
    key = _key(gateway, "--purpose", "feedback", "--purposes", "feedback", "--purposes", "grading")
    assert _ask(gateway, key).status_code == 200
    assert _ask(gateway, key, x_crossing_guard_purpose="grading").status_code == 200
    for said, status, code in (
        ("discipline", 403, "purpose_not_allowed"),
        ("homework", 400, "unknown_purpose"),
    ):
        refused = _ask(gateway, key, x_crossing_guard_purpose=said)
        assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
        assert refused.headers["x-crossing-guard-record"]
