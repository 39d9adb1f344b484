"""From a leak that somebody reports to families told and the disclosure on record."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from gateway.errors import BadRequest
from gateway.outbox import queue
from gateway.oversight.incidents import INCIDENTS, REQUESTS, IncidentDesk
from gateway.oversight.notices import KIND, Notices
from gateway.store.tables import letters
from gateway.terms.disclosure import Category
from gateway.terms.incidents import AccessRequest, Incident, IncidentState
from gateway.web.leaks import leaks
from tests.reports.conftest import PEPA, Office, about, stood_in
from tests.web.admin.conftest import Counter, counter

pytestmark = pytest.mark.anyio

__all__ = ["counter"]


async def log_id(office: Office, person: str) -> str:
    return (await office.library.district.people([person]))[person].log_id


async def confirmed(office: Office, *people: str) -> Incident:
    """Put an incident in place by which data of some people went to a stranger."""
    incident = Incident(
        id="leak-1",
        title="a sheet went to the wrong office",
        state=IncidentState.CONFIRMED,
        discovered_on=date(2026, 3, 2),
        happened_on=date(2026, 2, 27),
        party="Example Insurance",
        categories=frozenset({Category.ASSESSMENT}),
        subjects=frozenset([await log_id(office, person) for person in people]),
        region="NY",
    )
    await office.rooms.office.put(INCIDENTS, incident, seen=None, why="looked into", by=PEPA)
    return incident


async def test_a_release_by_mistake_is_in_the_record_of_disclosures_and_is_mandatory(
    office: Office,
) -> None:
    await confirmed(office, "s1")
    made = await office.made("disclosures", student="s1", proofs=True)
    [row] = made.rows("disclosures")
    assert (row["what"], row["party"], row["mandatory"]) == (
        "released by mistake",
        "Example Insurance",
        True,
    )
    assert row["at"].startswith("2026-02-27")
    assert row["record"]
    assert made.checked()[0] == 0
    assert (await office.made("disclosures", student="s2")).rows("disclosures") == []
    packet = (await office.made("packet", student="s1")).rows("disclosures")
    assert packet[0]["what"] == "released by mistake"


async def test_a_reported_leak_is_no_disclosure_until_it_is_confirmed(office: Office) -> None:
    incident = replace(await confirmed(office, "s1"), state=IncidentState.REPORTED)
    await office.rooms.office.put(INCIDENTS, incident, seen=1, why="not so sure", by=PEPA)
    assert (await office.made("disclosures", student="s1")).rows("disclosures") == []


async def test_families_are_told_once_in_both_languages_or_on_paper(office: Office) -> None:
    incident = await confirmed(office, "s1", "s2")
    rooms = office.rooms
    notices = Notices(rooms.office, rooms.town.reader, office.library.district, rooms.outbox)
    told = await notices.send(incident.id, PEPA)
    assert (told.letters, told.on_paper) == (1, ("s2",))  # Maya's guardian has an address
    assert (await notices.send(incident.id, PEPA)).letters == 0
    claimed = await rooms.town.run(lambda db: queue.claim(db, 2**60))
    assert claimed is not None
    letter = queue.letter_of(rooms.town.fields, claimed)
    assert letter.to == "rosa@home.example"
    assert "by mistake" in letter.text
    assert "por error" in letter.text
    assert "Maya" in letter.text
    kinds = await rooms.town.reader.quick(
        lambda db: db.execute(select(letters.c.kind)).scalars().all()
    )
    assert kinds == [KIND]
    log = str(await rooms.events())
    assert "incident_notified" in log
    assert "Maya" not in log


async def test_only_what_is_confirmed_is_told(office: Office) -> None:
    desk = IncidentDesk(
        office.rooms.office,
        office.rooms.town.reader,
        today=office.library.district.today,
        new_id=office.rooms.office._new_id,
    )
    incident = await desk.report("I saw Maya's grades", record="", by=PEPA)
    rooms = office.rooms
    notices = Notices(rooms.office, rooms.town.reader, office.library.district, rooms.outbox)
    with pytest.raises(BadRequest) as told:
        await notices.send(incident, PEPA)
    assert told.value.code == "not_confirmed"
    assert "grades" not in str(await rooms.events())


async def test_whose_data_left_is_found_by_tool_and_detector(office: Office) -> None:
    maya, jordan = await log_id(office, "s1"), await log_id(office, "s2")
    first = await office.prompt(about(maya), detector="7/old")
    await office.prompt(stood_in(maya), outcome="pseudonymise", detector="7/old")
    await office.prompt(about(jordan), detector="7/new")
    await office.refused(about(jordan, disclosed=False), detector="7/old")
    made = await office.made("exposed", where=["detector=7/old", "tool=chat"], proofs=True)
    [row] = made.rows("exposed")
    assert (row["subject"], row["name"]) == (maya, "Maya Ortiz")
    assert (row["disclosed"], row["pseudonymised"]) == (1, 1)
    assert row["records"][0] == first.id
    assert made.checked()[0] == 0


async def test_clocks_tell_what_is_due_the_most_urgent_first(office: Office) -> None:
    await confirmed(office, "s1")
    request = AccessRequest(
        id="r1", student="s1", by="g1", received_on=date(2026, 3, 2), region="CA"
    )
    await office.rooms.office.put(REQUESTS, request, seen=None, why="a letter came", by=PEPA)
    desk = IncidentDesk(
        office.rooms.office,
        office.rooms.town.reader,
        today=office.library.district.today,
        new_id=office.rooms.office._new_id,
    )
    clocks = await desk.clocks()
    assert [one.row for one in clocks] == ["r1", "leak-1"]
    assert clocks[0].due[0].on == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"title": " "}, "title"),
        ({"region": "New York"}, "region"),
        ({"subjects": frozenset()}, "subjects"),
        ({"happened_on": date(2026, 3, 3)}, "discovered_on"),
        ({"records": frozenset({"nothing"})}, "records"),
    ],
)
async def test_an_incident_that_cannot_be_is_refused(
    office: Office, changes: dict[str, object], param: str
) -> None:
    incident = await confirmed(office, "s1")
    wrong = replace(incident, **changes)  # type: ignore[arg-type]
    with pytest.raises(BadRequest) as told:
        await office.rooms.office.put(INCIDENTS, wrong, seen=1, why="x", by=PEPA)
    assert told.value.param == param


async def test_anybody_with_a_key_reports_a_leak(counter: Counter) -> None:
    app = FastAPI()
    app.include_router(leaks())
    desk = counter.desk
    doors = SimpleNamespace(district=desk.district, callers=desk.callers, limiter=desk.limiter)
    app.state.works = SimpleNamespace(doors=doors, desk=desk)
    key = await counter.key(person="s2")
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
        head = {"authorization": f"Bearer {key}"}
        said = {"words": "The answer had Maya's number in it"}
        answer = await http.post("/v1/leaks", json=said, headers=head)
        assert answer.status_code == 202, answer.text
        incident = (await desk.office.get(INCIDENTS, answer.json()["incident"])).value
        assert incident.state is IncidentState.REPORTED
        [edit] = await desk.office.history(kind="incident")
        assert edit.edit is not None
        assert edit.edit.why == said["words"]
        wrong = await http.post("/v1/leaks", json={"words": "x", "more": 1}, headers=head)
        assert (wrong.status_code, "x" in wrong.json()["error"]["message"]) == (422, False)
        lost = await http.post("/v1/leaks", json={"words": "y", "record": "none"}, headers=head)
        assert lost.status_code == 422
        assert (await http.post("/v1/leaks", json=said)).status_code == 401
        large = await http.post("/v1/leaks", json={"words": "x" * 20_000}, headers=head)
        assert (large.status_code, large.json()["error"]["code"]) == (413, "too_large")
    assert "number" not in str(await counter.rooms.events())
