"""`alerts`: looked for, listed and closed from the machine itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands

RULE = """[[rule]]
id = "starts"
title = "A district was set up"
look = "count"
where = ["event=init"]
minutes = 60000
"""


def test_what_is_out_of_the_ordinary_is_told_once_and_closed_by_somebody(
    run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "alerts.toml").write_text(RULE)
    assert "No alerts." in run.ok("alerts", "list", "--data", data)
    assert "starts" in run.ok("alerts", "rules", "--data", data)
    assert "1 new alert" in run.ok("alerts", "look", "--data", data)
    alert = run.ok("alerts", "list", "--data", data).split()[0]
    assert run("alerts", "close", alert, "--data", data).code == 1  # nobody says who
    with closing(sqlite3.connect(data / "crossing-guard.db")) as db:
        [person] = db.execute("SELECT id FROM people WHERE kind = 'staff' LIMIT 1").fetchone()
    made = run.ok("keys", "create", "--data", data, "--person", person, "--duty", "admin")
    [key] = [word for word in made.split() if word.startswith("cg_")]
    monkeypatch.setenv(KEY, key)
    run.ok("alerts", "acknowledge", alert, "--data", data)
    run.ok("alerts", "close", alert, "--data", data)
    assert "closed" in run.ok("alerts", "list", "--data", data)
    assert "closed" not in run.ok("alerts", "list", "--state", "open", "--data", data)
    assert len(run.ok("alerts", "secret", "--data", data).strip()) == 64


def test_rules_that_cannot_be_are_told(run: Commands, data: Path) -> None:
    (data / "alerts.toml").write_text("[[rule]]\nleast = 1\n")
    done = run("alerts", "rules", "--data", data)
    assert done.code == 1
    assert "alerts.toml" in done.err


def test_incidents_and_what_is_due_are_listed_for_those_who_may(
    run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("incidents", "due", "--data", data).code == 1
    with closing(sqlite3.connect(data / "crossing-guard.db")) as db:
        [person] = db.execute("SELECT id FROM people WHERE kind = 'staff' LIMIT 1").fetchone()
    made = run.ok("keys", "create", "--data", data, "--person", person, "--duty", "registrar")
    [key] = [word for word in made.split() if word.startswith("cg_")]
    monkeypatch.setenv(KEY, key)
    assert "Nothing is due." in run.ok("incidents", "due", "--data", data)
    assert "No incident is on file." in run.ok("incidents", "list", "--data", data)
    done = run("incidents", "notify", "nothing", "--data", data)
    assert done.code == 1
