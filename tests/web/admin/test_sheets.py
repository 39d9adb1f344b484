"""Rows in and out as a sheet over the admin API."""

import pytest

from gateway.terms.people import Duty
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio

HEADER = "id,student,by,relationship,given_on,evidence,types\n"


async def post(
    counter: Counter, key: str, text: str, query: str = ""
) -> tuple[int, dict[str, object]]:
    answer = await counter.http.post(
        f"/admin/api/v1/directory-opt-out-sheet{query}",
        content=text.encode(),
        headers={
            "authorization": f"Bearer {key}",
            "content-type": "text/csv",
            "x-reason": "autumn forms",
        },
    )
    return answer.status_code, answer.json()


async def test_opt_outs_are_tried_brought_in_read_and_taken_out(counter: Counter) -> None:
    key = await counter.key(Duty.REGISTRAR)
    text = HEADER + "o1,s1,g1,parent,2026-02-09,form 4,Student Name;Student Contact Information\n"
    said = {"created": ["o1"], "changed": [], "unchanged": 0}
    assert await post(counter, key, text) == (200, {"dry_run": True} | said)
    assert (await counter.ask("GET", "/directory-opt-outs", key)).json()["items"] == []
    assert await post(counter, key, text, "?dry_run=false") == (200, {"dry_run": False} | said)
    row = await counter.ask("GET", "/directory-opt-outs/o1", key)
    assert sorted(row.json()["types"]) == ["Student Contact Information", "Student Name"]
    auditor = await counter.key(Duty.AUDITOR)
    out = await counter.ask("GET", "/directory-opt-out-sheet", auditor)
    assert "o1,s1,g1,parent,2026-02-09" in out.text
    gone = await counter.ask(
        "DELETE", "/directory-opt-outs/o1", key, if_match='"1"', x_reason="they took it back"
    )
    assert gone.status_code == 204
    events = [one["event"] for one in await counter.rooms.events()]
    assert events == [
        "directory_opt_out_imported",
        "directory_opt_outs_exported",
        "directory_opt_out_removed",
    ]


async def test_a_row_that_cannot_be_is_named_and_none_is_taken(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    text = HEADER + "o1,s1,g1,parent,2026-02-09,form 4,\no2,nobody,g1,parent,2026-02-09,form 5,\n"
    status, problem = await post(counter, key, text, "?dry_run=false")
    assert (status, problem["code"]) == (422, "sheet_rejected")
    assert [one["line"] for one in problem["faults"]] == [3]  # type: ignore[attr-defined]
    assert (await counter.ask("GET", "/directory-opt-outs", key)).json()["items"] == []
