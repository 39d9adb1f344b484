"""Sheets of rows: tried, brought in, refused by their rows, taken out."""

import pytest

from gateway.district.caseloads import CASELOADS
from gateway.district.sheets import SheetRejected
from gateway.oversight.sheets import CASELOAD_SHEET
from tests.district.conftest import bare, peopled
from tests.oversight.conftest import RUTH, Rooms, rooms

__all__ = ["bare", "peopled", "rooms"]

pytestmark = pytest.mark.anyio

SHEET = b"id,person,student,since,until\na,t1,s1,,2026-06-30\nb,t1,s3,2026-02-01,2026-06-30\n"


async def brought(rooms: Rooms, sheet: bytes, *, dry_run: bool = False) -> tuple[str, ...]:
    done = await CASELOAD_SHEET.bring(rooms.office, sheet, why="spring", by=RUTH, dry_run=dry_run)
    return (*done.created, *done.changed)


async def test_a_dry_run_tells_and_changes_nothing(rooms: Rooms) -> None:
    assert await brought(rooms, SHEET, dry_run=True) == ("a", "b")
    assert await rooms.office.listed(CASELOADS) == []
    assert await brought(rooms, SHEET) == ("a", "b")
    assert len(await rooms.office.listed(CASELOADS)) == 2
    assert await brought(rooms, SHEET) == ()
    assert await brought(rooms, SHEET.replace(b"06-30", b"06-12", 1)) == ("a",)
    [newest, *_] = await rooms.office.history(kind="case")
    assert newest.edit is not None
    assert newest.edit.why == "spring"


async def test_every_row_that_cannot_be_is_named_and_none_is_taken(rooms: Rooms) -> None:
    sheet = SHEET + b"c,g1,s1,,2026-06-30\nd,t1,nobody,,2026-06-30\n"
    with pytest.raises(SheetRejected) as rejected:
        await brought(rooms, sheet)
    assert [(one.line, one.message.split(":")[0]) for one in rejected.value.faults] == [
        (4, "`person`"),
        (5, "`student`"),
    ]
    assert await rooms.office.listed(CASELOADS) == []


async def test_what_was_brought_in_goes_out_as_it_came_and_that_is_logged(rooms: Rooms) -> None:
    await brought(rooms, SHEET)
    lines = await CASELOAD_SHEET.take(rooms.office, RUTH)
    text = "".join([line async for line in lines])
    assert text.replace("\r\n", "\n").encode() == SHEET
    assert [one["event"] for one in await rooms.events()] == ["case_imported", "cases_exported"]
