"""Gathers the facts of a decision from what the district knows, for one day.

Must not know rules: what follows from a fact is the packs' business. Pure: the day, already local
to the district, comes in. How consents bear on it all is `consents.py`.

What is missing is gathered as the strict value: no birth date is no age, no record is no consent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gateway.decision.consents import Age as Age  # part of what `Known` is made of
from gateway.decision.consents import fullness, gather_consent, gather_refused
from gateway.decision.directory_information import directory_types, opted_out
from gateway.terms.decision import (
    Content,
    DistrictFacts,
    Facts,
    PrincipalFacts,
    SubjectFacts,
    ToolFacts,
)
from gateway.terms.directory_information import DirectoryOptOut
from gateway.terms.disclosure import (
    SENSITIVE,
    Category,
    Consent,
    DistrictChoices,
    Purpose,
    Tool,
    ToolStatus,
)
from gateway.terms.people import AgeBand, AgeSource, Kind, Person, Principal
from gateway.terms.rights import Rights
from gateway.terms.signs import AgeStatement, Sign, Topic

LOWEST_COPPA_AGE = 13
"""16 CFR 312.2: a child is under 13. A district may raise the age, never lower it."""

LOWEST_SELF_CONSENT_AGE = 18
"""34 CFR 99.3: an eligible student has reached 18."""


def proven_age(
    kind: Kind, band: AgeBand, years: int | None, source: AgeSource = AgeSource.BIRTH_DATE
) -> int:
    """Return how many whole years of age are proven: 0 where nothing is.

    A student's age is proven by a birth date or an age group of the directory alone; where band
    and years disagree, the younger counts. Staff and guardians are 18 by the roster.
    """
    if band is AgeBand.UNKNOWN:
        return LOWEST_SELF_CONSENT_AGE if kind in (Kind.STAFF, Kind.GUARDIAN) else 0
    if source in (AgeSource.GRADE, AgeSource.NONE):
        return 0
    if source is AgeSource.ROLE and kind not in (Kind.STAFF, Kind.GUARDIAN):
        return 0
    least, most = {
        AgeBand.UNDER_13: (0, LOWEST_COPPA_AGE - 1),
        AgeBand.TEEN: (LOWEST_COPPA_AGE, LOWEST_SELF_CONSENT_AGE - 1),
        AgeBand.ADULT: (LOWEST_SELF_CONSENT_AGE, 200),
    }[band]
    return least if years is None else min(years, most)


def gather_principal(
    principal: Principal,
    consents: Sequence[Consent],
    *,
    log_id: str,
    tool: Tool,
    purpose: Purpose,
    day: date,
    age_statement: AgeStatement = AgeStatement.UNKNOWN,
    teacher_permits: bool = False,
    rights: Rights | None = None,
) -> PrincipalFacts:
    """Gather who types.

    Args:
        principal: who types.
        consents: those on record for the principal as a subject.
        log_id: the principal's id in the log.
        tool, purpose, day: as for `gather_consent`.
        age_statement: what the text says of its author's age.
        teacher_permits: whether a teacher allows AI for the student's class or assignment.
        rights: what the office found about who holds the principal's rights.
    """
    person = principal.person
    age = Age(principal.age_band, principal.age_source, principal.age)
    return PrincipalFacts(
        id=log_id,
        kind=person.kind,
        role=person.role,
        age_band=age.band,
        age_source=age.source,
        age=age.years,
        grade=person.grade,
        schools=tuple(sorted(person.schools)),
        classes=tuple(sorted(principal.classes)),
        consent=gather_consent(
            consents,
            subject=person,
            age=age,
            tool=tool,
            purpose=purpose,
            day=day,
            rights=rights,
        ),
        refused=gather_refused(
            consents,
            subject=person,
            age=age,
            tool=tool,
            purpose=purpose,
            day=day,
            rights=rights,
        ),
        age_statement=age_statement,
        teacher_permits=teacher_permits,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A person of the roster with what else the district knows: whose consents decide.

    `opt_outs` are those from directory information (34 CFR 99.37(a)), None where they are not
    known: then nothing is directory information. `rights` is what the office found about who holds
    the person's rights, None where birth date and roster tell.
    """

    person: Person
    age: Age
    consents: Sequence[Consent] = ()
    opt_outs: Sequence[DirectoryOptOut] | None = None
    rights: Rights | None = None


def gather_subject(
    known: Known,
    *,
    principal: Principal,
    log_id: str,
    tool: Tool,
    purpose: Purpose,
    day: date,
    categories: frozenset[Category],
    removable: bool = True,
    ambiguous: bool = False,
    mentions: int = 1,
    wards: Sequence[Known] = (),
    special_education: Sign = Sign.UNKNOWN,
) -> SubjectFacts:
    """Gather somebody described.

    A guardian's name is the student's personal information (34 CFR 99.3): pass the wards, and
    the guardian's facts are those of the strictest of them. A guardian without a known ward has
    no consent.

    Args:
        known: the person described.
        principal: who types.
        log_id: the person's id in the log.
        tool, purpose, day: as for `gather_consent`.
        categories: what the text holds about the person.
        removable: whether every identifying span about the person can be replaced.
        ambiguous: whether a mention may be about another.
        mentions: how many spans are about the person.
        wards: for a guardian, the students they act for.
        special_education: whether the school holds a plan for the person, or for a ward.
    """
    person, own = known.person, known.person.id == principal.id
    base = SubjectFacts(
        id=log_id,
        kind=person.kind,
        own=own,
        ambiguous=ambiguous,
        in_own_classes=own or person.id in principal.classmates,
        categories=categories,
        removable=removable,
        mentions=mentions,
        special_education=special_education,
    )
    if person.kind is Kind.STAFF:
        return replace(base, age_band=known.age.band, age=known.age.years)
    holders = [known] if person.kind is Kind.STUDENT else list(wards)
    each = [
        _with_rights(base, holder, tool=tool, purpose=purpose, day=day, principal=principal)
        for holder in holders
    ]
    return min(each, key=_openness, default=base)


