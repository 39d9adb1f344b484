"""Whose data went where in some prompts: what the privacy office asks first after an incident.

Which prompts, the filters say: those of a tool, of a time, of a version of the detector that missed
something, of one record.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from gateway.district.merged import log_ids_of
from gateway.reports.columns import RecordId
from gateway.reports.public_records import PeriodWish
from gateway.reports.reading import Told, tally
from gateway.reports.report import NAMERS, Batch, Mark, Report, Sources, Table
from gateway.terms.people import Duty


@dataclass(frozen=True, kw_only=True, slots=True)
class ExposedRow:
    """One person whose data was in those prompts."""

    subject: Annotated[str, "log id of whose data it was"]
    name: Annotated[str | None, "whose that is; only for those entitled to names"]
    kind: Annotated[str, "student, guardian or staff"]
    disclosed: Annotated[int, "prompts that left with their data as typed"]
    pseudonymised: Annotated[int, "prompts that left with stand-ins in place of it"]
    first: Annotated[datetime, "the first of those prompts"]
    last: Annotated[datetime, "the last"]
    tools: Annotated[tuple[str, ...], "ids of the AI services they went to"]
    detectors: Annotated[tuple[str, ...], "versions of the detector that read them"]
    categories: Annotated[tuple[str, ...], "categories of their data"]
    records: Annotated[tuple[RecordId, ...], "ids of the records in the log"]


@dataclass(slots=True)
class _Person:
    """What is known of one person's data so far."""

    kind: str
    first: int
    last: int = 0
    disclosed: int = 0
    pseudonymised: int = 0
    tools: set[str] = field(default_factory=set)
    detectors: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)
    records: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _People:
    """Everybody whose data left; `goes_by` is the log id of who was merged, by older ones."""

    goes_by: Mapping[str, str]
    found: dict[str, _Person] = field(default_factory=dict)

    def take(self, one: Told) -> None:
        """Count one prompt, once for each person in it."""
        theirs: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for subject in one.subjects:
            if subject.get("kind") != "unresolved":  # nobody of the roster: nobody to be told
                theirs[self.goes_by.get(subject["id"], subject["id"])].append(subject)
        for person, said in theirs.items():
            self._count(person, said, one)

    def _count(self, person: str, said: Sequence[Mapping[str, Any]], one: Told) -> None:
        time = one.said["time"]
        about = self.found.setdefault(person, _Person(kind=said[0].get("kind", ""), first=time))
        about.first, about.last = min(about.first, time), max(about.last, time)
        if any(subject.get("disclosed") for subject in said):
            about.disclosed += 1
        else:
            about.pseudonymised += 1
        about.tools.add(one.text("tool"))
        about.detectors.add(one.text("detector"))
        for subject in said:
            about.categories.update(subject.get("categories", ()))
        about.records.append(one.id)


async def _rows(
    sources: Sources, wish: PeriodWish, _mark: Mark
) -> AsyncIterator[Batch[ExposedRow]]:
    ids = await sources.reader.quick(log_ids_of)
    people = _People(goes_by={old: kept for kept, every in ids.items() for old in every})
    where = ["kind=intent", *wish.where]
    async for batch in tally(sources, where, people.take, since=wish.since, until=wish.until):
        yield batch
    names = await sources.names_of(sorted(people.found))
    rows = [
        ExposedRow(
            subject=subject,
            name=names.get(subject),
            kind=about.kind,
            disclosed=about.disclosed,
            pseudonymised=about.pseudonymised,
            first=sources.moment(about.first),
            last=sources.moment(about.last),
            tools=tuple(sorted(about.tools)),
            detectors=tuple(sorted(about.detectors)),
            categories=tuple(sorted(about.categories)),
            records=tuple(about.records),
        )
        for subject, about in sorted(people.found.items())
    ]
    yield Batch(rows=rows, done=sources.until.position, total=sources.until.position)


EXPOSED = Report(
    name="exposed",
    title="Whose data was in some prompts",
    words="Everybody whose data left in some prompts, by tool, time, detector version or any other "
    "filter: what the office asks first after an incident.",
    duties=NAMERS | {Duty.ADMIN, Duty.AUDITOR},
    wish=PeriodWish,
    tables=(Table(name="exposed", title="Whose data left", row=ExposedRow, rows=_rows),),
)
