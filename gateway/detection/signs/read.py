"""Everything one leaf gives away as a whole, asked of each detector of signs.

Knows one leaf; must not know who wrote it or whom its names are of. Pure.
"""

from collections.abc import Sequence

from gateway.detection.languages import has_unsupported, spanish
from gateway.detection.signs.ages import age_statement
from gateway.detection.signs.cells import grades, traits
from gateway.detection.signs.danger import dangers
from gateway.detection.signs.incidents import is_rare_incident
from gateway.detection.signs.plain import plain
from gateway.detection.signs.topics import elicits, topics
from gateway.terms.signs import NO_SIGNS, LeafSigns


def read_signs(text: str, readings: Sequence[str] = (), *, named: bool = False) -> LeafSigns:
    """Return what a text gives away.

    Args:
        text: the leaf's.
        readings: the same with disguises undone ("k1ll mys3lf"); danger is looked for in each.
        named: whether somebody is named in it, of whom records may then speak.
    """
    words = plain(text)
    if len(words.words) < 2:  # one word: a name, a number, a label
        return NO_SIGNS
    return LeafSigns(
        topics=topics(words, named=named),
        dangers=dangers(words).union(*(dangers(plain(one)) for one in readings)),
        elicits=elicits(words),
        age_statement=age_statement(words),
        rare_incident=is_rare_incident(words),
        language_unsupported=has_unsupported(text),
        spanish=2 * sum(end - start for start, end in spanish(text)) > len(text),
        traits=traits(words),
        grades=grades(words),
    )
