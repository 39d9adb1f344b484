import json
from pathlib import Path

import pytest

from gateway.cli.district import with_settings
from gateway.cli.officer import KEY
from gateway.errors import BadRequest
from gateway.terms.disclosure import Category, DistrictChoices
from tests.cli.conftest import Commands
from tests.cli.test_rules import _staff

TOOL = {"id": "coach", "model": "coach", "provider": "P", "base_url": "https://ai.example/v1"}


@pytest.fixture
def key(run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an officer's key, and have it in the environment."""
    person, _ = _staff(data)
    said = run.ok("keys", "create", "--person", person, "--duty", "admin", "--data", data)
    made = said.splitlines()[-1]
    monkeypatch.setenv(KEY, made)
    return made


def test_settings_are_shown_and_changed(run: Commands, data: Path, key: str) -> None:
    assert key
    assert "coppa_age=13" in run.ok("settings", "show", "--data", data)
    run.ok("settings", "set", "coppa_age=14", "--why", "the board", "--data", data)
    assert "coppa_age=14" in run.ok("settings", "show", "--data", data)
    below = run("settings", "set", "coppa_age=12", "--why", "x", "--data", data)
    assert below.code == 1
    assert "the law says 13" in below.err


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


def test_settings_are_read_as_json_or_as_text() -> None:
    found = with_settings(
        DistrictChoices(),
        [
            "coppa_age=14",
            "own_classes_only=false",
            'directory_categories=["Student Name"]',
            "timezone=America/Chicago",
            "school_authorisation_by=A. Reyes, principal",
        ],
    )
    assert (found.coppa_age, found.own_classes_only) == (14, False)
    assert found.directory_categories == {Category.STUDENT_NAME}
    assert (found.timezone, found.school_authorisation_by) == (
        "America/Chicago",
        "A. Reyes, principal",
    )


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("coppa_age", "`coppa_age=VALUE`"),
        ("coppa_ag=14", "`coppa_ag` is no setting here; there is `coppa_age`"),
        ("colour=red", "`colour` is no setting here; there is `content_kept`, `"),
        ("coppa_age=old", "`coppa_age`: "),
        ("profile=loose", "`profile`: "),
        ("safety_team=t1", "`safety_team` is a list: write it as"),
        ("safety_team=[t1]", "`safety_team` is a list: write it as"),
    ],
)
def test_a_setting_that_cannot_be_is_told(pair: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        with_settings(DistrictChoices(), [pair])


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
