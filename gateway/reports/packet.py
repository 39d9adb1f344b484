"""What a parent or eligible student gets to see of a student (34 CFR 99.10).

Where a record is about more than one student, a parent may see only what is about theirs (34 CFR
99.12(a)): every other pupil is left out, and a pupil who asked is told of as `another pupil`.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Annotated

from sqlalchemy import Connection

from gateway.reports.columns import RecordId
from gateway.reports.consent_ledger import ConsentRow, LedgerWish, consent_rows
from gateway.reports.disclosures import (
    Disclosure,
    Shown,
    StudentWish,
    cards,
    check_student,
    counted,
    disclosures,
    log_ids_of,
    moment_of,
    title_of,
    within,
)
from gateway.reports.paper import Card, Heading, Paper, Paragraph, Part
from gateway.reports.reading import Told, read_log
from gateway.reports.report import NAMERS, Batch, Mark, Report, Sources, Table, Written
from gateway.store.contents import contents_of
from gateway.terms.contents import Content

ANOTHER = "another pupil"
THREATS = (
    "Something was disclosed in a health or safety emergency. The threat that was declared then is "
    "on record (34 CFR 99.32(a)(5)); its words may be about others too, so ask the office for them."
)
WORDS = (
    "Of these the words themselves are kept, encrypted and for a limited time. You may ask the "
    "office to see them; two people of the school open them together, and leave out what is about "
    "others."
)
NONE = "No words are kept."


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedRow:
    """One prompt of the student's own."""

    record: Annotated[RecordId, "id of the record in the log"]
    at: Annotated[datetime, "when"]
    outcome: Annotated[str, "forward, pseudonymise, hold or refuse"]
    ended: Annotated[str, "how the exchange ended; empty where nothing left"]
    party: Annotated[str, "whose AI service it went to, or was to go to"]
    interest: Annotated[str, "what it was for"]
    age_band: Annotated[str, "the student's age band that day"]


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptRow:
    """One exchange of which words are kept."""

    record: Annotated[RecordId, "id of the record in the log"]
    at: Annotated[datetime, "when they were kept"]
    parts: Annotated[tuple[str, ...], "typed, left, answer"]
    others: Annotated[bool, "whether they are by or about somebody else as well"]


async def _shown(sources: Sources, wish: StudentWish, mark: Mark) -> AsyncIterator[Batch[Shown]]:
    student = await log_ids_of(sources.reader, wish.student)
    async for batch in disclosures(sources, wish, mark):
        rows = [_redacted(one, student) for one in batch.rows]
        yield Batch(rows=rows, mark=batch.mark, done=batch.done, total=batch.total)


def _redacted(one: Disclosure, student: Sequence[str]) -> Shown:
    """Return what a parent sees of a disclosure, with nobody in it but their student and whoever of
    the school asked."""
    shown = Shown(**{column.name: getattr(one, column.name) for column in fields(Shown)})
    another = one.by_role in ("student", "guardian") and one.by not in student
    return replace(shown, by_role=ANOTHER, by_name=None) if another else shown


async def _asked(sources: Sources, wish: StudentWish, mark: Mark) -> AsyncIterator[Batch[AskedRow]]:
    student = await log_ids_of(sources.reader, wish.student)
    # A child in danger may be so at home: what told of it is the safety team's alone.
    where = ["kind=intent|refusal", "outcome!=safety", f"principal={'|'.join(student)}"]
    async for portion in read_log(sources, where, mark=mark, since=wish.since, until=wish.until):
        yield portion.batch([_asked_row(sources, one) for one in portion.records])


def _asked_row(sources: Sources, one: Told) -> AskedRow:
    return AskedRow(
        record=one.id,
        at=sources.moment(one.said["time"]),
        outcome=one.text("outcome"),
        ended=one.ended,
        party=one.text("provider"),
        interest=one.text("purpose"),
        age_band=one.text("age_band"),
    )


async def _kept(sources: Sources, wish: StudentWish, _mark: Mark) -> AsyncIterator[Batch[KeptRow]]:
    student = await log_ids_of(sources.reader, wish.student)

    def unit(db: Connection) -> list[Content]:
        found = {one.id: one for person in student for one in contents_of(db, person)}
        return [found[row] for row in sorted(found)]

    rows = [
        KeptRow(
            record=one.id,
            at=sources.moment(one.at),
            parts=tuple(part.value for part, _ in one.parts),
            others=not one.people <= {*student},
        )
        for one in await sources.reader.read(unit)
        if within(sources.moment(one.at).date(), wish)
    ]
    yield Batch(rows=rows, done=len(rows), total=len(rows))


