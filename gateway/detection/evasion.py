"""What a text reads as once its disguises are taken off, and where each letter stood.

Zero-width characters, look-alike letters, decorative alphabets, marks piled on letters, text turned
around, HTML references, percent- and program escapes, letters spaced out, digits for letters and
base64 hide a name from a search, not from a reader or an AI service. Each reading carries, for
every character, the stretch of the original it came from, so that what is found in it is replaced
in the original, exactly.

Most texts have no disguise and cost a few searches. Knows one text; must not know people. Pure.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import unescape
from typing import NamedTuple

from gateway.detection.evasion_signs import ALIKE, DIGITS, LEET_READINGS, is_pile, is_unseen, plain
from gateway.detection.recognisers.forms import compiled
from gateway.terms.text import Candidate

ROUNDS = 3
"""How often a text is undone: an escape may hold an escape."""

LONGEST = 200_000
"""Code points beyond which only the first so many are looked at for the costlier disguises."""


class Reading(NamedTuple):
    """One way to read a text.

    Character `i` of `text` came from code points `starts[i]` to `ends[i]` (exclusive) of the
    original. `whole` tells that it is prose for the model and the patterns too, and not only to be
    compared with the roster.
    """

    text: str
    starts: list[int]
    ends: list[int]
    whole: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of a stretch of the reading, end exclusive."""
        return min(self.starts[start:end]), max(self.ends[start:end])

    def found(self, text: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield candidates found in this reading, where they stand in the original text.

        What reads the same in the original was found there, and is left out.
        """
        for one in candidates:
            start, end = self.span(one.start, one.end)
            if text[start:end] != self.text[one.start : one.end]:
                yield replace(one, start=start, end=end)


def readings(text: str) -> Iterator[Reading]:
    """Yield the ways to read a text that differ from how it is written."""
    if not may_hide(text):
        return
    original = Reading(text, list(range(len(text))), list(range(1, len(text) + 1)), True)
    undone = original
    for _ in range(ROUNDS):
        again = _undo(undone)
        if again.text == undone.text:
            break
        undone = again
    seen = {text}
    if undone.text not in seen:
        seen.add(undone.text)
        yield undone
    together = _together(undone)
    for one in (together, *_as_letters(together), _as_digits(together)):
        if one.text not in seen:
            seen.add(one.text)
            yield one._replace(whole=False)
    yield from _decoded(undone)


def may_hide(text: str) -> bool:
    """Tell whether a text has anything in it that a disguise is made of."""
    if not text.isascii() and _UNUSUAL.search(text) is not None:
        return True
    if "&" in text and _REFERENCE.search(text) is not None:
        return True
    if ("%" in text or "\\" in text or "+" in text) and _ESCAPE.search(text) is not None:
        return True
    return any(True for _ in _ODD.finditer(text[:LONGEST]))


# --- what is undone character by character --------------------------------------------------------

_UNUSUAL = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u0300-\u036f\u1ab0-\u1aff"
    "\u20d0-\u20ff\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u13a0-\u13ff\u1d00-\u1d6b\u2070-\u209c"
    "\u2100-\u214f\u2160-\u217f\u2460-\u24ff\ua730-\ua7ff\u0262-\u029f\u3000\uff01-\uff5e\ufe00-\ufe0f"
    "\U0001d400-\U0001d7ff\U0001f110-\U0001f189\U000e0000-\U000e01ef]"
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}[0-9]{0,2});")
_ESCAPE = re.compile(
    r"(?:%[0-9a-fA-F]{2})+|\\u\{?[0-9a-fA-F]{4,6}\}?|\\x[0-9a-fA-F]{2}|(?<=[a-z])\+(?=[A-Z])"
)
_TURNED = re.compile("\u202e([^\u202c\n]*)(?:\u202c|(?=\n)|$)")
_WORD = re.compile(r"[^\W\d_]+")


def _undo(read: Reading) -> Reading:
    if "&" in read.text:
        read = _replaced(read, _REFERENCE, lambda match: _of_reference(match.group()))
    if "%" in read.text or "\\" in read.text or "+" in read.text:
        read = _replaced(read, _ESCAPE, lambda match: _of_escape(match.group()))
    if read.text.isascii():
        return read
    if "\u202e" in read.text:
        read = _turned(read)
    read = _stripped(read)
    return read._replace(text=_latin(read.text))


def _replaced(
    read: Reading, pattern: re.Pattern[str], made: Callable[[re.Match[str]], str]
) -> Reading:
    """Replace every match; each character of what replaces it came from the whole match."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    past = 0
    for match in pattern.finditer(read.text):
        start, end = match.span()
        put = made(match)
        begins, ends_at = read.span(start, end)  # what was turned around runs backwards
        text += (read.text[past:start], put)
        starts += read.starts[past:start] + [begins] * len(put)
        ends += read.ends[past:start] + [ends_at] * len(put)
        past = end
    if not past:
        return read
    text.append(read.text[past:])
    return Reading("".join(text), starts + read.starts[past:], ends + read.ends[past:], read.whole)


def _of_reference(written: str) -> str:
    """Return the character of an HTML reference; one that is none stays as written."""
    put = unescape(written)
    return " " if put == "\u00a0" else put


def _of_escape(written: str) -> str:
    if written == "+":
        return " "
    try:
        if written[0] == "%":
            return binascii.unhexlify(written.replace("%", "")).decode()
        return chr(int(written[2:].strip("{}"), 16))
    except (ValueError, OverflowError):
        return written


def _turned(read: Reading) -> Reading:
    """Turn around what is shown from right to left."""
    text, starts, ends = list(read.text), read.starts[:], read.ends[:]
    for match in _TURNED.finditer(read.text):
        start, end = match.span(1)
        text[start:end] = text[start:end][::-1]
        starts[start:end] = starts[start:end][::-1]
        ends[start:end] = ends[start:end][::-1]
    return Reading("".join(text), starts, ends, read.whole)


def _stripped(read: Reading) -> Reading:
    """Leave out what cannot be seen within words, and marks piled on Latin letters and digits."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    under = ""
    for at, char in enumerate(read.text):
        if is_unseen(char) and not _joins_pictures(read.text, at):
            continue
        if is_pile(char) and (under.isascii() and under.isalnum()):
            if ends:
                ends[-1] = max(ends[-1], read.ends[at])
            continue
        under = plain(char)
        text.append(under)
        starts.append(read.starts[at])
        ends.append(read.ends[at])
    return Reading("".join(text), starts, ends, read.whole)


def _joins_pictures(text: str, at: int) -> bool:
    """Tell whether a joiner belongs to an emoji or to a script that needs it."""
    around = text[max(at - 1, 0) : at] + text[at + 1 : at + 2]
    return any(ord(char) > 0x590 and not 0x1D00 <= ord(char) <= 0x24FF and
               not 0xFE00 <= ord(char) <= 0xFEFF and not is_unseen(char) and
               plain(char) == char for char in around)  # fmt: skip


def _latin(text: str) -> str:
    """Write look-alikes as Latin letters: in words of two scripts, or where the rest is Latin."""
    alike = [char for char in set(text) if ord(char) in ALIKE]
    if not alike:
        return text
    latin = sum(char.isascii() and char.isalpha() for char in text)
    other = sum(not char.isascii() and char.isalpha() and not _is_latin(char) for char in text)
    mostly_latin = latin > 2 * other

    def written(match: re.Match[str]) -> str:
        word = match.group()
        foreign = [char for char in word if not _is_latin(char)]
        if not foreign:
            return word
        mixed = len(foreign) < len(word)
        if (mixed or mostly_latin) and all(ord(char) in ALIKE for char in foreign):
            return word.translate(ALIKE)
        return word

    return _WORD.sub(written, text)


def _is_latin(char: str) -> bool:
    return ord(char) < 0x250 or 0x1E00 <= ord(char) <= 0x1EFF


# --- what is undone word by word ------------------------------------------------------------------

_SEPARATORS = (" ", r"\.", r"\-", "_", r"\*", "·", "•", "~", r"\|", "/", r"\+", ",")
_LETTER = r"[\pL\pN@$!'’\-]"
_SPACED = "|".join(
    rf"(?:[\pL\pN@$!]{one}){{2,}}(?:{_LETTER}{one})*[\pL\pN@$!]" for one in _SEPARATORS
)
_LEET = r"[\pL\pN@$!|'’]*(?:\pL[0134578@$!|]|[0134578$][\pL@$!|])[\pL\pN@$!|'’]*"
_NUMBERISH = r"[A-Z]{0,2}(?:[0-9]+[OolISB]|[OolISB][0-9])[0-9OolISBZ]*"
_BASE64 = (
    r"[A-Za-z0-9+/_\-]*(?:[a-z][A-Z]|[0-9][A-Za-z]|[A-Za-z][0-9]|[A-Z]{2}[a-z])"
    r"[A-Za-z0-9+/_\-]{2,}={0,2}"
)
_BYTES = r"(?:[2-7][0-9a-fA-F] ){3,}[2-7][0-9a-fA-F]|(?:[2-7][0-9a-fA-F]){4,}"
_ODD = compiled(
    rf"(?:^|[^\pL\pN])(?:{_SPACED})|(?:{_LEET})|(?:{_NUMBERISH})|(?:{_BASE64})|(?:{_BYTES})"
)
_SPACED_OUT = compiled(rf"(?:^|[^\pL\pN])(?P<value>{_SPACED})")
_LEET_WORD = compiled(f"(?P<value>{_LEET})")
_NUMBER = compiled(f"(?P<value>{_NUMBERISH})")
_BASE64_WORD = compiled(f"(?P<value>{_BASE64})")
_BYTE_ROW = compiled(rf"(?:^|[^\pL\pN])(?P<value>{_BYTES})")
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th|s|am|pm|x|[a-zA-Z])")
SHORTEST_CODE = 4


def _values(pattern: object, text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in pattern.finditer(text[:LONGEST])]  # type: ignore[attr-defined]


def _together(read: Reading) -> Reading:
    """Write spaced letters together; where they are words, blanks stay between these."""
    kept: list[int] = []
    past = 0
    for start, end in _values(_SPACED_OUT, read.text):
        if end < len(read.text) and read.text[end].isalnum():
            end -= 2  # the last letter begins a word of its own: "M a y a is late"
        kept += range(past, start)
        kept += range(start, end, 2)
        past = end
    if not past:
        return read
    kept += range(past, len(read.text))
    return Reading(
        "".join([read.text[at] for at in kept]),
        [read.starts[at] for at in kept],
        [read.ends[at] for at in kept],
        read.whole,
    )


def _as_letters(read: Reading) -> Iterator[Reading]:
    """Yield the readings of digits and signs within words as letters."""
    words = [
        (start, end)
        for start, end in _values(_LEET_WORD, read.text)
        if end - start > 2
        and any(map(str.isalpha, read.text[start:end]))
        and not _ORDINAL.fullmatch(read.text, start, end)
    ]
    if not words:
        return
    for table in LEET_READINGS:
        text: list[str] = []
        past = 0
        for start, end in words:
            word = read.text[start:end]
            bare = word.rstrip("!|")
            text += (read.text[past:start], bare.translate(table), word[len(bare) :])
            past = end
        yield read._replace(text="".join(text) + read.text[past:])


def _as_digits(read: Reading) -> Reading:
    """Read letters within numbers as digits."""
    text: list[str] = []
    past = 0
    for start, end in _values(_NUMBER, read.text):
        number = read.text[start:end]
        if sum(map(str.isdigit, number)) * 2 >= len(number) >= SHORTEST_CODE:
            text += (read.text[past:start], number.translate(DIGITS))
            past = end
    return read._replace(text="".join(text) + read.text[past:]) if past else read


# --- what is undone as a whole --------------------------------------------------------------------


def _decoded(read: Reading) -> Iterator[Reading]:
    """Yield what codes within a text say; every character of it came from the whole code."""
    for pattern, decode in ((_BASE64_WORD, _of_base64), (_BYTE_ROW, _of_hex)):
        for start, end in _values(pattern, read.text):
            said = decode(read.text[start:end])
            if said:
                begins, past = read.span(start, end)
                yield Reading(said, [begins] * len(said), [past] * len(said), True)


def _of_base64(code: str) -> str:
    """Return the words in a base64 code; "" if it holds none."""
    bare = code.rstrip("=").replace("-", "+").replace("_", "/")
    if len(bare) < SHORTEST_CODE or len(bare) % 4 == 1:
        return ""
    try:
        return _prose(base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True))
    except binascii.Error:
        return ""


def _of_hex(code: str) -> str:
    bare = code.replace(" ", "")
    return "" if len(bare) % 2 else _prose(binascii.unhexlify(bare))


def _prose(said: bytes) -> str:
    """Return bytes as text if that is what they are: letters and digits, nothing unprintable."""
    try:
        text = said.decode()
    except UnicodeDecodeError:
        return ""
    told = sum(map(str.isalnum, text))
    return text if text.isprintable() and told >= 3 and told * 3 >= len(text) * 2 else ""
