"""The consent ledger as the office sees it: where each consent stands, what is wrong, what is due.

Says of every consent on a day what the decision would say of it. Knows dates of birth only to
compute with: nothing here returns one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import batched
from typing import Final

from sqlalchemy import Connection, select
from tink import aead

from gateway.decision.consents import (
    Age,
    consent_state,
    has_say,
    holds_rights,
    names,
    names_party,
    takes_along,
    with_successors,
)
from gateway.district.directory import District
from gateway.district.documents import CONSENT, TOOL
from gateway.district.enrolled import read_enrolled
from gateway.district.merged import read_merged
from gateway.district.permissions import CONSENTS
from gateway.district.permitted import read_permitted
from gateway.district.sheets import Sheet
from gateway.identity.ages import MAJORITY, age_of
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.rows import Difference, Stale
from gateway.oversight.sheets import SheetDesk
from gateway.store import tables
from gateway.store.engine import Reader
from gateway.terms.disclosure import Consent, ConsentState, Grant, Signer, Tool
from gateway.terms.people import Kind, Person, Role
from gateway.terms.rights import Rights

NOTICES: Final = (7, 30, 60)
"""Days before something ends on which the office is to be told."""
BATCH = 500

CONSENT_SHEET: Final = SheetDesk(
    CONSENTS,
    Sheet("consents.csv", Consent, needed=("id", "subject"), without="ai_training"),
)
"""A row a consent. That nobody trains AI on students is no column: it is always refused."""


class Flag(StrEnum):
    """What the office should look at in a consent that stands."""

    NOT_HOLDER = "not_holder"
    CONFLICT = "conflict"
    NO_SUCH_TOOL = "no_such_tool"
    OTHER_PARTY = "other_party"
    REFUSED = "refused"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One consent as it stands on a day.

    `missing` are the required fields it lacks, where it is defective; `holder` tells whether who
    signed holds the rights that day.
    """

    consent: Consent
    state: ConsentState
    missing: tuple[str, ...]
    holder: bool
    flags: frozenset[Flag]


class Task(StrEnum):
    """Why something is in the office's queue."""

    TURNS_18 = "turns_18"
    ENDS = "ends"
    DEFECTIVE = "defective"
    CONFLICT = "conflict"


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """Something to do about a student's consents.

    `days` until it takes effect, `notice` the step of `NOTICES` that has come; both None for what
    is so already. `done` tells that what will take its place is on file.
    """

    task: Task
    subject: str
    consent: str
    on: date | None = None
    days: int | None = None
    notice: int | None = None
    done: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Student:
    """What is known of one student, as far as consents ask. `recorded` are the consents as they
    were recorded, by id: those of somebody who was merged may name another id."""

    person: Person
    age: Age
    turns_18: date | None
    rights: Rights | None
    refused: bool
    consents: tuple[Consent, ...]
    recorded: Mapping[str, Consent]


class Ledger:
    """The consent ledger, to be read, brought in and taken out."""

    def __init__(
        self, office: Office, reader: Reader, district: District, fields: aead.Aead
    ) -> None:
        """Open it; `fields` opens birth dates, to compute with."""
        self._office = office
        self._reader = reader
        self._district = district
        self._fields = fields

    async def listed(
        self,
        *,
        subject: str = "",
        state: ConsentState | None = None,
        after: str = "",
        limit: int = 50,
    ) -> list[Entry]:
        """Return consents as they stand today, in the order of their ids, those after an id.

        Args:
            subject: only those about this student, "" for all.
            state: only those that stand so, None for all.
            after: only those with a greater id.
            limit: at most so many.
        """
        day = self._district.today()

        def unit(db: Connection) -> list[Entry]:
            return _listed(db, self._fields, day, subject, state, after, limit)

        return await self._reader.read(unit)

    async def queue(self) -> list[Due]:
        """Return what the office has to do, the most urgent first, what is so already last."""
        day = self._district.today()
        due = await self._reader.read(lambda db: _queue(db, self._fields, day))
        return sorted(due, key=lambda one: (one.days is None, one.days or 0, one.task, one.consent))

    async def revision(self) -> int:
        """Return a number that grows with every change of the ledger."""
        query = select(tables.revisions.c.number).where(tables.revisions.c.name == "consents")
        return await self._reader.quick(lambda db: db.execute(query).scalar_one())

    async def import_sheet(
        self,
        data: bytes,
        *,
        why: str,
        by: Officer,
        dry_run: bool = False,
        seen: int | None = None,
    ) -> Difference:
        """Put a sheet of consents into the ledger: all of it or nothing.

        Args:
            data: the sheet.
            why: the reason, for the history.
            by: who brings it in.
            dry_run: only tell what would be done.
            seen: the revision the sheet was tried on; None where nobody tried it.

        Raises:
            SheetRejected: some rows cannot be; says which, and why.
            Stale: the ledger was changed since, or is being changed; nothing was.
            Unusable: as for `Office.put_many`; nothing was changed.
        """
        if seen is not None and seen != await self.revision():
            raise Stale("the ledger was changed since the sheet was tried; try it again")
        return await CONSENT_SHEET.bring(self._office, data, why=why, by=by, dry_run=dry_run)


