"""What a report is: a name, who may have it, what it is asked with, and tables of documented rows.

A table yields its rows some at a time, each time with a *mark*: JSON from which it can go on. What
a table yields depends on nothing but the mark, what was asked and the log up to the heads that
were fixed at the beginning; so a report that was stopped goes on where it was, and an auditor can
make it again.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from tink import aead

from gateway.audit.findings import StoredHead
from gateway.audit.search.search import Extent, Search
from gateway.district.directory import District
from gateway.oversight.ledger import Ledger
from gateway.oversight.rulebook import Rulebook
from gateway.reports.paper import Paper
from gateway.store.engine import Reader
from gateway.store.tables import people
from gateway.terms.people import Duty

NAMERS = frozenset({Duty.PRIVACY_OFFICER, Duty.REGISTRAR})
"""Who may see names beside log ids."""

type Mark = Any
"""Where a table goes on: None at its beginning, else JSON that it gave itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch[Row]:
    """Some rows. `mark` is where to go on behind them; `done` of `total` steps are made."""

    rows: Sequence[Row] = ()
    mark: Mark = None
    done: int = 0
    total: int = 0


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What a report is made from, as it was when it began.

    `heads` are the streams' heads of then: no entry beyond them is in the report. `until` is the
    position below which the search holds all of them. `names` tells whether whoever asked may see
    names; `made` is when it began, milliseconds since 1970 UTC.
    """

    reader: Reader
    search: Search
    district: District
    ledger: Ledger
    rulebook: Rulebook
    fields: aead.Aead = field(repr=False)
    heads: tuple[StoredHead, ...]
    until: Extent
    names: bool
    made: int

    @property
    def zone(self) -> ZoneInfo:
        """Return the district's own time zone."""
        return ZoneInfo(self.district.choices.timezone)

    @property
    def today(self) -> date:
        """Return the district's local date of when the report began."""
        return self.moment(self.made).date()

    def moment(self, time: int) -> datetime:
        """Return milliseconds since 1970 as a time in the district's zone."""
        return datetime.fromtimestamp(time / 1000, self.zone)

    async def names_of(self, log_ids: Sequence[str]) -> Mapping[str, str]:
        """Return whose some log ids are; nothing where whoever asked may not see names."""
        if not self.names or not log_ids:
            return {}
        table = people.c
        found: dict[str, str] = {}
        for start in range(0, len(log_ids), 500):
            some = list(log_ids[start : start + 500])
            query = select(table.log_id, table.given, table.family).where(table.log_id.in_(some))
            rows = await self.reader.read(lambda db, query=query: db.execute(query).all())  # type: ignore[misc]
            found.update({row.log_id: f"{row.given} {row.family}".strip() for row in rows})
        return found


@dataclass(frozen=True, kw_only=True)
class Table[Wish, Row]:
    """One table of a report. `row` is a dataclass whose every field says what it means
    (`gateway.reports.columns`); `name` is its file's."""

    name: str
    title: str
    row: type[Row]
    rows: Callable[[Sources, Wish, Mark], AsyncIterator[Batch[Row]]]


@dataclass(frozen=True, kw_only=True)
class Report[Wish]:
    """One kind of report.

    `duties` may have it. `wish` is the dataclass of what it is asked with. `proofs` tells whether
    it may carry the entries of its records: they hold the log ids of everybody in them. `paper`
    makes the document that a person reads or signs, None where there is none. `check` refuses
    what cannot be made, before anything is begun.
    """

    name: str
    title: str
    words: str
    duties: frozenset[Duty]
    wish: type[Wish]
    tables: tuple[Table[Wish, Any], ...]
    proofs: bool = True
    check: Callable[[Reader, Wish], Awaitable[None]] | None = None
    paper: Callable[[Sources, Wish, Mapping[str, "Written"]], Awaitable[Paper]] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A table that was written: how many rows, and its rows read back, as plain values."""

    count: int
    rows: Callable[[], Sequence[Mapping[str, Any]]] = field(repr=False)
