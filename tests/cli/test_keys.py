"""`keys`: made once and shown once, listed without their secrets, revoked for good."""

from pathlib import Path

import orjson
import pytest

from tests.cli.conftest import Commands


def person(data: Path, persona: str) -> dict[str, str]:
    found: dict[str, str] = orjson.loads((data / "demo.json").read_bytes())["personas"][persona]
    return found


def test_a_key_is_shown_once_listed_by_its_id_and_revoked(run: Commands, data: Path) -> None:
    teacher = person(data, "teacher")
    said = run.ok("keys", "create", "--person", teacher["id"], "--label", "lab", "--data", data)
    key = said.split()[-1]
    name, secret = key.split("_")[1:]
    listed = run.ok("keys", "list", "--data", data)
    (line,) = [line for line in listed.splitlines() if name in line]
    assert secret not in listed
    assert "lab" in line
    assert "valid" in line
    assert teacher["id"] in line
    assert name in run.ok("keys", "revoke", name, "--data", data)
    (line,) = [line for line in run.ok("keys", "list", "--data", data).splitlines() if name in line]
    assert "revoked" in line
    again = run("keys", "revoke", name, "--data", data)
    assert again.code == 1
    assert "no unrevoked key" in again.err


def test_a_key_may_be_for_an_address_with_duties_and_an_end(run: Commands, data: Path) -> None:
    teacher = person(data, "teacher")
    options = ["--email", teacher["email"].upper(), "--duty", "auditor", "--days", "7"]
    name = run.ok("keys", "create", *options, "--data", data).split()[-1].split("_")[1]
    (line,) = [line for line in run.ok("keys", "list", "--data", data).splitlines() if name in line]
    assert "auditor" in line
    assert "until" in line


@pytest.mark.parametrize("way", ["headers", "token"])
def test_a_front_end_gets_a_key_of_its_own(
    run: Commands, data: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSING_GUARD_CLIENT_SECRET", "s" * 32)
    options = ["--client", "chat", "--domain", "@Example.org", "--way", way]
    run.ok("keys", "create", *options, "--data", data)
    assert "front end chat" in run.ok("keys", "list", "--data", data)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "name exactly one"),
        (["--person", "p", "--client", "c", "--domain", "example.org"], "name exactly one"),
        (["--person", "nobody"], "nobody active on the roster"),
        (["--email", "nobody@example.org"], "not exactly one person"),
        (["--client", "chat"], "--domain"),
        (["--client", "chat", "--domain", "a.org", "--way", "token"], "32 characters"),
        (["--client", "chat", "--domain", "a.org", "--duty", "admin"], "cannot hold"),
    ],
    ids=["nobody", "both", "a stranger", "no address", "no domain", "no secret", "a duty"],
)
def test_a_key_for_nobody_in_particular_is_not_made(
    run: Commands,
    data: Path,
    options: list[str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CROSSING_GUARD_CLIENT_SECRET", raising=False)
    before = run.ok("keys", "list", "--data", data)
    done = run("keys", "create", *options, "--data", data)
    assert done.code == 1
    assert words in done.err
    assert run.ok("keys", "list", "--data", data) == before


def test_an_empty_ring_says_how_to_make_a_key(run: Commands, tmp_path: Path) -> None:
    run.ok("init", "--data", tmp_path)
    assert "keys create" in run.ok("keys", "list", "--data", tmp_path)


def test_a_folder_that_is_not_set_up_says_how_to(run: Commands, tmp_path: Path) -> None:
    done = run("keys", "list", "--data", tmp_path)
    assert done.code == 1
    assert "crossing-guard init --data" in done.err
