"""Finds numbers by the nearest word that says what they are, wherever that stands in the sentence.

The forms of `student_ids`, `other_ids` and `devices` are how such numbers are mostly written.
People also write "my lunch number stopped working, it's 40917" and "418821 is her student number".
So each number is read with its sentence: the last word before it that says what numbers are
decides, be it "student id" or "page"; where none does, one right behind it that is tied to it
("is", a bracket). What is listed behind such a number is another, and "ending in 4518" is what is
left of one. Numbers are also written in groups ("482 9163") and read out ("six oh two four four").

One reading a text, for both labels.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar, Final, NamedTuple

from presidio_analyzer import RecognizerResult

from gateway.detection.number_looks import COUNTED, DASHED
from gateway.detection.recognisers.forms import (
    Form,
    FormRecogniser,
    compiled,
    digits,
    has_digit,
    holds_any,
    is_whole,
)
from gateway.terms.text import Label


class Kind(StrEnum):
    """What a word says of the number beside it: the name of its group in `_WORDS`."""

    PUPILS = "pupils"
    """A pupil's number, for sure: "student id", "lunch pin", "OSIS"."""
    BARE = "bare"
    """An id of somebody: "id" alone."""
    THINGS = "things"
    """The number of a paper or thing that one person has: "passport", "badge"."""
    ENDING = "ending"
    """The last digits of a number: "card ending in"."""
    NOBODYS = "nobodys"
    """A number of something else: "page", "room", "phone"."""


FARTHEST: Final = 64
"""Code points between a word and its number."""
MOST_WORDS: Final = {Kind.PUPILS: 7, Kind.BARE: 4, Kind.THINGS: 6, Kind.ENDING: 4}
"""Words that may stand between the two."""
LEAST_DIGITS: Final = {Kind.PUPILS: 4, Kind.BARE: 5, Kind.THINGS: 4, Kind.ENDING: 3}
SHORTEST_MIXED: Final = 6
"""Characters from which on letters among the digits count as well: "PF3K77QD"."""
LEAST_TIED: Final = 2
"""Digits of the number of a thing that stands right behind it with a sign or "number"."""
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
    r"|infinite\scampus|canvas|clever|doe|nyc|wveis|nscc|peims|tsds)"
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
    r"(?:(?:college\sboard|common\sapp|ncaa|naviance|act|sat|psat|ap|ib|caid|fafsa|fsa|staff|sub|employee|frontline"
    r"|emp|guest|visitor|volunteer|candidate|access|session|device|paper|tribal|payroll|player|turnitin|badge|gov(?:ernment)?)\s(?:ids?|\#)"
    r"|(?:activation|access|licen[sc]e|product|recovery|enrollment|portal|friend|observer|invite|release|pick-?up"
    r"|referral|copy|copier|print(?:er)?|garage|door|gate|alarm|class(?:room)?|join|unlock|entry|voicemail|session)\s(?:keys?|codes?|pins?)"
    r"|(?:hall|parking|bus|work|gate|visitor|activity|lunch|library)\s(?:pass(?:es)?|permits?|cards?|barcodes?)"
    r"|pins?|pass|keys?|conf|bibs?|textbooks?|books?|calculators?|calc|combos?|candidate|invoice"
    r"|badges?|lockers?|locks?|serials?|asset|tags?|fobs?|permits?|decals?|stickers?|passports?|pasaporte|visa|medicaid"
    r"|medi-?cal|insurance|ins|seguro|polic(?:y|ies)|p[oó]liza|member|subscriber|mrn|patient|rx|prescription"
    r"|case|caso|expediente|docket|referral|incident|claim|complaint|employee|emp|payroll|staff\sid"
    r"|licen[sc]e|licencia|dl|plates?|placas?|certificate|confirmation|tracking|work\s?order|receipt"
    r"|voucher|routing|acct|gift\scard|debit|ebt|snap|wic|tribal|census|cib|door|gate|alarm|padlock|imei|iccid"
    r"|microchip|helmet|casillero|instrument|chargers?|chromebooks?|ipads?|laptops?|tablets?|hot\s?spots?|device"
    r"|parking|sim|cards?|clarinet|trumpet|flute|violin|viola|cello|saxophone|trombone|uniform)"
)
_ENDING: Final = (
    r"(?:end(?:s|ing)?\s(?:in|with)|last\s(?:4|four|three|3|five|5)(?:\s(?:digits|numbers))?"
    r"|termina(?:\sen)?)"
)
_NOBODYS: Final = (
    r"(?:pages?|pp?|chapters?|ch|rooms?|rm|grades?|gr|questions?|problems?|exercises?|lessons?|units?|units"
    r"|phones?|cell|tel|call|text|fax|ext|extension|bus|route|period|years?|isbn|issn|doi|zip|figure|fig|table"
    r"|version|model|flight|room|building|suite|apt|apartment|street|highway|hwy|order|product|item|sku|catalog"
    r"|video|course|section|article|amendment|psalm|verse|score|points?|weeks?|days?|invoice|error|line"
    r"|lexile|total|sum|budget|population|atomic|prime|random|step|level|channel|hex|binary|commit)"
)
_WORDS: Final = compiled(
    rf"(?i)(?:(?P<pupils>{_WHOSE}[\s._\-]{{0,2}}(?:card\s)?{_WHAT}|{_NAMED}"
    r"|(?:" + _WHAT + r"|n[uú]mero|c[oó]digo|clave|carn[eé]t?|identificaci[oó]n)\.?"
    r"(?:\s(?:for|at|of|in|de|del|la|el|mi|su|my|the|his|her|identificaci[oó]n)){0,3}\s"
    + _OF_PUPILS
    + r")"
    rf"|(?P<things>{_THINGS})|(?P<ending>{_ENDING})|(?P<bare>student|pupil|ids?|i\.d\.)|(?P<nobodys>{_NOBODYS}))"
    r"(?:[^\pL]|$)"
)
_GROUPS: Final = tuple((kind, _WORDS.groupindex[kind.value]) for kind in Kind)


