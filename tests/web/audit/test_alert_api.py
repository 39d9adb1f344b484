"""Alerts over the API: listed page by page, acknowledged and closed by those who may."""

from dataclasses import replace

import httpx
import pytest

from gateway.terms.people import Duty
from gateway.terms.record import RecordKind
from gateway.watching.rules import Look
from gateway.web.audit.api import PATH
from tests.audit.fakes import Desk as LogDesk
from tests.reports.conftest import library_in
from tests.watching.conftest import rule, watch_in
from tests.web.audit.conftest import ReadingRoom

pytestmark = pytest.mark.anyio


async def move(room: ReadingRoom, key: str, alert: str, to: str) -> httpx.Response:
    head = {"authorization": f"Bearer {key}"}
    return await room.http.post(f"{PATH}/alerts/{alert}/{to}", headers=head)


async def raised(room: ReadingRoom) -> None:
    """Raise two alerts."""
    rooms, desk = room.counter.rooms, LogDesk(room.counter.rooms.town.url)
    for tool in ("chat", "tutor"):
        await rooms.log.append(desk.record(RecordKind.REFUSAL, tool=tool, outcome="refuse"))
    await room.filled()
    rules = [
        replace(rule(Look.COUNT, where=("kind=refusal", f"tool={tool}")), id=tool)
        for tool in ("chat", "tutor")
    ]
    library = library_in(rooms.town, rooms)
    clock = [desk.clock.now]
    watching = watch_in(rooms, library, room.counter.desk.reports._folder, rules, clock=clock)
    assert len(await watching.look() or ()) == 2


async def test_alerts_are_listed_acknowledged_and_closed(room: ReadingRoom) -> None:
    await raised(room)
    auditor = await room.counter.key(Duty.AUDITOR)
    first = (await room.get("/alerts", auditor, limit=1)).json()
    second = (await room.get("/alerts", auditor, limit=1, cursor=first["next"])).json()
    assert [page["items"][0]["rule"] for page in (first, second)] == ["tutor", "chat"]
    assert second["next"] is None
    alert = first["items"][0]["id"]
    assert (await move(room, auditor, alert, "close")).status_code == 403
    officer = await room.counter.key(Duty.PRIVACY_OFFICER)
    assert (await move(room, officer, alert, "acknowledge")).status_code == 204
    assert (await move(room, officer, alert, "close")).status_code == 204
    again = await move(room, officer, alert, "close")
    assert (again.status_code, again.json()["code"]) == (404, "not_found")
    still = (await room.get("/alerts", auditor, state="open")).json()["items"]
    assert [one["rule"] for one in still] == ["chat"]
