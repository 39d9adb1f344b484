"""Asks all packs at once and tells what each of them answers by itself. Pure.

Cedar's time goes by calls and by the policies it is given: so it is asked once for all packs, and
about those policies only that can speak. These are told beforehand by action and type of resource,
which is all a scope may name, and further by tool and purpose once somebody asks for those.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from gateway.decision import cedar
from gateway.decision.cedar import Answer, Entities, Tree
from gateway.decision.reading import Reads
from gateway.decision.slices import Asked, Demand, demand

type Answers = tuple[tuple[str, Answer], ...]
"""Each pack's answer, by its id, in the packs' order."""

ANSWERS_KEPT = 4096
"""Answers kept, by the policies that spoke."""
MOST_QUESTIONS = 2048
"""Questions by tool and purpose kept; they are made again when needed."""

_ERRED = Answer(allowed=False, rules=(), erred=True)


class Packs:
    """The policies of several packs, ready to be asked together; each pack answers for itself."""

    def __init__(
        self, packs: Mapping[str, Mapping[str, Tree]], words: cedar.Words, pairs: Sequence[Tree]
    ) -> None:
        """Slice.

        Args:
            packs: by their ids, the policies of each in Cedar's JSON form, by ids that no two
                policies share.
            words: the schema.
            pairs: each `{"action": id, "resource": (type, id)}` that will ever be asked.
        """
        self._policies = {name: tree for pack in packs.values() for name, tree in pack.items()}
        self._pack_of = {name: pack for pack, policies in packs.items() for name in policies}
        self._packs = tuple(packs)
        self.answers = lru_cache(ANSWERS_KEPT)(self._answers)
        self.ground = words.ground(self._policies.values())
        """What the entities of facts are added to."""
        self._demands: dict[tuple[str, str], dict[str, Demand]] = {}
        self._general: dict[tuple[str, str], _Slice] = {}
        for pair, ids in zip(pairs, cedar.in_scope(self._policies, words, pairs), strict=True):
            key = (pair["resource"][0], pair["action"])
            demands = {name: demand(self._policies[name]) for name in ids}
            self._general[key] = self._slice(name for name in ids if demands[name].any)
            self._demands[key] = {name: one for name, one in demands.items() if not one.any}
        self._asked: dict[tuple[str, tuple[str, ...], Asked], Questions] = {}
        self._made: dict[tuple[str, tuple[str, ...], tuple[_Ids, ...]], Questions] = {}

    def questions(self, kind: str, actions: tuple[str, ...], asked: Asked) -> "Questions":
        """Return the questions about some actions on one type of resource.

        They are the same object for all tools and purposes for which the same policies can speak.

        Args:
            kind: the type of the resources.
            actions: the actions' ids.
            asked: tool and purpose as the facts will say them.
        """
        key = (kind, actions, asked)
        if key not in self._asked:
            if len(self._asked) >= MOST_QUESTIONS:
                self._asked.clear()
                self._made.clear()
            special = tuple(self._special(kind, action, asked) for action in actions)
            known = (kind, actions, special)
            if known not in self._made:
                self._made[known] = self._questions(*known)
            self._asked[key] = self._made[known]
        return self._asked[key]

    def _special(self, kind: str, action: str, asked: Asked) -> "_Ids":
        """Return the policies that are about some tools or purposes only, these among them."""
        demands = self._demands[kind, action]
        return tuple(name for name, one in demands.items() if one.allows(asked))

    def _questions(
        self, kind: str, actions: tuple[str, ...], special: tuple["_Ids", ...]
    ) -> "Questions":
        slices = {
            action: (self._general[kind, action], self._slice(ids))
            for action, ids in zip(actions, special, strict=True)
        }
        return Questions(kind, slices, self.answers)

    def _slice(self, ids: Iterable[str]) -> "_Slice":
        return _Slice({name: self._policies[name] for name in ids})

    def _answers(self, slices: tuple["_Spoken", ...]) -> Answers:
        """Return each pack's answer, made as Cedar makes it of the policies that speak: a forbid
        denies, else a permit allows."""
        if any(spoken.erred for spoken in slices):
            return tuple((pack, _ERRED) for pack in self._packs)
        speaking = sorted(name for spoken in slices for name in spoken.rules)
        answers = []
        for pack in self._packs:
            rules = [name for name in speaking if self._pack_of[name] == pack]
            against = [name for name in rules if self._policies[name]["effect"] == "forbid"]
            allowed = bool(rules) and not against
            answers.append((pack, Answer(allowed=allowed, rules=tuple(against or rules))))
        return tuple(answers)


class Questions:
    """What all packs can be asked about some actions on one type of resource.

    `reads` is what their policies read: facts that agree in that have the same answers.
    """

    def __init__(
        self,
        kind: str,
        slices: Mapping[str, tuple["_Slice", ...]],
        answers: Callable[[tuple["_Spoken", ...]], Answers],
    ) -> None:
        self._slices = slices
        self._answers = answers
        policies = [policy for some in slices.values() for one in some for policy in one.policies]
        self.reads = Reads(policies, kind)

    def ask(
        self, facts: Entities, asker: Tree, action: str, resources: Sequence[tuple[str, str]]
    ) -> list[Answers]:
        """Ask about one of the actions.

        Args:
            facts: all entities, as far as they are read, added to the packs' `ground`.
            asker: the principal.
            action: the action's id.
            resources: as (type, id).

        Returns:
            All packs' answers for each resource. Where a policy errs, all err.

        Raises:
            Unusable: Cedar cannot take the question.
        """
        heard = [one.ask(facts, asker, action, resources) for one in self._slices[action]]
        return [self._answers(spoken) for spoken in zip(*heard, strict=True)]


type _Ids = tuple[str, ...]


class _Spoken(NamedTuple):
    """The ids of the policies of a slice that speak of something; none are known if one erred."""

    rules: tuple[str, ...]
    erred: bool = False


class _Slice:
    """Policies whose scopes are known to fit, so that only their conditions are asked.

    All go to Cedar as permits: of a set with forbids it names no permit once a forbid speaks, and
    here every one that speaks must be told. One without a condition speaks without being asked.
    """

    def __init__(self, policies: Mapping[str, Tree]) -> None:
        self.policies = tuple(policies.values())
        self._always = tuple(name for name, tree in policies.items() if not tree["conditions"])
        asked = {name: cedar.permit(tree) for name, tree in policies.items() if tree["conditions"]}
        self._asked = cedar.whole(asked) if asked else None

    def ask(
        self, facts: Entities, asker: Tree, action: str, resources: Sequence[tuple[str, str]]
    ) -> list[_Spoken]:
        """Return which policies speak of each resource."""
        if self._asked is None:
            return [_Spoken(self._always)] * len(resources)
        answers = cedar.ask(self._asked, facts, asker, action, resources)
        return [_Spoken((*self._always, *one.rules), one.erred) for one in answers]
