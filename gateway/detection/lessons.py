"""Tells people of history and science that no list has from people of this school: by the sentence.

"The editor William Shawn told her in 1962 …" in an essay about Rachel Carson is about nobody here.
A name of two words or more that only a model saw is taken for such a person where

- the text speaks of several people, works or topics that everyone knows;
- its sentence, or the one before, names a year, or what such people are or do;
- and nothing in its sentence speaks of the writer's own life or of school life.

Whoever was introduced so may then be called by the last name alone.

Knows one text and where names stand in it; must not know people. Pure.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from gateway.detection.edges import Range

ENOUGH = 2
"""People, works and topics everyone knows that make a text one about the world."""

_SENTENCE = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?]+[\"'”’)]*\s+|\n+")
_YEAR = re.compile(
    r"\b(?:1[0-9]{3}|20[0-2][0-9])s?\b|\b\d{1,2}(?:st|nd|rd|th)[- ]century\b|\bB\.?C\.?E?\b"
)
_CALLING = re.compile(
    r"\b(?:president|senator|governor|secretary of|minister|ambassador|congress\w*|general|admiral|"
    r"colonel|king|queen|emperor|empress|prince|princess|pope|bishop|missionary|explorer|conquistador|"
    r"poets?|poems?|authors?|novelists?|playwrights?|writers?|editors?|translat\w+|journalists?|"
    r"critics?|"
    r"scientists?|physicists?|chemists?|biologists?|astronom\w+|mathematicians?|engineers?|inventors?|"
    r"invented|discovered|astronauts?|economists?|historians?|philosophers?|psychologists?|"
    r"neuroscientists?|researchers?|professors?|scholars?|architects?|artists?|painters?|sculptors?|"
    r"composers?|singers?|musicians?|actors?|actress(?:es)?|directors?|dancers?|choreograph\w+|"
    r"judges?|justices?|lawyers?|activists?|suffragis\w+|abolitionis\w+|founders?|founded|"
    r"billionaires?|entrepreneurs?|revolution\w*|colon(?:y|ies|ial)|battle|war|treaty|empire|"
    r"olympi\w+|medal(?:ist)?s?|champions?|gymnasts?|published|wrote|painted|elected|nobel|laureates?)\b",
    re.IGNORECASE,
)
_OWN_LIFE = re.compile(
    r"\b(?:my|our|ours|mine|we|us|me|i'm|i've|i'll|mom|dad|grandma|grandpa|classmates?|teammates?|"
    r"homeroom|locker|iep|504|recess|cafeteria|principal|counsell?or|tutor|substitute|"
    r"class of|alumn\w+|mi|mis|nuestr[oa]s?)\b"
    r"|\b(?:mrs?|ms|miss|mx|coach)\.?\s",
    re.IGNORECASE,
)


def of_the_world(text: str, names: Sequence[Range], known: Sequence[Range]) -> list[Range]:
    """Return those of some names that are people of history, science or art.

    Args:
        text: the whole leaf.
        names: what only a model saw.
        known: where people, works and topics stand that everyone knows.
    """
    if len({text[start:end].casefold() for start, end in known}) < ENOUGH:
        return []
    begins = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    ends = [*begins[1:], len(text)]
    found: list[Range] = []
    called: set[str] = set()
    for start, end in sorted(names):
        words = text[start:end].split()
        if len(words) < 2:
            if words and words[-1] in called:
                found.append((start, end))
            continue
        at = bisect_right(begins, start) - 1
        here = text[begins[at] : ends[at]]
        around = text[begins[max(at - 1, 0)] : ends[at]]
        if _OWN_LIFE.search(here) or not (_YEAR.search(around) or _CALLING.search(around)):
            continue
        found.append((start, end))
        called.add(words[-1])
    return found
