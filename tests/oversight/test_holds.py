"""Held prompts: who decides, what is kept of them for how long, and what log and history say."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from gateway.decision.engine import Engine
from gateway.decision.packs import load_rule_set
from gateway.district import edits
from gateway.district.choices import SETTINGS
from gateway.district.links import LINKS
from gateway.district.shelves import THE_ONE
from gateway.errors import Forbidden
from gateway.oversight.holds import Decided, Holds
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Missing, Stale
from gateway.store.tables import email_index, guardianships, held_prompts, sealed_words
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.holds import Hold, HoldState
from gateway.terms.people import Duty, PersonLink
from gateway.terms.times import DAY_MS
from tests.oversight.conftest import Rooms
from tests.oversight.prompts import HELD, asked

pytestmark = pytest.mark.anyio

RECORD, OTHER = "01HF7YAT00" + "0" * 16, "01HF7YAT00" + "1" * 16
DECISION = Engine(load_rule_set()).decide(HELD)
SAM = Officer(person="t2", log_id="log-sam", key="k2", duties=frozenset({Duty.PRIVACY_OFFICER}))
TEXT = "Praise Maya Ortiz."


class Shelf:
    """The holds of the small district, its clock, and what was asked."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms, self.town = rooms, rooms.town
        self.numbers = itertools.count(2)
        self.district = rooms.town.district()
        self.holds = Holds(
            rooms.office,
            rooms.town.reader,
            rooms.town.commit,
            self.district,
            rooms.town.fields,
            key=b"k" * 32,
            now=self.now,
        )

    def now(self) -> int:
        return int(self.town.clock[0].timestamp() * 1000)

    def later(self, days: float) -> None:
        self.town.clock[0] += timedelta(days=days)

    async def held(self, record: str = RECORD, **other: str) -> Hold:
        await self.district.refresh()
        return await self.holds.keep(asked(record, **other), DECISION)  # type: ignore[arg-type]

    async def decide(self, *, release: bool = True, by: Officer = SAM, seen: int = 1) -> Hold:
        kept = await self.holds.decide(
            RECORD, release=release, seen=seen, why="looked at it", by=by
        )
        return kept.value

    async def words_kept(self) -> int:
        query = select(sealed_words.c.id)
        rows = await self.town.reader.read(lambda db: db.execute(query).all())
        return len(rows)


@pytest.fixture
async def shelf(rooms: Rooms) -> Shelf:
    made = Shelf(rooms)
    await made.district.refresh()
    return made


async def test_a_held_prompt_waits_sealed_and_is_met_by_the_identical_request(
    shelf: Shelf,
) -> None:
    hold = await shelf.held()
    assert (hold.state, hold.expires - hold.at) == (HoldState.WAITING, 7 * DAY_MS)
    assert await shelf.holds.met(asked(OTHER)) == hold
    assert await shelf.holds.met(asked(OTHER, "something else")) is None
    rows = await shelf.town.reader.read(
        lambda db: [
            *db.execute(select(held_prompts)).all(),
            *db.execute(select(sealed_words)).all(),
        ]
    )
    assert "Maya" not in repr(rows)
    assert await shelf.holds.listed(SAM, state=HoldState.WAITING) == [hold]
    (said,) = await shelf.holds.words(RECORD, SAM)
    assert (said.author, said.text) == ("user", TEXT)


async def test_every_step_is_in_the_log_and_in_the_history_without_content(shelf: Shelf) -> None:
    await shelf.held()
    await shelf.holds.words(RECORD, SAM)
    released = await shelf.decide()
    assert await shelf.holds.use(released)
    events = [one for one in await shelf.rooms.events() if one["event"].startswith("held_prompt_")]
    assert [(one["event"], one["who"]) for one in events] == [
        ("held_prompt_created", "log-t1"),
        ("held_prompt_read", "log-sam"),
        ("held_prompt_released", "log-sam"),
        ("held_prompt_used", ""),
    ]
    assert {one["what"] for one in events} == {RECORD}
    history = await shelf.rooms.office.history(kind="held_prompt")
    assert [one.action for one in history] == ["used", "released", "created"]
    assert {one["sha256"] for one in events if "sha256" in one} == {one.sha256 for one in history}
    assert history[1].edit is not None
    assert history[1].edit.why == "looked at it"
    assert "Maya" not in repr(events) + "".join(one.edit.new or "" for one in history if one.edit)


async def test_a_release_is_used_once_and_what_was_typed_is_shredded(shelf: Shelf) -> None:
    await shelf.held()
    released = await shelf.decide()
    assert await shelf.holds.met(asked(OTHER)) == released
    assert await shelf.holds.use(released)
    assert not await shelf.holds.use(released)
    assert await shelf.holds.met(asked(OTHER)) is None
    with pytest.raises(Missing):
        await shelf.holds.words(RECORD, SAM)


async def test_a_refusal_is_met_until_its_time_is_over(shelf: Shelf) -> None:
    await shelf.held()
    refused = await shelf.decide(release=False)
    assert refused.decided_by == "log-sam"
    assert await shelf.holds.met(asked(OTHER)) == refused
    shelf.later(7)
    assert await shelf.holds.met(asked(OTHER)) is None


