"""What record a text speaks of, and whether it asks students about protected areas.

"Maria's 504 plan" is record content; "explain what a 504 plan is" is not. So the words of a topic
count only near somebody they may be about: a pupil, a pronoun, or a name in the text. Some forms
need nobody near, since they are read off a record ("Lexile 620L", "FSIQ 84", "absent 14 of 42").

The topics are those of `gateway.terms.signs`. Knows one text; must not know rosters or rules. Pure.
"""

import re
from collections.abc import Sequence
from functools import reduce

from gateway.detection.signs import topic_words
from gateway.detection.signs.phrases import Heard, Hit, Phrases
from gateway.detection.signs.topic_words import LISTS
from gateway.terms.signs import Topic

NEAR = 90
"""Characters of plain text, some fifteen words, within which somebody must be spoken of."""

_LEXILE = re.compile(r" (?:br)?\d{2,4}l ")
"""A reading measure: 620L, BR150L."""


ON_RECORD = "on_record:"
SOMEBODY, GENERAL, ASKED, AREA = "somebody", "general", "asked", "area"
PHRASES = reduce(
    Phrases.__add__,
    (
        *(Phrases(words, LISTS, of=topic) for topic, words in topic_words.SPOKEN.items()),
        *(
            Phrases(words, LISTS, of=f"{ON_RECORD}{topic}")
            for topic, words in topic_words.READ_OFF.items()
        ),
        Phrases(topic_words.SOMEBODY, LISTS, of=SOMEBODY),
        Phrases(topic_words.GENERAL, LISTS, of=GENERAL),
        Phrases(topic_words.ASKED, LISTS, of=ASKED),
        Phrases(topic_words.AREAS, LISTS, of=AREA),
    ),
)


def topics(heard: Heard, *, named: bool = False) -> frozenset[Topic]:
    """Return the sensitive content of a text.

    Args:
        heard: the text with at least the hits of `PHRASES`.
        named: whether somebody is named in it; then nobody else need be near.
    """
    found = {topic for topic in Topic if heard.of(f"{ON_RECORD}{topic}")}
    if _LEXILE.search(heard.plain.text):
        found.add(Topic.ASSESSMENT)
    if named:
        return frozenset(found | {topic for topic in Topic if heard.of(topic)})
    if heard.of(GENERAL):
        return frozenset(found)
    somebody = heard.of(SOMEBODY)
    near = {topic for topic in Topic if any(_is_near(hit, somebody) for hit in heard.of(topic))}
    return frozenset(found | near)


def elicits(heard: Heard) -> bool:
    """Tell whether a text asks for questions to students about a protected area (20 USC 1232h)."""
    return bool(heard.of(ASKED) and heard.of(AREA))


def _is_near(hit: Hit, somebody: Sequence[Hit]) -> bool:
    return any(one.start - NEAR <= hit.end and hit.start <= one.end + NEAR for one in somebody)
