"""What else there is of somebody who is to be forgotten: what must be settled first, what goes, and
what the law has kept. Units of work.

What is kept names them by their log id, which nobody can look up any more.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from sqlalchemy import Connection, Table, delete, select

from gateway.district.documents import CONSENT, EMERGENCY, HAND_OVER, HOLD, Document
from gateway.district.emergencies import EMERGENCIES
from gateway.district.hand_overs import HAND_OVERS
from gateway.district.history import erase_edits
from gateway.district.holds import HOLDS
from gateway.district.sealed_words import shred_words
from gateway.district.shelves import Shelf, advance, version_of
from gateway.errors import BadRequest
from gateway.oversight.incidents import INCIDENT, INCIDENTS, REQUEST, REQUESTS
from gateway.store import tables
from gateway.terms.hand_overs import HandOverState
from gateway.terms.incidents import RELEASED, IncidentState, RequestState

STAYS: Final = {
    "emergencies": "34 CFR 99.32(a)(5): the threat and who was told are part of the record of "
    "disclosures",
    "incidents": "34 CFR 99.32(a)(1): a release by mistake is a disclosure, which is recorded",
    "consents_signed": "34 CFR 99.30(a): a consent about somebody else names who signed it",
}
"""What may stay of somebody, and why."""


class Unsettled(BadRequest):
    """Something about the person is under way, for which it must be known who they are."""

    code = "unsettled"
    status = 409


@dataclass(kw_only=True, slots=True)
class Left:
    """What was done with what else there was: rows that are gone and edits that were emptied, and
    rows that stay, by their kind in `STAYS`."""

    gone: Counter[str] = field(default_factory=Counter)
    stays: Counter[str] = field(default_factory=Counter)
    edits: int = 0


def check_settled(db: Connection, person: str, log_id: str, now: int) -> None:
    """Refuse while something about somebody is under way.

    Args:
        db: the database.
        person, log_id: who, on the roster and in the log.
        now: milliseconds since 1970 UTC.

    Raises:
        Unsettled: with what is to be settled first.
    """
    for request in naming(db, tables.access_requests, REQUEST, person):
        # 34 CFR 99.10(e): nothing is destroyed while somebody asks to see it.
        if person in (request.student, request.by) and request.state is RequestState.OPEN:
            raise Unsettled(f"request `{request.id}` to see records is open; answer it first")
    for incident in naming(db, tables.incidents, INCIDENT, log_id):
        open_still = incident.state in (IncidentState.REPORTED, IncidentState.CONFIRMED)
        if log_id in incident.subjects and open_still:
            raise Unsettled(f"incident `{incident.id}` is about this person; close it first")
    for emergency in naming(db, tables.emergencies, EMERGENCY, person):
        if person in emergency.about | emergency.typists and emergency.ends > now:
            raise Unsettled(f"emergency `{emergency.id}` is under way; end it first")
    for one in naming(db, tables.hand_overs, HAND_OVER, person):
        if one.person == person and one.state is not HandOverState.ACKNOWLEDGED:
            raise Unsettled(f"nobody has hand-over `{one.id}` yet; the safety team comes first")


def cut_loose(db: Connection, person: str, log_id: str) -> Left:
    """Take away what may go of somebody, and put their log id where a row has to stay."""
    left = Left()
    _prompts(db, person, left)
    _requests(db, person, log_id, left)
    _incidents(db, log_id, left)
    _emergencies(db, person, log_id, left)
    for consent in naming(db, tables.consents, CONSENT, person):
        if consent.signer == person and consent.subject != person:
            left.stays["consents_signed"] += 1
    return left


def _prompts(db: Connection, person: str, left: Left) -> None:
    """Shred what waits for an officer or is with the safety team."""
    for hold in naming(db, tables.held_prompts, HOLD, person):
        if person in (hold.principal, *hold.about):
            shred_words(db, HOLDS.kind, hold.id)
            _gone(db, tables.held_prompts, hold.id)
            left.gone["held_prompts"] += 1
    for one in naming(db, tables.hand_overs, HAND_OVER, person):
        if one.person == person:
            shred_words(db, HAND_OVERS.kind, one.id)
            _gone(db, tables.hand_overs, one.id)
            left.gone["hand_overs"] += 1
            left.edits += erase_edits(db, HAND_OVERS.kind, one.id)


def _requests(db: Connection, person: str, log_id: str, left: Left) -> None:
    """Take requests to see their records away: no record of those is asked for where it was the
    parent or the student who asked, 34 CFR 99.32(d)(1)."""
    for request in naming(db, tables.access_requests, REQUEST, person):
        if request.student == person:
            _gone(db, tables.access_requests, request.id)
            left.gone["access_requests"] += 1
            left.edits += erase_edits(db, REQUESTS.kind, request.id)
        elif request.by == person:
            _put(db, REQUESTS, replace(request, by=log_id))


def _incidents(db: Connection, log_id: str, left: Left) -> None:
    """Keep releases by mistake, which name a log id alone; take the others off."""
    for incident in naming(db, tables.incidents, INCIDENT, log_id):
        if log_id not in incident.subjects:
            continue
        if incident.state in RELEASED:
            left.stays["incidents"] += 1
            continue
        _put(db, INCIDENTS, replace(incident, subjects=incident.subjects - {log_id}))
        left.gone["incidents"] += 1
        left.edits += erase_edits(db, INCIDENTS.kind, incident.id)


def _emergencies(db: Connection, person: str, log_id: str, left: Left) -> None:
    """Keep declared emergencies, with the log id in place of the person's."""
    for emergency in naming(db, tables.emergencies, EMERGENCY, person):
        if person not in emergency.about | emergency.typists:
            continue
        about, typists = (
            frozenset(log_id if one == person else one for one in people)
            for people in (emergency.about, emergency.typists)
        )
        _put(db, EMERGENCIES, replace(emergency, about=about, typists=typists))
        left.stays["emergencies"] += 1


def naming[T](db: Connection, table: Table, document: Document[T], word: str) -> list[T]:
    """Return the rows in whose documents a word stands; whether it means somebody is yet to see."""
    column = table.c.document
    query = select(column).where(column.contains(word, autoescape=True))
    return [document.read(text) for text in db.execute(query).scalars()]


def _gone(db: Connection, table: Table, row: str) -> None:
    db.execute(delete(table).where(table.c.id == row))


def _put[T](db: Connection, shelf: Shelf[T], value: T) -> None:
    """Put a row in place without a history: whoever edits it from what they read is told."""
    row = shelf.row_of(value)
    advance(db, shelf.kind, row, version_of(db, shelf.kind, row))
    shelf.put(db, value, 0)
