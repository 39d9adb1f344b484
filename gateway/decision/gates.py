"""One gate: its way down its ladder, and what it comes to. Pure.

At a gate the actions of its ladder are asked from most open to most strict, each of every pack by
itself; the first that *all* packs permit is the gate's outcome, and if there is none it refuses.
So no pack can permit for another.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.decision.answers import Answers
from gateway.decision.ladder import Rung
from gateway.decision.packs import Rule
from gateway.terms.decision import Outcome, Reason
from gateway.terms.disclosure import Basis

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


@dataclass(frozen=True, slots=True)
class Gate:
    """What one gate came to; `reasons` name no subject yet."""

    outcome: Outcome
    basis: Basis
    reasons: tuple[Reason, ...]
    obligations: tuple[str, ...] = ()


class Climb:
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

    def gate(self, rules: Mapping[str, Rule]) -> Gate:
        """Return what the climb came to."""
        if self._erred:
            return Gate(Outcome.REFUSE, Basis.NONE, (ENGINE_ERROR,))
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
        return Gate(outcome, basis, reasons, tuple(sorted(obligations)))

    def _is_more_open(self, at: int, outcome: Outcome) -> bool:
        return self._ladder[at].outcome.strictness < outcome.strictness

    def _next(self, denied: int) -> Outcome:
        """Return what a rule leads to that denied rungs down to `denied`."""
        held = self._ladder[denied].outcome
        below = [rung.outcome for rung in self._ladder[denied:] if rung.outcome is not held]
        return below[0] if below else Outcome.REFUSE


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
