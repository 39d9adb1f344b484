"""The office is told what comes up, once a step, by counts, and only where somebody is named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.district import edits
from gateway.district.access import ACCESS
from gateway.district.caseloads import CASELOADS
from gateway.district.choices import SETTINGS
from gateway.errors import BadRequest
from gateway.outbox.outbox import Outbox
from gateway.outbox.queue import claim, letter_of, list_letters
from gateway.oversight.ledger import Ledger
from gateway.oversight.reminders import KIND, Reminders
from gateway.terms.disclosure import Consent
from gateway.terms.letters import Letter
from gateway.terms.people import Case, ClassAccess
from tests.district.conftest import DAY
from tests.oversight.conftest import RUTH, Rooms
from tests.oversight.test_ledger import SLIP, TOOL

pytestmark = pytest.mark.anyio


def reminders(rooms: Rooms) -> Reminders:
    """Return what reminds, by the district's clock."""
    town = rooms.town
    district = town.district()

    def now() -> int:
        return round(town.clock[0].timestamp() * 1000)

    outbox = Outbox(town.reader, town.commit, town.fields, now=now, new_id=rooms.office._new_id)
    ledger = Ledger(rooms.office, town.reader, district, town.fields)
    return Reminders(ledger, town.reader, district, outbox, now=now)


async def name(rooms: Rooms, *people: str) -> None:
    """Have some of the staff reminded."""
    kept = await rooms.office.get(SETTINGS, "district")
    value = replace(kept.value, reminded=frozenset(people))
    await rooms.office.put(SETTINGS, value, seen=kept.version, why="agreed", by=RUTH)


async def record(rooms: Rooms, *consents: Consent) -> None:
    await rooms.town.run(lambda db: edits.put_consents(db, consents, now=1))


async def letters(rooms: Rooms) -> list[Letter]:
    """Take what waits out of the outbox."""
    town, found = rooms.town, []
    now = round(town.clock[0].timestamp() * 1000)
    while (claimed := await town.run(lambda db: claim(db, now))) is not None:
        found.append(letter_of(town.fields, claimed))
    return found


async def test_what_comes_up_is_told_in_counts_and_nobody_is_named(rooms: Rooms) -> None:
    await name(rooms, "t1")
    soon = replace(SLIP, expires_on=DAY + timedelta(days=20))
    await record(rooms, soon, replace(soon, id="k2", subject="s2"))
    tool = replace(TOOL, agreement="NDPA 7", agreement_until=DAY + timedelta(days=3))
    await rooms.town.run(lambda db: edits.put_tools(db, [tool]))
    access = ClassAccess(id="sub", person="t1", group="c1", until=DAY)
    await rooms.office.put(ACCESS, access, seen=None, why="ill", by=RUTH)
    for number, days in enumerate((6, 7, 30)):
        case = Case(id=f"x{number}", person="t1", student="s3", until=DAY + timedelta(days=days))
        await rooms.office.put(CASELOADS, case, seen=None, why="spring", by=RUTH)
    assert await reminders(rooms).send() == {"letters": 1, "upcoming": 5}
    [letter] = await letters(rooms)
    assert (letter.kind, letter.to) == (KIND, "ruth.vance@k12.example")
    lines = [line.strip() for line in letter.text.splitlines() if ", within " in line]
    assert lines == [
        "1  agreements on tools end, within 7 days",
        "2  consents end, within 30 days",
        "2  staff lose access to a class or a student of their caseload, within 7 days",
    ]
    assert not any(word in letter.text for word in ("s1", "Maya", "Ortiz", "Ruth", "NDPA"))


async def test_a_letter_goes_when_something_comes_to_a_step_and_not_in_between(
    rooms: Rooms,
) -> None:
    await name(rooms, "t1")
    await record(rooms, replace(SLIP, expires_on=DAY + timedelta(days=40)))
    sent: list[int] = []
    for _ in range(42):
        counts = await reminders(rooms).send()
        if counts["letters"]:
            sent.append((rooms.town.clock[0].date() - DAY).days)
        await reminders(rooms).send()  # twice a day tells nothing twice
        rooms.town.clock[0] += timedelta(days=1)
    assert sent == [0, 11, 34]
    assert len(await rooms.town.reader.quick(lambda db: list_letters(db, kind=KIND))) == 3


async def test_a_day_on_which_the_gateway_was_off_loses_nothing(rooms: Rooms) -> None:
    await name(rooms, "t1")
    await record(rooms, replace(SLIP, expires_on=DAY + timedelta(days=40)))
    await reminders(rooms).send()
    rooms.town.clock[0] += timedelta(days=14)
    assert (await reminders(rooms).send())["letters"] == 1
    assert (await reminders(rooms).send())["letters"] == 0


async def test_what_is_renewed_or_far_off_is_not_told(rooms: Rooms) -> None:
    await name(rooms, "t1")
    ends = replace(SLIP, expires_on=DAY + timedelta(days=5))
    await record(rooms, ends, replace(SLIP, id="k2", supersedes="k1"))
    assert await reminders(rooms).send() == {"letters": 0, "upcoming": 0}


async def test_with_nobody_named_nobody_is_told(rooms: Rooms) -> None:
    await record(rooms, replace(SLIP, expires_on=DAY + timedelta(days=5)))
    assert await reminders(rooms).send() == {"letters": 0, "upcoming": 1}
    await name(rooms, "t1")
    assert (await reminders(rooms).send())["letters"] == 1


async def test_only_staff_are_reminded(rooms: Rooms) -> None:
    with pytest.raises(BadRequest, match="active of the staff"):
        await name(rooms, "s1")
