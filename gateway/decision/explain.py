"""A decision in words, for staff, students, young students and parents, in English and Spanish.

Says the law's rules with their source and the district's as the district's, never a name and
never a word of the prompt. Staff and parents read what the rule says and what would make it pass;
students read plain sentences. Every refusal offers to send the prompt without its protected parts
where that would pass. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.decision.engine import Engine
from gateway.decision.facts import bare
from gateway.decision.wording import Language, Reader, Voice, Voices
from gateway.terms.chat import Refusal
from gateway.terms.decision import Decision, Facts, Outcome, Reason
from gateway.terms.disclosure import Basis
from gateway.terms.people import AgeBand, Kind

NOT_ADVICE = "This is an engineering reading of the rules, not legal advice."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Phrases:
    """What is said around the reasons, in one language."""

    refused: str
    held: str
    refused_plain: str
    held_plain: str
    without: str
    without_plain: str
    ask_plain: str
    turned_down: str
    turned_down_plain: str
    remedied: str
    not_advice: str
    not_statute: str


_PHRASES = {
    Language.ENGLISH: _Phrases(
        refused="Not sent.",
        held="Held, not sent.",
        refused_plain="This was not sent.",
        held_plain="This was not sent yet.",
        without="Or send it again without the protected parts.",
        without_plain="You can send it again without names and other private details.",
        ask_plain="Your teacher or the school office can help.",
        turned_down="A person of the school looked at it and did not release it.",
        turned_down_plain="A person at school looked at it and decided not to send it.",
        remedied="To let it pass",
        not_advice=NOT_ADVICE,
        not_statute="not statute",
    ),
    Language.SPANISH: _Phrases(
        refused="No enviado.",
        held="Retenido, no enviado.",
        refused_plain="Esto no se envió.",
        held_plain="Esto todavía no se envió.",
        without="O envíelo otra vez sin las partes protegidas.",
        without_plain="Puedes enviarlo otra vez sin nombres ni otros datos privados.",
        ask_plain="Tu maestra o maestro, o la oficina de la escuela, puede ayudarte.",
        turned_down="Una persona de la escuela lo miró y no lo dejó salir.",
        turned_down_plain="Una persona de la escuela lo miró y decidió no enviarlo.",
        remedied="Para que pase",
        not_advice="Esto es una lectura técnica de las reglas, no asesoramiento legal.",
        not_statute="no es ley",
    ),
}

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


def reader_of(facts: Facts) -> Reader:
    """Return as whom to speak to who typed: a child, or of unknown age, in the plainest words."""
    match facts.principal.kind:
        case Kind.STUDENT if facts.principal.age_band in (AgeBand.UNDER_13, AgeBand.UNKNOWN):
            return Reader.YOUNG
        case Kind.STUDENT:
            return Reader.STUDENT
        case Kind.GUARDIAN:
            return Reader.PARENT
        case _:
            return Reader.STAFF


def language_of(accepted: str) -> Language:
    """Return the language to speak, by a browser's `Accept-Language` (RFC 9110 12.5.4)."""
    weights: dict[Language, float] = {}
    for part in accepted.split(","):
        tag, _, rest = part.strip().partition(";")
        name, _, told = rest.strip().partition("=")
        try:
            weight = float(told) if name.strip() == "q" else 1.0
            weights.setdefault(Language(tag.partition("-")[0].lower()), weight)
        except ValueError:
            continue  # another language, or no number
    return max(weights, key=lambda one: weights[one], default=Language.ENGLISH)


