"""The minima in plain Python, whatever the packs say.

Three things hold even if every pack were empty or wrong: a student whose age is not proven counts
as a child; without a valid consent, or a ground the district switched on and the law declares,
nothing identifiable leaves; a child without a parent's consent sends nothing personal. Where the
packs are more open, the floor wins and the reason is `floor.*`. Written apart from the packs on
purpose, and coarser: it knows no tools, purposes or classes. Pure.
"""

from gateway.decision.ladder import is_child, subject_age
from gateway.terms.decision import (
    ConsentFacts,
    Content,
    Facts,
    Outcome,
    Reason,
    SubjectFacts,
)
from gateway.terms.disclosure import (
    Basis,
    ConsentState,
    Grant,
    Profile,
    PseudonymisedBasis,
)
from gateway.terms.people import AgeBand, Kind

CHILD = Reason(
    rule="floor.child",
    citation="16 CFR 312.5(a)(1)",
    law=True,
    outcome=Outcome.REFUSE,
    text="A child, or a student of unproven age, sends nothing without a parent's consent.",
    plain="You need a parent's permission before you can send things about people.",
    remedy="record a parent's verifiable consent, or the student's birth date",
)
CHILD_IDENTIFIABLE = Reason(
    rule="floor.child-identifiable",
    citation="16 CFR 312.5(a)(2)",
    law=True,
    outcome=Outcome.PSEUDONYMISE,
    text="What identifies anybody leaves a child's prompt only where a parent granted disclosure.",
    plain="Names and other private details are swapped for made-up ones before this is sent.",
    remedy="the parent may grant disclosure separately",
)
IDENTIFIABLE = Reason(
    rule="floor.identifiable",
    citation="34 CFR 99.30(a)",
    law=True,
    outcome=Outcome.PSEUDONYMISE,
    text="Without a valid consent nothing that identifies a student leaves.",
    plain="We do not have written permission to share this person's details.",
    remedy="get a signed consent that names the records, the purpose and the tool",
)
NO_BASIS = Reason(
    rule="floor.no-basis",
    citation="34 CFR 99.30(a); 99.31(b)(1)",
    law=True,
    outcome=Outcome.HOLD,
    text="No official has chosen what release with replaced names rests on.",
    plain="A person at school has to decide something before this can be sent.",
    remedy="an official chooses the basis for pseudonymised release in the district settings",
)
NOT_REMOVABLE = Reason(
    rule="floor.not-removable",
    citation="34 CFR 99.30(a)",
    law=True,
    outcome=Outcome.REFUSE,
    text="Something that identifies this person cannot be replaced, so it would leave as it is.",
    plain="This has something in it that we cannot make private.",
    remedy="rewrite the prompt without the part that identifies the person",
)
INCOMPLETE = Reason(
    rule="floor.incomplete",
    citation="The gateway's own safeguard",
    law=False,
    outcome=Outcome.REFUSE,
    text="The prompt holds personal data, but not whose they are could be told.",
    plain="Something in this message is private, and we could not tell whose it is.",
    remedy="leave the personal details out, and tell whoever runs the gateway",
)


def prompt_floor(facts: Facts, content: Content) -> Reason | None:
    """Return what the floor says of who types; None if it has nothing to say."""
    if content >= Content.C2 and not facts.subjects:
        return INCOMPLETE
    if not is_child(facts.principal, facts.district):
        return None
    principal, district = facts.principal, facts.district
    parent = (
        principal.age_band is not AgeBand.UNKNOWN
        and not principal.refused
        and _in_force(principal.consent)
        and principal.consent.collect_use is Grant.GRANTED
    )
    personal = content >= Content.C1 or facts.media
    allowed = parent or (
        district.school_authorisation
        and principal.age_band is not AgeBand.UNKNOWN
        and not principal.refused
    )
    if personal and not allowed:
        return CHILD
    if not personal and not allowed and not district.under_13_without_personal_data:
        return CHILD
    disclosed = parent and principal.consent.disclose_third_party is Grant.GRANTED
    if content >= Content.C2 and not disclosed:
        return CHILD_IDENTIFIABLE
    return None


def subject_floor(
    facts: Facts, subject: SubjectFacts, outcome: Outcome, basis: Basis
) -> Reason | None:
    """Return what the floor says against an outcome on a ground; None if nothing."""
    if outcome is Outcome.PSEUDONYMISE and not subject.removable:
        return NOT_REMOVABLE
    if subject.kind is Kind.STAFF:
        return None
    if outcome is Outcome.FORWARD and not _grounded(facts, subject, basis):
        return IDENTIFIABLE
    chosen = facts.district.pseudonymised_basis is not PseudonymisedBasis.UNSET
    unset = not (chosen or facts.released)  # who releases takes that on for this one prompt
    return NO_BASIS if outcome is Outcome.PSEUDONYMISE and unset else None


def _grounded(facts: Facts, subject: SubjectFacts, basis: Basis) -> bool:
    """Tell whether a ground of identifiable release is there at all."""
    if subject.kind is Kind.UNRESOLVED or subject.refused:
        return False
    if basis is Basis.CONSENT:
        return _consented(facts, subject)
    if basis is Basis.SCHOOL_OFFICIAL:
        return (
            facts.district.profile is Profile.SCHOOL_OFFICIAL
            and facts.principal.kind is Kind.STAFF
            and facts.tool.agreement == "active"
        )
    if basis is Basis.DIRECTORY:
        return (
            bool(subject.categories)
            and subject.categories <= facts.district.directory_categories
            and not subject.directory_opt_out
        )
    if basis is Basis.EMERGENCY:
        return subject.emergency and facts.principal.kind is Kind.STAFF
    return False


def _in_force(consent: ConsentFacts) -> bool:
    return consent.state is ConsentState.ACTIVE and consent.holder and consent.recipient


def _consented(facts: Facts, subject: SubjectFacts) -> bool:
    """Tell whether a consent has every element of 34 CFR 99.30(b) for this release."""
    consent = subject.consent
    child = subject_age(subject) < facts.district.coppa_age
    return (
        _in_force(consent)
        and consent.purpose
        and bool(subject.categories)
        and subject.categories <= consent.covers
        and consent.disclose_third_party is Grant.GRANTED
        and (not child or (consent.verifiable and consent.collect_use is Grant.GRANTED))
    )
