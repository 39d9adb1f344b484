"""Finds names by the company they keep: what stands in a row, list or frame with names found.

"My group is Journey, Blessing, Ace and Story", "Amina for sharing, Peanut for sweeping",
`["brantley", "marquez"]`, `oluchi_goals = 3` beside `marquez_goals = 1`: nicknames and names that
are words, which no model sees, are built into the same place as a name that stands. Four ways:

- a row: three or more words in capitals with commas and an "and", of which one is a name;
- heads: pieces between commas, semicolons or lines that go on alike, of which two begin with names;
- a shape: "FENWICK D", "K. Abernethy", "Imelda S." where two names are written the same way;
- a frame of code: the same call, field or list of strings, or the same ending of a variable.

Knows one text and what stands in it; must not know people, models or rules. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from gateway.detection.column_mates import column_mates
from gateway.detection.edges import Marks, Range
from gateway.detection.folding import fold
from gateway.detection.kept import COMPANY, Kept
from gateway.detection.name_words import (
    BESIDE_A_NAME,
    CALENDAR,
    CLOSED,
    PUBLIC,
    SPANISH_CLOSED,
    TITLES,
)
from gateway.terms.text import Label, NamePart

FEWEST_IN_ROW: Final = 3
FEWEST_HEADS: Final = 2
"""Heads that must be names found before a third is one; of `MANY_HEADS` one is enough."""
MANY_HEADS: Final = 4
MOST_BESIDE_ONE: Final = 3
"""Words that a row without an "and" may hold besides what is found."""
SCORE: Final = 0.6

# What schools write with a capital, or count in code, and is nobody.
_NOBODY: Final = (
    CLOSED
    | SPANISH_CLOSED
    | CALENDAR
    | TITLES
    | BESIDE_A_NAME
    | PUBLIC
    | frozenset(
        """
        english math maths science history spanish french german latin chinese art music biology
        chemistry physics algebra geometry calculus reading writing social studies health gym drama
        band choir orchestra theater theatre civics economics geography literature lunch recess
        homework quiz test exam project essay lab unit lesson chapter page part step section grade
        period room block class group team row table column line level week day month year half
        monday tuesday wednesday thursday friday saturday sunday red blue green yellow orange purple
        black white gold silver north south east west spring summer fall winter total max min sum
        avg average mean median count num number name names first last best worst old new my your
        our their his her its next prev current final initial high low home away user player
        student students pupil teacher parent mother father mom dad staff admin key value item
        index list data file text string true false none null score scores goals points age ages
        grade grades other others everyone nobody absent present late done yes no ok pass fail
        commit delete select insert update from where set values begin rollback table create drop
        mexico canada china india france spain germany italy england japan africa asia europe
        america egypt texas california florida york
        """.split()
    )
)
_WORD: Final = (
    r"[A-ZÀ-Þ](?:['’ʻ][A-ZÀ-Þ])?[a-zà-ÿ]+(?:[A-ZÀ-Þ][a-zà-ÿ]+)?(?:['’ʻ-][A-ZÀ-Þ]?[a-zà-ÿ]+)*"
)
_ASIDE: Final = r"(?: \([^()\n]{1,24}\))?"
_AND: Final = r"(?:and|&|y|or|n)"
_NEXT: Final = rf"{_ASIDE}(?:, {_AND} |, | {_AND} )"
# A run is taken whole before its end is looked for, or each word would have it read once more.
_RUN: Final = re.compile(rf"(?<![\w.'’-]){_WORD}(?: {_WORD})?(?:{_NEXT}{_WORD}(?: {_WORD})?)+")
_LAST: Final = re.compile(rf"{_ASIDE},? {_AND} {_WORD}(?: {_WORD})?(?![\w-])")
_SMALL_WORD: Final = r"[a-zà-ÿ]['’]?[a-zà-ÿ]+(?:-[a-zà-ÿ]+)?"
_SMALL_NEXT: Final = (
    r"(?:, (?:and |& |n )?| (?:and|n|&) )(?:(?:lil|little|big) )?"
    rf"{_SMALL_WORD}(?: [b-hj-z]\b\.?)?(?: \d{{1,3}})?"
)
_SMALL_ROW: Final = re.compile(
    rf"(?<![\w'’-]){_SMALL_WORD}(?: \d{{1,3}})?(?: [a-z]+)?(?:{_SMALL_NEXT}){{2,}}(?![\w'’])"
)
_SMALL_ITEM: Final = re.compile(
    r"(?:^(?:[a-z'’]+ (?=[a-z'’-]+(?:,| and | n | & )))?|, (?:and |& |n )?| (?:and|n|&) )"
    rf"(?P<name>(?:(?:lil|little|big) )?{_SMALL_WORD})"
)
_COLON_ROW: Final = re.compile(
    rf": ?(?P<row>{_WORD}(?: {_WORD}| [A-Z]\b\.?)?"
    rf"(?:, {_WORD}(?: {_WORD}| [A-Z]\b\.?)?){{2,}})(?=[.;\n]|$)"
)
_ITEM: Final = re.compile(rf"{_WORD}(?: {_WORD})?")
_HEAD: Final = re.compile(
    rf"(?:(?<=[\n,;:.?!])|^)[ \t*•-]*"
    rf"(?P<name>{_WORD}(?: {_WORD}| [A-Z]\b\.?)?|[A-Z]\.[A-Z]\b|[A-Z]{{2}}\b)\.?"
    r" ?(?P<how>for\b|\(|=|[–—]|- |\d{1,2}:\d\d|\d+/\d+|\d+%)"
)
_QUOTED: Final = re.compile(r"(?P<sign>[\"'])(?P<name>[^\W\d_]{2,20}(?: [^\W\d_]{1,20})?)(?P=sign)")
_LIST: Final = re.compile(r"[\[({][^\[\](){}\n]{4,400}[\])}]")
_CALL: Final = re.compile(
    r"\b(?P<call>\w{2,30}\()(?P<sign>[\"'])(?P<name>[^\W\d_]{3,20})(?P=sign)\)"
)
_VARIABLE: Final = re.compile(
    r"(?<![\w.])(?P<name>[a-z]{3,20})(?P<rest>_[a-z][a-z_]{1,20}|[A-Z][a-z]{2,20})(?!\w)"
)
_FIELD: Final = re.compile(
    rf"(?P<field>\b[a-z_]{{2,20}}[\"']?\s?[:=]\s?)(?P<sign>[\"'])"
    rf"(?P<name>{_WORD}(?: {_WORD}| [A-Z]\.?)?|[a-z]{{3,20}})(?P=sign)"
)
_LINE: Final = re.compile(
    rf"(?m)^[ \t]*(?:- )?(?P<field>[a-z_]{{2,20}}: )(?P<name>{_WORD}(?: {_WORD})?)[ \t]*$"
)
_CAPITALS: Final = r"[A-ZÀ-Þ][A-ZÀ-Þ'’]+(?:-[A-ZÀ-Þ]+)*"
_SHAPES: Final = tuple(
    re.compile(rf"(?<![\w.'’-]){shape}(?![\w'’-])")
    for shape in (
        r"[A-ZÀ-Þ]{3,} [A-Z]\.?",
        rf"[A-Z]\. ?{_WORD}",
        rf"{_WORD} [A-Z]\.",
        rf"{_WORD}, [A-Z]\.",
        r"[A-ZÀ-Þ]{3,}, [A-ZÀ-Þ]{3,}",
        rf"{_CAPITALS}(?: [A-Z]\.)?, {_CAPITALS}(?: [A-Z]\.?)?",
        rf"(?<!\w ){_CAPITALS} {_CAPITALS}(?= ?(?:[,;.|\t\n]|$))",
    )
)
_SELF: Final = frozenset(("me", "myself", "i", "u", "you"))
_PROGRAM: Final = re.compile(
    r"(?m)^\s*(?:def|class|import|from|public|function|const|let|var|#include|SELECT|INSERT|CREATE)\b"
    r"|\w\(.*\)\s*[;:{]?$|[;{]\s*$|</\w+>"
)
_OF_PROGRAMS: Final = frozenset(("(", "=", "-"))
_CODE: Final = re.compile(r"[=({\[]")
_FRAMES: Final = ((_CALL, "call"), (_FIELD, "field"), (_VARIABLE, "rest"))


def companions(text: str, kept: Sequence[Kept], known: Iterable[Range]) -> tuple[Kept, ...]:
    """Return what stands in a text, with the names that keep it company.

    Args:
        text: the leaf's text.
        kept: what stands in it, by start; no two overlap.
        known: where people, works and topics stand that everyone knows.

    Returns:
        Everything of `kept` and what was added, by start; no two overlap.
    """
    names = [one for one in kept if one.label is Label.PERSON]
    if not names:
        return tuple(kept)
    marked = Marks(len(text), ((one.start, one.end) for one in names))
    closed = Marks(len(text), (*((one.start, one.end) for one in kept), *known))
    added: list[Kept] = []
    proposed = (_rows, _rows_behind_a_colon, _small_rows, _heads, _shapes, _frames, column_mates)
    for start, end in (span for find in proposed for span in find(text, marked)):
        if closed.touch(start, end) or _is_nobody(text[start:end]):
            continue
        closed.add(start, end)
        added.append(Kept(start, end, Label.PERSON, SCORE, COMPANY, COMPANY, part=NamePart.GIVEN))
    return tuple(sorted((*kept, *added))) if added else tuple(kept)


def _is_nobody(written: str) -> bool:
    return any(fold(word).strip(".'") in _NOBODY for word in written.split())


def _rows(text: str, names: Marks) -> Iterator[Range]:
    """Yield the other words of rows of which one is a name, and none an everyday thing."""
    for row in _whole_rows(text):
        items = [
            span
            for match in _ITEM.finditer(text, *row)
            if not _is_aside(text, (span := match.span()))
        ]
        if len(items) < FEWEST_IN_ROW or any(_is_nobody(text[left:right]) for left, right in items):
            continue
        found = [names.touch(*item) for item in items]
        if any(found):
            yield from _others(items, found)


def _rows_behind_a_colon(text: str, names: Marks) -> Iterator[Range]:
    """Yield the few other words of a row without an "and" that stands behind a colon."""
    for row in _COLON_ROW.finditer(text):
        items = [match.span() for match in _ITEM.finditer(text, *row.span("row"))]
        if len(items) < FEWEST_IN_ROW or any(_is_nobody(text[left:right]) for left, right in items):
            continue
        found = [names.touch(*item) for item in items]
        if any(found) and len(items) - sum(found) <= MOST_BESIDE_ONE:
            yield from _others(items, found)


def _small_rows(text: str, names: Marks) -> Iterator[Range]:
    """Yield the other words of a row in small letters of which at least two, and half, are names.

    Around the row may stand more of the sentence: of its first item the last word counts, of its
    last the first. A number behind a name ("ivory 0, quang 3") is no part of it.
    """
    for row in _SMALL_ROW.finditer(text):
        items: list[Range] = [match.span("name") for match in _SMALL_ITEM.finditer(row[0])]
        items = [(row.start() + left, row.start() + right) for left, right in items]
        items = [item for item in items if _may_stand_in_row(text[slice(*item)])]
        if len(items) < FEWEST_IN_ROW:
            continue
        found = [names.touch(*item) or text[slice(*item)] in _SELF for item in items]
        named = any(names.touch(*item) for item in items)
        if named and sum(found) >= FEWEST_HEADS and 2 * sum(found) >= len(items):
            yield from _others(items, found)


def _may_stand_in_row(word: str) -> bool:
    """Tell a name, or oneself, from the grammar of a sentence around a row."""
    return word in _SELF or fold(word) not in CLOSED


def _others(items: Sequence[Range], found: Sequence[bool]) -> Iterator[Range]:
    """Yield the items of a row that are not found to be names."""
    return (item for item, is_name in zip(items, found, strict=True) if not is_name)


def _whole_rows(text: str) -> Iterator[Range]:
    """Yield the rows: each run of words in capitals up to an "and" and one more."""
    for run in _RUN.finditer(text):
        start = run.start()
        for last in _LAST.finditer(text, start, run.end()):
            yield start, last.end()
            start = last.end()


def _is_aside(text: str, span: Range) -> bool:
    """Tell whether a word stands in brackets within a row."""
    before = text[max(span[0] - 24, 0) : span[0]]
    return before.rfind("(") > before.rfind(")")


def _heads(text: str, names: Marks) -> Iterator[Range]:
    """Yield the heads of pieces that go on as two do which begin with names."""
    heads = [(match.span("name"), _how(match["how"])) for match in _HEAD.finditer(text)]
    if _PROGRAM.search(text) is not None:  # "Dog(", "Count =": classes and variables
        heads = [(span, how) for span, how in heads if how not in _OF_PROGRAMS]
    if len(heads) <= FEWEST_HEADS:
        return
    alike = Counter(how for _, how in heads)
    named = Counter(how for span, how in heads if names.touch(*span))
    for span, how in heads:
        fewest = 1 if alike[how] >= MANY_HEADS else FEWEST_HEADS
        if named[how] >= fewest and not names.touch(*span):
            yield span


def _how(written: str) -> str:
    """Return how a piece goes on: digits alike, dashes alike."""
    return re.sub(r"\d+", "0", written).replace("–", "-").replace("—", "-").strip()


def _shapes(text: str, names: Marks) -> Iterator[Range]:
    """Yield what is written the way two names are: with an initial, in capitals with a comma."""
    for shape in _SHAPES:
        spans = [match.span() for match in shape.finditer(text)]
        if len(spans) > FEWEST_HEADS:
            found = [names.touch(*span) for span in spans]
            if sum(found) >= FEWEST_HEADS:
                yield from (span for span, is_name in zip(spans, found, strict=True) if not is_name)


def _frames(text: str, names: Marks) -> Iterator[Range]:
    """Yield what stands in code where a name stands."""
    yield from _framed(text, names, _LINE, "field")
    if _CODE.search(text) is None:
        return
    for some in _LIST.finditer(text):
        items = [match.span("name") for match in _QUOTED.finditer(text, *some.span())]
        found = sum(names.touch(*item) for item in items)
        if found and ":" not in some.group() and 2 * found >= len(items):
            yield from items
    for shape, key in _FRAMES:
        yield from _framed(text, names, shape, key)


def _framed(text: str, names: Marks, shape: re.Pattern[str], key: str) -> Iterator[Range]:
    """Yield what stands in the same frame as a name: the group `key` is what must be the same."""
    places = [(match.span("name"), match[key]) for match in shape.finditer(text)]
    framed = {how for span, how in places if names.touch(*span)}
    yield from (span for span, how in places if how in framed)
