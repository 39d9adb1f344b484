"""Weighs people everyone knows against the roster: which names of a text are left alone.

The roster is asked first, and a pupil beats a celebrity:

- somebody of the roster named in full stays found, whoever else is called that;
- "Andrew Jackson" is the president though a pupil is called Andrew and another Jackson, unless the
  words around say that it is one of the school ("my student Andrew Jackson");
- whoever a lesson cites ("(Lee 44)") or names as a ruler is somebody near or nobody of the school;
- "Jackson" alone, or "Scout", is the president's or the character's only if he, the book or the
  topic is named as well, and never if somebody in the principal's own classes bears that name.

So what a public full name holds of single roster names goes, and what a single public word holds
goes unless it is near. What the name model alone saw goes if nothing of a name is left of it.

Knows texts and candidates; must not know the roster's people. Pure.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gateway.detection.edges import Places, Range, is_name_like, uncovered
from gateway.detection.public_names import FULL, PART, RARE, TITLE, WORD, WORK
from gateway.detection.scholarly import cited
from gateway.detection.word_problems import invented, made_up
from gateway.terms.text import Candidate

_SURE = (FULL, WORD, TITLE)
_OURS = r"students?|pupils?|classmates?|schoolmates?|teammates?|advisees?|mentees?|tutees?|aides?"
_KIN = (
    r"friends?|besties?|buddy|cousins?|neighbou?rs?|roommate|child|kid|kiddo|son|daughter|brother|"
    r"sister|niece|nephew|mother|mom|father|dad|grandmother|grandma|grandfather|grandpa|aunt|"
    r"uncle|stepson|stepdaughter|coworker|colleague|teacher|coach"
)
# "my cousin Andrew Jackson", "a classmate named …", "Student: …", "(parent) …"
_SAYS_OURS = re.compile(
    rf"(?:\b(?:my|our|mi|nuestr[oa])\s+(?:\w+\s+){{0,2}}(?:{_OURS}|{_KIN})"
    rf"|\b(?:the|this|that|a|another|your|new)\s+(?:\w+\s+)?(?:{_OURS})"
    r"|\b(?:student|pupil|child|parent|guardian|teacher)(?:'s)?(?:\s+name)?\s*[:=#-]"
    r"|\bname\s*[:=])(?:\s+(?:is|was|named|called))?[\s,:(\"']*$",
    re.IGNORECASE,
)
# "Mr. Ibsen": whoever is known by one word alone is not called so.
_TITLED = re.compile(r"\b(?:mrs?|ms|miss|mx|coach|nurse|sra?|srta)\.?\s+$", re.IGNORECASE)
_OURS_AFTER = re.compile(
    r"^(?:['’]s)?\s*[,(]?\s*(?:iep|504|locker|homeroom|attendance|report\s+card|behaviou?r|lunch|"
    r"absences?|tard(?:y|ies)|(?:period|grade|room|class|id|dob|section)\s*[:#]?\s*\d)",
    re.IGNORECASE,
)
_LOOK = 48


@dataclass(frozen=True)
class Known:
    """Ranges of a text that are people everyone knows; code points, end exclusive.

    `full` hold against anybody's single names, `single` against those of nobody near, and so do
    `posed`, the children of word problems. `titles` are works and topics, also among the others.
    """

    full: tuple[Range, ...] = ()
    single: tuple[Range, ...] = ()
    posed: tuple[Range, ...] = ()
    titles: tuple[Range, ...] = ()

    def in_full(self, start: int, end: int) -> bool:
        """Tell whether a range lies in a public name of several words."""
        return self._full.hold(start, end)

    def in_longer(self, start: int, end: int) -> bool:
        """Tell whether a range lies in a longer public name: the bridge named for somebody."""
        return self._full.surround(start, end)

    def in_any(self, start: int, end: int) -> bool:
        """Tell whether a range lies in any public name."""
        return self._all.hold(start, end)

    def with_more(self, ranges: Iterable[Range]) -> "Known":
        """Return this with more people everyone could know."""
        more = tuple(ranges)
        return replace(self, full=self.full + more) if more else self

    def is_of_a_title(self, text: str, start: int, end: int) -> bool:
        """Tell whether words are those of a work's title named anywhere in the text."""
        words = text[start:end].casefold()
        return any(words in text[left:right].casefold() for left, right in self.titles)

    def full_by_word(self, text: str) -> dict[str, list[Range]]:
        """Return the public names of several words by each of their words, in small letters."""
        found: dict[str, list[Range]] = {}
        for start, end in self.full:
            for word in text[start:end].casefold().split():
                found.setdefault(word, []).append((start, end))
        return found

    def is_posed(self, start: int, end: int) -> bool:
        """Tell whether a range is somebody of a word problem."""
        return self._posed.hold(start, end)

    def over(self, start: int, end: int) -> list[Range]:
        """Return the public names that a range touches, in order."""
        return self._all.over(start, end)

    @cached_property
    def _full(self) -> Places:
        return Places(self.full)

    @cached_property
    def _posed(self) -> Places:
        return Places(self.posed)

    @cached_property
    def _all(self) -> Places:
        return Places(self.full + self.single + self.posed)


