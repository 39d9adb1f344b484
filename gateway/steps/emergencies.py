"""Which of those described a declared emergency covers, as facts of one prompt (34 CFR 99.36)."""

from dataclasses import replace
from typing import Protocol

from gateway.steps.described import Described
from gateway.terms.decision import Facts
from gateway.terms.emergencies import Emergency
from gateway.terms.people import Principal


class Declared(Protocol):
    """What tells of declared emergencies: the district."""

    async def emergencies(self) -> tuple[Emergency, ...]:
        """Return those declared and not long over."""


async def covered(
    described: Described, principal: Principal, district: Declared, now: int
) -> tuple[Facts, str]:
    """Return a prompt's facts with the emergency that covers it, and its id, "" for none.

    Args:
        described: the prompt's facts, without.
        principal: who types.
        district: whose emergencies count; refreshed.
        now: milliseconds since 1970 UTC: it ends to the moment, whatever is kept of a prompt.

    Raises:
        Unusable: the district cannot be read.
    """
    for one in await district.emergencies():
        if one.covers(principal.id, now):
            ids = {described.log_ids.get(person) for person in one.about}
            if any(subject.id in ids for subject in described.facts.subjects):
                subjects = tuple(
                    replace(subject, emergency=subject.id in ids)
                    for subject in described.facts.subjects
                )
                return replace(described.facts, subjects=subjects), one.id
    return described.facts, ""