def _said(text: str) -> Iterator["Announced"]:
    """Yield the words that say what numbers are; whole, or a piece of a camel's: `studentId`."""
    for match in _WORDS.finditer(text):
        kind, (start, end) = next(
            (kind, match.span(group)) for kind, group in _GROUPS if match.span(group)[0] >= 0
        )
        before = text[start - 1 : start]
        if not before.isalpha() or (before.islower() and text[start].isupper()):
            yield Announced(start, end, kind)


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
    rf"(?i)\s?(?:%|°|(?:{COUNTED}|pupils|books|meters?|kg|lbs?|mg|ml|cal(?:ories)?|st|nd|rd|th"
    r"|[ap]\.m\.)(?![^\W\d_]))"
)
_NO_NUMBER: Final = re.compile(
    rf"(?i)(?:1[5-9]|20)\d\d(?:-\d{{1,4}}){{0,2}}|{DASHED}|\d{{1,3}}(?:st|nd|rd|th)"
    r"|\d+(?:am|pm|[kx%]|hrs?|min|mg|ml|lbs?)"
)
_LISTED: Final = re.compile(
    r"""(?ix)["'”’)]?(?:\s{0,2}(?:,|;|/|&|-|–|,?\s(?:and|or|y|to|thru|through))\s{0,2}
    | [,.;]?\s(?:(?:and|n|&|but)\s)?(?:(?:my|his|her|their|the)\s)?[^\W\d_]{2,14}(?:['’]s)?\s
      (?:is|was|has|gets|keeps)\s)\#?"""
)
_DIGIT: Final = r"(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine|\d)"
_READ_OUT: Final = re.compile(
    rf"(?i)(?<![\w.,$-])(?P<value>{_DIGIT}(?:,?[ -]{_DIGIT}){{3,15}})(?![\w-])"
)
# Capitals that say what follows, and are no part of it.
_TITLES: Final = (
    r"(?!(?:ID|IDS|PIN|NO|NUM|SSN|DOB|TAG|SN|DL|MRN|STN|OSIS|SSID|PE|CASE|CODE|CARD|KEY|A|I|X"
    r"|EXT|RM|GR|FT)\b)"
)
_GROUPED: Final = re.compile(
    rf"(?<![\w$€£.,/+-])(?P<value>(?:{_TITLES}[A-Z]{{1,4}} )?"
    r"\d{1,4}(?:[ -]\d{2,5}){1,4}(?: \d)?"
    rf"|{_TITLES}[A-Z]{{1,4}} \d{{3,12}})(?![\w-])"
)
# What may stand between a thing and a short number: "locker number is 118", "fob is #0219".
_NUMBERED: Final = re.compile(
    r"(?i)\W{0,3}(?:(?:no|num|numbers?|nbr|tag|id)\b\W{0,3}|#){1,2}(?:is\s|was\s)?#?"
)
_MODEL: Final = re.compile(r"(?i)TI-?(?:3\d|73|8\d|92)|N-?spire|[A-Z]\d")


class Announced(NamedTuple):
    """A number, or a word that says what numbers are, and what it is; code points."""

    start: int
    end: int
    kind: Kind


@lru_cache(maxsize=4)
def announced(text: str) -> tuple[Announced, ...]:
    """Return the numbers of a text of which a word says that they are somebody's."""
    said = list(_said(text))
    if all(one.kind in (Kind.NOBODYS, Kind.ENDING) for one in said):
        return ()
    found: list[Announced] = []
    for start, end in _values(text):
        if not _may_be_a_number(text, start, end):
            continue
        kind = _kind_before(text, start, end, said, found) or _kind_behind(text, start, end, said)
        if kind is not None:
            found.append(Announced(start, end, kind))
    return tuple(found)


