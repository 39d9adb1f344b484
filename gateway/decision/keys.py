"""Keys of facts for the engine's memo: plain tuples, quick to make and to hash.

Every field of every fact is in a key, by the dataclasses' own field lists; a test changes each
field and looks for a new key. Keys of gates leave out ids of people and consents, which no rule
sees. Pure.
"""

from collections.abc import Callable, Hashable
from dataclasses import fields
from operator import attrgetter

from gateway.decision.entities import pupils_categories
from gateway.terms.decision import (
    ConsentFacts,
    Content,
    DistrictFacts,
    Facts,
    PrincipalFacts,
    SubjectFacts,
    ToolFacts,
)
from gateway.terms.signs import Signs


def _getter(kind: type, *without: str) -> Callable[[object], Hashable]:
    return attrgetter(*(field.name for field in fields(kind) if field.name not in without))


_consent = _getter(ConsentFacts)
_consent_no_id = _getter(ConsentFacts, "id")
_principal = _getter(PrincipalFacts, "consent")
_principal_no_id = _getter(PrincipalFacts, "id", "consent")
_subject = _getter(SubjectFacts, "consent")
_subject_no_id = _getter(SubjectFacts, "id", "consent")
_tool = _getter(ToolFacts)
_district = _getter(DistrictFacts)
_signs = _getter(Signs)
_rest = _getter(Facts, "principal", "subjects", "tool", "district", "signs")


def of_facts(facts: Facts) -> Hashable:
    """Return the key of a whole decision."""
    return (
        _principal(facts.principal),
        _consent(facts.principal.consent),
        tuple([(_subject(one), _consent(one.consent)) for one in facts.subjects]),
        _tool(facts.tool),
        _district(facts.district),
        _signs(facts.signs),
        _rest(facts),
    )


def of_common(facts: Facts, content: Content) -> Hashable:
    """Return the key of what every gate of a decision shares."""
    return (
        _principal_no_id(facts.principal),
        _consent_no_id(facts.principal.consent),
        _tool(facts.tool),
        _district(facts.district),
        _signs(facts.signs),
        _rest(facts),
        content,
        bool(facts.subjects),
        tuple(pupils_categories(facts)),
    )


def of_settled(facts: Facts) -> Hashable:
    """Return the key of what seldom changes: the tool and the district's choices."""
    return _tool(facts.tool), _district(facts.district)


def of_subject(subject: SubjectFacts) -> Hashable:
    """Return the key of what is a subject's own."""
    return _subject_no_id(subject), _consent_no_id(subject.consent)
