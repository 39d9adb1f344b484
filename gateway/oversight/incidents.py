"""The privacy office's desk: requests to see records, leaks and what came of them, with clocks."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Connection, exists, select

from gateway.district.documents import Document
from gateway.district.papers import Papers
from gateway.district.shelves import check_id, check_texts, invalid
from gateway.oversight.deadlines import Due, due_of_incident, due_of_request
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.store.engine import Reader
from gateway.store.tables import access_requests, incidents, log_entries, people
from gateway.terms.incidents import RELEASED, AccessRequest, Incident, RequestState

MOST = 10_000
REPORTED = "reported by somebody who asked"
_REGION = re.compile("[A-Z]{2}|")

INCIDENT: Final = Document(Incident)
REQUEST: Final = Document(AccessRequest)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """A request or an incident with what is due of it, the earliest first."""

    row: str
    due: tuple[Due, ...]


class IncidentDesk:
    """The door for whoever reports a leak, and for whoever asks what is due."""

    def __init__(
        self,
        office: Office,
        reader: Reader,
        *,
        today: Callable[[], date],
        new_id: Callable[[], str],
    ) -> None:
        """Open it; `today` gives the district's local date, `new_id` ids of incidents."""
        self._office = office
        self._reader = reader
        self._today = today
        self._new_id = new_id

    async def report(self, words: str, *, record: str, by: Officer) -> str:
        """Take a report of a leak from anybody; return the incident's id.

        Args:
            words: what whoever reports it says; sealed in the history, never in the log.
            record: id of the record it happened in, "" where that is not known.
            by: who reports it.

        Raises:
            BadRequest: there are no words, or no such record.
            Unusable: log or database cannot be used.
        """
        incident = Incident(
            id=self._new_id().lower(),
            title=REPORTED,
            discovered_on=self._today(),
            records=frozenset({record} - {""}),
        )
        await self._office.put(INCIDENTS, incident, seen=None, why=words, by=by)
        return incident.id

    async def clocks(self) -> list[Clock]:
        """Return the open requests and incidents with what is due, the most urgent first."""

        def unit(db: Connection) -> list[Clock]:
            asked = [
                Clock(row=one.id, due=tuple(due_of_request(one)))
                for one in REQUESTS.listed(db, "", MOST)
            ]
            leaked = [
                Clock(row=one.id, due=tuple(due_of_incident(one)))
                for one in INCIDENTS.listed(db, "", MOST)
            ]
            return sorted(
                (one for one in (*asked, *leaked) if one.due), key=lambda one: one.due[0].on
            )

        return await self._reader.read(unit)


def releases_of(db: Connection, subject: Collection[str]) -> list[Incident]:
    """Return the incidents by which data of a subject with these log ids was released by mistake,
    by id."""
    found = INCIDENTS.listed(db, "", MOST)
    return [one for one in found if one.state in RELEASED and not one.subjects.isdisjoint(subject)]


def _check_request(db: Connection, request: AccessRequest) -> None:
    check_id(request.id)
    check_texts(request)
    _check_region(request.region)
    for name, kind in (("student", "student"), ("by", "")):
        at = [people.c.id == getattr(request, name)]
        at += [people.c.kind == kind] if kind else []
        if not db.execute(select(exists().where(*at))).scalar():
            raise invalid(f"no {kind or 'person'} of the roster has this id", name)
    done = request.state is not RequestState.OPEN
    if done != (request.done_on is not None):
        raise invalid("a request that is done says on which day, an open one does not", "done_on")
    if request.done_on is not None and request.done_on < request.received_on:
        raise invalid("it was done before it was received", "done_on")


def _check_incident(db: Connection, incident: Incident) -> None:
    check_id(incident.id)
    check_texts(incident)
    _check_region(incident.region)
    if not incident.title.strip():
        raise invalid("say what it is, without anybody's name", "title")
    if incident.state in RELEASED and not (incident.subjects and incident.party.strip()):
        raise invalid("a release names whose data it was, by log id, and who got it", "subjects")
    for day in (incident.happened_on, incident.told_on):
        if day is not None and day > incident.discovered_on:
            raise invalid("it was discovered before that", "discovered_on")
    known = select(log_entries.c.record).where(log_entries.c.record.in_(incident.records))
    if incident.records - set(db.execute(known).scalars()):
        raise invalid("no record of the log has this id", "records")


def _check_region(region: str) -> None:
    if not _REGION.fullmatch(region):
        raise invalid("a state is its two capital letters, or empty", "region")


INCIDENTS: Final = Papers(incidents, INCIDENT).shelf(
    "incident", check=_check_incident, removable=False
)
REQUESTS: Final = Papers(access_requests, REQUEST).shelf(
    "access_request", check=_check_request, removable=False
)
