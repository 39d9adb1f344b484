"""A small language for phrases, so that what a detector looks for reads as a list of sentences.

    4 I ~3 WANT ~2 die|disappear forever?

is a phrase worth 4: a phrase of the list `I`, up to three words, one of `WANT`, up to two words,
"die" or "disappear", and perhaps "forever", all within one sentence. `_` joins words of one
alternative ("look_like"), `*` stands for any ending ("bruis*"), `~3.` may cross sentences.

    3 & KIN HITS ME

asks for one of each within a sentence, in any order; `&2` within two sentences side by side.

A phrase is tried only on texts that hold one of its rarer words, and RE2 runs it, so a text costs
time by its length and its phrases whatever it says.

Knows patterns; must not know what they are for. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from gateway.detection.recognisers.forms import Compiled, compiled
from gateway.detection.signs.plain import Plain

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
_REACHES = {"&": 1, "&2": 2}
_END = re.compile(r" \. ")
_GAP = re.compile(r"~(\d+)(\.?)")


class Phrase(NamedTuple):
    """One compiled phrase: what it is worth, its source, its pattern, or the patterns of which
    each must stand within `reach` sentences (0: one pattern, anywhere). `needs` are sets of words
    of each of which a text must hold one."""

    worth: int
    source: str
    patterns: tuple[Compiled, ...]
    reach: int
    needs: tuple[frozenset[str], ...]


class Hit(NamedTuple):
    """Where a phrase stands in the plain text, and what it is worth."""

    start: int
    end: int
    worth: int


class Phrases:
    """A list of phrases, ready to look for."""

    def __init__(self, source: str, lists: Mapping[str, str]) -> None:
        """Compile.

        Args:
            source: a phrase a line, its worth in front where it has one.
            lists: alternatives by name in capitals; separated by `|` or a line's end.

        Raises:
            ValueError: a line names a list that there is not, or has no word to look for.
        """
        expanded = {name: _alternatives(words) for name, words in lists.items()}
        self._phrases: list[Phrase] = []
        self._by_word: dict[str, list[int]] = {}
        self._always: list[int] = []
        for line in source.splitlines():
            if not line.strip() or line.strip().startswith("#"):
                continue
            first, *rest = line.split()
            has_worth = first.isdecimal() and len(first) == 1
            worth, tokens = (int(first), rest) if has_worth else (1, [first, *rest])
            reach = _REACHES.get(tokens[0], 0)
            parts = [
                _compile(part, expanded) for part in (_parts(tokens[1:]) if reach else [tokens])
            ]
            needs = sorted({words for _, some in parts for words in some}, key=_cost)
            number = len(self._phrases)
            patterns = tuple(pattern for pattern, _ in parts)
            self._phrases.append(Phrase(worth, line.strip(), patterns, reach, tuple(needs[1:])))
            if not needs:
                self._always.append(number)
            for word in needs[0] if needs else ():
                self._by_word.setdefault(word, []).append(number)
        self._anchors = frozenset(self._by_word)

    def hits(self, plain: Plain) -> Iterator[Hit]:
        """Yield where phrases stand in a text; of each phrase, every place from left to right."""
        sentences: list[int] = []
        known: dict[tuple[int, int, int], bool] = {}
        for phrase in self._tried(plain.words):
            if phrase.reach:
                sentences = sentences or _ends(plain.text)
                yield from _together(phrase, plain.text, sentences, known)
                continue
            for found in phrase.patterns[0].finditer(plain.text):
                start, end = found.span(0)
                yield Hit(start, end, phrase.worth)

    def any_in(self, plain: Plain) -> bool:
        """Tell whether some phrase stands in a text."""
        return next(self.hits(plain), None) is not None

    def _tried(self, words: frozenset[str]) -> Iterator[Phrase]:
        """Yield the phrases of which a text holds all the words it must."""
        numbers = set(self._always)
        for word in self._anchors & words:
            numbers.update(self._by_word[word])
        for number in sorted(numbers):
            phrase = self._phrases[number]
            if not any(words.isdisjoint(need) for need in phrase.needs):
                yield phrase


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


def _ends(text: str) -> list[int]:
    return [*(found.start() + 1 for found in _END.finditer(text)), len(text)]


def _together(
    phrase: Phrase, text: str, ends: list[int], known: dict[tuple[int, int, int], bool]
) -> Iterator[Hit]:
    """Yield the sentences (or runs of them) in which each part of a phrase stands somewhere.

    Args:
        phrase: which parts.
        text: the plain text.
        ends: where its sentences end.
        known: whether a pattern stands in a stretch, as far as it was asked before.
    """
    for number, start in enumerate([0, *ends[:-1]]):
        end = ends[min(number + phrase.reach, len(ends)) - 1]
        for pattern in phrase.patterns:
            key = (id(pattern), start, end)
            if key not in known:
                known[key] = next(iter(pattern.finditer(text[start:end])), None) is not None
            if not known[key]:
                break
        else:
            yield Hit(start, end, phrase.worth)


def _alternatives(words: str) -> tuple[str, ...]:
    parts = re.split(r"[|\n]", words)
    return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


def _compile(
    tokens: Iterable[str], lists: Mapping[str, tuple[str, ...]]
) -> tuple[Compiled, tuple[frozenset[str], ...]]:
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
        firsts = [one.split()[-1] if one.split()[0] in _COMMON else one.split()[0]
                  for one in choices]  # fmt: skip
        if not optional and not any(word.endswith("*") for word in firsts):
            needed.append(frozenset(firsts))
    if not needed and "[a-z]" not in pattern:
        raise ValueError(f"a phrase without a word to look for: {' '.join(tokens)}")
    return _compiled(pattern), tuple(needed)


@cache
def _compiled(pattern: str) -> Compiled:
    """Compile a pattern once, however many phrases have it."""
    return compiled(pattern)


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
