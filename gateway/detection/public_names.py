"""Finds people everyone knows: presidents, authors, athletes, gods, the characters of school books.

A text is cut into words as the roster's matcher cuts it, and looked up in the list that
`gateway.detection.public.build` made. What is found is free of context outside the text and is
never personal data by itself: it is evidence, which `renown` weighs against the roster. Five kinds,
told apart by `recogniser`:

- `public`: a full name ("Harriet Tubman"), a character with title or family name ("Mr. Darcy");
- `public-word`: one word that is hardly anybody else's ("Shakespeare", "Hermione");
- `public-title`: a book, a play, a topic of lessons ("Charlotte's Web", "Civil War");
- `public-part`: part of such a name that many bear ("Lincoln", "Tom"), open until the person, the
  work or the topic is named as well;
- `public-rare`: such a part that few children bear ("Atticus"): two of one work are enough.

`people` of these candidates are not on the roster: they name the person, work or topic on the list.

Knows the list and one text; must not know the roster or principals. Pure, but for `load`.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Self

from gateway.detection.folding import fold, words
from gateway.detection.reading import Gap, Reading
from gateway.terms.text import Candidate, Label, NamePart

FULL, WORD, TITLE, PART, RARE = (
    "public", "public-word", "public-title", "public-part", "public-rare",
)  # fmt: skip
SCORES = {FULL: 0.99, WORD: 0.9, TITLE: 0.9, RARE: 0.5, PART: 0.3}
PREFIX = "public:"
"""Begins the ids of people, works and topics, so that none is taken for one of the roster."""

WORK = f"{PREFIX}b"
"""Begins the ids of works that two names of their cast tell; crowded ones have another letter."""

# How the list writes the kinds. A quoted title is a plain word and needs its marks ("Holes"), a
# capital one is of everyday words and needs its capitals ("The Street").
KINDS = {"f": FULL, "w": WORD, "t": TITLE, "c": TITLE, "q": TITLE, "p": PART, "r": RARE}
PUBLIC = frozenset(KINDS.values())
QUOTED = "q"
CAPITAL = "c"
_SHIPPED = Path(__file__).with_name("public") / "names.txt"
_JOINS = (Gap.SIDE_BY_SIDE, Gap.TIED, Gap.DOT)
_OPENING = frozenset("\"'“‘*_«")
_SUFFIXES = frozenset(("jr", "sr"))


class PublicNames:
    """The list as a matcher."""

    def __init__(self, listed: str, extra: Iterable[str] = (), removed: Iterable[str] = ()) -> None:
        """Take the list in.

        Args:
            listed: lines of a folded form, its kind and its ids, apart by tabs.
            extra: names the district adds, as people write them.
            removed: names it takes away, likewise; a person goes with every form.
        """
        extra, removed = sorted(extra), sorted(removed)
        digest = hashlib.sha256("\0".join((listed, *extra, "", *removed)).encode())
        self.version = digest.hexdigest()[:16]
        forms = dict([line.split("\t", 1) for line in listed.splitlines()])
        for name in removed:
            _remove(forms, _form(name))
        for number, name in enumerate(extra):
            if form := _form(name):
                forms[form] = f"{'f' if ' ' in form else 'w'}\tx{number}"
        self._forms = forms
        # The most words of a form that begins with this word.
        self._heads: dict[str, int] = {}
        for form in forms:
            head, _, rest = form.partition(" ")
            size = rest.count(" ") + 2 if rest else 1
            if size > self._heads.get(head, 0):
                self._heads[head] = size

    @classmethod
    def load(cls, extra: Iterable[str] = (), removed: Iterable[str] = ()) -> Self:
        """Take in the list that comes with us."""
        return cls(_shipped(), extra, removed)

    def __len__(self) -> int:
        """Return how many forms there are."""
        return len(self._forms)

    def __contains__(self, name: str) -> bool:
        """Tell whether a name, however written, is on the list as something that stands alone."""
        return self._forms.get(_form(name), "p")[0] in "fw"

    def find(self, text: str) -> list[Candidate]:
        """Return what a text holds of the list, by start; no two overlap."""
        return self.find_in(Reading.of(text))

    def find_in(self, reading: Reading) -> list[Candidate]:
        """Return what `find` does, of a text that was read already."""
        heads = self._heads
        found: list[Candidate] = []
        past = 0
        for first in [at for at, word in enumerate(reading.words) if word in heads]:
            if first < past:
                continue
            size = heads[reading.words[first]]
            for last in range(min(first + size, len(reading.words)), first, -1):
                entry = self._forms.get(" ".join(reading.words[first:last]))
                if entry is None:
                    continue
                # A plain word is a title in its marks; without, only if the work is named as well.
                bare = entry[0] == QUOTED and not _is_quoted(reading, first)
                kind = PART if bare else KINDS[entry[0]]
                if entry[0] == CAPITAL and not _has_capitals(reading, last):
                    continue
                if not _stands(reading, first, last, kind):
                    continue
                if (made := _candidate(reading, first, last, kind, entry)) is not None:
                    found.append(made)
                    past = last
                    break
        return found


@cache
def _shipped() -> str:
    return _SHIPPED.read_text(encoding="utf-8")


def _form(name: str) -> str:
    return " ".join(words(fold(name)))


def _remove(forms: dict[str, str], form: str) -> None:
    """Take a form away, and every other form of that person alone; works keep their others."""
    entry = forms.pop(form, "")
    gone = {who for who in entry.partition("\t")[2].split() if who[0] == "p"}
    if entry[:1] in ("f", "w") and gone:
        for other, kept in list(forms.items()):
            if gone.issuperset(kept.partition("\t")[2].split()):
                del forms[other]


def _stands(reading: Reading, first: int, last: int, kind: str) -> bool:
    """Tell whether words of a text can be a form of this kind as they are written."""
    for at in range(first, last - 1):
        gap = reading.gap(at)
        follows = kind == TITLE or reading.words[at + 1] in _SUFFIXES
        if gap not in _JOINS and not (gap is Gap.COMMA and follows):
            return False
    start, end = reading.spans[first][0], reading.spans[last - 1][1]
    text = reading.folded.text
    # No piece of a longer name: "Marie Curie" in "Anne-Marie Curie".
    if text[start - 1 : start] == "-" and text[max(start - 2, 0)].isalnum():
        return False
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum():
        return False
    if kind in (WORD, PART, RARE):
        return reading.blind or _is_capital(reading, first)
    return True


def _is_quoted(reading: Reading, first: int) -> bool:
    start = reading.spans[first][0]
    return start > 0 and reading.folded.text[start - 1] in _OPENING and _is_capital(reading, first)


def _has_capitals(reading: Reading, last: int) -> bool:
    """Tell whether a title is written as one, if the text tells capitals from small letters."""
    return reading.blind or _is_capital(reading, last - 1)


def _is_capital(reading: Reading, at: int) -> bool:
    return not reading.written(*reading.spans[at])[0].islower()


def _candidate(reading: Reading, first: int, last: int, kind: str, entry: str) -> Candidate | None:
    span = reading.folded.span(reading.spans[first][0], reading.spans[last - 1][1])
    if span is None:
        return None
    return Candidate(
        start=span[0],
        end=span[1],
        label=Label.PERSON,
        score=SCORES[kind],
        recogniser=kind,
        people=tuple([PREFIX + one for one in entry[2:].split(" ")]),
        part=NamePart.OTHER,
    )
