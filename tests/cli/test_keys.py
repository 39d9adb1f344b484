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


def test_a_key_carries_a_purpose_and_is_bound_to_some(
    run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [person(data, "teacher")["id"], person(data, "admin")["id"]]
    options = ["--person", people[0], "--purpose", "feedback", "--purposes", "feedback"]
    key = run.ok("keys", "create", *options, "--purposes", "learning", "--data", data)
    name = key.split()[-1].split("_")[1]

    def told() -> str:
        listed = run.ok("keys", "list", "--data", data)
        (line,) = [line for line in listed.splitlines() if name in line]
        return line

    assert "feedback unless told otherwise, only feedback learning" in told()
    officer = run.ok("keys", "create", "--person", people[1], "--duty", "admin", "--data", data)
    monkeypatch.setenv("CROSSING_GUARD_KEY", officer.split()[-1])
    change = ["keys", "purpose", name, "--data", str(data), "--why", "one thing alone"]
    assert "only grading" in run.ok(*change, "--purposes", "grading")
    assert "only grading" in told()
    wrong = run(*change, "--purpose", "feedback", "--purposes", "grading")
    assert (wrong.code, "must be one of" in wrong.err) == (1, True)
    assert "any purpose" in run.ok(*change)
    assert run("keys", "purpose", "nothing1", "--data", data, "--why", "x").code == 1


def test_a_key_with_a_purpose_outside_those_it_may_have_is_not_made(
    run: Commands, data: Path
) -> None:
    options = ["--person", person(data, "teacher")["id"], "--purpose", "grading"]
    done = run("keys", "create", *options, "--purposes", "learning", "--data", data)
    assert (done.code, "must be one of" in done.err) == (1, True)
    assert run("keys", "create", "--purpose", "fun", "--data", data).code == 2
