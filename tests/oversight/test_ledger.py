"""The ledger says of a consent what the decision would; the queue says what the office must do."""

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, update

from gateway.district import edits
from gateway.district.permissions import CONSENTS, RIGHTS_HELD
from gateway.district.sheets import SheetRejected
from gateway.oversight.ledger import CONSENT_SHEET, Due, Flag, Ledger, Task
from gateway.store import tables
from gateway.terms.disclosure import (
    Category,
    Consent,
    ConsentState,
    Grant,
    Purpose,
    SignatureMethod,
    Signer,
    Tool,
)
from gateway.terms.rights import Rights, Standing
from tests.oversight.conftest import RUTH, Rooms

pytestmark = pytest.mark.anyio

SLIP = Consent(
    id="k1",
    subject="s1",
    signer="g1",
    relationship=Signer.PARENT,
    signed_on=date(2026, 3, 1),
    method=SignatureMethod.WET,
    evidence="drawer 4",
    records=frozenset({Category.STUDENT_NAME}),
    purposes=frozenset({Purpose.LEARNING}),
    recipients=frozenset({"t1"}),
    collect_use=Grant.GRANTED,
    disclose_third_party=Grant.GRANTED,
    expires_on=date(2030, 6, 30),
)
TOOL = Tool(id="t1", model="small", provider="P", base_url="https://ai.example/v1")
NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


async def ledger(rooms: Rooms, *consents: Consent, now: datetime = NOON) -> Ledger:
    """Return the ledger of the small district with some consents, on a day."""
    rooms.town.clock[0] = now

    def unit(db: Connection) -> None:
        edits.put_tools(db, [TOOL])
        edits.put_consents(db, consents, now=1)
        if now.year > 2030:  # whoever is nearly of age is in no grade of small children
            db.execute(update(tables.people).values(grade="12"))

    await rooms.town.run(unit)
    district = rooms.town.district()
    await district.refresh()
    return Ledger(rooms.office, rooms.town.reader, district, rooms.town.fields)


@pytest.mark.parametrize(
    ("change", "state", "holder", "flags"),
    [
        pytest.param({}, ConsentState.ACTIVE, True, set(), id="in order"),
        pytest.param({"evidence": ""}, ConsentState.DEFECTIVE, True, set(), id="incomplete"),
        pytest.param({"draft": True}, ConsentState.DRAFT, True, set(), id="a draft"),
        pytest.param(
            {"signer": "g9"}, ConsentState.ACTIVE, False, {Flag.NOT_HOLDER}, id="a stranger's"
        ),
        pytest.param(
            {"recipients": frozenset({"t2"})},
            ConsentState.ACTIVE,
            True,
            {Flag.NO_SUCH_TOOL},
            id="for a tool that is not registered",
        ),
        pytest.param(
            {"recipients": frozenset({"class:approved"})},
            ConsentState.ACTIVE,
            True,
            set(),
            id="for a class of tools",
        ),
        pytest.param(
            {"subject": "s9"},
            ConsentState.ACTIVE,
            False,
            {Flag.NOT_HOLDER, Flag.GONE},
            id="about somebody the roster does not hold",
        ),
    ],
)
async def test_where_a_consent_stands_and_what_to_look_at(
    rooms: Rooms, change: dict[str, Any], state: ConsentState, holder: bool, flags: set[Flag]
) -> None:
    book = await ledger(rooms, dataclasses.replace(SLIP, **change))
    [entry] = await book.listed()
    assert (entry.state, entry.holder, set(entry.flags)) == (state, holder, flags)
    assert entry.missing == (("evidence",) if "evidence" in change else ())


async def test_where_two_who_may_sign_disagree_both_are_flagged(rooms: Rooms) -> None:
    other = dataclasses.replace(
        SLIP,
        id="k2",
        signer="g2",
        authority_checked_by="office",
        disclose_third_party=Grant.REFUSED,
    )
    book = await ledger(rooms, SLIP, other)
    assert [entry.flags for entry in await book.listed()] == [{Flag.CONFLICT}] * 2
    due = [one.consent for one in await book.queue() if one.task is Task.CONFLICT]
    assert due == ["k1", "k2"]


