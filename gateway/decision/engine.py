"""Asks every pack about every gate; the strictest answer wins.

Two gates: who is typing (the prompt), and each person described (a subject). How each is asked is
in `gates.py`. What the prompt's gate says bounds what any subject may get. Then the floor.

Pure: the same facts and rule set give the same decision. The memo only makes the second time fast:
it knows a whole decision by all its facts, and a gate by all that Cedar was told for it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from gateway.decision import cedar, keys
from gateway.decision.answers import Packs, Questions
from gateway.decision.cedar import Tree
from gateway.decision.entities import ASKER, PROMPT, SUBJECT, Translator, entity
from gateway.decision.facts import content_of
from gateway.decision.floor import prompt_floor, subject_floor
from gateway.decision.gates import ENGINE_ERROR, Climb, Gate
from gateway.decision.ladder import (
    ACTIONS,
    Rung,
    is_child,
    prompt_ladder,
    subject_age,
    subject_ladder,
)
from gateway.decision.packs import Rule, RuleSet
from gateway.decision.slices import Asked
from gateway.decision.wording import Voices
from gateway.errors import Unusable
from gateway.terms.decision import (
    Content,
    Decision,
    Facts,
    Outcome,
    Reason,
    SubjectDecision,
    SubjectFacts,
    strictest,
)
from gateway.terms.disclosure import Basis

ENGINE = f"crossing-guard-engine/1 cedarpy/{cedar.VERSION}"
"""What decides, as recorded; the number rises when facts and rules may decide otherwise."""

MEMO_SIZE = 4096
"""Decisions, and gates, kept for a second time."""
ALIKE_SIZE = 1024
"""Ways to ask gates kept: a way for each ladder, and for tools and purposes rules tell apart."""
SETTLED_SIZE = 256
"""Tools with the district's choices kept ready as entities, for each way to ask."""


class _Memo[Value]:
    """Keeps the last used values, by key."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        value = self._kept.get(key)
        if value is not None:
            self._kept.move_to_end(key)
        return value

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return a value, made if it is not kept."""
        value = self.get(key)
        if value is None:
            self.put(key, value := make())
        return value

    def put(self, key: Hashable, value: Value) -> None:
        self._kept[key] = value
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)


