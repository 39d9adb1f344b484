"""Everything one leaf gives away as a whole, asked of each detector of signs.

Knows one leaf; must not know who wrote it or whom its names are of. Pure.
"""

from collections.abc import Callable, Sequence

from gateway.detection.languages import has_unsupported, spanish
from gateway.detection.signs import ages, cells, danger, incidents, topics
from gateway.detection.signs.phrases import Heard
from gateway.detection.signs.plain import plain
from gateway.terms.signs import NO_SIGNS, LeafSigns

type NamesOf = Callable[[], Sequence[tuple[int, int]]]
"""Tells where names stand in a text."""

_PHRASES = danger.PHRASES + topics.PHRASES + incidents.PHRASES + cells.PHRASES + ages.PHRASES


def hear(text: str) -> Heard:
    """Return a text in plain words, with every phrase that some detector looks for in it."""
    return _PHRASES.heard(plain(text))


def _incident(heard: Heard, text: str, roster: NamesOf | None) -> bool:
    """Tell whether a text tells of an incident, of "a student" or of somebody by name."""
    if incidents.is_rare_incident(heard):
        return True
    if roster is None or not incidents.PHRASES.may(heard.plain.words | {incidents.SOMEBODY}):
        return False
    named = roster()
    if not named:
        return False
    parts, at = list[str](), 0
    for start, end in named:
        parts += (text[at:start], f" {incidents.SOMEBODY} ")
        at = end
    of_students = plain("".join((*parts, text[at:])))
    return incidents.is_rare_incident(incidents.PHRASES.heard(of_students), heard)


def read_signs(
    text: str,
    readings: Sequence[str] = (),
    *,
    named: bool = False,
    roster: NamesOf | None = None,
) -> LeafSigns:
    """Return what a text gives away.

    Args:
        text: the leaf's.
        readings: the same with disguises undone ("k1ll mys3lf"); danger is looked for in each.
        named: whether somebody is named in it, of whom records may then speak.
        roster: tells where names stand that somebody of the roster bears, from left to right,
            apart from one another; code points, ends exclusive. Asked only if it matters.
    """
    heard = hear(text)
    if heard.plain.text.count(" ") < 3:  # one word: a name, a number, a label
        return NO_SIGNS
    return LeafSigns(
        topics=topics.topics(heard, named=named),
        dangers=danger.dangers(heard).union(*(danger.dangers(hear(one)) for one in readings)),
        elicits=topics.elicits(heard),
        age_statement=ages.age_statement(heard),
        rare_incident=_incident(heard, text, roster),
        language_unsupported=has_unsupported(text),
        spanish=2 * sum(end - start for start, end in spanish(text)) > len(text),
        traits=cells.traits(heard),
        grades=cells.grades(heard.plain),
    )
