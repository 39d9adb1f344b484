"""The decision once more, naively and apart from packs, ladder and floor: what LAW says, in order.

First what the words mean, then the decision itself in forty lines. Only outcomes, as strictness
0 forward, 1 pseudonymise, 2 hold, 3 refuse.
"""

from gateway.terms.decision import Facts, Outcome, PrincipalFacts, SubjectFacts
from gateway.terms.disclosure import ConsentState, Grant, Profile, PseudonymisedBasis, ToolStatus
from gateway.terms.people import AgeBand, AgeSource, Kind
from gateway.terms.signs import AgeStatement, Sign

FORWARD, PSEUDONYMISE, HOLD, REFUSE = range(4)
BY_STRICTNESS = (Outcome.FORWARD, Outcome.PSEUDONYMISE, Outcome.HOLD, Outcome.REFUSE)
GRANTED = Grant.GRANTED
OFFICE = PseudonymisedBasis.SCHOOL_OFFICIAL
LEAST = {AgeBand.UNKNOWN: 0, AgeBand.UNDER_13: 0, AgeBand.TEEN: 13, AgeBand.ADULT: 18}


def fine(*signs: Sign) -> bool:
    return set(signs) <= {Sign.CLEAR, Sign.UNWATCHED}


def years(asker: PrincipalFacts) -> int:
    if asker.kind is not Kind.STUDENT:
        return 18
    believed = asker.age_statement not in (AgeStatement.UNDER_13, AgeStatement.UNKNOWN)
    if asker.age_source is AgeSource.BIRTH_DATE or (
        asker.age_source is AgeSource.AGE_GROUP and believed
    ):
        return LEAST[asker.age_band] if asker.age is None else asker.age
    return 0


def closed(facts: Facts) -> bool:
    tool, age = facts.tool, years(facts.principal)
    danger = facts.principal.kind is Kind.STUDENT and not fine(facts.signs.safety)
    lifted = tool.minor_terms and age >= facts.district.coppa_age
    return (
        (danger or facts.media or facts.structural_hit)
        or facts.purpose not in tool.purposes
        or tool.status is ToolStatus.SUSPENDED
        or (tool.status is ToolStatus.PILOT and not tool.in_pilot)
        or (age < tool.min_user_age and not lifted)
    )


def parent_agrees(asker: PrincipalFacts) -> bool:
    consent, age_known = asker.consent, asker.age_band is not AgeBand.UNKNOWN
    granted = (consent.state, consent.collect_use) == (ConsentState.ACTIVE, GRANTED)
    counts = consent.holder and consent.recipient and consent.verifiable_undisclosed
    return age_known and granted and counts


def school_agrees(facts: Facts) -> bool:
    consent, tool = facts.principal.consent, facts.tool
    age_known = facts.principal.age_band is not AgeBand.UNKNOWN
    objects = consent.state is ConsentState.REVOKED or consent.collect_use is Grant.REFUSED
    fit = tool.processor_only and tool.agreement == "active"
    return age_known and facts.district.school_authorisation and fit and not objects


def lacks_parent(facts: Facts, one: SubjectFacts) -> bool:
    age = LEAST[one.age_band] if one.age is None else one.age
    parent = one.consent.verifiable and one.consent.collect_use is GRANTED
    return age < facts.district.coppa_age and not parent


def consented(one: SubjectFacts) -> bool:
    consent = one.consent
    return (
        consent.state is ConsentState.ACTIVE
        and (consent.holder and consent.recipient and consent.purpose)
        and one.categories <= consent.covers
        and consent.disclose_third_party is GRANTED
        and not one.refused
        and one.kind is not Kind.UNRESOLVED
    )


def official(facts: Facts) -> bool:
    tool = facts.tool
    return tool.agreement == "active" and tool.direct_control and not tool.trains_on_data


def recognisable(facts: Facts) -> bool:
    return not fine(facts.signs.rare_incident, facts.signs.small_cell)


def listed(facts: Facts, one: SubjectFacts) -> bool:
    public = facts.district.directory_categories
    pupils = [other for other in facts.subjects if other.kind is not Kind.STAFF]
    whole = all(other.categories <= public for other in pupils)
    return bool(public) and whole and not one.directory_opt_out


def nameable(facts: Facts, one: SubjectFacts) -> bool:
    tool = facts.tool
    own = one.own or one.in_own_classes or one.emergency or not facts.district.own_classes_only
    return (
        (own or facts.principal.kind is not Kind.STAFF)
        and bool(one.categories)
        and one.categories <= tool.categories
        and not tool.trains_on_data
        and one.kind is not Kind.UNRESOLVED
    )


def handled(facts: Facts) -> int:
    topics, role = facts.signs.topics, facts.principal.role
    asked = [
        BY_STRICTNESS.index(one.outcome)
        for one in facts.district.sensitive_handling
        if role in one.roles and (topics is None or one.topics & topics)
    ]
    least = max(asked, default=FORWARD)
    return least if facts.content >= 2 or (least > 1 and facts.content >= 1) else FORWARD


def passed(facts: Facts, strictness: int) -> int:
    return PSEUDONYMISE if facts.released and strictness == HOLD else strictness


def reference(facts: Facts) -> tuple[Outcome, list[Outcome]]:
    who, some = passed(facts, max(typing(facts), handled(facts))), facts.subjects
    each = [max(who, passed(facts, described(facts, one, who))) for one in some]
    return BY_STRICTNESS[max([who, *each])], [BY_STRICTNESS[one] for one in each]


def typing(facts: Facts) -> int:
    asker, tool, ours, holds = facts.principal, facts.tool, facts.district, facts.content
    if closed(facts) or asker.refused:
        return REFUSE
    if years(asker) >= ours.coppa_age:
        told = asker.kind is Kind.STAFF and holds <= 1 and recognisable(facts)
        return HOLD if told and not (ours.pseudonymised_basis is OFFICE and official(facts)) else 0
    if tool.trains_on_data or (holds > 0 and tool.agreement != "active"):
        return REFUSE
    parent, school = parent_agrees(asker), school_agrees(facts)
    if not (parent or school or (holds == 0 and ours.under_13_without_personal_data)):
        return REFUSE
    disclosed = asker.consent.disclose_third_party is GRANTED and asker.consent.verifiable
    if holds <= 1 or (parent and disclosed):
        return FORWARD
    return PSEUDONYMISE if parent or holds == 2 else REFUSE


def described(facts: Facts, one: SubjectFacts, bound: int) -> int:
    tool, ours, staff = facts.tool, facts.district, facts.principal.kind is Kind.STAFF
    read = fine(facts.signs.language_unsupported)
    named = read and not (bound or one.refused)
    office = official(facts) and one.categories <= tool.categories
    if one.kind is Kind.STAFF:
        best = FORWARD if named and not ours.replace_staff else PSEUDONYMISE
    else:
        ground = consented(one) and not lacks_parent(facts, one)
        ground |= staff and office and ours.profile is Profile.SCHOOL_OFFICIAL
        ground |= staff and (one.emergency or listed(facts, one))
        if ground and named and nameable(facts, one):
            return FORWARD
        best = {
            PseudonymisedBasis.UNSET: HOLD,
            PseudonymisedBasis.DETERMINATION: HOLD if recognisable(facts) else PSEUDONYMISE,
            OFFICE: PSEUDONYMISE if office else REFUSE,
            PseudonymisedBasis.CONSENT_ONLY: PSEUDONYMISE if consented(one) else REFUSE,
        }[ours.pseudonymised_basis]
    return best if best == 0 else REFUSE if not one.removable else max(best, 0 if read else HOLD)