def _listed(
    db: Connection,
    fields: aead.Aead,
    day: date,
    subject: str,
    state: ConsentState | None,
    after: str,
    limit: int,
) -> list[Entry]:
    found: list[Entry] = []
    consents = tables.consents
    while len(found) < limit:
        query = select(consents.c.id, consents.c.document).where(consents.c.id > after)
        if subject:
            query = query.where(consents.c.subject.in_(read_merged(db).rows(subject)))
        rows = db.execute(query.order_by(consents.c.id).limit(BATCH)).all()
        stand = entries(db, fields, day, [CONSENT.read(row.document) for row in rows])
        found += [one for one in stand if state in (None, one.state)]
        if len(rows) < BATCH:
            break
        after = rows[-1].id
    return found[:limit]


def _queue(db: Connection, fields: aead.Aead, day: date) -> list[Due]:
    stored = db.execute(select(tables.consents.c.subject).distinct()).scalars()
    subjects = dict.fromkeys(map(read_merged(db).one, stored))
    tools = registered(db)
    return [
        one
        for some in batched(subjects, BATCH)
        for student in _students(db, fields, day, some).values()
        for one in _due(student, tools, day)
    ]


def entries(
    db: Connection, fields: aead.Aead, day: date, consents: Sequence[Consent]
) -> list[Entry]:
    """Return consents as they stand on a day, in the order given."""
    students = _students(db, fields, day, {one.subject for one in consents})
    tools = registered(db)
    by_id = {
        entry.consent.id: entry
        for student in students.values()
        for entry in _stand(student, tools, day)
    }
    return [by_id[one.id] for one in consents]


def registered(db: Connection) -> Mapping[str, Tool]:
    """Return every registered tool by its id."""
    return {
        one.id: one for one in map(TOOL.read, db.execute(select(tables.tools.c.document)).scalars())
    }


def _stand(student: _Student, tools: Mapping[str, Tool], day: date) -> Iterator[Entry]:
    """Yield one student's consents as they stand."""
    states = {one.id: consent_state(one, day) for one in student.consents}
    rights = student.rights if student.rights is not None and student.rights.on(day) else None
    heard = [one for one in student.consents if has_say(one, student.age, rights)]
    active = [one for one in heard if states[one.id] is ConsentState.ACTIVE]
    withdrawn = [one for one in heard if states[one.id] is ConsentState.REVOKED]
    for consent in student.consents:
        state = states[consent.id]
        holder = holds_rights(consent, student.person, student.age, rights)
        flags: set[Flag] = set()
        if state is ConsentState.ACTIVE:
            named = {one for one in consent.recipients if not one.startswith("class:")}
            wrong = {
                Flag.NOT_HOLDER: not holder,
                Flag.CONFLICT: consent in heard
                and (
                    any(_disagree(consent, other, tools, student.recorded) for other in active)
                    or any(_taken_along(consent, by=other, tools=tools) for other in withdrawn)
                ),
                Flag.NO_SUCH_TOOL: not named <= tools.keys(),
                Flag.OTHER_PARTY: any(
                    one.id in named and not names_party(consent, one) for one in tools.values()
                ),
                Flag.REFUSED: student.refused,
                Flag.GONE: not student.person.active,
            }
            flags = {flag for flag, is_so in wrong.items() if is_so}
        as_recorded = student.recorded[consent.id]
        yield Entry(
            consent=replace(consent, subject=as_recorded.subject, signer=as_recorded.signer),
            state=state,
            missing=consent.missing() if state is ConsentState.DEFECTIVE else (),
            holder=holder,
            flags=frozenset(flags),
        )


def _disagree(
    one: Consent, other: Consent, tools: Mapping[str, Tool], recorded: Mapping[str, Consent]
) -> bool:
    """Tell whether two who may sign want different things of the same tool and purpose, or one of
    them for two ids of one student."""
    same_id = recorded[one.id].subject == recorded[other.id].subject
    return not (one.signer == other.signer and same_id) and differ(one, other, tools)


