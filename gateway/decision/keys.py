"""Keys of facts for the engine's memo: plain tuples, quick to make and to hash.

Every field of every fact is in the key of a decision, by the dataclasses' own field lists; a test
changes each field and looks for a new key. Pure.
"""

from collections.abc import Callable, Hashable
from dataclasses import fields
from operator import attrgetter

from gateway.terms.decision import (
    ConsentFacts,
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
_principal = _getter(PrincipalFacts, "consent")
_subject = _getter(SubjectFacts, "consent")
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


def of_settled(facts: Facts) -> Hashable:
    """Return the key of what seldom changes: the tool and the district's choices."""
    return _tool(facts.tool), _district(facts.district)
