"""Rosters brought in: on record whoever did it, and whole or not at all."""

from pathlib import Path

import pytest

from gateway.district.oneroster import Roster, read_folder
from gateway.district.roster_report import TooManyGo
from gateway.errors import BadRequest
from gateway.oversight.rosters import EVENT, Rosters
from tests.district.conftest import V11, bare, peopled, write
from tests.oversight.conftest import RUTH, Rooms, rooms, rosters_in

__all__ = ["bare", "peopled", "rooms"]

pytestmark = pytest.mark.anyio


@pytest.fixture
def rosters(rooms: Rooms) -> Rosters:
    return rosters_in(rooms, rooms.town.district())


def shrunk(folder: Path) -> Roster:
    """Return the small district without a third of its pupils."""
    users = "".join(line for line in V11["users.csv"].splitlines(True) if line[:3] != "s3,")
    return read_folder(write(folder / "shrunk", V11 | {"users.csv": users}))


async def test_one_that_loses_too_many_is_refused_listed_and_logged(
    rooms: Rooms, rosters: Rosters, tmp_path: Path
) -> None:
    with pytest.raises(TooManyGo):
        await rosters.bring_in(shrunk(tmp_path), source="nightly")
    newest, *_ = await rosters.listed()
    assert (newest.result, newest.source, newest.code) == ("failed", "nightly", "too_many_go")
    assert "1 of 3 students would go" in newest.why
    said = (await rooms.events())[-1]
    assert (said["event"], said["result"], said["code"]) == (EVENT, "failed", "too_many_go")


async def test_a_person_applies_it_anyway_and_the_history_keeps_why(
    rooms: Rooms, rosters: Rosters, tmp_path: Path
) -> None:
    done = await rosters.bring_in(
        shrunk(tmp_path), source="by hand", by=RUTH, why="the charter school left", anyway=True
    )
    assert done.students.removed == 1
    newest, *_ = await rosters.listed()
    assert newest.result == "applied"
    [kept] = await rooms.office.history(kind=EVENT)
    assert (kept.row, kept.action, kept.who) == (newest.id, "applied_anyway", "log-ruth")
    assert kept.edit is not None
    assert kept.edit.why == "the charter school left"
    events = [one for one in await rooms.events() if one["event"].startswith(EVENT)]
    assert [one["event"] for one in events] == ["roster_import_applied_anyway", EVENT]
    assert "charter" not in str(events)


async def test_anyway_needs_a_reason(rosters: Rosters, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="say why"):
        await rosters.bring_in(shrunk(tmp_path), source="by hand", by=RUTH, why=" ", anyway=True)
    assert len(await rosters.listed()) == 1


async def test_a_reason_alone_lets_no_more_go(rosters: Rosters, tmp_path: Path) -> None:
    with pytest.raises(TooManyGo):
        await rosters.bring_in(shrunk(tmp_path), source="by hand", by=RUTH, why="as every week")


async def test_a_comparison_is_no_import(rosters: Rosters, tmp_path: Path) -> None:
    told = await rosters.compare(shrunk(tmp_path))
    assert told.beyond(await rosters.most_going()) == ("students",)
    assert len(await rosters.listed()) == 1


async def test_imports_are_listed_newest_first_page_by_page(
    rosters: Rosters, tmp_path: Path
) -> None:
    same = read_folder(write(tmp_path / "same", V11))
    for source in ("one", "two"):
        await rosters.bring_in(same, source=source)
    first = await rosters.listed(limit=2)
    last = first[-1]
    rest = await rosters.listed(before=(last.at, last.id), limit=2)
    assert len({one.id for one in (*first, *rest)}) == 3
    assert [one.at for one in (*first, *rest)] == sorted(
        (one.at for one in (*first, *rest)), reverse=True
    )
