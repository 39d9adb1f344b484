"""Which actions a gate is asked about, from most open to most strict, each on one ground.

A gate's outcome is the first rung that every pack permits. This module says only which grounds
are worth asking for; whether a ground holds is the packs' business, and each pack guards its own
grounds, so a rung too many asks once more but opens nothing. Pure.
"""

from dataclasses import dataclass, replace

from gateway.decision.facts import proven_age
from gateway.terms.decision import (
    Content,
    DistrictFacts,
    Facts,
    Outcome,
    PrincipalFacts,
    SubjectFacts,
)
from gateway.terms.disclosure import Basis, Profile, PseudonymisedBasis
from gateway.terms.people import AgeSource, Kind
from gateway.terms.signs import AgeStatement


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """One action of the schema, what comes of it, and the ground it stands on.

    `released` tells that it would be a hold, had no person let the prompt pass.
    """

    action: str
    outcome: Outcome
    basis: Basis
    released: bool = False


def _rung(action: str, outcome: Outcome, basis: Basis) -> Rung:
    return Rung(action=action, outcome=outcome, basis=basis)


_ON_PARENT = tuple(
    _rung(f"{outcome}_on_parental_consent", outcome, Basis.PARENTAL_COPPA)
    for outcome in (Outcome.FORWARD, Outcome.PSEUDONYMISE, Outcome.HOLD)
)
_BY_SCHOOL = tuple(
    _rung(f"{outcome}_by_school", outcome, Basis.SCHOOL_COPPA)
    for outcome in (Outcome.FORWARD, Outcome.PSEUDONYMISE, Outcome.HOLD)
)
_PLAIN = tuple(
    _rung(str(outcome), outcome, Basis.NOT_STUDENT)
    for outcome in (Outcome.FORWARD, Outcome.PSEUDONYMISE, Outcome.HOLD)
)
_FORWARD = {
    "consent": _rung("forward_on_consent", Outcome.FORWARD, Basis.CONSENT),
    "official": _rung("forward_as_official", Outcome.FORWARD, Basis.SCHOOL_OFFICIAL),
    "directory": _rung("forward_as_directory", Outcome.FORWARD, Basis.DIRECTORY),
    "emergency": _rung("forward_in_emergency", Outcome.FORWARD, Basis.EMERGENCY),
}
_REPLACED = {
    # no ground chosen yet: replacing is refused there, holding is not
    PseudonymisedBasis.UNSET: (
        _rung("pseudonymise", Outcome.PSEUDONYMISE, Basis.PSEUDONYMISED),
        _rung("hold", Outcome.HOLD, Basis.NONE),
    ),
    PseudonymisedBasis.DETERMINATION: (
        _rung("pseudonymise_on_determination", Outcome.PSEUDONYMISE, Basis.PSEUDONYMISED),
        _rung("hold_on_determination", Outcome.HOLD, Basis.NONE),
    ),
    PseudonymisedBasis.SCHOOL_OFFICIAL: (
        _rung("pseudonymise_as_official", Outcome.PSEUDONYMISE, Basis.PSEUDONYMISED),
        _rung("hold_as_official", Outcome.HOLD, Basis.NONE),
    ),
    PseudonymisedBasis.CONSENT_ONLY: (
        _rung("pseudonymise_on_consent", Outcome.PSEUDONYMISE, Basis.PSEUDONYMISED),
        _rung("hold_on_consent", Outcome.HOLD, Basis.NONE),
    ),
}

ACTIONS = tuple(
    sorted(
        {rung.action for rung in (*_ON_PARENT, *_BY_SCHOOL, *_PLAIN, *_FORWARD.values())}
        | {rung.action for pair in _REPLACED.values() for rung in pair}
    )
)
"""Every action the engine can ask about."""


def is_child(principal: PrincipalFacts, district: DistrictFacts) -> bool:
    """Tell whether who types counts as a child: not proven to have the COPPA age (312.2)."""
    return asker_age(principal) < district.coppa_age


def asker_age(principal: PrincipalFacts) -> int:
    """Return the years of age proven of who types.

    A student's own word tightens any proof but a verified birth date, and never loosens.
    """
    doubted = principal.age_statement in (AgeStatement.UNDER_13, AgeStatement.UNKNOWN)
    if (
        doubted
        and principal.kind is Kind.STUDENT
        and principal.age_source is not AgeSource.BIRTH_DATE
    ):
        return 0
    return proven_age(principal.kind, principal.age_band, principal.age, principal.age_source)


def subject_age(subject: SubjectFacts) -> int:
    """Return the years of age proven of who is described (for a guardian: of the ward)."""
    kind = Kind.STAFF if subject.kind is Kind.STAFF else Kind.STUDENT
    return proven_age(kind, subject.age_band, subject.age)


def prompt_ladder(facts: Facts, content: Content) -> tuple[Rung, ...]:
    """Return the rungs of the gate of who is typing.

    COPPA asks a ground for a child's personal information only (16 CFR 312.3); a prompt that
    holds none goes without.
    """
    rungs = _prompt_rungs(facts, content)
    return _let(rungs) if facts.released else rungs


def subject_ladder(facts: Facts, subject: SubjectFacts) -> tuple[Rung, ...]:
    """Return the rungs of the gate of who is described.

    Staff are no students: nothing about them is an education record (34 CFR 99.3).
    """
    rungs = _subject_rungs(subject, facts.district)
    return _let(rungs) if facts.released else rungs


def _prompt_rungs(facts: Facts, content: Content) -> tuple[Rung, ...]:
    if not is_child(facts.principal, facts.district):
        return _PLAIN
    if content is Content.C0 and not facts.media:
        return _PLAIN
    if not facts.district.school_authorisation:
        return _ON_PARENT
    pairs = zip(_ON_PARENT, _BY_SCHOOL, strict=True)
    return tuple(rung for pair in pairs for rung in pair)


def _subject_rungs(subject: SubjectFacts, district: DistrictFacts) -> tuple[Rung, ...]:
    if subject.kind is Kind.STAFF:
        return _PLAIN
    rungs = [_FORWARD["consent"]]
    if district.profile is Profile.SCHOOL_OFFICIAL:
        rungs.append(_FORWARD["official"])
    if district.directory_categories:
        rungs.append(_FORWARD["directory"])
    if subject.emergency:
        rungs.append(_FORWARD["emergency"])
    return (*rungs, *_REPLACED[district.pseudonymised_basis])


def _let(rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
    """Return rungs as they are once a person let the prompt pass: what would be held goes with
    names replaced, on that person's word where no other ground is named."""
    return tuple(
        replace(
            rung,
            outcome=Outcome.PSEUDONYMISE,
            basis=Basis.PSEUDONYMISED if rung.basis is Basis.NONE else rung.basis,
            released=True,
        )
        if rung.outcome is Outcome.HOLD
        else rung
        for rung in rungs
    )
