"""How likely a hit of the roster is the person and not a word that looks alike.

One table of numbers with their reasons, and the three questions that lead to one of them: is it a
pair, is it a name alone, is the name also a word. Knows flags and case; must not know people. Pure.
"""

from gateway.detection import roster_tables as tables
from gateway.detection.name_words import (
    BEFORE_A_MONTH,
    BEFORE_A_PLACE,
    BEFORE_A_WORD,
    BEHIND_A_NAMESAKE,
)
from gateway.detection.reading import Gap, Mention, Reading

# How a hit came about: the `recogniser` of its candidate.
FULL = "roster"
"""Given and family name of one person, together."""
PART = "roster-part"
"""A given or family name alone."""
INITIALED = "roster-initial"
"""One part whole and the other's initial."""
NICKNAMED = "roster-nickname"
"""A usual short form of a given name."""
TITLED = "roster-title"
"""A name behind Ms., Dr., Coach …"""
EXACT = "roster-exact"
"""An id, address, user name, telephone number or school."""

# From `KEEP` on a hit stands by itself; from `NEAR` on it counts if somebody in the principal's
# classes is called that.
KEEP = 0.5
NEAR = 0.2
SCORES = {
    "full": 0.99,  # two names of one person side by side are no accident
    "exact": 0.99,  # nor is a whole id or address
    "reversed": 0.98,  # family name first, with a comma or in two cells
    "middle": 0.97,  # given and middle name: two names, though no family name
    "full_nickname": 0.95,
    "title": 0.95,
    "careless": 0.93,  # "Maria lopez"
    "initial": 0.9,
    "plain_username": 0.9,  # letters alone, though nobody's name and no listed word
    "turned": 0.88,  # "Lopez Maria": two names in a row may also be two people
    "given_rare": 0.8,
    "family_rare": 0.75,
    "given": 0.7,
    "given_blind": 0.56,  # a text without capitals says nothing by them
    "family": 0.65,
    "given_lower": 0.52,  # small letters in a text that has capitals: careless, not impossible
    "nickname": 0.6,
    "word_given": 0.55,  # "Hope", capitalised within a sentence
    "family_blind": 0.55,
    "nickname_blind": 0.5,
    "word_pair": 0.6,  # "hope young": two words, yet two names of one person
    "verb_pair": 0.45,  # "will young people come", "maria will"
    "word_family": 0.4,  # "Brown", "Washington" within a sentence: mostly not the pupil
    "owner": 0.4,  # "sophias": a possessive without its apostrophe, or many of something
    "short_id": 0.3,  # four digits are also a year
    "lower": 0.35,  # "stone" in small letters is a stone
    "word_doubtful": 0.3,  # a word that is a name, where nothing speaks for the name; a place
    "calendar": 0.25,  # April and May carry a capital in any case
    "closed": 0.25,  # "So", "An", capitalised within a sentence
}
RARE = 5
"""A name borne by at most so many people of the roster is rare."""

_ORDINARY = tables.WORD | tables.CLOSED | tables.CALENDAR
_SHORT = 2


def pair_score(
    reading: Reading, first: Mention, second: Mention, how: str, *, auxiliary: bool
) -> float:
    """Return how sure two neighbouring names of one person are that person.

    Args:
        reading: the text they stand in.
        first: the first of the two, as written.
        second: the second.
        how: the key of `SCORES` that holds if neither is a mere word.
        auxiliary: one of the two is a word that verbs begin with ("will", "may").

    Returns:
        A score, or 0 if they are no name here ("will young people" in a text with capitals).
    """
    both = first.flags & _ORDINARY and second.flags & _ORDINARY
    if reading.blind:
        if auxiliary and second.flags & _ORDINARY:
            return SCORES["verb_pair"]
        return SCORES["word_pair"] if both else SCORES[how]
    small_word = first.lower and first.flags & _ORDINARY
    if small_word or (second.lower and second.flags & _ORDINARY):
        # Maria Will, but not "Maria will"; hope young, but not "hope Young".
        return 0 if both or first.lower != second.lower else SCORES["verb_pair"]
    if first.lower != second.lower and not first.is_letter:
        return min(SCORES["careless"], SCORES[how])
    return SCORES[how]


def single_score(reading: Reading, mention: Mention, kind: str, *, rare: bool) -> float:
    """Return how likely a name alone is a person of the roster.

    Args:
        reading: the text it stands in.
        mention: the name.
        kind: `given`, `family` or `nickname`.
        rare: few people of the roster are called that.

    Returns:
        A score, or 0 if it is surely just a word.
    """
    flags = mention.flags
    before = reading.words[mention.first - 1] if mention.first else ""
    ordinary = flags & (tables.WORD | tables.CALENDAR)
    if ordinary and (reading.blind or mention.lower) and before in BEFORE_A_WORD:
        return 0
    if flags & tables.CALENDAR and before in BEFORE_A_MONTH:
        return 0
    if before in BEFORE_A_PLACE or _after(reading, mention) in BEHIND_A_NAMESAKE:
        return SCORES["word_doubtful"]
    if flags & tables.CLOSED:
        doubtful = mention.lower or reading.begins_sentence(mention.start)
        return 0 if doubtful else SCORES["closed"]
    if mention.lower:
        if ordinary or flags & tables.PUBLIC:
            return 0
        return SCORES["given_lower" if kind == "given" else "lower"]
    if ordinary or flags & tables.PUBLIC or mention.end - mention.start <= _SHORT:
        return _word_score(reading, mention, kind)
    if reading.blind:
        return SCORES[kind + "_blind"]
    return SCORES[kind + "_rare" if rare and kind != "nickname" else kind]


def _after(reading: Reading, mention: Mention) -> str:
    """Return the word behind a name in the same sentence, or ""."""
    if mention.past >= len(reading.words) or reading.gap(mention.past - 1) is not Gap.SIDE_BY_SIDE:
        return ""
    return reading.words[mention.past]


def _word_score(reading: Reading, mention: Mention, kind: str) -> float:
    """Return the score of a name that is also a word, a month or a place, not in lower case."""
    possessive = reading.folded.text.startswith("'s", mention.end)
    if kind == "given" and possessive and not mention.flags & tables.PUBLIC:
        return SCORES["word_given"]
    if mention.flags & tables.CALENDAR:
        return SCORES["calendar"]
    if reading.blind or kind == "nickname":
        return SCORES["word_doubtful"]
    if mention.flags & tables.WORD and reading.begins_sentence(mention.start):
        return SCORES["word_doubtful"]
    return SCORES["word_given" if kind == "given" else "word_family"]
