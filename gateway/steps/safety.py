"""A child in danger is answered first: whether somebody is, and what they are told.

This comes before tool, rules and every refusal. Students are answered in every turn of a
conversation in which they typed it, so that it never goes on to an AI service; adults once, for
the words they have just typed: asked again, the prompt goes its way, since whoever drafts a report
about a child has to be able to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gateway.detection.scan import Scanned
from gateway.detection.signs.danger import dangers
from gateway.detection.signs.read import hear
from gateway.steps.safety_words import Reader, words_for
from gateway.steps.signs import TYPED
from gateway.terms.disclosure import DistrictChoices, StaffSafety
from gateway.terms.people import AgeBand, Kind, Principal
from gateway.terms.text import Leaf

ANSWERER = "assistant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """Somebody may be in danger.

    Args:
        reader: who is spoken to.
        reply: what they are told; "" where the prompt goes its way with a notice.
        fresh: whether it was typed just now, not in an earlier turn that was answered, nor in one
            that a front end repeats to have the conversation named.
        words: the leaves that say so, for a hand-over to the safety team; never logged.
    """

    reader: Reader
    reply: str
    fresh: bool
    words: tuple[str, ...] = field(repr=False)


def heard(
    leaves: Sequence[Leaf],
    scanned: Sequence[Scanned],
    principal: Principal,
    choices: DistrictChoices,
) -> Alarm | None:
    """Return the alarm a prompt raises, None if nobody seems to be in danger.

    Args:
        leaves, scanned: the whole conversation as it was sent, and what was found in it.
        principal: who typed it.
        choices: whom the district names, and what it chose for staff.
    """
    telling = [
        number
        for number, (leaf, one) in enumerate(zip(leaves, scanned, strict=True))
        if leaf.author == TYPED and one.signs.dangers
    ]
    if not telling:
        return None
    answered = max(
        (number for number, leaf in enumerate(leaves) if leaf.author == ANSWERER), default=-1
    )
    reader = reader_of(principal)
    answers = [
        words_for(reader, contact=choices.safety_contact, spanish=it) for it in (False, True)
    ]
    unanswered = [
        leaves[number].text
        for number in telling
        if number > answered and not is_resent(leaves[number].text, answers)
    ]
    fresh = bool(unanswered)
    if not fresh and reader in (Reader.STAFF, Reader.FAMILY):
        return None
    silent = reader is Reader.STAFF and choices.staff_safety is StaffSafety.NOTICE
    return Alarm(
        reader=reader,
        reply="" if silent else answers[scanned[telling[-1]].signs.spanish],
        fresh=fresh,
        words=tuple(unanswered),
    )


def is_resent(text: str, answers: Sequence[str]) -> bool:
    """Tell whether a text repeats a conversation that was answered, and tells of nothing after it.

    Chat front ends have a conversation named and tagged by sending all of it once more, as one
    text that somebody seems to type. It then holds the answer that they read.

    Args:
        text: what tells of danger.
        answers: what whoever typed it may have been answered.
    """
    flat = " ".join(text.split())
    ends = [
        flat.rfind(answer) + len(answer)
        for answer in (" ".join(one.split()) for one in answers)
        if answer in flat
    ]
    return bool(ends) and not dangers(hear(flat[max(ends) :]))


def reader_of(principal: Principal) -> Reader:
    """Return in whose words somebody is spoken to; a student of unknown age as a child."""
    match principal.person.kind:
        case Kind.STAFF:
            return Reader.STAFF
        case Kind.GUARDIAN:
            return Reader.FAMILY
    grown = principal.age_band in (AgeBand.TEEN, AgeBand.ADULT)
    return Reader.TEEN if grown else Reader.CHILD
