"""Reports over the API: listed, asked for, looked at, fetched, cancelled."""

import asyncio
import io
import zipfile
from typing import Any

import httpx
import pytest

from gateway.terms.people import Duty
from gateway.web.audit.api import PATH
from tests.web.audit.conftest import ReadingRoom

pytestmark = pytest.mark.anyio


async def ask(room: ReadingRoom, key: str, report: str, **more: Any) -> httpx.Response:
    return await room.http.post(
        f"{PATH}/reports/jobs",
        json={"report": report, **more},
        headers={"authorization": f"Bearer {key}"},
    )


async def test_reports_are_listed_with_what_they_are_asked_with(room: ReadingRoom) -> None:
    key = await room.counter.key(Duty.AUDITOR)
    listed = {one["name"]: one for one in (await room.get("/reports", key)).json()}
    assert len(listed) == 13
    assert "student" in listed["disclosures"]["asked_with"]["properties"]
    assert listed["packet"]["duties"] == ["privacy_officer", "registrar"]
    assert not listed["packet"]["proofs"]
    columns = listed["refusals"]["tables"][0]["columns"]
    assert {"name", "holds", "means"} == columns[0].keys()


async def test_a_report_is_asked_for_made_and_fetched(room: ReadingRoom) -> None:
    key = await room.counter.key(Duty.PRIVACY_OFFICER)
    begun = await ask(room, key, "disclosures", wishes={"student": "s1"}, proofs=True)
    assert begun.status_code == 202, begun.text
    job = begun.json()["id"]
    early = await room.get(f"/reports/jobs/{job}/file", key)
    assert (early.status_code, early.json()["code"]) == (409, "not_made")
    async with asyncio.timeout(60):
        while (told := (await room.get(f"/reports/jobs/{job}", key)).json())["state"] == "running":
            await room.filled()
            await asyncio.sleep(0.02)
    assert told["state"] == "done", told
    fetched = await room.get(f"/reports/jobs/{job}/file", key)
    assert fetched.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as packed:
        assert "manifest.json" in packed.namelist()
    mine = (await room.get("/reports/jobs", key)).json()
    assert [one["id"] for one in mine] == [job]


async def test_a_report_needs_its_own_duty_and_is_its_askers_alone(room: ReadingRoom) -> None:
    auditor = await room.counter.key(Duty.AUDITOR)
    refused = await ask(room, auditor, "packet", wishes={"student": "s1"})
    assert (refused.status_code, refused.json()["code"]) == (403, "duty_needed")
    assert (await ask(room, "cg_no", "access")).status_code == 401
    job = (await ask(room, auditor, "access")).json()["id"]
    other = await room.counter.key(Duty.ADMIN, person="s1")
    assert (await room.get(f"/reports/jobs/{job}", other)).status_code == 404
    gone = await room.http.delete(
        f"{PATH}/reports/jobs/{job}", headers={"authorization": f"Bearer {auditor}"}
    )
    assert gone.status_code == 204
    assert (await room.get(f"/reports/jobs/{job}", auditor)).json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("asking", "status"),
    [
        ({"report": "nothing"}, 404),
        ({"report": "access", "wishes": {"x": 1}}, 422),
        ({"report": "access", "formats": ["docx"]}, 422),
        ({"report": "access", "more": 1}, 422),
    ],
)
async def test_what_cannot_be_asked_is_told(
    room: ReadingRoom, asking: dict[str, Any], status: int
) -> None:
    answer = await ask(room, await room.counter.key(Duty.AUDITOR), **asking)
    assert answer.status_code == status
