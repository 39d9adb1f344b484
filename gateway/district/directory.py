"""The reading side of the district: who is who, who consented, which tools there are.

Every request asks for the revision, one small read, which those that came together share; what is
cached belongs to exactly one revision of its part (roster, consents, tools, choices) and to one
local day, so an edit shows with the next request, on every worker. A cache that goes stale is
replaced, never emptied: a reading that was under way then ends in the old one, which nobody asks
any more. Nothing here writes.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select
from tink import aead

from gateway.district.choices import read_choices
from gateway.district.circles import Circle, read_circle, read_classes
from gateway.district.documents import (
    EMERGENCY,
    PATTERN,
    PERMIT,
    PUBLIC_NAME,
    TOOL,
)
from gateway.district.enrolled import (
    Enrolled,
    changed_since,
    everybody,
    read_enrolled,
    read_schools,
)
from gateway.district.head_counts import HeadCounts, read_head_counts
from gateway.district.imports import SEEN, days_left
from gateway.district.merged import NOBODY, Merged, read_merged
from gateway.district.permitted import Permitted, read_permitted
from gateway.district.sealed import open_secret
from gateway.errors import Unusable
from gateway.store import tables
from gateway.store.engine import OneStatement, Reader
from gateway.store.statements import Statement
from gateway.terms.directory_information import DirectoryOptOut
from gateway.terms.disclosure import Consent, DistrictChoices, Tool
from gateway.terms.emergencies import Emergency
from gateway.terms.patterns import DistrictPattern
from gateway.terms.people import Person, PublicName, School
from gateway.terms.permits import TeacherPermit
from gateway.terms.rights import Rights

PARTS = ("roster", "consents", "tools", "choices", "keys", "rules", "public_names", "patterns")
CACHED_PEOPLE = 100_000
CACHED_CIRCLES = 20_000

type Revision = tuple[int, ...]


@dataclass(slots=True)
class _Roster:
    """What was read of one roster on one day."""

    people: dict[str, Enrolled | None] = field(default_factory=dict)
    circles: dict[str, Circle] = field(default_factory=dict)
    wards: dict[str, tuple[str, ...]] = field(default_factory=dict)
    counts: HeadCounts | None = None


_REVISIONS = OneStatement(
    Statement(select(tables.revisions.c.name, tables.revisions.c.number)).rows
)
_WARDS = select(tables.guardianships).where(
    tables.guardianships.c.guardian.in_(bindparam("ids", expanding=True))
)


class District:
    """The door to the district's data for one process."""

    def __init__(self, reader: Reader, fields: aead.Aead, *, now: Callable[[], datetime]) -> None:
        """Open it.

        Args:
            reader: the database.
            fields: opens birth dates and secrets.
            now: the clock, aware of its zone.
        """
        self._reader = reader
        self._fields = fields
        self._now = now
        self._revision: Revision = ()
        self._roster_seen = 0
        self._day: date | None = None
        self._roster = _Roster()
        self._merged = NOBODY
        self._permissions = Permitted()
        self._tools: dict[str, Tool] = {}
        self._secrets: dict[str, str] = {}
        self._choices: DistrictChoices | None = None
        self._renewing = asyncio.Lock()
        self._confirmed: Revision | None = None  # in this turn of the event loop

    async def confirm(self) -> Revision:
        """As `refresh`, for a request: those that came together share a look on SQLite.

        A look that is shared was taken after all of them had come, since it is over with the turn
        of the event loop, and with no wait between the look and its end.
        """
        if self._confirmed is not None:
            return self._confirmed
        revision = await self.refresh()
        if self._reader.is_quick_at_once:
            self._confirmed = revision
            asyncio.get_running_loop().call_soon(self._look_again)
        return revision

    def _look_again(self) -> None:
        self._confirmed = None

    async def refresh(self) -> Revision:
        """Look whether anything was edited, and forget what it made stale.

        Returns:
            The revision of each part, in the order of `PARTS`.

        Raises:
            Unusable: the database does not answer or was never initialised.
        """
        revision = await self._read_revision()
        if revision == self._revision and self._day == self.today():
            return revision
        async with self._renewing:
            # Read again: whoever held the lock may have seen a later revision than we did.
            return await self._renew(await self._read_revision())

    async def _read_revision(self) -> Revision:
        numbers: dict[str, int] = dict(await self._reader.quick(_REVISIONS))
        try:
            revision = tuple([numbers[part] for part in PARTS])
        except KeyError as error:
            raise Unusable(
                "the database holds no district; run `crossing-guard init`", code="not_initialised"
            ) from error
        self._roster_seen = numbers.get(SEEN, 0)
        return revision

    async def _renew(self, revision: Revision) -> Revision:
        old = self._revision or (None,) * len(PARTS)
        stale = {part for part, was, now in zip(PARTS, old, revision, strict=True) if was != now}
        merged = self._merged
        if "roster" in stale:
            merged = await self._reader.quick(read_merged)
            if merged.kept_of != self._merged.kept_of:  # whatever names people is read anew
                stale |= {"choices", "consents"}
        if stale & {"tools", "choices"}:
            self._tools, choices = await self._reader.quick(_tools_and_choices)
            self._choices = _of_one(choices, merged)
            self._secrets = {}
        self._merged = merged
        day = self.today()
        if "roster" in stale or self._day != day:
            self._roster = _Roster()
        if "consents" in stale:
            self._permissions = Permitted()
        self._revision, self._day = revision, day
        return revision

    @property
    def roster_revision(self) -> int:
        """Return the number of the roster last seen."""
        return self._revision[PARTS.index("roster")]

    def check_roster_age(self) -> None:
        """Refuse where the last good roster is older than the district lets one serve.

        Raises:
            Unusable: it is; says who has to do what.
        """
        now, serves = int(self._now().timestamp() * 1000), self.choices.roster_serves_days
        if self._roster_seen and days_left(self._roster_seen, now, serves) < 0:
            raise Unusable(
                f"the school's roster is more than {serves} days old, and the district lets none "
                "serve longer (`roster_serves_days`): who is a student here is not known well "
                "enough. The office has to import a fresh one",
                code="roster_too_old",
            )

    @property
    def roster_stamp(self) -> tuple[int, date | None]:
        """Return what everything derived from the roster belongs to: its number, and the day."""
        return self.roster_revision, self._day

    @property
    def state(self) -> tuple[Revision, date, int, int]:
        """Return what everything read here belongs to: the revision last seen, and the local day,
        weekday and hour. While it is the same, so is all that is read."""
        local = self._local()
        return self._revision, local.date(), local.isoweekday(), local.hour

    @property
    def lists_revision(self) -> tuple[int, ...]:
        """Return the numbers of what detection looks texts up in, the roster's first."""
        others = ("public_names", "patterns")
        return self.roster_revision, *(self._revision[PARTS.index(part)] for part in others)

    @property
    def keys_revision(self) -> int:
        """Return the number of the key ring last seen."""
        return self._revision[PARTS.index("keys")]

    @property
    def rules_revision(self) -> int:
        """Return the number of the active rules last seen."""
        return self._revision[PARTS.index("rules")]

    @property
    def choices(self) -> DistrictChoices:
        """Return what the district decided."""
        if self._choices is None:
            raise Unusable("the district was not read yet", code="not_initialised")
        return self._choices

    @property
    def tools(self) -> tuple[Tool, ...]:
        """Return every registered tool, by model name."""
        return tuple(tool for name, tool in self._tools.items() if name == tool.model)

    def tool(self, model: str) -> Tool | None:
        """Return the tool people ask for by this model name, or by this other name of it."""
        return self._tools.get(model)

    def today(self) -> date:
        """Return the decision day: the local date in the district's own time zone."""
        return self._local().date()

    def weekday_and_hour(self) -> tuple[int, int]:
        """Return the district's local weekday (1 Monday to 7 Sunday) and hour (0 to 23)."""
        local = self._local()
        return local.isoweekday(), local.hour

    def _local(self) -> datetime:
        return self._now().astimezone(ZoneInfo(self.choices.timezone))

    def ids_of(self, person: str) -> tuple[str, ...]:
        """Return every roster id of somebody, the one they go by first."""
        return self._merged.rows(person)

    async def people(self, ids: Iterable[str]) -> dict[str, Enrolled]:
        """Return those of some people whom the roster holds and who are active, by the ids asked
        for; a person who was merged has the id they go by."""
        wanted = list(dict.fromkeys(ids))
        roster = self._roster
        cache = roster.people
        missing = [one for one in wanted if one not in cache]
        if missing:
            merged = self._merged
            found = await self._reader.quick(lambda db: self._read_people(db, merged, missing))
            if len(cache) + len(missing) > CACHED_PEOPLE:
                # Keep those of this request: others may be waiting for theirs right now.
                cache = {one: cache[one] for one in wanted if one in cache}
                roster.people = cache
            cache.update({one: found.get(merged.one(one)) for one in missing})
        return {one: known for one in wanted if (known := cache[one]) is not None}

    async def person_by_email(self, email: str) -> str | None:
        """Return the one active person with this e-mail address, None if nobody or several."""
        query = select(tables.email_index.c.person).where(
            tables.email_index.c.email == email.casefold()
        )
        found = await self._reader.quick(lambda db: db.execute(query).scalars().all())
        people = self._merged.ones(found)
        return next(iter(people)) if len(people) == 1 else None

    async def circle(self, person: Person) -> Circle:
        """Return the people around a principal, from roster and class access alone."""
        roster = self._roster
        known = roster.circles.get(person.id)
        if known is None:
            ids, around = await self._reader.quick(
                lambda db: read_circle(db, self._merged, person.id, self.today().isoformat())
            )
            people = await self.people(sorted(around))
            known = Circle(
                ids=frozenset(ids & people.keys()) | {person.id},
                people=tuple(one.person for one in people.values()),
            )
            if len(roster.circles) >= CACHED_CIRCLES:
                roster.circles = {}
            roster.circles[person.id] = known
        return known

    async def wards(self, guardians: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the pupils for whom some guardians act, by guardian."""
        wanted = list(dict.fromkeys(guardians))
        cache = self._roster.wards
        missing = [one for one in wanted if one not in cache]
        if missing:
            merged = self._merged
            found: dict[str, set[str]] = {merged.one(one): set() for one in missing}
            ids = {"ids": merged.rows_of(missing)}
            for row in await self._reader.quick(lambda db: db.execute(_WARDS, ids).all()):
                found[merged.one(row.guardian)].add(merged.one(row.student))
            cache.update({one: tuple(sorted(found[merged.one(one)])) for one in missing})
        return {one: cache[one] for one in wanted}

    async def head_counts(self) -> HeadCounts:
        """Return how many pupils there are by school, grade and class."""
        roster = self._roster
        if roster.counts is None:
            roster.counts = await self._reader.read(read_head_counts)
        return roster.counts

    async def consents(self, subjects: Iterable[str]) -> dict[str, tuple[Consent, ...]]:
        """Return every recorded consent about some people, whatever its state."""
        wanted = list(dict.fromkeys(subjects))
        known = (await self._permitted(wanted)).consents
        return {one: known[one] for one in wanted}

    async def refused(self, subjects: Iterable[str]) -> frozenset[str]:
        """Return those of some people for whom a parent or they themselves refused AI use."""
        wanted = list(dict.fromkeys(subjects))
        known = (await self._permitted(wanted)).refused
        return frozenset(one for one in wanted if known[one])

    async def rights(self, subjects: Iterable[str]) -> dict[str, Rights]:
        """Return what the office found about who holds some people's rights, of whom it did."""
        wanted = list(dict.fromkeys(subjects))
        known = (await self._permitted(wanted)).rights
        return {one: known[one] for one in wanted if one in known}

    async def opt_outs(self, students: Iterable[str]) -> dict[str, tuple[DirectoryOptOut, ...]]:
        """Return each of some students' opt-outs from directory information."""
        wanted = list(dict.fromkeys(students))
        known = (await self._permitted(wanted)).opt_outs
        return {one: known[one] for one in wanted}

    async def secret(self, name: str) -> str:
        """Return a sealed secret by name.

        Raises:
            Unusable: there is none.
        """
        cache = self._secrets
        if name not in cache:
            query = select(tables.secrets.c.sealed).where(tables.secrets.c.name == name)
            row = await self._reader.quick(lambda db: db.execute(query).first())
            if row is None:
                raise Unusable(f"no credential named `{name}` is stored", code="no_credential")
            cache[name] = open_secret(self._fields, name, row.sealed)
        return cache[name]

    async def everybody(self) -> tuple[list[Person], list[School]]:
        """Return the whole roster, for the detector's matcher. Takes seconds at 500,000 people."""
        merged = self._merged
        return await self._reader.read(lambda db: (everybody(db, merged), read_schools(db)))

    async def schools(self) -> list[School]:
        """Return the roster's schools and other organisations."""
        return await self._reader.read(read_schools)

    async def changed_people(self, since: int, most: int) -> list[Person]:
        """Return who was added, changed or made inactive after a revision of the roster.

        Args:
            since: that revision.
            most: how many to return at most.
        """
        merged = self._merged
        return await self._reader.read(lambda db: changed_since(db, merged, since, most))

    async def public_names(self) -> list[PublicName]:
        """Return what the district changes on the list of people everyone knows, by id."""
        query = select(tables.public_names.c.document).order_by(tables.public_names.c.id)
        documents = await self._reader.read(lambda db: db.execute(query).scalars().all())
        return [PUBLIC_NAME.read(document) for document in documents]

    async def patterns(self) -> list[DistrictPattern]:
        """Return the district's own patterns and lists of words, by id."""
        query = select(tables.patterns.c.document).order_by(tables.patterns.c.id)
        documents = await self._reader.read(lambda db: db.execute(query).scalars().all())
        return [PATTERN.read(document) for document in documents]

    async def permits(self) -> tuple[TeacherPermit, ...]:
        """Return what teachers permit that is not over."""
        permissions = self._permissions
        if permissions.permits is None:
            table, today = tables.permits.c, self.today().isoformat()
            query = select(table.document).where(table.ends >= today).order_by(table.id)
            found = await self._reader.quick(lambda db: db.execute(query).scalars().all())
            permissions.permits = tuple(PERMIT.read(text) for text in found)
        return permissions.permits

    async def emergencies(self) -> tuple[Emergency, ...]:
        """Return the declared emergencies that were not over when they were read."""
        permissions = self._permissions
        if permissions.emergencies is None:
            now = int(self._now().timestamp() * 1000)
            table = tables.emergencies.c
            query = select(table.document).where(table.ends > now).order_by(table.id)
            found = await self._reader.quick(lambda db: db.execute(query).scalars().all())
            ones = self._merged.ones
            permissions.emergencies = tuple(
                replace(one, about=ones(one.about), typists=ones(one.typists))
                for one in map(EMERGENCY.read, found)
            )
        return permissions.emergencies

    async def _permitted(self, subjects: list[str]) -> Permitted:
        """Return a cache that holds these subjects."""
        cache = self._permissions
        missing = [one for one in subjects if one not in cache.refused]
        if not missing:
            return cache
        merged = self._merged
        found = await self._reader.quick(lambda db: read_permitted(db, missing, merged))
        if len(cache.refused) + len(missing) > CACHED_PEOPLE:
            smaller = cache.only(subjects)
            if self._permissions is cache:
                self._permissions = smaller
            cache = smaller
        cache.take(found)
        return cache

    def _read_people(self, db: Connection, merged: Merged, ids: list[str]) -> dict[str, Enrolled]:
        classes = read_classes(db, merged, ids, self.today().isoformat())
        found = read_enrolled(db, self._fields, merged, ids)
        return {
            one: replace(known, classes=tuple(sorted(classes[one])))
            for one, known in found.items()
            if known.person.active
        }


def _tools_and_choices(db: Connection) -> tuple[dict[str, Tool], DistrictChoices]:
    rows = db.execute(select(tables.tools.c.document).order_by(tables.tools.c.model)).scalars()
    found = [TOOL.read(text) for text in rows]
    tools = {alias: tool for tool in found for alias in tool.aliases}
    tools |= {tool.model: tool for tool in found}
    choices = read_choices(db)
    if choices is None:
        raise Unusable("the district made no choices yet; run `crossing-guard init`")
    return tools, choices


def _of_one(choices: DistrictChoices, merged: Merged) -> DistrictChoices:
    """Return choices that name people by the ids they go by."""
    return replace(
        choices,
        safety_team=merged.ones(choices.safety_team),
        safety_leads=merged.ones(choices.safety_leads),
        reminded=merged.ones(choices.reminded),
    )
