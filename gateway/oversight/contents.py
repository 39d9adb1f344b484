"""Reading kept content takes two: one asks with a reason, another concurs, and for some minutes the
first may read. Nobody does either for a prompt of their own or about their own child.

Every step goes through the office, so the log knows of it first (`content_reading_asked`,
`content_reading_concurred`, `content_reading_refused`) and the history keeps its reason, sealed;
that the words were read is on record before anybody sees them (`content_read`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import orjson
from sqlalchemy import Connection, select
from tink import aead

from gateway.audit.purge_contents import is_over
from gateway.district.content_readings import READINGS, list_readings, readings_of
from gateway.district.directory import District
from gateway.district.holds import children_of, hats_of
from gateway.district.shelves import version_of
from gateway.errors import BadRequest, Forbidden
from gateway.oversight.office import Office
from gateway.oversight.officer import Officer
from gateway.oversight.retention import rules_of
from gateway.oversight.rows import Kept, Missing, Stale
from gateway.store.contents import find_content, list_contents, open_content
from gateway.store.engine import Reader
from gateway.store.tables import people
from gateway.terms.contents import Content, ContentPart, ContentReading, ReadingState
from gateway.terms.holds import Said
from gateway.terms.times import DAY_MS, MINUTE_MS

KIND: Final = READINGS.kind
ASKED_FOR: Final = 3 * DAY_MS
"""Milliseconds in which a second person may concur: over a weekend, not over the holidays."""


class NotNow(BadRequest):
    """It stands otherwise than what is to be done needs: asked already, not concurred, over."""

    code = "reading_not_now"
    status = 409


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptContent:
    """Kept content as an officer sees it unopened, and where its last reading stands."""

    content: Content
    reading: ContentReading | None
    expires: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What was said: each part as far as it is kept, and which of them were cut."""

    typed: tuple[Said, ...] | None = field(repr=False)
    left: str | None = field(repr=False)
    answer: str | None = field(repr=False)
    cut: tuple[ContentPart, ...]


