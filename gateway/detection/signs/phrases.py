"""A small language for phrases, so that what a detector looks for reads as a list of sentences.

    4 I ~3 WANT ~2 die|disappear forever?

is a phrase worth 4: a phrase of the list `I`, up to three words, one of `WANT`, up to two words,
"die" or "disappear", and perhaps "forever", all within one sentence. `_` joins words of one
alternative ("look_like"), `*` stands for any ending ("bruis*"), `~3.` may cross sentences.

    3 & KIN HITS ME

asks for one of each within a sentence, in any order; `&2` within two sentences side by side.

A phrase is tried only on sentences that hold the words it needs, and RE2 runs it, so a text costs
time by its length and its phrases whatever it says.

Knows patterns; must not know what they are for. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol, cast

from gateway.detection.linear import compiled
from gateway.detection.signs.plain import Plain, Sentence

_COMMON = frozenset(
    """
    i me my we you he she it they him her them his their our your the a an this that these those of
    to in on at for with by from and or but if so not no do did does is am are was were be been will
    would can could have has had just really want going go get got all any some one who what when
    how there here up out over again more as about like said say says tell told make let keep know
    el la los las un una unos unas de del al y e o que en con por para su sus se es me mi mis te tu
    lo le les nos no ya si yo muy mas a va van voy ha he hay dice dijo todo todos cuando como esta
    estoy son
    """.split()
)
ANYWHERE, WITHIN, TWO = 0, 1, 2
TOGETHER = 160
"""Characters, some thirty words, within which all parts of an unordered phrase must begin: people
who write no full stops, and tables, make long sentences."""
BEGINNINGS = (3, 4)
"""Letters by which a phrase asks for a word of any ending."""
_REACHES = {"&": WITHIN, "&2": TWO}
_ACROSS = re.compile(r"~\d+\. ")
_NO_LISTS: Mapping[str, str] = {}
_GAP = re.compile(r"~(\d+)(\.?)")


class Run(Protocol):
    """A compiled pattern, as far as phrases use it: on bytes, since RE2 then need not count."""

    def finditer(self, text: bytes, pos: int, endpos: int) -> Iterable["Found"]:
        """Yield the matches within a range."""


class Found(Protocol):
    """One match."""

    def span(self, group: int) -> tuple[int, int]:
        """Return where it stands."""


type Needs = tuple[frozenset[str], ...]


class Phrase(NamedTuple):
    """One compiled phrase.

    `of` is whose phrase it is, `worth` what it is worth. One of `patterns` is a run of words;
    several must each stand within `reach` sentences (0: anywhere in the text). `needs` are sets of
    words of each of which such a stretch must hold one, the rarest first.
    """

    of: str
    worth: int
    patterns: tuple[Run, ...]
    reach: int
    needs: Needs

    def may(self, words: frozenset[str]) -> bool:
        """Tell whether some words, and beginnings of words, are enough to be worth a look."""
        return not any(map(words.isdisjoint, self.needs))


class Hit(NamedTuple):
    """Where a phrase stands in the plain text, what it is worth, and whose it is."""

    start: int
    end: int
    worth: int
    of: str


class Phrases:
    """A list of phrases, ready to look for; lists can be added up, to be looked for in one go."""

    def __init__(
        self, source: str = "", lists: Mapping[str, str] = _NO_LISTS, of: str = ""
    ) -> None:
        """Compile.

        Args:
            source: a phrase a line, its worth in front where it has one.
            lists: alternatives by name in capitals; separated by `|` or a line's end.
            of: whose phrases they are, for who adds lists up.

        Raises:
            ValueError: a line names a list that there is not, or has no word to look for.
        """
        expanded = {name: _alternatives(words) for name, words in lists.items()}
        self._phrases: tuple[Phrase, ...] = ()
        self._within, self._across = _Index(), _Index()
        self._beginnings: frozenset[str] = frozenset()
        self._take(
            _phrase(line, expanded, of)
            for line in source.splitlines()
            if line.strip() and not line.startswith("#")
        )

    def __add__(self, other: "Phrases") -> "Phrases":
        both = Phrases()
        both._take((*self._phrases, *other._phrases))
        return both

    def _take(self, phrases: Iterable[Phrase]) -> None:
        for phrase in phrases:
            index = self._within if phrase.reach == WITHIN else self._across
            index.add(phrase)
            self._beginnings |= {one for need in phrase.needs for one in need if one[-1] == "*"}
            self._phrases += (phrase,)

    def hits(self, plain: Plain) -> Iterator[Hit]:
        """Yield where phrases stand in a text; of each phrase, every place from left to right."""
        text = plain.text.encode("ascii", "replace")  # one byte a character; phrases are ASCII
        begun = self._begun(plain.words)
        sentences = [_with(one, begun) for one in plain.sentences] if begun else plain.sentences
        for sentence in sentences:
            yield from _hits(self._within.tried(sentence.words), text, sentence)
        whole = _with(Sentence(0, len(text), plain.words), begun)
        across = list(self._across.tried(whole.words))
        yield from _hits((one for one in across if one.reach == ANYWHERE), text, whole)
        side_by_side = [one for one in across if one.reach == TWO]
        if side_by_side:
            for both in _pairs(sentences):
                yield from _hits((one for one in side_by_side if one.may(both.words)), text, both)

    def may(self, words: frozenset[str]) -> bool:
        """Tell whether a text of some words can hold any of the phrases at all."""
        begun = {start for starts in self._begun(words).values() for start in starts}
        tried = (index.tried(words | begun) for index in (self._within, self._across))
        return any(True for phrases in tried for _ in phrases)

    def _begun(self, words: frozenset[str]) -> dict[str, list[str]]:
        """Return those words of a text that begin as some phrase needs, with how they begin."""
        begun: dict[str, list[str]] = {}
        for word in words:
            for letters in BEGINNINGS:
                if (start := beginning(word, letters)) in self._beginnings:
                    begun.setdefault(word, []).append(start)
        return begun

    def heard(self, plain: Plain) -> "Heard":
        """Return where phrases stand in a text, by whose they are."""
        hits: dict[str, list[Hit]] = {}
        for hit in self.hits(plain):
            hits.setdefault(hit.of, []).append(hit)
        return Heard(plain, hits)


class Heard(NamedTuple):
    """A text, and the hits of phrases in it by whose they are."""

    plain: Plain
    hits: Mapping[str, Sequence[Hit]]

    def of(self, name: str) -> Sequence[Hit]:
        """Return the hits of one name."""
        return self.hits.get(name, ())


def beginning(word: str, letters: int) -> str:
    """Return how a word begins, marked so that no word is taken for it."""
    return f"{word[:letters]}*"


def _with(sentence: Sentence, begun: Mapping[str, Sequence[str]]) -> Sentence:
    """Return a sentence with beginnings of its words among them."""
    more = [start for word, starts in begun.items() if word in sentence.words for start in starts]
    return sentence._replace(words=sentence.words.union(more)) if more else sentence


def _pairs(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield each two sentences side by side as one; a single one by itself."""
    if len(sentences) == 1:
        yield sentences[0]
    for one, other in pairwise(sentences):
        yield Sentence(one.start, other.end, one.words | other.words)


