"""Carries a name learnt in one place of a request to its other places.

A model reads "Marigold Finch" in a first message and misses "marigold" in the third; a pupil called
Hope is found in a table's cell and not in "hope's comment". Whoever was named in full, or by a
name that cannot be a word, is looked for in all leaves: by each part of the name, in any case, with
a possessive s, within a joined word ("marigoldBot"), with the initial before or behind the part
("M. Finch", "Marigold F"), by the usual short forms of the given name.

What is also a word is carried only where it reads as a name: with a capital within a sentence, or
with a possessive 's. A name that no list has, and of which the models were not sure, needs its
capital. Nothing is carried onto what was found already, or onto people everyone knows.

Knows a request's texts and what stands in them; must not know people or rules. Pure.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from gateway.detection.edges import Marks, Range
from gateway.detection.folding import Folded, fold_mapped
from gateway.detection.given_names import CALLED_BY_LETTERS, cued_names, given_names
from gateway.detection.kept import CARRIED, MODELS, UNLISTED, Kept
from gateway.detection.name_forms import nicknames_of
from gateway.detection.name_words import (
    BESIDE_A_NAME,
    CALENDAR,
    CLOSED,
    PARTICLES,
    PUBLIC,
    SPANISH_CLOSED,
    SUFFIXES,
    TITLES,
    WORDS,
)
from gateway.detection.near_names import surface_key
from gateway.terms.text import Label, NamePart

SHORTEST: Final = 3
"""Letters of the shortest word that is carried."""

_MOST_WORDS: Final = 4
_SURELY_SEEN: Final = 0.8
"""From which score on one word that models alone saw is a name and no word (`model_scores`)."""
_SENTENCE_END: Final = frozenset(".!?:\n•*#>|␞")
_SKIPPED: Final = frozenset(" \t\"'“”‘’([{-_")
_NEVER: Final = CLOSED | SPANISH_CLOSED | CALENDAR | TITLES | BESIDE_A_NAME | PARTICLES | SUFFIXES
_DOUBTFUL: Final = WORDS | PUBLIC
_CASED: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-])*")


class Learnt(NamedTuple):
    """A word somebody is called by: which part of the name, from which finding, and how sure.

    `plain` tells that the word in small letters is still that name; `other` is the first letter of
    the other part of the name, or "".
    """

    word: str
    part: NamePart
    source: Kept
    plain: bool
    other: str = ""


def carry(
    texts: Sequence[str],
    kept: Sequence[Sequence[Kept]],
    known: Sequence[Sequence[Range]],
    excused: Collection[str] = (),
) -> list[tuple[Kept, ...]]:
    """Return what stands in each text with the names that were learnt in any of them.

    Args:
        texts: the request's texts in reading order.
        kept: for each, what stands by itself.
        known: for each, where people everyone knows are named.
        excused: folded words of names that somebody said are no pupil's.

    Returns:
        For each text its findings and the carried ones, by start; no two overlap.
    """
    learnt = _learnt(texts, kept, excused)
    if not learnt:
        return [tuple(some) for some in kept]
    search = AhoCorasick(list(learnt), MatchKind.LeftmostLongest)
    carried = []
    for text, some, others in zip(texts, kept, known, strict=True):
        taken = Marks(len(text), (*((one.start, one.end) for one in some), *others))
        more = _places(text, search, list(learnt.values()), taken)
        carried.append(tuple(sorted([*some, *more])))
    return carried


# What is learnt


def _learnt(
    texts: Sequence[str], kept: Sequence[Sequence[Kept]], excused: Collection[str]
) -> Mapping[str, Learnt]:
    """Return the words people of the request are called by; the first who is called so counts."""
    learnt: dict[str, Learnt] = {}
    for text, some in zip(texts, kept, strict=True):
        for one in some:
            if one.label is Label.PERSON and one.part is not NamePart.OTHER:
                for word in _words_of(text, one):
                    if word.word not in excused or one.people:
                        learnt.setdefault(word.word, word)
    short = [nick for word in learnt.values() for nick in _short_forms(word)]
    for nick in short:
        learnt.setdefault(nick.word, nick)
    return learnt


def _words_of(text: str, one: Kept) -> Iterator[Learnt]:
    """Yield what a finding teaches: each part of a full name, or a name that is no word."""
    written = text[one.start : one.end]
    parts = surface_key(written).split(" ")
    listed = one.recogniser.startswith("roster")
    if len(parts) == 1:
        word = parts[0]
        surely = one.score >= _SURELY_SEEN and one.why == UNLISTED
        seen = surely or (word in given_names() and _reads(written))
        sure = listed or seen or one.recogniser not in MODELS
        if sure and _is_carried(word):
            part = one.part if listed else NamePart.GIVEN
            plain = word not in _DOUBTFUL and len(word) >= SHORTEST
            yield Learnt(word, part, one, plain=plain)
        return
    if len(parts) > _MOST_WORDS or not (listed or _reads(written)):
        return
    # Someone the model alone saw may be a heading: then a given name must be among the words.
    sure = listed or one.why != UNLISTED or parts[0] in cued_names() or parts[-1] in cued_names()
    given, family = (parts[-1], parts[0]) if "," in written else (parts[0], parts[-1])
    for word, part, other in (
        (given, NamePart.GIVEN, family[0]),
        (family, NamePart.FAMILY, given[0]),
        *((middle, NamePart.FAMILY, "") for middle in parts[1:-1]),
    ):
        if _is_carried(word):
            yield Learnt(word, part, one, plain=sure and word not in _DOUBTFUL, other=other)


def _reads(written: str) -> bool:
    """Tell whether what a model saw is nothing but words in capitals, as a name is."""
    return all(
        word[0].isupper() and _CASED.fullmatch(word.rstrip(".,")) is not None
        for word in written.split()
    )


def _is_carried(word: str) -> bool:
    if word in CALLED_BY_LETTERS:
        return True
    return len(word) >= SHORTEST and word.isalpha() and word not in _NEVER


def _short_forms(word: Learnt) -> Iterator[Learnt]:
    if word.part is NamePart.GIVEN and word.plain:
        for nick in nicknames_of((word.word,)):
            if _is_carried(nick) and nick not in _DOUBTFUL:
                yield word._replace(word=nick)


# Where it is carried to


def _places(
    text: str, search: AhoCorasick, learnt: Sequence[Learnt], taken: Marks
) -> Iterator[Kept]:
    folded = fold_mapped(text)
    blind = not any(map(str.isupper, text))
    for number, start, end in search.find_matches_as_indexes(folded.text):
        span = _span(text, folded, start, end)
        if span is None:
            continue
        word = learnt[number]
        if not _reads_as_name(text, *span, word, blind=blind):
            continue
        span = _with_initial(text, *span, word)
        if taken.touch(*span):
            continue
        taken.add(*span)
        source = word.source
        yield source._replace(
            start=span[0], end=span[1], part=word.part, why=CARRIED, key=word.word
        )


def _span(text: str, folded: Folded, start: int, end: int) -> Range | None:
    """Return where a folded match stands, if it is a whole word or a piece of a joined one."""
    span = folded.span(start, end)
    if span is None:
        return None
    left, right = span
    before, after = text[left - 1 : left], text[right : right + 1]
    if before.isalnum() and not (before.isdigit() or (text[left].isupper() and before.islower())):
        return None
    if after.isalpha() and not (after.isupper() and text[right - 1].islower()):
        owner = after in "sS" and not text[right + 1 : right + 2].isalnum()
        return span if owner else None
    return span


def _reads_as_name(text: str, start: int, end: int, word: Learnt, *, blind: bool) -> bool:
    """Tell whether a word is the learnt name here and not a word that looks alike."""
    if word.plain:
        return True
    if any(char.isalnum() or char == "_" for char in text[start - 1 : start] + text[end : end + 1]):
        return False
    if text[end : end + 2] in ("'s", "’s"):
        return True
    if blind or not text[start].isupper():
        return False
    if word.word not in _DOUBTFUL:
        return True
    return not text[start:end].isupper() and not _begins_sentence(text, start)


def _begins_sentence(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and text[at] in _SKIPPED:
        at -= 1
    return at < 0 or text[at] in _SENTENCE_END


def _with_initial(text: str, start: int, end: int, word: Learnt) -> Range:
    """Return a range grown by the other part's initial: "M. Finch", "Marigold F."."""
    if not word.other:
        return start, end
    before = _INITIAL_BEFORE.search(text, max(start - 3, 0), start)
    if word.part is NamePart.FAMILY and before and before[1].lower() == word.other:
        return before.start(1), end
    after = _INITIAL_BEHIND.match(text, end)
    if word.part is NamePart.GIVEN and after and after[1].lower() == word.other:
        return start, after.end(1)
    return start, end


_INITIAL_BEFORE: Final = re.compile(r"(?<!\w)([^\W\d_])\.? ?$")
_INITIAL_BEHIND: Final = re.compile(r" ([^\W\d_])(?!['’\w])")
