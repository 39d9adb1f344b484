"""What the synthetic district allows: permission slips of its pupils, and its register of tools."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from gateway.demo import cast
from gateway.demo.campus import Campus, school_year
from gateway.demo.cast import ConsentKind
from gateway.demo.names import Draw
from gateway.terms.disclosure import (
    COPPA_VERIFIABLE,
    Category,
    Consent,
    Grant,
    Purpose,
    SignatureMethod,
    Signer,
    SurrogateStyle,
    Tool,
    ToolStatus,
)
from gateway.terms.people import Person, age_on

FORM_VERSION = "ai-permission-2"
FORM_TEXT = (
    "I allow my child's school to send the kinds of records ticked below to the AI tools named "
    "below, for the purposes ticked below. The tools may not learn from them. I may withdraw this "
    "at any time."
)
FORM_SHA256 = hashlib.sha256(FORM_TEXT.encode()).hexdigest()

RECORDS = frozenset(
    {
        Category.STUDENT_NAME,
        Category.STUDENT_IDENTIFIERS,
        Category.STUDENT_CONTACT,
        Category.WORK,
        Category.IN_APP,
        Category.ASSESSMENT,
        Category.ENROLLMENT,
        Category.SCHEDULE,
        Category.COMMUNICATIONS,
    }
)
TEACHING = frozenset({Purpose.INSTRUCTION, Purpose.FEEDBACK, Purpose.GRADING, Purpose.LEARNING})

_SHARES = (
    (ConsentKind.COMPLETE, 0.40),
    (ConsentKind.EXPIRED, 0.08),
    (ConsentKind.REVOKED, 0.05),
    (ConsentKind.DEFECTIVE, 0.05),
    (ConsentKind.WRONG_PURPOSE, 0.04),
    (ConsentKind.NONE, 0.38),
)
_REQUIRED = ("evidence", "signed_on", "method", "records", "purposes", "recipients")
_VERIFIABLE = tuple(sorted(COPPA_VERIFIABLE))
_ANY_METHOD = (*_VERIFIABLE, SignatureMethod.PORTAL_LOGIN, SignatureMethod.SSO)
_AT_A_SCREEN = frozenset({SignatureMethod.PORTAL_LOGIN, SignatureMethod.SSO})


def consents_of(campus: Campus, seed: int, today: date) -> Iterator[Consent]:
    """Yield the permission slips of one campus: at most one for each pupil."""
    draw = Draw(f"{seed}/consents/{campus.plan.index}")
    by_id = {campus.cast[pupil.key]: pupil for pupil in cast.PUPILS if pupil.key in campus.cast}
    for student in campus.students:
        drawn = _draw_kind(draw)
        member = by_id.get(student.id)
        kind = member.consent if member is not None else drawn
        born = campus.born[student.id]
        adult = born is not None and age_on(today, born) >= 18
        if kind is ConsentKind.NONE or not (student.guardians or adult):
            continue
        under_13 = born is None or age_on(today, born) < 13
        slip = _complete(draw, student, today, adult=adult, under_13=under_13)
        if member is not None:  # the demonstration shows a granted separate scope
            slip = replace(slip, method=SignatureMethod.PAPER_SCAN, evidence=_scan(student))
            slip = replace(slip, disclose_third_party=Grant.GRANTED)
        yield _spoil(draw, slip, kind, today)


def tools(today: date, *, base_url: str = "", pilot_classes: tuple[str, ...] = ()) -> list[Tool]:
    """Return the district's register of tools: one of every standing an agreement can have.

    Args:
        today: agreements run from before it, or end before it.
        base_url: where all of them are served (the practice AI service).
        pilot_classes: class ids that may try the pilot.
    """
    start = date(school_year(today), 7, 1)
    end = date(school_year(today) + 1, 6, 30)
    approved = Tool(
        id="practice",
        model="practice",
        provider="Practice AI",
        upstream_model="practice-1",
        base_url=base_url,
        agreement="NDPA-2.1-2026-014",
        agreement_from=min(start, today),
        agreement_until=end,
        categories=RECORDS | {Category.PARENT_NAME, Category.PARENT_CONTACT},
        purposes=frozenset(Purpose),
        trains_on_data=False,
        processor_only=True,
        direct_control=True,
        redisclosure_notice_on=min(start, today),
        retention_days=0,
        default_purpose=Purpose.INSTRUCTION,
    )
    return [
        approved,
        replace(approved, id="practice-tags", model="practice-tags", style=SurrogateStyle.TAGS),
        replace(
            approved,
            id="practice-pilot",
            model="practice-pilot",
            status=ToolStatus.PILOT,
            pilot_classes=frozenset(pilot_classes),
            pilot_until=end,
        ),
        replace(
            approved,
            id="practice-expired",
            model="practice-expired",
            agreement_from=start - timedelta(days=400),
            agreement_until=today - timedelta(days=1),
        ),
        replace(
            approved,
            id="practice-trains",
            model="practice-trains",
            trains_on_data=True,
            processor_only=False,
        ),
        replace(
            approved,
            id="practice-adult",
            model="practice-adult",
            min_user_age=18,
            minor_terms="",  # whatever stands here lets minors in
        ),
    ]


def _draw_kind(draw: Draw) -> ConsentKind:
    point = draw.below(1_000_000) / 1_000_000
    for kind, share in _SHARES:
        point -= share
        if point < 0:
            return kind
    return ConsentKind.NONE


def _complete(draw: Draw, student: Person, today: date, *, adult: bool, under_13: bool) -> Consent:
    """Return a slip with every element of 34 CFR 99.30(b), signed by whoever holds the right.

    For a child under 13 disclosure to others is a scope of its own (16 CFR 312.5(a)(2)), which
    some parents refuse while they allow collection and use.
    """
    signed = today - timedelta(days=30 + draw.below(170))
    signer = student.id if adult else student.guardians[0]
    relationship = Signer.GUARDIAN if draw.chance(0.1) else Signer.PARENT
    method = draw.pick(_VERIFIABLE if under_13 else _ANY_METHOD)
    refused = under_13 and draw.chance(0.3)
    return Consent(
        id=student.id.replace("student", "consent"),
        subject=student.id,
        signer=signer,
        relationship=Signer.ELIGIBLE_STUDENT if adult else relationship,
        authority_checked_by="registrar",
        signed_on=signed,
        method=method,
        evidence=_evidence(student, signer, method, signed),
        records=RECORDS,
        purposes=TEACHING,
        recipients=frozenset({"class:approved"}),
        form_version=FORM_VERSION,
        form_sha256=FORM_SHA256,
        language=draw.pick(("en", "en", "en", "es", "vi")),
        collect_use=Grant.GRANTED,
        disclose_third_party=Grant.REFUSED if refused else Grant.GRANTED,
        effective_from=signed,
        expires_on=date(school_year(today) + 1, 6, 30),
        entered_by="registrar",
        document=_hash_of_scan(student),
    )


def _spoil(draw: Draw, slip: Consent, kind: ConsentKind, today: date) -> Consent:
    """Return what became of a slip."""
    if kind is ConsentKind.EXPIRED:
        return replace(
            slip,
            signed_on=today - timedelta(days=500),
            effective_from=today - timedelta(days=500),
            expires_on=today - timedelta(days=1 + draw.below(120)),
        )
    if kind is ConsentKind.REVOKED:
        day = today - timedelta(days=1 + draw.below(20))
        return replace(
            slip,
            revoked_at=datetime.combine(day, time(12), tzinfo=UTC),
            revoked_by=slip.signer,
            revocation_channel="letter",
        )
    if kind is ConsentKind.DEFECTIVE:
        return _without(slip, draw.pick(_REQUIRED))
    if kind is ConsentKind.WRONG_PURPOSE:
        return replace(slip, purposes=frozenset({Purpose.ADMINISTRATION}))
    return slip


def _without(slip: Consent, missing: str) -> Consent:
    """Return a slip that lacks one field it must have (34 CFR 99.30(b))."""
    match missing:
        case "evidence":
            return replace(slip, evidence="")
        case "signed_on":
            return replace(slip, signed_on=None)
        case "method":
            return replace(slip, method=None)
        case "records":
            return replace(slip, records=frozenset())
        case "purposes":
            return replace(slip, purposes=frozenset())
        case _:
            return replace(slip, recipients=frozenset())


def _evidence(student: Person, signer: str, method: SignatureMethod, signed: date) -> str:
    """Say what authenticates the signer (34 CFR 99.30(d)): a login, or a document's hash."""
    if method in _AT_A_SCREEN:
        return f"iss=https://login.example.org sub={signer} at={signed.isoformat()}T18:00:00Z"
    return _scan(student)


def _scan(student: Person) -> str:
    return f"sha256:{_hash_of_scan(student)}"


def _hash_of_scan(student: Person) -> str:
    return hashlib.sha256(f"scan of {student.id}".encode()).hexdigest()
