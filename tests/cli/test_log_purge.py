"""`log lifetimes`, `log holds` and `log purge`: from a dry run to a verified log without bytes."""

import sqlite3
from pathlib import Path

import orjson
import pytest

from gateway.app.store import now_ms
from gateway.terms.times import DAY_MS
from tests.cli.conftest import Commands

LATER = 1000 * DAY_MS


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have purges think that years have passed."""
    for part in ("store", "desks"):
        monkeypatch.setattr(f"gateway.app.{part}.now_ms", lambda: now_ms() + LATER)


def test_nothing_is_purged_before_anybody_decided(
    run: Commands, data: Path, key: str, later: None
) -> None:
    assert "refusals=0" in run.ok("log", "lifetimes", "--data", data)
    assert "Nothing would be purged." in run.ok("log", "purge", "--dry-run", "--data", data)
    assert "Nothing purged." in run.ok("log", "purge", "--data", data)


def test_what_a_dry_run_counts_is_purged_and_the_log_is_whole(
    run: Commands, data: Path, key: str, later: None
) -> None:
    run.ok("log", "lifetimes", "events=900", "--why", "schedule 12", "--data", data)
    told = orjson.loads(run.ok("log", "purge", "--dry-run", "--json", "--data", data))
    assert told["counts"]["events"] > 0
    assert (told["dry_run"], told["certificates"]) == (True, 0)
    done = run.ok("log", "purge", "--data", data)
    assert f"{told['counts']['events']}  events purged" in done
    assert "1 certificate(s) say so in the log." in done
    verified = run.ok("log", "verify", "--data", data)
    assert f"{told['counts']['events']} entries were purged" in verified
    assert "Intact." in verified
    run.ok("log", "index", "--data", data)
    assert "purged under" in run.ok("log", "query", "kind=event", "--data", data)
    with sqlite3.connect(data / "crossing-guard.db") as db:
        query = "SELECT record FROM log_entries WHERE purged <> '' LIMIT 1"
        (record,) = db.execute(query).fetchone()
    db.close()
    assert "Its bytes were purged" in run.ok("explain", record, "--data", data)


def test_a_hold_keeps_what_is_due_until_it_is_lifted(
    run: Commands, data: Path, key: str, later: None
) -> None:
    run.ok("log", "lifetimes", "events=900", "--why", "x", "--data", data)
    placed = ("case-7", "--matter", "Case 7", "--everything", "--why", "counsel")
    assert "stands" in run.ok("log", "holds", "place", *placed, "--data", data)
    assert "case-7: Case 7 (everything)" in run.ok("log", "holds", "list", "--data", data)
    [line] = run.ok("log", "holds", "list", "--json", "--data", data).splitlines()
    assert orjson.loads(line)["everything"] is True
    assert "kept by the hold case-7" in run.ok("log", "purge", "--data", data)
    changed = ("case-7", "--matter", "Case 7", "--tool", "tutor", "--since", "2026-01-01")
    run.ok("log", "holds", "place", *changed, "--why", "narrowed", "--data", data)
    listed = run.ok("log", "holds", "list", "--data", data)
    assert "case-7: Case 7 (1 tool(s), since 2026-01-01)" in listed
    assert "lifted" in run.ok("log", "holds", "lift", "case-7", "--why", "over", "--data", data)
    assert run.ok("log", "holds", "list", "--data", data) == "No hold stands.\n"
    assert "events purged" in run.ok("log", "purge", "--data", data)


def test_a_purge_needs_the_key_of_an_officer(
    run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CROSSING_GUARD_KEY", raising=False)
    for words in (("purge",), ("lifetimes", "events=1", "--why", "x"), ("holds", "lift", "x")):
        more = ("--why", "x") if words[0] == "holds" else ()
        done = run("log", *words, *more, "--data", data)
        assert (done.code, "CROSSING_GUARD_KEY" in done.err) == (1, True)


def test_a_day_that_is_none_is_told(run: Commands, data: Path, key: str) -> None:
    placed = ("case", "--matter", "m", "--since", "May 1", "--why", "x")
    done = run("log", "holds", "place", *placed, "--data", data)
    assert (done.code, "`May 1` is no day" in done.err) == (1, True)
