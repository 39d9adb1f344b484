"""The record of disclosures of one student (34 CFR 99.32 and 300.614).

34 CFR 99.32(a)(1) asks for each request and each disclosure, (a)(3) for the parties and their
legitimate interests, (a)(5) for the threat in an emergency, (b) for whom the parties may hand it on
to and what for; 34 CFR 300.614 for the date and the purpose. The record here is the union, and
holds what the law does not ask for as well: releases of
stand-ins, and what went out on a ground that needs no record; `mandatory` tells those apart.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from sqlalchemy import Connection, select

from gateway.district.emergencies import EMERGENCIES
from gateway.district.history import list_edits
from gateway.district.merged import read_merged
from gateway.errors import BadRequest
from gateway.oversight.incidents import releases_of
from gateway.reports.columns import RecordId
from gateway.reports.consent_ledger import changes_of
from gateway.reports.further_parties import FurtherParties, further_parties
from gateway.reports.paper import Card, Paper, Paragraph
from gateway.reports.reading import Told, read_log
from gateway.reports.report import NAMERS, Batch, Mark, Report, Sources, Table, Written
from gateway.store.engine import Reader
from gateway.store.tables import people
from gateway.terms.disclosure import STRICT, UNRECORDED_BASES, Basis, Tool
from gateway.terms.incidents import Incident
from gateway.terms.people import Duty


class What(StrEnum):
    """What became of a student's data in one record."""

    DISCLOSED = "disclosed"
    PSEUDONYMISED = "pseudonymised"
    REQUESTED = "requested"
    MISTAKE = "released by mistake"


