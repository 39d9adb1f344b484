"""People who may have come twice on the roster, and what merging two would change. Changes nothing.

Tells ids and signs alone: no name, no date of birth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Final

from sqlalchemy import ColumnElement, Connection, or_, select
from tink import aead

from gateway.decision.consents import consent_state
from gateway.district.directory import District
from gateway.district.documents import EMERGENCY, HAND_OVER, HOLD
from gateway.district.enrolled import people_of_all, read_enrolled
from gateway.district.merged import read_merged
from gateway.district.merges import check_pair
from gateway.district.permitted import read_permitted
from gateway.oversight.leaving import naming
from gateway.oversight.ledger import differ, registered
from gateway.oversight.likeness import Likely, Sign, alike, likely, signs_of
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.store import tables
from gateway.store.engine import Reader
from gateway.terms.disclosure import ConsentState
from gateway.terms.people import PersonMerge

BATCH: Final = 500
UNSAVED: Final = ""
"""The id of a merge that is none yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """What merging two would change.

    `signs` are what they have in common. `recorded` are, by kind, ids of the rows that name the
    duplicate and would be the kept person's; `conflicts` ids of consents in force that say other
    things under the one id than under the other: the stricter would win.
    """

    signs: frozenset[Sign]
    recorded: dict[str, tuple[str, ...]]
    conflicts: tuple[str, ...]


class Duplicates:
    """The door for whoever looks for people who came twice."""

    def __init__(
        self, office: Office, reader: Reader, district: District, fields: aead.Aead
    ) -> None:
        """Open it; `fields` opens birth dates, to compare with."""
        self._office = office
        self._reader = reader
        self._district = district
        self._fields = fields

    async def likely(self, by: Officer) -> list[Likely]:
        """Return who may have come twice and was not merged. Takes seconds at 500,000 people."""
        await self._office.note("duplicates_read", by)
        return await self._reader.read(lambda db: _likely(db, self._fields))

    async def effect(self, kept: str, duplicate: str, by: Officer) -> Effect:
        """Return what merging two would change.

        Raises:
            BadRequest: these two cannot be merged; says why.
        """
        await self._office.note("duplicates_read", by)
        await self._district.refresh()
        day = self._district.today()
        return await self._reader.read(lambda db: _effect(db, self._fields, day, kept, duplicate))


def _likely(db: Connection, fields: aead.Aead) -> list[Likely]:
    merged = read_merged(db)
    pairs = alike(people_of_all(db, merged))
    ids = sorted({one for pair in pairs for one in pair})
    births: dict[str, date | None] = {}
    for some in batched(ids, BATCH):
        known = read_enrolled(db, fields, merged, some)
        births.update({one: enrolled.born for one, enrolled in known.items()})
    return likely(pairs.values(), births)


def _effect(db: Connection, fields: aead.Aead, day: date, kept: str, duplicate: str) -> Effect:
    check_pair(db, PersonMerge(id=UNSAVED, kept=kept, duplicate=duplicate))
    merged = read_merged(db)
    both = (kept, duplicate)
    known = read_enrolled(db, fields, merged, both)
    births = {one: enrolled.born for one, enrolled in known.items()}
    consents = {
        one: [consent for consent in found if consent_state(consent, day) is ConsentState.ACTIVE]
        for one, found in read_permitted(db, both, merged).consents.items()
    }
    tools = registered(db)
    apart = {
        consent.id
        for mine in consents[kept]
        for theirs in consents[duplicate]
        if differ(mine, theirs, tools)
        for consent in (mine, theirs)
    }
    recorded = {kind: tuple(rows) for kind, rows in _recorded(db, duplicate).items() if rows}
    return Effect(
        signs=frozenset(signs_of(known[kept].person, known[duplicate].person, births)),
        recorded=recorded,
        conflicts=tuple(sorted(apart)),
    )


def _recorded(db: Connection, person: str) -> dict[str, Sequence[str]]:
    """Return the ids of rows that name somebody, by their kind."""
    consents, rights, refusals = tables.consents.c, tables.rights.c, tables.refusals.c
    opted, access, cases = (
        tables.directory_opt_outs.c,
        tables.class_access.c,
        tables.caseloads.c,
    )
    links, keys, asked = tables.person_links.c, tables.api_keys.c, tables.signature_requests.c
    pairs, places = tables.guardianships.c, tables.enrolments.c

    def ids(column: ColumnElement[str], *where: ColumnElement[bool]) -> Sequence[str]:
        return db.execute(select(column).where(*where).order_by(column)).scalars().all()

    return {
        "consents": ids(consents.id, consents.subject == person),
        "rights": ids(rights.student, rights.student == person),
        "refusals": ids(refusals.subject, refusals.subject == person),
        "directory_opt_outs": ids(opted.id, opted.student == person),
        "classes": ids(places.class_id, places.person == person),
        "class_access": ids(access.id, access.person == person),
        "cases": ids(cases.id, or_(cases.person == person, cases.student == person)),
        "wards": ids(pairs.student, pairs.guardian == person),
        "guardians": ids(pairs.guardian, pairs.student == person),
        "person_links": ids(links.id, or_(links.person == person, links.other == person)),
        "keys": ids(keys.id, keys.person == person, keys.revoked.is_(None)),
        "signature_requests": ids(asked.id, or_(asked.subject == person, asked.signer == person)),
        "held_prompts": [
            one.id
            for one in naming(db, tables.held_prompts, HOLD, person)
            if person in (one.principal, *one.about)
        ],
        "hand_overs": [
            one.id
            for one in naming(db, tables.hand_overs, HAND_OVER, person)
            if one.person == person
        ],
        "emergencies": [
            one.id
            for one in naming(db, tables.emergencies, EMERGENCY, person)
            if person in one.about | one.typists
        ],
    }