def refusal(
    decision: Decision,
    facts: Facts,
    *,
    bare_passes: bool,
    record: str = "",
    voices: Mapping[str, Voices] | None = None,
    language: Language = Language.ENGLISH,
    turned_down: bool = False,
) -> Refusal:
    """Put a refusal or a hold into words fit for who typed.

    Args:
        decision: a decision to refuse or hold.
        facts: what it was made from.
        bare_passes: whether it would pass without its protected parts; see `passes_bare`.
        record: the id of its record.
        voices: the rules' words by rule, reader and language; what is not there is said as the
            decision says it.
        language: what to speak.
        turned_down: whether a person looked at this very prompt, held before, and refused it.
    """
    telling = [one for one in decision.reasons if one.outcome is decision.outcome]
    telling = telling or list(decision.reasons)
    reader, phrases = reader_of(facts), _PHRASES[language]
    said = [_said(reason, reader, language, voices or {}) for reason in telling]
    held = decision.outcome is Outcome.HOLD and not turned_down
    if reader in (Reader.STUDENT, Reader.YOUNG):
        words = [phrases.held_plain if held else phrases.refused_plain]
        words += [phrases.turned_down_plain] * turned_down
        words += _once(one.text for one in said)
        words += [phrases.without_plain] * bare_passes
        words.append(phrases.ask_plain)
    else:
        words = [phrases.held if held else phrases.refused]
        words += [phrases.turned_down] * turned_down
        words += _once(
            f"{one.text} ({_source(reason, phrases.not_statute)}.)"
            for one, reason in zip(said, telling, strict=True)
        )
        remedies = _once(one.remedy for one in said if one.remedy)
        words += [f"{phrases.remedied}: {'; '.join(remedies)}."] if remedies else []
        words += [phrases.without] * bare_passes
        words += [phrases.not_advice] * any(reason.law for reason in telling)
    return Refusal(
        status=403,
        code="held" if held else "not_released" if turned_down else "refused",
        message=" ".join(words),
        record=record,
        rules=_once(reason.rule for reason in telling),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    text: str
    remedy: str


def _said(
    reason: Reason, reader: Reader, language: Language, voices: Mapping[str, Voices]
) -> _Said:
    """Return a reason in the words for one reader; in English where there are no others."""
    known = voices.get(reason.rule, {})
    own = Voice(staff=reason.text, student=reason.plain, remedy=reason.remedy)
    voice = known.get(language) or known.get(Language.ENGLISH) or own
    return _Said(text=voice.to(reader), remedy=voice.remedy)


def explanation(decision: Decision, facts: Facts) -> list[str]:
    """Return a decision in lines, for whoever asks why; people appear by their log ids.

    What is said of several people alike is said once, of all of them.
    """
    english = _PHRASES[Language.ENGLISH].not_statute
    lines = [_OPENING[decision.outcome]]
    released: dict[str, list[str]] = {}
    for subject in decision.subjects:
        consent = f", consent `{subject.consent}`" if subject.consent else ""
        how = f"{subject.outcome}, on {GROUNDS[subject.basis]}{consent}"
        released.setdefault(how, []).append(subject.id)
    lines += [f"About {_listed(whom)}: {how}." for how, whom in released.items()]
    said: dict[tuple[str, str, bool], list[str]] = {}
    for reason in decision.reasons:
        rule = f"{reason.rule} ({_source(reason, english)}): {reason.text}"
        remedy = f" To let it pass: {reason.remedy}." if reason.remedy else ""
        said.setdefault((rule, remedy, bool(reason.subject)), []).append(reason.subject)
    for (rule, remedy, of_somebody), whom in said.items():
        lines.append(f"{rule}{f' About {_listed(whom)}.' if of_somebody else ''}{remedy}")
    lines += [f"To be done along with it: {name}." for name in decision.obligations]
    lines.append(
        f"Purpose {facts.purpose}, tool `{facts.tool.id}`, rule set {decision.rule_set[:12]}, "
        f"{decision.engine}."
    )
    lines.append(NOT_ADVICE)
    return lines


def _listed(whom: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in whom)


def _source(reason: Reason, not_statute: str) -> str:
    return reason.citation if reason.law else f"{not_statute}: {_lower_first(reason.citation)}"


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _once(words: Iterable[str]) -> tuple[str, ...]:
    """Return each once, in order of first appearance."""
    return tuple(dict.fromkeys(words))
