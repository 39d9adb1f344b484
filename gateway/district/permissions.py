"""The shelves of the consent ledger: consents, who holds a student's rights, refusals.

What is checked here is what can never be right. A consent that lacks what 34 CFR 99.30 asks for is
kept all the same, as defective, so that the office can see and mend it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import Column, Connection, Table, delete, exists, insert, select

from gateway.district import edits
from gateway.district.choices import read_choices, year_end
from gateway.district.documents import CONSENT, REFUSAL, RIGHTS
from gateway.district.merged import read_merged
from gateway.district.roster_import import bump
from gateway.district.shelves import SHA256, Shelf, check_id, check_texts, invalid
from gateway.store import tables
from gateway.terms.disclosure import Consent, Grant
from gateway.terms.people import Kind
from gateway.terms.rights import OWN_RIGHTS, Refusal, Rights, Standing


def school_year_end(ends: str, day: date) -> date | None:
    """Return the last day of the school year a day is in, None where the district names no end.

    Args:
        ends: month and day, such as `06-30`, or "".
        day: local to the district.
    """
    this_year = year_end(ends, day.year)
    if this_year is None or day <= this_year:
        return this_year
    return year_end(ends, day.year + 1)


def _with_end(db: Connection, consent: Consent) -> Consent:
    """Let a consent that names no end, end with the school year it begins in.

    34 CFR 99.30 knows no end; that there is one is the district's rule. A refusal has none by it:
    no summer turns a no into a yes.
    """
    begins = consent.effective_from or consent.signed_on
    choices = read_choices(db)
    refused = consent.collect_use is Grant.REFUSED
    if consent.expires_on is not None or refused or begins is None or choices is None:
        return consent
    return replace(consent, expires_on=school_year_end(choices.school_year_ends, begins))


def _check_consent(db: Connection, consent: Consent) -> None:
    check_id(consent.id)
    check_texts(consent)
    if consent.ai_training is not Grant.REFUSED:
        raise invalid("nobody trains AI on students: this scope is always `refused`", "ai_training")
    for name in ("form_sha256", "document"):
        text: str = getattr(consent, name)
        if text and not SHA256.fullmatch(text):
            raise invalid("must be the SHA-256 of the file, 64 hexadecimal digits", name)
    begins, ends = consent.effective_from or consent.signed_on, consent.expires_on
    if begins is not None and ends is not None and ends < begins:
        raise invalid("ends before it begins", "expires_on")
    if consent.revoked_at is not None and not (consent.revoked_by and consent.revocation_channel):
        raise invalid("say who revoked it (`revoked_by`) and how", "revocation_channel")
    if consent.id in (consent.supersedes, consent.superseded_by):
        raise invalid("a consent cannot take its own place", "supersedes")
    check_student(db, consent.subject, "subject")
    query = select(tables.consents.c.subject).where(tables.consents.c.id == consent.id)
    if (before := db.execute(query).scalar()) is not None and before != consent.subject:
        raise invalid("this id is that of another student's consent", "id")


def check_student(db: Connection, student: str, param: str) -> None:
    """Refuse what is no student's roster id; who left is still one.

    Raises:
        BadRequest: it is none.
    """
    people = tables.people
    at = (people.c.id == student, people.c.kind == Kind.STUDENT.value)
    if not student or not db.execute(select(exists().where(*at))).scalar():
        raise invalid("no student of the roster has this id", param)


def _check_rights(db: Connection, rights: Rights) -> None:
    check_texts(rights)
    if not rights.decided_by.strip():
        raise invalid("say who decided this at the office", "decided_by")
    if not SHA256.fullmatch(rights.document):
        raise invalid("name what shows it: the SHA-256 of the order or statement", "document")
    if rights.since and rights.until and rights.until < rights.since:
        raise invalid("ends before it begins", "until")
    if rights.acting & rights.restricted:
        raise invalid("the same adult cannot act and be restricted", "acting")
    if rights.standing in OWN_RIGHTS and rights.acting:
        raise invalid("the student holds these rights; nobody else acts", "acting")
    if rights.standing not in OWN_RIGHTS | {Standing.FAMILY} and not rights.acting:
        raise invalid("name who acts as a parent, by id", "acting")
    check_student(db, rights.student, "student")
    _check_restricted(db, rights)
    others = [one for one in read_merged(db).rows(rights.student) if one != rights.student]
    for other in others:
        if _read_rights(db, other) is not None:
            raise invalid(f"was found already under `{other}`, who is the same student", "student")


def _check_restricted(db: Connection, rights: Rights) -> None:
    """Refuse an id that is no guardian's: an order under a mistyped one would bar nobody."""
    people = tables.people.c
    known = select(people.id).where(
        people.id.in_(rights.restricted), people.kind == Kind.GUARDIAN.value
    )
    if unknown := sorted(rights.restricted.difference(db.execute(known).scalars())):
        raise invalid(
            f"no guardian of the roster has this id: {', '.join(unknown)}; the order would bar "
            "nobody",
            "restricted",
        )


