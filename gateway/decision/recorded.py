"""Facts and decisions as plain JSON and back, for the log.

Exact both ways: `facts_from_json(facts_to_json(facts)) == facts`. Holds only integers, strings,
booleans, lists and objects, with sets sorted, so that the canonical form is unambiguous; what is
None is left out. A field unknown or missing on the way back is an error, never a default: a
default could make a replay more open than the decision was.

Facts carry the version of their form. Those of an older version are read as what that version
knew: a sign it did not look for is `unwatched`, and `unrecorded` names what it did not record.
"""

import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any, cast

from gateway.errors import Unusable
from gateway.terms.decision import Decision, DistrictFacts, Facts
from gateway.terms.record import Fields
from gateway.terms.signs import UNWATCHED, AgeStatement, Sign, Signs

FACTS_VERSION = 4
"""The version of the form that facts are written in."""

FACTS_KEPT = 1024
"""Facts whose plain form is kept: those of a chat are the same for most of its turns."""

type Write = Callable[[Any], Any]
type Read = Callable[[object], Any]


@lru_cache(FACTS_KEPT)
def facts_to_json(facts: Facts) -> Fields:
    """Return facts as plain JSON; not to be changed, since equal facts share it."""
    tree = cast(Fields, _codec(Facts)[0](facts))
    tree["version"] = FACTS_VERSION
    return tree


def facts_from_json(tree: object) -> Facts:
    """Return facts from plain JSON.

    Raises:
        Unusable: it is not exactly what `facts_to_json` writes, or wrote in an older version.
    """
    if not isinstance(tree, dict):
        return cast(Facts, _read(Facts, tree))
    rest = {name: value for name, value in tree.items() if name != "version"}
    version = tree.get("version", 1)
    if type(version) is not int or not 1 <= version <= FACTS_VERSION:
        raise Unusable(
            f"recorded facts cannot be read: version `{version}` is not known",
            code="record_unreadable",
        )
    for after, older in enumerate(_UPGRADES, start=1):
        if version <= after:
            rest = older(rest)
    return cast(Facts, _read(Facts, rest))


def unrecorded(tree: Mapping[str, object]) -> frozenset[str]:
    """Return the names of the facts that recorded facts say nothing of, for their age.

    A rule that reads one of them cannot be tried on that record.
    """
    if tree.get("version", 1) != 1:
        return frozenset()
    added = {name for part in _SINCE_2.values() for name in part}
    return frozenset(added | {"signs", *_SIGNS, *_TIME})


def district_to_json(facts: DistrictFacts) -> Fields:
    """Return the district's choices, as they stand among facts, as plain JSON."""
    return cast(Fields, _codec(DistrictFacts)[0](facts))


def decision_to_json(decision: Decision) -> Fields:
    """Return a decision as plain JSON."""
    return cast(Fields, _codec(Decision)[0](decision))


def decision_from_json(tree: object) -> Decision:
    """Return a decision from plain JSON.

    Raises:
        Unusable: it is not exactly what `decision_to_json` writes.
    """
    return cast(Decision, _read(Decision, tree))


_SINCE_2: Mapping[str, Mapping[str, object]] = {
    "principal": {"age_statement": AgeStatement.UNWATCHED.value, "teacher_permits": False},
    "subjects": {"special_education": Sign.UNWATCHED.value},
    "tool": {"addenda": []},
}
"""What version 2 added beside the signs, and what version 1 knew of it."""
_TIME: Mapping[str, object] = {"weekday": 0, "hour": -1}
_SIGNS = frozenset(field.name for field in fields(Signs))


def _from_version_1(tree: dict[str, object]) -> dict[str, object]:
    """Return facts of version 1 in the form of version 2; what does not fit is left as it is."""
    out = _with(tree, _TIME)
    out["signs"] = None if "signs" in tree else _codec(Signs)[0](UNWATCHED)
    return _with_parts(out, _SINCE_2)


def _from_version_2(tree: dict[str, object]) -> dict[str, object]:
    """Return facts of version 2 in the form of version 3."""
    return _with_parts(_with(tree, {"released": False}), {"subjects": {"emergency": False}})


def _from_version_3(tree: dict[str, object]) -> dict[str, object]:
    """Return facts of version 3 in the form of version 4."""
    return _with_parts(tree, {"district": {"sensitive_handling": []}})


_UPGRADES = (_from_version_1, _from_version_2, _from_version_3)
"""From each version to the next. Nothing could be released and no emergency be declared before
version 3, and no district say how sensitive content is handled before version 4, so what is added
there is known, not unrecorded."""


def _with_parts(
    tree: dict[str, object], since: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """Add to parts of the facts, and to each of a list of them, what a version did not know."""
    out = dict(tree)
    for part, added in since.items():
        match tree.get(part):
            case dict() as one:
                out[part] = _with(one, added)
            case list() as some:
                out[part] = [_with(one, added) if isinstance(one, dict) else one for one in some]
    return out


def _with(part: Mapping[str, object], added: Mapping[str, object]) -> dict[str, object]:
    """Add what a version did not know; where it is there all the same, spoil it for the reading."""
    if both := part.keys() & added.keys():
        return {**part, **dict.fromkeys(both)}
    return {**part, **added}


def _read(kind: type, tree: object) -> object:
    try:
        return _codec(kind)[1](tree)
    except (TypeError, ValueError, KeyError) as error:
        raise Unusable(
            f"recorded {kind.__name__.lower()} cannot be read: {error}", code="record_unreadable"
        ) from error


@cache
def _codec(hint: Any) -> tuple[Write, Read]:
    """Return how a value of some annotated type is written and read."""
    if is_dataclass(hint):
        return _dataclass_codec(cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return (lambda value: value.value), hint
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        write, read = _codec(inner[0])
        return (
            lambda value: [write(item) for item in value],
            lambda tree: tuple(read(item) for item in _exactly(list, tree)),
        )
    if origin is frozenset:
        write, read = _codec(inner[0])
        return (
            lambda value: sorted(write(item) for item in value),
            lambda tree: frozenset(read(item) for item in _exactly(list, tree)),
        )
    if hint in (bool, int, str):
        return (lambda value: value), (lambda tree: _exactly(hint, tree))
    raise TypeError(f"no plain form for `{hint}`")


def _dataclass_codec(kind: type) -> tuple[Write, Read]:
    """Return how a dataclass is written and read; `X | None` fields are left out when None."""
    hints = typing.get_type_hints(kind)
    plan: list[tuple[str, Write, Read, bool]] = []
    for name in (field.name for field in fields(kind)):
        options = [option for option in typing.get_args(hints[name]) if option is not type(None)]
        optional = len(options) < len(typing.get_args(hints[name]))
        plan.append((name, *_codec(options[0] if optional else hints[name]), optional))
    known = {name for name, *_ in plan}

    def write(value: Any) -> dict[str, Any]:
        out = {}
        for name, write_field, _, optional in plan:
            part = getattr(value, name)
            if part is not None or not optional:
                out[name] = write_field(part)
        return out

    def read(tree: object) -> object:
        found = _exactly(dict, tree)
        if unknown := found.keys() - known:
            raise ValueError(f"unknown fields {sorted(unknown)}")
        return kind(
            **{
                name: read_field(found[name])
                for name, _, read_field, optional in plan
                if name in found or not optional
            }
        )

    return write, read


def _exactly(kind: type, tree: object) -> Any:
    if type(tree) is not kind:
        raise TypeError(f"expected {kind.__name__}, got {type(tree).__name__}")
    return tree
