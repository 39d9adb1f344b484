"""One spelling for every way of writing a word, and the way back to where it stood.

Names are compared folded: case, accents, ligatures, width, kinds of apostrophe and hyphen, and
characters that cannot be seen make no difference. Folding may lengthen a text (ß is ss) or shorten
it (combining marks fall away), so a folded text carries a map back to the original's code points.

Knows Unicode; must not know people, rosters or labels. Pure.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

_APOSTROPHES = "\u2018\u2019\u201b\u02bb\u02bc\u02bd\u02c8\u00b4\u2032\uff07\ua78c"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u058a"
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff"
# Letters that Unicode does not decompose, as people without that key write them.
_LETTERS = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th",
    "ı": "i", "ħ": "h", "ŋ": "n", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ŧ": "t",
}  # fmt: skip
# Marks that may be left out without changing the name: Latin, Greek and Cyrillic diacritics,
# Hebrew points, Arabic vowel signs. Indic vowel signs are part of the spelling and stay.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]+"
)
_REMEMBERED = 20_000
_STRANGE = re.compile(r"[^\x00-\x7f]")
_FEW = 8


def _fold_one(char: str) -> str:
    """Return the folded form of one character, which may be empty or several long."""
    if char in _APOSTROPHES:
        return "'"
    if char in _HYPHENS:
        return "-"
    if char in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKD", char).casefold()
    plain = _DROPPED.sub("", unicodedata.normalize("NFKD", plain))
    plain = "".join("'" if one in _APOSTROPHES else _LETTERS.get(one, one) for one in plain)
    return unicodedata.normalize("NFC", plain)


class _Table(dict[int, str]):
    """Characters folded so far; `str.translate` asks it for those it has not met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_one(chr(code))
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_TABLE = _Table()


class Folded(NamedTuple):
    """A folded text and where each of its characters came from.

    `origins[i]` is the code-point offset in the original of the character that gave folded
    character `i`; one more entry holds the original's length. None means that both run in step.
    """

    text: str
    origins: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the original offsets of a folded range.

        Args:
            start: folded offset.
            end: folded offset, exclusive, greater than `start`.

        Returns:
            Original start and exclusive end, with marks that fold to nothing on the side of the
            character before them; None if the range cuts through a character that folded to
            several.
        """
        origins = self.origins
        if origins is None:
            return start, end
        if start and origins[start - 1] == origins[start]:
            return None
        if origins[end - 1] == origins[end]:
            return None
        return origins[start], origins[end]


def fold(text: str) -> str:
    """Return a text in the one spelling in which names are compared."""
    if text.isascii():
        return text.lower()
    return _fold_few(text, set(_STRANGE.findall(text)))


def fold_mapped(text: str) -> Folded:
    """Return a text folded, with the map back to its own offsets."""
    if text.isascii():
        return Folded(text.lower(), None)
    strange = set(_STRANGE.findall(text))
    uneven = [char for char in strange if len(_TABLE[ord(char)]) != 1]
    folded = _fold_few(text, strange)
    if not uneven:
        return Folded(folded, None)
    origins: list[int] = []
    past = 0
    for at in sorted(at for char in uneven for at in _places(text, char)):
        origins.extend(range(past, at))
        origins.extend([at] * len(_TABLE[ord(text[at])]))
        past = at + 1
    origins.extend(range(past, len(text) + 1))
    return Folded(folded, origins)


def _fold_few(text: str, strange: Collection[str]) -> str:
    """Fold a text whose characters beyond ASCII are these, one by one if they are few.

    An English text with two curly apostrophes takes a tenth of the time that way.
    """
    plain = text
    if len(strange) <= _FEW:
        for char in strange:
            plain = plain.replace(char, _TABLE[ord(char)])
    return plain.lower() if plain.isascii() else text.translate(_TABLE)


def _places(text: str, char: str) -> Iterator[int]:
    """Yield where a character stands."""
    at = text.find(char)
    while at >= 0:
        yield at
        at = text.find(char, at + 1)


# Vowel signs of the scripts from Devanagari to Thai are no letters but belong to their word.
_SIGNS = re.compile("[\u0900-\u0963\u0971-\u0e7f]")


class _Gaps(dict[int, str]):
    """Characters as they are within words, and a space for those between words."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        within = char.isalnum() or char == "_" or _SIGNS.match(char) is not None
        kept = char if within else " "
        if len(self) < _REMEMBERED:
            self[code] = kept
        return kept


_GAPS = _Gaps()


def parted(folded: str) -> str:
    """Return a folded text with a space for each character that is in no word; same length.

    A word is a whole run of letters, digits and underscores: "maria2" is one, and nobody's name.
    Apostrophes and hyphens divide words.
    """
    return folded.translate(_GAPS)


def words(folded: str) -> list[str]:
    """Return the words of a folded text in order."""
    return folded.translate(_GAPS).split()


# Scripts written without spaces, where a name stands inside a run of letters.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
                       "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]")  # fmt: skip


def is_unspaced(folded: str) -> bool:
    """Tell whether a name is in a script that puts no spaces between words."""
    return not folded.isascii() and _UNSPACED.search(folded) is not None