class Engine:
    """Decides prompts by one rule set. For one thread."""

    def __init__(
        self, rule_set: RuleSet, *, memo_size: int = MEMO_SIZE, floor: bool = True
    ) -> None:
        """Make ready to decide.

        Args:
            rule_set: the packs.
            memo_size: how many decisions and gates to keep.
            floor: False only to hear what packs say by themselves, for their cases.
        """
        self._floor = floor
        self.rule_set = rule_set
        self._rules: Mapping[str, Rule] = {rule.id: rule for rule in rule_set.rules()}
        self._voices = {rule.id: rule.voices for rule in rule_set.rules()}
        pairs = [
            {"action": action, "resource": resource}
            for action in ACTIONS
            for resource in (PROMPT, (SUBJECT, "0"))
        ]
        policies = {
            pack.id: {rule.id: rule.policy for rule in pack.rules} for pack in rule_set.packs
        }
        self._packs = Packs(policies, cedar.Words(rule_set.schema), pairs)
        self._decisions: _Memo[Decision] = _Memo(memo_size)
        self._gates: _Memo[Gate] = _Memo(memo_size)
        self._alike: _Memo[_Alike] = _Memo(ALIKE_SIZE)
        self._settled: _Memo[_Settled] = _Memo(SETTLED_SIZE)

    @property
    def voices(self) -> Mapping[str, Voices]:
        """Return what each rule says to each reader, by language."""
        return self._voices

    def decide(self, facts: Facts) -> Decision:
        """Return what the rules say of one prompt; rules that fail refuse."""
        key = keys.of_facts(facts)
        known = self._decisions.get(key)
        if known is None:
            try:
                known = self._decide(facts)
            except Unusable:
                return self._failed(facts)
            self._decisions.put(key, known)
        return known

    def _failed(self, facts: Facts) -> Decision:
        return Decision(
            outcome=Outcome.REFUSE,
            subjects=tuple(
                SubjectDecision(id=subject.id, outcome=Outcome.REFUSE, basis=Basis.NONE)
                for subject in facts.subjects
            ),
            reasons=(ENGINE_ERROR,),
            rule_set=self.rule_set.sha256,
            engine=ENGINE,
        )

    def _decide(self, facts: Facts) -> Decision:
        # facts that say less than their own subjects are read as what the subjects say
        content = max(facts.content, content_of(facts.subjects))
        prompt = self._prompt_gate(facts, content)
        gates = self._subject_gates(facts, content, prompt.outcome)
        outcome = strictest([prompt.outcome, *(gate.outcome for gate in gates)])
        released = outcome in (Outcome.FORWARD, Outcome.PSEUDONYMISE)
        obligations = {name for gate in (prompt, *gates) for name in gate.obligations}
        return Decision(
            outcome=outcome,
            subjects=tuple(
                _subject_decision(facts, subject, gate, prompt.basis)
                for subject, gate in zip(facts.subjects, gates, strict=True)
            ),
            reasons=_in_order(facts.subjects, prompt, gates),
            obligations=tuple(sorted(obligations)) if released else (),
            rule_set=self.rule_set.sha256,
            engine=ENGINE,
        )

    def _prompt_gate(self, facts: Facts, content: Content) -> Gate:
        """Return the gate of who is typing."""
        ladder = prompt_ladder(facts, content)
        asking = self._asking(facts, content, PROMPT[0], ladder, Outcome.FORWARD)
        [gate] = self._gates_of(asking, [None])
        low = prompt_floor(facts, content) if self._floor else None
        if low is None or low.outcome.strictness <= gate.outcome.strictness:
            return gate
        return replace(gate, outcome=low.outcome, reasons=(*gate.reasons, low))

    def _subject_gates(self, facts: Facts, content: Content, bound: Outcome) -> list[Gate]:
        """Return each subject's gate, none more open than `bound`."""
        if bound is Outcome.REFUSE:
            return [Gate(Outcome.REFUSE, Basis.NONE, ())] * len(facts.subjects)
        places: dict[tuple[Rung, ...], list[int]] = {}
        for at, subject in enumerate(facts.subjects):
            places.setdefault(subject_ladder(facts, subject), []).append(at)
        gates: dict[int, Gate] = {}
        for ladder, some in places.items():
            asking = self._asking(facts, content, SUBJECT, ladder, bound)
            own = [asking.alike.write.described(facts.subjects[at]) for at in some]
            gates.update(zip(some, self._gates_of(asking, own), strict=True))
        return [
            _at_least(gates[at], facts, subject) if self._floor else gates[at]
            for at, subject in enumerate(facts.subjects)
        ]

    def _asking(
        self,
        facts: Facts,
        content: Content,
        kind: str,
        ladder: tuple[Rung, ...],
        bound: Outcome,
    ) -> "_Asking":
        """Return what gates with one ladder share in one decision."""
        actions = tuple([rung.action for rung in ladder])
        questions = self._packs.questions(kind, actions, Asked(facts.tool.id, facts.purpose))
        alike = self._alike.of((questions, ladder, bound), lambda: _Alike(questions, ladder, bound))
        settled = self._settled.of(
            (alike, keys.of_settled(facts)), lambda: self._settle(alike.write, facts)
        )
        shared = alike.write.asked(facts, content)
        return _Asking(alike, settled, shared, cedar.text(shared))

    def _settle(self, write: Translator, facts: Facts) -> "_Settled":
        trees = write.settled(facts.tool, facts.district)
        return _Settled(cedar.more(self._packs.ground, trees), cedar.text(trees))

    def _gates_of(self, asking: "_Asking", own: Sequence[Tree | None]) -> list[Gate]:
        """Return what gates come to; those for which Cedar is told the same are asked once.

        Args:
            asking: what they share.
            own: what is read of who each is about; None for the gate of who is typing.
        """
        wanted = [(asking.alike, asking.settled.text, asking.text, cedar.text(one)) for one in own]
        found = {key: gate for key in wanted if (gate := self._gates.get(key)) is not None}
        missing = {key: one for key, one in zip(wanted, own, strict=True) if key not in found}
        if missing:
            for key, gate in zip(missing, self._climb(asking, missing.values()), strict=True):
                found[key] = gate
                self._gates.put(key, gate)
        return [found[key] for key in wanted]

    def _climb(self, asking: "_Asking", own: Iterable[Tree | None]) -> list[Gate]:
        """Ask rung after rung of gates with one ladder, all at once."""
        climbs, trees = [], list(asking.shared)
        for at, one in enumerate(own):
            resource = PROMPT if one is None else (SUBJECT, str(at))
            climbs.append(Climb(resource, asking.alike.ladder, asking.alike.bound))
            trees += [] if one is None else [entity(resource, one)]
        entities = cedar.more(asking.settled.entities, trees)
        for rung in asking.alike.ladder:
            waiting = [climb for climb in climbs if not climb.settled]
            if not waiting:
                break
            resources = [climb.resource for climb in waiting]
            answers = asking.alike.questions.ask(entities, ASKER, rung.action, resources)
            for climb, answer in zip(waiting, answers, strict=True):
                climb.hear(answer)
        return [climb.gate(self._rules) for climb in climbs]


