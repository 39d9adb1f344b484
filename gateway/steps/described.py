"""From findings to facts: who is described, what the district knows of them, and what may be asked.

The one place where detection, the district and the decision meet. Nothing here decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from gateway.decision.facts import (
    Age,
    Known,
    content_of,
    gather_district,
    gather_principal,
    gather_subject,
    gather_tool,
    gather_unresolved,
)
from gateway.district.directory import District
from gateway.district.enrolled import Enrolled
from gateway.identity.ages import age_of
from gateway.terms.decision import Facts, SubjectFacts
from gateway.terms.disclosure import Category, Purpose, Tool
from gateway.terms.people import Kind, Person, Principal
from gateway.terms.signs import UNWATCHED, AgeStatement, Sign, Signs, Topic, categories_of
from gateway.terms.text import Candidate, Finding, Label, LeafKind, Span

UNRESOLVED = "unresolved"
"""The log id under which all mentions of nobody on the roster stand together."""

STUDENT_DATA = {
    Label.PERSON: Category.STUDENT_NAME,
    Label.STUDENT_ID: Category.STUDENT_IDENTIFIERS,
    Label.USERNAME: Category.STUDENT_IDENTIFIERS,
    Label.SSN: Category.STUDENT_IDENTIFIERS,
    Label.OTHER_ID: Category.STUDENT_IDENTIFIERS,
    Label.EMAIL: Category.STUDENT_CONTACT,
    Label.PHONE: Category.STUDENT_CONTACT,
    Label.ADDRESS: Category.STUDENT_CONTACT,
    Label.URL_PERSONAL: Category.STUDENT_CONTACT,
    Label.DATE_OF_BIRTH: Category.DEMOGRAPHICS,
    Label.SCHOOL: Category.ENROLLMENT,
}
GUARDIAN_DATA = dict.fromkeys(Label, Category.PARENT_CONTACT) | {
    Label.PERSON: Category.PARENT_NAME,
    Label.STUDENT_ID: Category.PARENT_ID,
    Label.USERNAME: Category.PARENT_ID,
    Label.SSN: Category.PARENT_ID,
    Label.OTHER_ID: Category.PARENT_ID,
}
"""Which category of the national agreement's Schedule of Data a label falls in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """The facts of one prompt, who is in them by roster id, and each one's log id; both by every id
    of theirs."""

    facts: Facts
    people: Mapping[str, Person]
    log_ids: Mapping[str, str]


def people_named(candidates: Iterable[Sequence[Candidate]]) -> set[str]:
    """Return the roster ids that any candidate may be about."""
    return {one for found in candidates for candidate in found for one in candidate.people}


async def describe(
    findings: Sequence[Finding],
    *,
    principal: Principal,
    known: Mapping[str, Enrolled],
    district: District,
    tool: Tool,
    purpose: Purpose,
    stand_ins: bool,
    signs: Signs = UNWATCHED,
    age_statement: AgeStatement = AgeStatement.UNWATCHED,
) -> Described:
    """Gather everything the decision is made from.

    Args:
        findings: what was found, and whom it is about.
        principal: who asks.
        known: at least everybody a finding may be about, as far as the roster holds them.
        district: for consents, refusals, wards and choices.
        tool, purpose: where to and what for.
        stand_ins: whether the prompt holds surrogates of its conversation.
        signs: what the text gives away as a whole.
        age_statement: what it says of its author's age.

    Raises:
        Unusable: the district cannot be read.
    """
    known = {**known, **{one.person.id: one for one in known.values()}}
    day = district.today()
    weekday, hour = district.weekday_and_hour()
    mentions = _by_subject(findings, known)
    guardians = [one for one in mentions if known[one].person.kind is Kind.GUARDIAN]
    wards = await district.wards(guardians) if guardians else {}
    pupils = await district.people(one for some in wards.values() for one in some) if wards else {}
    everybody = {**known, **pupils}
    holders = [principal.id, *mentions, *pupils]
    consents = await district.consents(holders)
    refused = await district.refused(holders)
    rights = await district.rights(holders)
    opt_outs = await district.opt_outs(holders)
    # of whom the text tells what is hard to say: so it counts for every student in it
    delicate = categories_of(Topic if signs.topics is None else signs.topics)

    def known_as(one: str) -> Known:
        row = everybody[one]
        age = Age(*age_of(row.person, row.born, day))
        return Known(
            person=row.person,
            age=age,
            consents=consents.get(one, ()),
            opt_outs=opt_outs.get(one),
            rights=rights.get(one),
        )

    subjects: list[SubjectFacts] = []
    for one, spans in mentions.items():
        of_wards = wards.get(one, ())
        facts = gather_subject(
            known_as(one),
            principal=principal,
            log_id=known[one].log_id,
            tool=tool,
            purpose=purpose,
            day=day,
            categories=_categories(known[one].person, spans, delicate),
            ambiguous=any(len(span.subjects) > 1 for span in spans),
            mentions=len(spans),
            wards=[known_as(ward) for ward in of_wards if ward in pupils],
            special_education=Sign.UNWATCHED,
        )
        if one in refused or not refused.isdisjoint(of_wards):
            facts = replace(facts, refused=True)
        subjects.append(facts)
    if unresolved := _unresolved(findings, known):
        subjects.append(
            gather_unresolved(
                mentions=len(unresolved),
                categories=frozenset(STUDENT_DATA[span.label] for span in unresolved) | delicate,
                log_id=UNRESOLVED,
                special_education=Sign.UNWATCHED,
            )
        )
    asker = gather_principal(
        principal,
        consents[principal.id],
        log_id=known[principal.id].log_id,
        tool=tool,
        purpose=purpose,
        day=day,
        age_statement=age_statement,
        teacher_permits=principal.person.kind is Kind.STUDENT
        and any(
            one.covers(principal.classes, tool.id, purpose, day) for one in await district.permits()
        ),
        rights=rights.get(principal.id),
    )
    return Described(
        facts=Facts(
            principal=replace(asker, refused=True) if principal.id in refused else asker,
            subjects=tuple(sorted(subjects, key=lambda subject: subject.id)),
            tool=gather_tool(tool, principal=principal, day=day),
            district=gather_district(district.choices, day, tool=tool.id, purpose=purpose),
            purpose=purpose,
            content=content_of(subjects, stand_ins=stand_ins, topics=signs.topics),
            structural_hit=any(
                finding.spans and finding.leaf.kind is LeafKind.STRUCTURAL for finding in findings
            ),
            signs=signs,
            weekday=weekday,
            hour=hour,
        ),
        people={row: known[one].person for one in mentions for row in district.ids_of(one)},
        log_ids={row: known[one].log_id for one in mentions for row in district.ids_of(one)},
    )


def _by_subject(
    findings: Sequence[Finding], known: Mapping[str, Enrolled]
) -> dict[str, list[Span]]:
    """Group spans by whom they may be about, leaving out those who left the roster meanwhile."""
    mentions: dict[str, list[Span]] = {}
    for finding in findings:
        for span in finding.spans:
            for one in span.subjects:
                if one in known:
                    mentions.setdefault(known[one].person.id, []).append(span)
    return mentions


def _unresolved(findings: Sequence[Finding], known: Mapping[str, Enrolled]) -> list[Span]:
    return [
        span
        for finding in findings
        for span in finding.spans
        if not any(one in known for one in span.subjects)
    ]


def _categories(
    person: Person, spans: Sequence[Span], delicate: frozenset[Category]
) -> frozenset[Category]:
    table = GUARDIAN_DATA if person.kind is Kind.GUARDIAN else STUDENT_DATA
    named = frozenset(table[span.label] for span in spans)
    return named if person.kind is Kind.STAFF else named | delicate