WORDS = {
    What.DISCLOSED: "disclosed in identifiable form",
    What.PSEUDONYMISED: "released with stand-ins in place of the student's data",
    What.REQUESTED: "asked for, but nothing about the student left",
    What.MISTAKE: "released by mistake",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class StudentWish:
    """Whose, by roster id, and of which days (local, both inclusive)."""

    __pydantic_config__ = STRICT

    student: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One request or release, as far as a parent may see it too."""

    record: Annotated[RecordId, "id of the record in the log"]
    at: Annotated[datetime, "when access was given or asked for"]
    what: Annotated[
        str,
        "disclosed (as typed), pseudonymised (stand-ins left), requested (nothing left), or "
        "released by mistake (an incident)",
    ]
    party: Annotated[str, "whose AI service it went to, or was to go to"]
    further_parties: Annotated[
        tuple[str, ...], "whom the party could hand it on to, as the register had it then"
    ]
    further_interest: Annotated[
        str,
        "what those may have it for: what it was disclosed for alone (34 CFR 99.33(a)(2))",
    ]
    interest: Annotated[str, "the legitimate interest: what the prompt was for"]
    by_role: Annotated[str, "role of who asked; `another pupil` where a parent must not know it"]
    by_name: Annotated[str | None, "who asked; only for those entitled to that name"]
    basis: Annotated[str, "the legal ground"]
    consent: Annotated[str, "id of the consent relied on, empty without one"]
    categories: Annotated[tuple[str, ...], "categories of the student's data in the text"]
    emergency: Annotated[str, "id of the emergency it was disclosed in (34 CFR 99.36)"]
    mandatory: Annotated[bool, "whether 34 CFR 99.32 requires the record"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclosure(Shown):
    """One request or release, as the district has it."""

    tool: Annotated[str, "id of the AI service in the register"]
    by: Annotated[str, "log id of who asked"]
    agreement: Annotated[str, "id of the agreement in force with the party"]
    ended: Annotated[str, "how the exchange ended; empty where nothing left"]
    sent: Annotated[str, "keyed hash of what left, empty where nothing did"]
    threat: Annotated[
        str | None,
        "of a disclosure in an emergency: the articulable and significant threat, as it was "
        "declared (34 CFR 99.32(a)(5)); nothing of any other",
    ]


async def log_ids_of(reader: Reader, student: str) -> tuple[str, ...]:
    """Return a student's ids in the log, the one that is written now first: of who was merged,
    older records hold the others.

    Raises:
        BadRequest: the roster knows no such student.
    """

    def unit(db: Connection) -> tuple[str, ...]:
        rows = read_merged(db).rows(student)
        query = select(people.c.id, people.c.log_id).where(
            people.c.id.in_(rows), people.c.kind == "student"
        )
        found = {row.id: row.log_id for row in db.execute(query)}
        return tuple(found[row] for row in rows if row in found)

    found = await reader.quick(unit)
    if not found:
        raise BadRequest(
            "no student of the roster has this id", code="not_found", status=404, param="student"
        )
    return found


def within(day: date, wish: StudentWish) -> bool:
    """Tell whether a day is one of those that were asked for."""
    return (wish.since or date.min) <= day <= (wish.until or date.max)


async def check_student(reader: Reader, wish: StudentWish) -> None:
    """Refuse an asking about nobody."""
    await log_ids_of(reader, wish.student)


async def disclosures(
    sources: Sources, wish: StudentWish, mark: Mark
) -> AsyncIterator[Batch[Disclosure]]:
    """Yield what was asked for and released about one student, oldest first."""
    student = await log_ids_of(sources.reader, wish.student)
    known = _Known(
        student=student,
        tools={tool.id: tool for tool in sources.district.tools},
        further=await further_parties(sources),
    )
    portions = read_log(
        sources, [f"subject={'|'.join(student)}"], mark=mark, since=wish.since, until=wish.until
    )
    if mark is None:
        mistakes = await sources.reader.read(lambda db: releases_of(db, student))
        told = await changes_of(sources, "incident", [one.id for one in mistakes])
        yield Batch(
            rows=[
                _mistake(sources, one, told.get(one.id, ()), known)
                for one in mistakes
                if within(one.happened_on or one.discovered_on, wish)
            ],
            mark=0,
            total=sources.until.position,
        )
    async for portion in portions:
        askers = sorted({one.text("principal") for one in portion.records} - {""})
        names = await sources.names_of(askers)
        threats = await _threats(sources, {one.text("emergency") for one in portion.records})
        yield portion.batch([_row(sources, one, known, names, threats) for one in portion.records])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Known:
    """What all rows of a record are made with: the student's log ids, and the parties."""

    student: Sequence[str]
    tools: Mapping[str, Tool]
    further: FurtherParties


async def _threats(sources: Sources, emergencies: Collection[str]) -> Mapping[str, str]:
    """Return the words with which emergencies were declared, of those whose words still stand."""

    def unit(db: Connection) -> dict[str, str]:
        found = {}
        for row in sorted({*emergencies} - {""}):
            edits = list_edits(db, sources.fields, kind=EMERGENCIES.kind, row=row)
            if edits and edits[-1].edit is not None:
                found[row] = edits[-1].edit.why
        return found

    return await sources.reader.read(unit)


def _row(
    sources: Sources,
    one: Told,
    known: _Known,
    names: Mapping[str, str],
    threats: Mapping[str, str],
) -> Disclosure:
    every = [subject for subject in one.subjects if subject["id"] in known.student]
    about = max(every, key=lambda subject: _what(one, subject) is What.DISCLOSED)
    tool = known.tools.get(one.text("tool"))
    what = _what(one, about)
    further = known.further.of(one.text("tool"), one.said["time"])
    emergency = one.text("emergency") if about["basis"] == Basis.EMERGENCY else ""
    return Disclosure(
        record=one.id,
        at=sources.moment(one.said["time"]),
        what=what.value,
        party=one.text("provider") or (tool.provider if tool else ""),
        tool=one.text("tool"),
        further_parties=further,
        further_interest=one.text("purpose") if further else "",
        interest=one.text("purpose"),
        by_role=one.text("role"),
        by=one.text("principal"),
        by_name=names.get(one.text("principal")),
        basis=about["basis"],
        consent=about.get("consent", ""),
        categories=tuple(
            dict.fromkeys(text for subject in every for text in subject.get("categories", ()))
        ),
        agreement=one.text("agreement"),
        ended=one.ended,
        emergency=emergency,
        threat=threats.get(emergency),
        mandatory=what is What.DISCLOSED
        and bool(one.said.get("ferpa_99_32_mandatory"))
        and about["basis"] not in UNRECORDED_BASES,
        sent="" if what is What.REQUESTED else one.text("hash_out"),
    )


def _what(one: Told, about: Mapping[str, object]) -> What:
    if one.said["kind"] != "intent":
        return What.REQUESTED
    if about.get("disclosed") or about["outcome"] == "forward":
        return What.DISCLOSED
    return What.PSEUDONYMISED


def _mistake(sources: Sources, one: Incident, told: Sequence[str], known: _Known) -> Disclosure:
    """Return a release by mistake: it is a disclosure, and 34 CFR 99.32 wants it recorded."""
    day = one.happened_on or one.discovered_on
    at = datetime(day.year, day.month, day.day, tzinfo=sources.zone)
    further = known.further.of(one.tool, int(at.timestamp() * 1000))
    return Disclosure(
        record=told[-1] if told else "",
        at=at,
        what=What.MISTAKE.value,
        party=one.party,
        tool=one.tool,
        further_parties=further,
        further_interest=one.purpose if further else "",
        interest=one.purpose,
        by_role="",
        by="",
        by_name=None,
        basis="none",
        consent="",
        categories=tuple(sorted(one.categories)),
        agreement="",
        ended="",
        emergency="",
        threat=None,
        mandatory=True,
        sent="",
    )


async def _paper(sources: Sources, wish: StudentWish, tables: Mapping[str, Written]) -> Paper:
    rows = tables["disclosures"].rows()
    return Paper(
        title="Record of requests and disclosures",
        subtitle=f"Student {await title_of(sources, wish.student)}. Made "
        f"{sources.moment(sources.made):%Y-%m-%d %H:%M %Z}.",
        parts=[
            Paragraph(
                text="This record is kept under 34 CFR 99.32 and 34 CFR 300.614. It lists every "
                "time somebody asked an AI service something about the student through the "
                "school's gateway, what became of it, to whom it went, and what for."
            ),
            Paragraph(text=counted(rows)),
            *cards(rows),
        ],
    )


async def title_of(sources: Sources, student: str) -> str:
    """Return what a paper calls a student: by name for those entitled, else by roster id."""
    names = await sources.names_of((await log_ids_of(sources.reader, student))[:1])
    return f"{next(iter(names.values()))} ({student})" if names else student


def counted(rows: Sequence[Mapping[str, object]]) -> str:
    """Return in a sentence how many records are of which kind."""
    if not rows:
        return "There is none."
    parts = [f"{sum(row['what'] == what for row in rows)} {words}" for what, words in WORDS.items()]
    return f"{len(rows)} in all: {'; '.join(parts)}."


def cards(rows: Sequence[Mapping[str, object]]) -> list[Card]:
    """Return each disclosure as a card."""
    return [_card(row) for row in rows]


def moment_of(row: Mapping[str, object]) -> str:
    """Return when a row was, to the minute."""
    return str(row["at"])[:16].replace("T", " ")


def _card(row: Mapping[str, object]) -> Card:
    def listed(name: str) -> str:
        found = row[name]
        return ", ".join(map(str, found)) if isinstance(found, list) else str(found or "")

    by = f"{row['by_role']} {row.get('by_name') or row.get('by') or ''}".strip()
    return Card(
        title=f"{moment_of(row)}: {WORDS[What(str(row['what']))]}",
        pairs=[
            ("To", listed("party")),
            ("For", listed("interest")),
            ("It may hand it on to", listed("further_parties")),
            ("Those for", listed("further_interest")),
            ("Asked by", by),
            ("Data about", listed("categories")),
            ("Legal ground", " ".join(filter(None, (listed("basis"), listed("consent"))))),
            *([("In the emergency", listed("emergency"))] if row["emergency"] else ()),
            *([("Threat", listed("threat"))] if row.get("threat") else ()),
            ("Record must be kept", "yes" if row["mandatory"] else "no"),
            ("Log record", listed("record")),
        ],
    )


DISCLOSURES = Report(
    name="disclosures",
    title="Record of disclosures of one student",
    words="Each request and release of one student's data: the record of 34 CFR 99.32 and 300.614.",
    duties=NAMERS | {Duty.AUDITOR},
    wish=StudentWish,
    tables=(
        Table(
            name="disclosures", title="Requests and disclosures", row=Disclosure, rows=disclosures
        ),
    ),
    check=check_student,
    paper=_paper,
)
