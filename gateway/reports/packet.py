"""What a parent or eligible student gets to see of a student (34 CFR 99.10).

Where a record is about more than one student, a parent may see only what is about theirs (34 CFR
99.12(a)): every other pupil is left out, and a pupil who asked is told of as `another pupil`.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import fields, replace

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
    title_of,
)
from gateway.reports.paper import Card, Heading, Paper, Paragraph, Part
from gateway.reports.report import NAMERS, Batch, Mark, Report, Sources, Table, Written

ANOTHER = "another pupil"


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


async def _consents(
    sources: Sources, wish: StudentWish, mark: Mark
) -> AsyncIterator[Batch[ConsentRow]]:
    async for batch in consent_rows(sources, LedgerWish(student=wish.student), mark):
        yield batch


async def _paper(sources: Sources, wish: StudentWish, tables: Mapping[str, Written]) -> Paper:
    shown = tables["disclosures"].rows()
    consents: list[Part] = [_consent(row) for row in tables["consents"].rows()]
    return Paper(
        title="What is kept about your child and AI services",
        subtitle=f"Student {await title_of(sources, wish.student)}. Made "
        f"{sources.moment(sources.made):%Y-%m-%d %H:%M %Z}.",
        parts=[
            Paragraph(
                text="You may see what the school keeps about your child (34 CFR 99.10). This is "
                "what its gateway to AI services keeps: the consents, and a record of every time "
                "somebody asked an AI service something about your child. Other pupils are left "
                "out, as 34 CFR 99.12(a) asks. The gateway keeps what was decided and why; it does "
                "not keep the words of a prompt unless the district has switched that on."
            ),
            Paragraph(
                text="If something here is not right, you may ask the school to correct it (34 CFR "
                "99.20)."
            ),
            Heading(text="Consents"),
            *(consents or [Paragraph(text="There is none.")]),
            Heading(text="What was asked and sent"),
            Paragraph(text=counted(shown)),
            *cards(shown),
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
    ),
    proofs=False,
    check=check_student,
    paper=_paper,
)
