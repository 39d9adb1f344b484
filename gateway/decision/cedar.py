"""The one door to the Cedar engine: parse, validate, ask.

Knows Cedar's shapes and nothing of schools. What must be known about Cedar to read this: a policy
whose condition errs is *skipped*, a `forbid` too, so an answer with any error is no answer
(`Answer.erred`), and the engine refuses then.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import cedarpy
import orjson

from gateway.decision.slices import Asked, demand
from gateway.errors import Unusable

type Entities = cedarpy.Entities
"""Parsed facts, with the actions of the schema."""

type Tree = dict[str, Any]
"""A Cedar document in its JSON form."""

VERSION = version("cedarpy")
MOST_SLICES = 2048
"""Slices by tool and purpose kept; they are made again when needed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one pack says of one action: `rules` are the ids that decided it, sorted."""

    allowed: bool
    rules: tuple[str, ...]
    erred: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """What is wrong with a policy text; `rule` is its `@id`, "" where none can be told."""

    rule: str
    words: str


class Words:
    """A parsed schema: what rules may speak about."""

    def __init__(self, text: str) -> None:
        try:
            self.schema = cedarpy.Schema.from_str(text)
            # holds the actions and their groups, and nothing else
            self.actions = cedarpy.Entities.from_json_str("[]", self.schema)
        except ValueError as error:
            raise Unusable(f"the rules' schema is broken: {error}", code="rules_broken") from error

    def complaints(self, policies: str) -> list[Complaint]:
        """Return what the schema finds wrong with a policy text."""
        result = cedarpy.validate_policies(policies, self.schema)
        names = result.id_annotations_by_policy_id
        found = [
            Complaint(
                rule=names.get(error.policy_id, ""),
                words=error.error.replace(
                    f"`{error.policy_id}`", f"`{names.get(error.policy_id, error.policy_id)}`"
                )
                if error.policy_id
                else error.error,
            )
            for error in result.errors
        ]
        if not result.validation_passed and not found:
            return [Complaint(rule="", words="does not fit the schema")]
        return found

    def check(self, trees: Sequence[Tree]) -> None:
        """See that entities fit the schema.

        Raises:
            Unusable: they do not.
        """
        try:
            cedarpy.Entities.from_json_str(orjson.dumps(trees).decode(), self.schema)
        except ValueError as error:
            raise Unusable(f"facts do not fit the schema: {error}", code="rules_failed") from error

    def entities(self, trees: Sequence[Tree]) -> Entities:
        """Return the schema's actions with some facts."""
        return more(self.actions, trees)


def more(entities: Entities, trees: Sequence[Tree]) -> Entities:
    """Return entities with some more.

    Raises:
        Unusable: Cedar cannot take them.
    """
    try:
        return entities.with_added_json_str(orjson.dumps(trees).decode())
    except (ValueError, TypeError) as error:
        raise Unusable("the rules cannot read the facts", code="rules_failed") from error


def parse(text: str) -> list[Tree]:
    """Return the policies of a text in their order, in Cedar's JSON form.

    Raises:
        ValueError: it does not parse, or holds a template.
    """
    tree = json.loads(cedarpy.policies_to_json_str(text))
    if tree["templates"] or tree["templateLinks"]:
        raise ValueError("templates are not used here")
    policies: Mapping[str, Tree] = tree["staticPolicies"]
    # Cedar numbers policies by their place in the text: policy0, policy1 ...
    return [policies[f"policy{at}"] for at in range(len(policies))]


