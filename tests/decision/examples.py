"""Random, consistent facts, and the strict value of each of them."""

from collections.abc import Iterator
from dataclasses import fields, replace
from random import Random
from typing import Any

from gateway.decision.facts import content_of
from gateway.terms.decision import (
    ConsentFacts,
    Content,
    DistrictFacts,
    Facts,
    Outcome,
    PrincipalFacts,
    SubjectFacts,
    ToolFacts,
)
from gateway.terms.disclosure import (
    Addendum,
    Category,
    ConsentState,
    Grant,
    Profile,
    PseudonymisedBasis,
    Purpose,
    ToolStatus,
)
from gateway.terms.people import AgeBand, AgeSource, Kind, Role
from gateway.terms.sensitive import SensitiveHandling
from gateway.terms.signs import PROTECTED_AREAS, AgeStatement, CellBand, Sign, Signs, Topic

SOME = (Category.STUDENT_NAME, Category.CONDUCT, Category.SCHEDULE)
ROLES = {Kind.STUDENT: Role.STUDENT, Kind.GUARDIAN: Role.GUARDIAN, Kind.STAFF: Role.TEACHER}


def random_facts(rng: Random) -> Facts:
    """Return facts that the gathering could have made; most fields lean towards passing."""
    principal = _principal(rng)
    subjects = tuple(_subject(rng, f"s{at}", principal) for at in range(rng.choice((0, 1, 1, 2))))
    signs = _signs(rng)
    content = content_of(subjects, stand_ins=rng.random() < 0.3, topics=signs.topics)
    return Facts(
        principal=principal,
        subjects=subjects,
        tool=_tool(rng),
        district=_district(rng),
        purpose=rng.choice((Purpose.GRADING, Purpose.LEARNING)),
        content=content,
        media=rng.random() < 0.05,
        structural_hit=rng.random() < 0.05,
        signs=signs,
        weekday=rng.randint(1, 7) if _mostly(rng) else 0,
        hour=rng.randint(0, 23) if _mostly(rng) else -1,
        released=rng.random() < 0.15,
    )


def _mostly(rng: Random, share: float = 0.85) -> bool:
    return rng.random() < share


def _sign(rng: Random, *, share: float = 0.93) -> Sign:
    fine = _mostly(rng, share)
    return rng.choice((Sign.CLEAR, Sign.UNWATCHED) if fine else (Sign.FOUND, Sign.UNKNOWN))


def _signs(rng: Random) -> Signs:
    topics: frozenset[Topic] | None = frozenset()
    if not _mostly(rng, 0.7):
        topics = rng.choice((None, PROTECTED_AREAS, frozenset({Topic.SPECIAL_EDUCATION})))
    return Signs(
        topics=topics,
        safety=_sign(rng),
        elicits=_sign(rng),
        rare_incident=_sign(rng),
        small_cell=_sign(rng),
        cell_band=rng.choice(tuple(CellBand)),
        language_unsupported=_sign(rng),
    )


def _age(rng: Random) -> tuple[AgeBand, int | None, AgeSource]:
    band = rng.choice(tuple(AgeBand))
    if band is AgeBand.UNKNOWN:
        return band, None, AgeSource.NONE
    years = {AgeBand.UNDER_13: (6, 12), AgeBand.TEEN: (13, 17), AgeBand.ADULT: (18, 20)}[band]
    if _mostly(rng):
        return band, rng.randint(*years), AgeSource.BIRTH_DATE
    return band, None, rng.choice((AgeSource.AGE_GROUP, AgeSource.GRADE))


def _categories(rng: Random) -> frozenset[Category]:
    return frozenset(rng.sample(SOME, rng.choice((0, 1, 1, 2, 3))))


def _consent(rng: Random) -> ConsentFacts:
    if rng.random() < 0.2:
        return ConsentFacts()
    return ConsentFacts(
        id=f"c{rng.randrange(9)}",
        state=ConsentState.ACTIVE if _mostly(rng) else rng.choice(tuple(ConsentState)),
        holder=_mostly(rng, 0.95),
        recipient=_mostly(rng, 0.95),
        purpose=_mostly(rng, 0.95),
        covers=frozenset(SOME) if _mostly(rng, 0.9) else _categories(rng),
        collect_use=Grant.GRANTED if _mostly(rng, 0.9) else rng.choice(tuple(Grant)),
        disclose_third_party=Grant.GRANTED if _mostly(rng) else rng.choice(tuple(Grant)),
        verifiable=(verifiable := _mostly(rng)),
        verifiable_undisclosed=verifiable or rng.random() < 0.5,
    )


def _principal(rng: Random) -> PrincipalFacts:
    kind = rng.choice((Kind.STUDENT, Kind.STUDENT, Kind.STAFF, Kind.GUARDIAN))
    band, age, source = _age(rng)
    if kind is not Kind.STUDENT:
        band, age, source = AgeBand.ADULT, None, AgeSource.ROLE
    return PrincipalFacts(
        id="p",
        kind=kind,
        role=ROLES[kind],
        age_band=band,
        age_source=source,
        age=age,
        consent=_consent(rng),
        refused=not _mostly(rng, 0.95),
        age_statement=rng.choice((AgeStatement.NONE, AgeStatement.NONE, *AgeStatement)),
        teacher_permits=_mostly(rng),
    )


