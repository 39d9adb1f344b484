"""Kept content: sealed rows, two people to read, each step on record, shredded with any one key."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from gateway.audit.ids import record_id
from gateway.district import edits
from gateway.errors import Forbidden, GatewayError, Unusable
from gateway.oversight.contents import ASKED_FOR, ContentDesk, NotNow
from gateway.oversight.forgetting import Held
from gateway.oversight.officer import Officer
from gateway.oversight.retention import HOLDS, LIFETIMES
from gateway.oversight.rows import Missing, Stale
from gateway.steps.contents import LARGEST_PART, NOTHING, Contents, ContentUnkept, Keeping
from gateway.store import tables
from gateway.store.contents import contents_of, open_content
from gateway.terms.contents import ContentPart, ReadingState, Unkept
from gateway.terms.disclosure import DistrictChoices
from gateway.terms.people import Duty
from gateway.terms.retention import LegalHold
from gateway.terms.times import MINUTE_MS
from tests.oversight.conftest import RUTH, Rooms
from tests.oversight.prompts import TOOL, asked
from tests.oversight.test_forgetting import forgetting, left, log_id_of

pytestmark = pytest.mark.anyio

ALL = frozenset(ContentPart)
ROW = "01HF7YAT00" + "0" * 16
TEXT, SENT, ANSWER = "Praise Maya Ortiz.", b'{"text":"Praise Zibek Lutame."}', b"Zibek is kind."
SAM = Officer(person="t2", log_id="log-sam", key="k2", duties=frozenset({Duty.PRIVACY_OFFICER}))
TOM = replace(SAM, person="t3", log_id="log-tom")


@dataclass(kw_only=True)
class Archive:
    """What keeps, and who may read, over the small district and its clock."""

    rooms: Rooms
    contents: Contents
    desk: ContentDesk
    choose: Callable[..., Awaitable[None]]
    log_ids: dict[str, str]

    def later(self, **time: float) -> None:
        self.rooms.town.clock[0] += timedelta(**time)

    def begin(
        self, row: str = ROW, text: str = TEXT, *, by: str = "t1", about: tuple[str, ...] = ("s1",)
    ) -> Keeping:
        """Begin to keep what somebody typed."""
        one = asked(row, text, person=by, about=about)
        known = replace(one.caller.known, log_id=self.log_ids[by])
        subjects = tuple(
            replace(one.described.facts.subjects[0], id=self.log_ids[pupil]) for pupil in about
        )
        return self.contents.keep(
            row,
            replace(one.caller, known=known),
            one.request,
            replace(one.described.facts, subjects=subjects),
            TOOL,
            SENT,
        )

    async def keep(self, row: str = ROW, text: str = TEXT, **whom: object) -> None:
        """Keep a prompt and its answer."""
        keeping = self.begin(row, text, **whom)  # type: ignore[arg-type]
        await keeping.stored()
        await keeping.ended([ANSWER[:4], ANSWER[4:]], cut=False)

    async def concurred(self) -> None:
        await self.desk.ask(ROW, seen=0, why="a parent asked", by=SAM)
        await self.desk.concur(ROW, seen=1, why="so it is", by=TOM)

    async def opened(self, row: str = ROW) -> object:
        fields = self.rooms.town.fields
        return await self.rooms.town.reader.read(lambda db: open_content(db, fields, row))

    async def events(self, beginning: str = "content") -> list[tuple[str, str, str]]:
        said = await self.rooms.events()
        return [
            (one["event"], one["who"], one.get("what", ""))
            for one in said
            if one["event"].startswith(beginning)
        ]


@pytest.fixture
async def archive(rooms: Rooms) -> Archive:
    town, district = rooms.town, rooms.town.district()

    def now() -> int:
        return int(town.clock[0].timestamp() * 1000)

    async def choose(**chosen: object) -> None:
        choices = DistrictChoices(**chosen)  # type: ignore[arg-type]
        await town.run(lambda db: edits.set_choices(db, choices))
        await district.refresh()

    await choose(content_kept=ALL)
    contents = Contents(
        town.commit,
        district,
        town.fields,
        rooms.log,
        now=now,
        record_id=lambda: record_id(now(), secrets.token_bytes),
        rng=secrets.token_bytes,
    )
    desk = ContentDesk(rooms.office, town.reader, district, town.fields, now=now)
    log_ids = {one: await log_id_of(rooms, one) for one in ("t1", "s1", "s2", "s3", "g1")}
    return Archive(rooms=rooms, contents=contents, desk=desk, choose=choose, log_ids=log_ids)


# --- keeping --------------------------------------------------------------------------------------


async def test_a_district_that_chose_nothing_keeps_nothing(archive: Archive) -> None:
    await archive.choose()
    keeping = archive.begin()
    assert keeping is NOTHING
    await keeping.stored()
    await keeping.ended([ANSWER], cut=False)
    assert await archive.desk.listed(SAM) == []


async def test_no_row_of_any_table_holds_a_word_in_clear(archive: Archive) -> None:
    await archive.keep()
    await archive.concurred()
    await archive.desk.read(ROW, SAM)
    roster = {"people", "emails", "schools", "classes"}
    for table in tables.metadata.sorted_tables:
        query = table.select()
        rows = await archive.rooms.town.reader.read(lambda db, q=query: db.execute(q).all())  # type: ignore[misc]
        said = b"".join(
            one if isinstance(one, bytes) else str(one).encode() for r in rows for one in r
        )
        words = (b"Maya", b"Zibek", b"a parent asked") if table.name not in roster else ()
        assert not [word for word in words if word in said], table.name


@pytest.mark.parametrize("part", ContentPart)
async def test_only_what_was_chosen_is_kept(archive: Archive, part: ContentPart) -> None:
    await archive.choose(content_kept=frozenset({part}))
    await archive.keep()
    [kept] = await archive.desk.listed(SAM)
    assert kept.content.parts == ((part, False),)
    await archive.concurred()
    words = await archive.desk.read(ROW, SAM)
    said = [words.typed, words.left, words.answer]
    assert [one is not None for one in said] == [one is part for one in ContentPart]


async def test_long_content_is_cut_to_the_newest_of_the_prompt(archive: Archive) -> None:
    await archive.keep(text="old " * LARGEST_PART + "new")
    await archive.concurred()
    words = await archive.desk.read(ROW, SAM)
    assert words.typed is not None
    assert len(words.typed[0].text) == LARGEST_PART
    assert words.typed[0].text.endswith("new")
    assert words.cut == (ContentPart.TYPED,)


async def test_content_that_cannot_be_kept_stops_the_prompt_or_is_told_as_chosen(
    archive: Archive,
) -> None:
    await archive.rooms.town.run(
        lambda db: db.execute(tables.people.delete().where(tables.people.c.id == "s1")).rowcount
    )
    refused = archive.begin()
    with pytest.raises(ContentUnkept):
        await refused.stored()
    await refused.ended([ANSWER], cut=False)  # nothing was sent, nothing more is told
    await archive.choose(content_kept=ALL, content_unkept=Unkept.RECORD)
    recorded = archive.begin()
    await recorded.stored()
    await recorded.ended([ANSWER], cut=False)
    assert await archive.events() == [("content_unkept", "", ROW)] * 2
    assert await archive.desk.listed(SAM) == []


async def test_an_answer_that_cannot_be_kept_does_not_end_well(archive: Archive) -> None:
    keeping = archive.begin()
    await keeping.stored()
    await keeping.ended([ANSWER], cut=False)
    with pytest.raises(ContentUnkept):  # there is one already
        await keeping.ended([ANSWER], cut=False)
    assert await archive.events() == [("content_unkept", "", ROW)]


async def test_an_answer_whose_prompt_was_shredded_meanwhile_is_not_kept(archive: Archive) -> None:
    keeping = archive.begin()
    await keeping.stored()
    await left(archive.rooms, "s1")
    town = archive.rooms.town
    await forgetting(archive.rooms).forget("s1", RUTH)
    await keeping.ended([ANSWER], cut=False)
    assert await archive.opened() is None
    query = select(tables.content_parts.c.content)
    assert await town.reader.read(lambda db: db.execute(query).all()) == []


async def test_whoever_breaks_off_leaves_nothing_unfinished(archive: Archive) -> None:
    keeping = archive.begin()
    waiting = asyncio.ensure_future(keeping.stored())
    await asyncio.sleep(0)
    waiting.cancel()
    await keeping.ended([], cut=False)
    await keeping.stored()
    assert [one.content.id for one in await archive.desk.listed(SAM)] == [ROW]


@pytest.mark.parametrize("table", ["content_keys", "contents", "content_people", "content_parts"])
async def test_the_database_lets_nobody_change_what_is_kept(archive: Archive, table: str) -> None:
    await archive.keep()
    one = tables.metadata.tables[table]
    column = one.primary_key.columns[0]
    with pytest.raises(GatewayError):  # the trigger, on PostgreSQL the grants before it
        await archive.rooms.town.run(
            lambda db: db.execute(update(one).values({column: "x"})).rowcount
        )


# --- shredding ------------------------------------------------------------------------------------


async def test_content_about_several_goes_when_any_one_of_them_is_forgotten(
    archive: Archive,
) -> None:
    other = ROW[:-1] + "1"
    await archive.keep(about=("s1", "s2"))
    await archive.keep(other, about=("s2",))
    assert await archive.opened()
    town = archive.rooms.town
    await left(archive.rooms, "s1")
    done = await forgetting(archive.rooms).forget("s1", RUTH)
    assert done.counts["contents"] == 1
    assert await archive.opened() is None
    assert await archive.opened(other)
    query = select(tables.content_keys.c.person)
    shelf = set(await town.reader.read(lambda db: db.execute(query).scalars().all()))
    assert shelf == {archive.log_ids["t1"], archive.log_ids["s2"]}


async def test_a_key_that_is_gone_is_enough(archive: Archive) -> None:
    await archive.keep(about=("s1", "s2"))
    keys = tables.content_keys
    gone = keys.delete().where(keys.c.person == archive.log_ids["s2"])
    await archive.rooms.town.run(lambda db: db.execute(gone).rowcount)
    assert await archive.opened() is None
    await archive.keep(ROW[:-1] + "1", about=("s2",))  # a new key opens nothing of before
    with pytest.raises(Unusable):
        await archive.opened()


async def test_the_reasons_to_read_somebodys_words_go_with_them(archive: Archive) -> None:
    await archive.keep()
    await archive.concurred()
    await left(archive.rooms, "s1")
    await forgetting(archive.rooms).forget("s1", RUTH)
    history = await archive.rooms.office.history(kind="content_reading")
    assert [one.edit for one in history] == [None, None]


async def test_a_hold_on_another_of_them_comes_before_forgetting(archive: Archive) -> None:
    await archive.keep(about=("s1", "s2"))
    hold = LegalHold(id="h", matter="m", subjects=frozenset({archive.log_ids["s2"]}))
    await archive.rooms.office.put(HOLDS, hold, seen=None, why="counsel", by=RUTH)
    await left(archive.rooms, "s1")
    with pytest.raises(Held, match="as well"):
        await forgetting(archive.rooms).forget("s1", RUTH)
    assert await archive.opened()


# --- reading --------------------------------------------------------------------------------------


async def test_one_asks_another_concurs_and_the_first_reads_for_some_minutes(
    archive: Archive,
) -> None:
    await archive.keep()
    with pytest.raises(NotNow, match="second person"):
        await archive.desk.read(ROW, SAM)
    await archive.desk.ask(ROW, seen=0, why="a parent asked", by=SAM)
    assert await archive.desk.reason(ROW, TOM) == "a parent asked"
    with pytest.raises(NotNow):
        await archive.desk.read(ROW, SAM)
    await archive.desk.concur(ROW, seen=1, why="so it is", by=TOM)
    words = await archive.desk.read(ROW, SAM)
    assert words.typed is not None
    assert [(one.author, one.text) for one in words.typed] == [("user", TEXT)]
    assert (words.left, words.answer, words.cut) == (SENT.decode(), ANSWER.decode(), ())
    archive.later(minutes=14)
    await archive.desk.read(ROW, SAM)
    archive.later(minutes=1)
    with pytest.raises(NotNow):
        await archive.desk.read(ROW, SAM)
    assert await archive.events() == [
        ("content_reading_asked", "log-sam", ROW),
        ("content_reading_concurred", "log-tom", ROW),
        ("content_read", "log-sam", ROW),
        ("content_read", "log-sam", ROW),
    ]


async def test_nobody_concurs_with_themselves_whatever_hat_they_wear(archive: Archive) -> None:
    await archive.keep(by="s2", about=())
    ruth = replace(SAM, person="t1", log_id=archive.log_ids["t1"])
    await archive.desk.ask(ROW, seen=0, why="x", by=ruth)
    with pytest.raises(Forbidden, match="second person"):
        await archive.desk.concur(ROW, seen=1, why="x", by=ruth)
    email = tables.email_index.insert().values(email="ruth.vance@k12.example", person="t9")
    await archive.rooms.town.run(lambda db: db.execute(email).rowcount)
    with pytest.raises(Forbidden, match="second person"):
        await archive.desk.concur(ROW, seen=1, why="x", by=replace(TOM, person="t9"))
    with pytest.raises(Forbidden, match="second person"):
        await archive.desk.refuse(ROW, seen=1, why="x", by=ruth)


async def test_only_who_asked_reads(archive: Archive) -> None:
    await archive.keep()
    await archive.concurred()
    with pytest.raises(Forbidden, match="only who asked"):
        await archive.desk.read(ROW, TOM)


@pytest.mark.parametrize("who", ["t1", "g1"])
async def test_nobody_has_a_part_in_their_own_affair(archive: Archive, who: str) -> None:
    await archive.keep()  # typed by t1, about Maya, whose mother is g1
    own = replace(SAM, person=who, log_id=archive.log_ids[who])
    with pytest.raises(Forbidden, match="own child"):
        await archive.desk.ask(ROW, seen=0, why="x", by=own)
    await archive.desk.ask(ROW, seen=0, why="x", by=SAM)
    for act in (archive.desk.concur, archive.desk.refuse):
        with pytest.raises(Forbidden, match="own child"):
            await act(ROW, seen=1, why="x", by=own)
    with pytest.raises(Forbidden, match="own child"):
        await archive.desk.read(ROW, own)


async def test_what_was_refused_is_not_read_and_can_be_asked_anew(archive: Archive) -> None:
    await archive.keep()
    await archive.desk.ask(ROW, seen=0, why="curious", by=SAM)
    refused = await archive.desk.refuse(ROW, seen=1, why="no reason", by=TOM)
    assert (refused.value.state, refused.value.decided_by) == (ReadingState.REFUSED, "log-tom")
    with pytest.raises(NotNow):
        await archive.desk.read(ROW, SAM)
    with pytest.raises(NotNow):
        await archive.desk.concur(ROW, seen=2, why="x", by=TOM)
    await archive.desk.ask(ROW, seen=2, why="a subpoena", by=SAM)
    assert await archive.desk.reason(ROW, TOM) == "a subpoena"
    assert (await archive.events())[-2][0] == "content_reading_refused"


async def test_an_asking_that_nobody_answers_is_over_in_time(archive: Archive) -> None:
    await archive.keep()
    await archive.desk.ask(ROW, seen=0, why="x", by=SAM)
    with pytest.raises(NotNow, match="already"):
        await archive.desk.ask(ROW, seen=1, why="x", by=TOM)
    archive.later(milliseconds=ASKED_FOR)
    with pytest.raises(NotNow):
        await archive.desk.concur(ROW, seen=1, why="x", by=TOM)
    over = await archive.desk.readings(SAM, state=ReadingState.OVER)
    assert [one.id for one in over] == [ROW]
    await archive.desk.ask(ROW, seen=1, why="x", by=TOM)


async def test_of_two_at_once_the_second_is_told(archive: Archive) -> None:
    await archive.keep()
    await archive.desk.ask(ROW, seen=0, why="x", by=SAM)
    for act in (archive.desk.ask, archive.desk.concur, archive.desk.refuse):
        with pytest.raises(Stale):
            await act(ROW, seen=0, why="x", by=TOM)


async def test_only_those_with_the_districts_duties_see_or_do_anything(archive: Archive) -> None:
    await archive.keep()
    other = replace(SAM, duties=frozenset({Duty.REGISTRAR, Duty.AUDITOR}))
    for refused in (
        archive.desk.listed(other),
        archive.desk.readings(other, state=None),
        archive.desk.get(ROW, other),
        archive.desk.reason(ROW, other),
        archive.desk.ask(ROW, seen=0, why="x", by=other),
        archive.desk.concur(ROW, seen=1, why="x", by=other),
        archive.desk.read(ROW, other),
    ):
        with pytest.raises(Forbidden, match="content_read_by"):
            await refused


async def test_readings_are_listed_by_where_they_stand(archive: Archive) -> None:
    await archive.keep()
    assert await archive.desk.readings(SAM, state=None) == []
    await archive.concurred()
    for state in ReadingState:
        found = await archive.desk.readings(SAM, state=state)
        assert bool(found) == (state is ReadingState.CONCURRED), state
    [one] = await archive.desk.readings(SAM, state=None)
    now = archive.desk.now()
    assert (one.at(now), one.until - now) == (ReadingState.CONCURRED, 15 * MINUTE_MS)


async def test_past_its_lifetime_nobody_reads_it_whether_it_was_purged_or_not(
    archive: Archive,
) -> None:
    await archive.keep()
    await archive.concurred()
    archive.later(days=31)
    for refused in (archive.desk.read(ROW, SAM), archive.desk.ask(ROW, seen=2, why="x", by=SAM)):
        with pytest.raises(Missing):
            await refused


async def test_content_is_found_by_whom_it_is_about(archive: Archive) -> None:
    await archive.keep(about=("s1", "s2"))
    town = archive.rooms.town
    for who, count in (("t1", 1), ("s1", 1), ("s2", 1), ("s3", 0)):
        log_id = archive.log_ids[who]
        found = await town.reader.read(lambda db, one=log_id: contents_of(db, one))  # type: ignore[misc]
        assert len(found) == count, who


async def test_words_are_never_kept_for_ever(archive: Archive) -> None:
    kept = await archive.rooms.office.get(LIFETIMES, "district")
    assert kept.value.contents == 30
    with pytest.raises(Exception, match="not kept for ever"):
        await archive.rooms.office.put(
            LIFETIMES, replace(kept.value, contents=0), seen=kept.version or None, why="x", by=RUTH
        )
