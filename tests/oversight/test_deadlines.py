"""By when the law wants what."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources

import pytest

from gateway.oversight.deadlines import due_of_incident, due_of_request, regions
from gateway.terms.incidents import AccessRequest, Incident, IncidentState, RequestState

FRIDAY = date(2026, 3, 6)
ASKED = AccessRequest(id="r1", student="s1", by="g1", received_on=FRIDAY)
LEAK = Incident(id="i1", title="a sheet", discovered_on=FRIDAY)


@pytest.mark.parametrize(
    ("region", "first", "source"),
    [
        ("", FRIDAY + timedelta(days=45), "34 CFR 99.10(b)"),
        ("OH", FRIDAY + timedelta(days=45), "34 CFR 99.10(b)"),
        ("CA", date(2026, 3, 13), "Cal. Educ. Code 49069.7"),
        ("IL", date(2026, 3, 20), "105 ILCS 10/5(c)"),
    ],
)
def test_a_request_is_due_by_the_stricter_of_federal_and_state_law(
    region: str, first: date, source: str
) -> None:
    due = due_of_request(replace(ASKED, region=region))
    assert (due[0].on, due[0].source) == (first, source)
    assert "34 CFR 99.10(b)" in [one.source for one in due]


def test_a_request_is_due_before_the_meeting_it_is_for() -> None:
    meeting = FRIDAY + timedelta(days=3)
    due = due_of_request(replace(ASKED, meeting_on=meeting, region="CA"))
    assert (due[0].on, due[0].source) == (meeting - timedelta(days=1), "34 CFR 300.613(a)")


def test_nothing_is_due_of_what_is_done() -> None:
    done = replace(ASKED, state=RequestState.FULFILLED, done_on=FRIDAY)
    assert due_of_request(done) == []
    for state in (IncidentState.CLOSED, IncidentState.DISMISSED):
        assert due_of_incident(replace(LEAK, region="NY", state=state)) == []
    assert due_of_incident(replace(LEAK, region="NY", notified_on=FRIDAY)) == []


def test_an_incident_runs_from_its_discovery_and_from_when_the_party_told() -> None:
    due = due_of_incident(replace(LEAK, region="NY"))
    assert [(one.on - FRIDAY).days for one in due] == [10, 60]
    told = replace(LEAK, region="NY", told_on=FRIDAY - timedelta(days=4))
    assert (due_of_incident(told)[0].on - FRIDAY).days == 6
    assert due_of_incident(LEAK) == []  # federal law names no day


def test_every_law_in_the_data_names_its_source_and_its_days() -> None:
    text = resources.files("gateway.oversight").joinpath("deadlines.toml").read_text()
    for some in tomllib.loads(text).values():
        for one in some:
            assert one["source"]
            assert one["days"] > 0
    assert {"CA", "IL", "NY"} <= regions()
