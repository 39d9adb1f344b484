"""A decision in words, for staff and for students.

Says the law's rules with their source and the district's as the district's, never a name and
never a word of the prompt. Staff read what the rule says and what would make it pass; students
read plain sentences. Every refusal offers to send the prompt without its protected parts where
that would pass. Pure.
"""

from collections.abc import Iterable

from gateway.decision.engine import Engine
from gateway.decision.facts import bare
from gateway.terms.chat import Refusal
from gateway.terms.decision import Decision, Facts, Outcome, Reason
from gateway.terms.disclosure import Basis
from gateway.terms.people import Kind

NOT_ADVICE = "This is an engineering reading of the rules, not legal advice."
WITHOUT = "Or send it again without the protected parts."
WITHOUT_PLAIN = "You can send it again without names and other private details."
ASK_PLAIN = "Your teacher or the school office can help."

GROUNDS = {
    Basis.CONSENT: "written consent (34 CFR 99.30)",
    Basis.ELIGIBLE_STUDENT: "the adult student's own consent (34 CFR 99.5(a), 99.30)",
    Basis.SCHOOL_OFFICIAL: "the tool acting as a school official (34 CFR 99.31(a)(1)(i)(B))",
    Basis.DIRECTORY: "directory information (34 CFR 99.31(a)(11), 99.37)",
    Basis.EMERGENCY: "a health or safety emergency (34 CFR 99.36)",
    Basis.PARENTAL_COPPA: "a parent's verifiable consent (16 CFR 312.5)",
    Basis.SCHOOL_COPPA: "the school's authorisation (guidance of the FTC, not rule text)",
    Basis.PSEUDONYMISED: "names replaced, on the basis an official of the district chose",
    Basis.NOT_STUDENT: "nothing of a student's",
    Basis.NONE: "no ground",
}
"""What each basis is called, with its source."""

_OPENING = {
    Outcome.FORWARD: "Sent as typed.",
    Outcome.PSEUDONYMISE: "Sent with names and other identifying details replaced.",
    Outcome.HOLD: "Held, not sent.",
    Outcome.REFUSE: "Not sent.",
}


def passes_bare(engine: Engine, facts: Facts) -> bool:
    """Tell whether the prompt would pass without its protected parts."""
    return engine.decide(bare(facts)).outcome is Outcome.FORWARD


def refusal(decision: Decision, facts: Facts, *, bare_passes: bool, record: str = "") -> Refusal:
    """Put a refusal or a hold into words fit for who typed.

    Args:
        decision: a decision to refuse or hold.
        facts: what it was made from.
        bare_passes: whether it would pass without its protected parts; see `passes_bare`.
        record: the id of its record.
    """
    telling = [one for one in decision.reasons if one.outcome is decision.outcome]
    telling = telling or list(decision.reasons)
    for_student = facts.principal.kind is Kind.STUDENT
    words = _for_student(decision, telling) if for_student else _for_staff(decision, telling)
    if bare_passes:
        words.append(WITHOUT_PLAIN if for_student else WITHOUT)
    if for_student:
        words.append(ASK_PLAIN)
    elif any(reason.law for reason in telling):
        words.append(NOT_ADVICE)
    return Refusal(
        status=403,
        code="held" if decision.outcome is Outcome.HOLD else "refused",
        message=" ".join(words),
        record=record,
        rules=_once(reason.rule for reason in telling),
    )


def explanation(decision: Decision, facts: Facts) -> list[str]:
    """Return a decision in lines, for whoever asks why; people appear by their log ids."""
    lines = [_OPENING[decision.outcome]]
    for subject in decision.subjects:
        consent = f", consent `{subject.consent}`" if subject.consent else ""
        lines.append(
            f"About `{subject.id}`: {subject.outcome}, on {GROUNDS[subject.basis]}{consent}."
        )
    for reason in decision.reasons:
        whom = f" About `{reason.subject}`." if reason.subject else ""
        remedy = f" To let it pass: {reason.remedy}." if reason.remedy else ""
        lines.append(f"{reason.rule} ({_source(reason)}): {reason.text}{whom}{remedy}")
    lines += [f"To be done along with it: {name}." for name in decision.obligations]
    lines.append(
        f"Purpose {facts.purpose}, tool `{facts.tool.id}`, rule set {decision.rule_set[:12]}, "
        f"{decision.engine}."
    )
    lines.append(NOT_ADVICE)
    return lines


def _for_staff(decision: Decision, reasons: list[Reason]) -> list[str]:
    words = [_OPENING[decision.outcome]]
    words += _once(f"{reason.text} ({_source(reason)}.)" for reason in reasons)
    remedies = _once(reason.remedy for reason in reasons if reason.remedy)
    if remedies:
        words.append(f"To let it pass: {'; '.join(remedies)}.")
    return words


def _for_student(decision: Decision, reasons: list[Reason]) -> list[str]:
    opening = "This was not sent yet." if decision.outcome is Outcome.HOLD else "This was not sent."
    return [opening, *_once(reason.plain for reason in reasons)]


def _source(reason: Reason) -> str:
    return reason.citation if reason.law else f"not statute: {_lower_first(reason.citation)}"


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _once(words: Iterable[str]) -> tuple[str, ...]:
    """Return each once, in order of first appearance."""
    return tuple(dict.fromkeys(words))
