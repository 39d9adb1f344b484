"""Age bands: the days around a birthday, and what grade may and may not do."""

from datetime import date

import pytest

from gateway.identity.ages import age_of
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Role, age_on

TODAY = date(2026, 11, 23)


def pupil(grade: str = "") -> Person:
    return Person(id="s", kind=Kind.STUDENT, role=Role.STUDENT, given="Ana", grade=grade)


@pytest.mark.parametrize(
    ("born", "grade", "band", "source"),
    [
        pytest.param(date(2013, 11, 24), "07", "under_13", "birth_date", id="day-before-13"),
        pytest.param(date(2013, 11, 23), "07", "13_17", "birth_date", id="13th-birthday"),
        pytest.param(date(2008, 11, 24), "12", "13_17", "birth_date", id="day-before-18"),
        pytest.param(date(2008, 11, 23), "12", "adult", "birth_date", id="18th-birthday"),
        pytest.param(None, "07", "unknown", "none", id="unknown"),
        pytest.param(None, "", "unknown", "none", id="unknown-without-grade"),
        pytest.param(None, "03", "under_13", "grade", id="grade-tightens"),
        pytest.param(None, "12", "unknown", "none", id="grade-never-loosens"),
        pytest.param(date(2010, 1, 1), "03", "unknown", "grade", id="conflict-tightens"),
        pytest.param(date(2027, 1, 1), "03", "under_13", "grade", id="born-tomorrow"),
        pytest.param(date(1800, 1, 1), "", "unknown", "none", id="too-old-to-be-true"),
    ],
)
def test_a_pupil_counts_as(born: date | None, grade: str, band: str, source: str) -> None:
    found = age_of(pupil(grade), born, TODAY)
    assert found[:2] == (AgeBand(band), AgeSource(source))


@pytest.mark.parametrize("role", [Role.TEACHER, Role.GUARDIAN])
def test_grown_ups_count_as_adults_by_role(role: Role) -> None:
    kind = Kind.GUARDIAN if role is Role.GUARDIAN else Kind.STAFF
    person = Person(id="t", kind=kind, role=role, given="Ana")
    assert age_of(person, None, TODAY) == (AgeBand.ADULT, AgeSource.ROLE, None)


def test_a_teenager_who_helps_out_is_no_adult() -> None:
    person = Person(id="t", kind=Kind.STAFF, role=Role.AIDE, given="Ana")
    assert age_of(person, date(2010, 1, 1), TODAY)[0] is AgeBand.TEEN


@pytest.mark.parametrize(
    ("day", "years"),
    [(date(2025, 2, 28), 12), (date(2025, 3, 1), 13), (date(2028, 2, 29), 16)],
    ids=["eve", "first-of-march", "leap-day"],
)
def test_born_on_leap_day_counts_from_the_first_of_march(day: date, years: int) -> None:
    assert age_on(day, date(2012, 2, 29)) == years
