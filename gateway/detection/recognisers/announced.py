"""Finds numbers by the nearest word that says what they are, wherever that stands in the sentence.

The forms of `student_ids`, `other_ids` and `devices` are how such numbers are mostly written.
People also write "my lunch number stopped working, it's 40917" and "418821 is her student number".
So each number is read with its sentence: the last word before it that says what numbers are
decides, be it "student id" or "page"; where none does, one right behind it that is tied to it
("is", a bracket).

One reading a text, for both labels.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar, Final, NamedTuple

from presidio_analyzer import RecognizerResult

from gateway.detection.recognisers.forms import Form, FormRecogniser, digits, has_digit, is_whole
from gateway.terms.text import Label


class Kind(StrEnum):
    """What a word says of the number beside it: the name of its group in `_WORDS`."""

    PUPILS = "pupils"
    """A pupil's number, for sure: "student id", "lunch pin", "OSIS"."""
    BARE = "bare"
    """An id of somebody: "id" alone."""
    THINGS = "things"
    """The number of a paper or thing that one person has: "passport", "badge"."""
    NOBODYS = "nobodys"
    """A number of something else: "page", "room", "phone"."""


FARTHEST: Final = 64
"""Code points between a word and its number."""
MOST_WORDS: Final = {Kind.PUPILS: 7, Kind.BARE: 2, Kind.THINGS: 5}
"""Words that may stand between the two."""
LEAST_DIGITS: Final = {Kind.PUPILS: 4, Kind.BARE: 5, Kind.THINGS: 4}
MOST_DIGITS: Final = 16
SCORE: Final = 0.55

_WHAT: Final = (
    r"(?:ids?|i\.d\.s?|identifier|identification|numbers?|numero|num|nbr|nos?|\#s?|pins?|codes?|acct"
    r"|account)"
)
_WHOSE: Final = (
    r"(?:students?(?:['’]s)?|stud?|pupils?(?:['’]s)?|learners?|kids?(?:['’]s)?|child(?:['’]s)?|son(?:['’]s)?"
    r"|daughter(?:['’]s)?|lunch|meals?|breakfast|cafeteria|lunchroom|keypad|library|perm(?:anent)?|local"
    r"|state(?:wide)?|district|testing|school|enrollment|sis|powerschool|aeries|skyward|synergy"
    r"|infinite\scampus|doe|nyc|wveis|nscc|peims|tsds)"
)
_NAMED: Final = (
    r"(?:ssid|calpads|osis|nyssis|sasid|lasid|uic|gtid|stn|marss|fleid|peims|tsds|eduid|wiseid"
    r"|wveis|matr[ií]cula)"
)
_OF_PUPILS: Final = (
    r"(?:estudiante|alumn[oa]|hij[oa]|comedor|almuerzo|lonche|biblioteca|escolar|estatal|escuela|estudiantil"
    r"|lunch|cafeteria|lunch\s?line|library|kiosk|breakfast)"
)
_THINGS: Final = (
    r"(?:badges?|lockers?|serials?|asset|tags?|fobs?|permits?|decals?|passports?|pasaporte|visa|medicaid"
    r"|medi-?cal|insurance|seguro|polic(?:y|ies)|p[oó]liza|member|subscriber|mrn|patient|rx|prescription"
    r"|case|caso|expediente|docket|referral|incident|claim|complaint|employee|emp|payroll|staff\sid"
    r"|licen[sc]e|licencia|dl|plates?|placas?|certificate|confirmation|tracking|work\s?order|receipt"
    r"|voucher|routing|acct|gift\scard|debit|ebt|snap|wic|tribal|census|cib|door|gate|alarm|padlock|imei|iccid"
    r"|microchip|helmet|casillero|instrument|chromebooks?|ipads?|laptops?|tablets?|hot\s?spots?|device"
    r"|parking(?:\spass)?|library\scard|bus\spass|sim)"
)
_NOBODYS: Final = (
    r"(?:pages?|pp?|chapters?|ch|rooms?|rm|grades?|gr|questions?|problems?|exercises?|lessons?|units?|units"
    r"|phones?|cell|tel|call|text|fax|ext|extension|bus|route|period|years?|isbn|issn|doi|zip|figure|fig|table"
    r"|version|model|flight|room|building|suite|apt|apartment|street|highway|hwy|order|product|item|sku|catalog"
    r"|video|course|section|article|amendment|psalm|verse|score|points?|weeks?|days?|invoice|error|line"
    r"|lexile|total|sum|budget|population|atomic|prime|random|step|level|channel|hex|binary|commit)"
)
_WORDS: Final = re.compile(
    rf"""(?ix)(?:(?<![^\W\d_])|(?-i:(?<=[a-z])(?=[A-Z])))(?:
      (?P<pupils>{_WHOSE}[\s._-]{{0,2}}(?:card\s)?{_WHAT}(?![^\W\d_]) | {_NAMED}(?![^\W\d_])
        | (?:{_WHAT}|n[uú]mero|c[oó]digo|clave|carn[eé]t?|identificaci[oó]n)\.?
          (?:\s(?:for|at|of|in|de|del|la|el|mi|su|my|the|his|her|identificaci[oó]n)){{0,3}}\s{_OF_PUPILS}(?![^\W\d_]))
      | (?P<things>{_THINGS}(?![^\W\d_]))
      | (?P<bare>(?:student|pupil|id|ids|i\.d\.)(?![^\W\d_]))
      | (?P<nobodys>{_NOBODYS}(?![^\W\d_]))
    )"""
)
_VALUE: Final = re.compile(
    r"(?<![\w$€£.,/+-])(?<!\d:)#?(?P<value>[A-Za-z]{0,4}-?\d[\dA-Za-z]*(?:-[\dA-Za-z]{1,10}){0,3})(?!\w)"
)
# Ends what belongs together; the point of "no." and "I.D." does not.
_CLAUSE_END: Final = re.compile(r"[!?;\n]|(?<!\bno)(?<!\bnum)(?<!\bnbr)(?<!\.[Dd])\.(?=\s)")
_TIED: Final = re.compile(
    r"""(?ix)["'”’)]{0,2}\s?(?:(?:[?,.]\s)?(?:is|was|that['’]?s|this\sis|being|as|es)\s|\(|,\s|=\s?)
    (?:(?:(?!and\b|or\b)[^\W\d_]+['’]?s?)\s){0,3}"""
)
_UNIT: Final = re.compile(
    r"(?ix)\s?(?:%|°|(?:percent|points?|pts|students?|kids|pupils|people|words?|minutes?|mins?|hours?|days?"
    r"|weeks?|months?|years?|dollars|cents|copies|pages|books|feet|ft|miles?|meters?|kg|lbs?|mg|ml|cal(?:ories)?"
    r"|times|st|nd|rd|th|am|pm|[ap]\.m\.)(?![^\W\d_]))"
)
_NO_NUMBER: Final = re.compile(
    r"(?i)(?:1[5-9]|20)\d\d(?:-\d{1,4}){0,2}|\d{1,2}-\d{1,2}(?:-\d{2,4})?|\d{1,3}(?:st|nd|rd|th)"
    r"|\d{3}-\d{4}|\d{3}-\d{3}-\d{4}|\d{3}-\d{2}-\d{4}|\d+(?:am|pm|[kx%]|hrs?|min|mg|ml|lbs?)"
)
_LISTED: Final = re.compile(r"\s{0,2}(?:,|;|/|&|and|or|y|,\sand)\s{1,2}#?")