class _Alike:
    """How some gates are asked: what questions, down which ladder, under which bound."""

    def __init__(self, questions: Questions, ladder: tuple[Rung, ...], bound: Outcome) -> None:
        self.questions, self.ladder, self.bound = questions, ladder, bound
        self.write = Translator(questions.reads)


class _Settled(NamedTuple):
    """The tool and the district's choices as Cedar is told them, and the text of that."""

    entities: cedar.Entities
    text: bytes


class _Asking(NamedTuple):
    """What gates that are asked alike share in one decision; `text` is that of `shared`."""

    alike: _Alike
    settled: _Settled
    shared: list[Tree]
    text: bytes


def _at_least(gate: Gate, facts: Facts, subject: SubjectFacts) -> Gate:
    """Return a subject's gate, tightened until the floor has nothing against it."""
    while low := subject_floor(facts, subject, gate.outcome, gate.basis):
        gate = replace(gate, outcome=low.outcome, basis=Basis.NONE, reasons=(*gate.reasons, low))
    return gate


def _subject_decision(
    facts: Facts, subject: SubjectFacts, gate: Gate, prompt_basis: Basis
) -> SubjectDecision:
    """Name the ground a subject's data leave on, and the consent if it is one."""
    if gate.outcome not in (Outcome.FORWARD, Outcome.PSEUDONYMISE):
        return SubjectDecision(id=subject.id, outcome=gate.outcome, basis=Basis.NONE)
    basis = gate.basis
    if subject.own and is_child(facts.principal, facts.district):
        # a child about itself: COPPA's ground is what lets it leave
        basis = prompt_basis if prompt_basis is not Basis.NOT_STUDENT else basis
    elif basis is Basis.CONSENT and subject_age(subject) >= facts.district.self_consent_age:
        basis = Basis.ELIGIBLE_STUDENT
    rests_on_consent = basis in (Basis.CONSENT, Basis.ELIGIBLE_STUDENT, Basis.PARENTAL_COPPA)
    return SubjectDecision(
        id=subject.id,
        outcome=gate.outcome,
        basis=basis,
        consent=subject.consent.id if rests_on_consent else "",
    )


def _in_order(
    subjects: Sequence[SubjectFacts], prompt: Gate, gates: Sequence[Gate]
) -> tuple[Reason, ...]:
    """Return all reasons, the strictest first, then who types before who is described."""
    told = [(reason, -1) for reason in prompt.reasons]
    for at, (subject, gate) in enumerate(zip(subjects, gates, strict=True)):
        told += [(replace(reason, subject=subject.id), at) for reason in gate.reasons]
    told.sort(key=lambda one: (-one[0].outcome.strictness, one[1], one[0].rule))
    return tuple(reason for reason, _ in told)
