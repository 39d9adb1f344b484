"""What a word is, for finding names in a text and stand-ins in an answer.

Knows letters, marks and scripts; knows nothing of people, surrogates or requests. Replacement
and restoration must agree on word boundaries to the letter, so both ask here. An underscore is a
boundary (`_Maria_` is Markdown's emphasis, `Maria_Lopez.docx` a file about somebody), letters and
digits are not. Scripts written without spaces have no boundaries inside them.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

_NO_SPACES: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, kana and Han: a name there stands between other letters."""

_HIDDEN: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
"""Format characters that do not show: dropped before comparing, so that they hide nothing."""

_RUN: Final = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")

_LOOKALIKES: Final = (
    ("\u2019", "'"),
    ("\u2018", "'"),
    ("\u02bc", "'"),
    ("\u2010", "-"),
    ("\u2011", "-"),
    ("\u2012", "-"),
    ("\u2013", "-"),
    ("\u2014", "-"),
)


def listed(words: str) -> tuple[str, ...]:
    """Return words written in a row as a list."""
    return tuple(words.split())


def is_word(character: str) -> bool:
    """Tell whether a character next to a name would make it part of a longer word."""
    if character < "\x80":
        return character.isalnum()
    if not character.isalnum():
        return unicodedata.category(character)[0] == "M"
    return _NO_SPACES.match(character) is None


def is_letter(character: str) -> bool:
    """Tell whether a character belongs to a name: a letter, a digit or a mark, in any script."""
    return character.isalnum() or (character > "\x7f" and unicodedata.category(character)[0] == "M")


