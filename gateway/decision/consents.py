"""How a person's consents bear on one tool, purpose and day.

Knows how a consent stands on a day (34 CFR 99.30, 16 CFR 312.5), who holds the rights (34 CFR
99.3, 99.5), which of several consents speaks, and what a refusal reaches. Must not know rules.
Pure: the day, already local to the district, comes in.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from gateway.terms.decision import ConsentFacts
from gateway.terms.disclosure import (
    COPPA_VERIFIABLE,
    COPPA_VERIFIABLE_UNDISCLOSED,
    Category,
    Consent,
    ConsentState,
    Grant,
    Purpose,
    Signer,
    Tool,
)
from gateway.terms.people import AgeBand, AgeSource, Person
from gateway.terms.rights import Rights


class Age(NamedTuple):
    """An age on the decision day, as `identity.ages.age_of` tells it; `years` are whole years."""

    band: AgeBand
    source: AgeSource
    years: int | None = None


UNKNOWN_AGE = Age(AgeBand.UNKNOWN, AgeSource.NONE)


def consent_state(consent: Consent, day: date) -> ConsentState:
    """Tell where a consent stands on a day; end dates are inclusive.

    A consent not yet in effect stands as a draft. One that lacks a required field is defective
    and never honoured (34 CFR 99.30(b), (d)).
    """
    if consent.revoked_at is not None:
        return ConsentState.REVOKED
    if consent.superseded_by:
        return ConsentState.SUPERSEDED
    if consent.draft:
        return ConsentState.DRAFT
    if consent.missing():
        return ConsentState.DEFECTIVE
    if _begins(consent) > day:
        return ConsentState.DRAFT
    if consent.expires_on is not None and consent.expires_on < day:
        return ConsentState.EXPIRED
    return ConsentState.ACTIVE


def holds_rights(consent: Consent, subject: Person, age: Age, rights: Rights | None = None) -> bool:
    """Tell whether who signed holds the subject's rights on the day `age` was taken.

    A parent's signature counts until the 18th birthday, the student's own from then on (34 CFR
    99.3, 99.5(a)); a parent must be the roster's guardian of the student, or the office must have
    checked the authority. Of a student of unknown age nobody is known to hold the rights.

    `rights`, where the office found such in force on the day, comes before both: it names who
    acts as a parent, who may not, and whether the student signs at any age.
    """
    own = rights is not None and rights.own
    if consent.relationship is Signer.ELIGIBLE_STUDENT:
        return (own or age.band is AgeBand.ADULT) and consent.signer == subject.id
    if consent.relationship not in (Signer.PARENT, Signer.GUARDIAN):
        return False
    if own or age.band in (AgeBand.UNKNOWN, AgeBand.ADULT):
        return False
    if rights is not None and consent.signer in rights.restricted:
        return False
    acting = rights is not None and consent.signer in rights.acting
    return acting or consent.signer in subject.guardians or bool(consent.authority_checked_by)


def with_successors(consents: Iterable[Consent], day: date) -> tuple[Consent, ...]:
    """Return consents, those marked as superseded in whose place a later one took effect by a day.

    A draft, an incomplete consent or one that begins later takes nobody's place yet. What somebody
    refused or withdrew only a later word of their own takes the place of: where two who may sign
    disagree, none of them ends the other's no by naming it.
    """
    found = tuple(consents)
    later: dict[tuple[str, str], list[Consent]] = {}
    for one in found:
        if one.supersedes and not one.draft and not one.missing() and _begins(one) <= day:
            later.setdefault((one.subject, one.supersedes), []).append(one)
    if not later:
        return found
    return tuple(_followed(one, later.get((one.subject, one.id), ())) for one in found)


def _followed(one: Consent, by: Iterable[Consent]) -> Consent:
    """Return a consent, marked as superseded where one of some later ones takes its place."""
    heirs = [later.id for later in by if later.signer == one.signer or not is_no(one)]
    return replace(one, superseded_by=heirs[-1]) if heirs and not one.superseded_by else one


def is_no(consent: Consent) -> bool:
    """Tell whether a consent refuses something, or was withdrawn."""
    refused = Grant.REFUSED in (consent.collect_use, consent.disclose_third_party)
    return refused or consent.revoked_at is not None


def gather_consent(
    consents: Iterable[Consent],
    *,
    subject: Person,
    age: Age,
    tool: Tool,
    purpose: Purpose,
    day: date,
    categories: frozenset[Category] = frozenset(),
    rights: Rights | None = None,
) -> ConsentFacts:
    """Say how a person's consents bear on this tool, purpose and day.

    Of several in force the one that covers most speaks; of none in force, the latest. A later
    revocation takes an earlier consent along, unless whoever withdrew signed anew since, and where
    two who may sign disagree the stricter counts (a district rule, not statute). Whose rights have
    ended, at the 18th birthday or by an order, neither withdraws nor refuses any more.

    Args:
        consents: everything on record for the subject, in any order; others' are ignored.
        subject: whose consents they are.
        age: the subject's age on `day`.
        tool: the recipient asked for.
        purpose: what for.
        day: the district's local date.
        categories: what the prompt holds about the subject.
        rights: what the office found about who holds the subject's rights.
    """
    rights = _in_force(rights, day)
    mine = sorted(
        with_successors((one for one in consents if one.subject == subject.id), day),
        key=lambda consent: (consent.signed_on or date.min, consent.id),
    )
    if not mine:
        return ConsentFacts()
    candidates = [
        _consent_facts(
            consent, subject=subject, age=age, tool=tool, purpose=purpose, day=day, rights=rights
        )
        for consent in mine
    ]
    order = range(len(mine))
    best = max(order, key=lambda at: (*fullness(candidates[at], categories), at))
    facts = candidates[best]
    if facts.state is not ConsentState.ACTIVE:
        return facts
    heard = [has_say(one, age, rights) for one in mine]
    for at in order:
        if heard[at] and _withdraws(mine[at], mine[best], tool, purpose):
            return candidates[at]
    if any(
        at != best
        and heard[at]
        and candidates[at].state is ConsentState.ACTIVE
        and candidates[at].disclose_third_party is Grant.REFUSED
        and _reaches(mine[at], tool, purpose)
        for at in order
    ):
        return replace(facts, disclose_third_party=Grant.REFUSED)
    return facts


def gather_refused(
    consents: Iterable[Consent],
    *,
    subject: Person,
    age: Age,
    tool: Tool,
    purpose: Purpose,
    day: date,
    rights: Rights | None = None,
) -> bool:
    """Tell whether somebody who may refuses collection and use: that beats every consent.

    16 CFR 312.6(a)(2). A refusal need not be complete to count; one that names neither tool nor
    purpose is about all of them. A parent's refusal ends on the 18th birthday, or where the
    student holds the rights earlier; one by a guardian whose rights were revoked is none.
    """
    rights = _in_force(rights, day)
    ended = (
        ConsentState.REVOKED,
        ConsentState.SUPERSEDED,
        ConsentState.DRAFT,
        ConsentState.EXPIRED,
    )
    return any(
        consent.subject == subject.id
        and consent.collect_use is Grant.REFUSED
        and consent_state(consent, day) not in ended
        and has_say(consent, age, rights)
        and _reaches(consent, tool, purpose)
        for consent in with_successors(consents, day)
    )


def has_say(consent: Consent, age: Age, rights: Rights | None) -> bool:
    """Tell whether a no of whoever signed counts still: a parent's until the 18th birthday, or
    until the student holds the rights (34 CFR 99.5(a)); that of a guardian whose rights an order
    has revoked never (34 CFR 99.4). Whoever else signed is heard: a no needs no authority."""
    own = rights is not None and rights.own
    if (own or age.band is AgeBand.ADULT) and consent.relationship is not Signer.ELIGIBLE_STUDENT:
        return False
    return rights is None or consent.signer not in rights.restricted


def _begins(consent: Consent) -> date:
    """Return the first day a consent can count; one that was never signed has none."""
    signed = consent.signed_on or date.max
    return max(signed, consent.effective_from or signed)


def _in_force(rights: Rights | None, day: date) -> Rights | None:
    return rights if rights is not None and rights.on(day) else None


def _consent_facts(
    consent: Consent,
    *,
    subject: Person,
    age: Age,
    tool: Tool,
    purpose: Purpose,
    day: date,
    rights: Rights | None,
) -> ConsentFacts:
    """Say how one consent bears on a tool, purpose and day."""
    return ConsentFacts(
        id=consent.id,
        state=consent_state(consent, day),
        missing=consent.missing(),
        holder=holds_rights(consent, subject, age, rights),
        recipient=names_party(consent, tool),
        purpose=purpose in consent.purposes,
        covers=consent.records,
        collect_use=consent.collect_use,
        disclose_third_party=consent.disclose_third_party,
        verifiable=consent.method in COPPA_VERIFIABLE,
        verifiable_undisclosed=consent.method in COPPA_VERIFIABLE_UNDISCLOSED,
    )


def fullness(facts: ConsentFacts, categories: frozenset[Category]) -> tuple[bool, int]:
    """Rank a consent: in force first, then by how much of what is needed it gives."""
    given = (
        facts.holder,
        facts.recipient,
        facts.purpose,
        categories <= facts.covers,
        facts.collect_use is Grant.GRANTED,
        facts.disclose_third_party is Grant.GRANTED,
        facts.verifiable_undisclosed,
        facts.verifiable,
    )
    in_force = facts.state is ConsentState.ACTIVE
    return in_force, sum(given) if in_force else 0


def names(consent: Consent, tool: Tool) -> bool:
    """Tell whether a consent names a tool, or its class of parties (34 CFR 99.30(b)(3))."""
    return not consent.recipients.isdisjoint((tool.id, f"class:{tool.status}"))


def names_party(consent: Consent, tool: Tool) -> bool:
    """Tell whether a consent names the provider behind a tool now, or its class of parties.

    One that names the tool by its id, and was signed while another provider stood behind it, names
    that one (34 CFR 99.30(b)(3)). A class of parties stays what it was.
    """
    other = tool.other_party_until
    if f"class:{tool.status}" in consent.recipients or other is None:
        return names(consent, tool)
    return names(consent, tool) and consent.signed_on is not None and consent.signed_on > other


def _reaches(consent: Consent, tool: Tool, purpose: Purpose) -> bool:
    """Tell whether a refusal or revocation is about this tool and purpose; silence is about all.

    One that names the tool reaches it whoever is behind it: another provider undoes no refusal.
    """
    names_tool = not consent.recipients or names(consent, tool)
    return names_tool and (not consent.purposes or purpose in consent.purposes)


def _withdraws(other: Consent, chosen: Consent, tool: Tool, purpose: Purpose) -> bool:
    """Tell whether another consent's revocation takes the chosen one along for a tool."""
    return takes_along(other, chosen) and _reaches(other, tool, purpose)


def takes_along(other: Consent, chosen: Consent) -> bool:
    """Tell whether another consent was withdrawn after the chosen one was signed.

    Not where a later word of whoever withdrew has taken the withdrawn one's place.
    """
    return (
        other.revoked_at is not None
        and not other.superseded_by
        and chosen.signed_on is not None
        and other.revoked_at.date() >= chosen.signed_on
    )