class Announced(NamedTuple):
    """A number, or a word that says what numbers are, and what it is; code points."""

    start: int
    end: int
    kind: Kind


@lru_cache(maxsize=4)
def announced(text: str) -> tuple[Announced, ...]:
    """Return the numbers of a text of which a word says that they are somebody's."""
    said = [Announced(*one.span(), Kind(one.lastgroup or "")) for one in _WORDS.finditer(text)]
    if all(one.kind is Kind.NOBODYS for one in said):
        return ()
    found: list[Announced] = []
    for match in _VALUE.finditer(text):
        start, end = match.span("value")
        if not _may_be_a_number(text, start, end):
            continue
        kind = _kind_before(text, start, said, found) or _kind_behind(text, end, said)
        if kind is not None and LEAST_DIGITS[kind] <= len(digits(text[start:end])) <= MOST_DIGITS:
            found.append(Announced(start, end, kind))
    return tuple(found)


def _may_be_a_number(text: str, start: int, end: int) -> bool:
    value = text[start:end]
    if _NO_NUMBER.fullmatch(value) or not is_whole(text, start, end):
        return False
    return not (value.isdigit() and _UNIT.match(text, end))


def _kind_before(
    text: str, start: int, said: list[Announced], found: list[Announced]
) -> Kind | None:
    """Return what the nearest word before a number says, or the number it is listed behind."""
    if found and _LISTED.fullmatch(text, found[-1].end, start):
        return found[-1].kind
    nearest = max((one for one in said if one.end <= start), default=None, key=_end)
    if nearest is None or nearest.kind is Kind.NOBODYS or start - nearest.end > FARTHEST:
        return None
    between = text[nearest.end : start]
    if _CLAUSE_END.search(between) or any(map(str.isdigit, between)):
        return None
    return nearest.kind if len(between.split()) <= MOST_WORDS[nearest.kind] else None


def _kind_behind(text: str, end: int, said: list[Announced]) -> Kind | None:
    """Return what a word behind a number says that is tied to it: "is her student number"."""
    nearest = next((one for one in said if one.start >= end), None)
    if nearest is None or nearest.kind not in _TELLING or nearest.start - end > FARTHEST:
        return None
    return nearest.kind if _TIED.fullmatch(text, end, nearest.start) else None


def _end(said: Announced) -> int:
    return said.end


_TELLING: Final = frozenset((Kind.PUPILS, Kind.THINGS))


class _AnnouncedNumbers(FormRecogniser):
    """Finds the numbers announced as one of `kinds`."""

    kinds: ClassVar[frozenset[Kind]]
    forms = (Form(id="announced", pattern=r"(?P<value>\d)", score=SCORE),)

    def may_hold(self, text: str) -> bool:
        """Return whether there is a digit at all."""
        return has_digit(text)

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: Any = None
    ) -> list[RecognizerResult]:
        """Return the numbers, in Presidio's words."""
        if not self.may_hold(text):
            return []
        return list(self._results(text))

    def _results(self, text: str) -> Iterator[RecognizerResult]:
        for one in announced(text):
            if one.kind in self.kinds:
                yield self._result(self.forms[0], one.start, one.end, SCORE)


class AnnouncedStudentIds(_AnnouncedNumbers):
    """Finds pupils' numbers."""

    label = Label.STUDENT_ID
    id_ = "announced_student_ids"
    kinds = frozenset((Kind.PUPILS, Kind.BARE))


class AnnouncedOtherIds(_AnnouncedNumbers):
    """Finds numbers of papers and things."""

    label = Label.OTHER_ID
    id_ = "announced_other_ids"
    kinds = frozenset((Kind.THINGS,))
