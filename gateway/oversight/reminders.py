"""What comes up, told by letter to those of the office who want it: how many of what, never whom.

What ends and who comes of age takes a person to look at. A letter goes on the day when something
comes to a step (60, 30 and 7 days ahead) that no letter told of yet, so that a day on which the
gateway was off loses nothing, and a day on which nothing new came up is silent.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from gateway.district.directory import District
from gateway.outbox.outbox import Outbox
from gateway.oversight.ledger import NOTICES, Due, Ledger, Task
from gateway.oversight.reachable import reachable
from gateway.store.engine import Reader
from gateway.store.tables import caseloads, class_access
from gateway.terms.disclosure import Tool
from gateway.terms.letters import Letter

KIND: Final = "reminder"
CONSENTS: Final = "consents end"
BIRTHDAYS: Final = "parents' consents end with an 18th birthday"
AGREEMENTS: Final = "agreements on tools end"
ACCESS: Final = "staff lose access to a class or a student of their caseload"
WORDS: Final = {Task.ENDS: CONSENTS, Task.TURNS_18: BIRTHDAYS}
TEXT: Final = """What comes up at the gateway within so many days, as of {day}:

{lines}

For consents look at `crossing-guard consents queue` and ask for what follows with
`crossing-guard consents renew`, or look at `/consent-queue` of the admin API; for the rest at
`/tools`, `/class-access` and `/caseloads`. Nobody is named in this letter on purpose.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Upcoming:
    """Something that ends: `on` is the first day without it, `notice` the step it has come to."""

    what: str
    on: date
    notice: int

    @property
    def since(self) -> date:
        """Return the day on which it came to its step."""
        return self.on - timedelta(days=self.notice)


class Reminders:
    """Writes to the office what comes up."""

    def __init__(
        self,
        ledger: Ledger,
        reader: Reader,
        district: District,
        outbox: Outbox,
        *,
        now: Callable[[], int],
    ) -> None:
        """Open it.

        Args:
            ledger: whose queue tells what is due of consents.
            reader: the database.
            district: whose choices name those who are reminded.
            outbox: where letters are posted.
            now: milliseconds since 1970.
        """
        self._ledger = ledger
        self._reader = reader
        self._district = district
        self._outbox = outbox
        self._now = now

    async def send(self) -> Counter[str]:
        """Write to whom the district names, where something new came up; return counts.

        Raises:
            Unusable: the database cannot be used.
        """
        await self._district.refresh()
        today = self._district.today()
        upcoming = await self._upcoming(today)
        counts = Counter(letters=0, upcoming=len(upcoming))
        told = await self._told()
        if not any(told is None or one.since > told for one in upcoming):
            return counts
        addresses = await reachable(self._reader, self._district.choices.reminded)
        letters = [_letter(upcoming, today, to) for to in sorted({*addresses.values()})]
        if letters:
            counts["letters"] = len(await self._outbox.post(*letters))
        return counts

    async def _upcoming(self, today: date) -> list[Upcoming]:
        found = [*_of_consents(await self._ledger.queue())]
        found += _of_tools(self._district.tools, today)
        return found + await self._reader.quick(lambda db: _of_access(db, today))

    async def _told(self) -> date | None:
        """Return the day of the last letter, None before the first."""
        last = await self._outbox.listed(kind=KIND, limit=1)
        if not last:
            return None
        zone = ZoneInfo(self._district.choices.timezone)
        return datetime.fromtimestamp(last[0].posted / 1000, UTC).astimezone(zone).date()


def _of_consents(queue: Collection[Due]) -> Iterator[Upcoming]:
    for due in queue:
        if due.task in WORDS and not due.done and due.on is not None and due.notice is not None:
            yield Upcoming(what=WORDS[due.task], on=due.on, notice=due.notice)


def _of_tools(tools: Collection[Tool], today: date) -> Iterator[Upcoming]:
    for tool in tools:
        if tool.agreement and tool.agreement_until is not None:
            yield from _upcoming(AGREEMENTS, tool.agreement_until, today, NOTICES)


def _of_access(db: Connection, today: date) -> list[Upcoming]:
    """Return what ends within the shortest step alone: most of it is given for weeks."""
    soon = NOTICES[:1]
    last = (today + timedelta(days=soon[0])).isoformat()
    days = [
        text
        for ends in (class_access.c.ends, caseloads.c.ends)
        for text in db.execute(select(ends).where(ends.between(today.isoformat(), last))).scalars()
    ]
    return [
        one for text in days for one in _upcoming(ACCESS, date.fromisoformat(text), today, soon)
    ]


def _upcoming(what: str, last: date, today: date, steps: tuple[int, ...]) -> Iterator[Upcoming]:
    """Yield what holds until a day, inclusive, if it has come to one of some steps."""
    days = (last - today).days + 1
    step = next((one for one in steps if 0 < days <= one), None)
    if step is not None:
        yield Upcoming(what=what, on=last + timedelta(days=1), notice=step)


def _letter(upcoming: Collection[Upcoming], day: date, to: str) -> Letter:
    counts = Counter((one.what, one.notice) for one in upcoming)
    lines = [
        f"{number:>7}  {what}, within {step} days"
        for (what, step), number in sorted(counts.items())
    ]
    return Letter(
        kind=KIND,
        to=to,
        subject="What comes up at the AI gateway",
        text=TEXT.format(day=day.isoformat(), lines="\n".join(lines)),
        language="en",
        once=f"{KIND}:{day.isoformat()}:{to}",
    )
