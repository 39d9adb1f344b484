"""Finds what a district's own patterns and lists of words describe.

A pattern is data that an admin writes, so nothing here trusts it: it is RE2 (linear time), bounded
in length and number, and must find what its own test sentences say, and nothing in the others,
before it is stored. Knows texts and patterns; must not know who wrote them. Pure.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import orjson

from gateway.detection.linear import Compiled, compiled, is_whole
from gateway.errors import BadRequest
from gateway.terms.patterns import DistrictPattern
from gateway.terms.text import Candidate, Label

PREFIX: Final = "district-"
"""Begins the `recogniser` of every finding; the pattern's id follows."""

VALUE: Final = "value"
REACH: Final = 60
"""Code points before a value within which a cue must stand, on the same line."""
LONGEST_PATTERN: Final = 500
LONGEST_WORD: Final = 100
MOST_WORDS: Final = 2000
MOST_SENTENCES: Final = 50
LONGEST_SENTENCE: Final = 1000
MOST_FOUND: Final = 1000
"""Findings of one pattern in a text; one that finds more says nothing, and the text is refused."""
_MARKED: Final = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


class DistrictPatterns:
    """A district's patterns, ready to be looked for."""

    def __init__(self, patterns: Iterable[DistrictPattern] = ()) -> None:
        """Compile the patterns.

        Raises:
            BadRequest: one of them is no RE2 expression.
        """
        self._patterns = [(one, *_compiled(one)) for one in patterns]
        rows = [pack_pattern(one) for one, *_ in self._patterns]
        digest = hashlib.sha256(orjson.dumps(rows)).hexdigest()
        self.version = digest[:8] if rows else ""

    def find(self, text: str) -> list[Candidate]:
        """Return what a text may hold, by pattern and start.

        Raises:
            BadRequest: a pattern finds so much that it says nothing.
        """
        found: list[Candidate] = []
        for pattern, value, cue in self._patterns:
            for number, (start, end) in enumerate(_spans(text, value, cue)):
                if number == MOST_FOUND:
                    raise BadRequest(
                        f"pattern `{pattern.id}` finds more than {MOST_FOUND:,} values in one text",
                        code="pattern_too_wide",
                        status=422,
                    )
                found.append(
                    Candidate(
                        start=start,
                        end=end,
                        label=pattern.label,
                        score=pattern.sure,
                        recogniser=f"{PREFIX}{pattern.id}",
                    )
                )
        return found


def check(pattern: DistrictPattern) -> None:
    """Refuse a pattern that cannot be, or that does not keep what its sentences promise.

    Raises:
        BadRequest: says which field, which sentence (from 1) and what is wrong with it.
    """
    _check_shape(pattern)
    patterns = DistrictPatterns([pattern])
    if _matches_nothing(pattern):
        raise _invalid("it matches where nothing is: it must ask for a letter or digit", "pattern")
    for number, sentence in enumerate(pattern.finds, 1):
        text, wanted = _unmarked(sentence)
        if not wanted:
            raise _invalid(f"sentence {number} marks nothing with `[[` and `]]`", "finds")
        if [(one.start, one.end) for one in patterns.find(text)] != wanted:
            raise _invalid(f"in sentence {number} something else is found than is marked", "finds")
    for number, sentence in enumerate(pattern.leaves, 1):
        if patterns.find(sentence):
            raise _invalid(f"in sentence {number} something is found", "leaves")


def _check_shape(pattern: DistrictPattern) -> None:
    """Refuse what is too long, too much, too little or blank."""
    if bool(pattern.pattern) is bool(pattern.words):
        raise _invalid("give either a pattern or a list of words", "pattern")
    if len(pattern.pattern) > LONGEST_PATTERN:
        raise _invalid(f"a pattern has {LONGEST_PATTERN} signs at most", "pattern")
    if not 0 < pattern.sure <= 1:
        raise _invalid("must be above 0 and at most 1", "sure")
    if not pattern.finds:
        raise _invalid("give a sentence it must find something in, with `[[` and `]]`", "finds")
    for name, most, longest in (
        ("words", MOST_WORDS, LONGEST_WORD),
        ("cues", MOST_WORDS, LONGEST_WORD),
        ("finds", MOST_SENTENCES, LONGEST_SENTENCE),
        ("leaves", MOST_SENTENCES, LONGEST_SENTENCE),
    ):
        listed: tuple[str, ...] = getattr(pattern, name)
        if len(listed) > most:
            raise _invalid(f"{most:,} entries at most", name)
        if any(not one.strip() or len(one) > longest for one in listed):
            raise _invalid(f"an entry is blank, or longer than {longest:,} signs", name)


def pack_pattern(pattern: DistrictPattern) -> list[object]:
    """Return what the detection processes need of a pattern: no sentences."""
    return [
        pattern.id,
        pattern.label.value,
        pattern.pattern,
        list(pattern.words),
        list(pattern.cues),
        pattern.sure,
    ]


def unpack_pattern(row: Sequence[object]) -> DistrictPattern:
    """Return the pattern of a packed row.

    Raises:
        ValueError, TypeError: it is none.
    """
    id_, label, pattern, words, cues, sure = row
    if not isinstance(words, list) or not isinstance(cues, list):
        raise ValueError("not a packed pattern")
    return DistrictPattern(
        id=str(id_),
        label=Label(str(label)),
        pattern=str(pattern),
        words=tuple(map(str, words)),
        cues=tuple(map(str, cues)),
        sure=float(str(sure)),
    )


def _compiled(pattern: DistrictPattern) -> tuple[Compiled, Compiled | None]:
    """Return what finds the value, and what finds the cue before it."""
    source = pattern.pattern or f"(?i)(?:{_either(pattern.words)})"
    try:
        value = compiled(source)
        cue = compiled(f"(?i)(?:{_either(pattern.cues)})") if pattern.cues else None
    except Exception as error:  # the door: RE2's own error quotes the pattern
        raise _invalid("not a regular expression that RE2 takes", "pattern") from error
    return value, cue


def _either(words: Sequence[str]) -> str:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)


def _spans(text: str, value: Compiled, cue: Compiled | None) -> Iterator[tuple[int, int]]:
    group = value.groupindex.get(VALUE, 0)
    for match in value.finditer(text):
        start, end = match.span(group)
        if start >= end or not is_whole(text, start, end):
            continue
        if cue is not None and not _is_cued(text, match.span(0)[0], start, cue):
            continue
        yield start, end


def _is_cued(text: str, begins: int, start: int, cue: Compiled) -> bool:
    """Tell whether a cue stands before a value, within reach and on its line."""
    line = text.rfind("\n", 0, begins) + 1
    before = text[max(line, begins - REACH) : start]
    return any(is_whole(before, *one.span(0)) for one in cue.finditer(before))


def _matches_nothing(pattern: DistrictPattern) -> bool:
    """Tell whether a pattern matches where there is nothing."""
    value, _ = _compiled(pattern)
    return any(match.span(0)[0] == match.span(0)[1] for match in value.finditer(" "))


def _unmarked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a sentence without its marks, and where they were."""
    text, spans, at = "", [], 0
    for match in _MARKED.finditer(sentence):
        text += sentence[at : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + sentence[at:], spans


def _invalid(message: str, param: str) -> BadRequest:
    return BadRequest(message, code="invalid_value", status=422, param=param)