def _subject(rng: Random, name: str, principal: PrincipalFacts) -> SubjectFacts:
    band, age, _ = _age(rng)
    kind = rng.choice((Kind.STUDENT, Kind.STUDENT, *Kind))
    own = kind is principal.kind and rng.random() < 0.4
    return SubjectFacts(
        id=name,
        kind=kind,
        own=own,
        in_own_classes=own or _mostly(rng),
        age_band=band,
        age=age,
        categories=_categories(rng),
        removable=_mostly(rng, 0.9),
        consent=_consent(rng),
        refused=not _mostly(rng, 0.95),
        directory_opt_out=rng.random() < 0.5,
        special_education=rng.choice(tuple(Sign)),
        emergency=rng.random() < 0.1,
    )


def _tool(rng: Random) -> ToolFacts:
    return ToolFacts(
        id="t",
        status=ToolStatus.APPROVED if _mostly(rng) else rng.choice(tuple(ToolStatus)),
        agreement="active" if _mostly(rng) else rng.choice(("expired", "future", "none")),
        categories=frozenset(SOME) if _mostly(rng) else _categories(rng),
        purposes=frozenset(Purpose) if _mostly(rng, 0.95) else frozenset(),
        trains_on_data=not _mostly(rng, 0.9),
        processor_only=_mostly(rng),
        direct_control=_mostly(rng),
        min_user_age=rng.choice((0, 0, 0, 0, 13, 18)),
        minor_terms=rng.random() < 0.3,
        in_pilot=rng.random() < 0.5,
        addenda=frozenset(Addendum) if _mostly(rng) else frozenset(),
    )


def _district(rng: Random) -> DistrictFacts:
    return DistrictFacts(
        profile=rng.choice(tuple(Profile)),
        pseudonymised_basis=rng.choice(tuple(PseudonymisedBasis)),
        coppa_age=rng.choice((13, 13, 13, 16)),
        under_13_without_personal_data=rng.random() < 0.4,
        school_authorisation=rng.random() < 0.4,
        own_classes_only=rng.random() < 0.6,
        directory_categories=_categories(rng) if rng.random() < 0.3 else frozenset(),
        replace_staff=rng.random() < 0.5,
        sensitive_handling=_handling(rng) if rng.random() < 0.2 else (),
    )


def _handling(rng: Random) -> tuple[SensitiveHandling, ...]:
    return tuple(
        SensitiveHandling(
            roles=frozenset(rng.sample(tuple(ROLES.values()), 2)),
            topics=frozenset(rng.sample(tuple(Topic), 3)),
            outcome=rng.choice(tuple(Outcome)),
        )
        for _ in range(rng.choice((1, 2)))
    )


STRICT: dict[type, dict[str, Any]] = {
    PrincipalFacts: {
        "age_band": AgeBand.UNKNOWN,
        "age_source": AgeSource.NONE,
        "age": None,
        "consent": ConsentFacts(),
        "refused": True,
        "age_statement": AgeStatement.UNKNOWN,
        "teacher_permits": False,
    },
    SubjectFacts: {
        "kind": Kind.UNRESOLVED,
        "in_own_classes": False,
        "age_band": AgeBand.UNKNOWN,
        "age": None,
        "removable": False,
        "consent": ConsentFacts(),
        "refused": True,
        "directory_opt_out": True,
        "special_education": Sign.UNKNOWN,
        "emergency": False,
    },
    ConsentFacts: {
        field.name: field.default for field in fields(ConsentFacts) if field.name != "missing"
    },
    ToolFacts: {
        "status": ToolStatus.SUSPENDED,
        "agreement": "none",
        "categories": frozenset(),
        "purposes": frozenset(),
        "trains_on_data": True,
        "processor_only": False,
        "direct_control": False,
        "min_user_age": 99,
        "minor_terms": False,
        "in_pilot": False,
        "addenda": frozenset(),
    },
    DistrictFacts: {
        "profile": Profile.STRICT_CONSENT,
        "under_13_without_personal_data": False,
        "school_authorisation": False,
        "own_classes_only": True,
        "directory_categories": frozenset(),
        "replace_staff": True,
    },
    Signs: {field.name: field.default for field in fields(Signs)},
}
"""What each fact is when it is not known, or says no."""


def each_removed(facts: Facts) -> Iterator[tuple[str, Facts]]:
    """Yield facts with one of them at its strict value, and which."""
    for part in ("principal", "tool", "district", "signs"):
        for name, changed in _removed(getattr(facts, part)):
            yield f"{part}.{name}", replace(facts, **{part: changed})
    for at, subject in enumerate(facts.subjects):
        for name, one in _removed(subject):
            subjects = (*facts.subjects[:at], one, *facts.subjects[at + 1 :])
            yield f"subject.{name}", replace(facts, subjects=subjects)
    yield "media", replace(facts, media=True)
    yield "weekday", replace(facts, weekday=0)
    yield "hour", replace(facts, hour=-1)
    yield "released", replace(facts, released=False)
    yield "structural_hit", replace(facts, structural_hit=True)
    yield "content", replace(facts, content=Content.C3)


def _removed(part: Any) -> Iterator[tuple[str, Any]]:
    staff = getattr(part, "kind", None) in (Kind.STAFF, Kind.GUARDIAN)
    for name, value in STRICT[type(part)].items():
        if name in ("age_band", "kind") and staff:
            continue
        yield name, replace(part, **{name: value})
    if hasattr(part, "consent"):
        for name, value in STRICT[ConsentFacts].items():
            consent = replace(part.consent, **{name: value})
            yield f"consent.{name}", replace(part, consent=consent)
