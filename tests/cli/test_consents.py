import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gateway.cli.officer import KEY
from tests.cli.conftest import Commands


def one(data: Path, query: str) -> str:
    """Return the first value the database holds for a query."""
    with closing(sqlite3.connect(data / "crossing-guard.db")) as db:
        found: str = db.execute(query).fetchone()[0]
        return found


def test_consents_are_tried_imported_listed_and_exported(
    run: Commands, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--data", data)
    clerk = one(data, "SELECT id FROM people WHERE kind = 'staff' ORDER BY id")
    made = run.ok("keys", "create", "--person", clerk, "--duty", "registrar", *at)
    pupil = one(data, "SELECT id FROM people WHERE kind = 'student' ORDER BY id")
    file = tmp_path / "slips.csv"
    file.write_text(f"id,subject,signer\nslip-1,{pupil},somebody\n")
    nameless = run("consents", "import", file, "--why", "slips", *at)
    assert nameless.code == 1
    assert KEY in nameless.err
    monkeypatch.setenv(KEY, made.splitlines()[-1])
    tried = run.ok("consents", "import", file, "--why", "slips", "--dry-run", *at)
    assert "slip-1 would be new" in tried
    assert run.ok("consents", "list", "--student", pupil, *at) == "No consents.\n"
    run.ok("consents", "import", file, "--why", "slips", *at)
    listed = run.ok("consents", "list", "--state", "defective", "--student", pupil, *at)
    assert "slip-1" in listed
    assert "`signed_on`" in listed
    assert "slip-1" in run.ok("consents", "queue", *at)
    exported = run.ok("consents", "export", *at)
    assert exported.startswith("id,subject,")
    assert f"slip-1,{pupil},somebody" in exported
    file.write_text("id,subject\nslip-2,nobody\n")
    refused = run("consents", "import", file, "--why", "slips", *at)
    assert refused.code == 1
    assert "consents.csv:2" in refused.out
