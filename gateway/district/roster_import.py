"""Puts a roster that was read into the store: as a difference, all of it or nothing.

People who are gone are kept, inactive: their log id still explains old records; their keys are
revoked. What did not change is not written. The roster's revision moves in the same transaction, so
servers notice with their next request.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import batched

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, update
from tink import aead

from gateway.district.documents import texts
from gateway.district.imports import APPLIED, UNCHANGED, Import, record_import
from gateway.district.merged import read_merged
from gateway.district.oneroster import Roster
from gateway.district.roster_report import PEOPLE, Change, Difference
from gateway.district.roster_rows import (
    BATCH,
    Rows,
    class_rows,
    compare_rows,
    enrolment_rows,
    insert_rows,
    school_rows,
    write_rows,
)
from gateway.district.sealed import seal_birth_date
from gateway.store import tables
from gateway.terms.people import Kind, Person

type Written = Callable[[str, int, int], None]
"""Told what is being written, how many rows are done, and how many there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A roster beside the stored one: what has to be written, and how much that is."""

    new: list[Person]
    changed: list[Person]
    gone: list[str]
    digests: dict[str, bytes]
    tables: dict[str, Rows]
    difference: Difference


class RosterImport:
    """Applies rosters; what it needs to seal and to name people comes in once."""

    def __init__(
        self,
        fields: aead.Aead,
        *,
        digest_key: bytes,
        log_id: Callable[[], str],
        now: Callable[[], int],
    ) -> None:
        """Prepare imports.

        Args:
            fields: seals birth dates.
            digest_key: keys the digests by which changed rows are told.
            log_id: makes a fresh random id for a person's log entries.
            now: milliseconds since 1970.
        """
        self._fields = fields
        self._digest_key = digest_key
        self._log_id = log_id
        self._now = now

    def compare(self, db: Connection, roster: Roster, *, today: date) -> Comparison:
        """Compare a roster with the stored one; reads alone.

        Args:
            db: the database.
            roster: as read and free of faults.
            today: the district's local day: an enrolment that ended before it is expected to go.
        """
        people = tables.people
        columns = (people.c.id, people.c.digest, people.c.active, people.c.kind)
        old = {row.id: row for row in db.execute(select(*columns))}
        digests = {
            one.id: self._digest(one, roster.births.get(one.id)) for one in roster.people.values()
        }
        new = [one for one in roster.people.values() if one.id not in old]
        changed = [
            one
            for one in roster.people.values()
            if one.id in old and (old[one.id].digest, old[one.id].active) != (digests[one.id], True)
        ]
        known = {one: Kind(row.kind) for one, row in old.items() if row.active}
        gone = [one for one in known if one not in roster.people]
        moved = [one for one in changed if one.id in known and known[one.id] is not one.kind]
        had = Counter(known.values())
        added = Counter(one.kind for one in new)
        altered = Counter(one.kind for one in changed)
        left = Counter(known[one] for one in gone)
        lost = left + Counter(known[one.id] for one in moved)
        by_kind = {
            name: Change(
                added=added[kind],
                changed=altered[kind],
                removed=left[kind],
                known=had[kind],
                going=lost[kind],
            )
            for kind, name in PEOPLE.items()
        }
        rows = {
            "schools": compare_rows(db, tables.schools, school_rows(roster)),
            "classes": compare_rows(db, tables.classes, class_rows(roster)),
            "enrolments": compare_rows(
                db,
                tables.enrolments,
                enrolment_rows(roster),
                expected=lambda row: bool(row["ends"]) and row["ends"] < today.isoformat(),
            ),
        }
        changes = by_kind | {name: one.change for name, one in rows.items()}
        difference = Difference(version=roster.version, size=len(roster.people), **changes)
        return Comparison(
            new=new,
            changed=changed,
            gone=gone,
            digests=digests,
            tables=rows,
            difference=difference,
        )

    def apply(
        self,
        db: Connection,
        roster: Roster,
        *,
        source: str,
        import_id: str,
        today: date,
        most_going: int = 100,
        written: Written = lambda _what, _done, _total: None,
    ) -> Difference:
        """Write the difference between the stored roster and this one; a unit of work.

        Args:
            db: a connection in a transaction of its own; the caller commits.
            roster: as read and free of faults.
            source: where it came from, for the list of imports (a folder's name).
            import_id: a random id.
            today: the district's local day.
            most_going: how many of the known students, staff, guardians, classes and enrolments,
                in percent of each, may go with it.
            written: told how far it is.

        Raises:
            TooManyGo: more would.
        """
        revision = next_revision(db, "roster")
        compared = self.compare(db, roster, today=today)
        difference = compared.difference
        difference.check(most_going)
        self._write_people(db, roster, compared, revision, written)
        for name, rows in compared.tables.items():
            write_rows(db, tables.metadata.tables[name], rows)
        if difference:
            bump(db, "roster")
        record_import(
            db,
            Import(
                id=import_id,
                at=self._now(),
                source=source,
                version=roster.version,
                result=APPLIED if difference else UNCHANGED,
                counts=difference.counts(),
            ),
        )
        return difference

    def _write_people(
        self,
        db: Connection,
        roster: Roster,
        compared: Comparison,
        revision: int,
        written: Written,
    ) -> None:
        people, digests = tables.people, compared.digests
        total = len(compared.new) + len(compared.changed) + len(compared.gone)
        done = 0
        for some in batched(compared.new, BATCH):
            rows = [
                self._row(one, roster.births.get(one.id), digests[one.id])
                | {"log_id": self._log_id(), "revision": revision}
                for one in some
            ]
            db.execute(insert(people), rows)
            written("people", done := done + len(some), total)
        for some in batched(compared.changed, BATCH):
            rows = [
                self._row(one, roster.births.get(one.id), digests[one.id]) | {"revision": revision}
                for one in some
            ]
            names = [name for name in rows[0] if name != "id"]
            statement = update(people).where(people.c.id == bindparam("id_"))
            db.execute(
                statement.values({name: bindparam(f"{name}_") for name in names}),
                [{f"{name}_": value for name, value in row.items()} for row in rows],
            )
            written("people", done := done + len(some), total)
        for ids in batched(compared.gone, BATCH):
            db.execute(
                update(people).where(people.c.id.in_(ids)).values(active=False, revision=revision)
            )
            written("people", done := done + len(ids), total)
        merged = read_merged(db)
        left = [one for one in compared.gone if roster.people.keys().isdisjoint(merged.rows(one))]
        for ids in batched(left, BATCH):
            self._revoke_keys(db, ids)
        touched = [one.id for one in (*compared.new, *compared.changed)]
        self._indexes(db, roster, touched, compared.gone)

    def _revoke_keys(self, db: Connection, ids: Sequence[str]) -> None:
        """Revoke the keys of people who left, in every row of theirs: who comes back is given new
        ones."""
        keys = tables.api_keys
        theirs = (keys.c.person.in_(ids), keys.c.revoked.is_(None))
        if db.execute(update(keys).where(*theirs).values(revoked=self._now())).rowcount:
            bump(db, "keys")

    def _indexes(self, db: Connection, roster: Roster, touched: list[str], gone: list[str]) -> None:
        """Renew what looks people up: by e-mail, and guardians by pupil."""
        emails, guardianships = tables.email_index, tables.guardianships
        for ids in batched((*touched, *gone), BATCH):
            db.execute(delete(emails).where(emails.c.person.in_(ids)))
            db.execute(delete(guardianships).where(guardianships.c.student.in_(ids)))
        people = [roster.people[one] for one in touched]
        insert_rows(
            db,
            emails,
            (
                {"email": email, "person": one.id}
                for one in people
                for email in dict.fromkeys(email.casefold() for email in one.emails)
            ),
        )
        insert_rows(
            db,
            guardianships,
            (
                {"student": one.id, "guardian": guardian}
                for one in people
                for guardian in one.guardians
            ),
        )

    def _row(self, one: Person, born: date | None, digest: bytes) -> dict[str, object]:
        return {
            "id": one.id,
            "kind": one.kind.value,
            "role": one.role.value,
            "given": one.given,
            "family": one.family,
            "middle": one.middle,
            "preferred_given": one.preferred_given,
            "preferred_middle": one.preferred_middle,
            "preferred_family": one.preferred_family,
            "username": one.username,
            "emails": texts(one.emails),
            "phones": texts(one.phones),
            "ids": texts(one.ids),
            "guardians": texts(one.guardians),
            "schools": texts(one.schools),
            "grade": one.grade,
            "active": one.active,
            "born": seal_birth_date(self._fields, one.id, born) if born else None,
            "digest": digest,
        }

    def _digest(self, one: Person, born: date | None) -> bytes:
        said = asdict(one)
        del said["also"]  # no roster says it
        content = orjson.dumps([said, born])
        return hashlib.blake2b(content, key=self._digest_key, digest_size=16).digest()


def next_revision(db: Connection, part: str) -> int:
    """Return the revision a part will have once it is moved; nobody else moves it until then."""
    number = select(tables.revisions.c.number).where(tables.revisions.c.name == part)
    return int(db.execute(number.with_for_update()).scalar_one()) + 1


def bump(db: Connection, part: str) -> None:
    """Move a part's revision, so that every cache of it is stale."""
    revisions = tables.revisions
    db.execute(
        update(revisions).where(revisions.c.name == part).values(number=revisions.c.number + 1)
    )
