import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands

FAMILY = """
    SELECT s.id FROM people s JOIN guardianships w ON w.student = s.id
    JOIN people g ON g.id = w.guardian
    WHERE s.kind = 'student' AND s.grade < '08' AND g.emails <> '[]' AND s.born IS NOT NULL
    AND s.id NOT IN (SELECT student FROM rights) ORDER BY s.id LIMIT 1
"""


def test_signers_are_asked_listed_and_get_a_letter_to_print(
    run: Commands, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--data", data)
    with closing(sqlite3.connect(data / "crossing-guard.db")) as db:
        clerk = db.execute("SELECT id FROM people WHERE kind = 'staff' ORDER BY id").fetchone()[0]
        pupil = db.execute(FAMILY).fetchone()[0]
    made = run.ok("keys", "create", "--person", clerk, "--duty", "registrar", *at)
    monkeypatch.setenv(KEY, made.splitlines()[-1])
    ask = ("consents", "ask", pupil, "--tool", "practice", "--paper", *at)
    assert "public_url" in run(*ask).err
    monkeypatch.setenv("CROSSING_GUARD_PUBLIC_URL", "https://gate.example")
    assert pupil in run.ok(*ask, "--dry-run")
    assert "Nobody was asked." in run.ok("consents", "requests", *at)
    assert "paper" in run.ok(*ask)
    unheard = run("consents", "ask", "nobody-of-that-id", "--tool", "practice", "--paper", *at)
    assert (unheard.code, "Nobody was asked." in unheard.out) == (1, True)
    assert "`soon` is no day" in run(*ask, "--effective-from", "soon").err
    listed = run.ok("consents", "requests", "--state", "open", *at)
    request = next(word for word in listed.split() if len(word) == 20 and word.isalnum())
    page = tmp_path / "letter.html"
    run.ok("consents", "letter", request, "--out", page, *at)
    text = page.read_text()
    assert "<svg" in text
    assert "https://gate.example/sign/" in text
    assert "school office gives you" in text


def test_what_follows_consents_that_end_is_asked_for_once(
    run: Commands, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--data", data)
    with closing(sqlite3.connect(data / "crossing-guard.db")) as db:
        clerk = db.execute("SELECT id FROM people WHERE kind = 'staff' ORDER BY id").fetchone()[0]
        pupil, guardian = db.execute(
            FAMILY.replace("SELECT s.id", "SELECT s.id, g.id", 1)
        ).fetchone()
    made = run.ok("keys", "create", "--person", clerk, "--duty", "registrar", *at)
    monkeypatch.setenv(KEY, made.splitlines()[-1])
    soon = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()
    sheet = data / "slips.csv"
    sheet.write_text(
        "id,subject,signer,relationship,signed_on,method,evidence,records,purposes,recipients,"
        "collect_use,disclose_third_party,expires_on\n"
        f"ends,{pupil},{guardian},parent,2026-01-05,wet,drawer,Student Name,learning,practice,"
        f"granted,granted,{soon}\n"
    )
    run.ok("consents", "import", sheet, "--why", "slips", *at)
    renew = ("consents", "renew", "--task", "ends", "--within", "20", *at)
    assert "public_url" in run(*renew).err
    monkeypatch.setenv("CROSSING_GUARD_PUBLIC_URL", "https://gate.example")
    tried = run.ok(*renew, "--dry-run")
    line = next(one for one in tried.splitlines() if pupil in one)
    assert guardian in line
    would = tried.splitlines()[-1].split(" would be asked")[0]
    asked = run.ok(*renew).splitlines()[-1]
    assert asked.startswith(f"{would} asked, 0 asked before")
    again = run.ok(*renew).splitlines()[-1]
    assert again.startswith(f"0 asked, {would} asked before")
    assert run(*renew, "--within", "61").code == 2
