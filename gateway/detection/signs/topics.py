"""What record a text speaks of, and whether it asks students about protected areas.

"Maria's 504 plan" is record content; "explain what a 504 plan is" is not. So the words of a topic
count only near somebody they may be about: a pupil, a pronoun, or a name in the text. Some forms
need nobody near, since they are read off a record ("Lexile 620L", "FSIQ 84", "absent 14 of 42").

The topics are those of `gateway.terms.signs`. Knows one text; must not know rosters or rules. Pure.
"""

import re

from gateway.detection.signs import topic_words
from gateway.detection.signs.phrases import Hit, Phrases
from gateway.detection.signs.plain import Plain
from gateway.terms.signs import Topic

NEAR = 90
"""Characters of plain text, some fifteen words, within which somebody must be spoken of."""

_LEXILE = re.compile(r" (?:br)?\d{2,4}l ")
"""A reading measure: 620L, BR150L."""

_SPOKEN = {topic: Phrases(words, topic_words.LISTS) for topic, words in topic_words.SPOKEN.items()}
_READ_OFF = {
    topic: Phrases(words, topic_words.LISTS) for topic, words in topic_words.READ_OFF.items()
}
_SOMEBODY = Phrases(topic_words.SOMEBODY, topic_words.LISTS)
_GENERAL = Phrases(topic_words.GENERAL, topic_words.LISTS)
_ASKED = Phrases(topic_words.ASKED, topic_words.LISTS)
_AREAS = Phrases(topic_words.AREAS, topic_words.LISTS)


def topics(plain: Plain, *, named: bool = False) -> frozenset[Topic]:
    """Return the sensitive content of a text.

    Args:
        plain: the text.
        named: whether somebody is named in it; then nobody else need be near.
    """
    found = {topic for topic, phrases in _READ_OFF.items() if phrases.any_in(plain)}
    if _LEXILE.search(plain.text):
        found.add(Topic.ASSESSMENT)
    spoken = {
        topic: list(phrases.hits(plain))
        for topic, phrases in _SPOKEN.items()
        if topic not in found
    }  # fmt: skip
    if any(spoken.values()):
        somebody = list(_SOMEBODY.hits(plain))
        if named or (somebody and not _GENERAL.any_in(plain)):
            found |= {
                topic
                for topic, hits in spoken.items()
                if any(named or _is_near(hit, somebody) for hit in hits)
            }
    return frozenset(found)


def elicits(plain: Plain) -> bool:
    """Tell whether a text asks for questions to students about a protected area (20 USC 1232h)."""
    return _ASKED.any_in(plain) and _AREAS.any_in(plain)


def _is_near(hit: Hit, somebody: list[Hit]) -> bool:
    return any(one.start - NEAR <= hit.end and hit.start <= one.end + NEAR for one in somebody)
