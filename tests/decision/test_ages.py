"""The 13th and the 18th birthday, from the birth date to the decision."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.decision import bases
from gateway.decision.engine import Engine
from gateway.identity.ages import age_of
from gateway.terms.decision import Facts, Outcome
from gateway.terms.people import Kind, Person, Role

PUPIL = Person(id="p", kind=Kind.STUDENT, role=Role.STUDENT, given="Talia", grade="07")


def _typed_on(day: date, born: date | None, *, min_user_age: int = 0) -> Facts:
    band, source, years = age_of(PUPIL, born, day)
    facts = bases.facts("teen", [])
    principal = replace(facts.principal, age_band=band, age_source=source, age=years)
    return replace(facts, principal=principal, tool=replace(facts.tool, min_user_age=min_user_age))


@pytest.mark.parametrize(
    ("born", "day", "outcome"),
    [
        (date(2013, 10, 2), date(2026, 10, 1), Outcome.REFUSE),
        (date(2013, 10, 1), date(2026, 10, 1), Outcome.FORWARD),
        (date(2013, 9, 30), date(2026, 10, 1), Outcome.FORWARD),
        (date(2012, 2, 29), date(2025, 2, 28), Outcome.REFUSE),
        (date(2012, 2, 29), date(2025, 3, 1), Outcome.FORWARD),
        (None, date(2026, 10, 1), Outcome.REFUSE),
        (date(2027, 1, 1), date(2026, 10, 1), Outcome.REFUSE),
    ],
    ids=[
        "eve",
        "13th birthday",
        "day after",
        "Feb 29 on Feb 28",
        "Feb 29 on Mar 1",
        "no",
        "future",
    ],
)
def test_a_student_may_type_from_the_13th_birthday_on(
    engine: Engine, born: date | None, day: date, outcome: Outcome
) -> None:
    assert engine.decide(_typed_on(day, born)).outcome is outcome


@pytest.mark.parametrize(
    ("born", "outcome"),
    [
        (date(2008, 10, 2), Outcome.REFUSE),
        (date(2008, 10, 1), Outcome.FORWARD),
        (date(2008, 9, 30), Outcome.FORWARD),
    ],
    ids=["eve", "18th birthday", "day after"],
)
def test_a_tool_for_adults_opens_on_the_18th_birthday(
    engine: Engine, born: date, outcome: Outcome
) -> None:
    facts = _typed_on(date(2026, 10, 1), born, min_user_age=18)
    assert engine.decide(facts).outcome is outcome