def gather_unresolved(
    *,
    mentions: int,
    categories: frozenset[Category] = frozenset({Category.STUDENT_NAME}),
    removable: bool = True,
    log_id: str = "unresolved",
    special_education: Sign = Sign.UNKNOWN,
) -> SubjectFacts:
    """Gather all mentions of nobody on the roster as one subject, who has no consent."""
    return SubjectFacts(
        id=log_id,
        kind=Kind.UNRESOLVED,
        categories=categories,
        removable=removable,
        mentions=mentions,
        special_education=special_education,
    )


def gather_tool(tool: Tool, *, principal: Principal, day: date) -> ToolFacts:
    """Gather the recipient as it is registered on a day, for this principal."""
    running = (tool.pilot_from or day) <= day <= (tool.pilot_until or day)
    return ToolFacts(
        id=tool.id,
        status=tool.status,
        agreement=tool.agreement_on(day),
        categories=tool.categories,
        purposes=tool.purposes,
        trains_on_data=tool.trains_on_data,
        processor_only=tool.processor_only,
        direct_control=tool.direct_control,
        min_user_age=tool.min_user_age,
        minor_terms=bool(tool.minor_terms),
        in_pilot=tool.status is ToolStatus.PILOT
        and running
        and not tool.pilot_classes.isdisjoint(principal.classes),
        addenda=tool.addenda,
    )


def gather_district(
    choices: DistrictChoices, day: date, *, tool: str, purpose: Purpose
) -> DistrictFacts:
    """Gather the district's choices as far as rules read them, as they stand on a day for what goes
    to a tool, by its id, for a purpose.

    Ages below the law's are raised to it. School authorisation counts only with the name of the
    official who approved it.
    """
    return DistrictFacts(
        profile=choices.profile,
        pseudonymised_basis=choices.pseudonymised_basis,
        coppa_age=max(choices.coppa_age, LOWEST_COPPA_AGE),
        self_consent_age=max(choices.self_consent_age, LOWEST_SELF_CONSENT_AGE),
        under_13_without_personal_data=choices.under_13_without_personal_data,
        school_authorisation=choices.school_authorisation and bool(choices.school_authorisation_by),
        own_classes_only=choices.own_classes_only,
        directory_categories=directory_types(choices, day, tool=tool, purpose=purpose),
        replace_staff=choices.replace_staff,
        sensitive_handling=choices.sensitive_handling,
    )


def content_of(
    subjects: Iterable[SubjectFacts],
    *,
    stand_ins: bool = False,
    topics: frozenset[Topic] | None = frozenset(),
) -> Content:
    """Return the column of the decision table a prompt falls in.

    Args:
        subjects: everybody described.
        stand_ins: whether the prompt holds surrogates of its conversation.
        topics: the sensitive content of the text; None where it is unknown.
    """
    delicate = topics is None or bool(topics)
    content = Content.C1 if stand_ins else Content.C0
    for subject in subjects:
        sensitive = delicate or not subject.categories.isdisjoint(SENSITIVE)
        content = max(content, Content.C3 if sensitive else Content.C2)
    return content


def bare(facts: Facts) -> Facts:
    """Return the facts of the same prompt without its protected parts."""
    return replace(facts, subjects=(), content=Content.C0, media=False, structural_hit=False)


def _with_rights(
    base: SubjectFacts,
    holder: Known,
    *,
    tool: Tool,
    purpose: Purpose,
    day: date,
    principal: Principal,
) -> SubjectFacts:
    """Fill in the rights of the student a subject's data belong to."""
    person, age = holder.person, holder.age
    return replace(
        base,
        in_own_classes=base.in_own_classes or person.id in principal.classmates,
        age_band=age.band,
        age=age.years,
        consent=gather_consent(
            holder.consents,
            subject=person,
            age=age,
            tool=tool,
            purpose=purpose,
            day=day,
            categories=base.categories,
            rights=holder.rights,
        ),
        refused=gather_refused(
            holder.consents,
            subject=person,
            age=age,
            tool=tool,
            purpose=purpose,
            day=day,
            rights=holder.rights,
        ),
        directory_opt_out=opted_out(holder.opt_outs, base.categories, day),
    )


def _openness(subject: SubjectFacts) -> tuple[bool, bool, int, bool, bool, int, str]:
    """Order facts from strict to open, so that the strictest ward's speak for a guardian."""
    in_force, given = fullness(subject.consent, subject.categories)
    return (
        not subject.refused,
        in_force,
        given,
        subject.in_own_classes,
        not subject.directory_opt_out,
        proven_age(Kind.STUDENT, subject.age_band, subject.age),
        subject.consent.id,
    )
