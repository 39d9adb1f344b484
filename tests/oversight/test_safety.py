"""The safety team: told at once without a word, reads alone, and has it in time or others do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from gateway.district import edits
from gateway.district.choices import SETTINGS
from gateway.district.shelves import THE_ONE
from gateway.errors import BadRequest, Forbidden, Unusable
from gateway.outbox.outbox import Outbox
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Missing, Stale
from gateway.oversight.safety import SafetyTeam
from gateway.steps.safety_desk import Alert, LogDesk
from gateway.store.tables import hand_overs, letters, people, sealed_words
from gateway.telemetry import Metrics
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.hand_overs import HandOverState
from gateway.terms.times import MINUTE_MS
from tests.oversight.conftest import Rooms

pytestmark = pytest.mark.anyio

RECORD = "01HF7YAT00" + "0" * 16
RUTH = Officer(person="t1", log_id="log-ruth", key="k1", duties=frozenset())
ALERT = Alert(
    record=RECORD, person="s1", principal="log-maya", schools=("school1",), words=("a secret",)
)
NAMED = DistrictChoices(safety_team=frozenset({"t1"}), safety_leads=frozenset({"t1"}))


class Room:
    """The safety team of the small district, and its clock."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms, self.town = rooms, rooms.town
        self.district = rooms.town.district()
        outbox = Outbox(
            rooms.town.reader,
            rooms.town.commit,
            rooms.town.fields,
            now=self.now,
            new_id=rooms.office._new_id,
        )
        self.team = SafetyTeam(
            rooms.office,
            rooms.town.reader,
            self.district,
            outbox,
            rooms.town.fields,
            log=LogDesk(rooms.log, Metrics(), now=self.now, record_id=rooms.office._new_id),
            now=self.now,
        )

    def now(self) -> int:
        return int(self.town.clock[0].timestamp() * 1000)

    def later(self, minutes: float) -> None:
        self.town.clock[0] += timedelta(minutes=minutes)

    async def choose(self, choices: DistrictChoices) -> None:
        await self.town.run(lambda db: edits.set_choices(db, choices))
        await self.district.refresh()

    async def letters(self) -> int:
        rows = await self.town.reader.read(lambda db: db.execute(select(letters)).all())
        assert all(one.urgent and one.about == RECORD for one in rows)
        return len(rows)

    async def events(self) -> list[str]:
        return [str(one["event"]) for one in await self.rooms.events()]


@pytest.fixture
async def room(rooms: Rooms) -> Room:
    made = Room(rooms)
    await made.choose(NAMED)
    return made


async def test_an_alert_is_handed_over_sealed_and_the_team_gets_a_letter(room: Room) -> None:
    await room.team.alert(ALERT)
    (one,) = await room.team.listed(RUTH, state=HandOverState.OPEN)
    assert (one.id, one.person, one.schools) == (RECORD, "s1", ("school1",))
    assert one.due == one.at + 15 * MINUTE_MS
    assert await room.letters() == 1
    rows = await room.town.reader.read(
        lambda db: [
            *db.execute(select(hand_overs)).all(),
            *db.execute(select(sealed_words)).all(),
            *db.execute(select(letters)).all(),
        ]
    )
    assert "secret" not in repr(rows)
    assert "secret" not in repr(await room.rooms.events())
    assert (await room.events())[-2:] == ["safety_alert", "hand_over_created"]


async def test_what_was_written_is_read_by_the_team_alone_and_on_record(room: Room) -> None:
    await room.team.alert(ALERT)
    (said,) = await room.team.words(RECORD, RUTH)
    assert said.text == "a secret"
    assert (await room.events())[-1] == "hand_over_read"
    officer = replace(RUTH, person="t2")
    for refused in (
        room.team.words(RECORD, officer),
        room.team.get(RECORD, officer),
        room.team.listed(officer, state=None),
        room.team.acknowledge(RECORD, seen=1, why="x", by=officer),
    ):
        with pytest.raises(Forbidden, match="safety team alone"):
            await refused


async def test_whoever_has_it_says_so_once_and_nobody_else_is_told(room: Room) -> None:
    await room.team.alert(ALERT)
    taken = await room.team.acknowledge(RECORD, seen=1, why="I am with her", by=RUTH)
    assert taken.value.acknowledged_by == "log-ruth"
    with pytest.raises(Stale):
        await room.team.acknowledge(RECORD, seen=1, why="x", by=RUTH)
    with pytest.raises(Stale, match="already"):
        await room.team.acknowledge(RECORD, seen=2, why="x", by=RUTH)
    room.later(60)
    assert await room.team.escalate() == 0
    assert await room.letters() == 1
    (edit, _) = await room.rooms.office.history(kind="hand_over")
    assert edit.edit is not None
    assert (edit.action, edit.edit.why) == ("acknowledged", "I am with her")


async def test_where_nobody_has_it_in_time_the_leads_are_told_once(room: Room) -> None:
    await room.team.alert(ALERT)
    room.later(14)
    assert await room.team.escalate() == 0
    room.later(1)
    assert await room.team.escalate() == 1
    assert await room.team.escalate() == 0
    assert await room.letters() == 2
    (one,) = await room.team.listed(RUTH, state=HandOverState.ESCALATED)
    taken = await room.team.acknowledge(one.id, seen=2, why="found her", by=RUTH)
    assert taken.value.state is HandOverState.ACKNOWLEDGED


async def test_with_the_log_gone_the_team_still_gets_its_letter(room: Room) -> None:
    await room.rooms.log.close()
    with pytest.raises(Unusable):
        await room.team.alert(ALERT)
    assert await room.letters() == 1


async def test_an_address_no_server_takes_keeps_nobody_else_from_being_told(room: Room) -> None:
    await room.town.run(
        lambda db: (
            db.execute(
                people.update().where(people.c.id == "t1").values(emails='["not an address"]')
            ).rowcount
        )
    )
    await room.choose(replace(NAMED, safety_team=frozenset({"t1", "s1"})))
    await room.team.alert(ALERT)
    assert await room.letters() == 1


async def test_what_was_written_is_shredded_at_its_time(room: Room) -> None:
    await room.choose(replace(NAMED, hand_over_days=1))
    await room.team.alert(ALERT)
    room.later(24 * 60)
    with pytest.raises(Missing, match="shredded"):
        await room.team.words(RECORD, RUTH)


@pytest.mark.parametrize(
    "choices",
    [
        DistrictChoices(safety_team=frozenset({"s1"})),
        DistrictChoices(safety_leads=frozenset({"nobody"})),
        DistrictChoices(safety_minutes=0),
        DistrictChoices(hand_over_days=366),
    ],
    ids=["a student", "nobody", "no time", "too long"],
)
async def test_choices_that_cannot_be_are_refused(room: Room, choices: DistrictChoices) -> None:
    kept = await room.rooms.office.get(SETTINGS, THE_ONE)
    with pytest.raises(BadRequest):
        await room.rooms.office.put(SETTINGS, choices, seen=kept.version, why="x", by=RUTH)
