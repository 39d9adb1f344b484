"""Asks every pack about every gate; the strictest answer wins.

Two gates: who is typing (the prompt), and each person described (a subject). At a gate the actions
of its ladder are asked from most open to most strict, each of every pack by itself; the first that
*all* packs permit is the gate's outcome, and if there is none it refuses. So no pack can permit
for another. What the prompt's gate says bounds what any subject may get. Then the floor.

Pure: the same facts and rule set give the same decision. The memo only makes the second time fast.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from gateway.decision import cedar, keys
from gateway.decision.answers import Answers, Packs
from gateway.decision.entities import ASKER, PROMPT, SUBJECT, Translator
from gateway.decision.facts import content_of
from gateway.decision.floor import prompt_floor, subject_floor
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

ENGINE_ERROR = Reason(
    rule="engine.error",
    citation="The gateway's own safeguard",
    law=False,
    outcome=Outcome.REFUSE,
    text="A rule could not be evaluated, so nothing leaves.",
    plain="Something in the school's rules is not working, so this was not sent.",
    remedy="tell whoever runs the gateway; `crossing-guard check` names the rule",
)
BOUND = Reason(
    rule="engine.bound",
    citation="The gateway's own safeguard",
    law=False,
    outcome=Outcome.REFUSE,
    text="What may leave for who is typing may not leave about this person.",
    plain="This was not sent, because it tells too much about a person.",
    remedy="send it without the protected parts",
)

RELEASED = Reason(
    rule="engine.released",
    citation="The district's own rule: who may release what is held",
    law=False,
    outcome=Outcome.PSEUDONYMISE,
    text="A named person of the school looked at this prompt and let it pass once.",
    plain="A person at school looked at this and said it may be sent.",
    remedy="",
)

MEMO_SIZE = 4096
"""Decisions, and gates, kept for a second time."""
SETTLED_SIZE = 64
"""Pairs of tool and district choices kept ready as entities."""


@dataclass(frozen=True, slots=True)
class _Gate:
    """What one gate came to; `reasons` name no subject yet."""

    outcome: Outcome
    basis: Basis
    reasons: tuple[Reason, ...]
    obligations: tuple[str, ...] = ()


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
        words = cedar.Words(rule_set.schema)
        pairs = [
            {"action": action, "resource": resource}
            for action in ACTIONS
            for resource in (PROMPT, (SUBJECT, "0"))
        ]
        policies = {
            pack.id: {rule.id: rule.policy for rule in pack.rules} for pack in rule_set.packs
        }
        self._packs = Packs(policies, words, pairs)
        self._write = Translator(
            frozenset(name for rule in rule_set.rules() for name in cedar.attributes(rule.policy))
        )
        self._decisions: _Memo[Decision] = _Memo(memo_size)
        self._gates: _Memo[_Gate] = _Memo(memo_size)
        self._settled: _Memo[cedar.Entities] = _Memo(SETTLED_SIZE)

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
        common = keys.of_common(facts, content)
        shared = _Late(lambda: self._entities(facts, content))
        prompt = self._prompt_gate(facts, content, common, shared)
        gates = self._subject_gates(facts, common, shared, prompt.outcome)
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

    def _prompt_gate(
        self, facts: Facts, content: Content, common: Hashable, shared: "_Late"
    ) -> _Gate:
        """Return the gate of who is typing."""
        gate = self._gates.get(common)
        if gate is None:
            climb = _Climb(PROMPT, prompt_ladder(facts, content), Outcome.FORWARD)
            [gate] = self._climb(shared.get(), [climb], _asked(facts))
            low = prompt_floor(facts, content) if self._floor else None
            if low is not None and low.outcome.strictness > gate.outcome.strictness:
                gate = replace(gate, outcome=low.outcome, reasons=(*gate.reasons, low))
            self._gates.put(common, gate)
        return gate

    def _subject_gates(
        self, facts: Facts, common: Hashable, shared: "_Late", bound: Outcome
    ) -> list[_Gate]:
        """Return each subject's gate, none more open than `bound`. Equal facts are asked once."""
        if bound is Outcome.REFUSE:
            return [_Gate(Outcome.REFUSE, Basis.NONE, ())] * len(facts.subjects)
        wanted = [(common, bound, keys.of_subject(subject)) for subject in facts.subjects]
        found = {key: gate for key in wanted if (gate := self._gates.get(key)) is not None}
        missing = {
            key: (at, subject)
            for at, (key, subject) in enumerate(zip(wanted, facts.subjects, strict=True))
            if key not in found
        }
        if missing:
            climbs = [
                _Climb((SUBJECT, str(at)), subject_ladder(facts, subject), bound)
                for at, subject in missing.values()
            ]
            entities = cedar.more(shared.get(), self._write.described(missing.values()))
            climbed = self._climb(entities, climbs, _asked(facts))
            for (key, (_, subject)), gate in zip(missing.items(), climbed, strict=True):
                found[key] = _at_least(gate, facts, subject) if self._floor else gate
                self._gates.put(key, found[key])
        return [found[key] for key in wanted]

    def _entities(self, facts: Facts, content: Content) -> cedar.Entities:
        """Return what every gate of a decision shares, as Cedar entities."""
        key = keys.of_settled(facts)
        base = self._settled.get(key)
        if base is None:
            base = cedar.more(self._packs.ground, self._write.settled(facts.tool, facts.district))
            self._settled.put(key, base)
        return cedar.more(base, self._write.asked(facts, content))

    def _climb(
        self, entities: cedar.Entities, climbs: Sequence["_Climb"], asked: Asked
    ) -> list[_Gate]:
        """Ask rung after rung of several gates at once; those with the same action together."""
        while waiting := [climb for climb in climbs if not climb.settled]:
            action = min(climb.action for climb in waiting)
            together = [climb for climb in waiting if climb.action == action]
            resources = [climb.resource for climb in together]
            answers = self._packs.ask(entities, ASKER, action, resources, asked)
            for climb, answer in zip(together, answers, strict=True):
                climb.hear(answer)
        return [climb.gate(self._rules) for climb in climbs]


