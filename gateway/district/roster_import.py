"""Puts a roster that was read into the store: as a difference, all of it or nothing.

People who are gone are kept, inactive: their log id still explains old records; their keys are
revoked. What did not change is not written. The roster's revision moves in the same transaction, so
servers notice with their next request.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import batched

import orjson
from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from tink import aead

from gateway.district.documents import texts
from gateway.district.oneroster import Roster
from gateway.district.sealed import seal_birth_date
from gateway.errors import BadRequest
from gateway.store import tables
from gateway.terms.people import Person

BATCH = 1000

type Written = Callable[[str, int, int], None]
"""Told what is being written, how many rows are done, and how many there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """How many rows an import added, changed and took away (people: made inactive)."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What an import did, part by part; `version` is the OneRoster version that was read."""

    version: str
    people: Change
    schools: Change
    classes: Change
    enrolments: Change

    def __bool__(self) -> bool:
        return any((self.people, self.schools, self.classes, self.enrolments))

    def counts(self) -> dict[str, dict[str, int]]:
        """Return the numbers alone, by part."""
        numbers = asdict(self)
        del numbers["version"]
        return numbers


class TooManyLeave(BadRequest):
    """More people would leave than the office expects; nothing was changed."""

    code = "too_many_leave"
    status = 409

    def __init__(self, leaving: int, known: int, most: int) -> None:
        super().__init__(
            f"{leaving} of {known} people would leave the roster, more than {most} %; nothing was "
            "changed. If that is right, import it again with a greater `--most-leaving`"
        )


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

    def apply(
        self,
        db: Connection,
        roster: Roster,
        *,
        source: str,
        import_id: str,
        most_leaving: int = 100,
        written: Written = lambda _what, _done, _total: None,
    ) -> Difference:
        """Write the difference between the stored roster and this one; a unit of work.

        Args:
            db: a connection in a transaction of its own; the caller commits.
            roster: as read and free of faults.
            source: where it came from, for the list of imports (a folder's name).
            import_id: a random id.
            most_leaving: how many of the people known, in percent, may leave with it.
            written: told how far it is.

        Raises:
            TooManyLeave: more would.
        """
        difference = Difference(
            version=roster.version,
            people=self._people(db, roster, most_leaving, written),
            schools=self._whole(
                db,
                tables.schools,
                (
                    {"id": one.id, "name": one.name, "kind": one.kind, "identifier": one.identifier}
                    for one in roster.schools.values()
                ),
            ),
            classes=self._whole(
                db,
                tables.classes,
                (
                    {
                        "id": one.id,
                        "title": one.title,
                        "school": one.school,
                        "code": one.code,
                        "grades": texts(one.grades),
                    }
                    for one in roster.groups.values()
                ),
            ),
            enrolments=self._whole(
                db,
                tables.enrolments,
                (
                    {
                        "class_id": one.group,
                        "person": one.person,
                        "role": one.role,
                        "begins": one.begins,
                        "ends": one.ends,
                    }
                    for one in roster.enrolments.values()
                ),
            ),
        )
        if difference:
            bump(db, "roster")
        record_import(
            db,
            import_id=import_id,
            at=self._now(),
            source=source,
            version=roster.version,
            result="applied" if difference else "unchanged",
            counts=difference.counts(),
        )
        return difference

    def _people(
        self, db: Connection, roster: Roster, most_leaving: int, written: Written
    ) -> Change:
        people = tables.people
        revision = _next(db, "roster")
        old = {
            row.id: (row.digest, row.active)
            for row in db.execute(select(people.c.id, people.c.digest, people.c.active))
        }
        digests = {
            one.id: self._digest(one, roster.births.get(one.id)) for one in roster.people.values()
        }
        new = [one for one in roster.people.values() if one.id not in old]
        changed = [
            one
            for one in roster.people.values()
            if one.id in old and old[one.id] != (digests[one.id], True)
        ]
        gone = [one for one, (_, active) in old.items() if active and one not in roster.people]
        known = sum(active for _, active in old.values())
        if len(gone) * 100 > known * most_leaving:
            raise TooManyLeave(len(gone), known, most_leaving)
        total, done = len(new) + len(changed) + len(gone), 0
        for some in batched(new, BATCH):
            rows = [
                self._row(one, roster.births.get(one.id), digests[one.id])
                | {"log_id": self._log_id(), "revision": revision}
                for one in some
            ]
            db.execute(insert(people), rows)
            written("people", done := done + len(some), total)
        for some in batched(changed, BATCH):
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
        for ids in batched(gone, BATCH):
            db.execute(
                update(people).where(people.c.id.in_(ids)).values(active=False, revision=revision)
            )
            self._revoke_keys(db, ids)
            written("people", done := done + len(ids), total)
        touched = [one.id for one in (*new, *changed)]
        self._indexes(db, roster, touched, gone)
        return Change(added=len(new), changed=len(changed), removed=len(gone))

    def _revoke_keys(self, db: Connection, ids: Sequence[str]) -> None:
        """Revoke the keys of people who left: who comes back is given new ones."""
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
        _insert(
            db,
            emails,
            (
                {"email": email, "person": one.id}
                for one in people
                for email in dict.fromkeys(email.casefold() for email in one.emails)
            ),
        )
        _insert(
            db,
            guardianships,
            (
                {"student": one.id, "guardian": guardian}
                for one in people
                for guardian in one.guardians
            ),
        )

    def _whole(self, db: Connection, table: Table, rows: Iterable[dict[str, str]]) -> Change:
        """Make a small-rowed table equal to what was read, touching only what differs."""
        key = [column.name for column in table.primary_key]
        old = {tuple(row._mapping[name] for name in key): row for row in db.execute(select(table))}
        new: list[dict[str, str]] = []
        changed: list[dict[str, str]] = []
        seen: set[tuple[str, ...]] = set()
        for row in rows:
            at = tuple(row[name] for name in key)
            seen.add(at)
            if at not in old:
                new.append(row)
            elif any(old[at]._mapping[name] != value for name, value in row.items()):
                changed.append(row)
        removed = [at for at in old if at not in seen]
        where = [table.c[name] == bindparam(f"{name}_") for name in key]
        stale = [*removed, *(tuple(row[name] for name in key) for row in changed)]
        for some in batched(stale, BATCH):
            db.execute(
                delete(table).where(*where),
                [{f"{name}_": value for name, value in zip(key, at, strict=True)} for at in some],
            )
        _insert(db, table, (*new, *changed))
        return Change(added=len(new), changed=len(changed), removed=len(removed))

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
        content = orjson.dumps([asdict(one), born])
        return hashlib.blake2b(content, key=self._digest_key, digest_size=16).digest()


def _next(db: Connection, part: str) -> int:
    """Return the revision a part will have once it is moved; nobody else moves it until then."""
    number = select(tables.revisions.c.number).where(tables.revisions.c.name == part)
    return int(db.execute(number.with_for_update()).scalar_one()) + 1


def bump(db: Connection, part: str) -> None:
    """Move a part's revision, so that every cache of it is stale."""
    revisions = tables.revisions
    db.execute(
        update(revisions).where(revisions.c.name == part).values(number=revisions.c.number + 1)
    )


def record_import(
    db: Connection,
    *,
    import_id: str,
    at: int,
    source: str,
    version: str,
    result: str,
    counts: dict[str, dict[str, int]],
) -> None:
    """Note in the list of imports how one went: `applied`, `unchanged` or `failed`."""
    db.execute(
        insert(tables.roster_imports).values(
            id=import_id,
            at=at,
            source=source,
            version=version,
            result=result,
            counts=orjson.dumps(counts).decode(),
        )
    )


def _insert(db: Connection, table: Table, rows: Iterable[dict[str, str]]) -> None:
    for some in _batches(rows):
        db.execute(insert(table), some)


def _batches(rows: Iterable[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    for some in batched(rows, BATCH):
        yield list(some)