def differ(one: Consent, other: Consent, tools: Mapping[str, Tool]) -> bool:
    """Tell whether two consents say different things of the same tool and purpose."""
    asked = (
        {one.collect_use, other.collect_use},
        {one.disclose_third_party, other.disclose_third_party},
    )
    return {Grant.GRANTED, Grant.REFUSED} in asked and _meet(one, other, tools)


def _taken_along(consent: Consent, *, by: Consent, tools: Mapping[str, Tool]) -> bool:
    """Tell whether a withdrawal takes along a consent that stands: one of somebody else, or of the
    same signer's that leaves nothing of it."""
    all_of_it = not by.recipients or consent.recipients <= by.recipients
    theirs = by.signer != consent.signer or all_of_it
    return theirs and takes_along(by, consent) and _meet(consent, by, tools)


def _meet(one: Consent, other: Consent, tools: Mapping[str, Tool]) -> bool:
    """Tell whether two consents are about one tool, by its id or its class, and one purpose; what
    names none is about all."""
    if one.purposes and other.purposes and one.purposes.isdisjoint(other.purposes):
        return False
    if not (one.recipients and other.recipients):
        return True
    shared = not one.recipients.isdisjoint(other.recipients)
    return shared or any(names(one, tool) and names(other, tool) for tool in tools.values())


def _due(student: _Student, tools: Mapping[str, Tool], day: date) -> Iterator[Due]:
    stand = list(_stand(student, tools, day))
    own = any(
        one.relationship is Signer.ELIGIBLE_STUDENT
        and one.signer == student.person.id
        and consent_state(one, day) in (ConsentState.ACTIVE, ConsentState.DRAFT)
        and not (one.draft or one.missing())
        for one in student.consents
    )
    for entry in stand:
        consent = replace(entry.consent, subject=student.person.id)
        if entry.state is ConsentState.DEFECTIVE:
            yield _so(Task.DEFECTIVE, consent)
        if entry.state is not ConsentState.ACTIVE:
            continue
        if Flag.CONFLICT in entry.flags:
            yield _so(Task.CONFLICT, consent)
        # End dates are inclusive: the first day without it is the day after.
        last = consent.expires_on
        if last is not None and last < date.max:
            renewed = any(
                other.supersedes == consent.id and not (other.draft or other.missing())
                for other in student.consents
            )
            yield from _comes(Task.ENDS, consent, last + timedelta(days=1), day, done=renewed)
        if entry.holder and consent.relationship is not Signer.ELIGIBLE_STUDENT:
            yield from _comes(Task.TURNS_18, consent, student.turns_18, day, done=own)


def _so(task: Task, consent: Consent) -> Due:
    return Due(task=task, subject=consent.subject, consent=consent.id)


def _comes(
    task: Task, consent: Consent, on: date | None, day: date, *, done: bool
) -> Iterator[Due]:
    days = -1 if on is None else (on - day).days
    if 0 <= days <= NOTICES[-1]:
        yield Due(
            task=task,
            subject=consent.subject,
            consent=consent.id,
            on=on,
            days=days,
            notice=next(step for step in NOTICES if days <= step),
            done=done,
        )


def _students(
    db: Connection, fields: aead.Aead, day: date, ids: Iterable[str]
) -> dict[str, _Student]:
    """Read what consents ask of some students, those too whom the roster no longer holds; by each
    id of theirs that is asked for."""
    merged = read_merged(db)
    found: dict[str, _Student] = {}
    for some in batched(ids, BATCH):
        rows = merged.rows_of(some)
        people = read_enrolled(db, fields, merged, some)
        permitted = read_permitted(db, some, merged)
        theirs = select(tables.consents.c.document).where(tables.consents.c.subject.in_(rows))
        recorded = {one.id: one for one in map(CONSENT.read, db.execute(theirs).scalars())}
        for one in some:
            known = people.get(merged.one(one))
            person = known.person if known is not None else _gone(merged.one(one))
            born = known.born if known is not None else None
            found[one] = _Student(
                person=person,
                age=Age(*age_of(person, born, day)),
                turns_18=_birthday(born, MAJORITY) if born is not None else None,
                rights=permitted.rights.get(one),
                refused=permitted.refused[one],
                consents=with_successors(permitted.consents[one], day),
                recorded=recorded,
            )
    return found


def _gone(student: str) -> Person:
    """Return somebody of whom only consents are left."""
    return Person(id=student, kind=Kind.STUDENT, role=Role.STUDENT, given=student, active=False)


def _birthday(born: date, years: int) -> date:
    """Return the day somebody turns so old; who is born on Feb 29, on Mar 1 of common years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)