async def test_of_two_officers_who_decide_at_once_the_second_is_told(shelf: Shelf) -> None:
    await shelf.held()
    await shelf.decide()
    with pytest.raises(Stale):
        await shelf.decide(release=False)
    with pytest.raises(Decided, match="is `released`"):
        await shelf.decide(release=False, seen=2)


async def test_only_those_whom_the_district_names_decide_or_read(shelf: Shelf) -> None:
    await shelf.held()
    registrar = replace(SAM, duties=frozenset({Duty.REGISTRAR, Duty.AUDITOR}))
    for refused in (
        shelf.decide(by=registrar),
        shelf.holds.words(RECORD, registrar),
        shelf.holds.listed(registrar, state=None),
    ):
        with pytest.raises(Forbidden, match="holds_decided_by"):
            await refused
    chosen = DistrictChoices(holds_decided_by=frozenset({Duty.REGISTRAR}))
    await shelf.town.run(lambda db: edits.set_choices(db, chosen))
    await shelf.district.refresh()
    assert (await shelf.decide(by=registrar)).state is HoldState.RELEASED


async def test_nobody_decides_on_a_prompt_of_their_own(shelf: Shelf) -> None:
    await shelf.held()
    own = replace(SAM, person="t1")
    with pytest.raises(Forbidden, match="of their own"):
        await shelf.decide(by=own)
    with pytest.raises(Forbidden):
        await shelf.holds.words(RECORD, own)


async def test_nobody_decides_for_their_own_child_whatever_hat_they_wear(shelf: Shelf) -> None:
    await shelf.held()
    with pytest.raises(Forbidden, match="their own child"):
        await shelf.decide(by=replace(SAM, person="g1"))  # Maya's mother, and Maya is described
    # staff who are parents stand on the roster twice, with one address
    await shelf.town.run(
        lambda db: (
            db.execute(email_index.insert().values(email="rosa@home.example", person="t2")).rowcount
        )
    )
    with pytest.raises(Forbidden, match="their own child"):
        await shelf.decide()
    await shelf.town.run(
        lambda db: (
            db.execute(
                update(guardianships).values(student="s2").where(guardianships.c.guardian == "g1")
            ).rowcount
        )
    )
    assert (await shelf.decide()).state is HoldState.RELEASED


async def test_who_is_linked_with_a_parent_decides_for_that_child_no_more(shelf: Shelf) -> None:
    await shelf.held()
    link = PersonLink(id="sam-rosa", person="t2", other="g1")
    await shelf.town.run(lambda db: LINKS.put(db, link, 1))
    with pytest.raises(Forbidden, match="their own child"):
        await shelf.decide()


async def test_a_childs_own_prompt_is_left_to_others_than_its_parents(shelf: Shelf) -> None:
    await shelf.held(person="s1", about=())  # type: ignore[arg-type]
    with pytest.raises(Forbidden, match="their own child"):
        await shelf.decide(by=replace(SAM, person="g1"))


async def test_what_nobody_decided_on_expires_and_is_shredded(shelf: Shelf) -> None:
    await shelf.held()
    shelf.later(6.9)
    assert await shelf.holds.sweep() == 0
    assert await shelf.words_kept() == 1
    shelf.later(0.1)
    with pytest.raises(Missing):  # at its time, whether it was swept or not
        await shelf.holds.words(RECORD, SAM)
    with pytest.raises(Decided):
        await shelf.decide()
    assert await shelf.holds.sweep() == 1
    assert await shelf.words_kept() == 0
    assert await shelf.holds.sweep() == 0
    assert (await shelf.rooms.events())[-1]["event"] == "held_prompt_expired"
    assert [one.state for one in await shelf.holds.listed(SAM, state=None)] == [HoldState.EXPIRED]


async def test_a_release_lives_as_long_as_a_fresh_hold(shelf: Shelf) -> None:
    await shelf.held()
    shelf.later(6)
    released = await shelf.decide()
    assert released.expires == shelf.now() + 7 * DAY_MS
    shelf.later(7)
    assert await shelf.holds.sweep() == 1
    assert not await shelf.holds.use(released)


async def test_a_refused_prompt_is_shredded_at_its_time_and_stays_refused(shelf: Shelf) -> None:
    await shelf.held()
    await shelf.decide(release=False)
    shelf.later(7)
    assert await shelf.holds.sweep() == 0
    assert await shelf.words_kept() == 0


async def test_the_district_says_how_long_a_prompt_is_held(shelf: Shelf) -> None:
    await shelf.town.run(lambda db: edits.set_choices(db, DistrictChoices(hold_days=1)))
    hold = await shelf.held()
    assert hold.expires - hold.at == DAY_MS


@pytest.mark.parametrize(
    "choices",
    [
        DistrictChoices(hold_days=0),
        DistrictChoices(hold_days=91),
        DistrictChoices(holds_decided_by=frozenset({Duty.AUDITOR})),
    ],
)
async def test_choices_that_cannot_be_are_refused(shelf: Shelf, choices: DistrictChoices) -> None:
    kept = await shelf.rooms.office.get(SETTINGS, THE_ONE)
    with pytest.raises(Exception, match=r"from 1 to|auditors"):
        await shelf.rooms.office.put(SETTINGS, choices, seen=kept.version, why="x", by=SAM)