@pytest.mark.parametrize(
    ("theirs", "flagged"),
    [
        pytest.param(
            {"recipients": frozenset({"class:approved"}), "collect_use": Grant.REFUSED},
            {"k1", "k2"},
            id="of the tool's class",
        ),
        pytest.param({"revoked_at": NOON, "revoked_by": "g2"}, {"k1"}, id="withdrawn since"),
        pytest.param(
            {"revoked_at": datetime(2026, 2, 1, tzinfo=UTC)}, set(), id="withdrawn before"
        ),
        pytest.param(
            {"revoked_at": NOON, "recipients": frozenset({"t2"})}, set(), id="of another tool"
        ),
        pytest.param({"signer": "g1", "revoked_at": NOON}, {"k1"}, id="withdrawn by the same"),
        pytest.param(
            {"signer": "g1", "revoked_at": NOON, "purposes": frozenset({Purpose.GRADING})},
            set(),
            id="withdrawn by the same for another purpose",
        ),
    ],
)
async def test_what_stands_against_a_consent_is_flagged(
    rooms: Rooms, theirs: dict[str, Any], flagged: set[str]
) -> None:
    mine = dataclasses.replace(SLIP, signed_on=date(2026, 2, 2))
    other = dataclasses.replace(SLIP, id="k2", signer="g2", authority_checked_by="office")
    book = await ledger(rooms, mine, dataclasses.replace(other, **theirs))
    listed = await book.listed()
    assert {one.consent.id for one in listed if Flag.CONFLICT in one.flags} == flagged
    assert {one.consent for one in await book.queue() if one.task is Task.CONFLICT} == flagged


async def test_a_renewal_that_is_not_complete_is_none(rooms: Rooms) -> None:
    ends = dataclasses.replace(SLIP, expires_on=date(2026, 3, 20))
    renewal = dataclasses.replace(SLIP, id="k2", supersedes="k1", effective_from=date(2026, 3, 21))
    for lacks, done in (({}, True), ({"evidence": ""}, False), ({"draft": True}, False)):
        book = await ledger(rooms, ends, dataclasses.replace(renewal, **lacks))
        [due] = [one for one in await book.queue() if one.consent == "k1"]
        assert due.done is done


async def test_a_documented_holder_counts_in_the_ledger_too(rooms: Rooms) -> None:
    foster = dataclasses.replace(SLIP, signer="f1", relationship=Signer.GUARDIAN)
    book = await ledger(rooms, foster)
    assert not (await book.listed())[0].holder
    rights = Rights(
        student="s1",
        standing=Standing.FOSTER_PARENT,
        acting=frozenset({"f1"}),
        document="b" * 64,
        decided_by="t1",
    )
    await rooms.office.put(RIGHTS_HELD, rights, seen=None, why="court order", by=RUTH)
    assert (await book.listed())[0].holder


async def test_the_ledger_is_listed_by_student_by_state_and_in_pages(rooms: Rooms) -> None:
    more = [dataclasses.replace(SLIP, id=f"k{n}", subject="s2", evidence="") for n in (2, 3, 4)]
    book = await ledger(rooms, SLIP, *more)
    assert [one.consent.id for one in await book.listed(limit=2)] == ["k1", "k2"]
    assert [one.consent.id for one in await book.listed(after="k2")] == ["k3", "k4"]
    assert [one.consent.id for one in await book.listed(subject="s1")] == ["k1"]
    active = await book.listed(state=ConsentState.ACTIVE)
    assert [one.consent.id for one in active] == ["k1"]


@pytest.mark.parametrize(
    ("today", "notice"),
    [
        pytest.param(date(2034, 3, 31), None, id="61 days before"),
        pytest.param(date(2034, 4, 1), 60, id="60 days before"),
        pytest.param(date(2034, 5, 1), 30, id="30 days before"),
        pytest.param(date(2034, 5, 24), 7, id="7 days before"),
        pytest.param(date(2034, 5, 31), None, id="on the day: it counts no more"),
    ],
)
async def test_the_18th_birthday_is_announced_60_30_and_7_days_before(
    rooms: Rooms, today: date, notice: int | None
) -> None:
    now = datetime(today.year, today.month, today.day, 17, tzinfo=UTC)
    slip = dataclasses.replace(SLIP, expires_on=date(2040, 6, 30))
    book = await ledger(rooms, slip, now=now)
    due = await book.queue()
    assert [one.notice for one in due] == ([notice] if notice else [])
    if notice:
        assert due[0].task is Task.TURNS_18
        assert due[0].on == date(2034, 5, 31)  # s1 was born on 2016-05-31
        assert not due[0].done


