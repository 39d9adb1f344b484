"""By when something is due under which law: the clocks of requests and of incidents.

The laws stand as data in `deadlines.toml`, each with its source.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from gateway.terms.incidents import AccessRequest, Incident, IncidentState, RequestState

MEETING = "34 CFR 300.613(a)"
SATURDAY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """Something to do, its last day (local, inclusive), and the law that says so."""

    what: str
    on: date
    source: str


def regions() -> frozenset[str]:
    """Return the states of which something is known here, as their two letters."""
    return frozenset(one["region"] for some in _laws().values() for one in some) - {""}


def due_of_request(request: AccessRequest) -> list[Due]:
    """Return the last days for a request, the earliest first; none once it is done."""
    if request.state is not RequestState.OPEN:
        return []
    found = [
        Due(
            what="let the records be seen",
            on=_after(request.received_on, one),
            source=one["source"],
        )
        for one in _of(request.region, "access")
    ]
    if request.meeting_on is not None:
        before = request.meeting_on - timedelta(days=1)
        found.append(Due(what="let the records be seen", on=before, source=MEETING))
    return sorted(found, key=lambda one: (one.on, one.source))


def due_of_incident(incident: Incident) -> list[Due]:
    """Return the last days for an incident, the earliest first; none once all were told."""
    over = (IncidentState.CLOSED, IncidentState.DISMISSED)
    if incident.state in over or incident.notified_on is not None:
        return []
    began = {"discovered": incident.discovered_on, "told": incident.told_on}
    found = [
        Due(what=one["what"], on=_after(day, one), source=one["source"])
        for one in _of(incident.region, "incident")
        if (day := began[one["from"]]) is not None
    ]
    return sorted(found, key=lambda one: (one.on, one.source))


def _of(region: str, kind: str) -> Iterator[dict[str, Any]]:
    return (one for one in _laws()[kind] if one["region"] in ("", region))


def _after(day: date, law: dict[str, Any]) -> date:
    if not law.get("business"):
        return day + timedelta(days=law["days"])
    left = law["days"]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


@cache
def _laws() -> dict[str, list[dict[str, Any]]]:
    text = resources.files("gateway.oversight").joinpath("deadlines.toml").read_text()
    return tomllib.loads(text)
