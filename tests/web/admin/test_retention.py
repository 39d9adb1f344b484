"""Lifetimes and holds over the admin API."""

from typing import Any

import pytest

from gateway.oversight.retention import LIFETIME
from gateway.terms.people import Duty
from gateway.terms.retention import Lifetimes
from tests.web.admin.conftest import Counter

pytestmark = pytest.mark.anyio
HOLD: dict[str, Any] = {"id": "case", "matter": "Case 7", "tools": ["tutor"]}


async def test_lifetimes_are_read_described_and_changed(counter: Counter) -> None:
    key = await counter.key(Duty.PRIVACY_OFFICER)
    answer = await counter.ask("GET", "/lifetimes", key)
    assert LIFETIME.read(answer.text) == Lifetimes()
    told = (await counter.ask("GET", "/lifetimes/descriptions", key)).json()
    assert {one["name"] for one in told} == answer.json().keys()
    assert all(one["source"] and one["consequence"] for one in told)
    value = answer.json() | {"refusals": 730}
    seen = {"if_match": answer.headers["etag"], "x_reason": "schedule 12"}
    put = await counter.ask("PUT", "/lifetimes", key, value, **seen)
    assert (put.status_code, put.json()) == (200, value)
    stale = await counter.ask("PUT", "/lifetimes", key, value | {"events": 1}, **seen)
    assert stale.status_code == 412
    below = await counter.ask(
        "PUT", "/lifetimes", key, value | {"events": -1}, if_match='"1"', x_reason="x"
    )
    assert (below.status_code, below.json()["param"]) == (422, "events")
    assert "lifetimes_changed" in [one["event"] for one in await counter.rooms.events()]
    assert LIFETIME.read(put.text) == Lifetimes(refusals=730)


async def test_holds_are_placed_listed_and_lifted(counter: Counter) -> None:
    key = await counter.key(Duty.ADMIN)
    new = {"if_none_match": "*", "x_reason": "letter of counsel"}
    assert (await counter.ask("PUT", "/holds/case", key, HOLD, **new)).status_code == 201
    listed = (await counter.ask("GET", "/holds", key)).json()["items"]
    assert [(one["version"], one["value"]["matter"]) for one in listed] == [(1, "Case 7")]
    gone = await counter.ask("DELETE", "/holds/case", key, if_match='"1"', x_reason="closed")
    assert gone.status_code == 204
    events = [one["event"] for one in await counter.rooms.events()]
    assert {"hold_created", "hold_removed"} <= {*events}


@pytest.mark.parametrize(
    ("said", "param"),
    [
        pytest.param({"tools": []}, "subjects", id="names nothing"),
        pytest.param({"everything": True}, "subjects", id="names something besides everything"),
        pytest.param({"matter": " "}, "matter", id="no matter"),
        pytest.param({"since": "2026-09-02", "until": "2026-09-01"}, "until", id="ends first"),
        pytest.param({"id": "A Case"}, "id", id="no id"),
    ],
)
async def test_a_hold_that_cannot_be_is_refused(
    counter: Counter, said: dict[str, Any], param: str
) -> None:
    key = await counter.key(Duty.ADMIN)
    value = HOLD | said
    answer = await counter.ask(
        "PUT", f"/holds/{value['id']}", key, value, if_none_match="*", x_reason="x"
    )
    assert (answer.status_code, answer.json()["param"]) == (422, param)
