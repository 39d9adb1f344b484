"""Prompts made up for one rule, from the words the rule itself compares with. Pure.

A rule that none of them makes speak most likely never matches: its conditions contradict one
another, or name what cannot be. Told from the text, so a rule about grade 4 meets a fourth-grader.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import product
from typing import Any

from gateway.decision import bases, vocabulary
from gateway.terms.decision import Facts, SubjectFacts
from gateway.terms.people import KIND_OF_ROLE
from gateway.terms.signs import Signs

type _Tree = Any

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "contains", "containsAll", "containsAny", "in")
_SUBJECT = {field.name for field in fields(SubjectFacts)}
_SIGNS = {field.name for field in fields(Signs)}
_PROMPT = {field.name for field in fields(Facts)}
_ABOUT: Sequence[tuple[str, ...]] = (("pupil",), (), ("self",), ("colleague",), ("unresolved",))
_STRIDE = 7919
"""A prime, so that combinations come well mixed and each but once."""
_HEADS = {"Tool": "tool", "District": "district", "Prompt": "prompt"}


def literals_by_path(policy: Mapping[str, _Tree]) -> dict[str, tuple[object, ...]]:
    """Return what a policy compares each fact with, by the fact's path as in a pack's cases."""
    found: dict[str, dict[object, None]] = {}
    for condition in policy["conditions"]:
        for path, values in _compared(condition["body"]):
            found.setdefault(path, {}).update(dict.fromkeys(values))
    return {path: tuple(values) for path, values in found.items()}


def witnesses(policy: Mapping[str, _Tree], most: int) -> Iterator[Facts]:
    """Yield at most so many prompts, in which the policy's facts take the values it speaks of."""
    named = literals_by_path(policy)
    for path in _read(policy["conditions"]):
        named.setdefault(path, ())
    for wide in (False, True):
        yield from _combined(named, most // 2, wide=wide)


def _combined(named: Mapping[str, Sequence[object]], most: int, *, wide: bool) -> Iterator[Facts]:
    """Yield prompts that combine values of facts, the combinations well mixed."""
    starts = [(asker, about) for about, asker in product(_ABOUT, bases.ASKERS)]
    values = (_values(path, some, wide=wide) for path, some in sorted(named.items()))
    choices: list[Sequence[Any]] = [starts, *values]
    total = 1
    for some in choices:
        total *= len(some)
    for nth in range(min(most, total)):
        picked: list[Any] = []
        rest = nth * _STRIDE % total
        for some in choices:
            rest, at = divmod(rest, len(some))
            picked.append(some[at])
        made = _made(picked[0], dict(zip(sorted(named), picked[1:], strict=True)))
        if made is not None:
            yield made


_AS_IT_IS = object()


def _values(path: str, named: Sequence[object], *, wide: bool) -> list[object]:
    """Return the values worth trying of one fact: those named, or all there are words for."""
    values: list[object] = [_AS_IT_IS, *named]
    numbers = [one for one in named if type(one) is int]
    values += [one + step for one in numbers for step in (-1, 1)]
    if wide:
        values += sorted(vocabulary.WORDS.get(path.rpartition(".")[2], ()))
    if not named:
        values += [True, False]
    return list(dict.fromkeys(values))


def _made(start: Any, chosen: Mapping[str, object]) -> Facts | None:
    facts = bases.facts(*start)
    for path, value in chosen.items():
        if value is _AS_IT_IS:
            continue
        for form in (value, [value]):  # a fact that is a list takes a list
            try:
                facts = bases.override(facts, path, form)
                break
            except (ValueError, TypeError, KeyError):
                continue
    asker = facts.principal
    if KIND_OF_ROLE.get(asker.role, asker.kind) is not asker.kind:
        return None  # nobody is that
    return replace(facts, content=max(facts.content, bases.least_content(facts)))


def _compared(tree: _Tree) -> Iterator[tuple[str, list[object]]]:
    """Yield each fact that is compared with literals, and those."""
    if isinstance(tree, list):
        for part in tree:
            yield from _compared(part)
        return
    if not isinstance(tree, dict):
        return
    for operator, sides in tree.items():
        if operator in _COMPARISONS and isinstance(sides, dict):
            paths = [path for side in sides.values() for path in _paths(side)]
            values = [one for side in sides.values() for one in _literals(side)]
            for path in paths:
                yield path, values
        if operator != ".":
            yield from _compared(list(sides.values()) if isinstance(sides, dict) else sides)


def _read(tree: _Tree) -> Iterator[str]:
    """Yield the path of every fact that is read."""
    if isinstance(tree, list):
        for part in tree:
            yield from _read(part)
    elif isinstance(tree, dict):
        found = _paths(tree)
        if found:
            yield from found
            return
        for part in tree.values():
            yield from _read(part)


def _paths(tree: _Tree) -> list[str]:
    """Return where in the facts an attribute stands, as a pack's cases write it."""
    steps: list[str] = []
    while isinstance(tree, dict) and "." in tree:
        steps.insert(0, tree["."]["attr"])
        tree = tree["."]["left"]
    if not steps or not isinstance(tree, dict):
        return []
    rest = ".".join(steps)
    owner = tree.get("Var")
    if owner is None:
        entity = tree.get("Value")
        named = entity.get("__entity", {}) if isinstance(entity, dict) else {}
        owner = _HEADS.get(str(named.get("type")), "")
    if owner == "principal":
        return [f"principal.{rest}"]
    if owner == "tool":
        return ["tool.id" if rest == "name" else f"tool.{rest}"]
    if owner == "district":
        return [f"district.{rest}"]
    if owner not in ("resource", "prompt"):
        return []
    heads = [("subject", _SUBJECT), ("signs", _SIGNS), ("prompt", _PROMPT)]
    return [f"{head}.{rest}" for head, there in heads if steps[0] in there]


def _literals(tree: _Tree) -> list[object]:
    if not isinstance(tree, dict):
        return []
    value = tree.get("Value")
    if isinstance(value, str | int | bool):
        return [value]
    members = tree.get("Set")
    return [one for member in members or () for one in _literals(member)]