def _values(text: str) -> Iterator[tuple[int, int]]:
    """Yield what may be a number, by start; of two that overlap the longer."""
    spans = [one.span("value") for way in (_VALUE, _GROUPED) for one in way.finditer(text)]
    spans += [one.span("value") for one in _READ_OUT.finditer(text) if _is_read_out(one["value"])]
    past = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= past:
            yield start, end
            past = end


def _is_read_out(value: str) -> bool:
    """Tell digits that are read out from a list of small numbers: "1, 2, 3, 4"."""
    spelt = re.findall(r"[^\W\d_]{2,}", value)
    return bool(spelt) or ("," not in value and len(digits(value)) > LEAST_DIGITS[Kind.PUPILS])


def _length(text: str, start: int, end: int) -> int:
    """Return how many digits a number has, read out or not."""
    value = text[start:end]
    if len(value) >= SHORTEST_MIXED and " " not in value and not value.isdigit():
        return len(value.replace("-", ""))
    return len(digits(value)) or len(re.findall(r"\w+", value))


def _may_be_a_number(text: str, start: int, end: int) -> bool:
    value = text[start:end]
    if _NO_NUMBER.fullmatch(value) or not is_whole(text, start, end):
        return False
    return not (value[-1].isdigit() and _UNIT.match(text, end))


def _kind_before(
    text: str, start: int, end: int, said: list[Announced], found: list[Announced]
) -> Kind | None:
    """Return what the nearest word before a number says, or the number it is listed behind."""
    length = _length(text, start, end)
    if found and _LISTED.fullmatch(text, found[-1].end, start):
        alike = length >= LEAST_DIGITS[Kind.THINGS] or text[found[-1].start - 1] == "#"
        return found[-1].kind if alike else None
    before = [one for one in said if one.end <= start]
    nearest = max(before, default=None, key=_end)
    if nearest is None or nearest.kind is Kind.NOBODYS or start - nearest.end > FARTHEST:
        return None
    between = text[nearest.end : start]
    if _CLAUSE_END.search(between) or any(map(str.isdigit, between)):
        return None
    if len(between.split()) > MOST_WORDS[nearest.kind]:
        return None
    kind: Kind | None = nearest.kind
    if kind is Kind.ENDING:
        kind = _kind_of_ending(nearest, before)
    least = LEAST_DIGITS[nearest.kind]
    if kind is Kind.THINGS and _is_numbered(text, start, end, between):
        least = LEAST_TIED
    return kind if least <= length <= MOST_DIGITS else None


def _kind_of_ending(ending: Announced, before: list[Announced]) -> Kind | None:
    """Return of what number "ending in" tells: the nearest before, unless it is nobody's."""
    whole = max((one for one in before if one.end <= ending.start), default=None, key=_end)
    return whole.kind if whole is not None and whole.kind in _WHOLE else None


def _is_numbered(text: str, start: int, end: int, between: str) -> bool:
    """Tell whether a short number stands right behind its thing: "badge #412", "calc TI-09"."""
    value = text[start:end]
    if _MODEL.fullmatch(value):
        return False
    if _NUMBERED.fullmatch(between) or text[start - 1] == "#":
        return True
    return not value.isdigit() and len(between) <= 2 and value[0].isupper()


def _kind_behind(text: str, start: int, end: int, said: list[Announced]) -> Kind | None:
    """Return what a word behind a number says that is tied to it: "is her student number"."""
    nearest = next((one for one in said if one.start >= end), None)
    if nearest is None or nearest.kind not in _TELLING or nearest.start - end > FARTHEST:
        return None
    if not LEAST_DIGITS[nearest.kind] <= _length(text, start, end) <= MOST_DIGITS:
        return None
    return nearest.kind if _TIED.fullmatch(text, end, nearest.start) else None


def _end(said: Announced) -> int:
    return said.end


_TELLING: Final = frozenset((Kind.PUPILS, Kind.THINGS))
_WHOLE: Final = frozenset((Kind.PUPILS, Kind.BARE, Kind.THINGS))
_READ_ALOUD: Final = (" oh", "zero", "three", "seven", "eight", "nine")


class _AnnouncedNumbers(FormRecogniser):
    """Finds the numbers announced as one of `kinds`."""

    kinds: ClassVar[frozenset[Kind]]
    forms = (Form(id="announced", pattern=r"(?P<value>\d)", score=SCORE),)

    def may_hold(self, text: str) -> bool:
        """Return whether there is a digit at all, or one that is read out."""
        return has_digit(text) or holds_any(text, _READ_ALOUD)

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