async def _consents(
    sources: Sources, wish: StudentWish, mark: Mark
) -> AsyncIterator[Batch[ConsentRow]]:
    async for batch in consent_rows(sources, LedgerWish(student=wish.student), mark):
        yield batch


async def _paper(sources: Sources, wish: StudentWish, tables: Mapping[str, Written]) -> Paper:
    shown = tables["disclosures"].rows()
    questions: list[Part] = [_asked_card(row) for row in tables["asked"].rows()]
    kept = tables["kept"].rows()
    consents: list[Part] = [_consent(row) for row in tables["consents"].rows()]
    return Paper(
        title="What is kept about your child and AI services",
        subtitle=f"Student {await title_of(sources, wish.student)}. Made "
        f"{sources.moment(sources.made):%Y-%m-%d %H:%M %Z}.",
        parts=[
            Paragraph(
                text="You may see what the school keeps about your child (34 CFR 99.10). This is "
                "what its gateway to AI services keeps: the consents, and a record of every time "
                "somebody asked an AI service something about your child, or your child asked "
                "something. Other pupils are left out, as 34 CFR 99.12(a) asks. The gateway keeps "
                "what was decided and why; it does not keep the words of a prompt unless the "
                "district has switched that on."
            ),
            Paragraph(
                text="If something here is not right, you may ask the school to correct it (34 CFR "
                "99.20)."
            ),
            Heading(text="Consents"),
            *(consents or [Paragraph(text="There is none.")]),
            Heading(text="What was asked and sent"),
            Paragraph(text=counted(shown)),
            *([Paragraph(text=THREATS)] if any(row["emergency"] for row in shown) else ()),
            *cards(shown),
            Heading(text="What your child asked"),
            *(questions or [Paragraph(text="There is none.")]),
            Heading(text="Words that are kept"),
            *([Paragraph(text=WORDS), *map(_kept_card, kept)] if kept else [Paragraph(text=NONE)]),
        ],
    )


def _asked_card(row: Mapping[str, object]) -> Card:
    return Card(
        title=f"{moment_of(row)}: {row['outcome']}",
        pairs=[
            ("To", str(row["party"])),
            ("For", str(row["interest"])),
            ("It ended", str(row["ended"]) or "not sent"),
            ("Log record", str(row["record"])),
        ],
    )


def _kept_card(row: Mapping[str, object]) -> Card:
    return Card(
        title=moment_of(row),
        pairs=[
            ("Kept", ", ".join(map(str, row["parts"])) if isinstance(row["parts"], list) else ""),
            ("By or about others as well", "yes" if row["others"] else "no"),
            ("Log record", str(row["record"])),
        ],
    )


def _consent(row: Mapping[str, object]) -> Card:
    def listed(name: str) -> str:
        found = row[name]
        return ", ".join(map(str, found)) if isinstance(found, list) else str(found or "")

    return Card(
        title=f"Consent {row['id']}: {row['state']}",
        pairs=[
            ("Signed on", listed("signed_on")),
            ("Signed as", listed("relationship")),
            ("For", listed("purposes")),
            ("Data about", listed("records")),
            ("Recipients", listed("recipients")),
            ("Last day", listed("expires_on")),
            ("Lacks", listed("missing")),
        ],
    )


PACKET = Report(
    name="packet",
    title="Parent packet",
    words="What a parent or eligible student may see of one student under 34 CFR 99.10, with every "
    "other pupil left out.",
    duties=NAMERS,
    wish=StudentWish,
    tables=(
        Table(name="disclosures", title="What was asked and sent", row=Shown, rows=_shown),
        Table(name="consents", title="Consents", row=ConsentRow, rows=_consents),
        Table(name="asked", title="What the student asked", row=AskedRow, rows=_asked),
        Table(name="kept", title="Words that are kept", row=KeptRow, rows=_kept),
    ),
    proofs=False,
    check=check_student,
    paper=_paper,
)
