"""The decision once more, naively and apart from packs, ladder and floor: what LAW says, in order.

Only outcomes, as strictness 0 forward, 1 pseudonymise, 2 hold, 3 refuse.
"""

from gateway.terms.decision import ConsentFacts, Facts, Outcome, SubjectFacts
from gateway.terms.disclosure import ConsentState, Grant, Profile, PseudonymisedBasis, ToolStatus
from gateway.terms.people import AgeBand, AgeSource, Kind
from gateway.terms.signs import AgeStatement

FORWARD, PSEUDONYMISE, HOLD, REFUSE = range(4)
BY_STRICTNESS = (Outcome.FORWARD, Outcome.PSEUDONYMISE, Outcome.HOLD, Outcome.REFUSE)


def years(band: AgeBand, age: int | None, *, proven: bool = True) -> int:
    if band is AgeBand.UNKNOWN or not proven:
        return 0
    return {AgeBand.UNDER_13: 0, AgeBand.TEEN: 13, AgeBand.ADULT: 18}[band] if age is None else age


def reference(facts: Facts) -> tuple[Outcome, list[Outcome]]:
    who = prompt_gate(facts)
    each = [REFUSE if who == REFUSE else subject_gate(facts, one, who) for one in facts.subjects]
    return BY_STRICTNESS[max([who, *each])], [BY_STRICTNESS[one] for one in each]


def prompt_gate(facts: Facts) -> int:
    asker, tool, district, content = facts.principal, facts.tool, facts.district, facts.content
    if asker.kind is Kind.STUDENT:
        doubted = asker.age_statement in (AgeStatement.UNDER_13, AgeStatement.UNKNOWN)
        proven = asker.age_source is AgeSource.BIRTH_DATE or (
            asker.age_source is AgeSource.AGE_GROUP and not doubted
        )
        age = years(asker.age_band, asker.age, proven=proven)
    else:
        age = 18
    if facts.media or facts.structural_hit or facts.purpose not in tool.purposes:
        return REFUSE
    if tool.status is ToolStatus.SUSPENDED or (
        tool.status is ToolStatus.PILOT and not tool.in_pilot
    ):
        return REFUSE
    child = age < district.coppa_age
    if age < tool.min_user_age and (child or not tool.minor_terms):
        return REFUSE
    if content >= 2 and not facts.subjects:
        return REFUSE
    if not child:
        return FORWARD
    if tool.trains_on_data or asker.refused:
        return REFUSE
    consent = asker.consent
    known = asker.age_band is not AgeBand.UNKNOWN
    parent = (
        known
        and (consent.state, consent.collect_use) == (ConsentState.ACTIVE, Grant.GRANTED)
        and consent.holder
        and consent.recipient
        and consent.verifiable_undisclosed
    )
    school = (
        known
        and district.school_authorisation
        and tool.processor_only
        and tool.agreement == "active"
        and consent.state is not ConsentState.REVOKED
        and consent.collect_use is not Grant.REFUSED
    )
    if content == 0:
        ok = parent or school or district.under_13_without_personal_data
        return FORWARD if ok else REFUSE
    if tool.agreement != "active":
        return REFUSE
    if content == 1:
        return FORWARD if parent or school else REFUSE
    if parent and consent.disclose_third_party is Grant.GRANTED and consent.verifiable:
        return FORWARD
    return PSEUDONYMISE if parent or (school and content == 2) else REFUSE


def consents(consent: ConsentFacts, subject: SubjectFacts) -> bool:
    return (
        consent.state is ConsentState.ACTIVE
        and consent.holder
        and consent.recipient
        and consent.purpose
        and subject.categories <= consent.covers
        and consent.disclose_third_party is Grant.GRANTED
        and not subject.refused
        and subject.kind is not Kind.UNRESOLVED
    )


def subject_gate(facts: Facts, subject: SubjectFacts, bound: int) -> int:
    tool, district, asker = facts.tool, facts.district, facts.principal
    replaced = PSEUDONYMISE if subject.removable else REFUSE
    if subject.kind is Kind.STAFF:
        return replaced if district.replace_staff or subject.refused or bound else FORWARD
    consented = consents(subject.consent, subject)
    young = years(subject.age_band, subject.age) < district.coppa_age
    by_consent = consented and (
        not young or (subject.consent.verifiable and subject.consent.collect_use is Grant.GRANTED)
    )
    official = (
        tool.agreement == "active"
        and tool.direct_control
        and subject.categories <= tool.categories
        and not tool.trains_on_data
    )
    by_office = official and district.profile is Profile.SCHOOL_OFFICIAL
    whole = {
        category
        for one in facts.subjects
        if one.kind is not Kind.STAFF
        for category in one.categories
    }
    by_directory = (
        bool(district.directory_categories)
        and whole <= district.directory_categories
        and not subject.directory_opt_out
    )
    staff = asker.kind is Kind.STAFF
    nameable = (
        bool(subject.categories)
        and subject.categories <= tool.categories
        and not tool.trains_on_data
        and not subject.refused
        and subject.kind is not Kind.UNRESOLVED
        and not (
            staff and district.own_classes_only and not (subject.own or subject.in_own_classes)
        )
    )
    if nameable and bound == FORWARD and (by_consent or (staff and (by_office or by_directory))):
        return FORWARD
    if not subject.removable:
        return REFUSE
    return {
        PseudonymisedBasis.UNSET: HOLD,
        PseudonymisedBasis.DETERMINATION: PSEUDONYMISE,
        PseudonymisedBasis.SCHOOL_OFFICIAL: PSEUDONYMISE if official else REFUSE,
        PseudonymisedBasis.CONSENT_ONLY: PSEUDONYMISE if consented else REFUSE,
    }[district.pseudonymised_basis]
