"""Somebody who left is forgotten: nothing tells whose log id it was, and the log is whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, select

from gateway.district.documents import HOLD
from gateway.district.permissions import CONSENTS, REFUSALS
from gateway.district.sealed_words import put_words
from gateway.district.shelves import Shelf
from gateway.errors import BadRequest
from gateway.oversight.forgetting import Forgetting, Held, StillHere
from gateway.oversight.holds import KIND
from gateway.oversight.retention import HOLDS
from gateway.oversight.rows import Missing
from gateway.store import tables
from gateway.terms.disclosure import Consent
from gateway.terms.holds import Hold, Said
from gateway.terms.retention import LegalHold
from gateway.terms.rights import Refusal
from tests.oversight.conftest import RUTH, Rooms

pytestmark = pytest.mark.anyio

CONSENT = Consent(id="c-maya", subject="s1", signer="g1", signed_on=date(2026, 1, 2))
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
    return Forgetting(rooms.office, rooms.town.reader, rooms.town.commit)


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
    history = await rooms.office.history(kind="consent", row="c-maya")
    assert [one.edit for one in history] == [None]
    events = [one for one in await rooms.events() if one["event"] == "person_forgotten"]
    assert events == [{"event": "person_forgotten", "who": RUTH.log_id}]
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

    def back(_db: Connection, _person: str) -> None:
        raise StillHere("an import brought them back meanwhile")

    monkeypatch.setattr("gateway.oversight.forgetting._forget", back)
    with pytest.raises(BadRequest):
        await forgetting(rooms).forget("s1", RUTH)
    events = [one for one in await rooms.events() if one["event"] == "person_forgotten"]
    assert [one.get("result", "") for one in events] == ["", "undone"]