class Pack:
    """One pack's policies, ready to be asked.

    Sliced beforehand by action and by type of resource, since most policies are about one pair
    only, and further by tool and purpose once somebody asks for them. A slice that is nothing but
    unconditional permits needs no asking.
    """

    def __init__(self, policies: Mapping[str, Tree], words: Words, pairs: Sequence[Tree]) -> None:
        """Slice.

        Args:
            policies: in Cedar's JSON form, by their ids.
            words: the schema.
            pairs: each `{"action": id, "resource": (type, id)}` that will ever be asked.
        """
        applies = _applicable(policies, words, pairs)
        self._policies = policies
        self._demands = {name: demand(policy) for name, policy in policies.items()}
        self._slices: dict[tuple[str, str], _Slice] = {}
        self._wide: dict[tuple[str, str], tuple[str, ...]] = {}
        for pair, ids in zip(pairs, applies, strict=True):
            key = (pair["action"], pair["resource"][0])
            if all(self._demands[name].any for name in ids):
                self._slices[key] = self._slice(ids)
            else:
                self._wide[key] = tuple(ids)
        self._narrow: dict[tuple[str, str, Asked], _Slice] = {}

    def ask(
        self,
        facts: Entities,
        asker: Tree,
        action: str,
        resources: Sequence[tuple[str, str]],
        asked: Asked,
    ) -> list[Answer]:
        """Ask about one action on several resources of one type; answers in their order.

        Args:
            facts: all entities, among them the tool and the prompt.
            asker: the principal.
            action: the action's id.
            resources: as (type, id), of one type.
            asked: tool and purpose as `facts` say them.

        Raises:
            Unusable: Cedar cannot take the question.
        """
        kind = resources[0][0]
        policies = self._slices.get((action, kind)) or self._narrowed(action, kind, asked)
        if isinstance(policies, Answer):
            return [policies] * len(resources)
        return ask(policies, facts, asker, action, resources)

    def _narrowed(self, action: str, kind: str, asked: Asked) -> "_Slice":
        key = (action, kind, asked)
        if key not in self._narrow:
            if len(self._narrow) >= MOST_SLICES:
                self._narrow.clear()
            ids = [name for name in self._wide[action, kind] if self._demands[name].allows(asked)]
            self._narrow[key] = self._slice(ids)
        return self._narrow[key]

    def _slice(self, ids: Iterable[str]) -> "_Slice":
        inside = {name: self._policies[name] for name in ids}
        return _constant(inside) or whole(inside)


type _Slice = Answer | cedarpy.PolicySet


def ask(
    policies: cedarpy.PolicySet,
    facts: Entities,
    asker: Tree,
    action: str,
    resources: Sequence[tuple[str, str]],
) -> list[Answer]:
    """Ask a policy set about one action on several resources; answers in their order.

    Raises:
        Unusable: Cedar cannot take the question.
    """
    requests = [
        {
            "principal": asker,
            "action": {"type": "Action", "id": action},
            "resource": {"type": kind, "id": name},
        }
        for kind, name in resources
    ]
    try:
        results = cedarpy.is_authorized_batch(requests, policies, facts)
    except (ValueError, TypeError) as error:
        raise Unusable("the rules cannot be asked", code="rules_failed") from error
    return [
        Answer(
            allowed=result.decision is cedarpy.Decision.Allow,
            rules=tuple(sorted(result.diagnostics.reasons)),
            erred=bool(result.diagnostics.errors) or result.decision is cedarpy.Decision.NoDecision,
        )
        for result in results
    ]


def whole(policies: Mapping[str, Tree]) -> cedarpy.PolicySet:
    """Return policies in Cedar's JSON form, by their ids, as a set to be asked."""
    document = {"staticPolicies": dict(policies), "templates": {}, "templateLinks": []}
    return cedarpy.PolicySet.from_json_str(json.dumps(document))


def _constant(policies: Mapping[str, Tree]) -> Answer | None:
    """Return the answer of policies that hold no condition and no forbid; None for others."""
    if any(tree["conditions"] or tree["effect"] != "permit" for tree in policies.values()):
        return None
    return Answer(allowed=bool(policies), rules=tuple(sorted(policies)))


def _applicable(
    policies: Mapping[str, Tree], words: Words, pairs: Sequence[Tree]
) -> list[list[str]]:
    """Return, for each pair, which policies' scopes reach it, by asking Cedar itself.

    Each policy is turned into a permit without conditions; those that then decide are in scope.
    """
    bare = {name: tree | {"effect": "permit", "conditions": []} for name, tree in policies.items()}
    probes = whole(bare)
    requests = [
        {
            "principal": {"type": "Asker", "id": "asking"},
            "action": {"type": "Action", "id": pair["action"]},
            "resource": {"type": pair["resource"][0], "id": pair["resource"][1]},
        }
        for pair in pairs
    ]
    results = cedarpy.is_authorized_batch(requests, probes, words.actions)
    return [sorted(result.diagnostics.reasons) for result in results]


def literals(tree: object) -> Iterable[tuple[str, str]]:
    """Yield every entity a policy names, as (type, id)."""
    if isinstance(tree, dict):
        if isinstance(tree.get("type"), str) and isinstance(tree.get("id"), str):
            yield tree["type"], tree["id"]
        for part in tree.values():
            yield from literals(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from literals(part)


def attributes(tree: object) -> Iterable[str]:
    """Yield the name of every attribute a policy reads."""
    if isinstance(tree, dict):
        for part in tree.values():
            if isinstance(part, dict) and isinstance(part.get("attr"), str):
                yield part["attr"]
            yield from attributes(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from attributes(part)
