"""Facts as Cedar entities, in the words of rules/schema.cedarschema. Pure.

Everything about people goes in but their ids and their consents' ids: no rule can single out a
person, and two people with the same facts share one answer.
"""

from collections.abc import Collection

from gateway.decision.cedar import Tree
from gateway.decision.ladder import asker_age, subject_age
from gateway.decision.reading import Reads
from gateway.terms.decision import (
    ConsentFacts,
    Content,
    DistrictFacts,
    Facts,
    Outcome,
    SubjectFacts,
    ToolFacts,
)
from gateway.terms.disclosure import SENSITIVE, Category
from gateway.terms.people import Kind
from gateway.terms.sensitive import topics_with
from gateway.terms.signs import Topic

ASKER = {"type": "Asker", "id": "asking"}
PROMPT = ("Prompt", "sent")
SUBJECT = "Subject"


class Translator:
    """Writes facts as entities, of each only what some policies read of it."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    def settled(self, tool: ToolFacts, district: DistrictFacts) -> list[Tree]:
        """Return the entities that seldom change from one decision to the next."""
        return [
            entity(("Tool", "asked"), self._reads.of("Tool", _tool(tool))),
            entity(("District", "ours"), self._reads.of("District", _district(district))),
        ]

    def asked(self, facts: Facts, content: Content) -> list[Tree]:
        """Return the entities of who types and what was typed."""
        categories = pupils_categories(facts)
        return [
            entity(
                (ASKER["type"], ASKER["id"]),
                self._reads.of(ASKER["type"], _asker(facts, categories)),
            ),
            entity(PROMPT, self._reads.of(PROMPT[0], _prompt(facts, content, categories))),
        ]

    def described(self, subject: SubjectFacts) -> Tree:
        """Return the attributes of who is described."""
        return self._reads.of(SUBJECT, _subject(subject))


def entity(uid: tuple[str, str], attributes: Tree) -> Tree:
    """Return an entity of a type and an id; those of subjects are numbers, to tell them apart."""
    return {"uid": {"type": uid[0], "id": uid[1]}, "attrs": attributes, "parents": []}


def pupils_categories(facts: Facts) -> list[Category]:
    """Return everything the prompt holds about anybody but staff (34 CFR 99.37(e))."""
    return sorted(
        {
            category
            for subject in facts.subjects
            if subject.kind is not Kind.STAFF
            for category in subject.categories
        }
    )


def _asker(facts: Facts, categories: Collection[Category]) -> Tree:
    principal, handling = facts.principal, facts.district.sensitive_handling
    return {
        "kind": principal.kind,
        "role": principal.role,
        "age_band": principal.age_band,
        "age_source": principal.age_source,
        "proven_age": asker_age(principal),
        "grade": principal.grade,
        "schools": list(principal.schools),
        "classes": list(principal.classes),
        "consent": _consent(principal.consent, categories),
        "refused": principal.refused,
        "age_statement": principal.age_statement,
        "teacher_permits": principal.teacher_permits,
        "sensitive_replaced": sorted(topics_with(handling, principal.role, Outcome.PSEUDONYMISE)),
        "sensitive_held": sorted(topics_with(handling, principal.role, Outcome.HOLD)),
        "sensitive_refused": sorted(topics_with(handling, principal.role, Outcome.REFUSE)),
    }


def _prompt(facts: Facts, content: Content, categories: list[Category]) -> Tree:
    signs = facts.signs
    # unknown is everything: what nobody could tell may be any of it
    topics = Topic if signs.topics is None else signs.topics
    return {
        "content": int(content),
        "media": facts.media,
        "structural_hit": facts.structural_hit,
        "purpose": facts.purpose,
        "categories": categories,
        "topics": sorted(topics),
        "safety": signs.safety,
        "elicits": signs.elicits,
        "rare_incident": signs.rare_incident,
        "small_cell": signs.small_cell,
        "cell_band": signs.cell_band,
        "language_unsupported": signs.language_unsupported,
        "weekday": facts.weekday,
        "hour": facts.hour,
    }


def _subject(subject: SubjectFacts) -> Tree:
    return {
        "kind": subject.kind,
        "own": subject.own,
        "ambiguous": subject.ambiguous,
        "in_own_classes": subject.in_own_classes,
        "age_band": subject.age_band,
        "proven_age": subject_age(subject),
        "categories": sorted(subject.categories),
        "sensitive": not subject.categories.isdisjoint(SENSITIVE),
        "removable": subject.removable,
        "mentions": subject.mentions,
        "consent": _consent(subject.consent, subject.categories),
        "refused": subject.refused,
        "directory_opt_out": subject.directory_opt_out,
        "special_education": subject.special_education,
        "emergency": subject.emergency,
    }


def _consent(consent: ConsentFacts, categories: Collection[Category]) -> Tree:
    """Return a consent; of what it covers, only what the prompt holds."""
    return {
        "state": consent.state,
        "holder": consent.holder,
        "recipient": consent.recipient,
        "purpose": consent.purpose,
        "covers": sorted(consent.covers.intersection(categories)),
        "collect_use": consent.collect_use,
        "disclose_third_party": consent.disclose_third_party,
        "verifiable": consent.verifiable,
        "verifiable_undisclosed": consent.verifiable_undisclosed,
    }


def _tool(tool: ToolFacts) -> Tree:
    return {
        "name": tool.id,
        "status": tool.status,
        "agreement": tool.agreement,
        "categories": sorted(tool.categories),
        "purposes": sorted(tool.purposes),
        "trains_on_data": tool.trains_on_data,
        "processor_only": tool.processor_only,
        "direct_control": tool.direct_control,
        "min_user_age": tool.min_user_age,
        "minor_terms": tool.minor_terms,
        "in_pilot": tool.in_pilot,
        "addenda": sorted(tool.addenda),
    }


def _district(district: DistrictFacts) -> Tree:
    return {
        "profile": district.profile,
        "pseudonymised_basis": district.pseudonymised_basis,
        "coppa_age": district.coppa_age,
        "self_consent_age": district.self_consent_age,
        "under_13_without_personal_data": district.under_13_without_personal_data,
        "school_authorisation": district.school_authorisation,
        "own_classes_only": district.own_classes_only,
        "directory_categories": sorted(district.directory_categories),
        "replace_staff": district.replace_staff,
    }
