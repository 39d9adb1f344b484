from typing import Any

import pytest
from sqlalchemy import select

from gateway.store import tables
from gateway.terms.people import Duty
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio

NEW = {"if_none_match": "*", "x_reason": "a slip"}
SLIP: dict[str, Any] = {"id": "k1", "subject": "s1", "signer": "g1"}
HEADER = "id,subject,signer\n"


async def sheet(counter: Counter, key: str, text: str, query: str = "", tag: str = '"0"') -> Any:
    """Post a sheet; the ledger of the small district is at its first revision."""
    return await counter.http.post(
        f"/admin/api/v1/consent-sheet{query}",
        content=text.encode(),
        headers={
            "authorization": f"Bearer {key}",
            "content-type": "text/csv",
            "x-reason": "paper slips",
            "if-match": tag,
        },
    )


async def test_a_consent_is_recorded_listed_as_it_stands_and_revoked(counter: Counter) -> None:
    key = await counter.key(Duty.REGISTRAR)
    put = await counter.ask("PUT", "/consents/k1", key, SLIP, **NEW)
    assert (put.status_code, put.headers["etag"]) == (201, '"1"')
    [item] = (await counter.ask("GET", "/consents", key)).json()["items"]
    assert item["state"] == "defective"
    assert "signed_on" in item["missing"]
    assert item["value"] == put.json()
    revoked = put.json() | {
        "revoked_at": "2026-03-02T17:00:00Z",
        "revoked_by": "g1",
        "revocation_channel": "by phone",
    }
    answer = await counter.ask(
        "PUT", "/consents/k1", key, revoked, if_match='"1"', x_reason="she called"
    )
    assert answer.status_code == 200, answer.text
    found = await counter.ask("GET", "/consents?state=revoked&subject=s1", key)
    assert [one["value"]["id"] for one in found.json()["items"]] == ["k1"]
    assert (await counter.ask("GET", "/consents?state=active", key)).json()["items"] == []
    assert (await counter.ask("DELETE", "/consents/k1", key)).status_code == 405


async def test_consents_come_in_pages(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    rows = "".join(f"k{number},s1,g1\n" for number in range(5))
    await sheet(counter, key, HEADER + rows, "?dry_run=false")
    ids, cursor = [], ""
    while cursor is not None:
        page = (await counter.ask("GET", f"/consents?limit=2&cursor={cursor}", key)).json()
        ids += [one["value"]["id"] for one in page["items"]]
        cursor = page["next"]
    assert ids == ["k0", "k1", "k2", "k3", "k4"]
    due, cursor = [], ""
    while cursor is not None:
        page = (await counter.ask("GET", f"/consent-queue?limit=2&cursor={cursor}", key)).json()
        due += [(one["task"], one["consent"]) for one in page["items"]]
        cursor = page["next"]
    assert due == [("defective", one) for one in ids]


async def test_a_sheet_is_tried_first_and_then_brought_in(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    text = HEADER + "k1,s1,g1\nk2,s2,g1\n"
    tried = await sheet(counter, key, text)
    assert tried.json() == {
        "dry_run": True, "created": ["k1", "k2"], "changed": [], "unchanged": 0, "batch": ""
    }  # fmt: skip
    assert (await counter.ask("GET", "/consents", key)).json()["items"] == []
    tag = tried.headers["etag"]
    done = await sheet(counter, key, text, "?dry_run=false", tag)
    assert done.json()["batch"]
    again = await sheet(counter, key, text + "k3,s2,g1\n", "?dry_run=false", tag)
    assert (again.status_code, again.json()["code"]) == (412, "edited_meanwhile")
    out = await counter.ask("GET", "/consent-sheet", key)
    assert out.headers["content-type"].startswith("text/csv")
    assert [line.split(",")[:2] for line in out.text.splitlines()[1:]] == [
        ["k1", "s1"],
        ["k2", "s2"],
    ]
    events = [one["event"] for one in await counter.rooms.events()]
    assert events == ["consent_imported", "consents_exported"]


async def test_a_sheet_that_cannot_be_is_refused_row_by_row(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    answer = await sheet(counter, key, HEADER + "k1,nobody,\nk2,s2,\nk 3,s1,\n", "?dry_run=false")
    assert (answer.status_code, answer.json()["code"]) == (422, "sheet_rejected")
    assert [one["line"] for one in answer.json()["faults"]] == [2, 4]
    assert (await counter.ask("GET", "/consents", key)).json()["items"] == []


async def test_the_office_lets_somebody_into_a_class_until_a_day(counter: Counter) -> None:
    key = await counter.key(Duty.REGISTRAR)
    body = {"id": "coach-1", "person": "t1", "group": "c1", "until": "2026-06-30"}
    put = await counter.ask("PUT", "/class-access/coach-1", key, body, **NEW)
    assert put.status_code == 201, put.text
    listed = (await counter.ask("GET", "/class-access", key)).json()["items"]
    assert [one["value"] for one in listed] == [put.json()]
    endless = {name: text for name, text in body.items() if name != "until"}
    refused = await counter.ask(
        "PUT", "/class-access/coach-1", key, endless, if_match='"1"', x_reason="for good"
    )
    assert refused.status_code == 422


async def test_rights_and_refusals_are_rows_like_others(counter: Counter) -> None:
    key = await counter.key(Duty.REGISTRAR)
    rights = {
        "student": "s1", "standing": "emancipated", "document": "c" * 64, "decided_by": "t1"
    }  # fmt: skip
    for path, body in (("/rights/s1", rights), ("/refusals/s1", {"subject": "s1", "by": "g1"})):
        assert (await counter.ask("PUT", path, key, body, **NEW)).status_code == 201
        gone = await counter.ask("DELETE", path, key, if_match='"1"', x_reason="lifted")
        assert gone.status_code == 204
    read = await counter.ask("GET", "/history?row=s1&kind=refusal", key)
    assert [one["row"] for one in read.json()["items"]] == ["s1", "s1"]
    query = select(tables.people.c.log_id).where(tables.people.c.id == "s1")
    log_id = await counter.rooms.town.reader.quick(lambda db: db.execute(query).scalar())
    # The roster's id may be the number on a pupil's card, and the log keeps it for good.
    events = await counter.rooms.events()
    assert [(one["event"], one["what"]) for one in events] == [
        ("rights_created", log_id),
        ("rights_removed", log_id),
        ("refusal_created", log_id),
        ("refusal_removed", log_id),
        ("history_read", log_id),
    ]
    wrong = await counter.ask("PUT", "/rights/s1", key, rights | {"document": ""}, **NEW)
    assert (wrong.status_code, wrong.json()["param"]) == (422, "document")


@pytest.mark.parametrize("path", ["/consents/%00", "/consents?subject=%00", "/rights/a%0Ab"])
async def test_control_characters_reach_no_database(counter: Counter, path: str) -> None:
    key = await counter.key(Duty.ADMIN)
    assert (await counter.ask("GET", path, key)).status_code == 422
