"""The closed word lists rules may compare with, and the check that they use no other word.

Cedar's schema knows strings, not which strings: `state == "expird"` would be valid and never true,
and a rule that never fires is an open door. Pure.
"""

from collections.abc import Iterator, Mapping

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
from gateway.terms.signs import AgeStatement, CellBand, Sign, Topic

OBLIGATIONS = frozenset({"strip_identifiers", "review_before_export", "record_access"})
"""What a rule may ask to be done along with a release. `strip_identifiers`: no persistent
identifier of the person goes along (16 CFR 312.2). `review_before_export`: a person reviews the
answer before it is used. `record_access`: the record names the party, the date and the purpose (34
CFR 300.614)."""

WORDS: Mapping[str, frozenset[str]] = {
    "kind": frozenset(Kind),
    "role": frozenset(Role),
    "age_band": frozenset(AgeBand),
    "age_source": frozenset(AgeSource),
    "state": frozenset(ConsentState),
    "collect_use": frozenset(Grant),
    "disclose_third_party": frozenset(Grant),
    "purpose": frozenset(Purpose),
    "purposes": frozenset(Purpose),
    "status": frozenset(ToolStatus),
    "agreement": frozenset({"active", "expired", "future", "none"}),
    "profile": frozenset(Profile),
    "pseudonymised_basis": frozenset(PseudonymisedBasis),
    "categories": frozenset(Category),
    "covers": frozenset(Category),
    "directory_categories": frozenset(Category),
    "addenda": frozenset(Addendum),
    "age_statement": frozenset(AgeStatement),
    "topics": frozenset(Topic),
    "sensitive_replaced": frozenset(Topic),
    "sensitive_held": frozenset(Topic),
    "sensitive_refused": frozenset(Topic),
    "safety": frozenset(Sign),
    "elicits": frozenset(Sign),
    "rare_incident": frozenset(Sign),
    "small_cell": frozenset(Sign),
    "cell_band": frozenset(CellBand),
    "language_unsupported": frozenset(Sign),
    "special_education": frozenset(Sign),
}
"""The words of each attribute that has a closed list."""

_COMPARISONS = ("==", "!=", "contains", "containsAll", "containsAny")


def unknown_words(tree: object) -> Iterator[str]:
    """Yield a complaint for each word compared with an attribute that cannot have it.

    Args:
        tree: a policy's conditions, in Cedar's JSON form.
    """
    if isinstance(tree, list):
        for part in tree:
            yield from unknown_words(part)
        return
    if not isinstance(tree, dict):
        return
    for operator, sides in tree.items():
        if operator in _COMPARISONS and isinstance(sides, dict):
            attributes = {sides[side]["."]["attr"] for side in sides if "." in sides[side]}
            words = {word for side in sides.values() for word in _strings(side)}
            for attribute in sorted(attributes & WORDS.keys()):
                for word in sorted(words - WORDS[attribute]):
                    yield f"`{attribute}` is never `{word}`"
        yield from unknown_words(sides)


_SURE = frozenset(
    "&& || ! == != < <= > >= in contains containsAll containsAny isEmpty has is like . "
    "if-then-else Value Var Set Record".split()
)
"""Cedar's operators that cannot fail on facts that fit the schema. Arithmetic can overflow, and the
extensions' constructors can meet a text they cannot read: a rule that errs is no rule."""


def ways_to_err(conditions: list[Mapping[str, object]]) -> list[str]:
    """Return a complaint for each operator of some conditions that can fail.

    Args:
        conditions: a policy's, in Cedar's JSON form.
    """
    used = {name for one in conditions for name in _operators(one["body"])} - _SURE
    return [f"it can err: `{name}` is not used in rules" for name in sorted(used)]


def _operators(tree: object) -> Iterator[str]:
    """Yield the operators of an expression."""
    if isinstance(tree, list):
        for part in tree:
            yield from _operators(part)
    if not isinstance(tree, dict):
        return
    for operator, sides in tree.items():
        yield operator
        if operator == "Record":
            yield from _operators(list(sides.values()))
        elif operator == "Set" or not isinstance(sides, dict):
            yield from _operators(sides)
        elif operator not in ("Value", "Var"):
            for side in sides.values():
                yield from _operators(side) if isinstance(side, dict | list) else ()


def _strings(tree: Mapping[str, object]) -> Iterator[str]:
    """Yield the strings of a literal, or of a set of literals."""
    value = tree.get("Value")
    if isinstance(value, str):
        yield value
    members = tree.get("Set")
    if isinstance(members, list):
        for member in members:
            yield from _strings(member)
