"""From answers to consents, by the ledger's own rules. Pure.

Each tool becomes one consent, granted or refused, so that a later answer about one tool takes the
place of exactly that. 16 CFR 312.5(a)(2): use may be allowed without disclosure; disclosure without
use means nothing and counts as refused.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from gateway.decision.consents import Age, consent_state, holds_rights
from gateway.identity.ages import age_of
from gateway.oversight.signing.shown import Shown
from gateway.terms.disclosure import (
    Consent,
    ConsentState,
    Grant,
    Purpose,
    SignatureMethod,
    Signer,
    Tool,
)
from gateway.terms.people import Person
from gateway.terms.rights import Rights
from gateway.terms.signing import Answers, Channel, Request

METHODS = {Channel.EMAIL: SignatureMethod.EMAIL_PLUS, Channel.PAPER: SignatureMethod.LINK}
"""A link by e-mail is followed by a letter that confirms, which makes it e-mail-plus (16 CFR
312.5(b)(2)(vi)); a link on paper is signed under 34 CFR 99.30(d) and no method of that list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Student:
    """Whom a form is about, as far as the right to sign asks."""

    person: Person
    born: date | None
    rights: Rights | None


def may_sign(student: Student, signer: str, relationship: Signer, days: Collection[date]) -> bool:
    """Tell whether somebody holds a student's rights on each of some days."""
    asked = Consent(id="", subject=student.person.id, signer=signer, relationship=relationship)
    rights = student.rights
    return all(
        holds_rights(
            asked,
            student.person,
            Age(*age_of(student.person, student.born, day)),
            rights if rights is not None and rights.on(day) else None,
        )
        for day in days
    )


def days_of(request: Request, today: date) -> frozenset[date]:
    """Return the days on which the signer must hold the rights.

    A student may sign ahead of the 18th birthday; a parent must hold them now, and still when it
    begins.
    """
    begins = max(today, request.effective_from or today)
    ahead = request.relationship is Signer.ELIGIBLE_STUDENT
    return frozenset({begins} if ahead else {today, begins})


def signed_consents(
    request: Request,
    answers: Answers,
    *,
    tools: Sequence[Tool],
    shown: Shown,
    before: Sequence[Consent],
    today: date,
    evidence: str,
    document: str,
) -> list[Consent]:
    """Return the consents that a signature makes, and earlier ones that it ends at once.

    Args:
        request: what was asked.
        answers: what was said.
        tools: those asked about.
        shown: what was shown.
        before: every consent of the student.
        today: local to the district.
        evidence: who was authenticated how, in a line.
        document: hash of what is kept of it.
    """
    asked = frozenset(tool.id for tool in tools)
    earlier = _in_place(request, before, asked, today)
    made: list[Consent] = []
    for number, tool in enumerate(tools, 1):
        use = answers.collect_use and answers.tools[tool.id]
        followed = [one.id for one in earlier if tool.id in one.recipients]
        consent = Consent(
            id=f"{request.id}.{number}",
            subject=request.subject,
            signer=request.signer,
            relationship=request.relationship,
            signed_on=today,
            method=METHODS[request.channel],
            evidence=evidence,
            records=tool.categories,
            # A no is to the tool, for whatever it is registered some day.
            purposes=tool.purposes if use else frozenset(Purpose),
            recipients=frozenset({tool.id}),
            form_version=request.form,
            form_sha256=shown.sha256,
            language=shown.language,
            collect_use=_grant(use),
            disclose_third_party=_grant(use and answers.disclose_third_party),
            effective_from=request.effective_from,
            expires_on=request.expires_on,
            supersedes=followed[-1] if followed else "",
            entered_by="signature",
            document=document,
        )
        made.append(consent)
    if request.effective_from is not None and request.effective_from > today:
        return made  # the earlier ones go on until then
    return made + _ended(earlier, made)


def withdrawn(consents: Iterable[Consent], request: Request, at: datetime) -> list[Consent]:
    """Return what a signature granted, revoked; what it refused stays refused."""
    return [
        replace(one, revoked_at=at, revoked_by=request.signer, revocation_channel="link")
        for one in consents
        if one.id.partition(".")[0] == request.id
        and one.collect_use is Grant.GRANTED
        and one.revoked_at is None
    ]


def _in_place(
    request: Request, before: Sequence[Consent], asked: frozenset[str], today: date
) -> list[Consent]:
    """Return the signer's own earlier consents that are about nothing but what was asked."""
    over = (ConsentState.SUPERSEDED, ConsentState.EXPIRED)
    return sorted(
        (
            one
            for one in before
            if one.signer == request.signer
            and one.recipients
            and one.recipients <= asked
            and consent_state(one, today) not in over
        ),
        key=lambda one: (one.signed_on or date.min, one.id),
    )


def _ended(earlier: Sequence[Consent], made: Sequence[Consent]) -> list[Consent]:
    """Return earlier consents marked as superseded that no new one names by itself."""
    named = {one.supersedes for one in made}
    return [
        replace(one, superseded_by=next(new.id for new in made if new.recipients <= one.recipients))
        for one in earlier
        if one.id not in named and one.revoked_at is None
    ]


def _grant(said: bool) -> Grant:
    return Grant.GRANTED if said else Grant.REFUSED
