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

from gateway.errors import Unusable

type Entities = cedarpy.Entities
"""Parsed facts, with the actions of the schema."""

type Tree = dict[str, Any]
"""A Cedar document in its JSON form."""

VERSION = version("cedarpy")


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What policies say of one action: `rules` are the ids of those that decided it, sorted."""

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

    def ground(self, policies: Iterable[Tree]) -> Entities:
        """Return what the entities of facts are to be added to: the schema's actions, if any of the
        policies' conditions reads who they belong to, and nothing else."""
        if any(_reads_action(policy["conditions"]) for policy in policies):
            return self.actions
        return cedarpy.Entities.from_json_str("[]")


def more(entities: Entities, trees: Sequence[Tree]) -> Entities:
    """Return entities with some more.

    Raises:
        Unusable: Cedar cannot take them.
    """
    try:
        return entities.with_added_json_str(text(trees).decode())
    except (ValueError, TypeError) as error:
        raise Unusable("the rules cannot read the facts", code="rules_failed") from error


def text(facts: object) -> bytes:
    """Return facts as Cedar is told them.

    Raises:
        Unusable: they hold what Cedar cannot take.
    """
    try:
        return orjson.dumps(facts)
    except TypeError as error:
        raise Unusable("the rules cannot be told the facts", code="rules_failed") from error


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


def permit(policy: Tree) -> Tree:
    """Return a policy that permits everything of which the conditions of another hold."""
    every = {"op": "All"}
    scope = {"principal": every, "action": every, "resource": every}
    return {"effect": "permit", **scope, "conditions": policy["conditions"]}


def in_scope(policies: Mapping[str, Tree], words: Words, pairs: Sequence[Tree]) -> list[list[str]]:
    """Return, for each pair of action and resource, which policies' scopes reach it.

    Cedar itself is asked: each policy is turned into a permit without conditions, and those that
    then speak are in scope.
    """
    bare = {name: tree | {"effect": "permit", "conditions": []} for name, tree in policies.items()}
    probes = whole(bare)
    asker = {"type": "Asker", "id": "asking"}
    return [
        list(answer.rules)
        for pair in pairs
        for answer in ask(probes, words.actions, asker, pair["action"], [pair["resource"]])
    ]


def _reads_action(tree: object) -> bool:
    if isinstance(tree, dict):
        return tree.get("Var") == "action" or _reads_action(list(tree.values()))
    return isinstance(tree, list) and any(_reads_action(part) for part in tree)


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