NOBODY_KNOWN = Known()


class Evidence:
    """People, works and topics that texts speak of: whoever is named in full, works and topics
    named by title, and works of which two characters are named, one of them by a name few children
    bear."""

    def __init__(self) -> None:
        """Know of none."""
        self._sure: Counter[str] = Counter()
        self._parts: dict[str, Counter[str]] = {}  # of a work, by its characters' names
        self._rare: Counter[str] = Counter()

    def add(self, text: str, proposed: Iterable[Candidate]) -> None:
        """Take in what was proposed about a text."""
        for one in proposed:
            if one.recogniser in _SURE:
                self._sure.update(one.people)
            elif one.recogniser in (PART, RARE):
                word = text[one.start : one.end].casefold()
                for who in one.people:
                    if who.startswith(WORK):
                        self._parts.setdefault(who, Counter())[word] += 1
                if one.recogniser == RARE:
                    self._rare.update(one.people)

    def spoken_of(self) -> frozenset[str]:
        """Return their ids."""
        works = (who for who, called in self._parts.items() if len(called) > 1)
        return frozenset(self._sure).union(who for who in works if who in self._rare)

    def speaks_besides(self, text: str, some: Collection[Candidate]) -> bool:
        """Tell whether somebody of whom some candidates tell is spoken of by what is left without
        them.

        Args:
            text: what they stand in.
            some: of those that were taken in.
        """
        less = Evidence()
        less.add(text, some)
        return any(self._is_more(who, less) for one in some for who in one.people)

    def _is_more(self, who: str, less: "Evidence") -> bool:
        if self._sure[who] > less._sure[who]:
            return True
        if self._rare[who] <= less._rare[who] or who not in self._parts:
            return False
        fewer = less._parts.get(who, Counter())
        return sum(count > fewer[word] for word, count in self._parts[who].items()) > 1


def evidence(texts: Sequence[str], candidates: Sequence[Sequence[Candidate]]) -> frozenset[str]:
    """Return the people, works and topics that some texts speak of (`Evidence`).

    Args:
        texts: the texts of one request.
        candidates: for each, everything proposed about it.
    """
    found = Evidence()
    for text, proposed in zip(texts, candidates, strict=True):
        found.add(text, proposed)
    return found.spoken_of()


def known_by_all(candidates: Iterable[Candidate], named: Collection[str]) -> list[Range]:
    """Return where people, works and topics stand that everyone knows, whatever the words around.

    Args:
        candidates: everything proposed about a text.
        named: what `evidence` found in the request.
    """
    return [
        (one.start, one.end)
        for one in candidates
        if one.recogniser in _SURE
        or (one.recogniser in (PART, RARE) and any(who in named for who in one.people))
    ]


def known_in(
    text: str,
    candidates: Iterable[Candidate],
    named: Collection[str] = (),
    rivals: Sequence[Range] = (),
) -> Known:
    """Return what of a text is people everyone knows.

    Args:
        text: the leaf's text.
        candidates: those of the list's matcher.
        named: what `evidence` found in the request.
        rivals: where a name was found, by roster or model.
    """
    full: list[Range] = []
    single: list[Range] = []
    titles: list[Range] = []
    for one in candidates:
        place = one.start, one.end
        if one.recogniser == TITLE:
            titles.append(place)
        if one.recogniser in (PART, RARE) and not any(who in named for who in one.people):
            continue
        if one.recogniser != TITLE and _is_ours(text, *place):
            continue
        if one.recogniser in (WORD, PART, RARE) and _TITLED.search(
            text[max(0, one.start - 8) : one.start]
        ):
            continue
        (full if any(map(str.isspace, text[one.start : one.end])) else single).append(place)
    alone = [one for one in rivals if not any(map(str.isspace, text[one[0] : one[1]]))]
    others = Places(rivals)
    of_lists = Places((*full, *alone))
    posed = [
        one
        for one in made_up(text, alone)
        if not _is_ours(text, *one) and not _goes_on(text, one, of_lists, others)
    ]
    posed += [one for one in invented(text, rivals) if not _is_ours(text, *one)]
    scholarly = [one for one in cited(text) if not _is_ours(text, *one)] if rivals else []
    if not full and not single and not posed and not scholarly:
        return NOBODY_KNOWN
    of_lists = Places((*full, *single))
    single = [one for one in single if not _goes_on(text, one, of_lists, others)]
    return Known(tuple(full), (*single, *scholarly), tuple(posed), tuple(titles))


def _goes_on(text: str, word: Range, known: Places, rivals: Places) -> bool:
    """Tell whether a single word is part of a longer name nobody knows ("Lincoln Adeyemi")."""
    start, end = word
    for left, right in rivals.over(start - 2, end + 2):
        touches = text[end:left] == " " if left > end else text[right:start] == " "
        if (left < end and start < right) or touches:
            over = known.over(left, right)
            if any(is_name_like(text, *piece) for piece in uncovered(text, left, right, over)):
                return True
    return False


def _is_ours(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a name say that it is somebody of the school."""
    return (
        _SAYS_OURS.search(text[max(0, start - _LOOK) : start]) is not None
        or _OURS_AFTER.match(text[end : end + _LOOK]) is not None
    )