class _Index:
    """Phrases by the rarest words they need."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[tuple[Phrase, frozenset[str], Needs]]] = {}
        self._words: frozenset[str] = frozenset()

    def add(self, phrase: Phrase) -> None:
        """Take a phrase in."""
        first, second, others = phrase.needs[0], phrase.needs[:2][-1], phrase.needs[2:]
        for word in first:
            self._by_word.setdefault(word, []).append((phrase, second, others))
        self._words |= phrase.needs[0]

    def tried(self, words: frozenset[str]) -> Iterator[Phrase]:
        """Yield the phrases for which some words are enough to be worth a look."""
        seen: set[int] = set()
        for word in self._words & words:
            # The first need is met by the word itself.
            for phrase, second, others in self._by_word[word]:
                if words.isdisjoint(second) or any(map(words.isdisjoint, others)):
                    continue
                if id(phrase) not in seen:
                    seen.add(id(phrase))
                    yield phrase


def _hits(phrases: Iterable[Phrase], text: bytes, stretch: Sentence) -> Iterator[Hit]:
    """Yield where phrases stand in a stretch of a text."""
    start, end, _ = stretch
    known: dict[Run, list[int]] = {}
    for phrase in phrases:
        if len(phrase.patterns) == 1:
            for found in phrase.patterns[0].finditer(text, start, end):
                yield Hit(*found.span(0), phrase.worth, phrase.of)
            continue
        places: list[list[int]] = []
        for pattern in phrase.patterns:
            if pattern not in known:
                known[pattern] = [one.span(0)[0] for one in pattern.finditer(text, start, end)]
            if not known[pattern]:
                break
            places.append(known[pattern])
        else:
            if _side_by_side(places):
                yield Hit(start, end, phrase.worth, phrase.of)


def _side_by_side(places: Sequence[Sequence[int]]) -> bool:
    """Tell whether one of each kind of place lies so near that one thing may be meant."""
    first, *others = sorted(places, key=len)
    return any(
        all(any(abs(at - one) <= TOGETHER for at in other) for other in others) for one in first
    )


def _phrase(line: str, lists: Mapping[str, tuple[str, ...]], of: str) -> Phrase:
    first, *rest = line.split()
    has_worth = first.isdecimal() and len(first) == 1
    worth, tokens = (int(first), rest) if has_worth else (1, [first, *rest])
    reach = _REACHES.get(tokens[0], ANYWHERE if _ACROSS.search(line) else WITHIN)
    parts = [
        _compile(part, lists)
        for part in (_parts(tokens[1:]) if tokens[0] in _REACHES else [tokens])
    ]
    needs = sorted({words for _, some in parts for words in some}, key=_cost)
    return Phrase(of, worth, tuple(pattern for pattern, _ in parts), reach, tuple(needs))


def _parts(tokens: list[str]) -> list[list[str]]:
    """Return the parts of a phrase in any order: a gap ties the tokens on both sides of it."""
    parts: list[list[str]] = []
    tied = False
    for token in tokens:
        if _GAP.fullmatch(token):
            parts[-1].append(token)
            tied = True
        elif tied:
            parts[-1].append(token)
            tied = False
        else:
            parts.append([token])
    return parts


def _alternatives(words: str) -> tuple[str, ...]:
    parts = re.split(r"[|\n]", words)
    return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def _compile(
    tokens: Iterable[str], lists: Mapping[str, tuple[str, ...]]
) -> tuple[Run, tuple[frozenset[str], ...]]:
    """Return a phrase's pattern and sets of words of each of which a text must hold one."""
    pattern = " "
    needed: list[frozenset[str]] = []
    for token in tokens:
        if gap := _GAP.fullmatch(token):
            kind = "[^ ]+" if gap[2] else "[^ .]+"
            pattern += f"(?:{kind} ){{0,{gap[1]}}}"
            continue
        optional = token.endswith("?")
        choices = _choices(token.removesuffix("?"), lists)
        pattern += f"(?:{'|'.join(_run(one) for one in choices)})" + ("?" if optional else "")
        if not optional and None not in (words := {_needed(one) for one in choices}):
            needed.append(frozenset(word for word in words if word))
    if not needed:
        raise ValueError(f"a phrase without a word to look for: {' '.join(tokens)}")
    return _compiled(pattern), tuple(needed)


