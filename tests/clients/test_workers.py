"""Two server processes on PostgreSQL: both answer, both see every change, both stop in order."""

import contextlib
import csv
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import orjson
import psutil
import pytest

from gateway.cli.officer import KEY
from gateway.decision.drafts import RuleDraft, draft_to_text
from gateway.decision.forms import RuleForm
from gateway.demo.practice_ai import practice_server
from gateway.exchange import OUTCOME
from gateway.terms.decision import Outcome
from gateway.terms.people import Role
from tests.clients.conftest import command
from tests.clients.test_serving import COMPLETIONS, FOR_EVER, Desk, Served, make_desk, until

pytestmark = pytest.mark.slow

NO_TEACHERS = RuleForm(
    id="local.no-teachers",
    outcome=Outcome.REFUSE,
    roles=frozenset({Role.TEACHER}),
    reason="Teachers wait until the training.",
    plain="Not yet.",
    remedy="take part in the training",
)


@pytest.fixture
def desk(tmp_path: Path, postgres_url: str) -> Iterator[Desk]:
    with practice_server() as practice:
        yield make_desk(tmp_path, practice.url, postgres_url)


def servers(served: Served) -> list[psutil.Process]:
    """Return the processes that serve, without those that read texts."""
    found = []
    for one in psutil.Process(served.process.pid).children():
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if "serve" in one.cmdline():
                found.append(one)
    return found


def listening(served: Served) -> bool:
    """Tell whether every process has come far enough to take connections.

    Each has its detector from then on, so it is looked for.
    """
    return all(one.children() for one in servers(served))


def ask_until(served: Served, writers: int) -> set[str]:
    """Ask, each time over a new connection, until so many processes have written to the log."""
    written: set[str] = set()
    for _ in range(200):
        answer = httpx.post(f"{served.url}{COMPLETIONS}", **served.ask(), timeout=30)
        assert answer.status_code == 200, answer.text
        written = served.desk.streams()
        if len(written) >= writers:
            break
    return written


def test_both_processes_answer_and_each_writes_a_stream_of_its_own(desk: Desk) -> None:
    with desk.serving("--workers", "2") as served:
        until(lambda: len(servers(served)) == 2 and listening(served))
        writing = ask_until(served, 2)
        assert len(writing) == 2
        assert served.process.poll() is None
    with desk.serving():
        named = desk.entries(event="log_manifest")[-1]["streams"]
        assert writing <= named.keys()  # whose writers are gone, too
        assert all(named[one] for one in writing)
    verified = command("log", "verify", "--data", str(desk.data))
    assert verified.returncode == 0, verified.stdout


def test_a_change_is_seen_by_both(desk: Desk) -> None:
    with desk.serving("--workers", "2") as served:
        until(lambda: len(servers(served)) == 2 and listening(served))
        assert len(ask_until(served, 2)) == 2
        name = desk.key().split("_")[1]
        assert command("keys", "revoke", name, "--data", str(desk.data)).returncode == 0
        for _ in range(40):  # both are asked, as often as the kernel likes
            answer = httpx.post(f"{served.url}{COMPLETIONS}", **served.ask(), timeout=30)
            assert answer.status_code == 401


def test_what_was_said_on_the_command_line_reaches_every_process(desk: Desk) -> None:
    with desk.serving("--workers", "2", requests_per_minute="20") as served:
        until(lambda: len(servers(served)) == 2 and listening(served))
        port = served.url.rpartition(":")[2]
        open_ = [socket for one in servers(served) for socket in one.net_connections()]
        ports = [one.laddr.port for one in open_ if one.status == psutil.CONN_LISTEN]
        assert ports == [int(port)] * 2
        begun = time.monotonic()
        codes = [
            httpx.post(f"{served.url}{COMPLETIONS}", **served.ask(), timeout=30).status_code
            for _ in range(45)
        ]
        minutes = (time.monotonic() - begun) / 60
    # Each of the two grants its half of the limit: together no more than was set, of which some
    # comes back while it is used.
    assert codes.count(200) <= 20 * (1 + minutes)
    assert 429 in codes


def test_a_process_that_is_killed_is_replaced_and_its_log_is_closed(desk: Desk) -> None:
    with desk.serving("--workers", "2") as served:
        until(lambda: len(servers(served)) == 2 and listening(served))
        desk.behave(FOR_EVER, FOR_EVER, FOR_EVER, FOR_EVER)
        with contextlib.ExitStack() as stack:
            running = [
                stack.enter_context(
                    httpx.stream("POST", f"{served.url}{COMPLETIONS}", **served.ask(stream=True))
                ).iter_raw()
                for _ in range(4)
            ]
            for one in running:
                next(one)
            victims = servers(served)
            for victim in victims:
                victim.kill()
            until(lambda: not set(victims) & set(servers(served)))
            until(lambda: len(servers(served)) == 2 and listening(served))
        assert len(ask_until(served, 2)) >= 2
        until(lambda: desk.ended().count("interrupted") == 4)
    assert command("log", "verify", "--data", str(desk.data)).returncode == 0


