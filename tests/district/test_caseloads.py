"""Caseloads: whose students they are, and from when to when."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gateway.district.caseloads import CASELOADS
from gateway.errors import BadRequest
from gateway.terms.people import Case
from tests.district.conftest import Town

pytestmark = pytest.mark.anyio

CASE = Case(
    id="counsel-1", person="t1", student="s3", since=date(2026, 3, 2), until=date(2026, 3, 3)
)


@pytest.mark.parametrize(("day", "theirs"), [(1, False), (2, True), (3, True), (4, False)])
async def test_a_student_is_in_the_caseload_from_its_first_day_to_its_last(
    peopled: Town, day: int, *, theirs: bool
) -> None:
    await peopled.run(lambda db: CASELOADS.put(db, CASE, 1))
    peopled.clock[0] = datetime(2026, 3, day, 17, tzinfo=UTC)
    district = peopled.district()
    await district.refresh()
    ruth = (await district.people(["t1"]))["t1"]
    assert ("s3" in (await district.circle(ruth.person)).ids) is theirs
    assert "c1" in ruth.classes


async def test_it_shows_at_once_and_ends_when_it_is_taken_away(peopled: Town) -> None:
    district = peopled.district()
    await district.refresh()
    ruth = (await district.people(["t1"]))["t1"].person
    assert "s3" not in (await district.circle(ruth)).ids
    await peopled.run(lambda db: CASELOADS.put(db, CASE, 1))
    await district.refresh()
    assert "s3" in (await district.circle(ruth)).ids
    remove = CASELOADS.remove
    assert remove is not None
    await peopled.run(lambda db: remove(db, CASE.id))
    await district.refresh()
    assert "s3" not in (await district.circle(ruth)).ids


@pytest.mark.parametrize(
    ("case", "param"),
    [
        (replace(CASE, person="g1"), "person"),
        (replace(CASE, student="t1"), "student"),
        (replace(CASE, student="nobody"), "student"),
        (replace(CASE, until=date(2026, 3, 1)), "until"),
    ],
    ids=["no staff", "no student", "nobody", "backwards"],
)
async def test_a_case_that_cannot_be_is_refused(peopled: Town, case: Case, param: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await peopled.reader.read(lambda db: CASELOADS.check(db, case))
    assert refused.value.param == param
