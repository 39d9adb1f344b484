"""The days on which decisions change, by the district's own clock: birthdays, ends, expiries.

Each is tried in the last second of the day before and in the first of the day, local time, in
districts from Guam to Hawaii; UTC is on another date in some of them.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.decision import bases
from gateway.decision.consents import Age
from gateway.decision.engine import Engine
from gateway.decision.facts import Known, gather_principal, gather_subject, gather_tool
from gateway.identity.ages import age_of
from gateway.terms.decision import Decision, Facts, Outcome
from gateway.terms.disclosure import (
    Category,
    Consent,
    PseudonymisedBasis,
    Purpose,
    Signer,
    Tool,
    ToolStatus,
)
from gateway.terms.people import AgeBand, AgeSource, Person, Principal
from gateway.terms.signs import AgeStatement
from tests.decision.slips import NAME, PUPIL, SLIP, TEACHER, TOOL

FORWARD, PSEUDONYMISE, REFUSE = Outcome.FORWARD, Outcome.PSEUDONYMISE, Outcome.REFUSE
ZONES = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "Pacific/Guam")
LISTED = replace(TOOL, categories=frozenset(Category), purposes=frozenset(Purpose))
OWN = replace(
    SLIP,
    id="own",
    signer="pupil",
    relationship=Signer.ELIGIBLE_STUDENT,
    expires_on=None,
)


def _eve_and_morning(day: date, zone: str) -> list[date]:
    """Return the local dates of the last second before a day and of its first, seen from UTC."""
    midnight = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    instants = (midnight - timedelta(seconds=1), midnight)
    return [instant.astimezone(ZoneInfo(zone)).date() for instant in instants]


def _age(person: Person, born: date, day: date) -> Age:
    return Age(*age_of(person, born, day))


def _described(day: date, born: date, consents: list[Consent], *, tool: Tool = LISTED) -> Facts:
    """Return the facts of a teacher's prompt that names a pupil of theirs."""
    teacher = Principal(
        person=TEACHER,
        age_band=AgeBand.ADULT,
        age_source=AgeSource.ROLE,
        classmates=frozenset({"teacher", "pupil"}),
    )
    pupil = gather_subject(
        Known(person=PUPIL, age=_age(PUPIL, born, day), consents=consents),
        principal=teacher,
        log_id="s",
        tool=tool,
        purpose=Purpose.LEARNING,
        day=day,
        categories=NAME,
    )
    facts = bases.facts("teacher", ["pupil"])
    return replace(facts, subjects=(pupil,), tool=gather_tool(tool, principal=teacher, day=day))


def _typed(day: date, born: date) -> Facts:
    """Return the facts of a pupil's prompt that holds nothing personal."""
    age = _age(PUPIL, born, day)
    principal = gather_principal(
        Principal(person=PUPIL, age_band=age.band, age_source=age.source, age=age.years),
        [],
        log_id="p",
        tool=LISTED,
        purpose=Purpose.LEARNING,
        day=day,
        age_statement=AgeStatement.NONE,
    )
    return replace(bases.facts("teen", []), principal=principal)


def _outcomes(engine: Engine, facts: list[Facts]) -> list[Outcome]:
    return [engine.decide(one).outcome for one in facts]


BIRTHDAYS = pytest.mark.parametrize(
    ("born", "years", "birthday"),
    [
        (date(2010, 10, 1), 13, date(2023, 10, 1)),
        (date(2012, 2, 29), 13, date(2025, 3, 1)),
        (date(2012, 2, 29), 16, date(2028, 2, 29)),
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 1, 1), 18, date(2026, 1, 1)),
        (date(2008, 11, 1), 18, date(2026, 11, 1)),
    ],
    ids=["13", "13, Feb 29", "16, Feb 29 in a leap year", "18, Feb 29", "New Year", "clocks back"],
)


@BIRTHDAYS
@pytest.mark.parametrize("zone", ZONES)
def test_a_year_is_turned_at_local_midnight(
    born: date, years: int, birthday: date, zone: str
) -> None:
    ages = [_age(PUPIL, born, day).years for day in _eve_and_morning(birthday, zone)]
    assert ages == [years - 1, years]