def test_they_stop_together_and_streams_finish_first(desk: Desk) -> None:
    with desk.serving("--workers", "2") as served:
        until(lambda: len(servers(served)) == 2 and listening(served))
        desk.behave({"length": 150, "delay_ms": 20})
        with served.stream() as answer:
            lines = answer.iter_lines()
            next(lines)
            served.process.send_signal(signal.SIGTERM)
            assert "data: [DONE]" in list(lines)
        assert served.process.wait(20) == 0
    assert desk.ended() == ["complete"]


def test_killing_the_first_process_ends_the_others(desk: Desk) -> None:
    with desk.serving("--workers", "2") as served:
        until(lambda: len(servers(served)) == 2 and listening(served))
        family = psutil.Process(served.process.pid).children(recursive=True)
        served.process.kill()
        assert not psutil.wait_procs(family, timeout=20)[1]


def test_a_start_that_fails_ends_them_all_and_says_why(desk: Desk) -> None:
    (desk.data / "keys" / "vault.json").unlink()
    began = time.monotonic()
    done = command("serve", "--data", str(desk.data), "--port", "0", "--workers", "2")
    assert done.returncode == 1
    assert "`vault.json` is missing" in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 60


def test_rules_that_are_activated_decide_the_next_prompt_in_every_process(
    desk: Desk, tmp_path: Path
) -> None:
    data = ("--data", str(desk.data))
    draft = tmp_path / "rules.json"
    draft.write_text(draft_to_text(RuleDraft(id="quiet", forms=(NO_TEACHERS,))))
    with desk.serving("--workers", "2") as served:
        until(lambda: len(servers(served)) == 2 and listening(served))
        assert len(ask_until(served, 2)) == 2

        def do(*words: str) -> None:
            done = command(*words, *data, env={KEY: desk.key("admin")})
            assert done.returncode == 0, done.stderr

        def asked(times: int = 30) -> set[int]:
            return {
                httpx.post(f"{served.url}{COMPLETIONS}", **served.ask(), timeout=30).status_code
                for _ in range(times)
            }

        do("settings", "set", "rules_need_second_person=false", "--why", "a small office")
        do("rules", "draft", str(draft), "--why", "x")
        do("rules", "check", "quiet")
        do("rules", "approve", "quiet", "--why", "x")
        assert asked() == {200}  # nothing decides before it is activated
        do("rules", "activate", "quiet", "--why", "x")
        assert asked() == {403}
        do("rules", "return", "--why", "x")
        assert asked() == {200}


def test_a_consent_revoked_while_a_stream_runs_no_longer_counts_for_the_next_turn_anywhere(
    desk: Desk, tmp_path: Path
) -> None:
    name = orjson.loads((desk.data / "demo.json").read_bytes())["subjects"]["with_consent"]
    data, sheet = ("--data", str(desk.data)), tmp_path / "consents.csv"
    env = {KEY: desk.key("admin")}
    opening = {"role": "user", "content": f"Write a kind note about {name}."}
    with desk.serving("--workers", "2") as served:
        until(lambda: len(servers(served)) == 2 and listening(served))
        assert len(ask_until(served, 2)) == 2

        def outcomes(messages: list[dict[str, str]], times: int) -> set[str]:
            asked = served.ask(messages=messages)
            return {
                httpx.post(f"{served.url}{COMPLETIONS}", **asked, timeout=30).headers[OUTCOME]
                for _ in range(times)
            }

        assert outcomes([opening], 10) == {"forward"}
        desk.behave(FOR_EVER)
        running = served.ask(stream=True, messages=[opening])
        with httpx.stream("POST", f"{served.url}{COMPLETIONS}", **running) as answer:
            next(answer.iter_raw())
            exported = command("consents", "export", *data, env=env).stdout
            rows = list(csv.DictReader(exported.splitlines()))
            with sheet.open("w", newline="") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                revoked = {
                    "revoked_at": "2026-01-05T12:00:00Z",
                    "revoked_by": "office",
                    "revocation_channel": "phone",
                    "document": "",
                }
                writer.writerows(row | revoked for row in rows)
            done = command("consents", "import", str(sheet), "--why", "they called", *data, env=env)
            assert done.returncode == 0, done.stdout + done.stderr
            history = [opening, {"role": "assistant", "content": "Gladly."}, opening]
            assert outcomes(history, 30) == {"pseudonymise"}
