"""`roster forget`: somebody who left, and the log is whole afterwards."""

import sqlite3
from pathlib import Path

from tests.cli.conftest import Commands


def test_somebody_who_left_is_forgotten(run: Commands, data: Path, key: str) -> None:
    with sqlite3.connect(data / "crossing-guard.db") as db:
        (person,) = db.execute("SELECT id FROM people WHERE kind = 'student' LIMIT 1").fetchone()
        here = run("roster", "forget", person, "--data", data)
        assert (here.code, "is on the roster" in here.err) == (1, True)
        db.execute("UPDATE people SET active = 0 WHERE id = ?", (person,))
        db.commit()
        assert "1  people" in run.ok("roster", "forget", person, "--data", data)
        query = "SELECT count(*) FROM people WHERE id = ?"
        assert db.execute(query, (person,)).fetchone() == (0,)
    db.close()
    assert "Intact." in run.ok("log", "verify", "--data", data)
