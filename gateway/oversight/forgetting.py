"""Forgetting a person: what tells whose log id it was goes, and the log stays whole.

The log holds a random id for each person; only the person's row on the roster says whose it is. A
consent's id stands in records too, and a consent names its student, as does a gateway key its
holder: so these go as well, with what the history kept of them, and whatever else is theirs or
about them and need not be kept (`gateway.oversight.leaving`). Words that were kept of them or about
them are shredded, whoever else they are about, with the key it takes to open them. What is left of
the person is a number that nobody can look up any more ("no longer linkable by us", which is not
"anonymous").

34 CFR 300.624(b) and 16 CFR 312.6(a)(2) let parents ask for it; 34 CFR 300.611(a) counts the
removal of identifiers as destruction.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, or_, select

from gateway.audit.purge_contents import held_by
from gateway.district.history import erase_edits, rename_rows
from gateway.district.merged import read_merged
from gateway.district.merges import MERGES
from gateway.district.permissions import OF_PEOPLE
from gateway.district.roster_import import bump
from gateway.errors import BadRequest, GatewayError
from gateway.oversight.contents import KIND as READING
from gateway.oversight.leaving import STAYS, check_settled, cut_loose
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.retention import rules_of
from gateway.oversight.rows import Missing
from gateway.store import tables
from gateway.store.commit import GroupCommit
from gateway.store.contents import contents_of, destroy_key
from gateway.store.engine import Reader
from gateway.terms.record import Fields

EVENT = "person_forgotten"
PARTS = ("roster", "consents", "keys")
"""What of the district changes with it."""


class Held(BadRequest):
    """A legal hold keeps the person's records, and so whose they are."""

    code = "held"
    status = 409


class StillHere(BadRequest):
    """The person is on the roster: the next import would bring them back."""

    code = "still_on_roster"
    status = 409


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """How many rows of each kind are gone, how many edits were emptied, and how many rows of each
    kind stay (`gateway.oversight.leaving.STAYS` says why)."""

    counts: dict[str, int]
    edits: int
    stays: dict[str, int]

    def why(self) -> dict[str, str]:
        """Return for each kind of which something stays why it does."""
        return {kind: STAYS[kind] for kind in self.stays}


class Forgetting:
    """The door for whoever has a person forgotten."""

    def __init__(
        self, office: Office, reader: Reader, commit: GroupCommit, *, now: Callable[[], int]
    ) -> None:
        """Open it; `now` is milliseconds since 1970 UTC."""
        self._office = office
        self._reader = reader
        self._commit = commit
        self._now = now

    async def forget(self, person: str, by: Officer) -> Forgotten:
        """Forget somebody who left the roster. Nothing brings it back but a back-up.

        The log says that an officer had somebody forgotten, before and after; never whom. After
        says what is gone and what stays: the certificate.

        Args:
            person: id on the roster.
            by: who has it done.

        Raises:
            Missing: nobody has this id.
            StillHere: the person is on the roster.
            Held: a legal hold names them, or nobody in particular.
            Unsettled: something about them is under way.
            Unusable: log or database cannot be used; nothing was changed.
        """
        now = self._now()
        await self._reader.quick(lambda db: _refuse(db, person, now))
        await self._office.note(EVENT, by)
        try:
            done = await self._commit.run(lambda db: _forget(db, person, now))
        except GatewayError as error:
            result = "undone" if isinstance(error, BadRequest) else "unclear"
            await self._office.note(EVENT, by, result=result, code=error.code)
            raise
        stays = {f"stays_{kind}": count for kind, count in done.stays.items()}
        counts: Fields = {**done.counts, "edits": done.edits, **stays}
        await self._office.note(EVENT, by, result="done", counts=counts)
        return done


def _refuse(db: Connection, person: str, now: int) -> dict[str, str]:
    """Return the log ids of every row of somebody's, by its roster id, if they may be forgotten."""
    rows = read_merged(db).rows(person)
    return {row: _refuse_row(db, row, now) for row in rows}