@cache
def _compiled(pattern: str) -> Run:
    """Compile a pattern once, however many phrases have it."""
    return cast(Run, compiled(pattern))


def _needed(words: str) -> str | None:
    """Return the word, or beginning of a word, that stands in any text that holds some words."""
    first, *_, last = (*words.split(), words.split()[-1])
    word = last if first in _COMMON else first
    if not word.endswith("*"):
        return word
    stem = word.removesuffix("*")
    letters = min(len(stem), max(BEGINNINGS))
    return beginning(stem, letters) if letters in BEGINNINGS else None


def _cost(words: frozenset[str]) -> tuple[int, int]:
    """Return how often words stand in any text, about: common ones first."""
    return len(words & _COMMON), len(words)


def _choices(token: str, lists: Mapping[str, tuple[str, ...]]) -> list[str]:
    found: list[str] = []
    for part in token.split("|"):
        if part.isupper() and len(part) > 1 and part.isalpha():
            try:
                found += lists[part]
            except KeyError:
                raise ValueError(f"no list `{part}`") from None
        else:
            found.append(part.replace("_", " "))
    return found


def _run(words: str) -> str:
    return "".join(
        f"{re.escape(word.removesuffix('*'))}{'[a-z]*' if word.endswith('*') else ''} "
        for word in words.split()
    )
