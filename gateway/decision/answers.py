"""Asks all packs at once and tells what each of them answers by itself. Pure.

Cedar's time goes by calls and by the policies it is given: so it is asked once for all packs, and
about those policies only that can speak. These are told beforehand by action and type of resource,
which is all a scope may name, and further by tool and purpose once somebody asks for those.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from gateway.decision import cedar
from gateway.decision.cedar import Answer, Entities, Tree
from gateway.decision.slices import Asked, Demand, demand

type Answers = tuple[tuple[str, Answer], ...]
"""Each pack's answer, by its id, in the packs' order."""

ANSWERS_KEPT = 4096
"""Answers kept, by the policies that spoke."""
MOST_SLICES = 2048
"""Slices by tool and purpose kept; they are made again when needed."""

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
        self._answers = lru_cache(ANSWERS_KEPT)(self._answers_of)
        self.ground = words.ground(self._policies.values())
        """What the entities of facts are added to."""
        self._general: dict[tuple[str, str], _Slice] = {}
        self._demanding: dict[tuple[str, str], dict[str, Demand]] = {}
        for pair, ids in zip(pairs, cedar.in_scope(self._policies, words, pairs), strict=True):
            demands = {name: demand(self._policies[name]) for name in ids}
            key = (pair["action"], pair["resource"][0])
            self._general[key] = self._slice(name for name in ids if demands[name].any)
            self._demanding[key] = {name: one for name, one in demands.items() if not one.any}
        self._special: dict[tuple[str, str, Asked], _Slice] = {}

    def ask(
        self,
        facts: Entities,
        asker: Tree,
        action: str,
        resources: Sequence[tuple[str, str]],
        asked: Asked,
    ) -> list[Answers]:
        """Ask about one action on several resources of one type.

        Args:
            facts: all entities, among them the tool and the prompt, added to `ground`.
            asker: the principal.
            action: the action's id.
            resources: as (type, id), of one type.
            asked: tool and purpose as `facts` say them.

        Returns:
            All packs' answers for each resource. Where a policy errs, all err.

        Raises:
            Unusable: Cedar cannot take the question.
        """
        kind = resources[0][0]
        slices = (self._general[action, kind], self._specially(action, kind, asked))
        heard = [one.ask(facts, asker, action, resources) for one in slices]
        return [self._answers(spoken) for spoken in zip(*heard, strict=True)]

    def _answers_of(self, slices: tuple["_Spoken", ...]) -> Answers:
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

    def _specially(self, action: str, kind: str, asked: Asked) -> "_Slice":
        """Return the slice of those policies that are about some tools or purposes only."""
        key = (action, kind, asked)
        if key not in self._special:
            if len(self._special) >= MOST_SLICES:
                self._special.clear()
            demands = self._demanding[action, kind]
            ids = [name for name, one in demands.items() if one.allows(asked)]
            self._special[key] = self._slice(ids)
        return self._special[key]

    def _slice(self, ids: Iterable[str]) -> "_Slice":
        return _Slice({name: self._policies[name] for name in ids})


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
