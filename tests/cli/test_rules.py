import json
from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from gateway.decision.drafts import RuleDraft, draft_to_text
from tests.cli.conftest import Commands, staff
from tests.decision.test_drafts import NO_ESSAYS, QUIET


@pytest.fixture
def people(run: Commands, data: Path) -> tuple[str, str]:
    """Return keys of two officers of the made-up district."""
    keys = []
    for person in staff(data):
        said = run.ok(
            "keys", "create", "--person", person, "--duty", "privacy_officer", "--data", data
        )
        keys.append(said.splitlines()[-1])
    return keys[0], keys[1]


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "rules.json"
    path.write_text(draft_to_text(RuleDraft(id="autumn", title="T", forms=(NO_ESSAYS,))))
    return path


@pytest.mark.slow
def test_rules_are_drafted_checked_approved_activated_and_returned(
    run: Commands,
    data: Path,
    people: tuple[str, str],
    draft: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann, ben = people
    at = ("--data", data)
    monkeypatch.setenv(KEY, ann)
    assert "autumn: draft. T" in run.ok("rules", "draft", draft, "--why", "the board asked", *at)
    assert "cases pass" in run.ok("rules", "check", "autumn", *at)
    assert "`local.no-essays` is new" in run.ok("rules", "diff", "autumn", *at)
    alone = run("rules", "approve", "autumn", "--why", "fine", *at)
    assert alone.code == 1
    assert "somebody who did not write this version" in alone.err
    monkeypatch.setenv(KEY, ben)
    run.ok("rules", "approve", "autumn", "--why", "fine", *at)
    said = run.ok("rules", "activate", "autumn", "--why", "term begins", *at)
    assert "Active: autumn; before: the packs as they come." in said
    assert "version `autumn` decides" in run("check", *at).out
    assert "autumn" in run.ok("rules", "list", *at)
    assert "local.no-essays (District rule)" in run.ok("rules", "show", *at)
    shown = json.loads(run.ok("rules", "show", "--json", *at))
    assert shown["forms"][0]["id"] == "local.no-essays"
    returned = run.ok("rules", "return", "--why", "too strict", *at)
    assert "Active: the packs as they come; before: autumn." in returned


def test_a_draft_with_a_fault_is_told_at_its_place_and_ends_with_one(
    run: Commands,
    data: Path,
    people: tuple[str, str],
    draft: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(KEY, people[0])
    broken = RuleDraft(id="autumn", cedar=QUIET.replace("forbid", "forbit"))
    draft.write_text(draft_to_text(broken))
    run.ok("rules", "draft", draft, "--why", "x", "--data", data)
    done = run("rules", "check", "autumn", "--data", data)
    assert done.code == 1
    assert "fault: expert/rules.cedar:7:1: rule `expert.quiet`: invalid policy effect" in done.out


@pytest.mark.parametrize("text", ["{", '{"id": 3}', '{"id": "a", "colour": "red"}'])
def test_a_file_that_is_no_draft_is_told(
    run: Commands, data: Path, draft: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft.write_text(text)
    done = run("rules", "draft", draft, "--why", "x", "--data", data)
    assert done.code == 1
    assert "`rules.json` is no draft" in done.err


def test_nobody_changes_rules_without_a_key_of_their_own(
    run: Commands, data: Path, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY, raising=False)
    done = run("rules", "draft", draft, "--why", "x", "--data", data)
    assert done.code == 1
    assert f"environment variable {KEY}" in done.err
    person, _ = staff(data)
    said = run.ok("keys", "create", "--person", person, "--duty", "auditor", "--data", data)
    monkeypatch.setenv(KEY, said.splitlines()[-1])
    done = run("rules", "draft", draft, "--why", "x", "--data", data)
    assert done.code == 1
    assert "needs a key with one of the duties" in done.err
