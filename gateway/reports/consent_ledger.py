"""The consent ledger as it stands: every consent with its state, its defects and its history.

34 CFR 99.30(b) says what a consent must hold; the state is what a decision would see that day.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import Connection, func, select

from gateway.audit.search.filters import Among
from gateway.oversight.ledger import Entry
from gateway.reports.columns import RecordId
from gateway.reports.reading import read_log
from gateway.reports.report import NAMERS, Batch, Mark, Report, Sources, Table
from gateway.store.tables import consents, edits, people
from gateway.terms.disclosure import STRICT, ConsentState
from gateway.terms.people import Duty

PAGE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerWish:
    """Which consents: of one student, or all; in one state, or any."""

    __pydantic_config__ = STRICT

    student: str = ""
    state: ConsentState | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentRow:
    """One consent."""

    id: Annotated[str, "id of the consent"]
    subject: Annotated[str, "roster id of the student it is about"]
    subject_name: Annotated[str | None, "whose that is; only for those entitled to names"]
    state: Annotated[str, "where it stood on the day of the report"]
    missing: Annotated[tuple[str, ...], "of a defective one: the fields it lacks (34 CFR 99.30)"]
    holder: Annotated[bool, "whether who signed held the student's rights that day"]
    flags: Annotated[tuple[str, ...], "what the office should look at"]
    signer: Annotated[str, "roster id of who signed"]
    relationship: Annotated[str, "in which capacity"]
    authority_checked_by: Annotated[str, "who checked that they may"]
    signed_on: Annotated[date | None, "when it was signed"]
    method: Annotated[str, "how it was signed"]
    evidence: Annotated[str, "what identifies and authenticates the signer (34 CFR 99.30(d))"]
    records: Annotated[tuple[str, ...], "categories of data it covers"]
    purposes: Annotated[tuple[str, ...], "what for"]
    recipients: Annotated[tuple[str, ...], "ids of AI services, or classes of them"]
    form_version: Annotated[str, "version of the form that was shown"]
    form_sha256: Annotated[str, "SHA-256 of its text"]
    language: Annotated[str, "language of the form"]
    collect_use: Annotated[str, "collection and use: granted, refused or unasked"]
    disclose_third_party: Annotated[str, "disclosure to a third party: the same"]
    ai_training: Annotated[str, "training AI: always refused"]
    effective_from: Annotated[date | None, "from which day it holds"]
    expires_on: Annotated[date | None, "its last day"]
    revoked_at: Annotated[datetime | None, "when it was revoked"]
    revoked_by: Annotated[str, "by whom"]
    revocation_channel: Annotated[str, "how"]
    supersedes: Annotated[str, "id of the consent whose place it takes"]
    superseded_by: Annotated[str, "id of the one that takes its place"]
    entered_by: Annotated[str, "who entered it"]
    document: Annotated[str, "SHA-256 of the signed document"]
    history: Annotated[
        tuple[RecordId, ...], "ids of the log's records that tell of its entry and its changes"
    ]


async def consent_rows(
    sources: Sources, wish: LedgerWish, mark: Mark
) -> AsyncIterator[Batch[ConsentRow]]:
    """Yield consents in the order of their ids."""
    after, done = mark or ("", 0)
    total = await sources.reader.quick(lambda db: _count(db, wish.student))
    while True:
        entries = await sources.ledger.listed(
            subject=wish.student, state=wish.state, after=after, limit=PAGE
        )
        if not entries:
            return
        names = await _names(sources, sorted({one.consent.subject for one in entries}))
        told = await changes_of(sources, "consent", [one.consent.id for one in entries])
        after, done = entries[-1].consent.id, done + len(entries)
        rows = [_row(one, names, told) for one in entries]
        yield Batch(rows=rows, mark=(after, done), done=done, total=max(total, done))


async def changes_of(
    sources: Sources, kind: str, rows: Sequence[str]
) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the log's records that tell of changes to some rows, oldest first."""

    def unit(db: Connection) -> dict[str, list[str]]:
        table = edits.c
        query = select(table.row, table.id, table.batch).where(
            table.kind == kind, table.row.in_(rows)
        )
        of: dict[str, list[str]] = {}
        for row, edit, batch in db.execute(query):
            of.setdefault(batch or edit, []).append(row)
        return of

    of = await sources.reader.read(unit)
    found: dict[str, tuple[str, ...]] = {}
    if not of:
        return found
    async for portion in read_log(sources, [Among(field="edit", values=tuple(of))]):
        for one in portion.records:
            if not one.text("result"):  # `undone` and `unclear` tell that nothing came of it
                for row in of[one.text("edit")]:
                    found[row] = (*found.get(row, ()), one.id)
    return found


async def _names(sources: Sources, students: Sequence[str]) -> Mapping[str, str]:
    """Return students' names by roster id; nothing where whoever asked may not see names."""
    if not sources.names:
        return {}
    query = select(people.c.id, people.c.given, people.c.family).where(people.c.id.in_(students))
    rows = await sources.reader.read(lambda db: db.execute(query).all())
    return {row.id: f"{row.given} {row.family}".strip() for row in rows}


def _count(db: Connection, student: str) -> int:
    query = select(func.count()).select_from(consents)
    if student:
        query = query.where(consents.c.subject == student)
    return db.execute(query).scalar_one()


def _row(one: Entry, names: Mapping[str, str], told: Mapping[str, tuple[str, ...]]) -> ConsentRow:
    consent = one.consent
    return ConsentRow(
        id=consent.id,
        subject=consent.subject,
        subject_name=names.get(consent.subject),
        state=one.state.value,
        missing=one.missing,
        holder=one.holder,
        flags=tuple(sorted(one.flags)),
        signer=consent.signer,
        relationship=consent.relationship or "",
        authority_checked_by=consent.authority_checked_by,
        signed_on=consent.signed_on,
        method=consent.method or "",
        evidence=consent.evidence,
        records=tuple(sorted(consent.records)),
        purposes=tuple(sorted(consent.purposes)),
        recipients=tuple(sorted(consent.recipients)),
        form_version=consent.form_version,
        form_sha256=consent.form_sha256,
        language=consent.language,
        collect_use=consent.collect_use,
        disclose_third_party=consent.disclose_third_party,
        ai_training=consent.ai_training,
        effective_from=consent.effective_from,
        expires_on=consent.expires_on,
        revoked_at=consent.revoked_at,
        revoked_by=consent.revoked_by,
        revocation_channel=consent.revocation_channel,
        supersedes=consent.supersedes,
        superseded_by=consent.superseded_by,
        entered_by=consent.entered_by,
        document=consent.document,
        history=told.get(consent.id, ()),
    )


CONSENTS: Table[LedgerWish, ConsentRow] = Table(
    name="consents", title="Consents", row=ConsentRow, rows=consent_rows
)
CONSENT_LEDGER = Report(
    name="consents",
    title="Consent ledger",
    words="Every consent with its state, what it lacks, and the log's records of its changes.",
    duties=NAMERS | {Duty.AUDITOR},
    wish=LedgerWish,
    tables=(CONSENTS,),
)