def _refuse_row(db: Connection, person: str, now: int) -> str:
    people = tables.people.c
    row = db.execute(select(people.log_id, people.active).where(people.id == person)).first()
    if row is None:
        raise Missing("nobody has this id")
    if row.active:
        raise StillHere(
            "the person is on the roster; once an import leaves them out they can be forgotten"
        )
    rules = rules_of(db, 0)
    for hold in rules.holds:
        named = hold.subjects | hold.principals
        # One that names nobody keeps records of anybody: whose they are must stay known.
        if not named or row.log_id in named:
            raise Held(f"the legal hold `{hold.id}` keeps who this person is; lift it first")
    for content in contents_of(db, row.log_id):
        if hold_id := held_by(content, rules):  # since it is about somebody else too
            raise Held(
                f"the legal hold `{hold_id}` keeps words that are about this person as well, and "
                "would be shredded with their key; lift it first"
            )
    check_settled(db, person, row.log_id, now)
    log_id: str = row.log_id
    return log_id


def _forget(db: Connection, person: str, now: int) -> Forgotten:
    rows = _refuse(db, person, now)  # again, in the transaction that does it
    counts, stays, edits = Counter[str](), Counter[str](), 0
    for row, log_id in rows.items():
        done = _forget_row(db, row, log_id)
        counts.update(done.counts)
        stays.update(done.stays)
        edits += done.edits
    table = tables.person_merges
    those = table.c.duplicate.in_(tuple(rows))
    edits += sum(erase_edits(db, MERGES.kind, one) for one in _ids(db, table.c.id, those))
    counts["person_merges"] = _gone(db, table, those)
    for part in PARTS:
        bump(db, part)
    return Forgotten(counts={name: n for name, n in counts.items() if n}, edits=edits, stays=stays)


def _forget_row(db: Connection, person: str, log_id: str) -> Forgotten:
    consents, access = tables.consents.c, tables.class_access.c
    links = tables.person_links.c
    linked = or_(links.person == person, links.other == person)
    cases = tables.caseloads.c
    opted = tables.directory_opt_outs.c
    looked_after = or_(cases.person == person, cases.student == person)
    rows = [
        *(("consent", row) for row in _ids(db, consents.id, consents.subject == person)),
        *(("class_access", row) for row in _ids(db, access.id, access.person == person)),
        *(("case", row) for row in _ids(db, cases.id, looked_after)),
        *(("directory_opt_out", row) for row in _ids(db, opted.id, opted.student == person)),
        *(("person_link", row) for row in _ids(db, links.id, linked)),
        *((READING, one.id) for one in contents_of(db, log_id)),
        *((kind, person) for kind in OF_PEOPLE),
    ]
    edits = sum(erase_edits(db, kind, row) for kind, row in rows)
    rename_rows(db, OF_PEOPLE, person, log_id)
    pairs, asked = tables.guardianships.c, tables.signature_requests.c
    owned = {
        "people": (tables.people, tables.people.c.id == person),
        "emails": (tables.email_index, tables.email_index.c.person == person),
        "guardianships": (
            tables.guardianships,
            or_(pairs.student == person, pairs.guardian == person),
        ),
        "enrolments": (tables.enrolments, tables.enrolments.c.person == person),
        "class_access": (tables.class_access, access.person == person),
        "caseloads": (tables.caseloads, looked_after),
        "directory_opt_outs": (tables.directory_opt_outs, opted.student == person),
        "person_links": (tables.person_links, linked),
        "consents": (tables.consents, consents.subject == person),
        "refusals": (tables.refusals, tables.refusals.c.subject == person),
        "rights": (tables.rights, tables.rights.c.student == person),
        "signature_requests": (tables.signature_requests, asked.subject == person),
        "keys": (tables.api_keys, tables.api_keys.c.person == person),
    }
    counts = {name: _gone(db, table, where) for name, (table, where) in owned.items()}
    left = cut_loose(db, person, log_id)
    counts |= {**left.gone, "contents": destroy_key(db, log_id)}
    return Forgotten(counts=counts, edits=edits + left.edits, stays=dict(left.stays))


def _ids(db: Connection, column: Column[str], where: ColumnElement[bool]) -> list[str]:
    return list(db.execute(select(column).where(where)).scalars())


def _gone(db: Connection, table: Table, where: ColumnElement[bool]) -> int:
    return db.execute(delete(table).where(where)).rowcount