class _Late:
    """The entities all gates of one decision share, made when first needed."""

    def __init__(self, make: Callable[[], cedar.Entities]) -> None:
        self._make = make
        self._made: cedar.Entities | None = None

    def get(self) -> cedar.Entities:
        """Return them."""
        if self._made is None:
            self._made = self._make()
        return self._made


class _Climb:
    """One gate's way down its ladder."""

    def __init__(self, resource: tuple[str, str], ladder: tuple[Rung, ...], bound: Outcome) -> None:
        self.resource = resource
        self._ladder, self._bound, self._at = ladder, bound, 0
        self._denied: dict[str, list[int]] = {}
        self._obliged: tuple[str, ...] = ()
        self._erred = self._bounded = self.settled = False

    @property
    def action(self) -> str:
        """Return the action asked next."""
        return self._ladder[self._at].action

    def hear(self, answers: Answers) -> None:
        """Take what each pack says of the current rung and settle, or step down."""
        rung = self._ladder[self._at]
        if any(answer.erred for _, answer in answers):
            self._erred = self.settled = True
            return
        if all(answer.allowed for _, answer in answers):
            if rung.outcome.strictness >= self._bound.strictness:
                self._obliged = tuple(rule for _, answer in answers for rule in answer.rules)
                self.settled = True
                return
            self._bounded = True
        for pack, answer in answers:
            if not answer.allowed:
                for rule in answer.rules or (f"{pack}.baseline",):
                    self._denied.setdefault(rule, []).append(self._at)
        self._at += 1
        self.settled = self._at == len(self._ladder)

    def gate(self, rules: Mapping[str, Rule]) -> _Gate:
        """Return what the climb came to."""
        if self._erred:
            return _Gate(Outcome.REFUSE, Basis.NONE, (ENGINE_ERROR,))
        if self._at == len(self._ladder):
            outcome, basis = Outcome.REFUSE, Basis.NONE
        else:
            outcome, basis = self._ladder[self._at].outcome, self._ladder[self._at].basis
        reasons = tuple(
            _reason(rules[name], self._next(max(closed)))
            for name, denied in self._denied.items()
            # a rule that closed one ground of what another ground opened is no reason
            if (closed := [at for at in denied if self._is_more_open(at, outcome)])
        )
        if outcome is Outcome.REFUSE and self._bounded and not reasons:
            reasons = (BOUND,)
        if self._at < len(self._ladder) and self._ladder[self._at].released:
            reasons = (*reasons, RELEASED)
        obligations = {rules[name].obligation for name in self._obliged} - {""}
        return _Gate(outcome, basis, reasons, tuple(sorted(obligations)))

    def _is_more_open(self, at: int, outcome: Outcome) -> bool:
        return self._ladder[at].outcome.strictness < outcome.strictness

    def _next(self, denied: int) -> Outcome:
        """Return what a rule leads to that denied rungs down to `denied`."""
        held = self._ladder[denied].outcome
        below = [rung.outcome for rung in self._ladder[denied:] if rung.outcome is not held]
        return below[0] if below else Outcome.REFUSE


def _asked(facts: Facts) -> Asked:
    return Asked(facts.tool.id, facts.purpose)


def _at_least(gate: _Gate, facts: Facts, subject: SubjectFacts) -> _Gate:
    """Return a subject's gate, tightened until the floor has nothing against it."""
    while low := subject_floor(facts, subject, gate.outcome, gate.basis):
        gate = replace(gate, outcome=low.outcome, basis=Basis.NONE, reasons=(*gate.reasons, low))
    return gate


def _reason(rule: Rule, outcome: Outcome) -> Reason:
    return Reason(
        rule=rule.id,
        citation=rule.citation,
        law=rule.law,
        outcome=outcome,
        text=rule.text,
        plain=rule.plain,
        remedy=rule.remedy,
    )


def _subject_decision(
    facts: Facts, subject: SubjectFacts, gate: _Gate, prompt_basis: Basis
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
    subjects: Sequence[SubjectFacts], prompt: _Gate, gates: Sequence[_Gate]
) -> tuple[Reason, ...]:
    """Return all reasons, the strictest first, then who types before who is described."""
    told = [(reason, -1) for reason in prompt.reasons]
    for at, (subject, gate) in enumerate(zip(subjects, gates, strict=True)):
        told += [(replace(reason, subject=subject.id), at) for reason in gate.reasons]
    told.sort(key=lambda one: (-one[0].outcome.strictness, one[1], one[0].rule))
    return tuple(reason for reason, _ in told)
