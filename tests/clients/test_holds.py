"""A held prompt on a running gateway: seen, released by an officer, sent again, and gone."""

import httpx

from gateway.cli.officer import KEY
from tests.clients.conftest import Running, command
from tests.clients.test_danger import ask, said

TEXT = "She is the only 7th grader in a wheelchair at our school. Plan her a farewell party."


def _officer(gateway: Running, *arguments: str) -> str:
    env = {KEY: gateway.key("admin")}
    done = command("held", *arguments, "--data", str(gateway.data), env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _held(gateway: Running, text: str) -> str:
    answer = ask(gateway, "teacher", text)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "held"), answer.text
    return answer.headers["x-crossing-guard-record"]


def test_a_released_prompt_passes_once_decided_anew(gateway: Running) -> None:
    before = gateway.last()
    hold = _held(gateway, TEXT)
    _held(gateway, TEXT)  # the same hold, though a record of its own
    assert _officer(gateway, "list").count(hold) == 1
    assert TEXT in _officer(gateway, "show", hold)
    assert "passes once" in _officer(gateway, "release", hold, "--why", "the trip is public")
    assert not gateway.received(before)

    let = ask(gateway, "teacher", TEXT)
    assert said(let)
    assert let.headers["x-crossing-guard-outcome"] == "pseudonymise"
    assert len(gateway.received(before)) == 1
    explained = gateway.command("explain", let.headers["x-crossing-guard-record"])
    assert "engine.released" in explained.stdout, explained.stderr
    assert "same" in explained.stdout

    again = _held(gateway, TEXT)
    assert again != hold
    assert "is refused" in _officer(gateway, "refuse", again, "--why", "once is enough")


def test_what_an_officer_refused_is_refused_when_it_is_sent_again(gateway: Running) -> None:
    text = TEXT.replace("farewell", "birthday")
    hold = _held(gateway, text)
    _officer(gateway, "refuse", hold, "--why", "everybody knows who that is")
    answer = ask(gateway, "teacher", text)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_released")
    assert "looked at it and did not release it" in answer.text
    assert hold not in _officer(gateway, "list")


def test_a_teacher_is_no_officer(gateway: Running) -> None:
    address = gateway.base_url.removesuffix("/v1")
    answer = httpx.get(
        f"{address}/admin/api/v1/held-prompts",
        headers={"authorization": f"Bearer {gateway.key('teacher')}"},
    )
    assert answer.status_code == 403
