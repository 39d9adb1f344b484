"""The AI services of the district, at a terminal."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Commands

TOOL = {"id": "coach", "model": "coach", "provider": "P", "base_url": "https://ai.example/v1"}


def test_a_tool_is_registered_and_changed(
    run: Commands, data: Path, key: str, tmp_path: Path
) -> None:
    assert key
    file = tmp_path / "tool.json"
    file.write_text(json.dumps(TOOL))
    said = run.ok("tools", "put", file, "--why", "agreed", "--data", data)
    assert "Tool coach is registered." in said
    file.write_text(json.dumps(TOOL | {"min_user_age": 13}))
    assert "Tool coach is changed." in run.ok("tools", "put", file, "--why", "x", "--data", data)
    file.write_text(json.dumps(TOOL | {"min_user_age": "old"}))
    done = run("tools", "put", file, "--why", "x", "--data", data)
    assert done.code == 1
    assert "`tool.json` is no tool: `min_user_age`" in done.err
    file.write_text("id = coach")
    broken = run("tools", "put", file, "--why", "x", "--data", data)
    assert "`tool.json` is no tool: Invalid JSON" in broken.err


def test_another_provider_is_told_of_and_confirmed(
    run: Commands, data: Path, key: str, tmp_path: Path
) -> None:
    assert key
    file = tmp_path / "tool.json"
    file.write_text(json.dumps(TOOL))
    put = ["tools", "put", str(file), "--why", "sold", "--data", str(data)]
    assert "no provider is behind" in run(*put, "--losing", "0").err
    run.ok(*put)
    file.write_text(json.dumps(TOOL | {"provider": "Q"}))
    assert "tools losing" in run(*put).err
    assert "ends 0 consents of 0 students" in run.ok("tools", "losing", "coach", "--data", data)
    assert "0 consents of 0 students would end, not 7" in run(*put, "--losing", "7").err
    assert "Tool coach is changed." in run.ok(*put, "--losing", "0")
    demo = run.ok("tools", "losing", "practice", "--data", data)
    assert "tools put --losing" in demo
    assert run("tools", "losing", "nothing", "--data", data).code == 1


def test_tools_are_listed_and_shown_as_they_can_be_put(
    run: Commands, data: Path, key: str, tmp_path: Path
) -> None:
    assert key
    listed = run.ok("tools", "list", "--data", data)
    assert "practice-expired" in listed
    assert "expired" in listed
    shown = run.ok("tools", "show", "practice", "--data", data)
    file = tmp_path / "tool.json"
    file.write_text(json.dumps(json.loads(shown) | {"min_user_age": 16}))
    run.ok("tools", "put", file, "--why", "their new terms", "--data", data)
    again = json.loads(run.ok("tools", "show", "practice", "--data", data))
    assert again == json.loads(shown) | {"min_user_age": 16}
    assert "there is no tool `nothing`" in run("tools", "show", "nothing", "--data", data).err


def test_no_tools_are_told_as_none(run: Commands, tmp_path: Path) -> None:
    run.ok("init", "--data", tmp_path / "data")
    assert run.ok("tools", "list", "--data", tmp_path / "data").startswith("No tools;")


def test_a_key_is_sealed_for_a_tool_and_never_shown(
    run: Commands, data: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert key
    seal = ["tools", "credential", "practice", "--why", "agreed", "--data", str(data)]
    assert "environment variable OPENAI_API_KEY" in run(*seal).err
    for secret in ("sk-first", "sk-second"):  # the second replaces the first
        monkeypatch.setenv("VENDOR_KEY", secret)
        said = run.ok(*seal, "--from", "VENDOR_KEY")
        assert said.startswith("Tool practice is asked with the key of VENDOR_KEY")
    shown = run.ok("tools", "show", "practice", "--data", data)
    assert json.loads(shown)["credential"] == "practice"
    assert "sk-" not in shown
    held = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"sk-first" not in held
    assert b"sk-second" not in held