@pytest.mark.parametrize(
    ("born", "birthday"),
    [(date(2013, 10, 1), date(2026, 10, 1)), (date(2012, 2, 29), date(2025, 3, 1))],
    ids=["Oct 1", "Feb 29"],
)
@pytest.mark.parametrize("zone", ZONES)
def test_a_pupil_types_alone_from_the_13th_birthday_on(
    engine: Engine, born: date, birthday: date, zone: str
) -> None:
    days = _eve_and_morning(birthday, zone)
    assert _outcomes(engine, [_typed(day, born) for day in days]) == [REFUSE, FORWARD]


@pytest.mark.parametrize(
    ("born", "birthday"),
    [(date(2008, 12, 1), date(2026, 12, 1)), (date(2008, 2, 29), date(2026, 3, 1))],
    ids=["Dec 1", "Feb 29"],
)
@pytest.mark.parametrize("zone", ZONES)
def test_a_parents_consent_ends_and_the_students_own_begins_on_the_18th_birthday(
    engine: Engine, born: date, birthday: date, zone: str
) -> None:
    days = _eve_and_morning(birthday, zone)
    signed = replace(SLIP, signed_on=date(2025, 9, 1))
    ahead = replace(OWN, signed_on=date(2025, 9, 1), effective_from=birthday)
    parents = [_described(day, born, [signed]) for day in days]
    assert _outcomes(engine, parents) == [FORWARD, PSEUDONYMISE]
    assert _rules(engine.decide(parents[1])) == {"ferpa.consent-not-holder"}
    own = [_described(day, born, [ahead]) for day in days]
    assert _outcomes(engine, own) == [PSEUDONYMISE, FORWARD]
    both = [_described(day, born, [signed, ahead]) for day in days]
    assert _outcomes(engine, both) == [FORWARD, FORWARD]


@pytest.mark.parametrize("zone", ZONES)
def test_a_consent_lasts_through_the_last_day_of_the_school_year(engine: Engine, zone: str) -> None:
    assert SLIP.expires_on == date(2027, 6, 30)
    days = _eve_and_morning(date(2027, 7, 1), zone)
    facts = [_described(day, date(2011, 1, 1), [SLIP]) for day in days]
    assert _outcomes(engine, facts) == [FORWARD, PSEUDONYMISE]
    assert _rules(engine.decide(facts[1])) == {"ferpa.consent-expired"}


@pytest.mark.parametrize("zone", ZONES)
def test_an_agreement_lasts_through_its_last_day(engine: Engine, zone: str) -> None:
    tool = replace(
        LISTED,
        direct_control=True,
        agreement_from=date(2026, 8, 1),
        agreement_until=date(2027, 7, 31),
    )

    def at(day: date) -> Facts:
        facts = _described(day, date(2011, 1, 1), [], tool=tool)
        basis = PseudonymisedBasis.SCHOOL_OFFICIAL
        return replace(facts, district=replace(facts.district, pseudonymised_basis=basis))

    begins = [at(day) for day in _eve_and_morning(date(2026, 8, 1), zone)]
    assert _outcomes(engine, begins) == [REFUSE, PSEUDONYMISE]
    ends = [at(day) for day in _eve_and_morning(date(2027, 8, 1), zone)]
    assert _outcomes(engine, ends) == [PSEUDONYMISE, REFUSE]
    assert "ferpa.official-agreement" in _rules(engine.decide(ends[1]))


def test_utc_is_another_day_somewhere() -> None:
    """Or none of the tests above would tell the district's day from the server's."""
    day = date(2027, 7, 1)
    seconds = [
        datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) - timedelta(seconds=1)
        for zone in ZONES
    ]
    assert {instant.date() for instant in seconds} == {day, date(2027, 6, 30)}


def _rules(decision: Decision) -> set[str]:
    return {reason.rule for reason in decision.reasons}


@pytest.mark.parametrize(
    ("day", "running"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 10, 31), True),
        (date(2026, 11, 1), False),
    ],
    ids=["eve", "first day", "last day", "day after"],
)
def test_a_pilot_runs_from_its_first_day_to_its_last(day: date, running: bool) -> None:
    tool = replace(
        TOOL,
        status=ToolStatus.PILOT,
        pilot_classes=frozenset({"c1"}),
        pilot_from=date(2026, 10, 1),
        pilot_until=date(2026, 10, 31),
    )
    asker = Principal(
        person=TEACHER, age_band=AgeBand.ADULT, age_source=AgeSource.ROLE, classes=("c1",)
    )
    assert gather_tool(tool, principal=asker, day=day).in_pilot is running
