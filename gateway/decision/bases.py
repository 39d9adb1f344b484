"""Plain facts to start a case from, and how a case changes them.

The bases let everything pass: an approved tool under a good agreement, a chosen basis, no
consents. So whatever a case comes to, it comes from what the case changes. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from gateway.decision.facts import content_of
from gateway.terms.decision import (
    ConsentFacts,
    Content,
    DistrictFacts,
    Facts,
    PrincipalFacts,
    SubjectFacts,
    ToolFacts,
)
from gateway.terms.disclosure import (
    Addendum,
    Category,
    ConsentState,
    Grant,
    PseudonymisedBasis,
    Purpose,
    ToolStatus,
)
from gateway.terms.people import AgeBand, AgeSource, Kind, Role
from gateway.terms.signs import AgeStatement, CellBand, Sign, Signs

GOOD_CONSENT = ConsentFacts(
    id="consent",
    state=ConsentState.ACTIVE,
    holder=True,
    recipient=True,
    purpose=True,
    covers=frozenset(Category),
    collect_use=Grant.GRANTED,
    disclose_third_party=Grant.GRANTED,
    verifiable=True,
    verifiable_undisclosed=True,
)

_TOOL = ToolFacts(
    id="tool",
    status=ToolStatus.APPROVED,
    agreement="active",
    categories=frozenset(Category),
    purposes=frozenset(Purpose),
    trains_on_data=False,
    processor_only=True,
    direct_control=True,
    addenda=frozenset(Addendum),
)
_SIGNS = Signs(
    topics=frozenset(),
    safety=Sign.CLEAR,
    elicits=Sign.CLEAR,
    rare_incident=Sign.CLEAR,
    small_cell=Sign.CLEAR,
    cell_band=CellBand.MANY,
    language_unsupported=Sign.CLEAR,
)
_DISTRICT = DistrictFacts(pseudonymised_basis=PseudonymisedBasis.DETERMINATION)


def _student(band: AgeBand, age: int | None) -> PrincipalFacts:
    source = AgeSource.NONE if age is None else AgeSource.BIRTH_DATE
    return PrincipalFacts(
        id="asker",
        kind=Kind.STUDENT,
        role=Role.STUDENT,
        age_band=band,
        age_source=source,
        age=age,
        age_statement=AgeStatement.NONE,
        teacher_permits=True,
    )


ASKERS: Mapping[str, PrincipalFacts] = {
    "child": _student(AgeBand.UNDER_13, 10),
    "teen": _student(AgeBand.TEEN, 15),
    "adult_student": _student(AgeBand.ADULT, 18),
    "unknown_age": _student(AgeBand.UNKNOWN, None),
    "teacher": PrincipalFacts(
        id="asker",
        kind=Kind.STAFF,
        role=Role.TEACHER,
        age_band=AgeBand.ADULT,
        age_source=AgeSource.ROLE,
    ),
    "guardian": PrincipalFacts(
        id="asker",
        kind=Kind.GUARDIAN,
        role=Role.GUARDIAN,
        age_band=AgeBand.ADULT,
        age_source=AgeSource.ROLE,
    ),
}
"""Who types."""

_NAME = frozenset({Category.STUDENT_NAME})
DESCRIBED: Mapping[str, SubjectFacts] = {
    "pupil": SubjectFacts(
        id="pupil",
        kind=Kind.STUDENT,
        in_own_classes=True,
        age_band=AgeBand.TEEN,
        age=14,
        categories=_NAME,
        special_education=Sign.CLEAR,
    ),
    "parent": SubjectFacts(
        id="parent",
        kind=Kind.GUARDIAN,
        in_own_classes=True,
        age_band=AgeBand.TEEN,
        age=14,
        categories=frozenset({Category.PARENT_NAME}),
        special_education=Sign.CLEAR,
    ),
    "colleague": SubjectFacts(
        id="colleague",
        kind=Kind.STAFF,
        age_band=AgeBand.ADULT,
        special_education=Sign.CLEAR,
    ),
    "unresolved": SubjectFacts(
        id="unresolved", kind=Kind.UNRESOLVED, categories=_NAME, special_education=Sign.CLEAR
    ),
}
"""Who is described; `self` is made from who types."""


def facts(asker: str, about: Iterable[str]) -> Facts:
    """Return the facts of a prompt by a named base about named others."""
    principal = ASKERS[asker]
    subjects = tuple(_self(principal) if name == "self" else DESCRIBED[name] for name in about)
    return Facts(
        principal=principal,
        subjects=subjects,
        tool=_TOOL,
        district=_DISTRICT,
        purpose=Purpose.LEARNING,
        content=content_of(subjects),
        signs=_SIGNS,
        weekday=2,
        hour=10,
    )


def least_content(facts: Facts) -> Content:
    """Return the least a prompt holds, going by who is described in it."""
    return content_of(facts.subjects, topics=facts.signs.topics)


def override(facts: Facts, path: str, value: object) -> Facts:
    """Return facts with one of them changed.

    Args:
        facts: what to start from.
        path: `principal.…`, `tool.…`, `district.…`, `prompt.…`, `signs.…`, or `subject.…` for
            every subject.
            A path that ends in `consent` takes `good`, a consent that lacks nothing.
        value: in the words of the case files: enumerations by value, sets as lists; `all` stands
            for every category or purpose.
    """
    head, _, rest = path.partition(".")
    if head == "subject":
        changed = tuple(_change(subject, rest, value) for subject in facts.subjects)
        return replace(facts, subjects=changed)
    if head == "prompt":
        return _change(facts, rest, value)
    if head not in ("principal", "tool", "district", "signs"):
        raise ValueError(f"`{path}` is not a fact")
    return replace(facts, **{head: _change(getattr(facts, head), rest, value)})


def _self(principal: PrincipalFacts) -> SubjectFacts:
    return replace(
        DESCRIBED["colleague" if principal.kind is Kind.STAFF else "pupil"],
        id=principal.id,
        kind=principal.kind,
        own=True,
        age_band=principal.age_band,
        age=principal.age,
    )


def _change[Part: Any](part: Part, path: str, value: object) -> Part:
    name, _, rest = path.partition(".")
    if name not in {field.name for field in fields(part)}:
        raise ValueError(f"`{path}` is not a fact")
    if rest:
        return replace(part, **{name: _change(getattr(part, name), rest, value)})
    hint = get_type_hints(type(part))[name]
    return replace(part, **{name: _value(hint, value)})


def _value(hint: Any, value: object) -> object:
    if is_dataclass(hint) and isinstance(value, dict):
        hints = get_type_hints(hint)
        if unknown := value.keys() - hints.keys():
            raise ValueError(f"`{min(unknown)}` is not part of it")
        return hint(**{name: _value(hints[name], one) for name, one in value.items()})  # type: ignore[operator]
    if is_dataclass(hint):
        if hint is not ConsentFacts or value != "good":
            raise ValueError(f"`{value}` is not `good`")
        return GOOD_CONSENT
    if get_origin(hint) is UnionType:
        return None if value is None else _value(get_args(hint)[0], value)
    if get_origin(hint) in (tuple, frozenset):
        inner = get_args(hint)[0]
        members = list(inner) if value == "all" else value
        if not isinstance(members, list):
            raise ValueError(f"`{value}` is not a list")
        return get_origin(hint)(_value(inner, member) for member in members)
    if hint is Content:
        return Content[str(value)]
    if issubclass(hint, Enum):
        return hint(value)
    if type(value) is not hint:
        raise ValueError(f"`{value}` is not `{hint.__name__}`")
    return value
