"""Rosters over the admin API: looked at, brought in, listed."""

from typing import Any

import pytest

from gateway.district.edits import put_secret
from gateway.district.sources import SOURCES
from gateway.terms.people import Duty
from gateway.terms.rosters import OneRosterVersion
from gateway.web.admin.api import PATH
from tests.district.conftest import V11
from tests.district.test_roster_files import zipped
from tests.jobs.roster_service import SECRET, RosterService, Said, collections_of, running
from tests.oversight.conftest import RUTH
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio

SHRUNK = V11 | {
    "users.csv": "".join(line for line in V11["users.csv"].splitlines(True) if line[:3] != "s3,")
}


async def post(counter: Counter, files: dict[str, str], query: str = "") -> tuple[int, Any]:
    """Post an archive; return status and body."""
    key = await counter.key(Duty.REGISTRAR)
    answer = await counter.http.post(
        f"{PATH}/roster-imports{query}",
        content=zipped(files).getvalue(),
        headers={
            "authorization": f"Bearer {key}",
            "content-type": "application/zip",
            "x-reason": "the yearly export",
        },
    )
    return answer.status_code, answer.json()


async def listed(counter: Counter) -> list[dict[str, Any]]:
    key = await counter.key(Duty.AUDITOR)
    answer = await counter.ask("GET", "/roster-imports", key)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_dry_run_tells_what_would_go_and_changes_nothing(counter: Counter) -> None:
    status, body = await post(counter, SHRUNK)
    assert (status, body["dry_run"], body["refused"]) == (200, True, True)
    assert body["parts"]["students"] == {
        "added": 0,
        "changed": 0,
        "removed": 1,
        "known": 3,
        "going": 1,
        "beyond": True,
    }
    assert len(await listed(counter)) == 1


async def test_it_is_refused_until_somebody_says_that_it_is_right(counter: Counter) -> None:
    status, body = await post(counter, SHRUNK, "?dry_run=false")
    assert (status, body["code"]) == (409, "too_many_go")
    status, body = await post(counter, SHRUNK, "?dry_run=false&apply_anyway=true")
    assert (status, body["parts"]["students"]["removed"]) == (200, 1)
    newest, refused, _first = await listed(counter)
    assert (newest["result"], newest["source"]) == ("applied", "admin API")
    assert (refused["result"], refused["code"]) == ("failed", "too_many_go")


async def test_rows_that_cannot_be_are_named_by_file_and_line(counter: Counter) -> None:
    bad = V11 | {"users.csv": V11["users.csv"].replace("teacher", "wizard")}
    status, body = await post(counter, bad)
    assert (status, body["code"]) == (422, "roster_rejected")
    assert body["faults"][0]["line"] == 2
    assert body["faults"][0]["detail"].startswith("users.csv: ")


async def test_what_is_no_archive_is_told(counter: Counter) -> None:
    key = await counter.key(Duty.REGISTRAR)
    answer = await counter.http.post(
        f"{PATH}/roster-imports",
        content=b"sourcedId,status",
        headers={
            "authorization": f"Bearer {key}",
            "content-type": "application/zip",
            "x-reason": "x",
        },
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_archive")


async def test_the_api_tells_how_the_roster_stands(counter: Counter) -> None:
    await post(counter, SHRUNK, "?dry_run=false")
    answer = await counter.ask("GET", "/roster-status", await counter.key(Duty.AUDITOR))
    body = answer.json()
    assert (body["last_good"]["result"], body["last_tried"]["result"]) == ("applied", "failed")
    assert "students would go" in body["last_tried"]["why"]
    assert body["days_left"] < 0  # the small district's roster is from 1970


async def pull(counter: Counter, query: str = "") -> tuple[int, Any]:
    key = await counter.key(Duty.REGISTRAR)
    said = {"x_reason": "new since this morning"}
    answer = await counter.ask("POST", f"/roster-pulls{query}", key, **said)
    return answer.status_code, answer.json()


async def test_the_roster_is_pulled_now_looked_at_first(counter: Counter) -> None:
    status, body = await pull(counter)
    assert (status, body["code"]) == (409, "no_roster_source")
    town = counter.rooms.town
    service = RosterService(
        version=OneRosterVersion.V1P1, collections=collections_of(SHRUNK, OneRosterVersion.V1P1)
    )
    async with running(service):
        source = service.source()
        await counter.rooms.office.put(SOURCES, source, seen=None, why="agreed", by=RUTH)
        await town.run(lambda db: put_secret(db, town.fields, source.credential, SECRET))
        status, body = await pull(counter)
        assert (status, body["dry_run"], body["refused"]) == (200, True, True)
        assert body["parts"]["students"]["removed"] == 1
        assert len(await listed(counter)) == 1
        status, body = await pull(counter, "?dry_run=false")
        assert (status, body["code"]) == (409, "too_many_go")
        status, body = await pull(counter, "?dry_run=false&apply_anyway=true")
        assert (status, body["parts"]["students"]["removed"]) == (200, 1)
        newest = (await listed(counter))[0]
        assert (newest["result"], newest["source"]) == ("applied", "pull")
        [edit] = await counter.rooms.office.history(kind="roster_import", row=newest["id"])
        assert edit.edit is not None
        assert (edit.edit.why, edit.edit.action) == ("new since this morning", "applied_anyway")
        service.fault = lambda _asked, _said: Said(status=404)
        status, body = await pull(counter, "?dry_run=false")
        assert status == 502
    newest = (await listed(counter))[0]
    assert (newest["result"], newest["code"]) == ("failed", body["code"])
