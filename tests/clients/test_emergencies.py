"""A declared emergency on a running gateway: names leave, on record, and not a moment longer."""

import sqlite3
from contextlib import closing

import httpx
import orjson

from tests.clients.conftest import Running
from tests.clients.test_danger import ask, entries, said


def _roster_id(gateway: Running, name: str) -> str:
    given, family = name.split(" ", 1)
    with closing(sqlite3.connect(gateway.data / "crossing-guard.db")) as db:
        query = "SELECT id FROM people WHERE given = ? AND family = ? AND kind = 'student'"
        (row,) = db.execute(query, (given, family))
    return str(row[0])


def test_names_leave_in_a_declared_emergency_until_it_ends(gateway: Running) -> None:
    name = gateway.name("without_consent")
    text, before = f"Praise {name}.", gateway.last()
    assert ask(gateway, "teacher", text).headers["x-crossing-guard-outcome"] == "pseudonymise"
    address = gateway.base_url.removesuffix("/v1") + "/admin/api/v1/emergencies"
    officer = {"authorization": f"Bearer {gateway.key('admin')}"}
    declared = httpx.post(
        address,
        headers=officer,
        json={
            "threat": "A pupil has fainted after eating nuts and does not wake up.",
            "about": [_roster_id(gateway, name)],
            "typists": [gateway.demo["personas"]["teacher"]["id"]],
            "minutes": 10,
        },
    )
    assert declared.status_code == 201, declared.text

    try:
        answer = ask(gateway, "teacher", text)
        said(answer)
        record = answer.headers["x-crossing-guard-record"]
        explained = gateway.command("explain", record)
        # The terminal may break a line anywhere between two words.
        assert "34 CFR 99.36" in " ".join(explained.stdout.split()), explained.stderr
        assert answer.headers["x-crossing-guard-outcome"] == "forward"
        assert name in orjson.dumps(gateway.received(before)[-1]).decode()
        (kept,) = [one for one in entries(gateway) if one["id"] == record]
        assert kept["emergency"] == declared.json()["id"]
        assert kept["ferpa_99_32_mandatory"]
        assert [one["basis"] for one in kept["subjects"]] == ["emergency"]
    finally:  # whatever else is asked of this gateway must not be asked in an emergency
        over = httpx.post(
            f"{address}/{declared.json()['id']}/end",
            headers=officer | {"if-match": '"1"', "x-reason": "the ambulance is here"},
        )
    assert over.status_code == 200, over.text
    assert ask(gateway, "teacher", text).headers["x-crossing-guard-outcome"] == "pseudonymise"
