"""Who may have come twice, and what merging two would change, as the office is told."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gateway.district.caseloads import CASELOADS
from gateway.district.merges import MERGES
from gateway.district.permissions import CONSENTS, REFUSALS
from gateway.errors import BadRequest
from gateway.oversight.duplicates import Duplicates
from gateway.oversight.likeness import Sign
from gateway.terms.disclosure import Grant
from gateway.terms.people import Case, PersonMerge
from gateway.terms.rights import Refusal
from tests.district.conftest import V11, write
from tests.oversight.conftest import RUTH, Rooms
from tests.oversight.test_forgetting import put
from tests.oversight.test_ledger import SLIP

pytestmark = pytest.mark.anyio

TWICE = V11 | {
    "users.csv": V11["users.csv"] + "s9,,school1,student,mo,,Maya,Ortiz,,204518,,,g1,04,\n"
}


@pytest.fixture
async def desk(rooms: Rooms, tmp_path: Path) -> Duplicates:
    """Give the door, with Maya twice on the roster."""
    await rooms.town.import_folder(write(tmp_path / "twice", TWICE))
    town = rooms.town
    return Duplicates(rooms.office, town.reader, town.district(), town.fields)


async def test_who_may_have_come_twice_is_told_until_they_are_merged(
    rooms: Rooms, desk: Duplicates
) -> None:
    [pair] = await desk.likely(RUTH)
    assert (pair.kept, pair.duplicate) == ("s1", "s9")
    assert pair.signs == {Sign.NUMBER, Sign.NAME, Sign.GUARDIAN}
    await put(rooms, MERGES, PersonMerge(id="m", kept="s1", duplicate="s9"))
    assert await desk.likely(RUTH) == []
    looked = [one for one in await rooms.events() if one["event"] == "duplicates_read"]
    assert [one["who"] for one in looked] == ["log-ruth"] * 2


async def test_what_a_merge_would_change_is_told_and_nothing_changed(
    rooms: Rooms, desk: Duplicates
) -> None:
    no = replace(SLIP, id="k2", subject="s9", disclose_third_party=Grant.REFUSED)
    await put(rooms, CONSENTS, SLIP)
    await put(rooms, CONSENTS, no)
    await put(rooms, REFUSALS, Refusal(subject="s9", by="g1"))
    case = Case(id="c9", person="t1", student="s9", until=date(2026, 6, 30))
    await put(rooms, CASELOADS, case)
    effect = await desk.effect("s1", "s9", RUTH)
    assert effect.conflicts == ("k1", "k2")
    assert effect.recorded == {
        "consents": ("k2",),
        "refusals": ("s9",),
        "cases": ("c9",),
        "guardians": ("g1",),
    }
    assert await rooms.office.listed(MERGES) == []


async def test_of_two_that_cannot_be_merged_it_says_why(desk: Duplicates) -> None:
    with pytest.raises(BadRequest, match="linked instead"):
        await desk.effect("s1", "g1", RUTH)