async def test_what_the_student_signed_ahead_takes_the_parents_place(rooms: Rooms) -> None:
    now = datetime(2034, 5, 24, 17, tzinfo=UTC)
    own = dataclasses.replace(
        SLIP,
        id="k2",
        signer="s1",
        relationship=Signer.ELIGIBLE_STUDENT,
        effective_from=date(2034, 5, 31),
        expires_on=date(2040, 6, 30),
    )
    slip = dataclasses.replace(SLIP, expires_on=date(2040, 6, 30))
    book = await ledger(rooms, slip, own, now=now)
    [due] = await book.queue()
    assert (due.task, due.done) == (Task.TURNS_18, True)
    rooms.town.clock[0] = datetime(2034, 5, 31, 17, tzinfo=UTC)
    states = {one.consent.id: (one.state, one.holder) for one in await book.listed()}
    assert states == {"k1": (ConsentState.ACTIVE, False), "k2": (ConsentState.ACTIVE, True)}


async def test_a_consent_that_ends_is_announced_until_its_renewal_is_on_file(rooms: Rooms) -> None:
    slip = dataclasses.replace(SLIP, expires_on=date(2026, 3, 31))
    book = await ledger(rooms, slip)
    expected = Due(
        task=Task.ENDS, subject="s1", consent="k1", on=date(2026, 4, 1), days=30, notice=30
    )
    assert await book.queue() == [expected]
    renewal = dataclasses.replace(SLIP, id="k2", supersedes="k1", effective_from=date(2026, 4, 1))
    book = await ledger(rooms, slip, renewal)
    assert await book.queue() == [dataclasses.replace(expected, done=True)]


async def test_what_is_missing_stands_in_the_queue(rooms: Rooms) -> None:
    book = await ledger(rooms, dataclasses.replace(SLIP, method=None))
    assert await book.queue() == [Due(task=Task.DEFECTIVE, subject="s1", consent="k1")]


async def test_the_ledger_goes_out_and_in_as_a_sheet_and_changes_nothing(rooms: Rooms) -> None:
    book = await ledger(rooms, SLIP, dataclasses.replace(SLIP, id="k2", subject="s2"))
    text = "".join([lines async for lines in await CONSENT_SHEET.take(rooms.office, RUTH)])
    assert [consent for _, consent in CONSENT_SHEET.sheet.read(text.encode())] == [
        SLIP,
        dataclasses.replace(SLIP, id="k2", subject="s2"),
    ]
    done = await book.import_sheet(text.encode(), why="once more", by=RUTH)
    assert (done.created, done.changed, done.unchanged) == ((), (), 2)


async def test_a_dry_run_tells_what_would_change_and_changes_nothing(rooms: Rooms) -> None:
    book = await ledger(rooms, SLIP)
    sheet = b"id,subject,signer,evidence\nk1,s1,g1,\nk2,s2,g1,\n"
    would = await book.import_sheet(sheet, why="slips", by=RUTH, dry_run=True)
    assert (would.created, would.changed) == (("k2",), ("k1",))
    assert len(await book.listed()) == 1
    done = await book.import_sheet(sheet, why="slips", by=RUTH)
    assert (done.created, done.changed) == (("k2",), ("k1",))
    assert len(await book.listed()) == 2


async def test_one_row_that_cannot_be_refuses_the_sheet_by_line(rooms: Rooms) -> None:
    book = await ledger(rooms)
    sheet = b"id,subject\nk1,s1\nk2,nobody\nK 3,s1\nk1,s1\n"
    with pytest.raises(SheetRejected) as caught:
        await book.import_sheet(sheet, why="slips", by=RUTH)
    assert [fault.line for fault in caught.value.faults] == [3, 4, 5]
    assert await book.listed() == []


async def test_a_consent_without_an_end_ends_with_the_school_year(rooms: Rooms) -> None:
    await ledger(rooms)
    open_end = dataclasses.replace(SLIP, expires_on=None)
    kept = await rooms.office.put(CONSENTS, open_end, seen=None, why="slip", by=RUTH)
    assert kept.value.expires_on == date(2026, 6, 30)