class Folded(NamedTuple):
    """A text made comparable, and where each of its characters came from.

    `offsets` has one code-point offset a folded character and one for the end; None where the
    two texts have the same length and offsets are the same.
    """

    text: str
    offsets: Sequence[int] | None

    def raw(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a folded stretch stands in the raw text; None if it cuts a character."""
        if self.offsets is None:
            return start, end
        first, last = self.offsets[start], self.offsets[end]
        if start and self.offsets[start - 1] == first:
            return None
        if self.offsets[end - 1] == last:
            return None
        return first, last


def fold(text: str) -> Folded:
    """Return a text in compatibility-normalised, caseless form, with blanks as spaces.

    Two spellings that a reader takes for one (decomposed, full-width, upper-case, split by an
    invisible character, with a typographic apostrophe) fold to the same (Unicode 3.13, NFKC
    casefolding).
    """
    if text.isascii():
        return Folded(text.lower().replace("\n", " ").replace("\t", " "), None)
    folded = text.casefold()
    if (
        len(folded) != len(text)
        or not unicodedata.is_normalized("NFKC", text)
        or _HIDDEN.search(text)
    ):
        return _fold_by_cluster(text)
    return Folded(_alike(folded), None)


def folded(text: str) -> str:
    """Return a short text as `fold` compares it."""
    if text.isascii():
        return text.lower().replace("\n", " ").replace("\t", " ")
    return fold(text).text


def _alike(text: str) -> str:
    for odd, plain in _LOOKALIKES:
        text = text.replace(odd, plain)
    return text.replace("\n", " ").replace("\t", " ")


def _attaches(character: str) -> bool:
    """Tell whether a character composes with what stands before it (marks, Hangul vowels)."""
    return (
        unicodedata.category(character)[0] == "M"
        or "\u1160" <= character <= "\u11ff"
        or _HIDDEN.match(character) is not None
    )


def _fold_by_cluster(text: str) -> Folded:
    pieces: list[str] = []
    offsets: list[int] = []

    def add(start: int, end: int) -> None:
        raw = _HIDDEN.sub("", text[start:end])
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", raw).casefold())
        pieces.append(_alike(plain))
        offsets.extend([start] * len(plain))

    for run in _RUN.finditer(text):
        start, end = run.span()
        if text[start] < "\x80":
            # An ASCII letter at the end may carry the marks that begin the next run.
            stop = end - 1 if end < len(text) and _attaches(text[end]) else end
            pieces.append(_alike(text[start:stop].lower()))
            offsets.extend(range(start, stop))
            if stop < end:
                begin = stop
                while end < len(text) and _attaches(text[end]):
                    end += 1
                add(begin, end)
            continue
        at = start
        if offsets:  # these were taken with the character before them
            at = _skip_attached(text, at, end)
        while at < end:
            stop = _skip_attached(text, at + 1, end)
            add(at, stop)
            at = stop
    offsets.append(len(text))
    return Folded("".join(pieces), offsets)


def _skip_attached(text: str, at: int, end: int) -> int:
    while at < end and _attaches(text[at]):
        at += 1
    return at


def shown_end(text: str, start: int, end: int) -> int:
    """Return where a stretch ends without the invisible characters after it."""
    while end - 1 > start and _HIDDEN.match(text[end - 1]):
        end -= 1
    return end


def plain(surface: str) -> str:
    """Return a surface as `fold` does, but with its capitals: what case alone tells apart."""
    if surface.isascii():
        return surface
    return _alike(unicodedata.normalize("NFKC", _HIDDEN.sub("", surface)))


def stands_in(text: str, token: str) -> bool:
    """Tell whether a token stands in a text as whole words; both in the same folding."""
    at = text.find(token)
    while at >= 0:
        end = at + len(token)
        before = at > 0 and is_word(text[at - 1]) and is_word(token[0])
        after = end < len(text) and is_word(text[end]) and is_word(token[-1])
        if not before and not after:
            return True
        at = text.find(token, at + 1)
    return False


def grow(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span stretched to whole words, so that its stand-in can be told from its
    neighbours when it comes back."""
    if text[start] not in "([+":
        while start > 0 and is_word(text[start - 1]):
            start -= 1
    while end < len(text) and is_word(text[end]):
        end += 1
    return start, end


def trim(text: str, start: int, end: int, *, keep: str = "") -> tuple[int, int]:
    """Return a span without what is no letter or digit at its edges.

    Args:
        keep: characters that may stand first all the same, such as `(` before an area code.

    Returns:
        The span as given where it holds neither letter nor digit.
    """
    first, last = start, end
    while first < last and not is_letter(text[first]) and text[first] not in keep:
        first += 1
    while last > first and not is_letter(text[last - 1]):
        last -= 1
    return (start, end) if first == last else (first, last)


class Piece(Enum):
    """What a stretch of a written name is.

    WORD names somebody wherever it stands; LOCAL (an initial, `de la`, `Jr`) does so only inside
    a name; BETWEEN is what stands between them and stays.
    """

    WORD = "word"
    LOCAL = "local"
    BETWEEN = "between"


_PARTICLES: Final = listed(
    "de del la las los y e da das do dos du des di della der den van von vander zu zur ter ten "
    "bin bint ibn al el abu san santa st ste le af av"
)
_SUFFIXES: Final = listed("jr sr ii iii iv")
_TITLES: Final = listed(
    "mr mrs ms mx miss dr prof sr sra srta señor señora señorita coach profesor profesora"
)
"""Kept as typed; `Don` is not among them, for it is a given name as well."""


NAMES_KEPT: Final = 8192
"""Names whose cutting up is remembered: those that are spoken of stand in every prompt anew, and
open vaults and the roster hold them in memory anyway."""


@lru_cache(NAMES_KEPT)
def split_name(name: str, *, family: bool = False) -> tuple[tuple[Piece, str], ...]:
    """Return a written name cut into its pieces, which joined give the name again.

    Args:
        name: as typed, in either order, with or without comma, title or particles.
        family: it is a family name alone, so that a particle may come first.
    """
    words = _words(name)
    kinds = [_kind(words, number, name, family) for number in range(len(words))]
    pieces: list[tuple[Piece, str]] = []
    at = 0
    for number, (start, end) in enumerate(words):
        kind = kinds[number]
        if kind is Piece.LOCAL and number and kinds[number - 1] is Piece.LOCAL:
            between = name[at:start]
            if between == " ":
                # `de la` is one: two coined words for two small ones would read oddly.
                pieces[-1] = (Piece.LOCAL, pieces[-1][1] + between + name[start:end])
                at = end
                continue
        if start > at:
            pieces.append((Piece.BETWEEN, name[at:start]))
        pieces.append((kind, name[start:end]))
        at = end
    if at < len(name):
        pieces.append((Piece.BETWEEN, name[at:]))
    return tuple(pieces)


def _kind(words: list[tuple[int, int]], number: int, name: str, family: bool) -> Piece:
    start, end = words[number]
    word = folded(name[start:end])
    last = number == len(words) - 1
    if len(words) > 1:
        if word in _TITLES and number == 0:
            return Piece.BETWEEN
        if word in _SUFFIXES and last:
            return Piece.LOCAL
        lower = name[start:end].islower()
        if word in _PARTICLES and not last and (lower or number or family):
            return Piece.LOCAL
    if len(word) == 1:
        return Piece.LOCAL
    return Piece.WORD


def _words(name: str) -> list[tuple[int, int]]:
    """Return where the words of a name stand; an apostrophe between letters belongs to one."""
    found: list[tuple[int, int]] = []
    at, length = 0, len(name)
    while at < length:
        if not is_letter(name[at]):
            at += 1
            continue
        start = at
        while at < length and (
            is_letter(name[at])
            or (name[at] in "'\u2019\u02bc" and at + 1 < length and is_letter(name[at + 1]))
        ):
            at += 1
        end = at
        if at - start > 2 and name[at - 2] in "'\u2019" and name[at - 1] in "sS":
            end = at - 2  # the possessive of a name is not part of it
        found.append((start, end))
    return found