def _check_refusal(db: Connection, refusal: Refusal) -> None:
    check_texts(refusal)
    if not refusal.by.strip():
        raise invalid("say who refused", "by")
    check_student(db, refusal.subject, "subject")


def _read_consent(db: Connection, row: str) -> Consent | None:
    text = _document(db, tables.consents, tables.consents.c.id, row)
    return None if text is None else CONSENT.read(text)


def _put_consent(db: Connection, consent: Consent, now: int) -> None:
    edits.put_consents(db, [consent], now=now)


def _put_consents(db: Connection, consents: Sequence[Consent], now: int) -> None:
    edits.put_consents(db, consents, now=now)


def _list_consents(db: Connection, after: str, limit: int) -> list[Consent]:
    consents = tables.consents
    query = select(consents.c.document).where(consents.c.id > after)
    rows = db.execute(query.order_by(consents.c.id).limit(limit)).scalars()
    return [CONSENT.read(text) for text in rows]


def _read_rights(db: Connection, row: str) -> Rights | None:
    text = _document(db, tables.rights, tables.rights.c.student, row)
    return None if text is None else RIGHTS.read(text)


def _list_rights(db: Connection, after: str, limit: int) -> list[Rights]:
    rights = tables.rights
    query = select(rights.c.document).where(rights.c.student > after)
    rows = db.execute(query.order_by(rights.c.student).limit(limit)).scalars()
    return [RIGHTS.read(text) for text in rows]


def _put_rights(db: Connection, rights: Rights, _now: int) -> None:
    db.execute(delete(tables.rights).where(tables.rights.c.student == rights.student))
    row = {"student": rights.student, "document": RIGHTS.write(rights)}
    db.execute(insert(tables.rights).values(row))
    bump(db, "consents")


def _remove_rights(db: Connection, row: str) -> None:
    db.execute(delete(tables.rights).where(tables.rights.c.student == row))
    bump(db, "consents")


def _read_refusal(db: Connection, row: str) -> Refusal | None:
    refusals = tables.refusals
    found = db.execute(select(refusals).where(refusals.c.subject == row)).first()
    return None if found is None else Refusal(subject=found.subject, by=found.by)


def _list_refusals(db: Connection, after: str, limit: int) -> list[Refusal]:
    refusals = tables.refusals
    query = select(refusals).where(refusals.c.subject > after).order_by(refusals.c.subject)
    return [Refusal(subject=row.subject, by=row.by) for row in db.execute(query.limit(limit))]


def _remove_refusal(db: Connection, row: str) -> None:
    db.execute(delete(tables.refusals).where(tables.refusals.c.subject == row))
    bump(db, "consents")


def _document(db: Connection, table: Table, key: Column[str], row: str) -> str | None:
    found: str | None = db.execute(select(table.c.document).where(key == row)).scalar()
    return found


CONSENTS: Final = Shelf(
    kind="consent",
    document=CONSENT,
    row_of=lambda consent: consent.id,
    read=_read_consent,
    put=_put_consent,
    put_all=_put_consents,
    listed=_list_consents,
    completed=_with_end,
    check=_check_consent,
)
"""Consents are never taken away: they are revoked, or expire, and stay in the ledger."""
RIGHTS_HELD: Final = Shelf(
    kind="rights",
    document=RIGHTS,
    row_of=lambda rights: rights.student,
    read=_read_rights,
    put=_put_rights,
    remove=_remove_rights,
    listed=_list_rights,
    check=_check_rights,
    of_person=True,
)
REFUSALS: Final = Shelf(
    kind="refusal",
    document=REFUSAL,
    row_of=lambda refusal: refusal.subject,
    read=_read_refusal,
    put=lambda db, refusal, now: edits.put_refusal(db, refusal.subject, by=refusal.by, now=now),
    remove=_remove_refusal,
    listed=_list_refusals,
    check=_check_refusal,
    of_person=True,
)
OF_PEOPLE: Final = frozenset(shelf.kind for shelf in (RIGHTS_HELD, REFUSALS) if shelf.of_person)
"""Kinds of row that go by the roster's id of a person."""
