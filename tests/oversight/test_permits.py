"""A teacher permits AI in their own classes, for tools, purposes and days, and the facts see it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.district import edits
from gateway.errors import BadRequest, Forbidden
from gateway.identity.ages import age_of
from gateway.identity.callers import Caller
from gateway.oversight.permits import Permits
from gateway.oversight.rows import Missing, Stale
from gateway.steps.described import describe
from gateway.terms.disclosure import Purpose, Tool
from gateway.terms.keys import KeyUse
from gateway.terms.people import Principal
from gateway.terms.permits import TeacherPermit
from tests.oversight.conftest import Rooms

pytestmark = pytest.mark.anyio

TUTOR = Tool(id="tutor", model="small", provider="P")
OTHER = Tool(id="other", model="large", provider="P")
PERMIT = TeacherPermit(
    id="essay",
    group="c1",
    tools=frozenset({"tutor"}),
    purposes=frozenset({Purpose.LEARNING}),
    since=date(2026, 3, 2),
    until=date(2026, 3, 3),
    title="Second draft",
)


class Class:
    """The class of the small district, and what a student's prompt is decided from."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms, self.town = rooms, rooms.town
        self.district = rooms.town.district()
        self.permits = Permits(rooms.office, rooms.town.reader)

    async def caller(self, person: str, client: str = "") -> Caller:
        await self.district.refresh()
        known = (await self.district.people([person]))[person]
        band, source, age = age_of(known.person, known.born, self.district.today())
        principal = Principal(
            person=known.person,
            age_band=band,
            age_source=source,
            age=age,
            client=client,
            classes=known.classes,
        )
        return Caller(principal=principal, use=KeyUse(id=""), known=known, chat="", headers={})

    async def permitted(
        self, person: str = "s1", tool: Tool = TUTOR, purpose: Purpose = Purpose.LEARNING
    ) -> bool:
        caller = await self.caller(person)
        described = await describe(
            (),
            principal=caller.principal,
            known={person: caller.known},
            district=self.district,
            tool=tool,
            purpose=purpose,
            stand_ins=False,
        )
        return described.facts.principal.teacher_permits


@pytest.fixture
async def lesson(rooms: Rooms) -> Class:
    await rooms.town.run(lambda db: edits.put_tools(db, [TUTOR, OTHER]))
    return Class(rooms)


async def test_a_permission_counts_for_its_class_tool_purpose_and_days(lesson: Class) -> None:
    assert not await lesson.permitted()
    teacher = await lesson.caller("t1")
    await lesson.permits.put(PERMIT, teacher)
    assert await lesson.permits.listed(teacher) == [PERMIT]
    assert await lesson.permitted()
    assert not await lesson.permitted(tool=OTHER)
    assert not await lesson.permitted(purpose=Purpose.GRADING)
    assert not await lesson.permitted("s3")  # in no class of theirs
    assert not await lesson.permitted("t1")  # nothing staff need
    lesson.town.clock[0] += timedelta(days=1)
    assert await lesson.permitted()
    lesson.town.clock[0] += timedelta(days=1)
    assert not await lesson.permitted()


async def test_what_is_taken_back_counts_no_more_and_every_step_is_on_record(
    lesson: Class,
) -> None:
    teacher = await lesson.caller("t1")
    await lesson.permits.put(PERMIT, teacher)
    await lesson.permits.put(replace(PERMIT, title="Third draft"), teacher)
    await lesson.permits.remove("essay", teacher)
    assert not await lesson.permitted()
    with pytest.raises(Missing):
        await lesson.permits.remove("essay", teacher)
    events = [one["event"] for one in await lesson.rooms.events()]
    assert events == ["permit_created", "permit_changed", "permit_removed"]
    (_, changed, _) = await lesson.rooms.office.history(kind="permit")
    assert changed.edit is not None
    assert changed.edit.why == "Third draft"


async def test_of_two_who_change_it_the_second_is_told(lesson: Class) -> None:
    teacher = await lesson.caller("t1")
    first = await lesson.permits.put(PERMIT, teacher)
    assert await lesson.permits.get("essay", teacher) == first
    longer = replace(PERMIT, title="Third draft")
    await lesson.permits.put(longer, teacher, seen=first.version)
    with pytest.raises(Stale):
        await lesson.permits.put(PERMIT, teacher, seen=first.version)
    with pytest.raises(Stale):
        await lesson.permits.remove("essay", teacher, seen=first.version)
    assert (await lesson.permits.get("essay", teacher)).value == longer
    with pytest.raises(Missing):
        await lesson.permits.put(replace(PERMIT, id="new"), teacher, seen=1)


async def test_only_teachers_permit_and_only_in_their_own_classes(lesson: Class) -> None:
    teacher = await lesson.caller("t1")
    with pytest.raises(Forbidden, match="none of your classes"):
        await lesson.permits.put(replace(PERMIT, group="c9"), teacher)
    for other in (await lesson.caller("s1"), await lesson.caller("g1")):
        with pytest.raises(Forbidden, match="teachers permit"):
            await lesson.permits.put(PERMIT, other)
        with pytest.raises(Forbidden):
            await lesson.permits.listed(other)
    spoken_for = await lesson.caller("t1", client="chat")
    with pytest.raises(Forbidden, match="key of their own"):
        await lesson.permits.put(PERMIT, spoken_for)
    assert not await lesson.permitted()


@pytest.mark.parametrize(
    ("permit", "param"),
    [
        (replace(PERMIT, until=date(2026, 3, 1)), "until"),
        (replace(PERMIT, tools=frozenset()), "tools"),
        (replace(PERMIT, tools=frozenset({"tutor", "nothing"})), "tools"),
        (replace(PERMIT, purposes=frozenset()), "purposes"),
        (replace(PERMIT, id="Two words"), "id"),
    ],
)
async def test_what_cannot_be_a_permission_is_none(
    lesson: Class, permit: TeacherPermit, param: str
) -> None:
    with pytest.raises(BadRequest) as told:
        await lesson.permits.put(permit, await lesson.caller("t1"))
    assert told.value.param == param