class ContentDesk:
    """The door for officers to what is kept."""

    def __init__(
        self,
        office: Office,
        reader: Reader,
        district: District,
        fields: aead.Aead,
        *,
        now: Callable[[], int],
    ) -> None:
        """Open it.

        Args:
            office: through which every step goes.
            reader: the database.
            district: whose choices say who reads, and for how long.
            fields: opens people's keys.
            now: milliseconds since 1970 UTC.
        """
        self._office = office
        self._reader = reader
        self._district = district
        self._fields = fields
        self.now = now

    async def listed(self, by: Officer, *, after: str = "", limit: int = 50) -> list[KeptContent]:
        """Return what is kept, the oldest first; what is past its time stands until it is purged.

        Raises:
            Forbidden: the district lets others read.
        """
        self._check_duty(by)

        def unit(db: Connection) -> list[KeptContent]:
            return self._seen(db, list_contents(db, after=after, limit=limit))

        return await self._reader.read(unit)

    async def readings(
        self, by: Officer, *, state: ReadingState | None, after: str = "", limit: int = 50
    ) -> list[ContentReading]:
        """Return readings, those of the oldest content first.

        Raises:
            Forbidden: the district lets others read.
        """
        self._check_duty(by)
        now = self.now()
        return await self._reader.quick(
            lambda db: list_readings(db, state, now, after=after, limit=limit)
        )

    async def get(self, row: str, by: Officer) -> tuple[KeptContent, int]:
        """Return what is kept of one prompt, and the version of its last reading, 0 for none.

        Raises:
            Forbidden: the district lets others read.
            Missing: nothing is kept of it, or not any more.
        """
        self._check_duty(by)
        return await self._reader.quick(lambda db: self._found(db, row))

    async def reason(self, row: str, by: Officer) -> str:
        """Return why who asked last wants to read, "" where nobody did.

        Raises:
            Forbidden: the district lets others read.
        """
        self._check_duty(by)
        for one in await self._office.history(kind=KIND, row=row):
            if one.action == ReadingState.ASKED and one.edit is not None:
                return one.edit.why
        return ""

    async def ask(self, row: str, *, seen: int, why: str, by: Officer) -> Kept[ContentReading]:
        """Ask to read what is kept of a prompt.

        Raises:
            Forbidden: the district lets others read, or it is the officer's own affair.
            Missing: nothing is kept of it, or not any more.
            Stale: somebody else was faster.
            NotNow: somebody asks already, or reads.
        """
        found, version = await self.get(row, by)
        await self._check_stranger(found.content, by)
        _check_version(row, seen, version)
        now = self.now()
        if found.reading and found.reading.at(now) in (ReadingState.ASKED, ReadingState.CONCURRED):
            raise NotNow("somebody asks to read this already; see how that ends first")
        asked = ContentReading(id=row, asked_by=by.log_id, until=now + ASKED_FOR)
        return await self._step(asked, version, why, by)

    async def concur(self, row: str, *, seen: int, why: str, by: Officer) -> Kept[ContentReading]:
        """Concur, so that who asked may read for as many minutes as the district says.

        Raises:
            Forbidden: the district lets others read, it is the officer's own affair, or they ask
                themselves.
            Missing: nothing is kept of it, or not any more.
            Stale: somebody else was faster.
            NotNow: nobody asks, or not any more.
        """
        asked = await self._asked(row, seen, by)
        until = self.now() + self._district.choices.content_read_minutes * MINUTE_MS
        said = replace(asked, state=ReadingState.CONCURRED, until=until, decided_by=by.log_id)
        return await self._step(said, seen, why, by)

    async def refuse(self, row: str, *, seen: int, why: str, by: Officer) -> Kept[ContentReading]:
        """Refuse, so that it takes to be asked anew; see `concur` for what may be wrong."""
        asked = await self._asked(row, seen, by)
        said = replace(asked, state=ReadingState.REFUSED, decided_by=by.log_id)
        return await self._step(said, seen, why, by)

    async def read(self, row: str, by: Officer) -> Words:
        """Return what is kept of a prompt; that it was read is on record first.

        Raises:
            Forbidden: the district lets others read, it is the officer's own affair, or somebody
                else asked.
            Missing: nothing is kept of it, or not any more.
            NotNow: nobody concurred, or the time to read is over.
        """
        found, _ = await self.get(row, by)
        await self._check_stranger(found.content, by)
        reading = found.reading
        if reading is None or reading.at(self.now()) is not ReadingState.CONCURRED:
            raise NotNow("ask to read it, and have a second person concur; then read in time")
        if reading.asked_by != by.log_id:
            raise Forbidden("only who asked may read; ask yourself", code="asked_by_another")
        await self._office.note("content_read", by, what=row)
        parts = await self._reader.quick(lambda db: open_content(db, self._fields, row))
        if parts is None:
            raise _gone()
        return _words(parts)

    async def _asked(self, row: str, seen: int, by: Officer) -> ContentReading:
        """Return a reading that waits for a second person, who this officer may be."""
        found, version = await self.get(row, by)
        await self._check_stranger(found.content, by)
        _check_version(row, seen, version)
        reading = found.reading
        if reading is None or reading.at(self.now()) is not ReadingState.ASKED:
            raise NotNow("nobody asks to read this, or not any more")
        asker = await self._reader.quick(lambda db: _person(db, reading.asked_by))
        hats = await self._reader.quick(lambda db: hats_of(db, by.person))
        if reading.asked_by == by.log_id or asker in hats:
            raise Forbidden("it takes a second person; you ask yourself", code="second_person")
        return reading

    async def _step(
        self, reading: ContentReading, version: int, why: str, by: Officer
    ) -> Kept[ContentReading]:
        return await self._office.put(
            READINGS, reading, seen=version or None, why=why, by=by, step=reading.state.value
        )

    def _found(self, db: Connection, row: str) -> tuple[KeptContent, int]:
        content = find_content(db, row)
        if content is None or is_over(content, rules_of(db, self.now())):
            raise _gone()
        [seen] = self._seen(db, [content])
        return seen, version_of(db, KIND, row)

    def _seen(self, db: Connection, some: Sequence[Content]) -> list[KeptContent]:
        rules = rules_of(db, self.now())
        readings = readings_of(db, [one.id for one in some])
        return [
            KeptContent(
                content=one,
                reading=readings.get(one.id),
                expires=one.at + rules.lifetimes.contents * DAY_MS,
            )
            for one in some
        ]

    def _check_duty(self, by: Officer) -> None:
        allowed = self._district.choices.content_read_by
        by.check_allowed(allowed, to="read what is kept", choice="content_read_by")

    async def _check_stranger(self, content: Content, by: Officer) -> None:
        """Refuse an officer's own prompt, one about themselves, and one by or about their child."""

        def concerns(db: Connection) -> bool:
            table = people.c
            query = select(table.id).where(table.log_id.in_(content.people))
            about = frozenset(db.execute(query).scalars())
            hats = hats_of(db, by.person)
            return not about.isdisjoint(hats | children_of(db, hats))

        if await self._reader.quick(concerns):
            raise Forbidden(
                "nobody has a part in reading what they wrote themselves, or what is by or about "
                "them or their own child; others with the duty have to",
                code="own_affair",
            )


def _check_version(row: str, seen: int, stands: int) -> None:
    if seen != stands:
        raise Stale(f"the reading of `{row}` was changed since you read it; read it again")


def _person(db: Connection, log_id: str) -> str | None:
    return db.execute(select(people.c.id).where(people.c.log_id == log_id)).scalar()


def _words(parts: Mapping[ContentPart, tuple[bytes, bool]]) -> Words:
    def text(part: ContentPart) -> str | None:
        kept = parts.get(part)
        return None if kept is None else kept[0].decode(errors="replace")  # cut in a letter

    typed = text(ContentPart.TYPED)
    return Words(
        typed=None
        if typed is None
        else tuple(Said(author=author, text=said) for author, said in orjson.loads(typed)),
        left=text(ContentPart.LEFT),
        answer=text(ContentPart.ANSWER),
        cut=tuple(part for part in ContentPart if part in parts and parts[part][1]),
    )


def _gone() -> Missing:
    return Missing("nothing is kept of this prompt, or not any more")
