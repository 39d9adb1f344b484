"""A teacher's permission over HTTP, on a running gateway."""

import sqlite3
from contextlib import closing
from typing import Any

import httpx

from tests.clients.conftest import Running

PERMIT = {"tools": ["practice"], "purposes": ["learning"], "until": "2099-12-31"}


def _ask(gateway: Running, method: str, path: str, persona: str, body: Any = None) -> Any:
    return httpx.request(
        method,
        f"{gateway.base_url}/permits{path}",
        headers={"authorization": f"Bearer {gateway.key(persona)}"},
        json=body,
    )


def _one(gateway: Running, query: str, *values: str) -> str:
    with closing(sqlite3.connect(gateway.data / "crossing-guard.db")) as db:
        return str(db.execute(query, values).fetchone()[0])


def test_a_teacher_permits_lists_and_takes_back(gateway: Running) -> None:
    teacher = gateway.demo["personas"]["teacher"]["id"]
    group = _one(gateway, "SELECT class_id FROM enrolments WHERE person = ?", teacher)
    tool = _one(gateway, "SELECT id FROM tools WHERE model = ?", "practice")
    body = PERMIT | {"group": group, "tools": [tool]}
    made = _ask(gateway, "PUT", "/essay", "teacher", body)
    assert made.status_code == 200, made.text
    assert _ask(gateway, "GET", "", "teacher").json() == [made.json()]
    read = _ask(gateway, "GET", "/essay", "teacher")
    assert (read.json(), read.headers["etag"]) == (made.json(), made.headers["etag"])
    stale = httpx.delete(
        f"{gateway.base_url}/permits/essay",
        headers={"authorization": f"Bearer {gateway.key('teacher')}", "if-match": '"77"'},
    )
    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "edited_meanwhile")
    pupil = _ask(gateway, "PUT", "/mine", "student_13_17", body)
    assert (pupil.status_code, pupil.json()["error"]["code"]) == (403, "teachers_only")
    wrongs: list[Any] = [[], {}, body | {"id": "other"}, body | {"colour": "red"}]
    for wrong in wrongs:
        assert _ask(gateway, "PUT", "/essay", "teacher", wrong).status_code in (400, 422)
    assert _ask(gateway, "DELETE", "/essay", "teacher").status_code == 204
    assert _ask(gateway, "GET", "", "teacher").json() == []
