"""Somebody who left is forgotten: nothing tells whose log id it was, and the log is whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, select

from gateway.district.documents import HOLD
from gateway.district.emergencies import EMERGENCIES
from gateway.district.hand_overs import HAND_OVERS
from gateway.district.links import LINKS
from gateway.district.permissions import CONSENTS, REFUSALS
from gateway.district.sealed_words import put_words
from gateway.district.shelves import Shelf
from gateway.errors import BadRequest
from gateway.oversight.forgetting import Forgetting, Held, StillHere
from gateway.oversight.holds import KIND
from gateway.oversight.incidents import INCIDENTS, REQUESTS
from gateway.oversight.leaving import Unsettled
from gateway.oversight.retention import HOLDS
from gateway.oversight.rows import Missing
from gateway.store import tables
from gateway.terms.disclosure import Consent
from gateway.terms.emergencies import Emergency
from gateway.terms.hand_overs import HandOver, HandOverState
from gateway.terms.holds import Hold, Said
from gateway.terms.incidents import AccessRequest, Incident, IncidentState, RequestState
from gateway.terms.people import PersonLink
from gateway.terms.retention import LegalHold
from gateway.terms.rights import Refusal
from tests.oversight.conftest import RUTH, Rooms

pytestmark = pytest.mark.anyio

CONSENT = Consent(id="c-maya", subject="s1", signer="g1", signed_on=date(2026, 1, 2))
NOW = 1_000
EVERYTHING = LegalHold(id="h", matter="m", everything=True)


async def put[T](rooms: Rooms, shelf: Shelf[T], value: T) -> None:
    await rooms.office.put(shelf, value, seen=None, why="of Maya Ortiz", by=RUTH)


async def log_id_of(rooms: Rooms, person: str) -> str:
    query = select(tables.people.c.log_id).where(tables.people.c.id == person)
    found: str = await rooms.town.reader.read(lambda db: db.execute(query).scalar_one())
    return found


async def left(rooms: Rooms, person: str) -> None:
    def unit(db: Connection) -> None:
        db.execute(tables.people.update().where(tables.people.c.id == person).values(active=False))

    await rooms.town.run(unit)


def forgetting(rooms: Rooms) -> Forgetting:
    return Forgetting(rooms.office, rooms.town.reader, rooms.town.commit, now=lambda: NOW)


async def holding(rooms: Rooms, *words: str) -> set[str]:
    """Return the tables in which one of some texts still stands."""
    found: set[str] = set()
    for table in tables.metadata.sorted_tables:
        if table.name in ("log_entries", "revisions"):
            continue
        rows = await rooms.town.reader.read(
            lambda db, table=table: db.execute(table.select()).all()  # type: ignore[misc]
        )
        if any(word in [str(cell) for cell in row] for row in rows for word in words):
            found.add(table.name)
    return found


async def test_nothing_tells_any_more_whose_log_id_it_was(rooms: Rooms) -> None:
    await put(rooms, CONSENTS, CONSENT)
    await put(rooms, REFUSALS, Refusal(subject="s1", by="parent"))
    log_id = await log_id_of(rooms, "s1")
    assert {"people", "consents", "enrolments"} <= await holding(rooms, log_id, "s1", "c-maya")
    await left(rooms, "s1")
    done = await forgetting(rooms).forget("s1", RUTH)
    assert {"people", "consents", "refusals", "enrolments", "guardianships"} <= done.counts.keys()
    assert done.edits == 2
    # What remains are numbers: which row was edited how often, and who edited it.
    remaining = await holding(rooms, log_id, "s1", "c-maya", "Maya", "Ortiz")
    assert remaining <= {"edits", "row_versions", "people"}
    assert not {"edits", "row_versions"} & await holding(rooms, "s1")
    history = await rooms.office.history(kind="consent", row="c-maya")
    assert [one.edit for one in history] == [None]
    events = [one for one in await rooms.events() if one["event"] == "person_forgotten"]
    assert [one["who"] for one in events] == [RUTH.log_id] * 2
    assert events[0].keys() == {"event", "who"}
    assert (events[1]["result"], events[1]["counts"]) == ("done", done.counts | {"edits": 2})
    assert done.stays == {}
    with pytest.raises(Missing):
        await forgetting(rooms).forget("s1", RUTH)


async def test_prompts_that_were_held_of_them_or_about_them_go_with_their_words(
    rooms: Rooms,
) -> None:
    def hold(row: str, principal: str, *about: str) -> Hold:
        return Hold(
            id=row,
            principal=principal,
            about=about,
            request=row,
            tool="tutor",
            purpose="feedback",
            rules=(),
            at=1,
            expires=9,
        )

    holds = [hold("h1", "s1"), hold("h2", "t1", "s2", "s1"), hold("h3", "t1", "s2", "s10")]

    def unit(db: Connection) -> None:
        for one in holds:
            row = {"id": one.id, "request": one.id, "state": "waiting", "expires": 9}
            db.execute(tables.held_prompts.insert().values(**row, document=HOLD.write(one)))
            said = (Said(author="user", text="Maya Ortiz"),)
            put_words(db, rooms.town.fields, KIND, one.id, said, expires=9)

    await rooms.town.run(unit)
    await left(rooms, "s1")
    assert (await forgetting(rooms).forget("s1", RUTH)).counts["held_prompts"] == 2
    for table in (tables.held_prompts, tables.sealed_words):
        query = select(table.c.id)
        found = await rooms.town.reader.read(lambda db, q=query: db.execute(q).scalars().all())  # type: ignore[misc]
        assert found == ["h3"]


async def test_who_they_were_linked_with_is_forgotten_too(rooms: Rooms) -> None:
    await put(rooms, LINKS, PersonLink(id="ruth-rosa", person="t1", other="g1"))
    await left(rooms, "g1")
    done = await forgetting(rooms).forget("g1", RUTH)
    assert done.counts["person_links"] == 1
    assert await rows_of(rooms, LINKS) == {}
    [edit] = await rooms.office.history(kind="person_link")
    assert edit.edit is None


async def test_whoever_is_on_the_roster_is_not_forgotten(rooms: Rooms) -> None:
    with pytest.raises(StillHere):
        await forgetting(rooms).forget("s1", RUTH)
    assert [one for one in await rooms.events() if one["event"] == "person_forgotten"] == []


@pytest.mark.parametrize(
    "hold",
    [
        pytest.param(lambda _id: EVERYTHING, id="the whole log"),
        pytest.param(
            lambda one: LegalHold(id="h", matter="m", subjects=frozenset({one})), id="described"
        ),
        pytest.param(
            lambda one: LegalHold(id="h", matter="m", principals=frozenset({one})), id="who asked"
        ),
        pytest.param(
            lambda _id: LegalHold(id="h", matter="m", tools=frozenset({"tutor"})), id="a tool"
        ),
    ],
)
async def test_a_hold_that_may_be_about_the_person_comes_first(
    rooms: Rooms, hold: Callable[[str], LegalHold]
) -> None:
    await put(rooms, HOLDS, hold(await log_id_of(rooms, "s1")))
    await left(rooms, "s1")
    with pytest.raises(Held):
        await forgetting(rooms).forget("s1", RUTH)
    kept = await rooms.office.get(HOLDS, "h")
    await rooms.office.remove(HOLDS, "h", seen=kept.version, why="over", by=RUTH)
    assert (await forgetting(rooms).forget("s1", RUTH)).counts["people"] == 1


async def test_a_hold_on_somebody_else_keeps_nobody(rooms: Rooms) -> None:
    other = await log_id_of(rooms, "s2")
    await put(rooms, HOLDS, replace(EVERYTHING, everything=False, subjects=frozenset({other})))
    await left(rooms, "s1")
    assert (await forgetting(rooms).forget("s1", RUTH)).counts["people"] == 1


async def test_a_refusal_in_the_transaction_is_told_in_the_log(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    await left(rooms, "s1")

    def back(_db: Connection, _person: str, _now: int) -> None:
        raise StillHere("an import brought them back meanwhile")

    monkeypatch.setattr("gateway.oversight.forgetting._forget", back)
    with pytest.raises(BadRequest):
        await forgetting(rooms).forget("s1", RUTH)
    events = [one for one in await rooms.events() if one["event"] == "person_forgotten"]
    assert [one.get("result", "") for one in events] == ["", "undone"]


# --- what else there is of somebody ---------------------------------------------------------------


def request(row: str, student: str = "s1", by: str = "g1", **other: object) -> AccessRequest:
    return AccessRequest(
        id=row,
        student=student,
        by=by,
        received_on=date(2026, 1, 2),
        **{"state": RequestState.FULFILLED, "done_on": date(2026, 1, 9), **other},  # type: ignore[arg-type]
    )


def incident(row: str, state: IncidentState, *subjects: str) -> Incident:
    return Incident(
        id=row,
        title="a leak",
        state=state,
        discovered_on=date(2026, 1, 2),
        party="Practice",
        subjects=frozenset(subjects),
    )


def emergency(row: str, *about: str, ends: int = NOW) -> Emergency:
    return Emergency(
        id=row,
        declared_by=RUTH.log_id,
        typists=frozenset({"t1"}),
        about=frozenset(about),
        begins=0,
        ends=ends,
    )


def hand_over(row: str, person: str, state: HandOverState) -> HandOver:
    return HandOver(id=row, person=person, schools=(), at=1, due=2, expires=9, state=state)


async def rows_of[T](rooms: Rooms, shelf: Shelf[T]) -> dict[str, T]:
    kept = await rooms.office.listed(shelf)
    return {shelf.row_of(one.value): one.value for one in kept}


async def test_what_must_be_kept_names_a_number_alone_and_the_rest_is_gone(rooms: Rooms) -> None:
    log_id, other = await log_id_of(rooms, "s1"), await log_id_of(rooms, "s2")
    await put(rooms, REQUESTS, request("r1"))
    await put(rooms, REQUESTS, request("r2", student="s2", by="s1"))
    await put(rooms, INCIDENTS, incident("i1", IncidentState.CLOSED, log_id, other))
    await put(rooms, INCIDENTS, incident("i2", IncidentState.DISMISSED, log_id, other))
    await put(rooms, EMERGENCIES, emergency("e1", "s1", "s2"))
    await put(rooms, CONSENTS, Consent(id="c2", subject="s2", signer="s1"))
    for row, person in (("h1", "s1"), ("h2", "s2")):
        await put(rooms, HAND_OVERS, hand_over(row, person, HandOverState.ACKNOWLEDGED))
        said = (Said(author="user", text="Maya Ortiz"),)
        await rooms.town.run(
            lambda db, row=row, said=said: put_words(  # type: ignore[misc]
                db, rooms.town.fields, HAND_OVERS.kind, row, said, expires=9
            )
        )
    await left(rooms, "s1")

    done = await forgetting(rooms).forget("s1", RUTH)
    gone = {"access_requests": 1, "hand_overs": 1, "incidents": 1}
    assert gone.items() <= done.counts.items()
    assert done.stays == {"incidents": 1, "emergencies": 1, "consents_signed": 1}
    assert done.why().keys() == done.stays.keys()
    assert await rows_of(rooms, REQUESTS) == {"r2": request("r2", student="s2", by=log_id)}
    incidents = await rows_of(rooms, INCIDENTS)
    assert incidents["i1"].subjects == {log_id, other}
    assert incidents["i2"].subjects == {other}
    assert (await rows_of(rooms, EMERGENCIES))["e1"].about == {log_id, "s2"}
    assert set(await rows_of(rooms, HAND_OVERS)) == {"h2"}
    words = select(tables.sealed_words.c.id)
    assert await rooms.town.reader.read(lambda db: db.execute(words).scalars().all()) == ["h2"]
    for kind, row, left_of_it in (("access_request", "r1", None), ("emergency", "e1", "e1")):
        [edit] = await rooms.office.history(kind=kind, row=row)
        assert (edit.edit.row if edit.edit else None) == left_of_it
    certificate = (await rooms.events())[-1]
    assert (certificate["event"], certificate["result"]) == ("person_forgotten", "done")
    assert certificate["counts"]["stays_emergencies"] == 1


async def test_a_row_that_was_cut_loose_has_another_version(rooms: Rooms) -> None:
    await put(rooms, EMERGENCIES, emergency("e1", "s1"))
    await left(rooms, "s1")
    await forgetting(rooms).forget("s1", RUTH)
    assert (await rooms.office.get(EMERGENCIES, "e1")).version == 2


@pytest.mark.parametrize(
    ("shelf", "value"),
    [
        pytest.param(
            REQUESTS,
            lambda _id: request("r", state=RequestState.OPEN, done_on=None),
            id="a request to see records",
        ),
        pytest.param(
            INCIDENTS, lambda one: incident("i", IncidentState.CONFIRMED, one), id="a leak"
        ),
        pytest.param(
            EMERGENCIES, lambda _id: emergency("e", "s1", ends=NOW + 1), id="an emergency"
        ),
        pytest.param(
            HAND_OVERS,
            lambda _id: hand_over("h", "s1", HandOverState.ESCALATED),
            id="a hand-over",
        ),
    ],
)
async def test_what_is_under_way_comes_first(
    rooms: Rooms, shelf: Shelf[Any], value: Callable[[str], Any]
) -> None:
    await put(rooms, shelf, value(await log_id_of(rooms, "s1")))
    await left(rooms, "s1")
    with pytest.raises(Unsettled):
        await forgetting(rooms).forget("s1", RUTH)
    assert [one for one in await rooms.events() if one["event"] == "person_forgotten"] == []
