"""Tells people of history, science and books from people of this school: by the sentence.

"The editor William Shawn told her in 1962 …" in an essay about Rachel Carson is about nobody here.
A name of two words or more that only a model saw is taken for such a person where

- the text speaks of several people, works or topics that everyone knows;
- its sentence, or the one before, names a year, or what such people are or do;
- and nothing in its sentence speaks of the writer's own life or of school life.

Whoever was introduced so may then be called by the last name alone. Single names in such sentences
("Mazzei", "Sethe") are not decided here: which sentences they are is told, and who asks says how
sure a name must be there.

Knows one text and where names stand in it; must not know people. Pure.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from gateway.detection.edges import Range

ENOUGH = 2
"""People, works and topics everyone knows that make a text one about the world."""

ENOUGH_SAID = 4
"""Of those, words of topics and years long past, how many do so together."""

STEEPED = 5
"""Of those, how many make it a lesson in most of its paragraphs, whatever the others say."""

SENTENCE = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?]+[\"'”’)]*\s+|\n+")
# Pupils and their years are of this century: older ones are those of lessons.
_PAST_YEAR = re.compile(
    r"(?:\b(?:[Ii]n|of|[Ss]ince|until|before|after|around|by)\s|\()1[0-9]{3}\b|,\s1[0-9]{3}(?=[.,;)\n])"
)
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
    r"\b(?:my(?!\s(?:lai|fair|[aá]ntonia)\b)|our|ours|mine|we|us|me|i'm|i've|i'll|mom|dad|grandma|grandpa|classmates?|teammates?|"
    r"homeroom|locker|iep|504|recess|cafeteria|principal|counsell?or|tutor|substitute|"
    r"class of|alumn\w+|mi|mis|nuestr[oa]s?)\b"
    r"|\b(?:(?:the|a|this|that|one|each|new)\sstudent|student's|report\scards?|rubric\scomments?|"
    r"peer\sreviews?|feedback|parent\s(?:e-?mail|letter|conference)|conferences?|detentions?|"
    r"tard(?:y|ies)|absen(?:t|ces?)|grade\slevel|on\sthe\s(?:tests?|quiz|exam)|"
    r"exit\stickets?|group\s(?:roles?|members?)|partners?|understud(?:y|ies)|"
    r"(?:got|gets|has)\sthe\s(?:leads?|parts?|roles?)|did\sa\s(?:poster|report|project)|"
    r"(?:essay|poem|paper|poster|story|draft)\sby|gradebook|seat(?:s|ing)?\schart)\b"
    r"|\b(?:mrs?|ms|miss|mx|coach)\.?\s",
    re.IGNORECASE,
)
# "I" is also a numeral: "Elizabeth I", "World War I".
_FIRST_PERSON = re.compile(
    r"\bi\b(?!['’.])"
    r"|(?:^|[.,;:!?\"“”(]\s{0,2}|\b(?:and|but|when|that|because|if|so|as|where|then|what|how|who|me|or|"
    r"do|did|am|can|should|was|before|after|while)\s)I(?:['’]ve|['’]d)?\s[a-z]",
    re.MULTILINE,
)
# What a pupil says of the writing itself.
_WRITING = re.compile(
    r"\bI(?:['’](?:d|ll|m|ve))?\s(?:also\s|still\s|just\s|really\s)?(?:will|would|have\sto|had\sto|need|"
    r"want|think|thought|believe|argue|agree|disagree|know|don['’]?t|do\snot|can['’]?t|can|could|should|"
    r"used\sto\sthink|chose|conclude|connect|focus|end|begin|start|mention|include|admire|respect|wish|"
    r"hope|guess|doubt|predict|claim|quoted|cited|named|researched|watched|noticed|feel|question|"
    r"picked|see|learned|learnt|find|found|looked|say|said\sthat|compare|"
    r"describe|explain|discuss|show|wonder|wrote|write|am\sdoing|am\swriting|doing|writing|cite|"
    r"use|quote|get|got|put|mean|suppose|like\sher|like\shis|have|heard|set|stuck|arguing|"
    r"studying|supposed|confused|trying|reading|do|did|at\s\d[\d,]*)\b"
    r"|\b(?:do|did|can|could|should|would)\si\b",
    re.IGNORECASE,
)


_LESSON = re.compile(
    r"\b(?:essays?|thesis|poems?|poet|novels?|chapters?|act\s(?:[IVX]+|\d|one|two|three|four|five)|"
    r"stanzas?|themes?|symbol(?:s|ism)|imagery|metaphors?|narrator|protagonist|antagonist|"
    r"characters?|author's|authors?|plot|stor(?:y|ies)|(?:folk)?tales?|fables?|legends?|soliloquy|"
    r"monologue|works cited|mla|apa|citations?|summari[sz]e|analy[sz]\w+|compare|contrast|explain|"
    r"timelines?|mnemonic|biograph\w+|allusions?|rhetoric\w*|frq|"
    r"century|centuries|empire|revolution|treaty|colon(?:y|ies|ists?)|dynasty|amendments?|"
    r"constitution|congress|supreme court|slavery|theory|theorem|experiment|equations?|"
    r"hypothesis|planets?|molecules?|species|myths?|mythology|gods?|goddess|paintings?|symphony|"
    r"world war|civil war|discover\w+|invent\w+|socratic|dbq|primary sources?|debates?)\b",
    re.IGNORECASE,
)
# Of those, what nobody says of a pupil's work.
_TOPICAL = re.compile(
    r"\b(?:wars?|battles?|rebellions?|uprisings?|sieges?|invasions?|kingdoms?|crusades?|"
    r"centur(?:y|ies)|empires?|revolution|treat(?:y|ies)|colon(?:y|ies|ists)|dynasty|congress|"
    r"constitution|amendments?|supreme\scourt|senate|electoral|federalist|dissented|slavery|"
    r"world\swar|civil\swar|cold\swar|emperors?|pharaohs?|dictators?|myths?|mythology|goddess(?:es)?|"
    r"theorem|planets?|molecules?|species|extinct\w*|asteroids?|dinosaurs?|fossils?|hurricanes?|"
    r"galax(?:y|ies)|nobel|symphony|paintings?|explorers?|missionaries|abolitionists?|suffragists?)\b",
    re.IGNORECASE,
)
# What is written about pupils, however much of books and history is in it.
_ABOUT_PUPILS = re.compile(
    r"\b(?:(?:semester|quarter|trimester|progress|report[\s-]?card|narrative)\s(?:comments?|reports?)|"
    r"comments?\sdue|report\scards?|grade\s?book|seating\schart|behaviou?r\s(?:logs?|notes?)|"
    r"rec(?:ommendation)?\sletters?|parents?\s(?:e-?mail|letter|note|call)s?|iep|504\splan|"
    r"attendance|caseload|cast(?:ing)?\slist|peer\sreviews?)\b",
    re.IGNORECASE,
)
# "Winnie Zhao is Hamlet", once what everyone knows is blanks: somebody plays a part.
_CAST = re.compile(r"[A-ZÀ-Þ][\w'’-]+\s(?:is|plays|as)\s{4,}(?:[,.;!?\n]|$)")
# Rows of tables, casts and programs are about whoever they name.
_NO_PROSE = re.compile(r"[|\t{}<>\\•]|=(?!\s?0?\.\d)|\.{3}|\w\(\w")
# What a pupil calls "my" and is no part of anybody's life.
_SCHOOLWORK = re.compile(
    r"\b(?:my|our)\s+(?:\w+\s+)?(?:thesis|essay|paper|draft|paragraphs?|report|speech|project|poster|"
    r"slides?|presentation|powerpoint|book|novel|poem|play|quote|argument|topic|intro(?:duction)?|"
    r"conclusion|homework|notes|textbook|outline|timeline|test|quiz|class|transitions?|words?|claim|"
    r"question|answers?|sources?|sentences?|introduction|citations?|evidence|hypothesis|math|side|"
    r"worksheet|packet|study\sguide|flashcards?|generation|country|state)\b"
    r"|\b(?:help|tell|give|show|quiz|ask|teach|make|write|find|test|check)\s+(?:me|us)\b"
    r"|\bmy\s(?:\w+\s)?(?:partner|teacher|dad|mom|prof|tutor|book|textbook)\s"
    r"(?:\([^()\n]{1,30}\)\s)?(?:says?|said|thinks?|claims?|told\sme)\b"
    r"|\b(?:tells|shows|makes|gives|lets|reminds|asks|forces|wants|teaches|taught|invites)\s+us\b"
    r"|\bwe\s+(?:can\s+)?(?:see|learn|know|remember|find|meet|realize|understand|feel|read|hear)\b",
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
    begins, ends = _sentences(text)
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


def about_the_world(text: str, known: Sequence[Range], titles: Sequence[Range] = ()) -> list[Range]:
    """Return the sentences that speak of history, science, books, and not of anybody's own life.

    Args:
        text: the whole leaf.
        known: where people, works and topics stand that everyone knows.
        titles: those of them that are works and topics; one is enough.
    """
    signs = _named(text, known)
    if len(signs) < ENOUGH and not titles:
        signs |= _said(text, _LESSON, _TOPICAL, _PAST_YEAR)
        if len(signs) < ENOUGH:
            return []
    if _ABOUT_PUPILS.search(text):
        return []
    begins, ends = _sentences(text)
    rest = _without(text, known)
    is_prose = cache(lambda line: _NO_PROSE.search(text, *line) is None)
    return [
        (start, end)
        for start, end in zip(begins, ends, strict=True)
        if not speaks_of_life(rest[start:end]) and is_prose(_line(text, start))
    ]


def of_own_life(text: str, known: Sequence[Range]) -> list[Range]:
    """Return the sentences that speak of the writer's own life or of school life.

    Args:
        text: the whole leaf.
        known: where people, works and topics stand that everyone knows.
    """
    rest = _without(text, known)
    return [
        (start, end)
        for start, end in zip(*_sentences(text), strict=True)
        if speaks_of_life(rest[start:end])
    ]


def of_a_lesson(text: str, known: Sequence[Range]) -> list[Range]:
    """Return what of a text is a lesson: all of it, or paragraphs of one that is steeped in it.

    A paragraph is if it names `ENOUGH` of what everyone knows, and says nothing of anybody's own
    life: pupils ask something of their own before an essay, and end it with themselves.

    Args:
        text: the whole leaf.
        known: where people, works and topics stand that everyone knows.
    """
    if is_a_lesson(text, known):
        return [(0, len(text))]
    if len(_named(text, known)) < STEEPED:
        return []
    rest = _without(text, known)
    return [
        (start, end)
        for start, end in (match.span() for match in re.finditer(r"[^\n]+", text))
        if len(_named(text, (one for one in known if start <= one[0] < end))) >= ENOUGH
        and not speaks_of_life(rest[start:end])
        and not _NO_PROSE.search(text, start, end)
    ]


def is_a_lesson(text: str, known: Sequence[Range]) -> bool:
    """Tell whether a text speaks of the world, and of nobody's own life in any sentence.

    Args:
        text: the whole leaf.
        known: where people, works and topics stand that everyone knows.
    """
    signs = _named(text, known)
    if len(signs) < ENOUGH:
        signs |= _said(text, _TOPICAL, _PAST_YEAR)
        if len(signs) < ENOUGH_SAID:
            return False
    return not speaks_of_life(_without(text, known)) and not _NO_PROSE.search(text)


def _named(text: str, known: Iterable[Range]) -> set[str]:
    """Return what everyone knows of a text, each once however often it stands there."""
    return {text[start:end].casefold() for start, end in known}


def _said(text: str, *signs: re.Pattern[str]) -> set[str]:
    """Return the words of a text that are signs of a lesson, each once."""
    return {match.group().casefold() for sign in signs for match in sign.finditer(text)}


def _without(text: str, known: Sequence[Range]) -> str:
    """Return a text with blanks for what everyone knows: "Mr. Darcy" is nobody's teacher."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(known):
        if start >= at:
            pieces += (text[at:start], " " * (end - start))
            at = end
    return "".join((*pieces, text[at:]))


def speaks_of_life(text: str) -> bool:
    """Tell whether some words are of the writer's own life or of school life."""
    rest = _SCHOOLWORK.sub("", text)
    if _OWN_LIFE.search(rest) or _CAST.search(rest):
        return True
    return _FIRST_PERSON.search(_WRITING.sub("", rest)) is not None


def _line(text: str, at: int) -> Range:
    """Return the line that holds an offset."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _sentences(text: str) -> tuple[list[int], list[int]]:
    """Return where sentences and lines begin and end."""
    begins = [0, *(match.end() for match in SENTENCE.finditer(text))]
    return begins, [*begins[1:], len(text)]
