"""What a record says of a decision: for the log, and once for all prompts that are decided alike.

Pure. A chat's turns are mostly decided from the same facts, and those are the larger part of a
record: they are put into its form, checked and encoded once.
"""

from functools import lru_cache
from typing import cast

from gateway.audit.schema import settled
from gateway.decision.recorded import facts_to_json
from gateway.terms.decision import Content, Decision, Facts, Outcome, SubjectFacts
from gateway.terms.disclosure import UNRECORDED_BASES
from gateway.terms.people import Kind
from gateway.terms.record import Fields, Settled

KEPT = 1024
"""Decisions whose fields are kept."""

CONTENT = {
    Content.C0: "none",
    Content.C1: "stand_ins",
    Content.C2: "identifiable",
    Content.C3: "sensitive",
}


@lru_cache(KEPT)
def decided_fields(facts: Facts, decision: Decision) -> Fields:
    """Return what was decided and all it was decided from; not to be changed, since equal ones
    share it."""
    known = {subject.id: subject for subject in facts.subjects}
    sent = decision.outcome in (Outcome.FORWARD, Outcome.PSEUDONYMISE)
    subjects: list[Fields] = [
        {
            "id": one.id,
            "outcome": one.outcome.value,
            "basis": one.basis.value,
            "consent": one.consent,
            "disclosed": sent and one.outcome is Outcome.FORWARD,
            **_described(known[one.id]),
        }
        for one in decision.subjects
    ]
    return {
        "facts": settled("facts", facts_to_json(facts)),
        "outcome": decision.outcome.value,
        "content": CONTENT[facts.content],
        "categories": sorted({c.value for one in facts.subjects for c in one.categories}),
        "subjects": settled("subjects", subjects),
        "reasons": list(dict.fromkeys(reason.rule for reason in decision.reasons)),
        "obligations": list(decision.obligations),
        "rule_set": decision.rule_set,
        "engine": decision.engine,
        "released_pseudonymised": decision.outcome is Outcome.PSEUDONYMISE,
        "ferpa_99_32_mandatory": any(
            sent
            and one.outcome is Outcome.FORWARD
            and known[one.id].kind is not Kind.STAFF
            and one.basis not in UNRECORDED_BASES
            for one in decision.subjects
        ),
    }


def kept_here(fields: Fields) -> Fields:
    """Return what changes of a record's fields where nothing left, whatever was decided before."""
    subjects = cast(Settled, fields["subjects"])  # as `decided_fields` made it
    return {
        "subjects": [{**one, "disclosed": False} for one in subjects.value],
        "released_pseudonymised": False,
        "ferpa_99_32_mandatory": False,
    }


def _described(subject: SubjectFacts) -> Fields:
    """Return how the text speaks of somebody."""
    role = "named"
    if subject.own:
        role = "self"
    elif subject.kind is Kind.UNRESOLVED:
        role = "unknown"
    elif subject.ambiguous:
        role = "possible"
    return {
        "kind": subject.kind.value,
        "role": role,
        "categories": sorted(one.value for one in subject.categories),
        "mentions": subject.mentions,
    }
